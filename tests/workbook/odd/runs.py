"""Months of which one figure is stored."""

from tests.workbook.odd.case import COUNSELLING, Case, headed, table

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
]
