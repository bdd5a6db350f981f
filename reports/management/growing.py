"""More programmes and more years than there are, to measure what they cost."""

from typing import Any

from django.db import connection
from django.utils import timezone

from reports.models import Edition
from reports.printed import Measured, PrintedFigure, PrintedLine
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.models import Record
from seoulwork.figures.recording import record_block


def multiply_programmes(times: int) -> None:
    """Copy every programme with all that hangs on it, so that there are `times` as many. For measuring, in a transaction that is rolled back."""
    for division in divisions():
        models = division.models
        programmes = list(models.Programme.objects.all())
        for number in range(1, times):
            ids: dict[str, dict[int, Any]] = {
                name: {} for name in ("Programme", "Indicator", "Part", "Budget", "Passage")
            }
            for programme in programmes:
                made = models.Programme.objects.create(
                    number=programme.number + 100 * number,
                    title=f"{programme.title} {number}",
                    first_year=programme.first_year,
                )
                ids["Programme"][programme.pk] = made.pk
            _copy(models.Indicator, ids, {"programme_id": "Programme"}, flow=None, policy_order=None)
            _copy(models.Part, ids, {"indicator_id": "Indicator"})
            _copy(models.Target, ids, {"indicator_id": "Indicator", "part_id": "Part"})
            _copy(models.Actual, ids, {"indicator_id": "Indicator", "part_id": "Part"})
            _copy(models.Budget, ids, {"programme_id": "Programme"})
            _copy(models.Appropriation, ids, {"budget_id": "Budget"})
            _copy(models.Execution, ids, {"budget_id": "Budget"})
            _copy(models.Passage, ids, {"programme_id": "Programme"})
            # A table stands once in a briefing.
            for passage in models.Passage.objects.filter(pk__in=ids["Passage"].values(), text__contains="[표:"):
                lines = [line for line in passage.text.splitlines() if "[표:" not in line]
                models.Passage.objects.filter(pk=passage.pk).update(text="\n".join(lines))
            _copy(models.Milestone, ids, {"passage_id": "Passage"})


def add_years(count: int, this: int) -> None:
    """Store the figures of the year `this` for `count` years more, before the first that there are. For measuring, in a
    transaction that is rolled back."""
    for division in divisions():
        models = division.models
        periods: list[Any] = [models.Actual, models.Target]
        first = min(row.year for table in periods for row in table.objects.values_list("first_month", flat=True))
        in_year = {
            "first_month__gte": Month(this, 1),
            "last_month__lte": Month(this, 12),
        }
        for year in range(first - count, first):
            back = 12 * (this - year)
            for table in periods:
                rows = list(table.objects.current().filter(**in_year))
                for row in rows:
                    row.pk = None
                    row.first_month, row.last_month = row.first_month - back, row.last_month - back
                record_block(table, rows, {}, timezone.now())
            lines = list(models.Budget.objects.filter(year=this))
            olds = [line.pk for line in lines]
            for line in lines:
                line.pk, line.year = None, year
            made = models.Budget.objects.bulk_create(lines)
            new = dict(zip(olds, (line.pk for line in made), strict=True))
            amounts: list[tuple[Any, str]] = [(models.Appropriation, "from_month"), (models.Execution, "month")]
            for table, month in amounts:
                rows = list(table.objects.current().filter(budget_id__in=olds))
                for row in rows:
                    row.pk, row.budget_id = None, new[row.budget_id]
                    setattr(row, month, getattr(row, month) - back)
                record_block(table, rows, {}, timezone.now())


def _copy(table: Any, ids: dict[str, dict[int, Any]], keys: dict[str, str], **changes: Any) -> None:
    first = next(iter(keys))
    originals = list(table.objects.filter(**{f"{first}__in": list(ids[keys[first]])}))
    old = [row.pk for row in originals]
    for row in originals:
        row.pk = None
        for field, of in keys.items():
            value = getattr(row, field)
            setattr(row, field, None if value is None else ids[of][value])
        for field, value in changes.items():
            setattr(row, field, value)
    if issubclass(table, Record):
        record_block(table, [row for row in originals if row.superseded_at is None], {}, timezone.now())
    else:
        table.objects.bulk_create(originals)
        ids.setdefault(table.__name__, {}).update(zip(old, (row.pk for row in originals), strict=True))


def add_printed(edition: int, after: int) -> None:
    """To each edition with a key above `after` what another one printed: its lines, and the figures in them."""
    lines, measured, figures = PrintedLine._meta, Measured._meta, PrintedFigure._meta
    with connection.cursor() as cursor:
        for meta in (lines, measured):
            own = [str(each.column) for each in meta.concrete_fields if each.column not in ("id", "edition_id")]
            cursor.execute(
                f"INSERT INTO {meta.db_table} (edition_id, {', '.join(own)}) SELECT more.id, {', '.join(f'own.{each}' for each in own)} "  # noqa: S608  nothing of a user's
                f"FROM {meta.db_table} own CROSS JOIN {Edition._meta.db_table} more WHERE own.edition_id = %s AND more.id > %s",
                [edition, after],
            )
        cursor.execute(
            f"INSERT INTO {figures.db_table} (measure_id, line_id, text) SELECT m2.id, l2.id, f.text FROM {figures.db_table} f "  # noqa: S608  likewise
            f"JOIN {measured.db_table} m ON m.id = f.measure_id JOIN {lines.db_table} l ON l.id = f.line_id "
            f"JOIN {measured.db_table} m2 ON m2.division = m.division AND m2.kind = m.kind AND m2.number = m.number AND m2.edition_id > %s "
            f"JOIN {lines.db_table} l2 ON l2.edition_id = m2.edition_id AND l2.position = l.position WHERE m.edition_id = %s",
            [after, edition],
        )


NUMBERS = {
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT {0} UNION ALL SELECT i + 1 FROM n WHERE i < {1} - 1) SELECT i FROM n) AS numbers",
    "postgresql": "generate_series({0}, {1} - 1) AS numbers(i)",
}
"""The whole numbers from one up to another, as a table of each engine."""
MONTHS = 1_000
"""Of each indicator that is added: as far back as the months of figures go"""
ADDED = 150


def add_actuals(number: int) -> int:
    """So many actuals more over the divisions: of ADDED indicators each with MONTHS months, and of each that stands then as many
    superseded ones as it takes. How many there are. In a transaction that is rolled back, by the database itself."""
    each = number // len(divisions())
    return sum(_add_actuals(own, each) for own in divisions())


def _add_actuals(division: Division, number: int) -> int:
    models = division.models
    made = models.Indicator.objects.bulk_create(
        models.Indicator(short_name=f"측정{at}", name=f"측정 {at}", unit="명", position=1_000 + at)
        for at in range(ADDED)
    )
    actual, month = models.Actual._meta.db_table, models.ActualMonth._meta.db_table
    first, rows = min(one.pk for one in made), "entered_at, source, place, reason, note"
    back = "(2017 - numbers.i / 12) * 100 + 12 - numbers.i %% 12"
    numbers = NUMBERS[connection.vendor].format(0, MONTHS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {actual} ({rows}, first_month, last_month, value, indicator_id) "  # noqa: S608  nothing of a user's
            f"SELECT CURRENT_TIMESTAMP, 'data', '', '', '', {back}, {back}, 1000 + numbers.i, own.id "
            f"FROM {models.Indicator._meta.db_table} own CROSS JOIN {numbers} WHERE own.id >= %s",
            [first],
        )
        cursor.execute(
            f"INSERT INTO {month} (month, actual_id, indicator_id, part_id) "  # noqa: S608  likewise
            f"SELECT first_month, id, indicator_id, part_id FROM {actual} WHERE indicator_id >= %s",
            [first],
        )
        standing = models.Actual.objects.current().count()
        times = max(number - standing, 0) // standing + 1
        cursor.execute(
            f"INSERT INTO {actual} ({rows}, first_month, last_month, value, denominator, indicator_id, part_id, superseded_at, superseded_by_id) "  # noqa: S608  likewise
            f"SELECT entered_at, source, place, reason, note, first_month, last_month, value + numbers.i, denominator, indicator_id, part_id, "
            f"CURRENT_TIMESTAMP, own.id FROM {actual} own CROSS JOIN {NUMBERS[connection.vendor].format(0, times)} WHERE superseded_at IS NULL"
        )
    return models.Actual.objects.count()
