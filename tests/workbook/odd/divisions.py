"""Tables of several divisions: each row is its own division's, however that is said."""

from tests.workbook.odd.case import COUNSELLING, EMPLOYMENT, MILLION, OMBUDSMAN, Case, rows, sheets

ONLY_OWN = ("다른 담당관(노동정책담당관)의 행이",)
OWN, LABOUR = "일자리정책담당관", "노동정책담당관"
SPENT = {"예산현액.지출액@7": 110_000 * MILLION}
BOTH = {**SPENT, "예산현액.원인행위액@7": 120_000 * MILLION}
LEFT = ("노동정책담당관의 것이어서 읽지 않았습니다",)

CASES = [
    Case("a sheet for each division", sheets(**{OWN: [["지표", "1월"], [COUNSELLING, 10]], LABOUR: [["지표", "1월"], [OMBUDSMAN, 301]]}), {"상담@1": 10}, questions=ONLY_OWN, choices=("skip",), left=LEFT),
    Case(
        "a sheet for each division, of money",
        sheets(**{OWN: [["예산과목", "7월말 지출액 누계"], ["예산현액", 110_000]], LABOUR: [["예산과목", "7월말 지출액 누계"], ["예산현액", 5_000]]}),
        SPENT, questions=ONLY_OWN, choices=("skip",), left=LEFT, year=2018,
    ),
    Case("blocks of divisions", rows(["예산과목", "7월말 지출액 누계"], [OWN], ["예산현액", 110_000], [LABOUR], ["예산현액", 5_000]), SPENT, questions=ONLY_OWN, choices=("skip",), left=LEFT, year=2018),
    Case("a column of departments", rows(["부서", "지표", "1월"], [OWN, COUNSELLING, 10], [LABOUR, OMBUDSMAN, 301]), {"상담@1": 10}, questions=ONLY_OWN, choices=("skip",), left=LEFT),
    Case("a column of departments, by their short names", rows(["부서", "예산과목", "7월말 지출액 누계"], ["일자리정책과", "예산현액", 110_000], ["노동정책과", "예산현액", 5_000]), SPENT, questions=ONLY_OWN, choices=("skip",), year=2018),
    Case(
        "a department merged over its rows",
        rows(["담당관", "예산과목", "구분", "7월말 누계"], [OWN, "예산현액", "지출액", 110_000], [None, None, "원인행위액", 120_000], [LABOUR, "예산현액", "지출액", 5_000], [None, None, "원인행위액", 6_000], merges=["A2:A3", "A4:A5"]),
        BOTH, questions=ONLY_OWN, choices=("skip",), year=2018,
    ),
    Case(
        "a department once over its rows",
        rows(["소관", "예산과목", "구분", "7월말 누계"], [OWN, "예산현액", "지출액", 110_000], [LABOUR, "예산현액", "지출액", 5_000], [None, None, "원인행위액", 6_000]),
        SPENT, questions=ONLY_OWN, choices=("skip",), year=2018,
    ),
    Case(
        "a department once over rows for each month",
        rows(["기준월", "부서", "예산과목", "지출액 누계"], ["2018-07", OWN, "예산현액", 110_000], ["2018-07", LABOUR, "예산현액", 5_000], ["2018-08", None, "예산현액", 6_000]),
        SPENT, questions=ONLY_OWN, choices=("skip",), year=2018,
    ),
    Case("only another division's rows", rows(["지표", "1월"], [OMBUDSMAN, 301]), errors=(("B2", "다른 담당관(노동정책담당관)의 지표"),)),
    Case("another division in the title", rows([f"{LABOUR} 집행 현황"], ["예산과목", "7월말 지출액 누계"], ["예산현액", 5_000]), errors=(("A1", "'노동정책담당관'이라고 적혀"),), year=2018),
    Case("another division's short name in the title", rows(["노동정책 분야"], ["지표", "1월"], [COUNSELLING, 10]), {"상담@1": 10}, questions=("일자리정책담당관의 값입니까",), choices=("given",)),
    Case("another division in the file's name", rows(["예산과목", "7월말 지출액 누계"], ["예산현액", 5_000]), errors=(("", "'노동정책담당관'이라고 적혀"),), year=2018, file="노동정책담당관 7월.xlsx"),
    Case("a programme's row under another division's block", rows(["지표", "1월"], [LABOUR], [COUNSELLING, 10], [OWN], [EMPLOYMENT, 3]), {"취업@1": 3}, questions=ONLY_OWN, choices=("skip",)),
]
