"""Reads of what all divisions share, as frozen rows, in a constant number of queries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from seoulwork.domain.ledger import (
    AmountRow,
    ForecastRow,
    IndicatorRow,
    Ledger,
    LookRow,
    PlanRow,
    ProgrammeRow,
    RelationRow,
    ShortfallRow,
    Side,
    ValueRow,
)
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.questions.thresholds import USUAL, Thresholds
from seoulwork.figures.asking import Read, ask
from seoulwork.figures.divisions import Division, Models
from seoulwork.figures.models import Accumulation, FundSource, Limits, Remark
from seoulwork.figures.rows import (
    FORECAST,
    LIMITS,
    PLAN,
    SHORTFALL,
    SPENDING_FORECAST,
    amount_rows,
    budget_rows,
    forecast_rows,
    indicator_rows,
    limits_of,
    part_rows,
    plan_rows,
    shortfall_rows,
    spending_forecast_rows,
    target_rows,
    value_rows,
)
from seoulwork.figures.stamps import stored_month

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Budget, Part


@dataclass(frozen=True, slots=True)
class Reach:
    """Which years of figures are asked for: of each indicator those of `runs` (None: all there are), of a stock its last
    count before them, too; of the budgets those of `budget_years` (of others no more than that there are some). Targets of the
    years to come are always read."""

    runs: dict[int, Run | None]
    budget_years: frozenset[int]


ReachOf = Callable[[tuple[IndicatorRow, ...]], Reach]
"""The reach, once the indicators are known."""


def ledger(
    division: Division,
    reference_month: Month,
    *,
    plan_year: int | None = None,
    figures: bool = True,
    ever: bool = False,
    reach_of: ReachOf | None = None,
) -> Ledger:
    """The division's current figures, all of them or those within a reach, with the programmes of the plan year (None: of
    the reference month's). 8 queries, at most 10 within a reach.

    `figures=False` leaves out targets, actuals and what is told of their pace (5 queries): for who asks only what there is, and
    the budgets. With `ever` the programmes are those of all years.
    """
    models = division.models
    running = models.Programme.objects.all()
    if not ever:
        running = running.in_force(plan_year or reference_month.year)
    programmes = tuple(
        ProgrammeRow(id=row.pk, number=row.number, title=row.title)
        for row in running.values_list("pk", "number", "title", named=True)
    )
    titles = {each.id: each.title for each in programmes}

    def title_of(pk: int | None, number: int, title: str) -> str:
        return "" if pk is None else titles.get(pk, "")

    indicators = indicator_rows(models.Indicator.objects.all(), title_of)
    aims, counts = models.Target.objects.all(), models.Actual.objects.all()
    appropriations, executions = models.Appropriation.objects.all(), models.Execution.objects.all()
    reach = reach_of(indicators) if reach_of is not None else None
    if reach is not None:
        months, to_come = _within(reach), Q(first_month__gte=Run.year(reference_month.year).first)
        aims, counts = aims.filter(months | to_come), counts.filter(months)
        appropriations = appropriations.filter(budget__year__in=reach.budget_years)
        executions = executions.filter(budget__year__in=reach.budget_years)
    parts = part_rows(models.Part.objects.all())
    targets = target_rows(aims) if figures else ()
    actuals = value_rows(counts) if figures else ()
    if reach is not None:
        actuals = _last_counts(models, indicators, reach, reference_month) + actuals
    budgets = budget_rows(_lines_of(models, reach), title_of)
    amounts = amount_rows(appropriations, executions)
    course = _course(division, reference_month) if figures else Course()
    return Ledger(
        division.name,
        reference_month,
        programmes,
        indicators,
        parts,
        actuals,
        targets,
        budgets,
        amounts + course.spending_forecasts,
        plan_year,
        course.plans,
        course.shortfalls,
        course.limits,
        course.looks,
        course.forecasts,
    )


class Course(NamedTuple):
    """The monthly plans of the reference year, the reasons why figures are behind, from where they are asked about, which occasional ones
    were looked at, what officers foresee."""

    plans: tuple[PlanRow, ...] = ()
    shortfalls: tuple[ShortfallRow, ...] = ()
    limits: Thresholds = USUAL
    looks: tuple[LookRow, ...] = ()
    forecasts: tuple[ForecastRow, ...] = ()
    spending_forecasts: tuple[AmountRow, ...] = ()


def _told_of_pace(division: Division, first: Any, last: Any, until: Any) -> list[Read]:
    models = division.models
    written = models.Remark.objects.current().filter(kind=Remark.Kind.SHORTFALL, month__gte=first, month__lte=until)
    return [
        Read(models.MonthPlan.objects.current().filter(month__gte=first, month__lte=last), PLAN),
        Read(written, SHORTFALL),
        Read(Limits.objects.all(), LIMITS),
        Read(models.Look.objects.filter(month__gte=first, month__lte=until), ("month", "indicator_id", "part_id")),
        Read(models.Forecast.objects.current(), FORECAST),
        Read(models.SpendingForecast.objects.current(), SPENDING_FORECAST),
    ]


def _course(division: Division, reference_month: Month) -> Course:
    """1 query."""
    year = Run.year(reference_month.year)
    plans, written, limits, looks, foreseen, spending = ask(
        _told_of_pace, division, first=year.first, last=year.last, until=reference_month
    )
    return Course(
        plan_rows(plans),
        shortfall_rows(written),
        limits_of(limits),
        tuple(LookRow(stored_month(row.month), row.indicator_id, row.part_id) for row in looks),
        forecast_rows(foreseen),
        spending_forecast_rows(spending),
    )


def _lines_of(models: Models, reach: Reach | None) -> "QuerySet[Budget]":
    """The budget lines of the years of a reach. Of those that have none in these years one each: a name that there is stands
    for nothing else, and its parts are parts."""
    lines: QuerySet[Budget] = models.Budget.objects.all()
    if reach is None:
        return lines
    each = lines.order_by().values("programme", "short_name", "part", "fund_source")
    elsewhere = each.annotate(one=Max("pk"), latest=Max("year")).exclude(latest__in=reach.budget_years)
    return lines.filter(Q(year__in=reach.budget_years) | Q(pk__in=elsewhere.values("one")))


def relations(division: Division) -> tuple[RelationRow, ...]:
    """What must hold between the division's figures. 1 query."""
    own = division.models.Relation.objects.select_related("part", "other_part", "budget", "other_budget")
    return tuple(
        RelationRow(
            each.kind,
            _side(each.indicator_id, each.part, each.budget),
            _side(each.other_id, each.other_part, each.other_budget),
            (each.share or 1, each.other_share or 1),
        )
        for each in own
    )


def _side(indicator_id: int | None, part: "Part | None", line: "Budget | None") -> Side:
    if line is None:
        return Side(indicator_id, part.path if part else "")
    source = FundSource(line.fund_source).label if line.fund_source else ""
    return Side(None, "", line.programme_id, line.short_name, line.part, source)


def runs_of(division: Division, condition: Q) -> dict[int, dict[str, list[Run]]]:
    """By indicator, and by path of the part (the whole: ""), which runs of months have a figure: what `domain.runs.torn` asks.
    Stocks, which can't be torn, are left out. 1 query."""
    found: dict[int, dict[str, list[Run]]] = {}
    rows = division.models.Actual.objects.current().filter(condition)
    for indicator, path, first, last in rows.exclude(indicator__accumulation=Accumulation.LATEST).values_list(
        "indicator_id", "part__path", "first_month", "last_month"
    ):
        found.setdefault(indicator, {}).setdefault(path or "", []).append(Run(first, last))
    return found


def _within(reach: Reach) -> Q:
    """The rows of a reach that begin in its runs. Of a flow no other counts; of a stock see `_last_counts`."""
    groups: dict[Run | None, list[int]] = {}
    for indicator_id, run in reach.runs.items():
        groups.setdefault(run, []).append(indicator_id)
    found = Q(pk__in=[])
    for run, ids in groups.items():
        months = Q() if run is None else Q(first_month__gte=run.first, first_month__lte=run.last)
        found |= Q(indicator_id__in=ids) & months
    return found


def _last_counts(
    models: Models, indicators: tuple[IndicatorRow, ...], reach: Reach, reference_month: Month
) -> tuple[ValueRow, ...]:
    """Of each stock and each of its parts the last count that begins before its run; when that ends after the reference
    month, the last one that does not, too. 2 queries, whose cost does not depend on how many counts there are."""
    befores: dict[Month, list[int]] = {}
    for each in indicators:
        run = reach.runs[each.id]
        if each.accumulation == "latest" and run is not None:
            befores.setdefault(run.first, []).append(each.id)
    counts = models.Actual.objects.current().order_by("-first_month")
    lasts = []
    for first, ids in befores.items():
        before = counts.filter(first_month__lt=first)
        for earlier in (before, before.filter(last_month__lte=reference_month)):
            whole = earlier.filter(indicator_id=OuterRef("pk"), part__isnull=True)
            of_part = earlier.filter(indicator_id=OuterRef("indicator_id"), part_id=OuterRef("pk"))
            wholes = models.Indicator.objects.filter(pk__in=ids).order_by()
            parts = models.Part.objects.filter(indicator_id__in=ids).order_by()
            lasts += [
                wholes.values_list(Subquery(whole.values("pk")[:1]), flat=True),
                parts.values_list(Subquery(of_part.values("pk")[:1]), flat=True),
            ]
    if not lasts:
        return ()
    known = {pk for pk in lasts[0].union(*lasts[1:]) if pk is not None}
    return value_rows(models.Actual.objects.filter(pk__in=known))
