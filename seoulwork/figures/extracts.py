"""What monthly entry reads: what there are figures of, and few of the figures, without their stamps."""

from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from seoulwork.domain.ledger import AmountRow, BudgetRow, IndicatorRow, Ledger, PartRow, ProgrammeRow, Stored, ValueRow
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import APPROPRIATED, COMMITTED, SPENT
from seoulwork.figures.asking import Read, Rows, among, ask
from seoulwork.figures.divisions import Division, Models
from seoulwork.figures.models import Limits
from seoulwork.figures.rows import (
    BUDGET,
    INDICATOR,
    LIMITS,
    PART,
    PLAN,
    budget_row,
    indicator_row,
    limits_of,
    part_row,
    plan_rows,
    value_rows,
)
from seoulwork.figures.stamps import stored_month, stored_run

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Budget, Indicator, Part


@dataclass(frozen=True, slots=True)
class Structure:
    """What figures there are of, without the figures."""

    programmes: tuple[ProgrammeRow, ...]
    indicators: tuple[IndicatorRow, ...]
    parts: tuple[PartRow, ...]
    budgets: tuple[BudgetRow, ...]


def structure_reads(
    indicators: "QuerySet[Indicator]", parts: "QuerySet[Part]", budgets: "QuerySet[Budget]"
) -> list[Read]:
    """What `structure` is made of."""
    return [Read(indicators, INDICATOR), Read(parts, PART), Read(budgets, BUDGET)]


def structure(indicators: Rows, parts: Rows, budgets: Rows) -> Structure:
    """What the rows of `structure_reads` say, in printed order, with the programmes that they belong to."""
    programmes: dict[int, ProgrammeRow] = {}

    def title_of(pk: int | None, number: int, title: str) -> str:
        if pk is None:
            return ""
        programmes[pk] = ProgrammeRow(pk, number, title)
        return title

    def by_programme(row: Any) -> tuple[int, int, int]:
        return (-1 if row.programme__number is None else row.programme__number, row.position, row.pk)

    own = tuple(indicator_row(row, title_of) for row in sorted(indicators, key=by_programme))
    lines = tuple(budget_row(row, title_of) for row in sorted(budgets, key=by_programme))
    below = tuple(part_row(row) for row in sorted(parts, key=attrgetter("indicator_id", "position", "pk")))
    return Structure(tuple(programmes.values()), own, below, lines)


UNTOLD = Stored("")
"""The stamp of figures that are read without: monthly entry tells who entered a figure in its history alone."""


def _figures(division: Division, indicators: Any, budgets: Any, since: Any, until: Any, year: Any) -> list[Read]:
    models, of_indicator, of_budget = division.models, among("indicator_id", indicators), among("budget_id", budgets)
    first, last = year
    targets = models.Target.objects.current().filter(of_indicator, first_month__gte=first, first_month__lte=last)
    actuals = models.Actual.objects.current().filter(of_indicator, first_month__gte=since, first_month__lte=until)
    period = ("pk", "indicator_id", "part_id", "first_month", "last_month", "value")
    return [
        Read(targets, period),
        Read(actuals, (*period, "denominator", "as_of")),
        Read(models.Appropriation.objects.current().filter(of_budget), ("pk", "budget_id", "from_month", "amount")),
        Read(models.Execution.objects.current().filter(of_budget), ("pk", "budget_id", "month", "committed", "spent")),
        Read(
            models.MonthPlan.objects.current().filter(of_indicator | of_budget, month__gte=first, month__lte=last), PLAN
        ),
        Read(Limits.objects.all(), LIMITS),
    ]


def extracted(division: Division, reference_month: Month, known: Structure, since: Month) -> Ledger:
    """The current figures of what is known to be there, from `since` to the reference month, without their stamps; targets of
    the reference year; a stock that was last counted before `since` with that count. 1 query, 2 with such a stock."""
    year = Run.year(reference_month.year)
    targets, actuals, appropriations, executions, plans, limits = ask(
        _figures,
        division,
        indicators=[each.id for each in known.indicators],
        budgets=[each.id for each in known.budgets],
        since=since,
        until=reference_month,
        year=(year.first, year.last),
    )
    aims, recent = untold(targets), untold(actuals)
    earlier = _earlier_stocks(division.models, known.indicators, known.parts, recent, since)
    return Ledger(
        division.name,
        reference_month,
        known.programmes,
        known.indicators,
        known.parts,
        recent + earlier,
        aims,
        known.budgets,
        amount_rows(appropriations, executions),
        plans=plan_rows(plans),
        limits=limits_of(limits),
    )


def amount_rows(appropriations: Rows, executions: Rows) -> tuple[AmountRow, ...]:
    """In the order of their months, without their stamps."""
    found = [
        AmountRow(row.budget_id, stored_month(row.from_month), APPROPRIATED, row.amount, UNTOLD)
        for row in sorted(appropriations, key=attrgetter("budget_id", "from_month", "pk"))
    ]
    found += [
        AmountRow(row.budget_id, stored_month(row.month), name, amount, UNTOLD)
        for row in sorted(executions, key=attrgetter("budget_id", "month", "pk"))
        for name, amount in ((COMMITTED, row.committed), (SPENT, row.spent))
        if amount is not None
    ]
    return tuple(found)


def untold(rows: Rows) -> tuple[ValueRow, ...]:
    """Targets or actuals, in the order of their months. Thousands are made for a page: column by column."""
    if not rows:
        return ()
    in_order = sorted(rows, key=attrgetter("indicator_id", "first_month", "pk"))
    _, indicators, parts, firsts, lasts, values, *more = zip(*in_order, strict=True)
    return tuple(map(ValueRow, indicators, parts, map(stored_run, firsts, lasts), values, repeat(UNTOLD), *more))


def _earlier_stocks(
    models: Models,
    indicators: tuple[IndicatorRow, ...],
    parts: tuple[PartRow, ...],
    recent: tuple[ValueRow, ...],
    since: Month,
) -> tuple[ValueRow, ...]:
    """The counts from before `since` of stocks that have none since. A stock stands until the next count."""
    wholes, uncounted = silent_stocks(indicators, parts, recent)
    if not (wholes or uncounted):
        return ()
    of_these = Q(indicator_id__in=wholes, part__isnull=True) | Q(part_id__in=uncounted)
    return value_rows(models.Actual.objects.filter(of_these, first_month__lt=since))


def silent_stocks(
    indicators: tuple[IndicatorRow, ...], parts: tuple[PartRow, ...], recent: tuple[ValueRow, ...]
) -> tuple[set[int], set[int]]:
    """The stocks, and the parts of stocks, that have no count among the recent ones."""
    stocks = {each.id for each in indicators if each.accumulation == "latest"}
    counted = {row.indicator_id for row in recent}
    counted_parts = {row.part_id for row in recent}
    return stocks - counted, {each.id for each in parts if each.indicator_id in stocks and each.id not in counted_parts}
