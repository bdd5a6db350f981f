"""What rows are called, and wholes beside their parts."""

import unicodedata

from tests.workbook.odd.case import CAFES, COUNSELLING, EMPLOYMENT, PROGRAMME, Case, table

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
    *(
        Case(f"a name behind the mark {mark}", table(["지표", "1월"], [f"{mark} {COUNSELLING}", 10]), {"상담@1": 10})
        for mark in ("-", "1)", "(1)", "1-1.", "가)", "(가)", "Ⅰ.", "ㄴ", "└", "㉠", "①", "□", "*")
    ),
    *(Case(f"a name before the mark {mark}", table(["지표", "1월"], [f"{COUNSELLING}{mark}", 10]), {"상담@1": 10}) for mark in (" 1)", "¹⁾", "*", " ※")),
    Case("a name taken apart (NFD)", table(["지표", "1월"], [unicodedata.normalize("NFD", COUNSELLING), 10]), {"상담@1": 10}),
    Case("a name in two lines, with a hard blank", table(["지표", "1월"], [COUNSELLING.replace(" ", "\n") + "\u00a0", 10]), {"상담@1": 10}),
    Case("a name with 실적 behind it", table(["지표", "1월"], [f"{COUNSELLING} 실적", 10]), {"상담@1": 10}),
    Case("a name with another word in brackets", table(["지표", "1월"], [f"{COUNSELLING}(대면)", 10]), questions=("(대면)",)),
    Case("a name with another month in brackets", table(["지표", "1월"], [f"{COUNSELLING}(2월)", 10]), questions=("(2월)",)),
    Case("a target in the name", table(["지표", "1월"], [f"{COUNSELLING} 목표", 10], [EMPLOYMENT, 3]), {"취업@1": 3}, left=("목표' 행은",)),
    Case("another year in the name", table(["지표", "1월"], [f"'18년 {COUNSELLING}", 10]), questions=("'18년",)),
    Case("last year's row beside this year's", table(["지표", "구분", "1월"], [COUNSELLING, "2019년", 10], [None, "2018년", 9], [None, "증감", 1]), {"상담@1": 10}, left=("다른 해의 값", "증감' 행은")),
    Case("last year's row first, names merged", table(["지표", "구분", "1월"], [COUNSELLING, "2018년", 9], [None, "2019년", 10], merges=["A2:A3"]), {"상담@1": 10}, left=("다른 해의 값",)),
    Case("전년 and 금년 as rows", table(["지표", "구분", "1월"], [COUNSELLING, "금년", 10], [None, "전년", 9]), {"상담@1": 10}, left=("전년' 행은",)),
    Case("계획 and 실적 as rows", table(["지표", "구분", "1월"], [COUNSELLING, "계획", 9], [None, "실적", 10]), {"상담@1": 10}, left=("계획' 행은",)),
    Case("the programme of another name", table(["사업", "지표", "1월"], ["서울형 뉴딜일자리", COUNSELLING, 10]), questions=("서울형 뉴딜일자리",)),
    Case("a programme's row with a figure", table(["지표", "1월"], [PROGRAMME, 13], [COUNSELLING, 10]), questions=(PROGRAMME,)),
    Case("men and women of a figure without parts", table(["지표", "구분", "1월"], [COUNSELLING, "남", 4], [None, "여", 6], merges=["A2:A3"]), questions=("남", "여")),
    Case("parts in rows below their whole", table(["지표", "1월"], [CAFES, None], ["민간", 30], ["대학", 12], ["공공", 20]), {"카페/민간@1": 30, "카페/대학@1": 12, "카페/공공@1": 20}),
    Case("a part in brackets", table(["지표", "1월"], [f"{CAFES}(민간)", 30]), questions=("(민간)",)),
    Case("the name of a part alone", table(["지표", "1월"], ["민간", 30]), questions=("'민간'",)),
    Case("a label merged over two rows with figures", table(["지표", "1월"], [COUNSELLING, 10], [None, 20], merges=["A2:A3"]), errors=(("B3", "B2에도"),)),
    Case("a figure merged over two rows", table(["지표", "1월"], [COUNSELLING, 10], [EMPLOYMENT, None], merges=["B2:B3"]), errors=(("B2", "합친 칸"), ("B3", "합친 칸"))),
]
