"""Finds the tables of a workbook by their headings, whatever their place: months, label columns, units, rows.

Pure Python: no Django, no storage, no file. What a row means for the division's figures is matching's business.
"""

import json
import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from ..figures import CIRCLED, UNITS
from ..periods import Month
from .safety import run_child

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


def _first_column(merge: tuple[int, int, int, int]) -> int:
    return merge[1]


def read_sheets(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, read in a child process with limits. Raises Refused."""
    return sheets_of_scan(run_child("read", content))


def sheets_of_scan(output: bytes) -> list[Sheet]:
    """The sheets out of what the child process said."""
    return [_sheet(raw) for raw in json.loads(output)]


def _sheet(raw: dict[str, Any]) -> Sheet:
    pairs = {name: frozenset((row, column) for row, column in raw[name]) for name in ("uncached", "percents")}
    return Sheet(
        raw["name"], raw["hidden"],
        [[_value(value) if type(value) is dict else value for value in row] for row in raw["rows"]],
        [tuple(merge) for merge in raw["merges"]],
        frozenset(raw["hidden_rows"]), frozenset(raw["hidden_columns"]),
        pairs["uncached"], {(row, column): text for row, column, text in raw["errors"]}, pairs["percents"],
    )  # fmt: skip


def _value(tagged: dict[str, str]) -> Value:
    return date.fromisoformat(tagged["date"]) if "date" in tagged else Other(tagged["other"])


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
    text = unicodedata.normalize("NFKC", str(value).replace("㎡", "\0")).replace("\0", "㎡")
    return " ".join(text.split())


def squeeze(value: Value) -> str:
    return tidy(value).replace(" ", "")


# ------------------------------------------------------------------------------------------------------- headings

IDENTIFIER = "식별자"
_WORD = (
    r"(?:월?말|중|분|까지|현재|기준|당월|월계|월별|실적|누계|누적|집행|지출|원인행위|분자|분모|목표|계획|전년|동기|증감|달성률|집행률|대비|액|치|"
    r"[()\[\]·,/])"
)
_REST = f"{_WORD}*"
_YEAR = r"(?:'?(?P<year>(?:19|20)?\d{2})(?:년도?|[.\-/]))"
_MONTH = re.compile(
    rf"(?P<before>{_REST}){_YEAR}?(?P<month>0?[1-9]|1[0-2])(?P<mark>월|\.)?(?:[.\-/]?(?:2[89]|3[01])[일.]?)?(?P<after>{_REST})"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])")
_YEAR_ALONE = re.compile(r"(?:^|[^\d])(?:'?(\d{2})|((?:19|20)\d{2}))\s*년")
_LABEL_HEADS = ("지표", "사업", "과제", "항목", "구분", "세부", "내용", "과목", "예산", "단위")
_IGNORED_LABEL_HEADS = re.compile(
    r"번호|연번|순번|no\.?|비고|담당.*|부서.*|소관.*|방법|합산.*|직전.*|.*목표.*|예산현액.*|예산액.*|주기", re.I
)
_NOT_ACTUAL = re.compile(r"목표|계획|전년|증감|달성률|달성율|진도율|집행률|집행율|비율|예산|대비")
_TOTAL = re.compile(r"(?:총|소|누|합)?계|합계|총합계|전체|(?:상|하)반기.*|\d/4분기.*|\d분기.*|\d{1,2}월?~\d{1,2}월.*")
_NOTE = re.compile(r"[※*]|주\s*\d*\)|자료\s*:|출처|비고\b")
_BULLET = re.compile(rf"^(?:[○●□■▶◆◇▪·\-–•{CIRCLED}]|\d+[.)]|[가-하][.)])\s*")


class Heading(NamedTuple):
    """What a column of months holds."""

    year: int | None
    month: int
    cumulative: bool
    measure: str
    """`numerator`, `denominator`, `committed`, `spent`, or empty"""
    actual: bool
    """False for a target, a rate, last year …"""


MEASURE_WORDS = (
    ("분자", "numerator"),
    ("분모", "denominator"),
    ("원인행위", "committed"),
    ("지출", "spent"),
    ("집행액", "spent"),
)


def measure_of(text: str) -> str:
    """The measure that a heading or a label names, or empty."""
    return next((measure for word, measure in MEASURE_WORDS if word in text), "")


def month_heading(value: Value) -> Heading | None:
    """Read `1월`, `2018-01`, `'18.1`, `2018년 1월말 누계`, 201801, 2018.1 or a date as a month; None for anything else."""
    if isinstance(value, bool) or value is None or isinstance(value, Other):
        return None
    if isinstance(value, date):
        return Heading(value.year, value.month, cumulative=False, measure="", actual=True)
    text = squeeze(value).replace("’", "'").replace("‘", "'").replace("`", "'")
    if compact := _COMPACT.fullmatch(text):
        return Heading(int(compact["year"]), int(compact["month"]), cumulative=False, measure="", actual=True)
    match = _MONTH.fullmatch(text)
    if not match or (match["year"] is None and match["mark"] != "월"):
        return None
    if isinstance(value, int | float) and len(match["year"] or "") != 4:
        return None
    words = match["before"] + match["after"]
    return Heading(
        _full_year(match["year"]), int(match["month"]),
        cumulative=_is_cumulative(words), measure=measure_of(words), actual=not _NOT_ACTUAL.search(words),
    )  # fmt: skip


def _full_year(text: str | None) -> int | None:
    return None if text is None else int(text) if len(text) == 4 else 2000 + int(text)


def _is_cumulative(text: str) -> bool:
    return any(word in text for word in ("누계", "누적", "까지"))


def _year_in(text: str) -> int | None:
    """The one year that a text names (`2018년 상반기 실적`); None when it names none or several."""
    years = {_full_year(short or long) for short, long in _YEAR_ALONE.findall(text)}
    return years.pop() if len(years) == 1 else None


# --------------------------------------------------------------------------------------------------------- tables


class MonthColumn(NamedTuple):
    column: int
    month: Month
    cumulative: bool
    measure: str
    hidden: bool
    heading: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what it says of itself, and where it stands. Its cells are read from the sheet."""

    number: int
    identifier: str
    labels: tuple[str, ...]
    section: str
    unit: str
    hidden: bool


class Left(NamedTuple):
    """Something that is not imported, or that one might overlook, and why."""

    sheet: str
    place: str
    text: str


@dataclass(frozen=True)
class Table:
    """A table: its months, its rows, and what of it is left out."""

    sheet: Sheet
    head_row: int
    columns: tuple[MonthColumn, ...]
    rows: tuple[Row, ...]
    units: tuple[str, ...] = ()
    """The units that stand above the table: `(단위: 백만원)`"""
    left: tuple[Left, ...] = ()


class Problem(NamedTuple):
    """A table or workbook that can't be read as it stands."""

    sheet: str
    cell: str
    value: str
    cause: str


@dataclass(frozen=True)
class Reading:
    tables: tuple[Table, ...]
    left: tuple[Left, ...]
    problems: tuple[Problem, ...]


def find_tables(sheets: Iterable[Sheet], year: int | None) -> Reading:
    """Every table of the sheets. `year` is the one asked for: it stands where the workbook names none; a workbook that names
    another one is a problem."""
    tables: list[Table] = []
    left: list[Left] = []
    problems: list[Problem] = []
    for sheet in sheets:
        if sheet.hidden and any(any(value not in ("", None) for value in row) for row in sheet.rows):
            left.append(Left(sheet.name, "", "숨긴 시트입니다. 다른 시트와 같이 읽었습니다."))
        heads = _head_rows(sheet)
        if not heads and any(any(value not in ("", None) for value in row) for row in sheet.rows):
            left.append(Left(sheet.name, "", "달의 이름이 있는 머리글이 없어 읽지 않은 시트입니다."))
        for index, head in enumerate(heads):
            end = heads[index + 1] - 1 if index + 1 < len(heads) else len(sheet.rows)
            table, own_problems = _table(sheet, head, end, heads[index - 1] if index else 0, year)
            problems += own_problems
            if table is not None:
                tables.append(table)
                left += table.left
    return Reading(tuple(tables), tuple(left), tuple(problems))


def _head_rows(sheet: Sheet) -> list[int]:
    """The rows whose cells are months: two of them at least, or one beside the heading of a label column."""
    found = []
    for number, row in enumerate(sheet.rows, 1):
        months = set()
        labelled = False
        for value in row:
            if value in ("", None) or isinstance(value, bool):
                continue
            heading = (
                month_heading(value)
                if not isinstance(value, int | float) or value > 190_000 or 1900 < value < 3000
                else None
            )
            if heading:
                months.add((heading.year, heading.month))
            elif isinstance(value, str):
                labelled = labelled or any(word in value for word in _LABEL_HEADS)
        typed_dates_only = months and not any(isinstance(value, str) and month_heading(value) for value in row)
        if len(months) >= (3 if typed_dates_only and not labelled else 2) or (months and labelled):
            found.append(number)
    return found


def _table(
    sheet: Sheet, head: int, end: int, previous_head: int, year: int | None
) -> tuple[Table | None, list[Problem]]:
    width = len(sheet.rows[head - 1])
    first_month = next(c for c in range(1, width + 1) if month_heading(sheet.merged_value(head, c)))
    top = _top_of_head(sheet, head, first_month, previous_head)
    bottom = _bottom_of_head(sheet, head, first_month, end)
    above = " ".join(
        tidy(value) for row in sheet.rows[previous_head : top - 1] for value in row if isinstance(value, str)
    )
    named_year = _year_in(above) or _year_in(sheet.name)
    columns, left, problems = _columns(sheet, range(top, bottom + 1), head, first_month, named_year, year)
    if not columns:
        return None, problems
    labels, units, identifiers, ignored = _label_columns(sheet, range(top, bottom + 1), first_month)
    left += [
        Left(sheet.name, column_letters(column), f"'{text}' 열은 실적이 아니어서 읽지 않았습니다.")
        for column, text in ignored
    ]
    rows, left_rows = _rows(sheet, range(bottom + 1, end + 1), columns, labels, units, identifiers)
    table = Table(
        sheet, head, columns, rows, _units_in(above + " " + _head_text(sheet, top, bottom)), (*left, *left_rows)
    )
    return table, problems


def _head_text(sheet: Sheet, top: int, bottom: int) -> str:
    return " ".join(tidy(value) for row in sheet.rows[top - 1 : bottom] for value in row if isinstance(value, str))


def _units_in(text: str) -> tuple[str, ...]:
    """The units of `(단위: 명, 백만원)`."""
    found = re.findall(r"단위\s*[:：]?\s*([^()\[\]]+)", text)
    return tuple(unit for part in found for unit in re.split(r"[,\s·/]+", part) if unit in UNITS and unit)


def _top_of_head(sheet: Sheet, head: int, first_month: int, previous_head: int) -> int:
    """The first row of the heading: rows above that stand over month columns only (a title over the whole table is none)."""
    top = head
    while top - 1 > previous_head and head - top < 3:
        row = top - 1
        cells = [
            column for column in range(1, len(sheet.rows[row - 1]) + 1) if sheet.merged_value(row, column) is not None
        ]
        over_months = [
            column
            for column in cells
            if column >= first_month and sheet.anchor(row, column)[1] >= first_month and isinstance(sheet.merged_value(row, column), str | int | float)
            and "단위" not in tidy(sheet.merged_value(row, column))
        ]  # fmt: skip
        reaches_down = any(sheet.anchor(head, column)[0] <= row for column in range(1, first_month))
        if not over_months and not reaches_down:
            break
        top = row
    return top


def _bottom_of_head(sheet: Sheet, head: int, first_month: int, end: int) -> int:
    """The last row of the heading: a row below that says only which measure a month's column holds belongs to it."""
    bottom = head
    while bottom < end and bottom - head < 2:
        row = bottom + 1
        texts = [
            squeeze(sheet.merged_value(row, column)) for column in range(first_month, len(sheet.rows[row - 1]) + 1)
        ]
        given = [text for text in texts if text]
        own = [
            sheet.merged_value(row, column) for column in range(1, first_month) if sheet.anchor(row, column)[0] > head
        ]
        if not given or any(value is not None for value in own) or not all(_is_subheading(text) for text in given):
            break
        bottom = row
    return bottom


def _is_subheading(text: str) -> bool:
    return bool(re.fullmatch(rf"(?:{_WORD}|예산.*|비율|진도율|[%])+", text)) and not text.replace(",", "").isdigit()


def _columns(
    sheet: Sheet, head_rows: range, head: int, first_month: int, named_year: int | None, year: int | None
) -> tuple[tuple[MonthColumn, ...], list[Left], list[Problem]]:
    columns: list[MonthColumn] = []
    left: list[Left] = []
    problems: list[Problem] = []
    seen: dict[tuple[Month, bool, str], MonthColumn] = {}
    current: Heading | None = None
    for column in range(first_month, len(sheet.rows[head - 1]) + 1):
        texts = [tidy(sheet.merged_value(row, column)) for row in head_rows]
        joined = " ".join(dict.fromkeys(filter(None, texts)))
        heading = month_heading(sheet.merged_value(head, column))
        below = any(texts[row - head_rows.start] for row in head_rows if row > head)
        if heading is None and not tidy(sheet.merged_value(head, column)) and below:
            heading = current
        if heading is None:
            current = None
            if joined:
                left.append(
                    Left(sheet.name, column_letters(column), f"'{joined}' 열은 달의 실적이 아니어서 읽지 않았습니다.")
                )
            continue
        current = heading
        others = " ".join(texts[row - head_rows.start] for row in head_rows if row != head)
        if not heading.actual or _NOT_ACTUAL.search(squeeze(others).replace("예산집행", "")):
            left.append(
                Left(sheet.name, column_letters(column), f"'{joined}' 열은 달의 실적이 아니어서 읽지 않았습니다.")
            )
            continue
        place = reference(head, column)
        its_year = heading.year or _year_in(others) or _bare_year(others) or named_year or year
        if its_year is None:
            problems.append(Problem(sheet.name, place, joined, "몇 년의 달인지 알 수 없습니다. 연도를 골라 주세요."))
            continue
        if year is not None and its_year != year:
            problems.append(Problem(sheet.name, place, joined, f"{its_year}년의 열입니다. 고른 연도는 {year}년입니다."))
            continue
        month = Month(its_year, heading.month)
        cumulative = heading.cumulative or _is_cumulative(squeeze(others))
        measure = heading.measure or measure_of(squeeze(others))
        found = MonthColumn(column, month, cumulative, measure, column in sheet.hidden_columns, joined)
        if twin := seen.get((month, cumulative, measure)):
            cause = f"{month.korean}의 열이 {column_letters(twin.column)}열에도 있습니다. 한 열만 남겨 주세요."
            problems.append(Problem(sheet.name, place, joined, cause))
            continue
        seen[month, cumulative, measure] = found
        columns.append(found)
        if found.hidden:
            left.append(
                Left(sheet.name, column_letters(column), f"숨긴 열('{joined}')입니다. 다른 열과 같이 읽었습니다.")
            )
    problems += _unclear_decimals(sheet, head, columns)
    return tuple(columns), left, problems


def _bare_year(text: str) -> int | None:
    match = re.search(r"(?:^|\s)((?:19|20)\d{2})(?:$|\s)", text)
    return int(match[1]) if match else None


def _unclear_decimals(sheet: Sheet, head: int, columns: list[MonthColumn]) -> list[Problem]:
    """A number 2018.1 may have been typed as 2018.10: it is January only where a February stands beside it."""
    months = {column.month.number for column in columns}
    return [
        Problem(
            sheet.name,
            reference(head, column.column),
            "2018.1",
            "1월인지 10월인지 알 수 없습니다. '1월'처럼 글자로 적어 주세요.",
        )
        for column in columns
        if isinstance(sheet.merged_value(head, column.column), float) and column.month.number == 1 and 2 not in months
    ]


def _label_columns(
    sheet: Sheet, head_rows: range, first_month: int
) -> tuple[list[int], list[int], list[int], list[tuple[int, str]]]:
    """The columns left of the months: labels, units, template identifiers, and those that say nothing for matching."""
    labels, units, identifiers, ignored = [], [], [], []
    for column in range(1, first_month):
        joined = "".join(dict.fromkeys(filter(None, (squeeze(sheet.merged_value(row, column)) for row in head_rows))))
        if joined == IDENTIFIER:
            identifiers.append(column)
        elif joined.startswith("단위"):
            units.append(column)
        elif _IGNORED_LABEL_HEADS.fullmatch(joined):
            ignored.append((column, joined))
        else:
            labels.append(column)
    return labels, units, identifiers, ignored


def _rows(
    sheet: Sheet,
    numbers: range,
    columns: tuple[MonthColumn, ...],
    labels: list[int],
    units: list[int],
    identifiers: list[int],
) -> tuple[tuple[Row, ...], list[Left]]:
    rows: list[Row] = []
    left: list[Left] = []
    context: list[str] = [""] * len(labels)
    section = ""
    for number in numbers:
        own = [_label(sheet.merged_value(number, column)) for column in labels]
        identifier = next((tidy(sheet.value(number, column)) for column in identifiers), "")
        filled = any(_is_filled(sheet, number, column.column) for column in columns)
        given = [text for text in own if text]
        if not identifier and not given:
            if filled:
                rows.append(Row(number, "", (), section, "", number in sheet.hidden_rows))
            continue
        if not identifier and _NOTE.match(given[0]):
            left.append(Left(sheet.name, str(number), f"'{given[0][:40]}' 행은 설명이어서 읽지 않았습니다."))
            continue
        first = next((index for index, text in enumerate(own) if text), 0)
        full = (context[:first] + own[first:]) if len(labels) > 1 else own
        if not identifier and not filled:
            if len(given) == 1:
                section = given[0]
            if first == 0 or given:
                context = full
            continue
        context = full
        if not identifier and _TOTAL.fullmatch(squeeze(given[-1])):
            left.append(Left(sheet.name, str(number), f"'{given[-1]}' 행은 합계여서 읽지 않았습니다."))
            continue
        hidden = number in sheet.hidden_rows
        if hidden:
            left.append(
                Left(
                    sheet.name,
                    str(number),
                    f"숨긴 행('{given[-1] if given else identifier}')입니다. 다른 행과 같이 읽었습니다.",
                )
            )
        unit = next((tidy(sheet.merged_value(number, column)) for column in units), "")
        rows.append(Row(number, identifier, tuple(filter(None, full)), section, unit, hidden))
    return tuple(rows), left


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
