"""Figures from January on."""

from tests.workbook.odd.case import CAFES, COUNSELLING, EMPLOYMENT, FLOWS, JAN_FEB, Case, headed, table

CASES = [
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
]
