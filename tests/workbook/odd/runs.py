"""Months of which one figure is stored."""

from tests.workbook.odd.case import CAFES, COUNSELLING, Case, headed, table, text
from tests.workbook.writing import by_openpyxl

CASES = [
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
    # ------------------------------------------------------------------------------ several months in one column
    Case("1~2월 누계 beside a month", table(["지표", "1월", "1~2월 누계"], [COUNSELLING, 10, 30]), {"상담@1": 10, "상담@2": 20}),
    Case("1월, 1~2월, 1~3월", table(["지표", "1월", "1~2월", "1월∼3월"], [COUNSELLING, 10, 30, 60]), {"상담@1": 10, "상담@2": 20, "상담@3": 30}),
    Case("1~7월 after a stored half-year", table(["지표", "1~7월", "1~8월"], [COUNSELLING, 14_000, 15_000]), {"상담@7": 131, "상담@8": 1_000}, year=2018),
    Case("a quarter beside its months", table(["지표", "1월", "2월", "3월", "1분기"], [COUNSELLING, 10, 20, 30, 60]), {"상담@1": 10, "상담@2": 20, "상담@3": 30}, left=("그 달들의 값과 같습니다",)),
    Case("a quarter that its months do not make", table(["지표", "1월", "2월", "3월", "1/4분기"], [COUNSELLING, 10, 20, 30, 61]), {"상담@1": 10, "상담@2": 20, "상담@3": 30}, warnings=(("E2", "달마다의 합(60)과"),)),
    Case("a quarter of which the last month is not told", table(["지표", "1월", "2월", "1분기"], [COUNSELLING, 10, 20, 60]), {"상담@1": 10, "상담@2": 20, "상담@3": 30}),
    Case("quarters alone, of a figure of each month", table(["지표", "1분기", "2분기"], [COUNSELLING, 30, 40]), errors=(("B2", "2월까지의 누계가"), ("C2", "4월~6월의 값 하나로는"))),
    Case("quarters of a stock", table(["지표", "세부", "1분기", "2분기"], [CAFES, "민간", 30, 31]), {"카페/민간@3": 30, "카페/민간@6": 31}),
    Case("a quarter of a mean", table(["지표", "세부", "1분기"], ["휴서울노동자쉼터 일평균 이용자수", "서초쉼터", 70]), errors=(("C2", "값 하나로는"),), to="labour"),
    Case("cumulative quarters", table(["지표", "1월", "2월", "1분기 누계"], [COUNSELLING, 10, 20, 60]), {"상담@1": 10, "상담@2": 20, "상담@3": 30}),
    Case("the half-year as it is stored", table(["지표", "상반기", "7월"], [COUNSELLING, 13_869, 20]), {"상담@7": 20}, left=("그 달들의 값과 같습니다",), year=2018),
    Case("the half-year otherwise than stored", table(["지표", "상반기", "7월"], [COUNSELLING, 13_870, 20]), errors=(("B2", "저장된 2018년 상반기(1월~6월)의 값(13,869)"),), year=2018),
    Case("quarters of money", table(["예산", "구분", "1분기", "2분기"], ["예산현액", "원인행위액", 1_000, 17_000]), {"예산현액.원인행위액@3": 1_000_000_000, "예산현액.원인행위액@6": 18_000_000_000, "예산현액.지출액@6": 5_553_000_000}, questions=("누계입니까",), choices=("monthly",), to="labour", year=2018),
    Case("cumulative quarters of money", table(["예산", "구분", "1분기", "2분기"], ["예산현액", "원인행위액", 1_000, 18_000]), {"예산현액.원인행위액@3": 1_000_000_000, "예산현액.원인행위액@6": 18_000_000_000, "예산현액.지출액@6": 5_553_000_000}, questions=("누계입니까",), choices=("cumulative",), to="labour", year=2018),
    Case("a quarter merged over its months", lambda: by_openpyxl([["지표", "1분기", None, None], [None, "1월", "2월", "3월"], [COUNSELLING, 10, 20, 30]], merges=["A1:A2", "B1:D1"]), {"상담@1": 10, "상담@2": 20, "상담@3": 30}),
    Case("the same quarter twice", table(["지표", "1월", "2분기", "2분기"], [COUNSELLING, 10, 20, 20]), errors=(("D1", "C열에도"), ("C2", "값 하나로는")), figures={"상담@1": 10}),
    Case("quarters, as CSV", text("지표,1월,2월,1분기", f"{COUNSELLING},10,20,60"), {"상담@1": 10, "상담@2": 20, "상담@3": 30}),
]
