"""A workbook against the figures that are stored: what it corrects, what it builds on, what it contradicts."""

from typing import Any

import pytest

from seoulwork.divisions import division
from tests.workbook.conftest import brought_in, figures, judge
from tests.workbook.writing import by_openpyxl

COUNSELLING = "청년일자리센터 취업상담"
MILLION = 1_000_000


def workbook(*months: str, values: list[Any], label: str = COUNSELLING) -> bytes:
    return by_openpyxl([["지표", *months], [label, *values]])


def test_a_cumulative_figure_counts_the_months_that_the_same_file_corrects(briefing_data: None) -> None:
    brought_in(workbook("2019-01", "2019-02", "2019-03", values=[10, 10, 10]), division("programmes"))

    found = judge(workbook("1월", "4월 누계", values=[100, 200]))

    assert figures(found) == {"상담@1": 100, "상담@4": 200 - 100 - 10 - 10}


def test_a_ratio_over_two_sheets_names_both_and_its_run_both_figures(ratio: Any) -> None:
    def second_sheet(book: Any, sheet: Any) -> None:
        other = book.create_sheet("분모 시트")
        other.append(["지표", "구분", "1월"])
        other.append(["민원 처리율", "분모", 50])

    found = judge(by_openpyxl([["지표", "구분", "1월"], ["민원 처리율", "분자", 27]], finish=second_sheet), to="labour")

    assert [write.place for write in found.writes] == ["시험.xlsx '실적' C2, '분모 시트' C2"]


@pytest.mark.parametrize("cumulative", [(50, 50), (50, 40)])
def test_a_denominator_that_cumulative_figures_leave_empty_is_refused(ratio: Any, cumulative: tuple[int, int]) -> None:
    found = judge(
        by_openpyxl(
            [
                ["지표", "구분", "1월 누계", "2월 누계"],
                ["민원 처리율", "분자", 27, 30],
                ["민원 처리율", "분모", *cumulative],
            ]
        ),
        to="labour",
    )

    assert [(each.cell, "분모는 0보다" in each.cause) for each in found.errors] == [("D3", True)]


def test_the_months_of_a_stored_ratio_are_shown_under_their_own_lines(ratio: Any) -> None:
    model = division("labour").model
    actual = model("Actual").objects.create(
        indicator=ratio, first_month=201901, last_month=201902, value=60, denominator=100, source="browser"
    )
    for month in (201901, 201902):
        model("ActualMonth").objects.create(actual=actual, indicator=ratio, month=month)

    found = judge(
        by_openpyxl([["지표", "구분", "1월", "2월"], ["민원 처리율", "분자", 30, 30], ["민원 처리율", "분모", 50, 50]]),
        to="labour",
    )

    assert [(each.line.measure, each.stored_text, each.adds_up) for each in found.replacements] == [
        ("분자", "60", True),
        ("분모", "100", True),
    ]
