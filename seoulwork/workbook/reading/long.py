"""Tables whose month stands in a column of its own, a row for each month, or is said once for the whole of them, by the name of
the sheet or the title. Each month of one is read as a table of its own. Pure Python."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import (
    ACCUMULATIONS,
    CHANGE,
    CUMULATIVE,
    FIGURE_COLUMN,
    MEASURES,
    OF_THE_MONTH,
    TIME_COLUMN,
    YEAR_COLUMN,
)
from seoulwork.workbook.reading.columns import MonthColumn, aims_of
from seoulwork.workbook.reading.frame import Around, units_of_heading, words_in
from seoulwork.workbook.reading.headings import (
    IGNORED_LABEL_HEADS,
    LABEL_HEAD,
    NOT_ACTUAL,
    OWNER_HEADS,
    is_cumulative,
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
    reference,
    squeeze,
    tidy,
)
from seoulwork.workbook.reading.tables import (
    Places,
    Reading,
    Region,
    Row,
    Said,
    Table,
    hidden_row,
    is_filled,
    is_note,
    is_total,
    label_of,
    row_at,
    texts,
    year_of,
)

_VALUE = re.compile(rf"(?:{'|'.join((*FIGURE_COLUMN, *CUMULATIVE, *OF_THE_MONTH, *(word for word, _ in MEASURES)))})+")
_MADE = re.compile(rf".*(?:{ACCUMULATIONS['mean']}|{CHANGE}|률|율)")


LOWEST_HEAD = 100
"""In so many rows the heading of a sheet's first table is looked for, where months do not show it."""


class Heads(NamedTuple):
    """What the columns of a table hold."""

    row: int
    time: int | None
    """The column of the months; None where all rows are of `month`"""
    values: dict[int, str]
    """The heading of each column of figures"""
    places: Places
    left: list[Left]
    others: dict[int, str]
    """The headings of the columns that are left"""
    month: Month | None = None
    """Of all rows; its year may have to be had from elsewhere"""


def long_heads(sheet: Sheet) -> list[Heads]:
    """The headings that name a time column, a label column and a column of figures."""
    return [found for number in range(1, len(sheet.rows) + 1) if (found := _heads(sheet, number))]


def _heads(sheet: Sheet, number: int, *, timed: bool = True) -> Heads | None:
    """What the columns hold if the row is a heading; None when it is none. `timed`: whether one of them is that of the months."""
    row = sheet.rows[number - 1]
    # Asked of every row: a sheet may be millions of cells in which nothing stands.
    if timed and not any(isinstance(each, str) and 0 < len(each) < 12 and squeeze(each) in TIME_COLUMN for each in row):
        return None
    found = {column: text for column, value in enumerate(row, 1) if isinstance(value, str) and (text := squeeze(value))}
    times = [column for column, text in found.items() if text in TIME_COLUMN]
    if len(times) != timed or not any(LABEL_HEAD.fullmatch(text) for text in found.values()):
        return None
    values: dict[int, str] = {}
    labels: list[int] = []
    units: list[int] = []
    owners: list[int] = []
    years: list[int] = []
    left: list[Left] = []
    others: dict[int, str] = {}
    for column, text in found.items():
        bare = re.sub(r"[(\[][^()\[\]]*[)\]]", "", text)
        if column in times:
            continue
        if OWNER_HEADS.fullmatch(text):
            owners.append(column)
        if text.startswith("단위"):
            units.append(column)
        elif text in YEAR_COLUMN:
            years.append(column)
        elif NOT_ACTUAL.search(bare.replace("예산과목", "").replace("세부사업", "")) or IGNORED_LABEL_HEADS.fullmatch(
            text
        ):
            left.append(_left_column(sheet, column, text))
            others[column] = tidy(row[column - 1])
        elif _VALUE.fullmatch(bare):
            values[column] = tidy(row[column - 1])
        elif LABEL_HEAD.fullmatch(text) or not _has_figures(sheet, column, number):
            labels.append(column)
        else:
            left.append(_left_column(sheet, column, text))
    if not (values and labels):
        return None
    told = {*times, *values, *labels, *units, *years}
    beside = [column for column in range(1, max(map(len, sheet.rows)) + 1) if column not in told]
    return Heads(
        number, times[0] if times else None, values, Places(labels, units, (), owners, years, beside), left, others
    )


def _left_column(sheet: Sheet, column: int, text: str) -> Left:
    words = f"'{text}' 열은 달의 실적이 아니어서 읽지 않았습니다."
    return Left(sheet.name, column_letters(column), words)


def _has_figures(sheet: Sheet, column: int, head: int) -> bool:
    return any(is_figure(sheet.value(row, column)) for row in range(head + 1, len(sheet.rows) + 1))


def dated_heads(sheet: Sheet, file: str) -> list[Heads]:
    """The heading of a table of one month, which the name of the sheet, the lines above or the file's name say."""
    for number in range(1, min(len(sheet.rows), LOWEST_HEAD) + 1):
        heads = _heads(sheet, number, timed=False)
        if heads is None:
            continue
        above = " ".join(each.text for each in texts(sheet, range(1, number), "표의 위"))
        for text in (tidy(sheet.name), above, file.rpartition(".")[0]):
            words = words_in(text)
            if words.months:
                if len(words.months) > 1 or words.period:
                    return []
                year = next(iter(words.years)) if len(words.years) == 1 else _NO_YEAR
                return [heads._replace(month=Month(year, next(iter(words.months))))]
        return []
    return []


_NO_YEAR = 1900
"""Stands in a month of which only the number is known."""


@dataclass
class _Body:
    """The rows of one table, by their month."""

    rows: dict[Month, list[Row]] = field(default_factory=lambda: defaultdict(list))
    sections: dict[str, Around] = field(default_factory=dict)
    filled: set[int] = field(default_factory=set)
    last: int = 0
    """The last row with a figure or a month"""
    silent: set[int] = field(default_factory=set)
    left: list[Left] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def long_tables(sheet: Sheet, heads: list[Heads], year: int | None) -> tuple[Reading, list[Region]]:
    """The months of each table, as a table each; what they account for, and what is said of them. `year` is the one asked for."""
    tables: list[Table] = []
    left: list[Left] = []
    problems: list[Problem] = []
    regions: list[Region] = []
    last = 0
    for own, end in zip(heads, [*(each.row for each in heads[1:]), len(sheet.rows) + 1], strict=True):
        above = [
            each for each in texts(sheet, range(last + 1, own.row), "표의 위") if not (last and is_note(each.text))
        ]
        title = " ".join(each.text for each in above)
        named = own.month.year if own.month and own.month.year != _NO_YEAR else None
        body = _body(sheet, own, end, named or year_in(title) or year_in(sheet.name) or year, year)
        last = max(body.last, own.row)
        below = texts(sheet, range(last + 1, end), "표의 아래")
        frame = (
            Around(tidy(sheet.name), "", "시트 이름"),
            *above,
            *texts(sheet, range(own.row, own.row + 1), "머리글", [*own.places.labels, *own.places.units]),
            *(each for each in below if end > len(sheet.rows) or is_note(each.text)),
        )
        for month, rows in body.rows.items():
            aims = aims_of(own.others, month.year)
            tables.append(Table(sheet, own.row, _columns(own, month), tuple(rows), frame, body.sections, aims))
        left += [*own.left, *body.left]
        problems += body.problems
        told = {each.place for each in own.left}
        beside = tuple(column for column in own.places.beside if column_letters(column) not in told)
        silent = frozenset({own.row, *body.silent})
        regions.append(Region(range(own.row, end), silent, frozenset(body.filled), beside, (*beside, *own.values)))
    return Reading(tuple(tables), tuple(left), tuple(problems)), regions


def _columns(heads: Heads, month: Month) -> tuple[MonthColumn, ...]:
    return tuple(
        MonthColumn(
            column, month, is_cumulative(squeeze(text)), measure_of(squeeze(text)), text, units_of_heading(text)
        )
        for column, text in heads.values.items()
    )


def _body(sheet: Sheet, heads: Heads, end: int, known_year: int | None, year: int | None) -> _Body:
    """Each row with its month. One with figures whose month can't be told is a problem, and so is one of another year; one
    without a name goes by that above when its month follows."""
    found = _Body()
    places = heads.places
    owners, years = Said(sheet, places.owners), Said(sheet, places.years)
    context: list[str] = [""] * len(places.labels)
    section = ""
    before: Month | None = None
    for number in range(heads.row + 1, end):
        own = [label_of(sheet.merged_value(number, column)) for column in places.labels]
        time = sheet.merged_value(number, heads.time) if heads.time else None
        owner, said_year = owners.at(number), years.at(number)
        first = next((index for index, text in enumerate(own) if text), None)
        if not any(is_filled(sheet, number, column) for column in heads.values):
            if is_plain_month(time):
                found.last = number
            elif first is not None and not time and not is_note(own[first]):
                section = own[first]
                found.sections[section] = Around(section, reference(number, places.labels[first]), "묶음 행")
            continue
        if heads.time and (word := _made(time, own)):
            found.silent.add(number)
            found.left.append(
                Left(sheet.name, str(number), f"'{word}' 행은 합계이거나 다른 값으로 만든 것이어서 읽지 않았습니다.")
            )
            continue
        read = month_of(heads.month or time, year_of(said_year) if said_year else known_year, year)
        if isinstance(read, str):
            place = reference(number, heads.time or heads.places.labels[0])
            found.problems.append(Problem(sheet.name, place, tidy(time), read))
            found.silent.add(number)
            continue
        if first is not None:
            context = [*context[:first], *own[first:]]
        elif heads.time is None or before is None or not before < read:
            context = [""] * len(places.labels)
        before = read
        found.filled.add(number)
        found.last = number
        found.left += hidden_row(sheet, number, context)
        found.rows[read].append(row_at(sheet, number, context, places, section=section, owner=owner, time=time))
    return found


def _made(time: Value, labels: list[str]) -> str:
    """What says of a row, in place of its month, that it is made of others; empty for one that has a month."""
    text = tidy(time)
    if text:
        return text if is_made(text) else ""
    return "" if time is not None else next((each for each in labels if is_total(squeeze(each))), "")


def is_plain_month(value: Value) -> bool:
    """Whether a cell says a month, and nothing else of its row."""
    heading = month_heading(value)
    return heading is not None and heading.actual and not (heading.cumulative or heading.measure)


def is_made(text: str) -> bool:
    """Whether what stands in the place of a month says that the row is made of others: 합계, 월평균, 증감률 …"""
    squeezed = squeeze(text)
    return is_total(squeezed) or _MADE.fullmatch(squeezed) is not None


def month_of(value: Value | Month, known_year: int | None, year: int | None) -> Month | str:
    """The month that a cell says, or why it can't be read; of one that stands already, whether it is of the year asked for."""
    if isinstance(value, Month):
        number, own_year = value.number, None if value.year == _NO_YEAR else value.year
    else:
        text = tidy(value)
        heading = month_heading(f"{text}월" if text.isdigit() and 1 <= int(text) <= 12 else value)
        if heading is None or not heading.actual or heading.cumulative or heading.measure:
            return "어느 달의 값인지 알 수 없습니다. '2018-07'처럼 연도와 달을 적어 주세요."
        number, own_year = heading.month, heading.year
    found = own_year or known_year
    if found is None:
        return "몇 년의 달인지 알 수 없습니다. 연도를 골라 주세요."
    if year is not None and found != year:
        return f"{found}년의 행입니다. 고른 연도는 {year}년입니다."
    return Month(found, number)
