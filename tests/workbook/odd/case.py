"""What an odd workbook is: how it is made, and what must become of it. The tables of them stand beside this file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.workbook.writing import by_openpyxl, by_xlsxwriter

PROGRAMME = "청년 체감 일자리 종합서비스 확대 운영"
COUNSELLING = "청년일자리센터 취업상담"
EMPLOYMENT = "청년일자리센터 상담을 통한 취업"
CAFES = "일자리카페 조성"
CAFE_USE = "일자리카페 이용 인원"
FLOWS = ("프로그램운영", "프로그램참여", "직무분석상담", "멘토스쿨운영")
MILLION = 1_000_000
OMBUDSMAN = "시민명예노동옴부즈만 상담건수"


@dataclass(frozen=True)
class Case:
    name: str
    make: Callable[[], bytes]
    figures: Mapping[str, int] | None = None
    errors: tuple[tuple[str, str], ...] = ()
    """(cell, a piece of the cause): all of them"""
    warnings: tuple[tuple[str, str], ...] = ()
    """(cell, a piece of the cause): all of them"""
    questions: tuple[str, ...] = ()
    """a piece of each question: all of them"""
    left: tuple[str, ...] = ()
    """pieces that stand in what was not read"""
    refused: str = ""
    to: str = "programmes"
    year: int | None = 2019
    answers: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    """What is answered to each of `questions`; `figures` and `left` are then those of the second look"""
    file: str = "시험.xlsx"
    libreoffice: bool = False
    """Saved again by LibreOffice before it is judged"""

    def __str__(self) -> str:
        return self.name


def table(head: list[Any], *rows: list[Any], above: tuple[list[Any], ...] = (), **options: Any) -> Callable[[], bytes]:
    return lambda: by_openpyxl([*above, head, *rows], **options)


def xlsxwriter_table(
    head: list[Any], *rows: list[Any], above: tuple[list[Any], ...] = (), **options: Any
) -> Callable[[], bytes]:
    return lambda: by_xlsxwriter([*above, head, *rows], **options)


def headed(*months: Any, writer: Callable[..., Callable[[], bytes]] = table) -> Callable[[], bytes]:
    """상담 with 10 in the first month, 20 in the second …, under the given headings."""
    return writer(["지표", *months], [COUNSELLING, *[10 * (index + 1) for index in range(len(months))]])


JAN_FEB = {"상담@1": 10, "상담@2": 20}


def one(value: Any, **options: Any) -> Callable[[], bytes]:
    """상담 with the value in January, 7 in February."""
    return table(["지표", "1월", "2월"], [COUNSELLING, value, 7], **options)


def with_hidden(book: Any, sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    other = book.create_sheet("숨은 시트")
    other.append(["지표", "1월", "2월"])
    other.append([CAFE_USE, None, None])
    other.append(["프로그램운영", 5, 6])
    other.sheet_state = "hidden"


def hidden_places(book: Any, sheet: Any) -> None:
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[2].hidden = sheet.row_dimensions[4].hidden = True


def with_second_sheet(book: Any, sheet: Any) -> None:
    other = book.create_sheet("더")
    other.append(["지표", "1월"])
    other.append([EMPLOYMENT, 3])


def cached_by_hand() -> bytes:
    return by_xlsxwriter([["지표", "1월", "2월"], [COUNSELLING, "=4+5", "=B2*2"]], cached={"B2": 9, "C2": 18})


def sheets(**named: Any) -> Callable[[], bytes]:
    """A sheet of rows for each name, by openpyxl."""

    def make() -> bytes:
        (first, rows), *others = named.items()

        def finish(book: Any, _: Any) -> None:
            for name, own in others:
                sheet = book.create_sheet(name)
                for row in own:
                    sheet.append(list(row))

        return by_openpyxl(rows, title=first, finish=finish)

    return make


def rows(*each: list[Any], **options: Any) -> Callable[[], bytes]:
    """One sheet, by openpyxl."""
    return lambda: by_openpyxl(list(each), **options)


def text(*lines: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    """A table saved as text."""
    return lambda: "\n".join(lines).encode(encoding)
