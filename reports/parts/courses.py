"""What a document keeps of how far its indicators and budgets had come, and of what was planned and not done (courses.py)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from seoulwork.catalogue.forecasts import foreseen, known_as_of, spending_foreseen
from seoulwork.domain.ledger import BudgetRow, Found, IndicatorRow, Ledger, Pace, ProgrammeRow, ShortfallRow
from seoulwork.domain.notation import parse_outline
from seoulwork.domain.numbers import in_unit, rate
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import (
    ACHIEVEMENT,
    ACTUAL,
    APPROPRIATED,
    BUDGET_UNIT,
    EXECUTED,
    EXECUTION,
    SPENT,
    TARGET,
)
from seoulwork.figures.divisions import Division
from seoulwork.figures.profiles import PassageRow
from seoulwork.figures.texts import is_date

from ..arrangement import added_key
from ..contract import OWN_TEXTS, Contribution, programme_key
from ..courses import YEARS, Course, Milestone, Path, Standing, Step
from ..narrative import Narrator
from ..values import Blank, Figure, Percent


class Reported(NamedTuple):
    """A division's figures, and the programmes that are told of."""

    division: Division
    ledger: Ledger
    programmes: tuple[ProgrammeRow, ...]

    def tells_of(self, programme_id: int | None) -> bool:
        return programme_id is None or any(row.id == programme_id for row in self.programmes)

    def section(self, programme_id: int | None) -> str:
        """The key of the section in which a programme, or the division's own, is printed."""
        number = next((row.number for row in self.programmes if row.id == programme_id), None)
        return OWN_TEXTS if number is None else programme_key(self.division, number)


def courses(contributions: Sequence[Contribution]) -> tuple[Course, ...]:
    """Of each printed programme and of each division: indicators with an actual and a target, budgets of which something is spent. The years
    before the last, which a briefing does not read, are asked for here: at most 10 queries a division."""
    return tuple(course for each in contributions for course in _with_earlier_years(_reported(each)))


def _with_earlier_years(each: Reported) -> Iterator[Course]:
    ledger = each.ledger
    far, last = known_as_of(each.division, ledger.reference_month, YEARS), ledger.reference_month.year - 1
    for course, of in courses_of(each, years=2):
        if course.path is not None:
            path = path_of(far, of) if isinstance(of, IndicatorRow) else spending_path_of(far, of)
            came, targets = (path.came, path.targets) if path else ((), ())
            earlier = replace(
                course.path,
                came=(*(step for step in came if step.month.year < last), *course.path.came),
                targets=(*(step for step in targets if step.month.year < last), *course.path.targets),
            )
            course = replace(course, path=earlier)
        yield course


def _reported(each: Contribution) -> Reported:
    return Reported(each.division, each.ledger, each.programmes)


def courses_of(each: Reported, years: int) -> Iterator[tuple[Course, IndicatorRow | BudgetRow]]:
    """Each with the indicator, or the first of the budget lines, that it is of, and how it came there in so many years."""
    yield from _indicators(each, years)
    yield from _budgets(each, years)


def _indicators(each: Reported, years: int) -> Iterator[tuple[Course, IndicatorRow | BudgetRow]]:
    ledger = each.ledger
    for indicator in ledger.indicators:
        if each.tells_of(indicator.programme_id) and ledger.target(indicator, "", ledger.clock.results_year):
            figures = [
                Narrator(ledger, indicator.programme_id).figure_of(indicator, aspect=aspect)
                for aspect in (ACHIEVEMENT, ACTUAL, TARGET)
            ]
            pace = None if indicator.lower_is_better else ledger.pace(indicator)
            told = (ACHIEVEMENT, figures, pace, _so_far(ledger, indicator), ledger.shortfall(indicator))
            for course, of in _course(each, indicator, indicator.name, *told, foreseen(ledger, indicator)):
                yield replace(course, path=path_of(ledger, indicator, years)), of


def _so_far(ledger: Ledger, indicator: IndicatorRow) -> Decimal | None:
    """The rate of what was told, where months are still to come."""
    actual, target = ledger.actual(indicator), ledger.target(indicator, "", ledger.clock.results_year)
    return rate(actual.value if actual else None, target.value if target else None)


def _budgets(each: Reported, years: int) -> Iterator[tuple[Course, IndicatorRow | BudgetRow]]:
    ledger = each.ledger
    for (owner, name), budgets in ledger.budget_groups():
        lines = tuple(line for line in budgets if line.kind in EXECUTED)
        if lines and each.tells_of(owner):
            figures = [
                Narrator(ledger, owner).figure_of(lines, aspect=aspect) for aspect in (EXECUTION, SPENT, APPROPRIATED)
            ]
            pace = ledger.spending_pace(lines)
            told = (EXECUTION, figures, pace, pace.reached if pace else None, ledger.spending_shortfall(lines))
            for course, of in _course(each, lines[0], name, *told, spending_foreseen(ledger, lines)):
                yield replace(course, path=spending_path_of(ledger, lines[0], years)), of


def path_of(ledger: Ledger, indicator: IndicatorRow, years: int = YEARS) -> Path | None:
    """None of a ratio, whose two halves are no line, and where nothing is known."""
    if indicator.accumulation == "ratio":
        return None
    adds_up = indicator.accumulation == "sum"

    def shown(value: Decimal) -> Decimal:
        return in_unit(value, indicator.unit, indicator.decimals)

    def came(year: int, month: Month) -> Found | None:
        return ledger.actual(indicator, "", Run(Month(year, 1), month) if adds_up else Run(month, month))

    aims = {year: ledger.target(indicator, "", Run.year(year)) for year in _years(ledger, years)}
    plan = {month: Decimal(value) for month, value in ledger.plan_of(indicator.id).items()}
    return _path(ledger, indicator.unit, indicator.decimals, adds_up, came, aims, plan, shown)


def spending_path_of(ledger: Ledger, of: BudgetRow, years: int = YEARS) -> Path | None:
    """Of what is spent of the lines of that line's programme and name in each year."""
    alike = [
        line
        for line in ledger.budgets
        if (line.programme_id, line.short_name) == (of.programme_id, of.short_name) and line.kind in EXECUTED
    ]

    def came(year: int, month: Month) -> Found | None:
        return ledger.budget(alike, run=Run(Month(year, 1), month), name=SPENT)

    aims = {year: ledger.budget(alike, run=Run.year(year)) for year in _years(ledger, years)}
    plan = ledger.spending_plan_of([line for line in alike if line.year == ledger.reference_month.year])
    return _path(ledger, BUDGET_UNIT, 0, True, came, aims, plan, lambda won: in_unit(won, BUDGET_UNIT))


def _years(ledger: Ledger, years: int) -> range:
    """The last ones, to that of the reference month."""
    last = ledger.reference_month.year
    return range(last - years + 1, last + 1)


def _path(
    ledger: Ledger,
    unit: str,
    decimals: int,
    adds_up: bool,
    came: Callable[[int, Month], Found | None],
    aims: Mapping[int, Found | None],
    plan: Mapping[Month, Decimal],
    shown: Callable[[Decimal], Decimal],
) -> Path | None:
    last, steps = ledger.reference_month, list[Step]()
    for year in aims:
        months = (month for month in Run.year(year).months() if month <= last)
        found = ((month, came(year, month)) for month in reversed(list(months)))
        known = (
            Step(month, shown(each.value))
            for month, each in found
            if each is not None and each.complete and each.covered.last == month
        )
        # The months of the earlier years are drawn nowhere.
        steps += known if year >= last.year - 1 else islice(known, 1)
    targets = [Step(Month(year, 12), shown(aim.value)) for year, aim in aims.items() if aim and aim.complete]
    planned = [Step(month, shown(value)) for month, value in sorted(plan.items())]
    steps.sort(key=lambda step: step.month)
    return Path(unit, decimals, adds_up, tuple(steps), tuple(targets), tuple(planned)) if steps else None


def _course(
    each: Reported,
    of: IndicatorRow | BudgetRow,
    name: str,
    aspect: str,
    figures: list[Figure],
    pace: Pace | None,
    so_far: Decimal | None,
    shortfall: ShortfallRow | None,
    expected: str,
) -> Iterator[tuple[Course, IndicatorRow | BudgetRow]]:
    """None where there is no rate. Months that nobody told yet leave the rate of those that were told, as its pace is theirs."""
    reached, actual, target = figures
    if (
        so_far is not None
        and isinstance(reached.value, Blank)
        and all(lacks.kind == "months" for lacks in reached.missing)
    ):
        reached = replace(reached, value=Percent(so_far))
    if not isinstance(reached.value, Percent):
        return
    limits = each.ledger.limits
    margin = limits.pace_margin if isinstance(of, IndicatorRow) else limits.execution_margin
    course = Course(
        section=each.section(of.programme_id),
        division=each.division.name,
        programme=of.programme,
        name=name,
        aspect=aspect,
        rate=reached,
        actual=actual,
        target=target,
        standing=Standing(Percent(pace.reached), Percent(pace.expected), margin) if pace else None,
        reason=shortfall.text if shortfall else "",
        recovery=shortfall.recovery if shortfall else None,
        foreseen=expected,
    )
    yield course, of


def milestones(contributions: Sequence[Contribution]) -> tuple[Milestone, ...]:
    """What printed texts plan to a day and do not tell as done, in printed order."""
    return tuple(found for each in contributions for row in each.passages for found in _milestones(each, row))


def _milestones(each: Contribution, text: PassageRow) -> Iterator[Milestone]:
    narrator, titles = Narrator(each.ledger, text.programme_id), {row.id: row.title for row in each.programmes}
    home = text.programme_id
    section = _reported(each).section(home) if home is None or home >= 0 else added_key(-home)
    for row in text.milestones:
        if row.due is not None and not row.done:
            (item,) = parse_outline(f"○ {row.title}")
            words = narrator.line(replace(item, pieces=tuple(one for one in item.pieces if not is_date(one))))
            programme = titles.get(home or 0, "")
            yield Milestone(section, each.division.name, programme, words.text.strip(), row.printed_date, row.due)
