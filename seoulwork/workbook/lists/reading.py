"""What a list's workbook says: for which list it was made, what stood in it then, and what stands in its cells now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import NumberError
from seoulwork.domain.periods import Run
from seoulwork.workbook.gathering import typed_number
from seoulwork.workbook.lists.books import BOOKS
from seoulwork.workbook.lists.columns import Column, clean
from seoulwork.workbook.lists.making import FIRST_COLUMN, FIRST_ROW, FORMAT, HEAD_ROW, MARK
from seoulwork.workbook.lists.tabs import Book
from seoulwork.workbook.reading.sheet import Other, Problem, Sheet, reference, tidy
from seoulwork.workbook.safety import Refused

DAMAGED = "서식의 숨은 시트가 손상되었거나 옛 서식입니다. 서식을 새로 내려받아 값을 옮긴 뒤 올려 주세요."
NOWHERE = "서식에 없던 것이 적혀 있습니다. 지운 뒤 올려 주세요. 남길 말은 메모나 사유에 적습니다."


@dataclass(frozen=True)
class Mark:
    """What the hidden sheet of a list's workbook says."""

    book: Book
    division: str
    options: Mapping[str, str]
    heads: Mapping[str, Mapping[str, str]]
    """By sheet: the texts above its lines, by their cell (`B1`)"""
    columns: Mapping[str, Sequence[str]]
    """By sheet: the keys of its columns"""
    stood: Mapping[tuple[str, str], Mapping[str, str]]
    """What stood in the cells, by sheet and identifier of the line, and by key of the column"""


def is_list(sheets: Sequence[Sheet]) -> bool:
    """Whether a workbook is one in which a list is kept."""
    return _marked(sheets) is not None


def _marked(sheets: Sequence[Sheet]) -> Sheet | None:
    return next((each for each in sheets if each.name == MARK and each.value(1, 1) == MARK), None)


def read_mark(sheets: Sequence[Sheet]) -> Mark:
    """Raises Refused for a workbook without a mark, and for one whose mark is damaged."""
    sheet = _marked(sheets)
    if sheet is None:
        raise Refused(DAMAGED)
    try:
        said: Any = json.loads(str(sheet.value(1, 2)))
        if said["format"] != FORMAT:
            raise Refused(DAMAGED)
        stood: dict[tuple[str, str], Mapping[str, str]] = {}
        for row in range(2, len(sheet.rows) + 1):
            kept = json.loads(str(sheet.value(row, 3)))
            stood[tidy(sheet.value(row, 1)), tidy(sheet.value(row, 2))] = {str(key): str(kept[key]) for key in kept}
        book, tabs = BOOKS[said["book"]], said["tabs"]
        return Mark(
            book,
            str(said["division"]),
            _options(book, said["options"]),
            {name: dict(each["heads"]) for name, each in tabs.items()},
            {name: [str(key) for key in each["columns"]] for name, each in tabs.items()},
            stood,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(DAMAGED) from error


def _options(book: Book, said: Mapping[str, Any]) -> Mapping[str, str]:
    """What was asked for when it was downloaded. Raises KeyError, ValueError and TypeError for what can't have been."""
    options = {name: str(said[name]) for name in book.asks}
    if options.get("run"):
        Run.parse(options["run"])
    if "day" in options:
        date.fromisoformat(options["day"])
    elif not 1900 < int(options["year"]) < 2999 or not 1 <= int(options.get("month", 1)) <= 12:
        raise ValueError(options)
    return options


class Typed(NamedTuple):
    """A cell of a line."""

    row: int
    column: int
    text: str
    """As one would type it; empty for a blank"""

    @property
    def cell(self) -> str:
        return reference(self.row, self.column)


def cell_of(sheet: Sheet, row: int, at: int, column: Column, unit: str) -> Typed:
    """What was typed in a cell. Raises NumberError with the sentence for the user."""
    place = (row, at)
    value = sheet.value(row, at)
    if sheet.merge_at(*place):
        raise NumberError("여러 칸을 합친 칸입니다. 칸을 나누어 칸마다 따로 넣어 주세요.")
    if column.holds in ("figure", "number"):
        typed = typed_number(sheet, place, value, tidy(value), lambda: unit)
        return Typed(row, at, "" if typed is None else typed[0])
    if place in sheet.errors:
        raise NumberError(f"수식의 오류({sheet.errors[place]})입니다. 수식을 고치거나 내용을 넣어 주세요.")
    if place in sheet.uncached:
        raise NumberError("수식의 계산된 값이 파일에 없습니다. 엑셀에서 열어 저장한 뒤 올리거나 내용을 넣어 주세요.")
    if place in sheet.controls:
        raise NumberError("보이지 않는 제어 문자가 들어 있습니다. 칸을 지우고 다시 적어 주세요.")
    if isinstance(value, bool | Other):
        raise NumberError(f"글이 아닙니다: '{value}'. 칸의 서식을 '텍스트'로 바꾸어 다시 적어 주세요.")
    if isinstance(value, date):
        return Typed(row, at, value.isoformat()[:10])
    return Typed(row, at, tidy(value) if isinstance(value, int | float) else clean("" if value is None else value))


def problems_around(sheet: Sheet, mark: Mark, name: str) -> list[Problem]:
    """What stands above the lines otherwise than the template had it, and what stands beside them."""
    heads, width = mark.heads[name], len(mark.columns[name])
    found = []
    for row in range(1, HEAD_ROW + 1):
        cells = sheet.rows[row - 1] if row <= len(sheet.rows) else []
        for column in range(1, max(len(cells), FIRST_COLUMN + width) + 1):
            text, was = tidy(sheet.value(row, column)), tidy(heads.get(reference(row, column), ""))
            if text != was:
                cause = (
                    f"서식의 '{was}'{particle(was, '이/가')} 바뀌었습니다. 되돌린 뒤 올려 주세요." if was else NOWHERE
                )
                found.append(Problem(sheet.name, reference(row, column), text, cause))
    for row in range(FIRST_ROW, len(sheet.rows) + 1):
        found += [
            Problem(sheet.name, reference(row, column), text, NOWHERE)
            for column in range(FIRST_COLUMN + width, len(sheet.rows[row - 1]) + 1)
            if (text := tidy(sheet.value(row, column)))
        ]
    return found
