"""Executions of budgets."""

from tests.workbook.odd.case import MILLION, Case, table
from tests.workbook.writing import by_openpyxl

CASES = [
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
    Case("spent more than committed", table(["예산", "구분", "1월 누계"], ["예산현액", "원인행위액", 500], ["예산현액", "지출액", 900]), errors=(("C3", "많습니다"),), to="labour", year=2018),
    Case("more than the budget", table(["예산", "구분", "1월 누계"], ["예산현액", "원인행위액", 19491]), errors=(("C2", "예산현액 19,490백만원보다"),), to="labour", year=2018),
]
