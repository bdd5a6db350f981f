"""Units, wherever they are written."""

from tests.workbook.odd.case import COUNSELLING, MILLION, Case, table

CASES = [
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
]
