"""Reads of what all divisions share, as frozen rows, in a constant number of queries."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from seoulwork.domain.ledger import AmountRow, BudgetRow, IndicatorRow, Ledger, PartRow, ProgrammeRow, Stored, ValueRow
from seoulwork.domain.periods import KOREAN_TIME, Month, Run
from seoulwork.domain.vocabulary import COMMITTED, SPENT
from seoulwork.figures.asking import Read, Rows, among, ask
from seoulwork.figures.divisions import Division, Models, division_names
from seoulwork.figures.models import Accumulation, BudgetKind, Bureau, FundSource, Record, Source
from seoulwork.figures.models.querysets import PeriodQuerySet, RecordQuerySet

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Actual, Appropriation, Budget, Execution, Indicator, Part, Target

_DATA_FOLDER = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))/")
"""The folder of a briefing's data is named after its month."""


def stored(division: str | None, entered_at: datetime, source: str, place: str) -> Stored:
    """The stamp of a record; `division` is that of who entered it (an administrator has none)."""
    return Stored(_entered(division, entered_at, source, place), f"{Source(source).label} {place}".strip())


def _entered(division: str | None, entered_at: datetime, source: str, place: str) -> str:
    if source == Source.DATA:
        folder = _DATA_FOLDER.match(place)
        return " ".join(filter(None, [folder and Month.parse(folder[1]).korean, "업무보고 자료"]))
    who = division_names().get(division or "", "관리자")
    day = entered_at.astimezone(KOREAN_TIME)
    how = "입력" if source == Source.BROWSER else Source(source).label
    return f"{who} {how} · {day.year}년 {day.month}월 {day.day}일"


@dataclass(frozen=True, slots=True)
class BureauRow:
    """The bureau as of a day: how many directors, teams, and staff beyond its posts."""

    name: str
    directors: int
    teams: int
    off_quota_staff: int
    as_of: date
    stored: Stored


@dataclass(frozen=True, slots=True)
class HeadcountRow:
    grade: str
    authorised: int
    actual: int
    as_of: date
    stored: Stored


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    title: str
    printed_date: str
    detail: str


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A text with its milestones; `place` says in Korean where it stands (`노동권 보호 · 사업개요`)."""

    id: int
    briefing_month: Month
    place: str
    programme_id: int | None
    kind: str
    project: str
    heading: str
    text: str
    milestones: tuple[MilestoneRow, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a division says of itself: its goal, tasks, functions and staff (one row a grade). Empty where nothing is stored."""

    goal: str
    policy_field: str
    core_tasks: tuple[str, ...]
    functions: tuple[str, ...]
    headcount: tuple[HeadcountRow, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """What figures there are of, without the figures."""

    programmes: tuple[ProgrammeRow, ...]
    indicators: tuple[IndicatorRow, ...]
    parts: tuple[PartRow, ...]
    budgets: tuple[BudgetRow, ...]


TitleOf = Callable[[int | None, int, str], str]
"""From the key, number and title of a row's programme (None and nothing: the division's own) to the title that it is told with."""


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

    own = tuple(_indicator(row, title_of) for row in sorted(indicators, key=by_programme))
    lines = tuple(_budget(row, title_of) for row in sorted(budgets, key=by_programme))
    below = tuple(_part(row) for row in sorted(parts, key=attrgetter("indicator_id", "position", "pk")))
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
    ]


def extracted(division: Division, reference_month: Month, known: Structure, since: Month) -> Ledger:
    """The current figures of what is known to be there, from `since` to the reference month, without their stamps; targets of
    the reference year; a stock that was last counted before `since` with that count. 1 query, 2 with such a stock."""
    year = Run.year(reference_month.year)
    targets, actuals, appropriations, executions = ask(
        _figures,
        division,
        indicators=[each.id for each in known.indicators],
        budgets=[each.id for each in known.budgets],
        since=since,
        until=reference_month,
        year=(year.first, year.last),
    )
    aims = tuple(
        ValueRow(row.indicator_id, row.part_id, stored_run(row.first_month, row.last_month), row.value, UNTOLD)
        for row in sorted(targets, key=attrgetter("indicator_id", "first_month", "pk"))
    )
    recent = tuple(
        ValueRow(
            row.indicator_id,
            row.part_id,
            stored_run(row.first_month, row.last_month),
            row.value,
            UNTOLD,
            row.denominator,
            row.as_of,
        )
        for row in sorted(actuals, key=attrgetter("indicator_id", "first_month", "pk"))
    )
    amounts = [
        AmountRow(row.budget_id, stored_month(row.from_month), "예산액", row.amount, UNTOLD)
        for row in sorted(appropriations, key=attrgetter("budget_id", "from_month", "pk"))
    ]
    amounts += [
        AmountRow(row.budget_id, stored_month(row.month), name, amount, UNTOLD)
        for row in sorted(executions, key=attrgetter("budget_id", "month", "pk"))
        for name, amount in ((COMMITTED, row.committed), (SPENT, row.spent))
        if amount is not None
    ]
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
        tuple(amounts),
    )


@cache
def stored_month(number: int) -> Month:
    """The month of a stored number. Few are stored, each many times."""
    return Month.from_integer(number)


@cache
def stored_run(first: int, last: int) -> Run:
    """The run of two stored months."""
    return Run(stored_month(first), stored_month(last))


@dataclass(frozen=True, slots=True)
class Reach:
    """Which years of figures are asked for: of each indicator those of `runs` (None: all there are), of a stock its last
    count before them, too; of the budgets those of `budget_years`. Targets of the years to come are always read."""

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
    reach_of: ReachOf | None = None,
) -> Ledger:
    """The division's current figures, all of them or those within a reach, with the programmes of the plan year (None: of
    the reference month's). 7 queries, at most 9 within a reach.

    `figures=False` leaves out targets and actuals (5 queries): for who asks only what there is, and the budgets.
    """
    models = division.models
    programmes = tuple(
        ProgrammeRow(id=row.pk, number=row.number, title=row.title)
        for row in models.Programme.objects.in_force(plan_year or reference_month.year).values_list(
            "pk", "number", "title", named=True
        )
    )
    titles = {each.id: each.title for each in programmes}

    def title_of(pk: int | None, number: int, title: str) -> str:
        return "" if pk is None else titles.get(pk, "")

    indicators = _indicators(models.Indicator.objects.all(), title_of)
    aims, counts = models.Target.objects.all(), models.Actual.objects.all()
    appropriations, executions = models.Appropriation.objects.all(), models.Execution.objects.all()
    reach = reach_of(indicators) if reach_of is not None else None
    if reach is not None:
        months, to_come = _within(reach), Q(first_month__gte=Run.year(reference_month.year).first)
        aims, counts = aims.filter(months | to_come), counts.filter(months)
        appropriations = appropriations.filter(budget__year__in=reach.budget_years)
        executions = executions.filter(budget__year__in=reach.budget_years)
    parts = _parts(models.Part.objects.all())
    targets = _targets(aims) if figures else ()
    actuals = _actuals(counts) if figures else ()
    if reach is not None:
        actuals = _last_counts(models, indicators, reach, reference_month) + actuals
    budgets = _budgets(models.Budget.objects.all(), title_of)
    amounts = _amounts(appropriations, executions)
    return Ledger(
        division.name, reference_month, programmes, indicators, parts, actuals, targets, budgets, amounts, plan_year
    )


INDICATOR = (
    "pk",
    "programme_id",
    "programme__number",
    "programme__title",
    "short_name",
    "name",
    "unit",
    "decimals",
    "accumulation",
    "frequency",
    "lower_is_better",
    "definition",
    "flow_id",
    "policy_order",
    "restates",
    "last_year",
    "position",
)
PART = ("pk", "indicator_id", "dimension", "path", "position")
BUDGET = (
    "pk",
    "programme_id",
    "programme__number",
    "programme__title",
    "short_name",
    "kind",
    "year",
    "part",
    "fund_source",
    "position",
)


def _indicators(rows: "QuerySet[Indicator]", title_of: TitleOf) -> tuple[IndicatorRow, ...]:
    return tuple(
        _indicator(row, title_of)
        for row in rows.values_list(
            "pk",
            "programme_id",
            "programme__number",
            "programme__title",
            "short_name",
            "name",
            "unit",
            "decimals",
            "accumulation",
            "frequency",
            "lower_is_better",
            "definition",
            "flow_id",
            "policy_order",
            "restates",
            "last_year",
            named=True,
        )
    )


def _indicator(row: Any, title_of: TitleOf) -> IndicatorRow:
    return IndicatorRow(
        id=row.pk,
        programme_id=row.programme_id,
        programme=title_of(row.programme_id, row.programme__number, row.programme__title),
        short_name=row.short_name,
        name=row.name,
        unit=row.unit,
        decimals=row.decimals,
        accumulation=row.accumulation,
        frequency=row.frequency,
        lower_is_better=row.lower_is_better,
        definition=row.definition,
        flow_id=row.flow_id,
        policy_order=row.policy_order,
        restates=row.restates,
        last_year=row.last_year,
    )


def _parts(rows: "QuerySet[Part]") -> tuple[PartRow, ...]:
    return tuple(_part(row) for row in rows.values_list("pk", "indicator_id", "dimension", "path", named=True))


def _part(row: Any) -> PartRow:
    return PartRow(id=row.pk, indicator_id=row.indicator_id, dimension=row.dimension, path=row.path)


def _budgets(rows: "QuerySet[Budget]", title_of: TitleOf) -> tuple[BudgetRow, ...]:
    return tuple(
        _budget(row, title_of)
        for row in rows.values_list(
            "pk",
            "programme_id",
            "programme__number",
            "programme__title",
            "short_name",
            "kind",
            "year",
            "part",
            "fund_source",
            named=True,
        )
    )


def _budget(row: Any, title_of: TitleOf) -> BudgetRow:
    return BudgetRow(
        id=row.pk,
        programme_id=row.programme_id,
        programme=title_of(row.programme_id, row.programme__number, row.programme__title),
        short_name=row.short_name,
        kind=row.kind,
        kind_name=BudgetKind(row.kind).label,
        year=row.year,
        part=row.part,
        fund_source=FundSource(row.fund_source).label if row.fund_source else "",
    )


def _targets(rows: "PeriodQuerySet[Target]") -> tuple[ValueRow, ...]:
    return tuple(
        ValueRow(
            indicator_id=row.indicator_id,
            part_id=row.part_id,
            run=Run(row.first_month, row.last_month),
            value=row.value,
            stored=stored(row.entered_by__division, row.entered_at, row.source, row.place),
        )
        for row in rows.current().values_list(
            "indicator_id",
            "part_id",
            "first_month",
            "last_month",
            "value",
            "entered_by__division",
            "entered_at",
            "source",
            "place",
            named=True,
        )
    )


def _actuals(rows: "PeriodQuerySet[Actual]") -> tuple[ValueRow, ...]:
    return tuple(
        ValueRow(
            indicator_id=row.indicator_id,
            part_id=row.part_id,
            run=Run(row.first_month, row.last_month),
            value=row.value,
            stored=stored(row.entered_by__division, row.entered_at, row.source, row.place),
            denominator=row.denominator,
            as_of=row.as_of,
        )
        for row in rows.current().values_list(
            "indicator_id",
            "part_id",
            "first_month",
            "last_month",
            "value",
            "denominator",
            "as_of",
            "entered_by__division",
            "entered_at",
            "source",
            "place",
            named=True,
        )
    )


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
    return _actuals(models.Actual.objects.filter(pk__in=known))


def _earlier_stocks(
    models: Models,
    indicators: tuple[IndicatorRow, ...],
    parts: tuple[PartRow, ...],
    recent: tuple[ValueRow, ...],
    since: Month,
) -> tuple[ValueRow, ...]:
    """The counts from before `since` of stocks that have none since. A stock stands until the next count."""
    counted = {row.indicator_id for row in recent}
    counted_parts = {row.part_id for row in recent}
    stocks = {each.id for each in indicators if each.accumulation == "latest"}
    wholes = stocks - counted
    uncounted = {each.id for each in parts if each.indicator_id in stocks and each.id not in counted_parts}
    if not (wholes or uncounted):
        return ()
    of_these = Q(indicator_id__in=wholes, part__isnull=True) | Q(part_id__in=uncounted)
    return _actuals(models.Actual.objects.filter(of_these, first_month__lt=since))


def _amounts(
    appropriations: "RecordQuerySet[Appropriation]", executions: "RecordQuerySet[Execution]"
) -> tuple[AmountRow, ...]:
    found = [
        AmountRow(
            budget_id=row.budget_id,
            month=row.from_month,
            name="예산액",
            amount=row.amount,
            stored=stored(row.entered_by__division, row.entered_at, row.source, row.place),
        )
        for row in appropriations.current().values_list(
            "budget_id", "from_month", "amount", "entered_by__division", "entered_at", "source", "place", named=True
        )
    ]
    for row in executions.current().values_list(
        "budget_id", "month", "committed", "spent", "entered_by__division", "entered_at", "source", "place", named=True
    ):
        stamp = stored(row.entered_by__division, row.entered_at, row.source, row.place)
        found += [
            AmountRow(budget_id=row.budget_id, month=row.month, name=name, amount=amount, stored=stamp)
            for name, amount in ((COMMITTED, row.committed), (SPENT, row.spent))
            if amount is not None
        ]
    return tuple(found)


def passages(division: Division, briefing_month: Month | None = None) -> tuple[PassageRow, ...]:
    """The division's texts for one briefing (None: for all), in printed order. 2 queries."""
    own = division.models.Passage.objects.select_related("programme").prefetch_related("milestones")
    if briefing_month is not None:
        own = own.of_briefing(briefing_month)
    return tuple(
        PassageRow(
            passage.pk,
            passage.briefing_month,
            " · ".join(
                filter(None, [passage.programme.title if passage.programme else "", passage.project, str(passage)])
            ),
            passage.programme_id,
            passage.kind,
            passage.project,
            passage.heading,
            passage.text,
            tuple(MilestoneRow(each.title, each.printed_date, each.detail) for each in passage.milestones.all()),
        )
        for passage in own
    )


def bureau(on: date) -> BureauRow | None:
    """The bureau as last told up to `on`; None when nothing is known yet. 1 query."""
    row = Bureau.objects.current().filter(as_of__lte=on).select_related("entered_by").order_by("-as_of").first()
    if row is None:
        return None
    return BureauRow(row.name, row.directors, row.teams, row.off_quota_staff, row.as_of, _stamp_of(row))


def profile(division: Division, on: date) -> Profile:
    """Goal, tasks, functions, and of each grade the last staff count up to `on`. 4 queries."""
    models = division.models
    goal = models.Goal.objects.first()
    counts = {
        row.grade: HeadcountRow(row.grade, row.authorised, row.actual, row.as_of, _stamp_of(row))
        for row in models.Headcount.objects.current()
        .filter(as_of__lte=on)
        .select_related("entered_by")
        .order_by("as_of")
    }
    return Profile(
        goal.title if goal else "",
        goal.policy_field if goal else "",
        tuple(models.CoreTask.objects.values_list("text", flat=True)),
        tuple(models.Function.objects.values_list("text", flat=True)),
        tuple(counts[grade] for grade in sorted(counts)),
    )


def _stamp_of(row: Record) -> Stored:
    return stored(row.entered_by.division if row.entered_by else None, row.entered_at, row.source, row.place)
