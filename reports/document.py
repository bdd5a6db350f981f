"""The briefing as one tree of frozen, typed values. Pure Python: no Django, no query, no division.

Whatever is printed is in here; the HTML, PDF and Excel renderers only lay it out. A cell or a sentence carries the
typed value and its origins, never text that was formatted early: `value.text` formats it at the last moment.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from seoulwork.domain.korean import particle
from seoulwork.domain.periods import printed_moment
from seoulwork.domain.vocabulary import ACTUAL, TARGET

from .courses import Course, Milestone
from .values import Figure, Home

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

    @property
    def is_open(self) -> bool:
        """Whether a figure in it lacks something or is blank."""
        return any(isinstance(run, Figure) and run.open_words(in_sentence=True) for run in self.runs)


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


@dataclass(frozen=True, slots=True)
class Growth:
    """The cell is (new − old) / old."""

    new: Ref
    old: Ref


Formula = Sum | Rate | Minus | Growth


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

    @property
    def is_open(self) -> bool:
        """Whether its figure lacks something, or one in its sentence does or is blank."""
        if isinstance(self.content, tuple):
            return Line("", 0, self.content).is_open
        return isinstance(self.content, Figure) and bool(self.content.open_words())


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    total: bool = False


class Placed(NamedTuple):
    """A cell of a table with its place on the table's grid."""

    cell: Cell
    row: int
    column: int


def placed(rows: Iterable[Row]) -> Iterator[Placed]:
    """The cells with their grid row and column, spans of the rows above counted."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (number, column) in taken:
                column += 1
            if cell.rowspan > 1:
                taken.update(
                    (number + down, column + right) for down in range(1, cell.rowspan) for right in range(cell.colspan)
                )
            yield Placed(cell, number, column)
            column += cell.colspan


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


# ---------------------------------------------------------------------------------------------------- anchors


def section_anchor(key: str) -> str:
    """Where a section begins: what its title is called in every rendering that has names."""
    return f"section-{key}"


def anchor(section: str, block: int, item: int = 0) -> str:
    """Where a line or another block of a section stands that has no key of its own. A printed file has these names, so that of each is known on
    which page it is (editions/errata.py); keys have no dots."""
    return f"{section_anchor(section)}.{block}.{item}"


def row_anchor(table: str, row: int) -> str:
    return f"table-{table}.row.{row}"


def note_anchor(table: str, note: int) -> str:
    return f"table-{table}.note.{note}"


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
    `trend` (one small line chart a series, past years solid, planned years hollow), `pie` (one slice a point, each an
    amount with its share of them all), `course` (one line a series over the same months, the first the strongest: in the site
    alone). `title` says what is drawn, and `description` in words what one sees. `marks` names the bars and the marks on them. `table` is the key of the table
    whose cells the points are."""

    key: str
    kind: Literal["bars", "trend", "pie", "course"]
    title: str
    description: str
    table: str
    series: tuple[Series, ...]
    marks: tuple[str, str] = (ACTUAL, TARGET)


# --------------------------------------------------------------------------------------------------- pictures


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture from outside. `alternative` says it in words, `share` is its width in percent of the text's; `width` and `height` are
    pixels. Without `content` it is known by its digest alone, and whoever shows it fetches it."""

    key: str
    alternative: str
    caption: str
    source: str
    share: int
    kind: str
    """Of MEDIA_TYPES"""
    width: int
    height: int
    sha256: str
    content: bytes = field(default=b"", repr=False)

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]

    @property
    def source_note(self) -> str:
        """`자료 : 서울시`, or empty."""
        return f"자료 : {self.source}" if self.source else ""


MEDIA_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}


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


Block = Gist | Heading | Bullets | Table | Chart | Picture | Vision | Listing


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

    @property
    def lines(self) -> Iterator[Line]:
        """Its own sentences, those in tables too."""
        for block in self.blocks:
            if isinstance(block, Bullets | Gist):
                yield from block.lines
            elif isinstance(block, Table):
                for row in block.body:
                    yield from (Line("", 0, cell.content) for cell in row.cells if isinstance(cell.content, tuple))

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
    courses: tuple[Course, ...] = ()
    """How far its figures with a target had come; not printed"""
    milestones: tuple[Milestone, ...] | None = None
    """The plans with a last day that were not done; not printed. None: editions of earlier programs do not hold them"""
    homes: tuple[Home, ...] = ()
    """Whose the stored figures are that its figures come from; not printed"""

    @property
    def made_on(self) -> date:
        """The day of publishing, or the first of the month on the cover. Raises ValueError when the cover has no month."""
        if self.published_on:
            return self.published_on
        month = re.search(r"(\d{4})\D+(1[0-2]|0?[1-9])(?!\d)", self.month)
        if not month:
            raise ValueError(
                f"표지의 연월 '{self.month}'{particle(self.month, '을/를')} 읽을 수 없습니다. '2018. 7.'처럼 적어 주세요."
            )
        return date(int(month[1]), int(month[2]), 1)

    @property
    def draft_note(self) -> str:
        """What a draft says on each page: `작성 중 · 2018. 7. 11. 14:20 현재`. Empty for a published document."""
        if self.published_on:
            return ""
        return f"작성 중 · {printed_moment(self.drafted_at)} 현재" if self.drafted_at else "작성 중"

    def walk(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.walk()
