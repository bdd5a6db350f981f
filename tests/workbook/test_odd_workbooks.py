"""Other people's workbooks: each with the figures that it must give, or with the message that it must get."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from seoulwork.figures.divisions import division
from seoulwork.workbook.judging import examine
from seoulwork.workbook.reading.headings import month_heading
from seoulwork.workbook.reading.sheet import Sheet, column_letters, reference
from seoulwork.workbook.safety import Refused
from tests.workbook.conftest import figures, judge
from tests.workbook.writing import by_libreoffice, by_openpyxl, by_xlsxwriter

# What a workbook says is found in its cells; test_imports.py brings workbooks in on both engines.
pytestmark = pytest.mark.any_engine

PROGRAMME = "청년 체감 일자리 종합서비스 확대 운영"
COUNSELLING = "청년일자리센터 취업상담"
EMPLOYMENT = "청년일자리센터 상담을 통한 취업"
CAFES = "일자리카페 조성"
CAFE_USE = "일자리카페 이용 인원"
FLOWS = ("프로그램운영", "프로그램참여", "직무분석상담", "멘토스쿨운영")
MILLION = 1_000_000


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


CASES = [
    # ------------------------------------------------------------------------------------------- headings of months
    Case("months as 1월", headed("1월", "2월"), JAN_FEB),
    Case("months with blanks and full-width digits", headed("１ 월", " 2월 "), JAN_FEB),
    Case("months as 2019-01", headed("2019-01", "2019-02"), JAN_FEB, year=None),
    Case("months as '19.1", headed("'19.1", "'19.2"), JAN_FEB, year=None),
    Case("months as ’19. 1월", headed("’19. 1월", "’19. 2월"), JAN_FEB, year=None),
    Case("months as 2019년 1월", headed("2019년 1월", "2019년 2월", writer=xlsxwriter_table), JAN_FEB, year=None),
    Case("months as 2019.01. and 2019/02", headed("2019.01.", "2019/02"), JAN_FEB, year=None),
    Case("months as whole numbers 201901", headed(201901, 201902), JAN_FEB, year=None),
    Case("months as dates", headed(datetime.date(2019, 1, 1), datetime.date(2019, 2, 1)), JAN_FEB, year=None),
    Case("months as dates with a time", headed(*(datetime.datetime.combine(datetime.date(2019, month, 28), datetime.time(9, 30)) for month in (1, 2))), JAN_FEB, year=None),
    Case("months as dates, by LibreOffice", headed(datetime.date(2019, 1, 31), datetime.date(2019, 2, 28)), JAN_FEB, year=None, libreoffice=True),
    Case("months as 1월말 and 2월 실적", headed("1월말", "2월 실적"), JAN_FEB),
    Case("months as decimals 2019.1, 2019.2", headed(2019.1, 2019.2), JAN_FEB, year=None),
    Case("a decimal 2019.1 alone may be October", headed(2019.1, 2019.9), errors=(("B1", "1월인지 10월인지"),), year=None, figures=None),
    Case(
        "the year in a title above",
        table(["지표", "1월", "2월"], [COUNSELLING, 10, 20], above=(["2019년 상반기 청년 실적"], [])),
        JAN_FEB, year=None,
    ),
    Case("no year anywhere", headed("1월", "2월"), errors=(("B1", "연도를 골라"), ("C1", "연도를 골라")), year=None),
    Case("another year than asked for", headed("2017-01", "2017-02"), errors=(("B1", "2017년"), ("C1", "2017년"))),
    Case("one month twice", headed("1월", "1월", "2월"), errors=(("C1", "B열에도"),)),
    Case(
        "the year in a merged row over the months",
        lambda: by_openpyxl([["지표", "2019년", None], [None, "1월", "2월"], [COUNSELLING, 10, 20]], merges=["A1:A2", "B1:C1"]),
        JAN_FEB, year=None,
    ),
    Case("provisional months", headed("1월(잠정)", "2월(확정)"), JAN_FEB),
    Case("a month with words that are not understood", headed("1월", "2월 가나다"), errors=(("C1", "알 수 없는 머리글"),), figures={"상담@1": 10}),
    Case("a first month with words that are not understood", headed("1월 가나다", "2월", "3월"), errors=(("B1", "알 수 없는 머리글"),)),
    Case("a remark for a month", table(["지표", "1월", "1월 사유"], [COUNSELLING, 10, "행사"]), {"상담@1": 10}, left=("1월 사유",)),
    # ------------------------------------------------------------------------------------------------- places, shapes
    Case(
        "titles centred over several months without merging",
        table([None, "실적", None, None, "계획", None, None], ["지표", *[f"{month}월" for month in range(1, 7)]], [COUNSELLING, 1, 2, 3, 4, 5, 6]),
        {"상담@1": 1, "상담@2": 2, "상담@3": 3}, left=("계획 4월", "계획 5월", "계획 6월"),
    ),
    Case(
        "a merged title covers what it is merged over",
        lambda: by_openpyxl([[None, "계획", None, None], ["지표", "1월", "2월", "3월"], [COUNSELLING, 1, 2, 3]], merges=["B1:C1"]),
        {"상담@3": 3}, left=("계획 1월", "계획 2월"),
    ),
    Case(
        "names that begin like a total",
        table(["지표", "1월"], ["상반기 공채 인원", 5], ["2분기 채용", 6], ["상반기 계", 7], ["1분기", 8]),
        questions=("상반기 공채 인원", "2분기 채용"), left=("'상반기 계' 행은 합계", "'1분기' 행은 합계"),
    ),
    Case(
        "a table that begins at D7, with notes around it",
        lambda: by_openpyxl(
            [["청년일자리 실적 보고"], ["※ 매월 10일까지"], [], [], [], [], [None, None, None, "지표명", "1월", "2월", "비고"],
             [None, None, None, COUNSELLING, 10, 20, "잠정"], [None, None, None, "※ 대면·온라인 포함"]]
        ),
        JAN_FEB, left=("비고", "설명이어서"),
    ),
    Case(
        "programme, indicator, part in merged cells",
        lambda: by_openpyxl(
            [["사업명", "지표명", "세부", "1월"], [PROGRAMME, CAFES, "민간", 30], [None, None, "대학", 12], [None, None, "공공", 20],
             [None, COUNSELLING, None, 10]],
            merges=["A2:A5", "B2:B4"],
        ),
        {"카페/민간@1": 30, "카페/대학@1": 12, "카페/공공@1": 20, "상담@1": 10},
    ),
    Case(
        "merged cells, by XlsxWriter",
        lambda: by_xlsxwriter(
            [["사업명", "지표명", "세부", "1월"], [PROGRAMME, CAFES, "민간", 30], [None, None, "대학", 12], [None, None, "공공", 20]],
            merges=["A2:A4", "B2:B4"],
        ),
        {"카페/민간@1": 30, "카페/대학@1": 12, "카페/공공@1": 20},
    ),
    Case(
        "merged cells, by LibreOffice",
        lambda: by_openpyxl(
            [["사업명", "지표명", "세부", "1월"], [PROGRAMME, CAFES, "민간", 30], [None, None, "대학", 12]], merges=["A2:A3", "B2:B3"]
        ),
        {"카페/민간@1": 30, "카페/대학@1": 12}, libreoffice=True,
    ),
    Case(
        "names once, blank below instead of merged",
        table(["사업", "지표", "세부", "1월"], [PROGRAMME, CAFES, "민간", 30], [None, None, "대학", 12], [None, COUNSELLING, None, 10]),
        {"카페/민간@1": 30, "카페/대학@1": 12, "상담@1": 10},
    ),
    Case(
        "headings of programmes as rows, totals, blank rows and notes between",
        table(
            ["지표", "1월", "2월", "합계"], [f"2. {PROGRAMME}", None, None, None], [f"○ {COUNSELLING}", 10, 20, 30], [],
            ["소 계", 10, 20, 30], ["※ 잠정치", None, None, None], ["합계", 10, 20, 30],
        ),
        JAN_FEB, left=("'소 계' 행은 합계", "'합계' 행은 합계", "'합계' 열"),
    ),
    Case(
        "target, actual and rate under each month",
        lambda: by_openpyxl(
            [["지표", "1월", None, None, "2월", None, None], [None, "목표", "실적", "달성률", "목표", "실적", "달성률"],
             [COUNSELLING, 100, 10, 0.1, 100, 20, 0.2]],
            merges=["A1:A2", "B1:D1", "E1:G1"],
        ),
        JAN_FEB, left=("1월 목표", "1월 달성률"),
    ),
    Case(
        "month and cumulative under each month",
        lambda: by_openpyxl(
            [["지표", "1월", None, "2월", None], [None, "당월", "누계", "당월", "누계"], [COUNSELLING, 10, 10, 20, 30]],
            merges=["A1:A2", "B1:C1", "D1:E1"],
        ),
        JAN_FEB,
    ),
    Case(
        "two tables on a sheet, two sheets",
        lambda: by_openpyxl(
            [["지표", "1월"], [COUNSELLING, 10], [], ["지표", "2월"], [COUNSELLING, 20]],
            finish=with_second_sheet,
        ),
        {**JAN_FEB, "취업@1": 3},
    ),
    Case(
        "a remark that is a month, in a row called 사업",
        table(["지표", "1월", "2월", "비고"], [COUNSELLING, 10, 20, None], ["서울형 뉴딜일자리 사업 참여인원", 1, 2, "3월"], [EMPLOYMENT, 3, 4, "4월"]),
        questions=("서울형 뉴딜일자리 사업 참여인원",),
    ),
    Case(
        "a date of confirmation in a row called 사업",
        table(["지표", "1월", "2월", "확인일"], ["사업 참여", 1, 2, datetime.date(2019, 3, 4)], [COUNSELLING, 10, 20, datetime.date(2019, 3, 4)]),
        JAN_FEB, answers={"행:|사업참여": "skip"},
    ),
    Case(
        "a note with a month in the month's columns",
        table(["지표", "1월", "2월", "3월"], ["구분 기준: 아래", "3월", None, None], [COUNSELLING, 1, 2, 3]),
        questions=("구분 기준: 아래",),
    ),
    Case(
        "a second table with a heading of its own in the same columns",
        table(["지표명", "1월", "2월"], [COUNSELLING, 10, 20], [], ["세부지표명", "3월", "4월"], [EMPLOYMENT, 3, 4]),
        {**JAN_FEB, "취업@3": 3, "취업@4": 4},
    ),
    Case(
        "numbers beside and below a table are named",
        table(["지표", "1월", "2월"], [COUNSELLING, 10, 20, 999, "1,234"], ["기타", None, None, 7], above=([2019, "청년"], [])),
        JAN_FEB, left=("숫자여서 읽지 않았습니다",),
    ),
    Case(
        "a table of targets beside one of actuals",
        table(["지표", "1월 목표", "2월 목표"], [COUNSELLING, 1, 2], finish=with_second_sheet), {"취업@1": 3}, left=("1월 목표", "2월 목표"),
    ),
    Case(
        "hidden row, column and sheet are read and named",
        table(["지표", "1월", "2월"], [COUNSELLING, 10, 20], [EMPLOYMENT, 1, 2], finish=with_hidden),
        {**JAN_FEB, "취업@1": 1, "취업@2": 2, "프로그램운영@1": 5, "프로그램운영@2": 6},
        left=("숨긴 행", "숨긴 열", "숨긴 시트"),
    ),
    Case(
        "hidden row and column, by XlsxWriter",
        xlsxwriter_table(["지표", "1월", "2월"], [COUNSELLING, 10, 20], hidden_rows=[2], hidden_columns=["C"]),
        JAN_FEB, left=("숨긴 행", "숨긴 열"),
    ),
    Case(
        "hidden label column, section, total and nameless row",
        lambda: by_openpyxl(
            [["사업", "지표", "1월"], [PROGRAMME, None, None], [None, COUNSELLING, 10], [None, "합계", 10]],
            finish=hidden_places,
        ),
        {"상담@1": 10}, left=("숨긴 열('사업')", f"숨긴 행('{PROGRAMME}')", "숨긴 행('합계')"),
    ),
    Case("only a short name", table(["지표", "1월"], ["상담", 10], ["취 업", 3]), {"상담@1": 10, "취업@1": 3}),
    Case("no table", table(["지표", "값"], [COUNSELLING, 10]), refused="달의 이름이 있는 머리글"),
    # --------------------------------------------------------------------------------------------------------- values
    Case("numbers as text", one("10"), {"상담@1": 10, "상담@2": 7}),
    Case("1,234 as text", one("1,234"), {"상담@1": 1234, "상담@2": 7}),
    Case("△9 as text, flagged", one("△9"), {"상담@1": -9, "상담@2": 7}, warnings=(("B2", "음수"),)),
    Case("(9) as text, flagged", one("(9)"), {"상담@1": -9, "상담@2": 7}, warnings=(("B2", "음수"),)),
    Case("full-width digits", one("１，２３４"), {"상담@1": 1234, "상담@2": 7}),
    Case("a number with its unit", one("541명"), {"상담@1": 541, "상담@2": 7}),
    Case("a number with another unit", one("541건"), errors=(("B2", "541건"),)),
    Case("-, – and blank are no figure", table(["지표", "1월", "2월", "3월"], [COUNSELLING, "-", "–", 7], [EMPLOYMENT, None, " ", 3]), {"상담@3": 7, "취업@3": 3}),
    Case("zero is a figure", one(0), {"상담@1": 0, "상담@2": 7}),
    Case("words", one("약 10명"), errors=(("B2", "약 10명"),)),
    Case("a decimal where none is kept", one(10.5), errors=(("B2", "소수"),)),
    Case("0.1 + 0.2 in an indicator with decimals", table(["지표", "1월"], ["전태일 노동복합시설 토지면적", 0.1 + 0.2]), {"토지면적@1": 3}, to="labour"),
    Case("a date", one(datetime.date(2019, 3, 4)), errors=(("B2", "숫자가 아닙니다"),)),
    Case("a truth value", one(True), errors=(("B2", "숫자가 아닙니다"),)),
    Case("40 digits", one("1" * 40), errors=(("B2", "너무 큰"),)),
    Case("1e308", one(1e308), errors=(("B2", "너무 큰"),)),
    Case("1e5 as text", one("1e5"), errors=(("B2", "1e5"),)),
    Case("NaN as text", one("NaN"), errors=(("B2", "NaN"),)),
    Case("an error value", one("#DIV/0!"), errors=(("B2", "수식의 오류"),)),
    Case("a formula without a value", one("=3+4"), errors=(("B2", "계산된 값이 파일에 없습니다"),)),
    Case("formulas that XlsxWriter did not calculate", xlsxwriter_table(["지표", "1월"], [COUNSELLING, "=4+5"]), errors=(("B2", "계산된 값이 파일에 없습니다"),)),
    Case("a formula's error that XlsxWriter did not calculate", xlsxwriter_table(["지표", "1월"], [COUNSELLING, "=1/0"]), errors=(("B2", "계산된 값이"),)),
    Case("formulas with their values", cached_by_hand, {"상담@1": 9, "상담@2": 18}),
    Case("formulas calculated by LibreOffice", table(["지표", "1월", "2월"], [COUNSELLING, "=4+5", "=B2*2"]), {"상담@1": 9, "상담@2": 18}, libreoffice=True),
    Case("a merged value", lambda: by_openpyxl([["지표", "1월", "2월"], [COUNSELLING, 10, None]], merges=["B2:C2"]), errors=(("B2", "합친 칸"), ("C2", "합친 칸"))),
    Case(
        "a percentage for an indicator in %",
        xlsxwriter_table(["지표", "1월"], ["뉴딜일자리 참여자 취업률", 0.52], formats={"B2": "0.0%"}),
        {"취업률@1": 520}, year=2019,
    ),
    Case("a percentage for a count", xlsxwriter_table(["지표", "1월"], [COUNSELLING, 0.52], formats={"B2": "0%"}), errors=(("B2", "백분율"),)),
    Case(
        "a percent sign beside the number", xlsxwriter_table(["지표", "1월"], ["뉴딜일자리 참여자 취업률", 52.4], formats={"B2": '0.0"%"'}), {"취업률@1": 524},
    ),
    Case("a percent sign beside a count", xlsxwriter_table(["지표", "1월"], [COUNSELLING, 52], formats={"B2": "0\\%"}), errors=(("B2", "보이는 값과 든 값이"),)),
    Case("shown without its thousands", xlsxwriter_table(["지표", "1월"], [COUNSELLING, 5000], formats={"B2": '#,##0,"천명"'}), errors=(("B2", "천 단위를 줄여"),)),
    Case("shown in another unit", xlsxwriter_table(["지표", "1월"], [COUNSELLING, 5], formats={"B2": '#,##0"천명"'}), errors=(("B2", "'천명'을 붙여"),)),
    Case("shown in its own unit", xlsxwriter_table(["지표", "1월"], [COUNSELLING, 5], formats={"B2": '#,##0"명"'}), {"상담@1": 5}),
    # ---------------------------------------------------------------------------------------------------------- units
    Case("a unit above written with a blank", table(["지표", "1월"], ["사회적경제 공공구매액", 3326], above=(["", "(단위: 백만 원)"],)), {"공공구매액@1": 3326 * MILLION}, to="socialeconomy"),
    Case("a smaller unit above", table(["지표", "1월"], ["사회적경제 공공구매액", 3000], above=(["", "(단위 : 천 원)"],)), {"공공구매액@1": 3 * MILLION}, to="socialeconomy"),
    Case("an unknown unit above", table(["지표", "1월"], ["사회적경제 공공구매액", 3326], above=(["", "(단위: 십억원)"],)), errors=(("B3", "적힌 단위 '십억원'"),), to="socialeconomy"),
    Case("two units above that both fit", table(["지표", "1월"], ["사회적경제 공공구매액", 3326], above=(["", "(단위: 천원, 백만원)"],)), errors=(("B3", "어느 단위의 값인지"),), to="socialeconomy"),
    Case("two units above of which one fits", table(["지표", "1월"], ["사회적경제 공공구매액", 3326], above=(["", "(단위: 명, 백만원)"],)), {"공공구매액@1": 3326 * MILLION}, to="socialeconomy"),
    Case("no unit above that fits", table(["지표", "1월"], [COUNSELLING, 3], above=(["", "(단위: 건)"],)), errors=(("B3", "적힌 단위 '건'"),)),
    Case("a unit column written with a blank", table(["지표", "단위", "1월"], ["사회적경제 공공구매액", "백만 원", 3326]), {"공공구매액@1": 3326 * MILLION}, to="socialeconomy"),
    Case("a unit in the heading of a month", table(["지표", "1월(천명)", "2월"], [COUNSELLING, 3, 20]), {"상담@1": 3000, "상담@2": 20}),
    Case("units in a row under the months", table(["지표", "1월", "2월"], [None, "(천명)", "(명)"], [COUNSELLING, 3, 20]), {"상담@1": 3000, "상담@2": 20}),
    Case("units in the row and in the heading that differ", table(["지표", "단위", "1월(천명)"], [COUNSELLING, "명", 3]), errors=(("C2", "어느 단위의 값인지"),)),
    Case("a unit column", table(["지표", "단위", "1월"], ["사회적경제 공공구매액", "백만원", 3326]), {"공공구매액@1": 3326 * MILLION}, to="socialeconomy"),
    Case("a unit above the table", table(["지표", "1월"], ["사회적경제 공공구매액", 3326], above=(["", "(단위: 백만원)"],)), {"공공구매액@1": 3326 * MILLION}, to="socialeconomy"),
    Case("a unit in the cell wins", table(["지표", "단위", "1월"], ["사회적경제 공공구매액", "억원", "3,326백만원"]), {"공공구매액@1": 3326 * MILLION}, to="socialeconomy"),
    Case("a unit that does not fit", table(["지표", "단위", "1월"], [COUNSELLING, "건", 3]), errors=(("C2", "단위가 맞지 않습니다"),)),
    # ----------------------------------------------------------------------------------------------------- cumulative
    Case("cumulative months of a flow", headed("1월 누계", "2월 누계", "3월말 누계"), {"상담@1": 10, "상담@2": 10, "상담@3": 10}),
    Case(
        "a cumulative figure that falls",
        table(["지표", "1월 누계", "2월 누계"], [COUNSELLING, 10, 8]), {"상담@1": 10, "상담@2": -2},
        warnings=(("C2", "앞달보다 줄어"),),
    ),
    Case("a gap in cumulative months", headed("1월 누계", "3월 누계"), errors=(("C2", "2월까지의 누계가"),)),
    Case("cumulative months of a stock", table(["지표", "세부", "1월 누계", "2월 누계"], [CAFES, "민간", 30, 31]), {"카페/민간@1": 30, "카페/민간@2": 31}),
    Case("cumulative months of a mean", table(["지표", "세부", "1월 누계"], ["휴서울노동자쉼터 일평균 이용자수", "서초쉼터", 70]), errors=(("C2", "평균 지표"),), to="labour"),
    Case(
        "month and cumulative that disagree",
        table(["지표", "1월", "2월", "2월 누계"], [COUNSELLING, 10, 20, 31]), JAN_FEB, warnings=(("D2", "달마다의 합(30)과 다릅니다"),),
    ),
    Case(
        "a month beside the cumulative figure of a stock",
        table(["지표", "세부", "1월", "2월", "2월 누계"], [CAFES, "민간", 3, 2, 541]), errors=(("E2", "D2의 2월 값(2)과 다릅니다"),),
    ),
    Case(
        "a month that is also the cumulative figure of a stock",
        table(["지표", "세부", "1월", "2월", "2월 누계"], [CAFES, "민간", 30, 31, 31]), {"카페/민간@1": 30, "카페/민간@2": 31},
    ),
    Case(
        "a bad cumulative cell is told once, the good ones after it are not",
        table(["지표", "1월 누계", "2월 누계", "3월 누계", "4월 누계"], [COUNSELLING, 10, "스무 명", 30, 40]), errors=(("C2", "스무 명"),),
    ),
    Case(
        "each falling cumulative figure is told once",
        table(["지표", "1월 누계", "2월 누계"], *[[name, 10, 8] for name in (COUNSELLING, EMPLOYMENT, *FLOWS)]),
        warnings=tuple((f"C{row}", "앞달보다 줄어") for row in range(2, 8)),
    ),
    # ---------------------------------------------------------------------------------------------------------- names
    Case("a name that differs a little is asked for", table(["지표", "1월"], ["청년일자리센터 취업 상담 인원", 10], [EMPLOYMENT, 3]), questions=("청년일자리센터 취업 상담 인원",)),
    Case("a row that is not to be imported", table(["지표", "1월"], ["그 밖의 상담", 10], [EMPLOYMENT, 3]), {"취업@1": 3}, answers={"행:|그밖의상담": "skip"}, left=("반입하지 않기로",)),
    Case("a row of another division", table(["지표", "1월"], ["생활임금 적용인원(누적)", 10], [EMPLOYMENT, 3]), questions=("노동정책담당관",)),
    Case("the same figure twice", table(["지표", "1월"], [COUNSELLING, 10], [EMPLOYMENT, 1], ["상담", 11]), errors=(("B4", "B2에도"),)),
    Case("values without a name", table(["지표", "1월"], [COUNSELLING, 10], [None, 5]), errors=(("B3", "이름이 없는 행"),)),
    # ---- breakdowns, by the words of the field
    Case("a whole beside its parts is checked, not stored", table(["지표", "세부", "1월"], [CAFES, None, 60], [CAFES, "민간", 30], [CAFES, "대학", 12], [CAFES, "공공", 20]), {"카페/민간@1": 30, "카페/대학@1": 12, "카페/공공@1": 20}, warnings=(("C2", "세부의 합 62"),), left=("세부가 함께 있어",)),
    Case("a whole beside some of its parts", table(["지표", "세부", "1월"], [CAFES, None, 60], [CAFES, "민간", 30], [CAFES, "대학", 12]), errors=(("C2", "없는 세부: '공공'"),)),
    Case("a whole beside a part that can't be read", table(["지표", "세부", "1월"], [CAFES, None, 60], [CAFES, "민간", 30], [CAFES, "대학", 12], [CAFES, "공공", "스물"]), errors=(("C5", "스물"),)),
    Case("a whole without its parts", table(["지표", "1월"], [CAFES, 60]), {"카페@1": 60}),
    # ------------------------------------------------------------------------------------------------- budget lines
    Case(
        "committed and spent under each month",
        lambda: by_openpyxl(
            [["예산과목", "1월말 누계", None, "2월말 누계", None], [None, "원인행위액", "지출액", "원인행위액", "지출액"], ["예산현액", 900, 500, 1800, "1,000백만원"]],
            merges=["A1:A2", "B1:C1", "D1:E1"],
        ),
        {"예산현액.원인행위액@1": 900 * MILLION, "예산현액.지출액@1": 500 * MILLION, "예산현액.원인행위액@2": 1800 * MILLION, "예산현액.지출액@2": 1000 * MILLION},
        to="labour", year=2018,
    ),
    Case("committed and spent as rows, not said whether cumulative", table(["예산", "구분", "1월", "2월"], ["예산현액", "원인행위액", 900, 900], ["예산현액", "지출액", 500, 500]), questions=("누계입니까",), to="labour", year=2018),
    Case(
        "monthly amounts are added up",
        table(["예산", "구분", "1월", "2월"], ["예산현액", "원인행위액", 900, 900], ["예산현액", "지출액", 500, 500]),
        {"예산현액.원인행위액@1": 900 * MILLION, "예산현액.지출액@1": 500 * MILLION, "예산현액.원인행위액@2": 1800 * MILLION, "예산현액.지출액@2": 1000 * MILLION},
        answers={"금액:실적|월": "monthly"}, to="labour", year=2018,
    ),
    Case(
        "monthly amounts and a cumulative one that disagree",
        table(["예산", "구분", "1월", "2월", "2월 누계"], ["예산현액", "원인행위액", 900, 900, 2500]),
        {"예산현액.원인행위액@1": 900 * MILLION, "예산현액.원인행위액@2": 2500 * MILLION}, warnings=(("E2", "달마다의 합(1,800)과 다릅니다"),),
        answers={"금액:실적|월|월누계": "monthly"}, to="labour", year=2018,
    ),
    Case(
        "a monthly amount on top of the file's own cumulative one",
        table(["예산", "구분", "3월 누계", "4월"], ["예산현액", "원인행위액", 3000, 100]),
        {"예산현액.원인행위액@3": 3000 * MILLION, "예산현액.원인행위액@4": 3100 * MILLION},
        answers={"금액:실적|월누계|월": "monthly"}, to="labour", year=2018,
    ),
    Case("spent more than committed", table(["예산", "구분", "1월 누계"], ["예산현액", "원인행위액", 500], ["예산현액", "지출액", 900]), errors=(("C2", "많습니다"), ("C3", "많습니다")), to="labour", year=2018),
    Case("more than the budget", table(["예산", "구분", "1월 누계"], ["예산현액", "원인행위액", 19491]), errors=(("C2", "예산현액 19,490백만원보다"),), to="labour", year=2018),
    # ---------------------------------------------------------------------------------------------------- runs of months
    Case(
        "some months of a stored half-year",
        table(["지표", "1월", "2월"], [COUNSELLING, 10, 20]), errors=(("B2", "3월, 4월, 5월, 6월"), ("C2", "3월, 4월, 5월, 6월")), year=2018,
    ),
    Case(
        "six months that make the stored half-year",
        table(["지표", *[f"{month}월" for month in range(1, 7)]], [COUNSELLING, 2000, 2000, 2000, 2000, 2000, 3869]),
        {"상담@1": 2000, "상담@2": 2000, "상담@3": 2000, "상담@4": 2000, "상담@5": 2000, "상담@6": 3869}, year=2018,
    ),
    Case(
        "six months that don't",
        table(["지표", *[f"{month}월" for month in range(1, 7)]], [COUNSELLING, 2000, 2000, 2000, 2000, 2000, 3870]),
        {"상담@1": 2000, "상담@2": 2000, "상담@3": 2000, "상담@4": 2000, "상담@5": 2000, "상담@6": 3870},
        warnings=(("G2", "13,869 → 13,870"),), year=2018,
    ),
    Case("a month to come", headed("2099-01", "2099-02"), errors=(("B2", "아직 오지 않은"), ("C2", "아직 오지 않은")), year=2099),
]  # fmt: skip


@pytest.fixture(scope="session")
def saved_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    sources = {str(index): case.make() for index, case in enumerate(CASES) if case.libreoffice}
    saved = by_libreoffice(sources, tmp_path_factory.mktemp("libreoffice"))
    return {CASES[int(index)].name: content for index, content in saved.items()}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_odd_workbook(case: Case, briefing_data: None, request: pytest.FixtureRequest) -> None:
    content = request.getfixturevalue("saved_by_libreoffice")[case.name] if case.libreoffice else case.make()

    if case.refused:
        with pytest.raises(Refused, match=case.refused):
            judge(content, to=case.to, year=case.year, answers=case.answers)
        return
    found = judge(content, to=case.to, year=case.year, answers=case.answers)

    _same_pieces(case.errors, [(each.cell, each.cause) for each in found.errors])
    _same_pieces(case.warnings, [(each.cell, each.cause) for each in found.warnings])
    assert len(found.questions) == len(case.questions)
    for piece, question in zip(case.questions, found.questions, strict=True):
        assert piece in question.text
    for piece in case.left:
        assert any(piece in left.text for left in found.left), found.left
    if case.figures is not None:
        assert figures(found) == case.figures
    assert found.importable == (not case.errors and not case.questions)


labels = st.sampled_from(
    [
        COUNSELLING,
        EMPLOYMENT,
        "사업 내용",
        "구분 기준: 아래",
        "합계",
        "※ 3월 기준",
        "청년",
        "서울형 뉴딜일자리 사업",
        None,
        "지표",
        "예산",
    ]
)
odd_cells = st.one_of(
    st.none(),
    st.integers(1, 999),
    st.sampled_from(["3월", "1,234", "비고", "4월 누계", "구분", "지표", "△5", 2019, 201902, "2월말"]),
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@example(
    head=[None, "1월", "1월"], rows=[("청년일자리센터 취업상담", [None] * 5), (None, ["3월", 1, None, None, None])]
)
@given(
    head=st.lists(
        st.sampled_from(["1월", "2월", "3월", "목표", "비고", None, "합계", "2월 목표"]), min_size=3, max_size=5
    ),
    rows=st.lists(st.tuples(labels, st.lists(odd_cells, min_size=5, max_size=5)), max_size=5),
)
def test_no_number_is_passed_over(briefing_data: None, head: list[Any], rows: list[tuple[Any, list[Any]]]) -> None:
    """Whatever stands in a sheet that is used: each number is imported, left with a word, asked for, or an error."""
    grid: list[list[Any]] = [["지표", *head], *([label, *cells] for label, cells in rows)]
    sheet = Sheet("실적", False, [[*row, *[""] * (6 - len(row))] for row in grid], [])
    try:
        found = examine(division("programmes"), [sheet], name="x.xlsx", year=2019)
    except Refused:
        return
    if any(question.key.startswith("틀:") for question in found.questions):
        return  # asked about the table as a whole
    cells = [*(each.cell for each in found.cells), *(each.cell for each in found.findings)]
    columns = [cell.removesuffix("1") for cell in cells if re.fullmatch("[A-Z]+1", cell)]  # whose heading is an error
    told = " ".join(["", *cells, *columns, *(each.place for each in found.left)])
    told = told.replace(",", " ") + " "
    for number, row in enumerate(grid, 1):
        # A row without a name goes by the one above it and by its own words.
        names = [row[0]] if row[0] else [*(each for each in row if isinstance(each, str)), "이름 없음"]
        if any(name.removeprefix("※ ") in question.text for name in names for question in found.questions):
            continue  # one question is asked for all rows of one name
        for column, value in enumerate(row, 1):
            if type(value) is int and month_heading(value) is None:
                places = (reference(number, column), str(number), column_letters(column))
                assert any(f" {place} " in told for place in places), (reference(number, column), grid, found.left)


def _same_pieces(expected: tuple[tuple[str, str], ...], found: list[tuple[str, str]]) -> None:
    assert [cell for cell, _ in found] == [cell for cell, _ in expected], found
    for (_, piece), (_, cause) in zip(expected, found, strict=True):
        assert piece in cause


def test_a_ratio_needs_both_figures(ratio: Any) -> None:
    def judged(*rows: list[Any]) -> Any:
        return judge(by_openpyxl([["지표", "구분", "1월", "2월"], *rows]), to="labour")

    both = judged(["민원 처리율", "분자", 27, 30], ["민원 처리율", "분모", 50, "60"])
    assert figures(both) == {"민원처리율@1": 27, "민원처리율.분모@1": 50, "민원처리율@2": 30, "민원처리율.분모@2": 60}

    one_missing = judged(["민원 처리율", "분자", 27, 30], ["민원 처리율", "분모", 50, None])
    assert [(each.cell, "분모" in each.cause) for each in one_missing.errors] == [("D2", True)]

    zero = judged(["민원 처리율", "분자", 27, 30], ["민원 처리율", "분모", 50, 0])
    assert ("D3", "분모는 0보다 커야 합니다.") in [(each.cell, each.cause) for each in zero.errors]


def test_a_figure_that_is_called_like_a_total_is_no_total(briefing_data: None) -> None:
    models = division("programmes").models
    models.Indicator.objects.create(short_name="전체", name="전체", unit="명", accumulation="sum", position=91)

    found = judge(by_openpyxl([["지표", "1월"], ["전체", 5], ["합계", 6]]))

    assert figures(found) == {"전체@1": 5}
    assert [left.place for left in found.left] == ["3"]


def test_a_question_offers_the_nearest_names_and_its_answer_is_taken(briefing_data: None) -> None:
    content = by_openpyxl([["지표", "1월"], ["청년일자리센터 취업 상담 인원", 10]])

    question = judge(content).questions[0]
    best = question.choices[0]
    assert best.label.endswith(COUNSELLING)
    assert question.choices[-1].answer == "skip"

    assert figures(judge(content, answers={question.key: best.answer})) == {"상담@1": 10}
    assert judge(content, answers={question.key: "programmes:a999999"}).questions == (question,)


def test_the_second_half_of_a_cumulative_year_starts_from_what_is_stored(briefing_data: None) -> None:
    content = by_openpyxl([["지표", "7월 누계", "8월 누계"], [COUNSELLING, 15_000, 17_500]])

    assert figures(judge(content, year=2018)) == {"상담@7": 15_000 - 13_869, "상담@8": 2_500}


def test_findings_stand_in_the_order_of_the_workbook(briefing_data: None) -> None:
    content = by_openpyxl([["지표", "1월", "2월"], [COUNSELLING, "가", "나"], [EMPLOYMENT, 1, "다"]])

    assert [each.place for each in judge(content).errors] == ["'실적' B2", "'실적' C2", "'실적' C3"]


def test_a_figure_in_the_division_is_found_under_any_of_its_levels(briefing_data: None) -> None:
    nested = division("programmes").models.Part.objects.filter(path__contains="/").select_related("indicator").first()
    assert nested is not None
    parent, _, leaf = nested.path.partition("/")
    content = by_openpyxl([["지표", "구분", "세부", "1월"], [nested.indicator.name, parent, leaf, 5]])

    assert figures(judge(content)) == {f"{nested.indicator.short_name}/{nested.path}@1": 5}
