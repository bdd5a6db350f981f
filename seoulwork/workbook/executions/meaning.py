"""Which months a list of executions is of, and in which unit; what neither it nor its frame says is asked. No database."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import ASKED_UNITS
from seoulwork.workbook.executions.lists import ExecutionList, SourceRow
from seoulwork.workbook.framing import resolved
from seoulwork.workbook.matching.questions import Choice, Question, kept_key
from seoulwork.workbook.reading.frame import Around, words_in
from seoulwork.workbook.reading.long import month_of
from seoulwork.workbook.reading.sheet import Problem, Value, reference, squeeze, tidy
from seoulwork.workbook.safety import Refused

_DAY = re.compile(r"(?:'?(\d{2}|(?:19|20)\d{2})[.\-/년])?(0?[1-9]|1[0-2])[.\-/월](0?[1-9]|[12]\d|3[01])[.일]?")
_DIGITS = re.compile(r"(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_AS_OF = re.compile(
    r"(?<!\d)(?:'?(\d{2}|(?:19|20)\d{2})\s*[.\-/년]\s*)(0?[1-9]|1[0-2])\s*[.\-/월]\s*(0?[1-9]|[12]\d|3[01])(?!\d|\s*분기)"
)


@dataclass(frozen=True)
class Timing:
    """Of which months a list is."""

    year: int
    month: Month | None = None
    """Of all its rows; None where each row has its own, or where it is asked"""
    question: Question | None = None


def day_of(value: Value, year: int) -> date | str:
    """The day that a cell says, or why it can't be read."""
    found = value if isinstance(value, date) else _day(squeeze(value), year)
    if found is None:
        return "어느 날의 집행인지 알 수 없습니다. '2018-07-31'처럼 연도, 달, 날을 적어 주세요."
    return found if found.year == year else f"{found.year}년의 행입니다. {year}년의 행만 남겨 주세요."


def _day(text: str, year: int) -> date | None:
    match = _DIGITS.fullmatch(text) or _DAY.fullmatch(text)
    if match is None:
        return None
    own = int(match[1]) if match[1] else year
    try:
        return date(own + 2000 if own < 100 else own, int(match[2]), int(match[3]))
    except ValueError:
        return None


def other_year(row: SourceRow, year: int) -> str:
    """Why a row is of another year, by a column of its own; empty when it is not."""
    said = squeeze(row.year).removesuffix("년")
    if row.year is None or said in (str(year), str(year)[2:]):
        return ""
    return f"{said}년의 행입니다. {year}년의 행만 남겨 주세요."


def month_of_row(own: ExecutionList, row: SourceRow, year: int) -> tuple[Month, date | None] | str:
    """The month of a row of a list with a time column, and its day; or why it can't be read."""
    if own.by_day:
        day = day_of(row.time, year)
        return day if isinstance(day, str) else (Month.of(day), day)
    month = month_of(row.time, year, year)
    return month if isinstance(month, str) else (month, None)


def year_of(lists: Sequence[ExecutionList], file: str, asked: int | None) -> int:
    """The year of the lists: the one that was asked for, else the only one that they say. Raises Refused."""
    said: dict[int, str] = {}
    for own in lists:
        for around in (*own.frame, Around(file, "", "파일 이름")):
            for year in words_in(around.text).years:
                said.setdefault(year, f"{around.korean} '{around.text[:40]}'")
        for row in own.rows:
            value = row.time if own.by_day or row.year is None else row.year
            text = tidy(value.isoformat() if isinstance(value, date) else value)
            if match := re.match(r"(20\d{2})", text):
                said.setdefault(int(match[1]), f"{own.sheet.name} {row.number}행 '{text}'")
    if asked is not None:
        if not said or asked in said:
            return asked
        place = next(iter(said.values()))
        raise Refused(f"{place}에 다른 해가 적혀 있습니다. 고른 연도는 {asked}년입니다.")
    if len(said) == 1:
        return next(iter(said))
    raise Refused("몇 년의 집행인지 알 수 없습니다. 연도를 골라 다시 올려 주세요.")


def timing(own: ExecutionList, file: str, year: int, answers: Mapping[str, str]) -> Timing:
    """The month of a list without a time column: the only one that its frame names, or asked. A day that ends no month is of no
    month yet, so it is asked of which it is to be. The answer is for these very amounts."""
    if own.time:
        return Timing(year)
    months: set[int] = set()
    days: set[date] = set()
    for around in (*own.frame, Around(file, "", "파일 이름")):
        if around.what == "표의 아래":
            continue
        for own_year, month, day in _AS_OF.findall(around.text):
            full = int(own_year) + (2000 if len(own_year) == 2 else 0)
            try:
                days.add(date(full, int(month), int(day)))
            except ValueError:
                continue
        found = words_in(around.text).months
        months |= {max(found)} if found else set()
    ends = all(each == Month.of(each).last_day and each.year == year for each in days)
    if len(months) == 1 and ends:
        return Timing(year, Month(year, months.pop()))
    key = f"집행 달:{_digest(own)}"
    likely = sorted({*months, *(month - 1 for month in months if not ends and month > 1)}) or range(1, 13)
    choices = tuple(Choice(str(Month(year, number)), f"{year}년 {number}월 말까지") for number in likely)
    answer = answers.get(key, "")
    told = ", ".join(f"{each.month}월 {each.day}일" for each in sorted(days))
    text = f"{told} 현재의 집행입니다. " if told and not ends else ""
    text += "어느 달까지의 집행입니까?"
    answer = answer if answer in {each.answer for each in choices} else ""
    question = Question(key, own.place, text, choices, any_line=False, answer=answer)
    return Timing(year, Month.parse(answer) if answer else None, question)


def _digest(own: ExecutionList) -> str:
    """Of the amounts of a list: an answer about this file is none about the next."""
    columns = [each.column for each in own.amounts]
    cells = [[tidy(own.sheet.value(row.number, column)) for column in columns] for row in own.rows]
    return hashlib.sha256(repr((own.sheet.name, cells)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Measured:
    """The unit of each column of amounts."""

    units: Mapping[int, str]
    question: Question | None = None
    problem: Problem | None = None


def measured(own: ExecutionList, file: str, answers: Mapping[str, str]) -> Measured:
    """In which unit of money the amounts stand: as the heading says, else as the frame does, else as it was answered."""
    said: list[str] = []
    bare: list[str] = []
    for around in (*own.frame, Around(file, "", "파일 이름")):
        found_words = words_in(around.text)
        said += found_words.units
        bare += found_words.bare_units
    wide = [unit for each in dict.fromkeys(said) if (unit := _money(each))]
    units: dict[int, str] = {}
    unknown: list[int] = []
    for each in own.amounts:
        if each.kind == "rate":
            continue
        place = reference(own.head, each.column)
        near = [unit for one in each.units if (unit := _money(one))]
        found = list(dict.fromkeys(near or wide))
        if len(found) > 1 or (near and wide and near[0] not in wide):
            both = "', '".join(dict.fromkeys((*near, *wide)))
            cause = f"어느 단위의 값인지 알 수 없습니다: 적힌 단위 '{both}'. 단위를 하나만 적어 주세요."
            return Measured({}, problem=Problem(own.sheet.name, place, each.heading, cause))
        if found:
            units[each.column] = found[0]
        else:
            unknown.append(each.column)
    if not unknown:
        return Measured(units)
    words = "|".join(sorted({*bare, *said}))
    key = kept_key(f"집행 단위:{own.heads}|{words}")
    choices = tuple(Choice(unit, unit) for unit in dict.fromkeys((*filter(None, map(_money, bare)), *ASKED_UNITS)))
    answer = answers.get(key, "")
    answer = answer if answer in {each.answer for each in choices} else ""
    question = Question(
        key, own.place, "금액의 단위가 적혀 있지 않습니다. 어느 단위입니까?", choices, any_line=False, answer=answer
    )
    return Measured({**units, **dict.fromkeys(unknown, answer)} if answer else {}, question)


def _money(unit: str) -> str:
    return resolved(unit, "원")
