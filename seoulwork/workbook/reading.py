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
from itertools import pairwise
from typing import Any, NamedTuple

from seoulwork.domain.numbers import CIRCLED, UNITS
from seoulwork.domain.periods import Month
from seoulwork.workbook.safety import run_child

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
    shown_with: dict[tuple[int, int], str] = field(default_factory=dict)
    """The text that the number format puts beside the number; `,` where it leaves thousands out"""

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
        {(row, column): text for row, column, text in raw["shown_with"]},
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
    r"(?:월?말|중|분|까지|현재|기준|당월|월계|월별|실적|누계|누적|집행|지출|원인행위|분자|분모|목표|계획|전년|동기|증감|달성률|집행률|대비|잠정|확정|액|치|"
    r"[()\[\]·,/])"
)
_REST = f"{_WORD}*"
_YEAR = r"(?:'?(?P<year>(?:19|20)?\d{2})(?:년도?|[.\-/]))"
_MONTH = re.compile(
    rf"(?P<before>{_REST}){_YEAR}?(?P<month>0?[1-9]|1[0-2])(?P<mark>월|\.)?(?:[.\-/]?(?:2[89]|3[01])[일.]?)?(?P<after>{_REST})"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])")
_YEAR_ALONE = re.compile(r"(?:^|[^\d])(?:'?(\d{2})|((?:19|20)\d{2}))\s*년")
_LABEL_HEAD = re.compile(
    r"(?:(?:세부|단위|성과|추진|관리|주요|실적|예산|정책|평가|측정|핵심)*(?:지표|사업|과제|항목|구분|세부|내용|과목|예산|단위)(?:명칭?|이름|내용|구분|항목)?"
    r"(?:\([^()]*\))?(?:[/·,]|및|$))+"
)
"""What stands over a label column, and nothing else: `지표`, `세부사업명`, `사업/지표`, `구분(단위: 명)`"""
_FIGURE = re.compile(r"[(△▲+\-−]*\d[\d,]*(?:\.\d+)?\)?%?")
_IGNORED_LABEL_HEADS = re.compile(
    r"번호|연번|순번|no\.?|비고|담당.*|부서.*|소관.*|방법|합산.*|직전.*|.*목표.*|예산현액.*|예산액.*|주기", re.I
)
_NOT_ACTUAL = re.compile(r"목표|계획|전년|증감|달성률|달성율|진도율|집행률|집행율|비율|예산|대비")
_TOTAL = re.compile(
    r"(?:총|소|누|합)?계|합계|총합계|전체|(?:(?:상|하)반기|\d(?:/4)?분기|\d{1,2}월?~\d{1,2}월)(?:계|합계|소계|누계)?"
)
_BEGINS_WITH_MONTH = re.compile(r"(?:'?(?:\d{2}|\d{4})[년.\-/])?(?:0?[1-9]|1[0-2])월(?![~∼\-])")
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
    unit: str = ""


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
    """Read `1월`, `2018-01`, `'18.1`, `2018년 1월말 누계`, `1월(천명)`, 201801, 2018.1 or a date as a month; None for anything else."""
    if isinstance(value, bool) or value is None or isinstance(value, Other):
        return None
    if isinstance(value, date):
        return Heading(value.year, value.month, cumulative=False, measure="", actual=True)
    text = squeeze(value).replace("’", "'").replace("‘", "'").replace("`", "'")
    if compact := _COMPACT.fullmatch(text):
        return Heading(int(compact["year"]), int(compact["month"]), cumulative=False, measure="", actual=True)
    unit = _bracketed_unit(text)
    match = _MONTH.fullmatch(text[: text.rindex("(")] if unit else text)
    if not match or (match["year"] is None and match["mark"] != "월"):
        return None
    if isinstance(value, int | float) and len(match["year"] or "") != 4:
        return None
    words = match["before"] + match["after"]
    return Heading(
        _full_year(match["year"]), int(match["month"]),
        cumulative=_is_cumulative(words), measure=measure_of(words), actual=not _NOT_ACTUAL.search(words),
        unit=unit,
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
    heading: str
    unit: str = ""
    """As its heading has it in brackets"""


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


class Left(NamedTuple):
    """Something that is not imported, or that one might overlook, and why."""

    sheet: str
    place: str
    text: str


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
        heads = _head_rows(sheet)
        if not heads:
            left.append(Left(sheet.name, "", "달의 이름이 있는 머리글이 없어 읽지 않은 시트입니다."))
            continue
        regions = []
        tops = [_top_of_head(sheet, head, before) for before, head in pairwise([0, *heads])]
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
        cells += [reference(number, column) for column in columns if column <= len(row) and _is_figure(row[column - 1])]
    if not cells:
        return []
    more = f" 등 {len(cells):,}칸" if len(cells) > MOST_NAMED else ""
    text = "달의 열이나 지표의 행이 아닌 곳의 숫자여서 읽지 않았습니다."
    return [Left(sheet.name, ", ".join(cells[:MOST_NAMED]) + more, text)]


def _is_figure(value: Value) -> bool:
    if isinstance(value, str):
        return not isinstance(value, Other) and _FIGURE.fullmatch(squeeze(value)) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _head_rows(sheet: Sheet) -> list[int]:
    """The rows whose cells are months: two of them at least, or one beside the heading of a label column.

    Below the first, a row is another heading only when nothing else can be meant: it names months in two columns, or in
    those of the heading before, its labels are those of a heading, and it holds no figure where that one has its months.
    """
    found: list[int] = []
    open_columns: set[int] = set()
    for number, row in enumerate(sheet.rows, 1):
        months: dict[int, tuple[int | None, int]] = {}
        only_dates = True
        for column, value in enumerate(row, 1):
            if value in ("", None) or isinstance(value, bool):
                continue
            if isinstance(value, int | float) and not (value > 190_000 or 1900 < value < 3000):
                continue
            if heading := month_heading(value):
                months[column] = (heading.year, heading.month)
                only_dates = only_dates and isinstance(value, date)
        if not months:
            continue
        labels = [squeeze(value) for value in row[: min(months) - 1] if isinstance(value, str) and value]
        if any(
            _is_figure(value) and not _is_year(value) for column, value in enumerate(row, 1) if column not in months
        ):
            continue
        if found:
            heads = len(months) > 1 or (months.keys() == open_columns and bool(labels))
            if not heads or not all(map(_LABEL_HEAD.fullmatch, labels)):
                continue
        elif len(set(months.values())) < (3 if only_dates else 2) and not any(map(_LABEL_HEAD.fullmatch, labels)):
            continue
        found.append(number)
        open_columns = set(months)
    return found


def _is_year(value: Value) -> bool:
    return isinstance(value, int | float) and 1900 < value < 3000 and value == int(value)


def _first_month(sheet: Sheet, head: int) -> int:
    """The first column of a heading that is a month."""
    width = len(sheet.rows[head - 1])
    return next(column for column in range(1, width + 1) if month_heading(sheet.merged_value(head, column)))


def _table(
    sheet: Sheet, numbers: range, head: int, previous_head: int, year: int | None, known_heads: set[str]
) -> tuple[Table | None, _Region, list[Left], list[Problem]]:
    """The table under a heading (None when none of its columns is to be read), what it accounts for, and what is said of it."""
    width, top, end = len(sheet.rows[head - 1]), numbers.start, numbers.stop - 1
    first_month = _first_month(sheet, head)
    bottom = _bottom_of_head(sheet, head, first_month, end)
    above = _texts(sheet.rows[previous_head : top - 1])
    named_year = _year_in(" ".join(above)) or _year_in(sheet.name)
    columns, left, problems = _columns(sheet, range(top, bottom + 1), head, end, named_year, year)
    labels, units, identifiers, ignored = _label_columns(sheet, range(top, bottom + 1), first_month)
    rows, passed, hidden = _rows(sheet, range(bottom + 1, end + 1), columns, labels, units, identifiers)
    told = {each.place for each in left} | {each.cell.rstrip("0123456789") for each in problems}
    known = {
        *units, *identifiers, *(column for column, _ in ignored), *(c for c in range(1, width + 1) if column_letters(c) in told),
    }  # fmt: skip
    left += [
        Left(sheet.name, column_letters(column), f"'{text}' 열은 실적이 아니어서 읽지 않았습니다.")
        for column, text in ignored
        if text not in known_heads
    ]
    left += [
        Left(sheet.name, column_letters(c), f"숨긴 열('{text}')입니다. 다른 열과 같이 읽었습니다.")
        for c in range(1, width + 1)
        if c in sheet.hidden_columns
        and c not in identifiers
        and (text := _heading_of(sheet, range(top, bottom + 1), c))
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
    table = Table(sheet, head, columns, rows, _units_in([*above, *_texts(sheet.rows[top - 1 : bottom])]))
    return table, region, left, problems


def _heading_of(sheet: Sheet, head_rows: range, column: int) -> str:
    """All that the heading says of a column."""
    return " ".join(dict.fromkeys(filter(None, (tidy(sheet.merged_value(row, column)) for row in head_rows))))


def _texts(rows: list[list[Value]]) -> list[str]:
    return [tidy(value) for row in rows for value in row if isinstance(value, str)]


def _units_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The units of `(단위: 명, 백만 원)`, known or not."""
    found = [part for text in texts for part in re.findall(r"단위\s*[:：]?\s*([^()\[\]]+)", text)]
    pieces = [squeeze(piece) for part in found for piece in re.split(r"[,·]", part)]
    return tuple(
        unit for piece in pieces for unit in ([piece] if piece in UNITS else piece.split("/")) if unit
    )  # fmt: skip


def _bracketed_unit(text: str) -> str:
    """The unit of a heading `(천명)` or `1월(천명)`, squeezed; empty when the brackets hold none."""
    match = re.search(r"\((?:단위:?)?([^()]+)\)$", text)
    return match[1] if match and match[1] in UNITS else ""


def _top_of_head(sheet: Sheet, head: int, previous_head: int) -> int:
    """The first row of the heading: rows above that stand over month columns only (a title over the whole table is none, and
    neither is a row with a label or a figure of its own)."""
    top, first_month = head, _first_month(sheet, head)
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
        if any(_is_own(sheet, row, column, head, first_month) for column in cells):
            break
        reaches_down = any(sheet.anchor(head, column)[0] <= row for column in range(1, first_month))
        if not over_months and not reaches_down:
            break
        top = row
    return top


def _is_own(sheet: Sheet, row: int, column: int, head: int, first_month: int) -> bool:
    """Whether a cell above a heading belongs to a row of its own: a figure, or a label that does not reach down to it."""
    value = sheet.merged_value(row, column)
    if column >= first_month:
        return _is_figure(value) and not _is_year(value)
    reaches_down = sheet.anchor(row, column) == sheet.anchor(head, column)
    return not reaches_down and sheet.anchor(row, column)[1] == column and not _LABEL_HEAD.fullmatch(squeeze(value))


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
        if (
            not given
            or any(value is not None for value in own)
            or not all(_is_subheading(text) or _bracketed_unit(text) for text in given)
        ):
            break
        bottom = row
    return bottom


def _is_subheading(text: str) -> bool:
    return bool(re.fullmatch(rf"(?:{_WORD}|예산.*|비율|진도율|[%])+", text)) and not text.replace(",", "").isdigit()


def _columns(
    sheet: Sheet, head_rows: range, head: int, end: int, named_year: int | None, year: int | None
) -> tuple[tuple[MonthColumn, ...], list[Left], list[Problem]]:
    columns: list[MonthColumn] = []
    left: list[Left] = []
    problems: list[Problem] = []
    seen: dict[tuple[Month, bool, str], MonthColumn] = {}
    current: Heading | None = None
    titles: dict[int, str] = {}
    first_month = _first_month(sheet, head)
    for column in range(1, len(sheet.rows[head - 1]) + 1):
        own_text = tidy(sheet.merged_value(head, column))
        texts = [tidy(sheet.merged_value(row, column)) for row in head_rows]
        if (
            _BEGINS_WITH_MONTH.match(squeeze(own_text))
            and not month_heading(own_text)
            and _has_figures(sheet, column, head, end)
        ):
            cause = (
                "어느 달의 무엇인지 알 수 없는 머리글입니다. '3월'처럼 달만 적거나, 실적이 아니면 이 열을 지워 주세요."
            )
            problems.append(Problem(sheet.name, reference(head, column), own_text, cause))
        if column < first_month:
            continue
        heading = month_heading(sheet.merged_value(head, column))
        below = any(texts[row - head_rows.start] for row in head_rows if row > head)
        if heading is None and not own_text and below:
            heading = current
        # A title above that is centred over several columns without merging them stands in the first of them only.
        titles = {
            row: text if (text := texts[row - head_rows.start]) or sheet.merge_at(row, column) else titles.get(row, "")
            for row in head_rows if row < head and heading
        }  # fmt: skip
        titles = {row: text for row, text in titles.items() if not sheet.merge_at(row, column)}
        texts = [text or titles.get(row, "") for row, text in zip(head_rows, texts, strict=True)]
        joined = " ".join(dict.fromkeys(filter(None, texts)))
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
        unit = heading.unit or next(filter(None, map(_bracketed_unit, map(squeeze, texts))), "")
        found = MonthColumn(column, month, cumulative, measure, joined, unit)
        if twin := seen.get((month, cumulative, measure)):
            cause = f"{month.korean}의 열이 {column_letters(twin.column)}열에도 있습니다. 한 열만 남겨 주세요."
            problems.append(Problem(sheet.name, place, joined, cause))
            continue
        seen[month, cumulative, measure] = found
        columns.append(found)
    problems += _unclear_decimals(sheet, head, columns)
    return tuple(columns), left, problems


def _has_figures(sheet: Sheet, column: int, head: int, end: int) -> bool:
    return any(_is_figure(sheet.value(row, column)) for row in range(head + 1, end + 1))


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
