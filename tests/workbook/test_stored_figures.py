"""A workbook against the figures that are stored: what it corrects, what it builds on, what it contradicts."""

from typing import Any

import pytest

from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual
from seoulwork.workbook.consequences import Consequences
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
    models = division("labour").models
    actual = models.Actual.objects.create(
        indicator=ratio, first_month=201901, last_month=201902, value=60, denominator=100, source="browser"
    )
    for month in (201901, 201902):
        models.ActualMonth.objects.create(actual=actual, indicator=ratio, month=month)

    found = judge(
        by_openpyxl([["지표", "구분", "1월", "2월"], ["민원 처리율", "분자", 30, 30], ["민원 처리율", "분모", 50, 50]]),
        to="labour",
    )

    assert [(each.line.measure, each.stored_text, each.adds_up) for each in found.replacements] == [
        ("분자", "60", True),
        ("분모", "100", True),
    ]


CAFES = "일자리카페 조성"
PARTS = [[CAFES, "민간", 30], [CAFES, "대학", 12], [CAFES, "공공", 20]]


def cafes(*rows: list[Any]) -> bytes:
    return by_openpyxl([["지표", "세부", "2019-01"], *rows])


@pytest.mark.parametrize(
    ("first", "second", "cell"),
    [(PARTS, [[CAFES, None, 60]], "C2"), ([[CAFES, None, 60]], PARTS, "C2"), (PARTS, [[CAFES, None, 62]], "")],
    ids=["a whole against stored parts", "parts against a stored whole", "they agree"],
)
def test_a_whole_and_its_parts_are_compared_wherever_they_stand(
    first: list[list[Any]], second: list[list[Any]], cell: str, briefing_data: None
) -> None:
    brought_in(cafes(*first), division("programmes"))

    warnings = Consequences(judge(cafes(*second))).warnings

    assert [each.cell for each in warnings if "세부의 합 62 ≠ 전체 60" in each.cause] == ([cell] if cell else [])


def test_spending_behind_its_share_of_the_year_is_told(briefing_data: None) -> None:
    behind = Consequences(
        judge(
            by_openpyxl([["예산", "구분", "7월 누계"], ["예산현액", "원인행위액", 9000], ["예산현액", "지출액", 5600]]),
            to="labour",
            year=2018,
        )
    ).warnings

    assert [(each.cell, "기대 진도 58.3%" in each.cause) for each in behind if "진도" in each.cause] == [("C3", True)]


def test_a_mean_beside_its_parts_is_not_dropped_in_silence(briefing_data: None) -> None:
    name, parts = "휴서울노동자쉼터 일평균 이용자수", division("labour").models.Part.objects
    shelters = list(parts.filter(indicator__name=name, path__regex="^[^/]*$").values_list("path", flat=True))
    rows = [[name, shelter, 10] for shelter in shelters]

    found = judge(by_openpyxl([["지표", "세부", "2019-01"], [name, None, 5], *rows]), to="labour")

    assert [(each.cell, "세부의 합" in each.cause) for each in found.warnings] == [("C2", True)]
    assert any(each.place == "C2" and "저장하지 않습니다" in each.text for each in found.left)


ROOMS = "놀이방 이용"


@pytest.fixture
def rooms(briefing_data: None) -> Any:
    """An indicator with two parts."""
    indicator = division("programmes").models.Indicator.objects.create(short_name="놀이방", name=ROOMS, unit="명")
    for path in ("스터디룸", "대관이용"):
        indicator.parts.create(path=path)
    return indicator


def half_year(rooms: Any, path: str = "") -> None:
    key = {"indicator_id": rooms.pk, "part_id": rooms.parts.get(path=path).pk if path else None}
    run = Run(Month(2019, 1), Month(2019, 6))
    record_actual(division("programmes").models, key, run, {"value": 100}, Stamp(None, Source.BROWSER))


MONTHS = [f"{number}월" for number in range(1, 7)]


@pytest.mark.parametrize("held", ["스터디룸", ""])
def test_months_that_tear_a_run_of_the_whole_or_of_a_part_are_refused(rooms: Any, held: str) -> None:
    half_year(rooms, held)
    typed = "" if held else "대관이용"

    found = judge(by_openpyxl([["지표", "세부", "5월", "6월"], [ROOMS, typed, 7, 8]]))

    assert [each.cell for each in found.errors] == ["C2", "D2"]
    assert all("2019년 상반기(1월~6월) 값이 한 줄로 저장되어 있어" in each.cause for each in found.errors)
    assert all("(없는 달: 1월, 2월, 3월, 4월)" in each.cause for each in found.errors)
    assert not found.writes


def test_all_months_of_a_run_may_stand_beside_it(rooms: Any) -> None:
    half_year(rooms)

    found = judge(
        by_openpyxl([["지표", "세부", *MONTHS], [ROOMS, "대관이용", *[7] * 6], [ROOMS, "스터디룸", *[8] * 6]])
    )

    assert not found.errors
    assert len(found.writes) == 12
