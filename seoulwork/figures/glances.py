"""What first pages read: the figures of a year of several divisions at once, without their stamps, in a constant number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from django.db.models import Q

from seoulwork.domain.ledger import Ledger, ProgrammeRow
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.questions.thresholds import Thresholds
from seoulwork.figures.asking import Read, Rows, among, ask
from seoulwork.figures.divisions import Division
from seoulwork.figures.extracts import Structure, amount_rows, silent_stocks, structure, structure_reads, untold
from seoulwork.figures.models import Accumulation, Limits, Remark, in_force
from seoulwork.figures.rows import (
    FORECAST,
    PLAN,
    SHORTFALL,
    SPENDING_FORECAST,
    forecast_rows,
    limits_of,
    plan_rows,
    shortfall_rows,
    spending_forecast_rows,
)

Of = tuple[Division, ...]
PERIOD = ("pk", "indicator_id", "part_id", "first_month", "last_month", "value")
COUNTED = (*PERIOD, "denominator", "as_of")


def ledgers(of: Sequence[Division], month: Month) -> list[Ledger]:
    """The current figures of each division for the year of a month up to it, with its programmes, plans, 부진 사유 and what officers foresee, of what adds up the year before, too; of a stock that
    was not counted in that year or the one before its last count. 4 queries, 5 with such a stock, however many divisions there are."""
    known, year = tuple(of), Run.year(month.year)
    there = iter(ask(_structures, known, year=month.year))
    programmes, structures = [], []
    for _ in known:
        programmes.append(_programmes(next(there)))
        structures.append(structure(next(there), next(there), next(there)))
    span = {"first": year.first, "last": year.last, "until": month}
    values = iter(ask(_values, known, **span, before=year.first - 12))
    amounts = iter(ask(_amounts, known, **span, year=month.year))
    limits = limits_of(list(Limits.objects.all()))
    made = [
        _ledger(each, month, rows, found, limits, values, amounts)
        for each, rows, found in zip(known, programmes, structures, strict=True)
    ]
    return _with_earlier_counts(known, made, year.first - 12)


def _structures(of: Of, year: Any) -> list[Read]:
    return [read for each in of for read in _structure_of(each, year)]


def _structure_of(division: Division, year: Any) -> Iterator[Read]:
    models, running = division.models, Q(programme__isnull=True) | in_force(year, "programme__")
    yield Read(models.Programme.objects.filter(in_force(year)), ("pk", "number", "title", "responsible_id"))
    yield from structure_reads(
        models.Indicator.objects.filter(running, Q(last_year__isnull=True) | Q(last_year__gte=year)),
        models.Part.objects.all(),
        models.Budget.objects.filter(running, year=year),
    )


def _programmes(rows: Rows) -> tuple[ProgrammeRow, ...]:
    return tuple(
        ProgrammeRow(row.pk, row.number, row.title, row.responsible_id)
        for row in sorted(rows, key=attrgetter("number", "pk"))
    )


def _values(of: Of, first: Any, last: Any, until: Any, before: Any) -> list[Read]:
    return [read for each in of for read in _values_of(each, first, last, until, before)]


def _values_of(division: Division, first: Any, last: Any, until: Any, before: Any) -> Iterator[Read]:
    models = division.models
    # Of a stock the count that stands, of a flow the year before, as which a year goes on.
    gone_on = (Accumulation.LATEST, Accumulation.SUM)
    since = Q(first_month__gte=first) | Q(indicator__accumulation__in=gone_on, first_month__gte=before)
    yield Read(models.Target.objects.current().filter(first_month__gte=first, first_month__lte=last), PERIOD)
    yield Read(models.Actual.objects.current().filter(since, first_month__lte=until), COUNTED)
    yield Read(models.MonthPlan.objects.current().filter(month__gte=first, month__lte=last), PLAN)
    yield Read(models.Forecast.objects.current(), FORECAST)


def _amounts(of: Of, first: Any, last: Any, until: Any, year: Any) -> list[Read]:
    return [read for each in of for read in _amounts_of(each, first, until, year)]


def _amounts_of(division: Division, first: Any, until: Any, year: Any) -> Iterator[Read]:
    models, own = division.models, Q(budget__year=year)
    written = models.Remark.objects.current().filter(kind=Remark.Kind.SHORTFALL, month__gte=first, month__lte=until)
    yield Read(models.Appropriation.objects.current().filter(own), ("pk", "budget_id", "from_month", "amount"))
    yield Read(models.Execution.objects.current().filter(own), ("pk", "budget_id", "month", "committed", "spent"))
    yield Read(written, SHORTFALL)
    yield Read(models.SpendingForecast.objects.current().filter(own), SPENDING_FORECAST)


def _ledger(
    division: Division,
    month: Month,
    programmes: tuple[ProgrammeRow, ...],
    known: Structure,
    limits: Thresholds,
    values: Iterator[Rows],
    amounts: Iterator[Rows],
) -> Ledger:
    targets, actuals, plans, foreseen = next(values), next(values), next(values), next(values)
    granted, executed, written, spending = next(amounts), next(amounts), next(amounts), next(amounts)
    return Ledger(
        division.name,
        month,
        programmes,
        known.indicators,
        known.parts,
        untold(actuals),
        untold(targets),
        known.budgets,
        amount_rows(granted, executed) + spending_forecast_rows(spending),
        plans=plan_rows(plans),
        shortfalls=shortfall_rows(written),
        limits=limits,
        forecasts=forecast_rows(foreseen),
    )


def _with_earlier_counts(of: Of, made: list[Ledger], since: Month) -> list[Ledger]:
    silent = [silent_stocks(each.indicators, each.parts, each.actuals) for each in made]
    if not any(wholes or parts for wholes, parts in silent):
        return made
    wholes, parts = (tuple(sorted(each[at]) for each in silent) for at in (0, 1))
    earlier = ask(_earlier, of, since=since, wholes=wholes, parts=parts)
    return [
        replace(each, actuals=each.actuals + untold(rows)) if rows else each
        for each, rows in zip(made, earlier, strict=True)
    ]


def _earlier(of: Of, since: Any, wholes: tuple[Any, ...], parts: tuple[Any, ...]) -> list[Read]:
    return [
        Read(
            each.models.Actual.objects.current().filter(
                among("indicator_id", own) & Q(part__isnull=True) | among("part_id", below), first_month__lt=since
            ),
            COUNTED,
        )
        for each, own, below in zip(of, wholes, parts, strict=True)
    ]
