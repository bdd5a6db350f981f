"""How far a document's figures with a target had come: kept in it beside what it prints, so that who reads an edition sees what was
behind then, what moved since the one before, and which of the printed plans were overdue. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from seoulwork.domain.periods import Month

from .values import Figure, Percent

YEARS = 5
"""Of which a course is told, with that of the reference month"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of its target a figure reached in the months that its actual tells of, and how much it should have."""

    reached: Percent
    expected: Percent
    margin: int
    """Points under `expected` that are still in time"""

    @property
    def lag(self) -> Decimal:
        """Points under its pace."""
        return self.expected.value - self.reached.value

    @property
    def is_behind(self) -> bool:
        return self.lag > self.margin

    @property
    def is_ahead(self) -> bool:
        return -self.lag > self.margin


@dataclass(frozen=True, slots=True)
class Step:
    """What had come, or should have, by the end of a month."""

    month: Month
    value: Decimal


@dataclass(frozen=True, slots=True)
class Path:
    """How a figure came to where it stands: the months of the reference year and of the one before, of the years before these the last month
    that is known. What adds up is told from January on, only as far as nothing is missing."""

    unit: str
    decimals: int
    adds_up: bool
    came: tuple[Step, ...]
    targets: tuple[Step, ...] = ()
    """Of each year, by its December"""
    planned: tuple[Step, ...] = ()
    """월별 계획 of the reference year; empty where there is none"""


@dataclass(frozen=True, slots=True)
class Course:
    """An indicator with a target, or what is spent of a budget. Two documents' courses are of one thing when their names are."""

    section: str
    """The key of the section that tells of it"""
    division: str
    programme: str
    """The programme's title; empty for what is the division's own"""
    name: str
    aspect: str
    """달성률, 집행률"""
    rate: Figure
    actual: Figure
    target: Figure
    standing: Standing | None = None
    """None where no pace is known"""
    reason: str = ""
    """부진 사유, as it was written"""
    recovery: date | None = None
    foreseen: str = ""
    """Where its year will end, by its officer and by the program, in words; empty where neither says"""
    path: Path | None = None
    """None of a ratio, and in editions of earlier programs"""

    @property
    def title(self) -> str:
        """`예산현액 집행률`"""
        return f"{self.name} {self.aspect}"

    @property
    def key(self) -> tuple[str, str, str]:
        return self.division, self.programme, self.name


@dataclass(frozen=True, slots=True)
class Milestone:
    """A plan with a last day, of a printed text, that nobody had told as done."""

    section: str
    """The key of the section that tells of it"""
    division: str
    programme: str
    """The programme's title; empty for what is the division's own"""
    title: str
    when: str
    """As it is printed: `'18. 7월~12월`"""
    due: date


def overdue(milestones: Iterable[Milestone], on: date) -> list[Milestone]:
    """Those whose last day was over on a day, the earliest first."""
    return sorted((each for each in milestones if each.due < on), key=lambda each: each.due)


def behind(courses: Iterable[Course]) -> list[tuple[Course, Standing]]:
    """Those that are behind their pace, the worst first."""
    late = [(each, each.standing) for each in courses if each.standing and each.standing.is_behind]
    return sorted(late, key=lambda pair: -pair[1].lag)
