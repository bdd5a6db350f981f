"""What a ledger is made of: the rows that `figures/queries.py` reads, and what it answers with.

What is made anew for each page by the hundred is a tuple with names: a frozen dataclass is as safe, and takes four times as long to
make.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from seoulwork.domain.periods import Month, Run


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    id: int
    number: int
    title: str
    responsible: int | None = None
    """The key of the account that sees to it"""


@dataclass(frozen=True, slots=True)
class PartRow:
    id: int
    indicator_id: int
    dimension: str
    path: str
    last_year: int | None = None
    """The last year in which it counts; None: it goes on"""

    def counts_in(self, year: int) -> bool:
        return self.last_year is None or year <= self.last_year

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    id: int
    programme_id: int | None
    programme: str
    short_name: str
    name: str
    unit: str
    decimals: int
    accumulation: str
    frequency: str
    lower_is_better: bool
    definition: str
    flow_id: int | None
    policy_order: int | None
    restates: str
    """`일자리/간접일자리`: the same measure stands there exactly, here rounded to a larger unit"""
    last_year: int | None = None
    """The last year in which it is entered; None: it goes on"""
    within_whole: bool = False
    """Of a ratio: what is above the line is a part of what is below it"""
    asking: str = "usual"
    """How much it may vary before it is asked about (vocabulary.ASKING)"""
    formula: str = ""
    """From what others it is worked out (ledger/formulas.py); empty: it is entered"""
    responsible: int | None = None
    """The key of the account that sees to it, or to its programme"""


@dataclass(frozen=True, slots=True)
class Side:
    """What stands in a relation: an indicator or one of its parts, or the budget lines of a name, part and source."""

    indicator_id: int | None = None
    path: str = ""
    programme_id: int | None = None
    budget: str = ""
    part: str = ""
    fund_source: str = ""


@dataclass(frozen=True, slots=True)
class RelationRow:
    """`first` stands to `second` as `kind` says (vocabulary.RELATIONS), of a matching as the first of `shares` to the second."""

    kind: str
    first: Side
    second: Side
    shares: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class Stored:
    """The stamp of a stored figure."""

    entered: str
    """Who and when in words for any reader: `노동정책담당관 입력 · 2018년 7월 11일`, `2018년 7월 업무보고 자료`"""
    source: str = ""
    """From where, for the staff: `자료 반입 2018-07/labour/6.yaml 31행`"""


class ValueRow(NamedTuple):
    """A current actual or target of an indicator (`part_id` None) or of one part."""

    indicator_id: int
    part_id: int | None
    run: Run
    value: int
    stored: Stored
    denominator: int | None = None
    as_of: date | None = None

    @property
    def effective_date(self) -> date:
        """The figure's own as-of date: as given, else the last day of its run."""
        return self.as_of or self.run.last.last_day


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget line."""

    id: int
    programme_id: int | None
    programme: str
    short_name: str
    kind: str
    kind_name: str
    year: int
    part: str
    fund_source: str
    """시비, 국비, 구비 or empty"""
    responsible: int | None = None
    """The key of the account that sees to its programme"""

    @property
    def paths(self) -> tuple[str, ...]:
        """Its part and all above it, the uppermost first: of `정책/단위/세부` also `정책` and `정책/단위`; none for a line without."""
        names = self.part.split("/") if self.part else []
        return tuple("/".join(names[:count]) for count in range(1, len(names) + 1))

    def is_of(self, part: str) -> bool:
        """Whether it counts for a part (with all below it), or a fund source; every line for none."""
        return part in ("", self.fund_source, *self.paths)

    def covers(self, other: "BudgetRow") -> bool:
        """Whether the other is a line below it: its part goes on from this one's (`정책` → `정책/단위`), and of a source it is of the
        same."""
        return (
            bool(self.part)
            and other.part.startswith(f"{self.part}/")
            and self.fund_source in ("", other.fund_source)
            and (self.programme_id, self.short_name, self.kind, self.year)
            == (other.programme_id, other.short_name, other.kind, other.year)
        )


@dataclass(frozen=True, slots=True)
class AmountRow:
    """An appropriation (`name` 예산액), one amount of an execution (원인행위액, 지출액) or what an officer foresees to be spent of the
    line's year (연말전망, in December), in won, at the end of `month`."""

    budget_id: int
    month: Month
    name: str
    amount: int
    stored: Stored
    reason: str = ""
    """Why that is foreseen"""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """월별 계획 of an indicator, or of what is spent of a budget line: the amount from January to the end of `month`."""

    month: Month
    value: int
    indicator_id: int | None = None
    budget_id: int | None = None


@dataclass(frozen=True, slots=True)
class ShortfallRow:
    """부진 사유 of an indicator or one of its parts, or of a budget line, as it was written for a month."""

    month: Month
    text: str
    recovery: date
    """만회 예정일"""
    indicator_id: int | None = None
    part_id: int | None = None
    budget_id: int | None = None


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """연말 전망 of an indicator for a year, as an officer wrote it."""

    indicator_id: int
    year: int
    value: int
    reason: str
    stored: Stored


@dataclass(frozen=True, slots=True)
class LookRow:
    """An occasional indicator or a part of it was looked at for a month, and found to stand as it is stored."""

    month: Month
    indicator_id: int
    part_id: int | None = None


MissingKind = Literal["months", "part", "half", "target", "committed", "grade"]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a figure lacks of what it was asked for."""

    kind: MissingKind
    words: str
    """Short, as it may be printed behind the figure: `청년 제외`, `5월까지`"""


MissingOf = Callable[[], tuple[Missing, ...]]


def nothing() -> tuple[Missing, ...]:
    return ()


class Found(NamedTuple):
    """A figure that the ledger found: its exact value, the rows that it comes from, and what it lacks."""

    value: Decimal
    rows: tuple[ValueRow, ...] = ()
    amounts: tuple[AmountRow, ...] = ()
    denominator: Decimal | None = None
    path: str = ""
    """The part that was asked for, empty for the whole"""
    run: Run | None = None
    """The run of months that was named; None: as usual"""
    asked: Run | None = None
    """The months that were asked for, none past the reference month; None for a sum that nobody asked for"""
    missing_of: MissingOf = nothing
    """What it lacks, found out when it is asked: most figures are shown without"""
    days: int = 0
    """Of a mean: for how many days it stands"""
    of: IndicatorRow | None = None
    """The indicator for which it was worked out from others; None: it is what is stored"""

    def asked_for(self, path: str, run: Run | None, asked: Run, missing_of: MissingOf) -> "Found":
        """The same figure as the answer to a question."""
        return Found(
            self.value, self.rows, self.amounts, self.denominator, path, run, asked, missing_of, self.days, self.of
        )

    @property
    def missing(self) -> tuple[Missing, ...]:
        return self.missing_of()

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def as_of(self) -> date:
        """The latest as-of date of its rows: a sum of months is as of the last one."""
        dates = [row.effective_date for row in self.rows] + [row.month.last_day for row in self.amounts]
        return max(dates)

    @property
    def covered(self) -> Run:
        """From the first month that its rows tell of to the last; an execution is told from January on."""
        firsts = [row.run.first for row in self.rows] + [Month(row.month.year, 1) for row in self.amounts]
        lasts = [row.run.last for row in self.rows] + [row.month for row in self.amounts]
        return Run(min(firsts), max(lasts))
