"""Other people's workbooks: each with the figures that it must give, or with the message that it must get."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from seoulwork.figures.divisions import division
from seoulwork.workbook.judging import examine
from seoulwork.workbook.reading.headings import month_heading
from seoulwork.workbook.reading.sheet import Sheet, column_letters, reference
from seoulwork.workbook.safety import Refused
from tests.workbook.conftest import figures, judge
from tests.workbook.odd import (
    cumulative,
    divisions,
    frames,
    headings,
    money,
    names,
    places,
    runs,
    shapes,
    units,
    values,
)
from tests.workbook.odd.case import COUNSELLING, EMPLOYMENT, Case
from tests.workbook.writing import by_libreoffice, by_openpyxl

# What a workbook says is found in its cells; test_imports.py brings workbooks in on both engines.
pytestmark = pytest.mark.any_engine

KINDS = (headings, places, shapes, frames, values, units, cumulative, names, divisions, money, runs)
CASES = [case for kind in KINDS for case in kind.CASES]


@pytest.fixture(scope="session")
def saved_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    sources = {str(index): case.make() for index, case in enumerate(CASES) if case.libreoffice}
    saved = by_libreoffice(sources, tmp_path_factory.mktemp("libreoffice"))
    return {CASES[int(index)].name: content for index, content in saved.items()}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_odd_workbook(case: Case, briefing_data: None, request: pytest.FixtureRequest) -> None:
    content = request.getfixturevalue("saved_by_libreoffice")[case.name] if case.libreoffice else case.make()

    if case.refused:
        with pytest.raises(Refused, match=case.refused):
            judge(content, to=case.to, year=case.year, answers=case.answers, name=case.file)
        return
    found = judge(content, to=case.to, year=case.year, answers=case.answers, name=case.file)

    _same_pieces(case.errors, [(each.cell, each.cause) for each in found.errors])
    _same_pieces(case.warnings, [(each.cell, each.cause) for each in found.warnings])
    assert len(found.questions) == len(case.questions)
    for piece, question in zip(case.questions, found.questions, strict=True):
        assert piece in question.text
    if case.choices:
        given = {question.key: choice for question, choice in zip(found.questions, case.choices, strict=True)}
        found = judge(content, to=case.to, year=case.year, answers={**case.answers, **given}, name=case.file)
        assert not found.questions
    for piece in case.left:
        assert any(piece in left.text for left in found.left), found.left
    if case.figures is not None:
        assert figures(found) == case.figures
    assert found.importable == (bool(found.writes) and not case.errors and not found.questions)


labels = st.sampled_from(
    [
        COUNSELLING,
        EMPLOYMENT,
        "사업 내용",
        "구분 기준: 아래",
        "합계",
        "※ 3월 기준",
        "청년",
        "서울형 뉴딜일자리 사업",
        None,
        "지표",
        "예산",
    ]
)
odd_cells = st.one_of(
    st.none(),
    st.integers(1, 999),
    st.sampled_from(["3월", "1,234", "비고", "4월 누계", "구분", "지표", "△5", 2019, 201902, "2월말"]),
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@example(
    head=[None, "1월", "1월"], rows=[("청년일자리센터 취업상담", [None] * 5), (None, ["3월", 1, None, None, None])]
)
@given(
    head=st.lists(
        st.sampled_from(["1월", "2월", "3월", "목표", "비고", None, "합계", "2월 목표"]), min_size=3, max_size=5
    ),
    rows=st.lists(st.tuples(labels, st.lists(odd_cells, min_size=5, max_size=5)), max_size=5),
)
def test_no_number_is_passed_over(briefing_data: None, head: list[Any], rows: list[tuple[Any, list[Any]]]) -> None:
    """Whatever stands in a sheet that is used: each number is imported, left with a word, asked for, or an error."""
    grid: list[list[Any]] = [["지표", *head], *([label, *cells] for label, cells in rows)]
    sheet = Sheet("실적", False, [[*row, *[""] * (6 - len(row))] for row in grid], [])
    try:
        found = examine(division("programmes"), [sheet], name="x.xlsx", year=2019)
    except Refused:
        return
    if any(question.key.startswith("틀:") for question in found.questions):
        return  # asked about the table as a whole
    cells = [*(each.cell for each in found.cells), *(each.cell for each in found.findings)]
    columns = [cell.removesuffix("1") for cell in cells if re.fullmatch("[A-Z]+1", cell)]  # whose heading is an error
    told = " ".join(["", *cells, *columns, *(each.place for each in found.left)])
    told = told.replace(",", " ") + " "
    for number, row in enumerate(grid, 1):
        # A row without a name goes by the one above it and by its own words, one of a second table by those beside it.
        names = [each for each in row if isinstance(each, str)] or ["이름 없음"]
        if any(name.removeprefix("※ ") in question.text for name in names for question in found.questions):
            continue  # one question is asked for all rows of one name
        for column, value in enumerate(row, 1):
            if type(value) is int and month_heading(value) is None:
                places = (reference(number, column), str(number), column_letters(column))
                assert any(f" {place} " in told for place in places), (reference(number, column), grid, found.left)


def _same_pieces(expected: tuple[tuple[str, str], ...], found: list[tuple[str, str]]) -> None:
    assert [cell for cell, _ in found] == [cell for cell, _ in expected], found
    for (_, piece), (_, cause) in zip(expected, found, strict=True):
        assert piece in cause


def test_a_ratio_needs_both_figures(ratio: Any) -> None:
    def judged(*rows: list[Any]) -> Any:
        return judge(by_openpyxl([["지표", "구분", "1월", "2월"], *rows]), to="labour")

    both = judged(["민원 처리율", "분자", 27, 30], ["민원 처리율", "분모", 50, "60"])
    assert figures(both) == {"민원처리율@1": 27, "민원처리율.분모@1": 50, "민원처리율@2": 30, "민원처리율.분모@2": 60}

    one_missing = judged(["민원 처리율", "분자", 27, 30], ["민원 처리율", "분모", 50, None])
    assert [(each.cell, "분모" in each.cause) for each in one_missing.errors] == [("D2", True)]

    zero = judged(["민원 처리율", "분자", 27, 30], ["민원 처리율", "분모", 50, 0])
    assert ("D3", "분모는 0보다 커야 합니다.") in [(each.cell, each.cause) for each in zero.errors]


def test_a_figure_that_is_called_like_a_total_is_no_total(briefing_data: None) -> None:
    models = division("programmes").models
    models.Indicator.objects.create(short_name="전체", name="전체", unit="명", accumulation="sum", position=91)

    found = judge(by_openpyxl([["지표", "1월"], ["전체", 5], ["합계", 6]]))

    assert figures(found) == {"전체@1": 5}
    assert [left.place for left in found.left] == ["3"]


def test_a_question_offers_the_nearest_names_and_its_answer_is_taken(briefing_data: None) -> None:
    content = by_openpyxl([["지표", "1월"], ["청년일자리센터 취업 상담 인원", 10]])

    question = judge(content).questions[0]
    best = question.choices[0]
    assert best.label.endswith(COUNSELLING)
    assert question.choices[-1].answer == "skip"

    assert figures(judge(content, answers={question.key: best.answer})) == {"상담@1": 10}
    assert judge(content, answers={question.key: "programmes:a999999"}).questions == (question,)


def test_the_second_half_of_a_cumulative_year_starts_from_what_is_stored(briefing_data: None) -> None:
    content = by_openpyxl([["지표", "7월 누계", "8월 누계"], [COUNSELLING, 15_000, 17_500]])

    assert figures(judge(content, year=2018)) == {"상담@7": 15_000 - 13_869, "상담@8": 2_500}


def test_findings_stand_in_the_order_of_the_workbook(briefing_data: None) -> None:
    content = by_openpyxl([["지표", "1월", "2월"], [COUNSELLING, "가", "나"], [EMPLOYMENT, 1, "다"]])

    assert [each.place for each in judge(content).errors] == ["'실적' B2", "'실적' C2", "'실적' C3"]


def test_a_figure_in_the_division_is_found_under_any_of_its_levels(briefing_data: None) -> None:
    nested = division("programmes").models.Part.objects.filter(path__contains="/").select_related("indicator").first()
    assert nested is not None
    parent, _, leaf = nested.path.partition("/")
    content = by_openpyxl([["지표", "구분", "세부", "1월"], [nested.indicator.name, parent, leaf, 5]])

    assert figures(judge(content)) == {f"{nested.indicator.short_name}/{nested.path}@1": 5}
