"""How large a table can be set on paper: the largest letters with which no word is parted and no number wrapped."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reports.document import Cell, Column, Row, Table
from reports.render.fonts import text_width
from reports.render.tables import ITEM_MARKS, by_row

TEXT_WIDTH = 170 / 25.4 * 72
"""Points from edge to edge of the text: A4 less its margins."""
WORD = re.compile(r"(?:(?<=\d\.) (?=\d)|[^\s])+")
"""A word, or a date with spaces in it ('18. 7월~)."""
LONGEST_WORD = 24
"""A longer run without a space may be broken: it could be wider than its column."""


class Setting(NamedTuple):
    """The size of a table's letters in points, and whether its cells are padded tightly."""

    size: float
    tight: bool

    @property
    def padding(self) -> float:
        """Left and right of a cell together, in points, with its border."""
        return (1.6 if self.tight else 3.6) / 25.4 * 72 + 0.5


SETTINGS = (Setting(11, False), *(Setting(size, True) for size in (11, 10.5, 10, 9.5, 9, 8.5)))
"""From the largest; the last is taken for a table that fits none."""
ALLOWANCE = 1.05
"""Heavy letters are wider than those that are measured."""


def setting_of(table: Table) -> Setting:
    needs = _needs(table)
    return next(
        (each for each in SETTINGS if sum(needs) * each.size + len(needs) * each.padding <= TEXT_WIDTH), SETTINGS[-1]
    )


def _needs(table: Table) -> list[float]:
    """The least width of each column, in the size of its letters."""
    needs = [0.0] * len(table.columns)
    merged: list[tuple[int, int, float]] = []
    for column, cell, need in _cells(table):
        if cell.colspan == 1:
            needs[column] = max(needs[column], need)
        else:
            merged.append((column, cell.colspan, need))
    for column, wide, need in merged:
        short = need - sum(needs[column : column + wide])
        for at in range(column, column + wide):
            needs[at] += max(short, 0) / wide
    return needs


def _cells(table: Table) -> Iterator[tuple[int, Cell, float]]:
    """Each cell with its grid column and the least width of its text."""
    for rows, head in ((table.head, True), (table.body, False)):
        yield from _cells_of(rows, table.columns, head)


def _cells_of(rows: tuple[Row, ...], columns: tuple[Column, ...], head: bool) -> Iterator[tuple[int, Cell, float]]:
    for cells in by_row(rows):
        for column, cell in cells:
            text = cell.text
            wraps = head or columns[column].align == "left" or "\n" in text or text.startswith(ITEM_MARKS)
            words = [word for word in WORD.findall(text) if len(word) <= LONGEST_WORD] if wraps else [text]
            yield column, cell, max(map(text_width, words), default=0) * ALLOWANCE
