"""What rows are called, and wholes beside their parts."""

from tests.workbook.odd.case import CAFES, COUNSELLING, EMPLOYMENT, Case, table

CASES = [
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
]
