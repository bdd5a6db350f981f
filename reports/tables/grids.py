"""The cells of a free table while it is made: merged, split, moved, added, removed, sorted. Pure Python; each step gives a new grid."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

At = tuple[int, int]
"""Row and column, from 0."""
_NUMBER = re.compile(r"[-△−]?\d[\d,]*(?:\.\d+)?")
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200, 40, 2_000


class GridError(ValueError):
    """The step can't be taken; `str()` is one Korean sentence."""


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell, with how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Every place is covered by exactly one of `cells`, which stand at their first place."""

    rows: int
    columns: int
    cells: dict[At, Spanned]

    def __iter__(self) -> Iterator[tuple[At, Spanned]]:
        return iter(sorted(self.cells.items()))

    @property
    def transposed(self) -> "Grid":
        cells = {(at[1], at[0]): Spanned(each.text, each.columns, each.rows) for at, each in self.cells.items()}
        return Grid(self.columns, self.rows, cells)

    def covering(self, at: At) -> At:
        """The place of the cell that covers one."""
        return next(
            place
            for place, each in self.cells.items()
            if 0 <= at[0] - place[0] < each.rows and 0 <= at[1] - place[1] < each.columns
        )

    def merged(self, first: At, last: At) -> "Grid":
        """All cells between two corners as one, their texts below each other. Raises GridError."""
        (top, left), (bottom, right) = (
            (min(first[0], last[0]), min(first[1], last[1])),
            (
                max(first[0], last[0]),
                max(first[1], last[1]),
            ),
        )
        self._within(top, left, bottom, right)
        inside = {at: each for at, each in self if top <= at[0] <= bottom and left <= at[1] <= right}
        area = (bottom - top + 1) * (right - left + 1)
        stands_out = any(
            at[0] + each.rows - 1 > bottom or at[1] + each.columns - 1 > right for at, each in inside.items()
        )
        if stands_out or sum(each.rows * each.columns for each in inside.values()) != area:
            raise GridError("이미 합친 칸의 일부만 들어 있습니다. 합친 칸을 모두 넣어 고르거나 먼저 나누어 주세요.")
        text = "\n".join(filter(None, (each.text for each in inside.values())))
        rest = {at: each for at, each in self.cells.items() if at not in inside}
        return replace(self, cells=rest | {(top, left): Spanned(text, bottom - top + 1, right - left + 1)})

    def _within(self, top: int, left: int, bottom: int, right: int) -> None:
        if min(top, left) < 0 or not (bottom < self.rows and right < self.columns):
            raise GridError(f"표에 없는 칸입니다. {self.rows}행 {self.columns}열 안에서 골라 주세요.")

    def typed(self, at: At, text: str) -> "Grid":
        """With a text behind that of a cell. Raises GridError."""
        self._within(*at, *at)
        place = self.covering(at)
        both = " ".join(filter(None, (self.cells[place].text, text)))
        return replace(self, cells=self.cells | {place: replace(self.cells[place], text=both)})

    def split(self, at: At) -> "Grid":
        """A merged cell as single ones, its text in the first. Raises GridError."""
        self._within(*at, *at)
        place = self.covering(at)
        whole = self.cells[place]
        own = {
            (place[0] + down, place[1] + right): Spanned("")
            for down in range(whole.rows)
            for right in range(whole.columns)
        }
        return replace(self, cells=self.cells | own | {place: Spanned(whole.text)})

    def row_added(self, at: int) -> "Grid":
        """A blank row before that one; cells that are merged over the place grow. Raises GridError."""
        if (self.rows + 1) * self.columns > MOST_CELLS or self.rows >= MOST_ROWS:
            raise GridError(f"표는 {MOST_ROWS}행, {MOST_COLUMNS}열, 모두 {MOST_CELLS:,}칸까지입니다.")
        cells: dict[At, Spanned] = {}
        covered: set[int] = set()
        for (row, column), each in self:
            if row < at < row + each.rows:
                each = replace(each, rows=each.rows + 1)
                covered |= set(range(column, column + each.columns))
            cells[row + (row >= at), column] = each
        blank = {(at, column): Spanned("") for column in range(self.columns) if column not in covered}
        return Grid(self.rows + 1, self.columns, cells | blank)

    def row_removed(self, at: int) -> "Grid":
        """Without a row; a cell that is merged over it shrinks and keeps its text. Raises GridError."""
        if self.rows == 1:
            raise GridError("하나 남은 행이나 열은 지울 수 없습니다.")
        cells: dict[At, Spanned] = {}
        for (row, column), each in self:
            if row <= at < row + each.rows:
                if each.rows == 1:
                    continue
                each = replace(each, rows=each.rows - 1)
                cells[row, column] = each
            else:
                cells[row - (row > at), column] = each
        return Grid(self.rows - 1, self.columns, cells)

    def row_moved(self, at: int, by: int) -> "Grid":
        """With a row exchanged with its neighbour. Raises GridError."""
        other = at + by
        if not 0 <= other < self.rows:
            return self
        first = min(at, other)
        if any(row < first + 1 < row + each.rows or self._cut(row, each, first) for (row, _), each in self):
            raise GridError("여러 행이나 열에 걸쳐 합친 칸이 있어 옮길 수 없습니다. 그 칸을 먼저 나누어 주세요.")
        places = {first: first + 1, first + 1: first}
        return replace(self, cells={(places.get(row, row), column): each for (row, column), each in self})

    @staticmethod
    def _cut(row: int, each: Spanned, first: int) -> bool:
        """Whether a merged cell covers one of two neighbouring rows and others beside them."""
        return each.rows > 1 and bool({first, first + 1} & set(range(row, row + each.rows)))

    def column_step(self, step: "Callable[[Grid], Grid]") -> "Grid":
        """What a step for rows does, done to columns."""
        found = step(self.transposed).transposed
        if found.columns > MOST_COLUMNS:
            raise GridError(f"표는 {MOST_ROWS}행, {MOST_COLUMNS}열, 모두 {MOST_CELLS:,}칸까지입니다.")
        return found

    def ordered(self, column: int, start: int, *, descending: bool) -> "Grid":
        """With the rows from `start` in the order of a column: numbers by their size, words as in a dictionary, blanks last.
        Raises GridError."""
        self._within(start, column, start, column)
        if any(each.rows > 1 and row + each.rows > start for (row, _), each in self):
            raise GridError("세로로 합친 칸이 있어 차례를 바꿀 수 없습니다. 그 칸을 먼저 나누어 주세요.")
        keys = {row: self.cells[self.covering((row, column))].text for row in range(start, self.rows)}
        filled = sorted((row for row in keys if keys[row]), key=lambda row: _order(keys[row]), reverse=descending)
        order = [*range(start), *filled, *(row for row in keys if not keys[row])]
        places = {old: new for new, old in enumerate(order)}
        return replace(self, cells={(places[row], column): each for (row, column), each in self})


def _order(text: str) -> tuple[int, Decimal, str]:
    found = _NUMBER.match(text)
    if found is None:
        return 1, Decimal(0), text
    return 0, Decimal(found[0].replace(",", "").replace("△", "-").replace("−", "-")), ""
