"""Where the heading of a table stands in its sheet, and what its columns hold: months, labels, units."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import ACTUAL, FIGURE_COLUMN, MEANT, TARGET, YEAR_COLUMN
from seoulwork.workbook.reading.frame import units_of_heading, years_in
from seoulwork.workbook.reading.headings import (
    BEGINS_WITH_MONTH,
    IDENTIFIER,
    IGNORED_LABEL_HEADS,
    LABEL_HEAD,
    NOT_ACTUAL,
    OWNER_HEADS,
    Heading,
    any_heading,
    bare_year,
    bracketed_unit,
    is_cumulative,
    is_formula,
    is_subheading,
    measure_of,
    month_heading,
    year_in,
)
from seoulwork.workbook.reading.sheet import (
    Left,
    Problem,
    Sheet,
    Value,
    column_letters,
    is_figure,
    is_year,
    reference,
    squeeze,
    tidy,
)


class MonthColumn(NamedTuple):
    column: int
    month: Month
    cumulative: bool
    measure: str
    heading: str
    units: tuple[str, ...] = ()
    """As its heading has them in brackets"""
    first: Month | None = None
    """The first of several months of which it holds the sum, `month` being the last"""

    @property
    def months(self) -> Run:
        return Run(self.first or self.month, self.month)


class Aim(NamedTuple):
    """A column that states targets: of the year, or of a half of it."""

    column: int
    heading: str
    first: int
    last: int


_AIM = re.compile(
    rf"(?:'?(?:\d{{2}}|\d{{4}})년?도?)?(?:연간|연|당해연도|{'|'.join(MEANT)})?(?P<half>[상하]반기)?{TARGET}"
    rf"(?:{'|'.join(FIGURE_COLUMN)}|인원|건수|수|량)?(?:\([^()]*\))?"
)


def aims_of(headings: Mapping[int, str], year: int | None) -> tuple[Aim, ...]:
    """The columns that state targets, of no other year than that of the table, by their headings."""
    found = []
    for column, heading in headings.items():
        match = _AIM.fullmatch(squeeze(heading))
        if match and {year} >= years_in(heading):
            first = 7 if match["half"] == "하반기" else 1
            found.append(Aim(column, heading, first, 6 if match["half"] == "상반기" else 12))
    return tuple(found)


def heading_rows(sheet: Sheet, read: Callable[[Value], Heading | None] = month_heading) -> list[int]:
    """The rows whose cells are months, as `read` has them: two of them at least, or one beside the heading of a label column.

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
            if heading := read(value):
                months[column] = (heading.year, heading.month)
                only_dates = only_dates and isinstance(value, date)
        if not months:
            continue
        labels = [squeeze(value) for value in row[: min(months) - 1] if isinstance(value, str) and value]
        if any(is_figure(value) and not is_year(value) for column, value in enumerate(row, 1) if column not in months):
            continue
        if found:
            heads = len(months) > 1 or (months.keys() == open_columns and bool(labels))
            if not heads or not all(map(LABEL_HEAD.fullmatch, labels)):
                continue
        elif len(set(months.values())) < (3 if only_dates else 2) and not any(map(LABEL_HEAD.fullmatch, labels)):
            continue
        found.append(number)
        open_columns = set(months)
    return found


def column_of_first_month(sheet: Sheet, head: int) -> int:
    """The first column of a heading that is a month."""
    width = len(sheet.rows[head - 1])
    return next(column for column in range(1, width + 1) if any_heading(sheet.merged_value(head, column)))


def heading_of(sheet: Sheet, head_rows: range, column: int) -> str:
    """All that the heading says of a column."""
    return " ".join(dict.fromkeys(filter(None, (tidy(sheet.merged_value(row, column)) for row in head_rows))))


def top_of_head(sheet: Sheet, head: int, previous_head: int) -> int:
    """The first row of the heading: rows above that stand over month columns only (a title over the whole table is none, and
    neither is a row with a label or a figure of its own)."""
    top, first_month = head, column_of_first_month(sheet, head)
    while top - 1 > previous_head and head - top < 3:
        row = top - 1
        cells = [
            column for column in range(1, len(sheet.rows[row - 1]) + 1) if sheet.merged_value(row, column) is not None
        ]
        over_months = [
            column
            for column in cells
            if column >= first_month
            and sheet.anchor(row, column)[1] >= first_month
            and isinstance(sheet.merged_value(row, column), str | int | float)
            and "단위" not in tidy(sheet.merged_value(row, column))
        ]
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
        return is_figure(value) and not is_year(value)
    reaches_down = sheet.anchor(row, column) == sheet.anchor(head, column)
    return not reaches_down and sheet.anchor(row, column)[1] == column and not LABEL_HEAD.fullmatch(squeeze(value))


def bottom_of_head(sheet: Sheet, head: int, first_month: int, end: int) -> int:
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
        if not given or any(value is not None for value in own):
            break
        if not all(is_subheading(text) or bracketed_unit(text) for text in given) and not (
            _hangs_from(sheet, head, row, first_month) and not any(map(is_figure, given))
        ):
            break
        bottom = row
    return bottom


def _hangs_from(sheet: Sheet, head: int, row: int, first_month: int) -> bool:
    """Whether a row below the months belongs to their heading: that of the labels reaches down to it, in a merged range."""
    return any(
        (merge := sheet.merge_at(row, column)) and merge[0] <= head and sheet.value(*merge[:2]) is not None
        for column in range(1, first_month)
    )


def month_columns(
    sheet: Sheet, head_rows: range, head: int, end: int, named_year: int | None, year: int | None
) -> tuple[tuple[MonthColumn, ...], list[Left], list[Problem]]:
    candidates: list[tuple[MonthColumn, bool]] = []
    left: list[Left] = []
    problems: list[Problem] = []
    current: Heading | None = None
    titles: dict[int, str] = {}
    first_month = column_of_first_month(sheet, head)
    for column in range(1, len(sheet.rows[head - 1]) + 1):
        own_text = tidy(sheet.merged_value(head, column))
        texts = [tidy(sheet.merged_value(row, column)) for row in head_rows]
        if (
            BEGINS_WITH_MONTH.match(squeeze(own_text))
            and not month_heading(own_text)
            and _has_figures(sheet, column, head, end)
        ):
            cause = (
                "어느 달의 무엇인지 알 수 없는 머리글입니다. '3월'처럼 달만 적거나, 실적이 아니면 이 열을 지워 주세요."
            )
            problems.append(Problem(sheet.name, reference(head, column), own_text, cause))
        if column < first_month:
            continue
        heading = any_heading(sheet.merged_value(head, column))
        below = any(texts[row - head_rows.start] for row in head_rows if row > head)
        if heading is None and not own_text and below:
            heading = current
        # A title above that is centred over several columns without merging them stands in the first of them only.
        titles = {
            row: text if (text := texts[row - head_rows.start]) or sheet.merge_at(row, column) else titles.get(row, "")
            for row in head_rows
            if row < head and heading
        }
        titles = {row: text for row, text in titles.items() if not sheet.merge_at(row, column)}
        texts = [text or titles.get(row, "") for row, text in zip(head_rows, texts, strict=True)]
        joined = " ".join(dict.fromkeys(filter(None, texts)))
        if heading is None:
            current = None
            if joined:
                left.append(_left(sheet, column, joined))
            continue
        current = heading
        others = " ".join(texts[row - head_rows.start] for row in head_rows if row != head)
        below_it = [squeeze(texts[row - head_rows.start]) for row in head_rows if row > head]
        made = any(map(is_formula, below_it)) or NOT_ACTUAL.search(squeeze(others).replace("예산집행", ""))
        if made or not heading.actual:
            left.append(_left(sheet, column, joined))
            continue
        below_year = year_in(" ".join(below_it))
        if below_year and (known := heading.year or named_year or year) and below_year != known:
            left.append(
                Left(sheet.name, column_letters(column), f"'{joined}' 열은 다른 해의 값이어서 읽지 않았습니다.")
            )
            continue
        place = reference(head, column)
        its_year = heading.year or year_in(others) or bare_year(others) or named_year or year
        if its_year is None:
            problems.append(Problem(sheet.name, place, joined, "몇 년의 달인지 알 수 없습니다. 연도를 골라 주세요."))
            continue
        if year is not None and its_year != year:
            problems.append(Problem(sheet.name, place, joined, f"{its_year}년의 열입니다. 고른 연도는 {year}년입니다."))
            continue
        found = MonthColumn(
            column,
            Month(its_year, heading.month),
            heading.cumulative or is_cumulative(squeeze(others)),
            heading.measure or measure_of(squeeze(others)),
            joined,
            units_of_heading(joined),
            Month(its_year, heading.first) if heading.first else None,
        )
        candidates.append((found, not all(is_subheading(text) or bracketed_unit(text) for text in below_it if text)))
    columns = _settled(sheet, head, candidates, left, problems)
    problems += _unclear_decimals(sheet, head, columns)
    return tuple(columns), left, problems


def _left(sheet: Sheet, column: int, heading: str) -> Left:
    return Left(sheet.name, column_letters(column), f"'{heading}' 열은 달의 실적이 아니어서 읽지 않았습니다.")


def _settled(
    sheet: Sheet, head: int, candidates: list[tuple[MonthColumn, bool]], left: list[Left], problems: list[Problem]
) -> list[MonthColumn]:
    """The columns of months that can be told from each other. `candidates`: each with whether words stand under its month
    that are not known: beside one that says 실적 it is left, elsewhere a problem."""
    actual = {found.month for found, unknown in candidates if not unknown and ACTUAL in found.heading}
    seen: dict[tuple[Month, bool, str, Month | None], MonthColumn] = {}
    for found, unknown in candidates:
        place = reference(head, found.column)
        if unknown and found.month in actual:
            left.append(_left(sheet, found.column, found.heading))
        elif unknown:
            cause = (
                "달의 아래에 적힌 말을 알 수 없는 열입니다. 실적인 열에 '실적'이라고 적거나, 실적이 아니면 지워 주세요."
            )
            problems.append(Problem(sheet.name, place, found.heading, cause))
        elif twin := seen.get((found.month, found.cumulative, found.measure, found.first)):
            cause = f"{found.month.korean}의 열이 {column_letters(twin.column)}열에도 있습니다. 한 열만 남겨 주세요."
            problems.append(Problem(sheet.name, place, found.heading, cause))
        else:
            seen[found.month, found.cumulative, found.measure, found.first] = found
    return list(seen.values())


def _has_figures(sheet: Sheet, column: int, head: int, end: int) -> bool:
    return any(is_figure(sheet.value(row, column)) for row in range(head + 1, end + 1))


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


class LabelColumns(NamedTuple):
    """The columns left of the months."""

    labels: list[int]
    units: list[int]
    identifiers: list[int]
    """Of a template"""
    years: list[int]
    owners: list[int]
    """Of a division or a department"""
    ignored: list[tuple[int, str]]
    """Those that say nothing for matching, the owners' among them, with their headings"""


def label_columns(sheet: Sheet, head_rows: range, first_month: int) -> LabelColumns:
    """The columns left of the months, by what their headings say."""
    found = LabelColumns([], [], [], [], [], [])
    for column in range(1, first_month):
        joined = "".join(dict.fromkeys(filter(None, (squeeze(sheet.merged_value(row, column)) for row in head_rows))))
        if OWNER_HEADS.fullmatch(joined):
            found.owners.append(column)
        if joined == IDENTIFIER:
            found.identifiers.append(column)
        elif joined.startswith("단위"):
            found.units.append(column)
        elif joined in YEAR_COLUMN:
            found.years.append(column)
        elif IGNORED_LABEL_HEADS.fullmatch(joined):
            found.ignored.append((column, joined))
        else:
            found.labels.append(column)
    return found
