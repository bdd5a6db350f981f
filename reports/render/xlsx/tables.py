"""A table on the columns of a sheet, and its formulas."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from openpyxl.utils import get_column_letter

from reports.document import Cell, Formula, Growth, Minus, Placed, Rate, Ref, Sum, Table, placed
from reports.render.xlsx.values import Shown, Split, text_width
from reports.values import AsOf, CountWithRate, Covered, Direction, Figure, Pair, Recorded, Words
from seoulwork.domain.numbers import BLANK
from seoulwork.domain.vocabulary import ACHIEVEMENT, ACTUAL

Half = Literal["", "left", "right"]


HALF_HEADS: dict[Split, tuple[str, str]] = {"pair": ("정원", "현원"), "rate": (ACTUAL, ACHIEVEMENT)}


@dataclass(slots=True)
class Grid:
    """A table laid on Excel columns: two for a column of two-part values. Positions count from 0 inside the table."""

    table: Table
    head: list[Placed] = field(init=False)
    body: list[Placed] = field(init=False)
    splits: list[Split] = field(init=False)
    starts: list[int] = field(init=False)
    """The first position of each grid column, and one past the last."""
    needs: list[float] = field(init=False)
    """The least width of each position, in digits: a number whole, a text by its longest word."""
    widths: list[float] = field(init=False)
    """The width of each position, in digits."""
    columns: list[int] = field(init=False)
    """The sheet column (from 1) where each position begins, and one past the last: set when the sheet is laid out."""
    first_row: int = field(init=False)
    """The sheet row of the first body row: set when the table is written."""
    anchors: dict[tuple[int, int], tuple[int, int]] = field(init=False)
    """For each place that a body cell covers, the grid row and column where that cell begins."""

    def __post_init__(self) -> None:
        table = self.table
        self.head, self.body = list(placed(table.head)), list(placed(table.body))
        self.splits = [""] * len(table.columns)
        self.anchors = {}
        for each in self.body:
            cell = each.cell
            value = cell.content.value if isinstance(cell.content, Figure) else None
            if isinstance(value, Pair):
                self.splits[each.column] = "pair"
            elif isinstance(value, CountWithRate):
                self.splits[each.column] = "rate"
            if cell.rowspan == cell.colspan == 1:
                self.anchors[each.row, each.column] = (each.row, each.column)
            else:
                for down in range(cell.rowspan):
                    for right in range(cell.colspan):
                        self.anchors[each.row + down, each.column + right] = (each.row, each.column)
        self.starts = list(accumulate((2 if split else 1 for split in self.splits), initial=0))
        if any(self.splits):
            self.head = list(self._with_half_heads())
        self.needs = self._needs()

    def _with_half_heads(self) -> Iterator[Placed]:
        """The head with one more row that names the two halves; the heads of whole columns reach down into it."""
        rows = len(self.table.head)
        for each in self.head:
            last = each.row + each.cell.rowspan == rows
            under = self.splits[each.column : each.column + each.cell.colspan]
            grown = each.cell.rowspan + 1 if last and not any(under) else each.cell.rowspan
            yield Placed(Cell(each.cell.content, each.cell.colspan, grown, head=True), each.row, each.column)
            if last and any(under):
                for offset in range(each.cell.colspan):
                    yield Placed(Cell("", head=True), rows, each.column + offset)

    @property
    def head_rows(self) -> int:
        return len(self.table.head) + (1 if self.table.head and any(self.splits) else 0)

    def _needs(self) -> list[float]:
        needs = [5.0] * self.starts[-1]
        for each in (*self.head, *self.body):
            if each.cell.colspan > 1:
                continue
            start, end = self.starts[each.column], self.starts[each.column + 1]
            content = each.cell.content
            if not isinstance(content, Figure):
                content = each.cell.text
                words = content.split() if len(content) > 6 else [content]
                wide = min(max(map(text_width, words), default=0.0), 16.0) / (end - start)
                wides = [wide] * (end - start)
            elif end - start == 2 and isinstance(content.value, Pair):
                wides = [text_width(half) for half in content.text.split("/")]
            elif end - start == 2 and isinstance(content.value, CountWithRate):
                rate = content.value.rate
                wides = [text_width(content.value.count.text), 6.0 if rate is None else text_width(rate.text)]
            else:
                wides = [min(text_width(content.text), 40.0) / (end - start)] * (end - start)
            for offset, wide in enumerate(wides):
                if wide + 2.2 > needs[start + offset]:
                    needs[start + offset] = wide + 2.2
        return needs

    def spread(self, width: float) -> None:
        """Set the widths: the given width in the proportions that the table asks for, no position below its need."""
        needs = self.needs
        asked = [
            column.width / (2 if split else 1)
            for column, split in zip(self.table.columns, self.splits, strict=True)
            for _ in range(2 if split else 1)
        ]
        short: set[int] = set()
        while True:
            rest = width - sum(needs[number] for number in short)
            shares = sum(share for number, share in enumerate(asked) if number not in short) or 1.0
            more = {n for n, share in enumerate(asked) if n not in short and share * rest / shares < needs[n]}
            if not more:
                break
            short |= more
        self.widths = [need if n in short else asked[n] * rest / shares for n, need in enumerate(needs)]

    def place(self, ref: Ref, own_half: Half = "") -> tuple[int, int]:
        """The sheet row and column of a body cell that a formula or a chart points at."""
        row, column = self.anchors[ref.row, ref.column]
        position = self.starts[column]
        if self.splits[column] and (ref.half or own_half) == "right":
            position += 1
        return self.first_row + row, self.columns[position]

    def last_column(self, ref: Ref, own_half: Half = "") -> int:
        """The last sheet column that the cell of `place` covers."""
        start = self.place(ref, own_half)[1]
        return self.columns[self.columns.index(start) + 1] - 1


def cell_name(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def ranges(grid: Grid, refs: Iterable[Ref], half: Half) -> str:
    """The cells as arguments of a function: neighbours as one range, below each other or side by side."""
    runs: list[list[tuple[int, int]]] = []
    ends: list[int] = []
    for ref in refs:
        row, column = grid.place(ref, half)
        end = grid.last_column(ref, half)
        if runs:
            (first_row, first_column), (last_row, last_column) = runs[-1][0], runs[-1][-1]
            below = column == last_column and row == last_row + 1 and first_column == column
            beside = row == last_row == first_row and column == ends[-1] + 1
            if below or beside:
                runs[-1].append((row, column))
                ends[-1] = end
                continue
        runs.append([(row, column)])
        ends.append(end)
    return ",".join(cell_name(*run[0]) + (f":{cell_name(*run[-1])}" if len(run) > 1 else "") for run in runs)


def formula_text(grid: Grid, formula: Formula, half: Half, result: Shown) -> str:
    """The Excel formula. As in `seoulwork.figures` a rate or difference with a missing part, and a rate over zero, is `-`."""
    match formula:
        case Sum():
            of = ranges(grid, formula.of, half)
            return f'=IF(COUNT({of})=0,"{BLANK}",SUM({of}))' if result.content == BLANK else f"=SUM({of})"
        case Rate():
            over, under = (cell_name(*grid.place(ref)) for ref in (formula.numerator, formula.denominator))
            return f'=IF(COUNT({over},{under})<2,"{BLANK}",IF({under}=0,"{BLANK}",{over}/{under}))'
        case Minus():
            first, second = (cell_name(*grid.place(ref, half)) for ref in (formula.first, formula.second))
            return f'=IF(COUNT({first},{second})<2,"{BLANK}",{first}-{second})'
        case Growth():
            new, old = (cell_name(*grid.place(ref)) for ref in (formula.new, formula.old))
            return f'=IF(COUNT({new},{old})<2,"{BLANK}",IF({old}=0,"{BLANK}",({new}-{old})/{old}))'


def formula_of(cell: Cell, position: int, parts: int) -> tuple[Formula | None, Half]:
    """The formula for one part of a cell, and which half of a pair its references mean when they name none.
    A recorded figure stands as printed: it has none."""
    value = cell.content.value if isinstance(cell.content, Figure) else None
    if (
        value is None
        or isinstance(value, Recorded)
        or (parts == 1 and isinstance(value, (AsOf, Covered, Direction, Words, Pair, CountWithRate)))
    ):
        return None, ""
    if parts == 1 or isinstance(value, Pair):
        kinds: tuple[type[Formula], ...] = (Sum, Rate, Minus, Growth)
    else:
        kinds = (Rate,) if position else (Sum, Minus)
    halves: tuple[Half, ...] = ("left", "right") if isinstance(value, Pair) else ("", "")
    found = (each for each in cell.formulas if isinstance(each, kinds) and not (isinstance(each, Sum) and not each.of))
    return next(found, None), halves[position]
