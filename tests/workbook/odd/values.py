"""What stands in the cells."""

import datetime

from tests.workbook.odd.case import COUNSELLING, EMPLOYMENT, Case, cached_by_hand, one, table, xlsxwriter_table
from tests.workbook.writing import by_openpyxl

CASES = [
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
]
