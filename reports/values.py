"""What is printed where a figure stands: typed values, exact until `text` formats them, with where they come from and what they mean.

Pure Python: no Django, no query, no division.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from seoulwork.domain.ledger import Missing
from seoulwork.domain.numbers import BLANK, format_number, round_half_up
from seoulwork.domain.periods import (
    USUAL,
    Month,
    Run,
    TimeStyle,
    printed_as_of,
    printed_month,
    printed_run,
    printed_year,
)

BRACKETED = 3
"""How many things that a figure lacks are named behind it; of more only the first is, with how many they are."""

Facts = tuple[tuple[str, str], ...]
"""Labels with their texts, for readers: (("단위", "명"), ("입력 주기", "매월"))."""

Place = tuple[str, ...]
"""Where a stored figure is kept, in names that hold on any database (`places.py`): a key for the site, no words for readers."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure says: `measure` defines what is measured, `reading` tells the period that was asked for, the value and, where
    there is one, target and rate."""

    measure: Facts
    reading: Facts


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: what was stored, for when, as of when, by whom. In words that any reader understands."""

    indicator: str
    """Division, programme and long name: `노동정책담당관 · 노동권의 보호체계 강화 · 무료노무상담`."""
    kind: str
    """실적, 목표, 예산현액, 지출액, 정원 …"""
    value: str
    """The stored value in its own unit, as text for people."""
    period: str
    as_of: date | None
    entered: str
    """Who and when: `노동정책담당관 입력 · 2018년 7월 11일`, `2018년 7월 업무보고 자료`"""
    place: Place = ()


Identity = tuple[str, str, int]
"""An indicator, or the budget lines of one programme and name (by the first of them): division, kind (printed.py) and key"""


@dataclass(frozen=True, slots=True)
class Home:
    """Whose a stored figure is, by keys: the names in its place may be another's later."""

    place: Place
    division: str
    kind: str
    number: int
    row: int | None = None
    """The part of the indicator, the line of the budget; None for an indicator as a whole"""

    @property
    def identity(self) -> Identity:
        return (self.division, self.kind, self.number)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count or an amount, exact, in the unit that is shown. `unit` is empty where the table's head or the text around it names it."""

    value: Decimal
    unit: str = ""
    decimals: int = 0
    unprinted: str = ""
    """The unit, where it is not printed with the number: for programs"""

    @property
    def text(self) -> str:
        return format_number(self.value, self.decimals) + self.unit


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage, exact (not rounded): 69.4037… prints as `69.4%`."""

    value: Decimal
    decimals: int = 1

    @property
    def text(self) -> str:
        return format_number(self.value, self.decimals) + "%"


@dataclass(frozen=True, slots=True)
class ToOne:
    """A competition rate, exact: 5.41 prints as `5.4:1`, 7.009 as `7:1`, with two `decimals` as `7.01:1`."""

    value: Decimal
    decimals: int | None = None
    """None: one, and none for what rounds to a whole number"""

    @property
    def shown_decimals(self) -> int:
        if self.decimals is not None:
            return self.decimals
        rounded = round_half_up(self.value, 1)
        return 0 if rounded == rounded.to_integral_value() else 1

    @property
    def text(self) -> str:
        return f"{format_number(self.value, self.shown_decimals)}:1"


@dataclass(frozen=True, slots=True)
class Pair:
    """정원/현원: two whole numbers in one cell."""

    left: int
    right: int

    @property
    def text(self) -> str:
        return f"{format_number(self.left)}/{format_number(self.right)}"


@dataclass(frozen=True, slots=True)
class CountWithRate:
    """An actual with its achievement rate: `245,657 (69.4%)`; without a target only the count; with a Blank rate, which an
    incomplete figure would give, `245,657 (-)`."""

    count: Quantity
    rate: "Percent | Blank | None"

    @property
    def text(self) -> str:
        return self.count.text if self.rate is None else f"{self.count.text} ({self.rate.text})"


@dataclass(frozen=True, slots=True)
class Surplus:
    """과부족 = 현원 − 정원: `△9`, `2`; zero prints `-`."""

    value: int

    @property
    def text(self) -> str:
        return format_number(self.value) if self.value else BLANK


@dataclass(frozen=True, slots=True)
class AsOf:
    """An as-of date: `'18.6월말`; or no more of it than the month (`'18.6월`) or the year (`'18년`)."""

    value: date
    style: TimeStyle = USUAL
    to: Literal["day", "month", "year"] = "day"

    @property
    def text(self) -> str:
        match self.to:
            case "day":
                return printed_as_of(self.value, self.style)
            case "month":
                return printed_month(Month.of(self.value), self.style)
            case "year":
                return printed_year(self.value.year, self.style)


@dataclass(frozen=True, slots=True)
class Covered:
    """The months that a figure covers: `'18.1~6월`."""

    run: Run
    style: TimeStyle = USUAL

    @property
    def text(self) -> str:
        return printed_run(self.run, self.style)


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way a figure went, in the word for it: `증가`, `↓`, `연장`."""

    change: Decimal
    words: tuple[str, str]
    """For upwards and downwards"""

    @property
    def text(self) -> str:
        return self.words[0 if self.change > 0 else 1] if self.change else "변동 없음"


@dataclass(frozen=True, slots=True)
class Words:
    """What was written of a figure: why it is behind its pace."""

    text: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A figure that stands as printed: nothing stored gives it, or (with `computed`) the stored figures give another."""

    printed: str
    computed: "Value | None" = None

    @property
    def text(self) -> str:
        return self.printed


@dataclass(frozen=True, slots=True)
class Blank:
    """No figure: prints `-`, is not zero."""

    @property
    def text(self) -> str:
        return BLANK


Value = (
    Quantity | Percent | ToOne | Pair | CountWithRate | Surplus | AsOf | Covered | Direction | Words | Recorded | Blank
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in print with the stored figures that it comes from (one, or several for sums and rates) and what it means."""

    value: Value
    origins: tuple[Origin, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    """One for each thing that the figure is made from: of a rate of two indicators both"""
    missing: tuple[Missing, ...] = ()
    """What the stored figures lack and nothing beside the figure says: `청년 제외`, `5월까지`"""
    reference: str = field(default="", compare=False)
    """In a sentence what its text says between the braces: `일자리/청년.달성률`"""

    @property
    def missing_words(self) -> str:
        return ", ".join(each.words for each in self.missing)

    def open_words(self, *, in_sentence: bool = False) -> str:
        """What a draft says of the figure to who finishes it: what it lacks, or that a sentence has no value. Empty where all is
        there."""
        if self.missing:
            return f"미완: {self.missing_words}"
        return "값 없음" if in_sentence and isinstance(self.value, Blank) else ""

    @property
    def bracket(self) -> str:
        """What an incomplete value leaves out, printed behind it. A blank one, and one that stands as recorded, says nothing."""
        if not self.missing or isinstance(self.value, Blank | Recorded):
            return ""
        if len(self.missing) > BRACKETED:
            return f"{self.missing[0].words} 등 {len(self.missing)}건"
        return self.missing_words

    @property
    def text(self) -> str:
        value, bracket = self.value, self.bracket
        if not bracket:
            return value.text
        if isinstance(value, CountWithRate):
            rate = f" ({value.rate.text})" if value.rate else ""
            return f"{value.count.text}({bracket}){rate}"
        return f"{value.text}({bracket})"
