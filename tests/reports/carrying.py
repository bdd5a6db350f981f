"""The texts of July carried to later briefings, with plausible figures entered up to their reference month and without."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from reports.models import Briefing
from seoulwork.domain.briefings import FIRST
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record

BY_DATA = Stamp(None, Source.DATA)


def carried(month: str, reference: str) -> Briefing:
    """July's texts as those of a later briefing."""
    at = Month.parse(reference)
    values = {"reference_month": at, "plan_year": at.year, "title": "주요업무보고", "vision": "일자리"}
    values |= {"session": "임시회", "committee": "기획경제위원회"}
    briefing = Briefing.objects.update_or_create(month=Month.parse(month), number=FIRST, defaults=values)[0]
    for each in divisions():
        each.models.Passage.objects.update(briefing=briefing)
    return briefing


def enter_all(until: Month) -> None:
    """What a right year brings: each month of each monthly figure as it went so far, executions that rise with the year, the
    targets, budget lines and amounts of 2018 again in the years after."""
    for each in divisions():
        for year in range(2019, until.year + 1):
            _plan(each, year)
        _actuals(each, until)
        _executions(each, until)


def _plan(own: Division, year: int) -> None:
    models, old = own.models, Run.year(2018)
    if models.Budget.objects.filter(year=year).exists():
        return
    aims = models.Target.objects.current().filter(first_month__gte=old.first, last_month__lte=old.last)
    for row in aims:
        months = {
            "first_month": Month(year, row.first_month.number),
            "last_month": Month(year, row.last_month.number),
        }
        key = {"indicator": row.indicator, "part": row.part, **months}
        if not models.Target.objects.current().filter(**key).exists():
            record(models.Target, key, {"value": row.value}, BY_DATA)
    for line in models.Budget.objects.filter(year=2018):
        amount = line.appropriations.current()[0].amount
        line.pk, line.year = None, year
        line.save(force_insert=True)
        record(models.Appropriation, {"budget": line, "from_month": Month(year, 1)}, {"amount": amount}, BY_DATA)


def _actuals(own: Division, until: Month) -> None:
    """Each place that has figures goes on as in its last run."""
    models = own.models
    lasts: dict[tuple[int, int | None], Any] = {}
    rows = models.Actual.objects.current().filter(indicator__frequency="monthly", indicator__restates="")
    for row in rows.select_related("indicator", "part").order_by("last_month"):
        lasts[row.indicator_id, row.part_id] = row
    for last in lasts.values():
        if last.last_month.year < 2017:
            continue
        share = len(last.run.months()) if last.indicator.accumulation in ("sum", "ratio") else 1
        values = {
            "value": last.value // share,
            "denominator": None if last.denominator is None else max(last.denominator // share, 1),
        }
        for month in _months(last.last_month + 1, until):
            key = {"indicator": last.indicator, "part": last.part, "first_month": month, "last_month": month}
            record(models.Actual, key, values, BY_DATA)


def _executions(own: Division, until: Month) -> None:
    models = own.models
    shares: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for row in models.Execution.objects.current().select_related("budget").order_by("month"):
        amount = row.budget.appropriations.current()[0].amount
        for name in ("committed", "spent"):
            if (done := getattr(row, name)) is not None:
                shares[row.budget.short_name, row.budget.part][name] = done / amount / row.month.number
    for line in models.Budget.objects.filter(year__gte=2018, year__lte=until.year):
        known = shares.get((line.short_name, line.part))
        if known is None:
            continue
        amount = line.appropriations.current()[0].amount
        for month in _months(Month(line.year, 1), min(until, Month(line.year, 12))):
            place = {"budget": line, "month": month}
            if models.Execution.objects.current().filter(**place).exists() or month < Month(2018, 7):
                continue
            done = {name: int(amount * share * month.number) // 10**6 * 10**6 for name, share in known.items()}
            record(models.Execution, place, {"committed": None, "spent": None} | done, BY_DATA)


def _months(first: Month, last: Month) -> Iterator[Month]:
    while first <= last:
        yield first
        first += 1
