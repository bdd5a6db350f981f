"""What one entry of a file says: a month, a day, a number, a choice. Each raises DataFileError with file and line."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from seoulwork.data.datafile import Entry
from seoulwork.domain.numbers import NumberError, parse_number
from seoulwork.domain.periods import Month, PeriodError, Run
from seoulwork.domain.places import Slot, read_together


def month(entry: Entry) -> Month:
    try:
        return Month.parse(entry.text)
    except PeriodError as error:
        raise entry.error(str(error)) from error


def run_of(entry: Entry) -> Run:
    """The run of months that is the entry's own key."""
    try:
        return Run.parse(entry.name)
    except PeriodError as error:
        raise entry.error(str(error)) from error


def day(entry: Entry, text: str | None = None) -> date:
    try:
        found = date.fromisoformat(text or entry.text)
        Month.of(found)
    except ValueError as error:
        raise entry.error(f"날짜가 아닙니다: '{text or entry.text}'. 2018-06-30처럼 적어 주세요.") from error
    return found


def whole(entry: Entry) -> int:
    if not re.fullmatch(r"\d{1,9}", entry.text):
        raise entry.error(f"아홉 자리까지의 정수가 아닙니다: '{entry.text}'.")
    return int(entry.text)


def number(entry: Entry, unit: str, decimals: int = 0) -> int:
    try:
        value = parse_number(entry.text, unit, decimals)
    except NumberError as error:
        raise entry.error(str(error)) from error
    if value is None:
        raise entry.error(f"'{entry.name}'의 값이 비어 있습니다. 값이 없으면 줄을 두지 마세요.")
    return value


def money(entry: Entry) -> int:
    """An amount in won. It names its unit: browser and workbook take a bare number in 백만원, so that here it could be either."""
    value = number(entry, "원")
    if value and not re.search(r"원\s*\)?$", entry.text.strip()):
        raise entry.error(f"금액의 단위가 없습니다: '{entry.text}'. 2,496백만원처럼 단위를 붙여 주세요.")
    return value


def together(entry: Entry, slots: Sequence[Slot]) -> dict[str, int]:
    """The figures of one row, by field: of a ratio `541/100`."""
    try:
        values = read_together(entry.text, slots)
    except NumberError as error:
        raise entry.error(str(error)) from error
    found = {slot.field: value for slot, value in zip(slots, values, strict=True) if value is not None}
    if len(found) < len(slots):
        raise entry.error(f"'{entry.name}'의 값이 비어 있습니다. 값이 없으면 줄을 두지 마세요.")
    return found


def choice(entry: Entry | None, choices: Any, default: Any = None) -> str:
    if entry is None:
        return str(default)
    by_label = {label: value for value, label in choices.choices}
    if entry.text not in by_label:
        raise entry.error(f"쓸 수 없는 값입니다: '{entry.text}'. 쓸 수 있는 값: {', '.join(by_label)}")
    return str(by_label[entry.text])


def yes(entry: Entry | None) -> bool:
    if entry is None:
        return False
    if entry.text not in ("yes", "no"):
        raise entry.error(f"'{entry.text}' 대신 yes나 no를 적어 주세요.")
    return entry.text == "yes"
