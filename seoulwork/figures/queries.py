"""Reads of what all divisions share, as frozen rows, in a constant number of queries."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from seoulwork.domain.ledger import AmountRow, BudgetRow, IndicatorRow, Ledger, PartRow, ProgrammeRow, Stored, ValueRow
from seoulwork.domain.periods import KOREAN_TIME, Month, Run
from seoulwork.figures.divisions import Division, division_names
from seoulwork.figures.models import CURRENT, BudgetKind, Bureau, FundSource, Source, in_force

PERIOD = ("indicator_id", "part_id", "first_month", "last_month", "value")
STAMP = ("entered_by__division", "entered_at", "source", "place")


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


INDICATOR = (
    "short_name", "name", "unit", "decimals", "accumulation", "frequency", "lower_is_better", "definition", "flow_id",
    "policy_order", "restates",
)  # fmt: skip
BUDGET = ("short_name", "kind", "year", "part", "fund_source")
PROGRAMME = ("programme_id", "programme__number", "programme__title")


def structure(division: Division, *, indicators: Q, parts: Q, budgets: Q) -> Structure:
    """What is there under these conditions, with the programmes that it belongs to. 3 queries."""
    model = division.model
    programmes: dict[int, ProgrammeRow] = {}

    def title_of(pk: int | None, number: int, title: str) -> str:
        if pk is None:
            return ""
        programmes[pk] = ProgrammeRow(pk, number, title)
        return title

    own = tuple(
        IndicatorRow(row[0], row[1], title_of(*row[1:4]), *row[4:])
        for row in model("Indicator").objects.filter(indicators).values_list("pk", *PROGRAMME, *INDICATOR)
    )
    lines = tuple(
        _budget_row(row[0], row[1], title_of(*row[1:4]), *row[4:])
        for row in model("Budget").objects.filter(budgets).values_list("pk", *PROGRAMME, *BUDGET)
    )
    return Structure(tuple(programmes.values()), own, _parts(model, parts), lines)


def extracted(division: Division, reference_month: Month, known: Structure, since: Month) -> Ledger:
    """The current figures of what is known to be there, from `since` to the reference month; a stock that was last counted
    before `since` is kept with that count. At most 5 queries: none for what there is none of."""
    model = division.model
    of_indicator = Q(indicator_id__in=[each.id for each in known.indicators])
    targets: tuple[ValueRow, ...] = ()
    actuals: tuple[ValueRow, ...] = ()
    if known.indicators:
        targets = _targets(model, of_indicator)
        actuals = _actuals(model, of_indicator & Q(first_month__gte=since, first_month__lte=reference_month))
        actuals += _earlier_stocks(model, known.indicators, known.parts, actuals, since)
    amounts = _amounts(model, Q(budget_id__in=[each.id for each in known.budgets])) if known.budgets else ()
    return Ledger(
        division.name, reference_month, known.programmes, known.indicators, known.parts, actuals, targets, known.budgets, amounts
    )  # fmt: skip


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
    figures: bool = True,
    reach_of: ReachOf | None = None,
) -> Ledger:
    """The division's current figures, all of them or those within a reach. 7 queries, at most 9 within a reach.

    `figures=False` leaves out targets and actuals (5 queries): for who asks only what there is, and the budgets.
    """
    model = division.model
    of_budget = months = aims = Q()
    programmes = tuple(
        ProgrammeRow(*row)
        for row in model("Programme")
        .objects.filter(in_force(reference_month.year))
        .values_list("pk", "number", "title")
    )
    titles = {each.id: each.title for each in programmes}
    indicators = tuple(
        IndicatorRow(row[0], row[1], titles.get(row[1], ""), *row[2:])
        for row in model("Indicator").objects.values_list("pk", "programme_id", *INDICATOR)
    )
    parts = _parts(model, Q())
    targets: tuple[ValueRow, ...] = ()
    actuals: tuple[ValueRow, ...] = ()
    counted_before = None
    if reach_of is not None:
        reach = reach_of(indicators)
        months = _within(reach)
        aims = months | Q(first_month__gte=Run.year(reference_month.year).first)
        of_budget = Q(budget__year__in=reach.budget_years)
        counted_before = reach
    if figures:
        targets = _targets(model, aims)
        actuals = _actuals(model, months)
    if counted_before is not None:
        actuals = _last_counts(model, indicators, counted_before, reference_month) + actuals
    return Ledger(
        division.name,
        reference_month,
        programmes,
        indicators,
        parts,
        actuals,
        targets,
        tuple(
            _budget_row(row[0], row[1], titles.get(row[1], ""), *row[2:])
            for row in model("Budget").objects.values_list("pk", "programme_id", *BUDGET)
        ),
        _amounts(model, of_budget),
    )


def _parts(model: Any, condition: Q) -> tuple[PartRow, ...]:
    rows = model("Part").objects.filter(condition).values_list("pk", "indicator_id", "dimension", "path")
    return tuple(PartRow(*row) for row in rows)


def _targets(model: Any, condition: Q) -> tuple[ValueRow, ...]:
    return tuple(
        ValueRow(row[0], row[1], Run(row[2], row[3]), row[4], stored(*row[5:]))
        for row in model("Target").objects.filter(CURRENT, condition).values_list(*PERIOD, *STAMP)
    )


def _actuals(model: Any, condition: Q) -> tuple[ValueRow, ...]:
    return tuple(
        ValueRow(row[0], row[1], Run(row[2], row[3]), row[4], stored(*row[7:]), row[5], row[6])
        for row in model("Actual")
        .objects.filter(CURRENT, condition)
        .values_list(*PERIOD, "denominator", "as_of", *STAMP)
    )


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
    model: Any, indicators: tuple[IndicatorRow, ...], reach: Reach, reference_month: Month
) -> tuple[ValueRow, ...]:
    """Of each stock and each of its parts the last count that begins before its run; when that ends after the reference
    month, the last one that does not, too. 2 queries, whose cost does not depend on how many counts there are."""
    befores: dict[Month, list[int]] = {}
    for each in indicators:
        run = reach.runs[each.id]
        if each.accumulation == "latest" and run is not None:
            befores.setdefault(run.first, []).append(each.id)
    lasts = []
    for first, ids in befores.items():
        for over in (Q(), Q(last_month__lte=reference_month)):
            earlier = model("Actual").objects.filter(CURRENT, over, first_month__lt=first).order_by("-first_month")
            whole = earlier.filter(indicator_id=OuterRef("pk"), part__isnull=True)
            of_part = earlier.filter(indicator_id=OuterRef("indicator_id"), part_id=OuterRef("pk"))
            for places, own in (
                (model("Indicator").objects.filter(pk__in=ids), whole),
                (model("Part").objects.filter(indicator_id__in=ids), of_part),
            ):
                lasts.append(places.order_by().values_list(Subquery(own.values("pk")[:1]), flat=True))
    if not lasts:
        return ()
    known = {pk for pk in lasts[0].union(*lasts[1:]) if pk is not None}
    return _actuals(model, Q(pk__in=known))


def _earlier_stocks(
    model: Any,
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
    of_these = Q(indicator_id__in=wholes, part__isnull=True) | Q(part_id__in=uncounted)
    return _actuals(model, of_these & Q(first_month__lt=since))


def _budget_row(
    pk: int, programme_id: int | None, programme: str, name: str, kind: str, year: int, part: str, source: str
) -> BudgetRow:
    fund_source = FundSource(source).label if source else ""
    return BudgetRow(pk, programme_id, programme, name, kind, BudgetKind(kind).label, year, part, fund_source)


def _amounts(model: Any, condition: Q) -> tuple[AmountRow, ...]:
    appropriations = [
        AmountRow(row[0], row[1], "예산액", row[2], stored(*row[3:]))
        for row in model("Appropriation")
        .objects.filter(CURRENT, condition)
        .values_list("budget_id", "from_month", "amount", *STAMP)
    ]
    executions = [
        AmountRow(row[0], row[1], name, amount, stored(*row[4:]))
        for row in model("Execution").objects.filter(CURRENT, condition).values_list("budget_id", "month", "committed", "spent", *STAMP)
        for name, amount in (("원인행위액", row[2]), ("지출액", row[3]))
        if amount is not None
    ]  # fmt: skip
    return (*appropriations, *executions)


def passages(division: Division, briefing_month: Month | None = None) -> tuple[PassageRow, ...]:
    """The division's texts for one briefing (None: for all), in printed order. 2 queries."""
    own = division.model("Passage").objects.select_related("programme").prefetch_related("milestones")
    if briefing_month is not None:
        own = own.filter(briefing_month=briefing_month)
    return tuple(
        PassageRow(
            passage.pk,
            passage.briefing_month,
            " · ".join(filter(None, [passage.programme and passage.programme.title, passage.project, str(passage)])),
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
    row = (
        Bureau.objects.filter(CURRENT, as_of__lte=on)
        .order_by("-as_of")
        .values_list("name", "directors", "teams", "off_quota_staff", "as_of", *STAMP)
        .first()
    )
    return BureauRow(row[0], row[1], row[2], row[3], row[4], stored(*row[5:])) if row else None


def profile(division: Division, on: date) -> Profile:
    """Goal, tasks, functions, and of each grade the last staff count up to `on`. 4 queries."""
    model = division.model
    goal = model("Goal").objects.first()
    counts = {
        row[0]: HeadcountRow(row[0], row[1], row[2], row[3], stored(*row[4:]))
        for row in model("Headcount")
        .objects.filter(CURRENT, as_of__lte=on)
        .order_by("as_of")
        .values_list("grade", "authorised", "actual", "as_of", *STAMP)
    }
    return Profile(
        goal.title if goal else "",
        goal.policy_field if goal else "",
        tuple(model("CoreTask").objects.values_list("text", flat=True)),
        tuple(model("Function").objects.values_list("text", flat=True)),
        tuple(counts[grade] for grade in sorted(counts)),
    )
