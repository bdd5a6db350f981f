"""Tables with the months down the rows and a column for each figure. What a column's heading says names its figure, as labels
do elsewhere; each column of each month is read as a table of its own. Pure Python."""

from typing import NamedTuple

from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import TIME_COLUMN
from seoulwork.workbook.reading.columns import MonthColumn
from seoulwork.workbook.reading.frame import Around, only_words
from seoulwork.workbook.reading.headings import IGNORED_LABEL_HEADS, LABEL_HEAD, NOT_ACTUAL, month_heading, year_in
from seoulwork.workbook.reading.long import LOWEST_HEAD, is_made, is_plain_month, month_of
from seoulwork.workbook.reading.sheet import Left, Problem, Sheet, column_letters, is_figure, reference, squeeze, tidy
from seoulwork.workbook.reading.tables import Places, Reading, Region, Table, hidden_row, is_filled, row_at, texts

MOST_CELLS = 20_000
"""So many figures at most: each of them is looked at as a row of its own."""
_HIGHEST_HEAD = 4


class Down(NamedTuple):
    """Where the months stand below each other."""

    time: int
    """The column of the months"""
    head: range
    """The rows of the heading"""
    figures: dict[int, tuple[str, ...]]
    """What the heading says of each column of figures, from the top"""


def months_down(sheet: Sheet) -> Down | None:
    """The first column with months below each other (two, or one under the heading 월), and figures in the columns right of it."""
    width = max(map(len, sheet.rows))
    for time in range(1, min(width, 20)):
        numbered = _numbered_from(sheet, time)
        months = [
            row
            for row in range(1, min(len(sheet.rows), LOWEST_HEAD) + 1)
            if _is_month(sheet, row, time, row > numbered)
        ]
        if not months:
            continue
        head = _head(sheet, time, months[0])
        called = head is not None and any(squeeze(sheet.merged_value(row, time)) in TIME_COLUMN for row in head)
        if not called and len({squeeze(sheet.value(row, time)) for row in months}) < 2:
            continue
        columns = [
            column
            for column in range(time + 1, width + 1)
            if any(is_filled(sheet, row, column) for row in months) and _has_figures(sheet, column, months)
        ]
        if head is None or not columns or len(columns) * (len(sheet.rows) - head.start) > MOST_CELLS:
            continue
        return Down(time, head, {column: _said(sheet, head, column, time) for column in columns})
    return None


def _numbered_from(sheet: Sheet, column: int) -> int:
    """The row of the heading `월` under which numbers are months; below the last row where there is none."""
    rows = (
        row
        for row in range(1, min(len(sheet.rows), LOWEST_HEAD) + 1)
        if squeeze(sheet.value(row, column)) in TIME_COLUMN
    )
    return next(rows, len(sheet.rows))


def _is_month(sheet: Sheet, row: int, column: int, numbered: bool) -> bool:
    value = sheet.value(row, column)
    if isinstance(value, int | float) or (isinstance(value, str) and value.isdigit()):
        return numbered and 1 <= float(value) <= 12 and float(value).is_integer()
    return month_heading(value) is not None


def _has_figures(sheet: Sheet, column: int, rows: list[int]) -> bool:
    return any(is_figure(sheet.value(row, column)) for row in rows)


def _head(sheet: Sheet, time: int, first: int) -> range | None:
    """The rows over the first month that say what the columns are; None where the column of the months is called otherwise."""
    top = first
    while top > 1 and first - top < _HIGHEST_HEAD:
        row = top - 1
        said = [
            column
            for column in range(time + 1, len(sheet.rows[row - 1]) + 1)
            if tidy(sheet.merged_value(row, column)) and sheet.anchor(row, column)[1] > time
        ]
        over = squeeze(sheet.merged_value(row, time))
        if not said or any("단위" in tidy(sheet.value(row, column)) and len(said) == 1 for column in said):
            break
        if over and over not in TIME_COLUMN and not LABEL_HEAD.fullmatch(over):
            break
        top = row
    return range(top, first) if top < first else None


def _said(sheet: Sheet, head: range, column: int, time: int) -> tuple[str, ...]:
    """What stands over a column, each text once. A heading that says only 실적 goes by the line over the table."""
    found = [text for row in head if (text := tidy(sheet.merged_value(row, column)))]
    if all(map(only_words, found)):
        above = [each.text for row in range(head.start - 1, 0, -1) for each in texts(sheet, range(row, row + 1), "")]
        found = [*above[:1], *found]
    return tuple(dict.fromkeys(found))


def tables_across(sheet: Sheet, down: Down, year: int | None) -> tuple[Reading, Region]:
    """Each column of each month as a table; what they account for, and what is said of them. `year` is the one asked for."""
    left: list[Left] = []
    problems: list[Problem] = []
    above = texts(sheet, range(1, down.head.start), "표의 위")
    known_year = year_in(" ".join(each.text for each in above)) or year_in(sheet.name) or year
    figures = {}
    for column, said in down.figures.items():
        if _is_left(said):
            words = f"'{' '.join(said)}' 열은 달의 실적이 아니어서 읽지 않았습니다."
            left.append(Left(sheet.name, column_letters(column), words))
        else:
            figures[column] = said
    months: dict[Month, list[int]] = {}
    silent = set(down.head)
    for row in range(down.head.stop, len(sheet.rows) + 1):
        if not any(is_filled(sheet, row, column) for column in figures):
            continue
        value = sheet.merged_value(row, down.time)
        if (text := tidy(value)) and is_made(text):
            words = f"'{text}' 행은 합계이거나 다른 값으로 만든 것이어서 읽지 않았습니다."
            left.append(Left(sheet.name, str(row), words))
            silent.add(row)
        elif isinstance(month := month_of(value, known_year, year), Month):
            months.setdefault(month, []).append(row)
        else:
            problems.append(Problem(sheet.name, reference(row, down.time), text, month))
            silent.add(row)
    filled = frozenset(row for rows in months.values() for row in rows)
    last = max(
        (
            row
            for row in range(down.head.stop, len(sheet.rows) + 1)
            if row in filled or is_plain_month(sheet.value(row, down.time))
        ),
        default=down.head.stop - 1,
    )
    width = max(map(len, sheet.rows))
    frame = (
        Around(tidy(sheet.name), "", "시트 이름"),
        *above,
        *texts(sheet, down.head, "머리글", [c for c in range(1, width + 1) if c not in down.figures]),
        *texts(sheet, range(last + 1, len(sheet.rows) + 1), "표의 아래"),
    )
    told = {down.time, *down.figures}
    beside = tuple(column for column in range(1, width + 1) if column not in told)
    tables = []
    for column, said in figures.items():
        for month, rows in months.items():
            heading = MonthColumn(column, month, False, "", month.korean)
            own = tuple(
                row_at(sheet, row, said, Places([], beside=beside), time=sheet.merged_value(row, down.time))
                for row in rows
            )
            tables.append(Table(sheet, down.head.stop - 1, (heading,), own, frame))
    left += [each for row in sorted(filled) for each in hidden_row(sheet, row, [tidy(sheet.value(row, down.time))])]
    region = Region(range(down.head.start, len(sheet.rows) + 1), frozenset(silent), filled, beside, (*beside, *figures))
    return Reading(tuple(tables), tuple(left), tuple(problems)), region


def _is_left(said: tuple[str, ...]) -> bool:
    """Whether a column's heading says that it holds no actuals."""
    return any((only_words(text) and NOT_ACTUAL.search(squeeze(text))) for text in said) or (
        not said or IGNORED_LABEL_HEADS.fullmatch(squeeze(said[-1])) is not None
    )
