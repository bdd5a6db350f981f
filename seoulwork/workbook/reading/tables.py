"""Finds the tables of a workbook by their headings, whatever their place: months, label columns, units, rows.

Pure Python: no Django, no storage, no file. What a row means for the division's figures is matching's business.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from seoulwork.domain.numbers import CIRCLED
from seoulwork.workbook.reading.columns import (
    MonthColumn,
    bottom_of_head,
    column_of_first_month,
    heading_of,
    heading_rows,
    label_columns,
    month_columns,
    top_of_head,
)
from seoulwork.workbook.reading.headings import units_in, year_in
from seoulwork.workbook.reading.sheet import (
    MOST_NAMED,
    Left,
    Problem,
    Sheet,
    Value,
    column_letters,
    is_figure,
    reference,
    squeeze,
    texts_of,
    tidy,
)

_TOTAL = re.compile(
    r"(?:총|소|누|합)?계|합계|총합계|전체|(?:(?:상|하)반기|\d(?:/4)?분기|\d{1,2}월?~\d{1,2}월)(?:계|합계|소계|누계)?"
)


_NOTE = re.compile(r"[※*]|주\s*\d*\)|자료\s*:|출처|비고\b")


_BULLET = re.compile(rf"^(?:[○●□■▶◆◇▪·\-–•{CIRCLED}]|\d+[.)]|[가-하][.)])\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what it says of itself, and where it stands. Its cells are read from the sheet."""

    number: int
    identifier: str
    labels: tuple[str, ...]
    section: str
    unit: str
    total: bool = False
    """Called a total; what it is called may still be the name of a figure"""


@dataclass(frozen=True)
class Table:
    """A table: its months, its rows."""

    sheet: Sheet
    head_row: int
    columns: tuple[MonthColumn, ...]
    rows: tuple[Row, ...]
    units: tuple[str, ...] = ()
    """The units that stand above the table: `(단위: 백만원)`"""


@dataclass(frozen=True)
class _Region:
    """Which cells of a sheet one table accounts for: read, or said to be left. Rows and columns count from 1."""

    rows: range
    """From the first row of its heading to its last"""
    silent: frozenset[int]
    """Rows of the heading, and those that are left as a whole"""
    filled: frozenset[int]
    """Rows with figures"""
    beside_figures: tuple[int, ...]
    """Columns of which nothing is known; in other rows than the filled, the months' columns too"""
    beside_labels: tuple[int, ...]

    def unread(self, row: int) -> tuple[int, ...]:
        """The columns that the table does not account for in a row."""
        if row in self.silent:
            return ()
        return self.beside_figures if row in self.filled else self.beside_labels


@dataclass(frozen=True)
class Reading:
    tables: tuple[Table, ...]
    left: tuple[Left, ...]
    problems: tuple[Problem, ...]


def find_tables(sheets: Iterable[Sheet], year: int | None, own_heads: Iterable[str] = ()) -> Reading:
    """Every table of the sheets. `year` is the one asked for: it stands where the workbook names none; a workbook that names
    another one is a problem. `own_heads` are headings of label columns that are no news: those of a template."""
    known = {squeeze(head) for head in own_heads}
    tables: list[Table] = []
    left: list[Left] = []
    problems: list[Problem] = []
    for sheet in sheets:
        if not any(any(value not in ("", None) for value in row) for row in sheet.rows):
            continue
        if sheet.hidden:
            left.append(Left(sheet.name, "", "숨긴 시트입니다. 다른 시트와 같이 읽었습니다."))
        heads = heading_rows(sheet)
        if not heads:
            left.append(Left(sheet.name, "", "달의 이름이 있는 머리글이 없어 읽지 않은 시트입니다."))
            continue
        regions = []
        tops = [top_of_head(sheet, head, before) for before, head in pairwise([0, *heads])]
        for head, top, before, after in zip(heads, tops, [0, *heads], [*tops[1:], len(sheet.rows) + 1], strict=False):
            table, region, own_left, own_problems = _table(sheet, range(top, after), head, before, year, known)
            problems += own_problems
            left += own_left
            regions.append(region)
            if table is not None:
                tables.append(table)
        left += _strays(sheet, regions)
    return Reading(tuple(tables), tuple(left), tuple(problems))


def _strays(sheet: Sheet, regions: list[_Region]) -> list[Left]:
    """The figures of a sheet that no table accounts for: no number is passed over without a word."""
    cells = []
    for number, row in enumerate(sheet.rows, 1):
        region = next((each for each in regions if number in each.rows), None)
        columns = region.unread(number) if region else range(1, len(row) + 1)
        cells += [reference(number, column) for column in columns if column <= len(row) and is_figure(row[column - 1])]
    if not cells:
        return []
    more = f" 등 {len(cells):,}칸" if len(cells) > MOST_NAMED else ""
    text = "달의 열이나 지표의 행이 아닌 곳의 숫자여서 읽지 않았습니다."
    return [Left(sheet.name, ", ".join(cells[:MOST_NAMED]) + more, text)]


def _table(
    sheet: Sheet, numbers: range, head: int, previous_head: int, year: int | None, known_heads: set[str]
) -> tuple[Table | None, _Region, list[Left], list[Problem]]:
    """The table under a heading (None when none of its columns is to be read), what it accounts for, and what is said of it."""
    width, top, end = len(sheet.rows[head - 1]), numbers.start, numbers.stop - 1
    first_month = column_of_first_month(sheet, head)
    bottom = bottom_of_head(sheet, head, first_month, end)
    above = texts_of(sheet.rows[previous_head : top - 1])
    named_year = year_in(" ".join(above)) or year_in(sheet.name)
    columns, left, problems = month_columns(sheet, range(top, bottom + 1), head, end, named_year, year)
    labels, units, identifiers, ignored = label_columns(sheet, range(top, bottom + 1), first_month)
    rows, passed, hidden = _rows(sheet, range(bottom + 1, end + 1), columns, labels, units, identifiers)
    told = {each.place for each in left} | {each.cell.rstrip("0123456789") for each in problems}
    known = {
        *units,
        *identifiers,
        *(column for column, _ in ignored),
        *(c for c in range(1, width + 1) if column_letters(c) in told),
    }
    left += [
        Left(sheet.name, column_letters(column), f"'{text}' 열은 실적이 아니어서 읽지 않았습니다.")
        for column, text in ignored
        if text not in known_heads
    ]
    left += [
        Left(sheet.name, column_letters(c), f"숨긴 열('{text}')입니다. 다른 열과 같이 읽었습니다.")
        for c in range(1, width + 1)
        if c in sheet.hidden_columns and c not in identifiers and (text := heading_of(sheet, range(top, bottom + 1), c))
    ]
    filled = frozenset(row.number for row in rows)
    region = _Region(
        numbers,
        frozenset(range(top, bottom + 1)) | {int(each.place) for each in passed},
        filled,
        tuple(c for c in range(1, width + 1) if c not in known and not any(c == each.column for each in columns)),
        tuple(c for c in range(1, width + 1) if c not in known),
    )
    left += [*passed, *hidden]
    if not columns:
        return None, region, left, problems
    table = Table(sheet, head, columns, rows, units_in([*above, *texts_of(sheet.rows[top - 1 : bottom])]))
    return table, region, left, problems


def _rows(
    sheet: Sheet,
    numbers: range,
    columns: tuple[MonthColumn, ...],
    labels: list[int],
    units: list[int],
    identifiers: list[int],
) -> tuple[tuple[Row, ...], list[Left], list[Left]]:
    """The rows with figures, what is said of those that are passed over, and of the hidden ones."""
    rows: list[Row] = []
    left: list[Left] = []
    hidden_rows: list[Left] = []
    context: list[str] = [""] * len(labels)
    section = ""
    for number in numbers:
        own = [_label(sheet.merged_value(number, column)) for column in labels]
        identifier = next((tidy(sheet.value(number, column)) for column in identifiers), "")
        filled = any(_is_filled(sheet, number, column.column) for column in columns)
        given = [text for text in own if text]
        if number in sheet.hidden_rows and (given or filled):
            name = given[-1] if given else identifier or "이름 없음"
            text = f"숨긴 행('{name}')입니다. 다른 행과 같이 읽었습니다."
            hidden_rows.append(Left(sheet.name, str(number), text))
        if not identifier and not given:
            if filled:
                rows.append(Row(number, "", (), section, ""))
            continue
        if not identifier and _NOTE.match(given[0]):
            left.append(Left(sheet.name, str(number), f"'{given[0][:40]}' 행은 설명이어서 읽지 않았습니다."))
            continue
        first = next((index for index, text in enumerate(own) if text), 0)
        full = (context[:first] + own[first:]) if len(labels) > 1 and not identifier else own
        if not identifier and not filled:
            if len(given) == 1:
                section = given[0]
            if first == 0 or given:
                context = full
            continue
        context = full
        unit = next((tidy(sheet.merged_value(number, column)) for column in units), "")
        total = not identifier and _TOTAL.fullmatch(squeeze(given[-1])) is not None
        rows.append(Row(number, identifier, tuple(filter(None, full)), section, unit, total))
    return tuple(rows), left, hidden_rows


def _is_filled(sheet: Sheet, row: int, column: int) -> bool:
    return (
        sheet.merged_value(row, column) is not None or (row, column) in sheet.uncached or (row, column) in sheet.errors
    )


def _label(value: Value) -> str:
    """A label's text without its bullet; numbers (row numbers) are no label."""
    if isinstance(value, int | float) or value is None:
        return ""
    text = tidy(value)
    return _BULLET.sub("", text) or text
