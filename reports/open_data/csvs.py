"""Rows and tables as CSV (RFC 4180, UTF-8)."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from ..document import Cell, Row, Table, placed

FOR_SPREADSHEETS = "\ufeff"
"""By this mark Excel knows Korean letters"""
FORMULAS = re.compile(r"[=+@\t\r]|-(?=.*[^\d,.%\s-])")
"""How a text begins that a spreadsheet would work out; a number below zero is none."""


def written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """None is an empty field."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue()


def table_csv(table: Table) -> str:
    """A table as it is printed, for a spreadsheet: its head in one line, merged heads in each line that they are of."""
    width = len(table.columns)
    head = _grid(table.head, width, across=True)
    names = [" / ".join(dict.fromkeys(filter(None, (row[column] for row in head)))) for column in range(width)]
    return FOR_SPREADSHEETS + written(names, _grid(table.body, width, across=False))


def _grid(rows: Sequence[Row], width: int, *, across: bool) -> list[list[str]]:
    """Each cell in its first place; heads in all their lines, with `across` in all their columns too."""
    grid = [[""] * width for _ in rows]
    for cell, row, column in placed(rows):
        down = cell.rowspan if across or cell.head else 1
        for line in range(row, min(row + down, len(grid))):
            for at in range(column, min(column + (cell.colspan if across else 1), width)):
                grid[line][at] = _text(cell)
    return grid


def _text(cell: Cell) -> str:
    """What a spreadsheet would take for a formula is marked as text."""
    text = " ".join(cell.text.split("\n"))
    return f"'{text}" if FORMULAS.match(text) else text
