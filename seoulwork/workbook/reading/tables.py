"""Finds the tables of a workbook by their headings, whatever their place: months, label columns, units, rows.

Pure Python: no Django, no storage, no file. What a row means for the division's figures is matching's business.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
from seoulwork.workbook.reading.frame import Around
from seoulwork.workbook.reading.headings import year_in
from seoulwork.workbook.reading.long import Heads, by_month, long_heads
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
    tidy,
)

_TOTAL = re.compile(
    r"(?:총|소|누|합)?계|합계|총합계|전체|(?:(?:상|하)반기|\d(?:/4)?분기|\d{1,2}월?~\d{1,2}월)(?:계|합계|소계|누계)?"
)


_NOTE = re.compile(r"[※*]|주\s*\d*\)|\d+\)|자료\s*:|출처|비고\b")


_BULLET = re.compile(rf"^(?:[○●□■▶◆◇▪·\-–•※*{CIRCLED}]+|\d+[.)]|[가-하][.)])\s*")


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
    beside: str = ""
    """What stands in cells of the row that are neither label nor month"""


@dataclass(frozen=True)
class Table:
    """A table: its months, its rows."""

    sheet: Sheet
    head_row: int
    columns: tuple[MonthColumn, ...]
    rows: tuple[Row, ...]
    frame: tuple[Around, ...] = ()
    """The texts around its figures that are of no one row or column"""
    sections: Mapping[str, Around] = field(default_factory=dict)
    """The block rows, by their text"""


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

    @property
    def last(self) -> int:
        """The last row with figures, or of its heading."""
        return max((*self.filled, min(self.rows)))

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
        if sheet.lost:
            left.append(
                Left(sheet.name, "", "이름만 있고 내용이 파일에 없는 시트입니다. 필요하면 원본을 확인해 주세요.")
            )
        if not any(any(value not in ("", None) for value in row) for row in sheet.rows):
            continue
        if sheet.hidden:
            left.append(Left(sheet.name, "", "숨긴 시트입니다. 다른 시트와 같이 읽었습니다."))
        problems += [
            Problem(
                sheet.name,
                reference(*at),
                tidy(sheet.value(*at)),
                "보이지 않는 제어 문자가 든 칸입니다. 칸을 지우고 다시 넣어 주세요.",
            )
            for at in sorted(sheet.controls)
        ]
        heads = heading_rows(sheet)
        if not heads and (long := long_heads(sheet)):
            own_tables, region, own_left, own_problems = _long_tables(sheet, long, year, known)
            tables += own_tables
            left += [*own_left, *_strays(sheet, [region])]
            problems += own_problems
            continue
        if not heads:
            left.append(Left(sheet.name, "", "달의 이름이 있는 머리글이 없어 읽지 않은 시트입니다."))
            continue
        regions = []
        tops = [top_of_head(sheet, head, before) for before, head in pairwise([0, *heads])]
        ends = [*tops[1:], len(sheet.rows) + 1]
        before = 0
        for head, top, after in zip(heads, tops, ends, strict=True):
            last_of_all = after > len(sheet.rows)
            table, region, own_left, own_problems = _table(
                sheet, range(top, after), head, before, last_of_all, year, known
            )
            before = region.last
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
    sheet: Sheet,
    numbers: range,
    head: int,
    previous_last: int,
    last_of_all: bool,
    year: int | None,
    known_heads: set[str],
) -> tuple[Table | None, _Region, list[Left], list[Problem]]:
    """The table under a heading (None when none of its columns is to be read), what it accounts for, and what is said of it.

    `previous_last` is the last row of the table above.
    """
    width, top, end = len(sheet.rows[head - 1]), numbers.start, numbers.stop - 1
    first_month = column_of_first_month(sheet, head)
    bottom = bottom_of_head(sheet, head, first_month, end)
    above = _texts(sheet, range(previous_last + 1, top), "표의 위")
    named_year = year_in(" ".join(each.text for each in above)) or year_in(sheet.name)
    columns, left, problems = month_columns(sheet, range(top, bottom + 1), head, end, named_year, year)
    labels, units, identifiers, ignored = label_columns(sheet, range(top, bottom + 1), first_month)
    read = {*labels, *units, *identifiers, *(each.column for each in columns)}
    own_heads = {column for column, text in ignored if text in known_heads}
    beside = [column for column in range(1, width + 1) if column not in read and column not in own_heads]
    body = range(bottom + 1, end + 1)
    rows, sections, passed, hidden = _rows(sheet, body, columns, labels, units, identifiers, beside)
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
    below = _texts(sheet, range(region.last + 1, end + 1), "표의 아래")
    if not last_of_all:  # what stands between two tables is a title of the second, but for notes
        below = [each for each in below if _NOTE.match(each.text)]
    wrong = {each.cell for each in problems}
    frame = [
        Around(tidy(sheet.name), "", "시트 이름"),
        *(each for each in above if not (previous_last and _NOTE.match(each.text))),
        *(
            each
            for each in _texts(sheet, range(top, bottom + 1), "머리글", [*labels, *units])
            if each.place not in wrong
        ),
        *(each for each in _texts(sheet, range(top, bottom + 1), "머리글", beside) if "단위" in each.text),
        *(each for each in _texts(sheet, range(bottom + 1, region.last), "설명 행") if _NOTE.match(each.text)),
        *below,
    ]
    return Table(sheet, head, columns, rows, tuple(frame), sections), region, left, problems


def _long_tables(
    sheet: Sheet, heads: Heads, year: int | None, known_heads: set[str]
) -> tuple[list[Table], _Region, list[Left], list[Problem]]:
    """The months of a table with a row for each month, as a table each; what they account for, and what is said of them."""
    above = _texts(sheet, range(1, heads.row), "표의 위")
    named_year = year_in(" ".join(each.text for each in above)) or year_in(sheet.name)
    months = by_month(sheet, heads, named_year, year)
    width = max(map(len, sheet.rows))
    read = {heads.time, *heads.labels, *heads.units, *heads.values}
    beside = [column for column in range(1, width + 1) if column not in read]
    last = max((number for rows in months.rows.values() for number in rows), default=heads.row)
    frame = (
        Around(tidy(sheet.name), "", "시트 이름"),
        *above,
        *_texts(sheet, range(heads.row, heads.row + 1), "머리글", [*heads.labels, *heads.units]),
        *_texts(sheet, range(last + 1, len(sheet.rows) + 1), "표의 아래"),
    )
    tables, left = [], [each for each in heads.left if each.text not in known_heads]
    for month, numbers in months.rows.items():
        rows: list[Row] = []
        for number in numbers:
            own, _, passed, hidden = _rows(
                sheet, range(number, number + 1), months.columns[month], heads.labels, heads.units, [], beside
            )
            rows += own
            left += [*passed, *hidden]
        tables.append(Table(sheet, heads.row, months.columns[month], tuple(rows), frame))
    filled = frozenset(number for numbers in months.rows.values() for number in numbers)
    told = {number for number in range(heads.row + 1, last + 1) if number not in filled}
    known = [column for column in beside if not any(each.place == column_letters(column) for each in left)]
    region = _Region(range(1, len(sheet.rows) + 1), frozenset({heads.row, *told}), filled, tuple(known), tuple(known))
    return tables, region, left, months.problems


def _texts(sheet: Sheet, numbers: range, what: str, columns: Iterable[int] | None = None) -> list[Around]:
    """The texts of some rows, of all their columns or of some."""
    return [
        Around(text, reference(number, column), what)
        for number in numbers
        for column in (range(1, len(sheet.rows[number - 1]) + 1) if columns is None else columns)
        if isinstance(value := sheet.value(number, column), str) and (text := tidy(value))
    ]


def _rows(
    sheet: Sheet,
    numbers: range,
    columns: tuple[MonthColumn, ...],
    labels: list[int],
    units: list[int],
    identifiers: list[int],
    beside: list[int],
) -> tuple[tuple[Row, ...], dict[str, Around], list[Left], list[Left]]:
    """The rows with figures, the block rows, what is said of those that are passed over, and of the hidden ones."""
    rows: list[Row] = []
    sections: dict[str, Around] = {}
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
        marked = next((tidy(sheet.merged_value(number, c)) for c in labels if tidy(sheet.merged_value(number, c))), "")
        if not identifier and not filled and _NOTE.match(marked):
            left.append(Left(sheet.name, str(number), f"'{given[0][:40]}' 행은 설명이어서 읽지 않았습니다."))
            continue
        first = next((index for index, text in enumerate(own) if text), 0)
        full = (context[:first] + own[first:]) if len(labels) > 1 and not identifier else own
        if not identifier and not filled:
            if len(given) == 1:
                section = given[0]
                sections[section] = Around(section, reference(number, labels[first]), "묶음 행")
            if first == 0 or given:
                context = full
            continue
        context = full
        unit = next((tidy(sheet.merged_value(number, column)) for column in units), "")
        total = not identifier and _TOTAL.fullmatch(squeeze(given[-1])) is not None
        rows.append(
            Row(number, identifier, tuple(filter(None, full)), section, unit, total, _beside(sheet, number, beside))
        )
    return tuple(rows), sections, left, hidden_rows


def _beside(sheet: Sheet, row: int, columns: list[int]) -> str:
    """What stands in the row's cells of some columns."""
    return " ".join(tidy(value) for column in columns if isinstance(value := sheet.value(row, column), str) and value)


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
