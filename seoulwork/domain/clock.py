"""The two clocks of a briefing, and the periods and words of texts that move with them. Pure Python: no Django.

A briefing tells results up to its reference month and plans of its plan year. In July both lie in one year; in January the
results are those of the year that has ended, and programmes, targets and budgets those of the year that begins.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month, PeriodError, Run

RESULTS, PLAN, MONTH, MONTH_END = "기준년", "계획년", "기준월", "기준월말"
CLOCK_WORDS = (RESULTS, PLAN, MONTH, MONTH_END)
_MOVING = re.compile(
    r"(?P<word>기준년|계획년|기준월말|기준월)(?P<offset>[+-][1-9])?(?:(?P<half>H[12])|-(?P<month>\d\d))?"
)


@dataclass(frozen=True)
class Clock:
    """Results up to `reference_month`; programmes, targets and budgets of `plan_year`."""

    reference_month: Month
    plan_year: int

    @classmethod
    def of(cls, month: Month) -> Self:
        """Both clocks in the year of one month."""
        return cls(month, month.year)

    @cached_property
    def results(self) -> Run:
        """January to the reference month."""
        return Run(Month(self.reference_month.year, 1), self.reference_month)

    @cached_property
    def results_year(self) -> Run:
        return Run.year(self.reference_month.year)

    @cached_property
    def plan(self) -> Run:
        return Run.year(self.plan_year)

    @property
    def in_one_year(self) -> bool:
        return self.plan_year == self.reference_month.year


@dataclass(frozen=True, slots=True)
class Moving:
    """A time that moves with a clock: `기준년`, `계획년-1`, `기준년H1`, `기준년-1-05` (May of the year before), `기준월-1`.
    `offset` counts years, of 기준월 months; `within` is a half (`H1`), a month (`05`) or empty."""

    word: str
    offset: int = 0
    within: str = ""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None for a text that is no such time, or one that asks for a part of a month."""
        match = _MOVING.fullmatch(text)
        if match is None:
            return None
        within = match["half"] or match["month"] or ""
        if within and match["word"] not in (RESULTS, PLAN):
            return None
        if match["month"] and not 1 <= int(match["month"]) <= 12:
            return None
        return cls(match["word"], int(match["offset"] or 0), within)

    @property
    def is_year(self) -> bool:
        return self.word in (RESULTS, PLAN) and not self.within

    def at(self, clock: Clock) -> Run:
        """Raises PeriodError where there is no such month."""
        if self.word in (MONTH, MONTH_END):
            month = clock.reference_month + self.offset
            return Run(month, month)
        year = (clock.reference_month.year if self.word == RESULTS else clock.plan_year) + self.offset
        return Run.parse(f"{year}-{self.within}" if self.within.isdigit() else f"{year}{self.within}")


@dataclass(frozen=True, slots=True)
class Period:
    """A run of months as a text names it, by dates (`2018H1`) or by the clocks (`기준년-1~기준년`)."""

    first: Run | Moving
    last: Run | Moving

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises PeriodError."""
        ends = [part.strip() for part in text.split("~")]
        moving = [Moving.parse(end) for end in ends]
        if len(ends) > 2 or not any(moving):
            if any(end.startswith(CLOCK_WORDS) for end in ends):
                raise PeriodError(
                    f"'{text}'{particle(text, '은/는')} 기간이 아닙니다. 기준년, 계획년-1, 기준년H1, 기준년-1~기준년처럼 적어 주세요."
                )
            run = Run.parse(text)
            return cls(run, run)
        found = [each or Run.parse(end) for each, end in zip(moving, ends, strict=True)]
        return cls(found[0], found[-1])

    def at(self, clock: Clock) -> Run:
        """The run of months under these clocks. Raises PeriodError where there is none, or its end lies before its beginning."""
        first, last = (each.at(clock) if isinstance(each, Moving) else each for each in (self.first, self.last))
        return Run(first.first, last.last)
