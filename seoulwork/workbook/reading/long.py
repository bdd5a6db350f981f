"""Tables with a row for each month, which stands in a column. Each month of one is read as a table of its own. Pure Python."""

import re
from collections import defaultdict
from typing import NamedTuple

from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import CUMULATIVE, FIGURE_COLUMN, MEASURES, OF_THE_MONTH, TIME_COLUMN
from seoulwork.workbook.reading.columns import MonthColumn
from seoulwork.workbook.reading.frame import units_of_heading
from seoulwork.workbook.reading.headings import (
    IGNORED_LABEL_HEADS,
    LABEL_HEAD,
    NOT_ACTUAL,
    is_cumulative,
    measure_of,
    month_heading,
)
from seoulwork.workbook.reading.sheet import Left, Problem, Sheet, column_letters, reference, squeeze, tidy

_VALUE = re.compile(rf"(?:{'|'.join((*FIGURE_COLUMN, *CUMULATIVE, *OF_THE_MONTH, *(word for word, _ in MEASURES)))})+")


class Heads(NamedTuple):
    """What the columns of a long table hold."""

    row: int
    time: int
    values: dict[int, str]
    """The heading of each column of figures"""
    labels: list[int]
    units: list[int]
    left: list[Left]


def long_heads(sheet: Sheet) -> Heads | None:
    """The first heading that names a time column, a label column and a column of figures; None when there is none."""
    for number, row in enumerate(sheet.rows, 1):
        texts = {
            column: text for column, value in enumerate(row, 1) if isinstance(value, str) and (text := squeeze(value))
        }
        times = [column for column, text in texts.items() if text in TIME_COLUMN]
        if len(times) != 1 or not any(LABEL_HEAD.fullmatch(text) for text in texts.values()):
            continue
        found = Heads(number, times[0], {}, [], [], [])
        for column, text in texts.items():
            bare = re.sub(r"[(\[][^()\[\]]*[)\]]", "", text)
            if column == found.time:
                continue
            if text.startswith("단위"):
                found.units.append(column)
            elif NOT_ACTUAL.search(
                bare.replace("예산과목", "").replace("세부사업", "")
            ) or IGNORED_LABEL_HEADS.fullmatch(text):
                words = f"'{tidy(text)}' 열은 달의 실적이 아니어서 읽지 않았습니다."
                found.left.append(Left(sheet.name, column_letters(column), words))
            elif _VALUE.fullmatch(bare):
                found.values[column] = tidy(row[column - 1])
            else:
                found.labels.append(column)
        if found.values and found.labels:
            return found
    return None


class Months(NamedTuple):
    """The rows of a long table by their month, and the columns that hold its figures."""

    rows: dict[Month, list[int]]
    columns: dict[Month, tuple[MonthColumn, ...]]
    problems: list[Problem]


def by_month(sheet: Sheet, heads: Heads, named_year: int | None, year: int | None) -> Months:
    """Each row's month. A row with figures whose month can't be told is a problem, and so is one of another year."""
    rows: dict[Month, list[int]] = defaultdict(list)
    problems: list[Problem] = []
    for number in range(heads.row + 1, len(sheet.rows) + 1):
        value = sheet.merged_value(number, heads.time)
        if all(sheet.value(number, column) is None for column in heads.values):
            continue
        text = tidy(value)
        heading = month_heading(f"{text}월" if text.isdigit() and 1 <= int(text) <= 12 else value)
        place = reference(number, heads.time)
        if heading is None or not heading.actual or heading.cumulative:
            cause = "어느 달의 값인지 알 수 없습니다. '2018-07'처럼 연도와 달을 적어 주세요."
            problems.append(Problem(sheet.name, place, text, cause))
            continue
        its_year = heading.year or named_year or year
        if its_year is None:
            problems.append(Problem(sheet.name, place, text, "몇 년의 달인지 알 수 없습니다. 연도를 골라 주세요."))
        elif year is not None and its_year != year:
            cause = f"{its_year}년의 행입니다. 고른 연도는 {year}년입니다."
            problems.append(Problem(sheet.name, place, text, cause))
        else:
            rows[Month(its_year, heading.month)].append(number)
    columns = {
        month: tuple(
            MonthColumn(
                column,
                month,
                is_cumulative(squeeze(text)),
                measure_of(squeeze(text)),
                text,
                units_of_heading(text),
            )
            for column, text in heads.values.items()
        )
        for month in rows
    }
    return Months(rows, columns, problems)
