"""What a document keeps of how far its indicators and budgets had come, and of what was planned and not done (courses.py)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from seoulwork.catalogue.forecasts import foreseen, spending_foreseen
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Ledger, Pace, ProgrammeRow, ShortfallRow
from seoulwork.domain.notation import parse_outline
from seoulwork.domain.numbers import rate
from seoulwork.domain.vocabulary import ACHIEVEMENT, ACTUAL, APPROPRIATED, EXECUTED, EXECUTION, SPENT, TARGET
from seoulwork.figures.divisions import Division
from seoulwork.figures.profiles import PassageRow
from seoulwork.figures.texts import is_date

from ..arrangement import added_key
from ..contract import OWN_TEXTS, Contribution, programme_key
from ..courses import Course, Milestone, Standing
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
    """Of each printed programme and of each division: indicators with an actual and a target, budgets of which something is spent."""
    return tuple(course for each in contributions for course, _ in courses_of(_reported(each)))


def _reported(each: Contribution) -> Reported:
    return Reported(each.division, each.ledger, each.programmes)


def courses_of(each: Reported) -> Iterator[tuple[Course, IndicatorRow | BudgetRow]]:
    """Each with the indicator, or the first of the budget lines, that it is of."""
    yield from _indicators(each)
    yield from _budgets(each)


def _indicators(each: Reported) -> Iterator[tuple[Course, IndicatorRow | BudgetRow]]:
    ledger = each.ledger
    for indicator in ledger.indicators:
        if each.tells_of(indicator.programme_id) and ledger.target(indicator, "", ledger.clock.results_year):
            figures = [
                Narrator(ledger, indicator.programme_id).figure_of(indicator, aspect=aspect)
                for aspect in (ACHIEVEMENT, ACTUAL, TARGET)
            ]
            pace = None if indicator.lower_is_better else ledger.pace(indicator)
            told = (ACHIEVEMENT, figures, pace, _so_far(ledger, indicator), ledger.shortfall(indicator))
            yield from _course(each, indicator, indicator.name, *told, foreseen(ledger, indicator))


def _so_far(ledger: Ledger, indicator: IndicatorRow) -> Decimal | None:
    """The rate of what was told, where months are still to come."""
    actual, target = ledger.actual(indicator), ledger.target(indicator, "", ledger.clock.results_year)
    return rate(actual.value if actual else None, target.value if target else None)


def _budgets(each: Reported) -> Iterator[tuple[Course, IndicatorRow | BudgetRow]]:
    ledger = each.ledger
    for (owner, name), budgets in ledger.budget_groups():
        lines = tuple(line for line in budgets if line.kind in EXECUTED)
        if lines and each.tells_of(owner):
            figures = [
                Narrator(ledger, owner).figure_of(lines, aspect=aspect) for aspect in (EXECUTION, SPENT, APPROPRIATED)
            ]
            pace = ledger.spending_pace(lines)
            told = (EXECUTION, figures, pace, pace.reached if pace else None, ledger.spending_shortfall(lines))
            yield from _course(each, lines[0], name, *told, spending_foreseen(ledger, lines))


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
