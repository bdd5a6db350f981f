"""Months and runs of months. Pure Python: no Django.

The fiscal year of Korean local government is the calendar year.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Self

from seoulwork.domain.korean import particle

FIRST_YEAR, LAST_YEAR = 1900, 2999
KOREAN_TIME = timezone(timedelta(hours=9))
"""Korea Standard Time; without daylight saving since 1988."""


class PeriodError(ValueError):
    """A text that is no period; `str()` is the Korean sentence for the user."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    number: int
    start: int = field(init=False, repr=False, compare=False)
    end: int = field(init=False, repr=False, compare=False)
    """The month as a number, as of a run: thousands of runs are compared for a page, and numbers are compared at once"""

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= 12):
            raise PeriodError(f"{self.year}년 {self.number}월은 없는 달입니다.")
        object.__setattr__(self, "start", self.year * 100 + self.number)
        object.__setattr__(self, "end", self.start)

    @classmethod
    def parse(cls, text: str) -> Self:
        """`2018-06` → June 2018. Raises PeriodError, also in the first and the last year that there is: a month that
        somebody names has a whole year before it and one after it, to be compared with."""
        match = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
        if not match:
            raise PeriodError(f"'{text}'{particle(text, '은/는')} 달이 아닙니다. 2018-06처럼 적어 주세요.")
        year = int(match[1])
        if not FIRST_YEAR < year < LAST_YEAR:
            raise PeriodError(
                f"{year}년은 쓸 수 없는 연도입니다. {FIRST_YEAR + 1}년부터 {LAST_YEAR - 1}년까지 적어 주세요."
            )
        return cls(year, int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def from_integer(cls, value: int) -> Self:
        """201806 → June 2018: the form in which months are stored."""
        return cls(*divmod(value, 100))

    def __hash__(self) -> int:
        return self.start

    def __eq__(self, other: object) -> bool:
        return self.start == other.start if isinstance(other, Month) else NotImplemented

    def __int__(self) -> int:
        return self.start

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    def __add__(self, months: int) -> "Month":
        years, zero_based = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, zero_based + 1)

    def __sub__(self, months: int) -> "Month":
        return self + -months

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, self.days)

    @property
    def days(self) -> int:
        return monthrange(self.year, self.number)[1]

    @property
    def korean(self) -> str:
        """`2018년 6월`"""
        return f"{self.year}년 {self.number}월"


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """A run of whole months, both ends included."""

    first: Month
    last: Month
    start: int = field(init=False, repr=False, compare=False)
    end: int = field(init=False, repr=False, compare=False)
    """Its two months as numbers"""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodError(f"기간의 끝({self.last})이 시작({self.first})보다 앞섭니다.")
        object.__setattr__(self, "start", self.first.start)
        object.__setattr__(self, "end", self.last.end)

    def __hash__(self) -> int:
        return self.start * 1_000_000 + self.end

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(Month(year, 1), Month(year, 12))

    @classmethod
    def parse(cls, text: str) -> Self:
        """`2018`, `2019~2022`, `2018H1`, `2018-06`, `2018-01~2018-06` → the run of months. Raises PeriodError."""
        ends = [part.strip() for part in text.split("~")]
        if len(ends) > 2:
            raise PeriodError(f"'{text}'{particle(text, '은/는')} 기간이 아닙니다. 2018-01~2018-06처럼 적어 주세요.")
        first, last = cls._end(ends[0], text), cls._end(ends[-1], text)
        return cls(first.first, last.last)

    @classmethod
    def _end(cls, part: str, text: str) -> "Run":
        if re.fullmatch(r"\d{4}", part):
            return Run.year(int(part))
        if half := re.fullmatch(r"(\d{4})H([12])", part):
            start = 1 if half[2] == "1" else 7
            return Run(Month(int(half[1]), start), Month(int(half[1]), start + 5))
        if re.fullmatch(r"\d{4}-\d{1,2}", part):
            month = Month.parse(part)
            return Run(month, month)
        raise PeriodError(
            f"'{text}'{particle(text, '은/는')} 기간이 아닙니다. 2018, 2018H1, 2018-06, 2018-01~2018-06처럼 적어 주세요."
        )

    def __contains__(self, other: "Month | Run") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Run") -> bool:
        return self.start <= other.end and other.start <= self.end

    def months(self) -> tuple[Month, ...]:
        return _months(self.start, self.end)

    @property
    def days(self) -> int:
        return (self.last.last_day - self.first.first_day).days + 1

    @property
    def is_year(self) -> bool:
        return self.first.number == 1 and self.last.number == 12 and self.first.year == self.last.year

    @property
    def is_month(self) -> bool:
        return self.start == self.end

    def short(self, year: int) -> str:
        """As it stands before a figure in a narrow place: `1~6월` in its own `year`, elsewhere `'17.1~12월`, `'17.12~'18.4월`."""
        first, last = self.first, self.last
        if first.year != last.year:
            return f"'{first.year % 100:02}.{first.number}~'{last.year % 100:02}.{last.number}월"
        shown = f"{last.number}월" if self.is_month else f"{first.number}~{last.number}월"
        return shown if first.year == year else f"'{first.year % 100:02}.{shown}"

    def a_year_before(self) -> "Run":
        return Run(self.first - 12, self.last - 12)

    @property
    def korean(self) -> str:
        """`2018년`, `2018년 상반기`, `2018년 6월`, `2018년 1월~6월`, `2016년~2017년`, `2017년 12월~2018년 4월`"""
        first, last = self.first, self.last
        if first.number == 1 and last.number == 12:
            return f"{first.year}년" if first.year == last.year else f"{first.year}년~{last.year}년"
        if first == last:
            return first.korean
        if first.year == last.year:
            if (first.number, last.number) in ((1, 6), (7, 12)):
                return f"{first.year}년 {'상' if first.number == 1 else '하'}반기({first.number}월~{last.number}월)"
            return f"{first.korean}~{last.number}월"
        return f"{first.korean}~{last.korean}"


@lru_cache(maxsize=1024)
def _months(start: int, end: int) -> tuple[Month, ...]:
    """The months from one number to another. A page and a document ask for those of few runs, thousands of times."""
    first, last = Month.from_integer(start), Month.from_integer(end)
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return tuple(first + step for step in range(count))


@dataclass(frozen=True, slots=True)
class TimeStyle:
    """How a date, a month or a year is printed: `'18.6월말`; `yearless` `6월말`; `full` `2018년 6월말`; `spaced` `'18. 6월말`;
    `as_day` `'18.6.30` for the end of a month; `bare` `'18` for a year."""

    yearless: bool = False
    full: bool = False
    spaced: bool = False
    as_day: bool = False
    bare: bool = False


USUAL = TimeStyle()


def printed_year(year: int, style: TimeStyle = USUAL) -> str:
    """`'18년`"""
    return (str(year) if style.full else f"'{year % 100:02}") + ("" if style.bare else "년")


def _in_year(year: int, text: str, style: TimeStyle, *, day: bool = False) -> str:
    if style.yearless:
        return text
    if style.full:
        return f"{year}.{text}" if day else f"{year}년 {text}"
    return f"'{year % 100:02}.{' ' if style.spaced else ''}{text}"


def printed_month(month: Month, style: TimeStyle = USUAL) -> str:
    """A month as printed in tables: `'18.7월`."""
    return _in_year(month.year, f"{month.number}월", style)


def printed_day(day: date, style: TimeStyle = USUAL) -> str:
    """A day as printed in tables: `'18.7.11`."""
    return _in_year(day.year, f"{day.month}.{day.day}", style, day=True)


def printed_as_of(day: date, style: TimeStyle = USUAL) -> str:
    """The as-of date as printed in documents: a month's last day is `'18.6월말`, another day `'18.7.11`."""
    month = Month.of(day)
    if day == month.last_day and not style.as_day:
        return f"{printed_month(month, style)}말"
    return printed_day(day, style)


def printed_run(run: Run, style: TimeStyle = USUAL) -> str:
    """A run of months as printed in documents: `'18.1~6월`, `'18.4월`, `'17년`, `'16~'17년`, `'17.12월~'18.4월`."""
    first, last = run.first, run.last
    if first.number == 1 and last.number == 12:
        if first.year == last.year:
            return printed_year(first.year, style)
        return f"{printed_year(first.year, replace(style, bare=True))}~{printed_year(last.year, style)}"
    if run.is_month:
        return printed_month(last, style)
    if first.year == last.year:
        return _in_year(first.year, f"{first.number}~{last.number}월", style)
    both = replace(style, yearless=False)
    return f"{printed_month(first, both)}~{printed_month(last, both)}"


def printed_moment(moment: datetime) -> str:
    """A moment as printed in documents, in Korean time: `2018. 7. 11. 14:20`."""
    local = moment.astimezone(KOREAN_TIME)
    return f"{local.year}. {local.month}. {local.day}. {local:%H:%M}"
