"""Finds the tables of a workbook by their headings, whatever their place and shape. Pure Python."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from seoulwork.workbook.reading.across import months_down, tables_across
from seoulwork.workbook.reading.columns import (
    aims_of,
    bottom_of_head,
    column_of_first_month,
    heading_of,
    heading_rows,
    label_columns,
    month_columns,
    top_of_head,
)
from seoulwork.workbook.reading.frame import Around
from seoulwork.workbook.reading.headings import LABEL_HEAD, any_heading, month_heading, year_in
from seoulwork.workbook.reading.long import dated_heads, long_heads, long_tables
from seoulwork.workbook.reading.sheet import (
    MOST_NAMED,
    Left,
    Problem,
    Sheet,
    column_letters,
    is_figure,
    reference,
    squeeze,
    tidy,
)
from seoulwork.workbook.reading.tables import Places, Reading, Region, Table, is_note, rows_of, texts, year_of
from seoulwork.workbook.safety import Refused

MOST_BESIDE = 12
"""So many tables side by side: for each, the sheet is looked at again."""


@dataclass(frozen=True)
class Asked:
    """What is known beside the sheets."""

    year: int | None
    """The one asked for: it stands where the workbook names none; a workbook that names another one is a problem"""
    own_heads: frozenset[str]
    """Headings of label columns that are no news: those of a template"""
    file: str
    """The file's name"""


def find_tables(sheets: Iterable[Sheet], year: int | None, own_heads: Iterable[str] = (), file: str = "") -> Reading:
    """Every table of the sheets; the rest see Asked. Raises Refused for more tables side by side than anybody writes."""
    asked = Asked(year, frozenset(squeeze(head) for head in own_heads), file)
    found = [_of_sheet(sheet, asked) for sheet in sheets]
    return Reading(
        tuple(table for each in found for table in each.tables),
        tuple(left for each in found for left in each.left),
        tuple(problem for each in found for problem in each.problems),
    )


def _of_sheet(sheet: Sheet, asked: Asked) -> Reading:
    left: list[Left] = []
    if sheet.lost:
        text = "이름만 있고 내용이 파일에 없는 시트입니다. 필요하면 원본을 확인해 주세요."
        left.append(Left(sheet.name, "", text))
    if not any(any(value not in ("", None) for value in row) for row in sheet.rows):
        return Reading(left=tuple(left))
    if sheet.hidden:
        left.append(Left(sheet.name, "", "숨긴 시트입니다. 다른 시트와 같이 읽었습니다."))
    problems = [
        Problem(
            sheet.name,
            reference(*at),
            tidy(sheet.value(*at)),
            "보이지 않는 제어 문자가 든 칸입니다. 칸을 지우고 다시 넣어 주세요.",
        )
        for at in sorted(sheet.controls)
    ]
    found = list(_tables_of(sheet, asked))
    if not found:
        left.append(Left(sheet.name, "", "달의 이름이 있는 머리글이 없어 읽지 않은 시트입니다."))
    return Reading(
        tuple(table for each in found for table in each.tables),
        tuple(dict.fromkeys([*left, *(each for part in found for each in part.left)])),
        tuple(dict.fromkeys([*problems, *(each for part in found for each in part.problems)])),
    )


def _tables_of(sheet: Sheet, asked: Asked) -> Iterator[Reading]:
    """What the sheet holds, by the first shape that it has; nothing when it has none."""
    if heads := heading_rows(sheet):
        for part in _side_by_side(sheet, heads):
            yield _wide(part, heads, asked)
    elif long := long_heads(sheet):
        found, regions = long_tables(sheet, long, asked.year)
        yield replace(found, left=(*found.left, *_strays(sheet, regions)))
    elif spans := heading_rows(sheet, any_heading):
        yield _wide(sheet, spans, asked)
    elif dated := dated_heads(sheet, asked.file):
        found, regions = long_tables(sheet, dated, asked.year)
        yield replace(found, left=(*found.left, *_strays(sheet, regions)))
    elif down := months_down(sheet):
        found, region = tables_across(sheet, down, asked.year)
        yield replace(found, left=(*found.left, *_strays(sheet, [region])))


def _strays(sheet: Sheet, regions: list[Region]) -> list[Left]:
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


# ------------------------------------------------------------------------------------- a column for each month


def _side_by_side(sheet: Sheet, heads: list[int]) -> list[Sheet]:
    """The sheet once for each of the tables that stand side by side, without the cells of the others."""
    tops = [top_of_head(sheet, head, before) for before, head in pairwise([0, *heads])]
    parts = []
    for head, top, after in zip(heads, tops, [*tops[1:], len(sheet.rows) + 1], strict=True):
        starts = _starts(sheet, head, range(top, after))
        bounds = [1, *starts, len(sheet.rows[head - 1]) + 1]
        parts.append((range(top, after), [range(first, last) for first, last in pairwise(bounds)]))
    most = max(len(columns) for _, columns in parts)
    if most == 1:
        return [sheet]
    if most > MOST_BESIDE:
        raise Refused(
            f"'{sheet.name}' 시트에 옆으로 나란한 표가 {MOST_BESIDE}개를 넘습니다. 시트를 나누거나 표를 아래로 이어 적어 올려 주세요."
        )
    return [
        sheet.only(
            [(rows, columns[number] if number < len(columns) else range(0)) for rows, columns in parts],
        )
        for number in range(most)
    ]


def _starts(sheet: Sheet, head: int, rows: range) -> list[int]:
    """The columns right of a month, and left of another, with which another table begins: they hold labels."""
    months = [column for column in range(1, len(sheet.rows[head - 1]) + 1) if month_heading(sheet.value(head, column))]
    starts: list[int] = []
    for column in range(months[0] + 1, months[-1]):
        if column in months or (starts and not any(starts[-1] < month < column for month in months)):
            continue
        text = squeeze(sheet.merged_value(head, column))
        if LABEL_HEAD.fullmatch(text) or (not text and _holds_names(sheet, column, rows)):
            starts.append(column)
    return starts


def _holds_names(sheet: Sheet, column: int, rows: range) -> bool:
    """Whether a column without a heading holds texts, and none that may be a figure."""
    values = [value for row in rows if (value := sheet.merged_value(row, column)) is not None]
    words = [text for value in values if isinstance(value, str) and (text := squeeze(value)).strip("-–—−")]
    return bool(words) and len(words) == len(values) and not any(letter.isdigit() for text in words for letter in text)


def _wide(sheet: Sheet, rows: list[int], asked: Asked) -> Reading:
    """The tables under the heading rows of which the sheet has any month."""
    tables: list[Table] = []
    left: list[Left] = []
    problems: list[Problem] = []
    regions: list[Region] = []
    heads = [head for head in rows if any(any_heading(value) for value in sheet.rows[head - 1])]
    tops = [top_of_head(sheet, head, before) for before, head in pairwise([0, *heads])]
    before = 0
    for head, top, after in zip(heads, tops, [*tops[1:], len(sheet.rows) + 1], strict=True):
        table, region, own_left, own_problems = _table(sheet, range(top, after), head, before, asked)
        before = region.last
        problems += own_problems
        left += own_left
        regions.append(region)
        if table is not None:
            tables.append(table)
    return Reading(tuple(tables), (*left, *_strays(sheet, regions)), tuple(problems))


def _table(
    sheet: Sheet, numbers: range, head: int, previous_last: int, asked: Asked
) -> tuple[Table | None, Region, list[Left], list[Problem]]:
    """The table under a heading (None when none of its columns is to be read), what it accounts for, and what is said of it.

    `previous_last` is the last row of the table above.
    """
    width, top, end = len(sheet.rows[head - 1]), numbers.start, numbers.stop - 1
    last_of_all = end == len(sheet.rows)
    first_month = column_of_first_month(sheet, head)
    bottom = bottom_of_head(sheet, head, first_month, end)
    head_rows = range(top, bottom + 1)
    above = texts(sheet, range(previous_last + 1, top), "표의 위")
    own = label_columns(sheet, head_rows, first_month)
    named_year = year_in(" ".join(each.text for each in above)) or year_in(sheet.name)
    named_year = named_year or _year_of_rows(sheet, own.years, range(bottom + 1, end + 1))
    columns, left, problems = month_columns(sheet, head_rows, head, end, named_year, asked.year)
    read = {*own.labels, *own.units, *own.identifiers, *own.years, *(each.column for each in columns)}
    own_heads = {column for column, text in own.ignored if text in asked.own_heads}
    beside = [column for column in range(1, width + 1) if column not in read and column not in own_heads]
    places = Places(own.labels, own.units, own.identifiers, own.owners, own.years, beside)
    body = rows_of(sheet, range(bottom + 1, end + 1), columns, places)
    told = {each.place for each in left} | {each.cell.rstrip("0123456789") for each in problems}
    known = {
        *own.units,
        *own.identifiers,
        *own.years,
        *(column for column, _ in own.ignored),
        *(c for c in range(1, width + 1) if column_letters(c) in told),
    }
    left += [
        Left(sheet.name, column_letters(column), f"'{text}' 열은 실적이 아니어서 읽지 않았습니다.")
        for column, text in own.ignored
        if text not in asked.own_heads
    ]
    left += [
        Left(sheet.name, column_letters(c), f"숨긴 열('{text}')입니다. 다른 열과 같이 읽었습니다.")
        for c in range(1, width + 1)
        if c in sheet.hidden_columns and c not in own.identifiers and (text := heading_of(sheet, head_rows, c))
    ]
    filled = frozenset(row.number for row in body.rows)
    refused = frozenset(int(each.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for each in body.problems)
    region = Region(
        numbers,
        frozenset(head_rows) | {int(each.place) for each in body.passed} | refused,
        filled,
        tuple(c for c in range(1, width + 1) if c not in known and not any(c == each.column for each in columns)),
        tuple(c for c in range(1, width + 1) if c not in known),
    )
    left += [*body.passed, *body.hidden]
    problems += body.problems
    if not columns:
        return None, region, left, problems
    below = texts(sheet, range(region.last + 1, end + 1), "표의 아래")
    if not last_of_all:  # what stands between two tables is a title of the second, but for notes
        below = [each for each in below if is_note(each.text)]
    wrong = {each.cell for each in problems}
    frame = [
        Around(tidy(sheet.name), "", "시트 이름"),
        *(each for each in above if not (previous_last and is_note(each.text))),
        *(each for each in texts(sheet, head_rows, "머리글", [*own.labels, *own.units]) if each.place not in wrong),
        *(each for each in texts(sheet, head_rows, "머리글", beside) if "단위" in each.text),
        *(each for each in texts(sheet, range(bottom + 1, region.last), "설명 행") if is_note(each.text)),
        *below,
    ]
    headings = {column: heading_of(sheet, head_rows, column) for column in range(1, width + 1) if column not in read}
    aims = aims_of(headings, columns[0].month.year)
    table = Table(sheet, head, columns, tuple(body.rows), tuple(frame), body.sections, aims)
    return table, region, left, problems


def _year_of_rows(sheet: Sheet, columns: list[int], numbers: range) -> int | None:
    """The one year that the years' columns name; None when they name none or several."""
    found = {
        year_of(text) for number in numbers for column in columns if (text := tidy(sheet.merged_value(number, column)))
    }
    return found.pop() if len(found) == 1 else None
