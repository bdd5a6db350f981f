"""The briefing as one tree of frozen, typed values. Pure Python: no Django, no query, no division.

Whatever is printed is in here; the HTML, PDF and Excel renderers only lay it out. A cell or a sentence carries the
typed value and its origins, never text that was formatted early: `value.text` formats it at the last moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from seoulwork.domain.numbers import BLANK, format_number, round_half_up
from seoulwork.domain.periods import printed_as_of, printed_moment

# ---------------------------------------------------------------------------------------------------- figures


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


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count or an amount, exact, in the unit that is shown. `unit` is empty where the table's head names it."""

    value: Decimal
    unit: str = ""
    decimals: int = 0

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
    """An actual with its achievement rate: `245,657 (69.4%)`; without a target only the count."""

    count: Quantity
    rate: Percent | None

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
    """An as-of date."""

    value: date

    @property
    def text(self) -> str:
        return printed_as_of(self.value)


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


Value = Quantity | Percent | ToOne | Pair | CountWithRate | Surplus | AsOf | Recorded | Blank


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in print with the stored figures that it comes from (one, or several for sums and rates) and what it means."""

    value: Value
    origins: tuple[Origin, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    """One for each thing that the figure is made from: of a rate of two indicators both"""

    @property
    def text(self) -> str:
        return self.value.text


# ------------------------------------------------------------------------------------------------------- text

Run = str | Figure


@dataclass(frozen=True, slots=True)
class Line:
    """One item of an outline. `mark` is printed (○ - · ※ ▶ ◆ ①); `level` 0-3 is the depth of its indent."""

    mark: str
    level: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run if isinstance(run, str) else run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Gist:
    """The summary box under a programme's title (◆ lines or one plain sentence)."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`□ 사업개요`, or with `number` the head of a numbered sub-project (1 청년일자리센터 운영)."""

    title: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[Line, ...]


# ----------------------------------------------------------------------------------------------------- tables


@dataclass(frozen=True, slots=True)
class Ref:
    """A body cell of the same table: row and grid column (both from 0, spans counted), and which half of a two-part value."""

    row: int
    column: int
    half: Literal["", "left", "right"] = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """The cell is the sum of others. In a Pair column each half is summed (refs without half); in CountWithRate the counts."""

    of: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """The cell (or the rate of a CountWithRate) is numerator / denominator."""

    numerator: Ref
    denominator: Ref


@dataclass(frozen=True, slots=True)
class Minus:
    """The cell is first − second."""

    first: Ref
    second: Ref


Formula = Sum | Rate | Minus


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `content` is plain text, a figure, or a sentence of both; `formulas` say how a spreadsheet recomputes it from other cells:
    none for a stored figure, one for a computed one, for a CountWithRate up to two (count, then rate)."""

    content: "str | Figure | tuple[Run, ...]"
    colspan: int = 1
    rowspan: int = 1
    head: bool = False
    formulas: tuple[Formula, ...] = ()

    @property
    def text(self) -> str:
        if isinstance(self.content, tuple):
            return "".join(run if isinstance(run, str) else run.text for run in self.content)
        return self.content if isinstance(self.content, str) else self.content.text


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    total: bool = False


Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Column:
    """How one grid column is set: alignment, relative width (1 is usual), and whether a rate in it gets a thin bar."""

    align: Align = "right"
    width: float = 1
    bar: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with caption at the left, unit and as-of date small at the right above it, heads repeated over pages."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    unit: str = ""
    as_of: str = ""
    notes: tuple[str, ...] = ()

    @property
    def scope_note(self) -> str:
        """`(단위 : 백만원, '18.6.30 기준)`, or empty."""
        parts = [f"단위 : {self.unit}"] if self.unit else []
        parts += [f"{self.as_of} 기준"] if self.as_of else []
        return f"({', '.join(parts)})" if parts else ""


# ----------------------------------------------------------------------------------------------------- charts


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a chart. `target` is the mark on its bar; `planned` says that the value itself is a target (a coming year).
    `ref`/`target_ref` name the table cells that the value stands in."""

    label: str
    value: Figure | None
    ref: Ref | None = None
    target: Figure | None = None
    target_ref: Ref | None = None
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture beside a table. `kind`: `bars` (bars of amounts, each with the mark that it is held against and the rate),
    `trend` (one small line chart a series, past years solid, planned years hollow). `title` says what is drawn, and
    `description` in words what one sees. `marks` names the bars and the marks on them. `table` is the key of the table
    whose cells the points are."""

    key: str
    kind: Literal["bars", "trend"]
    title: str
    description: str
    table: str
    series: tuple[Series, ...]
    marks: tuple[str, str] = ("실적", "목표")


# --------------------------------------------------------------------------------------------------- document


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the bureau's goals with its core tasks, as on the page of vision and goals."""

    number: int
    title: str
    core_tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vision:
    vision: str
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the sections that follow: `1. 지속가능한 …` or `① 일생활균형 …`, each a link to its section."""

    entries: tuple["ListingEntry", ...]


@dataclass(frozen=True, slots=True)
class ListingEntry:
    mark: str
    title: str
    target: str


Block = Gist | Heading | Bullets | Table | Chart | Vision | Listing


@dataclass(frozen=True, slots=True)
class Section:
    """A part (Ⅰ), a goal (1.) or a programme (1): `key` is its address, `mark` its number as printed."""

    key: str
    kind: Literal["part", "goal", "programme"]
    mark: str
    title: str
    blocks: tuple[Block, ...] = ()
    children: tuple["Section", ...] = ()
    division: str = ""

    def walk(self) -> Iterator["Section"]:
        """This section and all below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    session: str
    committee: str
    bureau: str
    month: str
    """As on the cover: `2018. 7.`"""
    published_on: date | None
    """The day of publishing. Without one the document is a draft, and every rendering says so."""
    sections: tuple[Section, ...] = field(default=())
    drafted_at: datetime | None = None
    """Of a draft: when its figures were read."""

    @property
    def draft_note(self) -> str:
        """What a draft says on each page: `작성 중 · 2018. 7. 11. 14:20 현재`. Empty for a published document."""
        if self.published_on:
            return ""
        return f"작성 중 · {printed_moment(self.drafted_at)} 현재" if self.drafted_at else "작성 중"

    def walk(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.walk()
