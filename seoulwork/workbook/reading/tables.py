"""A table: its months, its rows, and which cells of its sheet it accounts for.

Pure Python: no Django, no storage, no file. Where the tables stand is found in finding.py; what a row means for the division's
figures is matching's business.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from seoulwork.domain.numbers import CIRCLED
from seoulwork.workbook.reading.columns import Aim, MonthColumn
from seoulwork.workbook.reading.frame import Around
from seoulwork.workbook.reading.headings import bracketed_unit
from seoulwork.workbook.reading.sheet import Left, Problem, Sheet, Value, reference, squeeze, tidy

_TOTAL = re.compile(
    r"(?:총|소|누|합)?계|합계|총합계|전체|(?:(?:상|하)반기|\d(?:/4)?분기|\d{1,2}월?~\d{1,2}월)(?:계|합계|소계|누계)?"
)
_NOTE = re.compile(r"[※*]|주\s*\d*\)|\d+\)|자료\s*:|출처|비고\b")
_BULLET = re.compile(
    rf"^(?:[○●□■▶◆◇▪·\-–•※*└├{CIRCLED}]+|\(?\d+(?:-\d+)*[.)]|\(?[가-하][.)]|[IVX]+\.|[ᄀ-ᄒ](?=\s))\s*"
)


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
    owner: str = ""
    """What the column of its division or department says of it, or of those above it"""


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
    aims: tuple[Aim, ...] = ()


@dataclass(frozen=True)
class Region:
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
    """What a sheet, or all of them, hold."""

    tables: tuple[Table, ...] = ()
    left: tuple[Left, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Places:
    """The columns of a table beside those of its months."""

    labels: Sequence[int]
    units: Sequence[int] = ()
    identifiers: Sequence[int] = ()
    owners: Sequence[int] = ()
    """Of the division or department, which are said once for several rows"""
    years: Sequence[int] = ()
    beside: Sequence[int] = ()


@dataclass
class Rows:
    """The rows of a table with figures, the block rows, and what is said of those that are passed over."""

    rows: list[Row] = field(default_factory=list)
    sections: dict[str, Around] = field(default_factory=dict)
    passed: list[Left] = field(default_factory=list)
    hidden: list[Left] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def is_total(text: str) -> bool:
    """Whether a squeezed label is that of a sum of others: 합계, 소계, 상반기 …"""
    return _TOTAL.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a text begins like a note: `※ …`, `1) …`, `자료: …`"""
    return _NOTE.match(text) is not None


def texts(sheet: Sheet, numbers: range, what: str, columns: Iterable[int] | None = None) -> list[Around]:
    """The texts of some rows, of all their columns or of some."""
    return [
        Around(text, reference(number, column), what)
        for number in numbers
        for column in (range(1, len(sheet.rows[number - 1]) + 1) if columns is None else columns)
        if isinstance(value := sheet.value(number, column), str) and (text := tidy(value))
    ]


def rows_of(sheet: Sheet, numbers: range, columns: tuple[MonthColumn, ...], places: Places) -> Rows:
    """The rows between the heading and the end of a table with a column for each month."""
    found = Rows()
    context: list[str] = [""] * len(places.labels)
    section = ""
    years, owners = Said(sheet, places.years), Said(sheet, places.owners)
    for number in numbers:
        own = [label_of(sheet.merged_value(number, column)) for column in places.labels]
        identifier = next((tidy(sheet.value(number, column)) for column in places.identifiers), "")
        filled = any(is_filled(sheet, number, column.column) for column in columns)
        given = [text for text in own if text]
        year, owner = years.at(number), owners.at(number)
        if number in sheet.hidden_rows and (given or filled):
            found.hidden.append(_hidden(sheet, number, given[-1] if given else identifier or "이름 없음"))
        if filled and (problem := _of_another_year(sheet, number, year, columns, places)):
            found.problems.append(problem)
            continue
        if not identifier and not given:
            if filled:
                found.rows.append(Row(number, "", (), section, "", owner=owner))
            continue
        labels = (tidy(sheet.merged_value(number, column)) for column in places.labels)
        if not identifier and not filled and is_note(next(filter(None, labels), "")):
            found.passed.append(Left(sheet.name, str(number), f"'{given[0][:40]}' 행은 설명이어서 읽지 않았습니다."))
            continue
        first = next((index for index, text in enumerate(own) if text), 0)
        full = (context[:first] + own[first:]) if len(places.labels) > 1 and not identifier else own
        if filled and (dated := _of_another_time(full, columns)):
            found.passed.append(Left(sheet.name, str(number), f"'{dated}' 행은 다른 해의 값이어서 읽지 않았습니다."))
            context = full
            continue
        if not identifier and not filled:
            if len(given) == 1:
                section = given[0]
                found.sections[section] = Around(section, reference(number, places.labels[first]), "묶음 행")
            if first == 0 or given:
                context = full
            continue
        context = full
        found.rows.append(
            row_at(sheet, number, _without_year(full), places, identifier=identifier, section=section, owner=owner)
        )
    return found


def row_at(
    sheet: Sheet,
    number: int,
    labels: Sequence[str],
    places: Places,
    *,
    identifier: str = "",
    section: str = "",
    owner: str = "",
    time: Value = None,
) -> Row:
    """The row with its labels, its unit and what stands beside them, and behind its month (`7월(천명)`)."""
    named = tuple(filter(None, labels))
    unit = next((tidy(sheet.merged_value(number, column)) for column in places.units), "")
    total = not identifier and bool(named) and is_total(squeeze(named[-1]))
    beside = [sheet.value(number, column) for column in places.beside]
    if unit_behind := bracketed_unit(squeeze(time)):
        beside.append(f"({unit_behind})")
    return Row(
        number,
        identifier,
        named,
        section,
        unit,
        total,
        " ".join(tidy(value) for value in beside if isinstance(value, str) and value),
        owner,
    )


class Said:
    """What some columns say of a row: in it, in a merged range over it, or in the last row above it that says anything."""

    def __init__(self, sheet: Sheet, columns: Sequence[int]) -> None:
        self.sheet, self.columns, self.last = sheet, columns, ""

    def at(self, number: int) -> str:
        """Of the rows of a table, in their order."""
        own = " ".join(text for column in self.columns if (text := tidy(self.sheet.merged_value(number, column))))
        self.last = own or self.last
        return self.last


_YEAR = re.compile(r"'?(\d{2}|\d{4})(년도?)?(?:실적)?")


def year_of(text: str, *, named: bool = False) -> int | None:
    """`2017`, `'17년` → 2017; only what is called one when `named`."""
    match = _YEAR.fullmatch(squeeze(text))
    if match and named and not match[2]:
        return None
    return None if match is None else int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])


def _of_another_time(labels: list[str], columns: tuple[MonthColumn, ...]) -> str:
    """What a row is called one of whose labels is another year than that of its months (`상담 · 2017년`); empty for any other."""
    years = {column.month.year for column in columns}
    given = [text for text in labels if text]
    said = [text for text in given if (year := year_of(text, named=True)) and year not in years]
    return " · ".join(given) if said and len(given) > 1 else ""


def _without_year(labels: list[str]) -> list[str]:
    """The labels of a row beside the one that is the year of its months."""
    if sum(map(bool, labels)) < 2:
        return labels
    return ["" if year_of(text, named=True) else text for text in labels]


def _of_another_year(
    sheet: Sheet, number: int, text: str, columns: tuple[MonthColumn, ...], places: Places
) -> Problem | None:
    """A row that says of itself that it is of another year than its heading's months."""
    year = year_of(text) if text else None
    months = {column.month.year for column in columns}
    if not text or months == {year}:
        return None
    wanted = ", ".join(f"{each}년" for each in sorted(months))
    cause = f"연도의 열에 '{text}'라고 적힌 행입니다. 표의 달은 {wanted}입니다. 그 해의 행만 남겨 주세요."
    return Problem(sheet.name, reference(number, places.years[0]), text, cause)


def is_filled(sheet: Sheet, row: int, column: int) -> bool:
    """Whether anything stands in a cell, be it an error or a formula without a value."""
    return (
        sheet.merged_value(row, column) is not None or (row, column) in sheet.uncached or (row, column) in sheet.errors
    )


def _hidden(sheet: Sheet, number: int, name: str) -> Left:
    return Left(sheet.name, str(number), f"숨긴 행('{name}')입니다. 다른 행과 같이 읽었습니다.")


def hidden_row(sheet: Sheet, number: int, labels: Sequence[str]) -> list[Left]:
    """What is said of a row with figures when it is hidden."""
    if number not in sheet.hidden_rows:
        return []
    return [_hidden(sheet, number, next(filter(None, reversed(labels)), "이름 없음"))]


def label_of(value: Value) -> str:
    """A label's text without its bullet; numbers (row numbers) are no label."""
    if isinstance(value, int | float) or value is None:
        return ""
    text = tidy(str(value).lstrip().lstrip(CIRCLED))
    return _BULLET.sub("", text) or text
