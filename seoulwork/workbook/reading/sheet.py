"""A sheet as plain values, read in the child process; where its cells stand, and what is said of them."""

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from seoulwork.domain.numbers import plain
from seoulwork.domain.vocabulary import UNITS
from seoulwork.workbook.safety import run_child

TIME_MARKS = ("월", "월말", "년")
"""What a number format puts behind a number to make it a time."""
MOST_NAMED = 20
"""So many cells are named one by one."""


Value = str | int | float | bool | date | None


class Other(str):
    """A value that is neither number, text nor date (a time of day): never a figure."""


@dataclass(frozen=True)
class Sheet:
    """One sheet as plain values. Rows and columns count from 1."""

    name: str
    hidden: bool
    rows: list[list[Value]]
    merges: list[tuple[int, int, int, int]]
    """(first row, first column, last row, last column)"""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncached: frozenset[tuple[int, int]] = frozenset()
    """Formulas without a calculated value"""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: frozenset[tuple[int, int]] = frozenset()
    """Cells shown as a percentage"""
    controls: frozenset[tuple[int, int]] = frozenset()
    """Cells with letters that can't be printed"""
    lost: bool = False
    """Named by the workbook, but without content"""
    shown_with: dict[tuple[int, int], str] = field(default_factory=dict)
    """The text that the number format puts beside the number; `,` where it leaves thousands out, `;` where it hides the number"""

    def value(self, row: int, column: int) -> Value:
        """The cell's value; None when it is blank or outside."""
        if not 1 <= row <= len(self.rows) or not 1 <= column <= len(self.rows[row - 1]):
            return None
        value = self.rows[row - 1][column - 1]
        return None if value == "" else value

    @cached_property
    def _merges_of_row(self) -> dict[int, list[tuple[int, int, int, int]]]:
        """The merged ranges that each row crosses, from left to right: one entry a row, however wide a range is."""
        found: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
        for merge in sorted(self.merges, key=_first_column):
            for row in range(merge[0], min(merge[2], len(self.rows)) + 1):
                found[row].append(merge)
        return found

    def merge_at(self, row: int, column: int) -> tuple[int, int, int, int] | None:
        """The merged range that the cell lies in."""
        merges = self._merges_of_row.get(row)
        if not merges:
            return None
        at = bisect_right(merges, column, key=_first_column)
        return merges[at - 1] if at and column <= merges[at - 1][3] else None

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The first cell of the merged range that the cell lies in; the cell itself outside of one."""
        merge = self.merge_at(row, column)
        return merge[:2] if merge else (row, column)

    def merged_value(self, row: int, column: int) -> Value:
        """The cell's value, read through merged ranges."""
        return self.value(*self.anchor(row, column))

    def only(self, parts: Iterable[tuple[range, range]]) -> "Sheet":
        """The sheet without what stands outside of certain columns, for some of its rows."""
        rows, merges = list(self.rows), self.merges
        for numbers, columns in parts:
            for number in numbers:
                row = rows[number - 1]
                rows[number - 1] = [value if at in columns else None for at, value in enumerate(row, 1)]
            merges = [merge for merge in merges if merge[0] not in numbers or merge[1] in columns]
        return replace(self, rows=rows, merges=merges)


def _first_column(merge: tuple[int, int, int, int]) -> int:
    return merge[1]


def read_sheets(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, read in a child process with limits. Raises Refused."""
    return sheets_of_scan(run_child(content))


def sheets_of_scan(output: bytes) -> list[Sheet]:
    """The sheets out of what the child process said."""
    odd = b"\\u00" in output  # JSON writes control characters so, and nothing else
    return [_sheet(raw, odd=odd) for raw in json.loads(output)]


_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _sheet(raw: dict[str, Any], *, odd: bool) -> Sheet:
    pairs = {name: frozenset((row, column) for row, column in raw[name]) for name in ("uncached", "percents")}
    shown_with = {(row, column): text for row, column, text in raw["shown_with"]}
    rows = [[_value(value) if type(value) is dict else value for value in row] for row in raw["rows"]]
    for (row, column), text in shown_with.items():
        # What shows as `7월` and holds 7 is a month.
        if text in TIME_MARKS and row <= len(rows) and column <= len(rows[row - 1]):
            value = rows[row - 1][column - 1]
            if isinstance(value, int | float) and not isinstance(value, bool):
                rows[row - 1][column - 1] = f"{tidy(value)}{text}"
    return Sheet(
        raw["name"],
        raw["hidden"],
        rows,
        [tuple(merge) for merge in raw["merges"]],
        frozenset(raw["hidden_rows"]),
        frozenset(raw["hidden_columns"]),
        pairs["uncached"],
        {(row, column): text for row, column, text in raw["errors"]},
        pairs["percents"],
        with_controls(rows) if odd else frozenset(),
        raw["lost"],
        shown_with,
    )


def with_controls(rows: Iterable[Iterable[Value]]) -> frozenset[tuple[int, int]]:
    """The cells with letters that can't be printed."""
    return frozenset(
        (number, column)
        for number, row in enumerate(rows, 1)
        for column, value in enumerate(row, 1)
        if isinstance(value, str) and _CONTROLS.search(value)
    )


def _value(tagged: dict[str, str]) -> Value:
    return date.fromisoformat(tagged["date"]) if "date" in tagged else Other(tagged["other"])


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """3 → `C`"""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def reference(row: int, column: int) -> str:
    """(12, 3) → `C12`"""
    return f"{column_letters(column)}{row}"


def tidy(value: Value) -> str:
    """A cell's text: one form of each character, runs of blanks and line breaks as one blank."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    text = str(value)
    return _remembered(text) if len(text) <= SHORT else _tidied(text)


SHORT = 100
"""A text of so many letters, as labels and headings are, is tidied once for the many who ask of it."""


def _tidied(text: str) -> str:
    return " ".join(plain(_UNSEEN.sub("", text)).split())


_remembered = UNITS.followed(lru_cache(maxsize=8192)(_tidied))
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Letters of no width, which stand in what was copied from web pages and Hancom."""
_DOTS = str.maketrans(dict.fromkeys("ㆍ‧・•∙⋅", "·"))
"""The dots that keyboards and fonts give for the one in `노동·복지`."""


def squeeze(value: Value) -> str:
    """A text as it is compared: without blanks, each dot the same."""
    text = tidy(value)
    return _squeezed(text) if len(text) <= SHORT else text.replace(" ", "").translate(_DOTS)


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return text.replace(" ", "").translate(_DOTS)


_FIGURE = re.compile(r"[(△▲+\-−]*\d[\d,]*(?:\.\d+)?\)?%?")


class Left(NamedTuple):
    """Something that is not imported, or that one might overlook, and why."""

    sheet: str
    place: str
    text: str


class Problem(NamedTuple):
    """A table or workbook that can't be read as it stands."""

    sheet: str
    cell: str
    value: str
    cause: str


def is_figure(value: Value) -> bool:
    if isinstance(value, str):
        return not isinstance(value, Other) and _FIGURE.fullmatch(squeeze(value)) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_year(value: Value) -> bool:
    return isinstance(value, int | float) and 1900 < value < 3000 and value == int(value)
