"""More programmes and more years than there are, to measure what they cost."""

from typing import Any

from django.utils import timezone

from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import divisions
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
