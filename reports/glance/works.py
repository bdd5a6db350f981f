"""Programmes, divisions, indicators and budget lines by how far they are behind their pace, the worst first. Pure Python over courses
(courses.py): those that an edition keeps, or those of what is stored now (live.py)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from seoulwork.domain.numbers import format_number, round_half_up
from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import ACHIEVEMENT, EXECUTION
from seoulwork.figures.labels import lazily

from ..courses import Course, Path, Standing
from ..values import Percent, Quantity

LATE, AHEAD, IN_TIME, UNKNOWN, NOTHING = STATES = ("늦음", "앞섬", "제때", "진도를 모름", "")
BY = {"programme": "사업", "division": lazily("{division}"), "indicator": "지표", "budget": "예산 과목"}
"""By what it is told."""
SORTS = {"": "늦은 것부터", ACHIEVEMENT: "달성률이 늦은 것부터", EXECUTION: "집행률이 늦은 것부터"}
ALL, BEHIND, UNEXPLAINED, OVERDUE, MINE = "", "behind", "unexplained", "overdue", "mine"
SHOWN = {
    ALL: "모두",
    BEHIND: "늦은 것",
    UNEXPLAINED: "부진 사유가 없는 것",
    OVERDUE: "기한이 지난 일정이 있는 것",
    MINE: "내 담당",
}


@dataclass(frozen=True, slots=True)
class Trace:
    """A small drawing of the reference year, WIDE and HIGH: what came, on the way from where the year began, against what should come."""

    came: str
    """Points of a line: `0,26 48,14`"""
    due: str
    """The same, of the plan; of what does not add up the target. Empty where there is none"""
    last: tuple[str, str]
    words: str
    """`2018년 5월 1,410건, 6월 1,694건, 12월 목표 4,000건`"""


WIDE, HIGH = 96, 28


def trace_of(path: Path | None) -> Trace | None:
    """None where nothing of the year is known."""
    if path is None:
        return None
    aim = path.targets[-1] if path.targets else None
    year = max(path.came[-1].month.year, aim.month.year if aim else 0)
    came = [each for each in path.came if each.month.year == year]
    if not came:
        return None
    began = (
        [(0, Decimal(0))]
        if path.adds_up
        else [(0, each.value) for each in path.came if each.month == Month(year - 1, 12)]
    )
    line = began + [(each.month.number, each.value) for each in came]
    target = aim.value if aim and aim.month.year == year else None
    planned = [(each.month.number, each.value) for each in path.planned if each.month.year == year]
    if target is not None and not planned:
        planned = [(0, Decimal(0) if path.adds_up else target), (12, target)]
    elif planned and path.adds_up:
        planned = [(0, Decimal(0)), *planned]
    top = max((value for _, value in (*line, *planned)), default=Decimal(0)) or Decimal(1)

    def at(month: int, value: Decimal) -> tuple[str, str]:
        high = HIGH - 3 - max(value, Decimal(0)) / top * (HIGH - 6)
        return f"{3 + month * (WIDE - 6) / 12:.1f}", f"{high:.1f}"

    def drawn(points: list[tuple[int, Decimal]]) -> str:
        return " ".join(",".join(at(*point)) for point in points)

    def text(value: Decimal) -> str:
        return Quantity(value, path.unit, path.decimals).text

    told = [f"{each.month.number}월 {text(each.value)}" for each in came]
    told += [f"12월 목표 {text(target)}"] if target is not None else []
    return Trace(drawn(line), drawn(planned), at(*line[-1]), f"{year}년 {', '.join(told)}")


@dataclass(frozen=True, slots=True)
class Paced:
    """A course with the page on which it is kept, and how far it is and should be on a bar of 100."""

    course: Course
    address: str = ""
    is_mine: bool = False
    """Whether the reader is responsible for it"""

    @property
    def standing(self) -> Standing | None:
        return self.course.standing

    @property
    def lag(self) -> Decimal | None:
        """Points under its pace; None where no pace is known."""
        return self.standing.lag if self.standing else None

    @property
    def is_behind(self) -> bool:
        return self.standing is not None and self.standing.is_behind

    @property
    def rate(self) -> str:
        """The rate alone."""
        return self.course.rate.value.text

    @property
    def trace(self) -> Trace | None:
        return trace_of(self.course.path)

    @property
    def note(self) -> str:
        """What the rate lacks: `5월까지`."""
        return ", ".join(each.words for each in self.course.rate.missing)

    @property
    def lag_text(self) -> str:
        return format_number(self.lag, 1) if self.lag is not None else ""

    @property
    def reached(self) -> Decimal:
        value = self.course.rate.value
        return _within(self.standing.reached if self.standing else value) if isinstance(value, Percent) else Decimal(0)

    @property
    def mark(self) -> Decimal | None:
        return min(_within(self.standing.expected), Decimal(99)) if self.standing else None


def _within(share: Percent) -> Decimal:
    return min(max(round_half_up(share.value, 1), Decimal(0)), Decimal(100))


@dataclass(frozen=True, slots=True)
class Overdue:
    """A milestone whose last day is over and that nobody has marked as done."""

    title: str
    when: str
    address: str


@dataclass(frozen=True, slots=True)
class Work:
    """A programme (or a division, an indicator, a budget line) with all that is told of its pace, what is farthest behind first."""

    division: str
    title: str
    address: str = ""
    figures: tuple[Paced, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    of: str = ""
    """Of an indicator or a budget line its programme"""
    is_mine: bool = False

    @property
    def achievement(self) -> Paced | None:
        """Of several indicators the one that is farthest behind."""
        return next((each for each in self.figures if each.course.aspect == ACHIEVEMENT), None)

    @property
    def execution(self) -> Paced | None:
        return next((each for each in self.figures if each.course.aspect == EXECUTION), None)

    @property
    def traced(self) -> Paced | None:
        """Whose year is drawn: of the rate that stands first."""
        return next((each for each in (self.achievement, self.execution) if each and each.trace), None)

    @property
    def behind(self) -> tuple[Paced, ...]:
        return tuple(each for each in self.figures if each.is_behind)

    @property
    def unexplained(self) -> tuple[Paced, ...]:
        return tuple(each for each in self.behind if not each.course.reason)

    @property
    def paced(self) -> tuple[Standing, ...]:
        return tuple(each.standing for each in self.figures if each.standing)

    @property
    def in_time(self) -> int:
        return sum(not each.is_behind for each in self.paced)

    @property
    def state(self) -> str:
        """Of STATES"""
        if not self.paced:
            return UNKNOWN if self.figures else NOTHING
        if self.behind:
            return LATE
        return AHEAD if all(each.is_ahead for each in self.paced) else IN_TIME

    def lag(self, aspect: str = "") -> Decimal | None:
        """How many points what is farthest behind is under its pace."""
        lags = [each.lag for each in self.figures if each.lag is not None and aspect in ("", each.course.aspect)]
        return max(lags, default=None)


class Choice(NamedTuple):
    """What of it is shown, and how."""

    by: str = "programme"
    sort: str = ""
    shown: str = ALL
    division: str = ""
    """The name of one"""
    words: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.shown or self.division or self.words.strip())


@dataclass(frozen=True, slots=True)
class Told:
    """All that first pages say of programmes: their courses, the programmes themselves (also those without any), and what of their plans is
    overdue, by division and programme."""

    figures: tuple[Paced, ...]
    programmes: tuple[Work, ...] = ()
    overdue: dict[tuple[str, str], tuple[Overdue, ...]] = field(default_factory=dict)
    knows_overdue: bool = True
    """Whether it is known at all: editions of earlier programs do not hold the days of their plans"""


def works(told: Told, choice: Choice) -> list[Work]:
    """As it was chosen, the reader's own first, then the worst; what has no pace last."""
    found = [each for each in _grouped(told, choice.by) if _fits(each, choice)]

    def worst_first(work: Work) -> tuple[bool, bool, Decimal]:
        lag = work.lag(choice.sort)
        return not work.is_mine, lag is None, -lag if lag is not None else Decimal(0)

    return sorted(found, key=worst_first)


def _grouped(told: Told, by: str) -> list[Work]:
    if by in _ASPECTS:
        return [
            Work(
                each.course.division,
                each.course.name,
                each.address,
                (each,),
                of=each.course.programme,
                is_mine=each.is_mine,
            )
            for each in told.figures
            if each.course.aspect == _ASPECTS[by]
        ]
    key_of, title_of = _GROUPS[by]
    groups = {
        key_of(each.division, each.title): replace(
            each, title=title_of(each.division, each.title), address=_kept(each, by)
        )
        for each in told.programmes
    }
    figures: dict[tuple[str, str], list[Paced]] = {}
    for each in told.figures:
        key = key_of(each.course.division, each.course.programme)
        figures.setdefault(key, []).append(each)
        groups.setdefault(key, Work(each.course.division, title_of(each.course.division, each.course.programme)))
    overdue: dict[tuple[str, str], list[Overdue]] = {}
    for (division, programme), rows in told.overdue.items():
        overdue.setdefault(key_of(division, programme), []).extend(rows)
        groups.setdefault(key_of(division, programme), Work(division, title_of(division, programme)))
    return [
        replace(
            work,
            figures=tuple(sorted(figures.get(key, ()), key=_worst_first)),
            overdue=tuple(overdue.get(key, ())),
            is_mine=by == "programme" and (work.is_mine or any(each.is_mine for each in figures.get(key, ()))),
        )
        for key, work in groups.items()
    ]


def _kept(work: Work, by: str) -> str:
    return work.address if by == "programme" else ""


_ASPECTS = {"indicator": ACHIEVEMENT, "budget": EXECUTION}
_GROUPS: dict[str, tuple[Callable[[str, str], tuple[str, str]], Callable[[str, str], str]]] = {
    "programme": (
        lambda division, programme: (division, programme),
        lambda division, title: title or f"{division} 공통",
    ),
    "division": (lambda division, programme: (division, ""), lambda division, title: division),
}


def _worst_first(each: Paced) -> tuple[bool, Decimal]:
    return each.lag is None, -each.lag if each.lag is not None else Decimal(0)


def _fits(work: Work, choice: Choice) -> bool:
    if choice.division and work.division != choice.division:
        return False
    wanted = {ALL: True, BEHIND: work.behind, UNEXPLAINED: work.unexplained, OVERDUE: work.overdue, MINE: work.is_mine}
    if not wanted[choice.shown]:
        return False
    said = " ".join([work.division, work.title, work.of, *(each.course.name for each in work.figures)]).casefold()
    return all(word in said for word in choice.words.casefold().split())
