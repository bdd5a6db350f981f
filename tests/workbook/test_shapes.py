"""Tables of other shapes, other packages, and text files: each with the figures that it must give, or with what it is told."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from seoulwork.figures.divisions import division
from seoulwork.workbook.judging import examine
from seoulwork.workbook.matching.questions import CUMULATIVE, MONTHLY, SKIP
from seoulwork.workbook.outcome import Preview
from seoulwork.workbook.reading.sheet import Sheet, Value
from seoulwork.workbook.safety import Refused
from tests.workbook.conftest import figures, judge
from tests.workbook.writing import by_openpyxl

pytestmark = pytest.mark.any_engine

COUNSELLING, CAFES = "청년일자리센터 취업상담", "일자리카페 이용 횟수"
OMBUDSMAN = "시민명예노동옴부즈만 상담건수"
MILLION = 1_000_000


def seen(
    *rows: list[Value], to: str = "programmes", year: int = 2018, answers: Mapping[str, str] | None = None
) -> Preview:
    """The judgement on one sheet."""
    width = max(map(len, rows))
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    return examine(division(to), [Sheet("자료", False, filled, [])], name="시험.xlsx", year=year, answers=answers)


def answered(found: Preview, *choices: str) -> dict[str, str]:
    return {question.key: choice for question, choice in zip(found.questions, choices, strict=True)}


# --------------------------------------------------------------------------------------- what the frame says


@pytest.mark.parametrize(
    "rows",
    [
        [["지표", "7월"], [f"{COUNSELLING}(천명)", 2.0]],
        [["지표", "7월"], [f"{COUNSELLING}[단위: 천명]", 2.0]],
        [["지표", "7월"], [f"{COUNSELLING} 천명", 2.0]],
        [["지표", "7월"], [COUNSELLING, 2.0], ["※ 단위: 천명"]],
        [["지표", "7월"], ["■ 청년사업(단위: 천명)"], [COUNSELLING, 2.0]],
        [["지표", "7월[천명]"], [COUNSELLING, 2.0]],
        [["지표(천명)", "7월"], [COUNSELLING, 2.0]],
        [["단  위 : 천명"], ["지표", "7월"], [COUNSELLING, 2.0]],
        [["", "(단위: 천)"], ["지표", "7월"], [COUNSELLING, 2.0]],
        [["지표", "7월", "비고"], [COUNSELLING, 2.0, "(천명)"]],
    ],
)
def test_a_unit_counts_wherever_it_stands(briefing_data: None, rows: list[list[Value]]) -> None:
    found = seen(*rows)
    assert not found.findings
    assert not found.questions
    assert figures(found) == {"상담@7": 2000}


def test_a_unit_of_money_in_a_label_heading(briefing_data: None) -> None:
    found = seen(["예산과목(억원)", "7월말 지출액 누계"], ["예산현액", 1_200.0])
    assert figures(found) == {"예산현액.지출액@7": 120_000 * MILLION}


def test_two_units_that_differ_are_refused(briefing_data: None) -> None:
    found = seen(["(단위: 천명)"], ["지표", "단위", "7월"], [COUNSELLING, "명", 2.0])
    (finding,) = found.errors
    assert finding.cell == "C3"
    assert "어느 단위의 값인지" in finding.cause


def test_an_answer_is_for_its_words_alone(briefing_data: None) -> None:
    """Who said that a table called 목표 holds actuals has said nothing of one called 계획, nor of a unit."""
    rows: tuple[list[Value], ...] = (["지표", "7월"], [COUNSELLING, 2.0])
    first = seen(["월별 목표"], *rows)
    answers = answered(first, "given")
    assert figures(seen(["월별 목표"], *rows, answers=answers)) == {"상담@7": 2}
    assert seen(["월별 계획"], *rows, answers=answers).questions
    assert seen(["월별 목표 천명"], *rows, answers=answers).questions


def test_cumulative_in_a_title_is_asked_about(briefing_data: None) -> None:
    rows: tuple[list[Value], ...] = (
        ["2018년 월별 누계 실적"],
        ["지표명", "단위", *[f"{month}월" for month in range(1, 7)]],
        [OMBUDSMAN, "건", 231.0, 445.0, 747.0, 1065.0, 1392.0, 1694.0],
    )
    first = seen(*rows, to="labour")
    assert not first.writes
    derived = figures(seen(*rows, to="labour", answers=answered(first, CUMULATIVE)))
    assert [derived[f"옴부즈만상담건수@{month}"] for month in range(1, 7)] == [231, 214, 302, 318, 327, 302]
    assert seen(*rows, to="labour", answers=answered(first, SKIP)).left


def test_cumulative_in_a_label_is_taken(briefing_data: None) -> None:
    found = seen(["지표명", "7월", "8월"], [f"{OMBUDSMAN}(누계)", 1900.0, 2150.0], to="labour")
    assert figures(found) == {"옴부즈만상담건수@7": 206, "옴부즈만상담건수@8": 250}


def test_the_title_of_another_division_is_refused(briefing_data: None) -> None:
    found = seen(
        ["사회적경제담당관 2018년 예산집행"], ["예산과목", "7월말 지출액 누계"], ["예산현액", 5000.0], to="labour"
    )
    assert not found.writes
    assert [each.cell for each in found.errors] == ["A1"]


def test_rows_of_another_division_beside_own_ones_are_asked_about(briefing_data: None) -> None:
    rows: tuple[list[Value], ...] = (
        ["지표", "7월"],
        [COUNSELLING, 2.0],
        ["노동정책담당관", None],
        [OMBUDSMAN, 301.0],
    )
    first = seen(*rows)
    (question,) = first.questions
    assert "노동정책담당관" in question.text
    found = seen(*rows, answers=answered(first, SKIP))
    assert figures(found) == {"상담@7": 2}
    assert any("노동정책담당관" in each.text for each in found.left)


@pytest.mark.parametrize("label", ["월평균", "전월 대비 증감", "달성률(%)", "비율", "목표"])
def test_rows_that_are_made_of_others_are_left_with_a_word(briefing_data: None, label: str) -> None:
    found = seen(["지표", "구분", "7월"], [COUNSELLING, "실적", 2.0], [None, label, 7.0])
    assert figures(found) == {"상담@7": 2}
    assert any(label in each.text for each in found.left)


@pytest.mark.parametrize("mark", ["※ ", "* ", "○ "])
def test_a_row_with_a_figure_is_never_a_note(briefing_data: None, mark: str) -> None:
    assert figures(seen(["지표", "7월"], [mark + COUNSELLING, 2.0])) == {"상담@7": 2}


@pytest.mark.parametrize(
    "name", ["청년일자리센터\u200b취업상담", "청년일자리센터 취업상담", "청년일자리센터　취업상담"]
)
def test_names_are_compared_as_they_look(briefing_data: None, name: str) -> None:
    assert figures(seen(["지표", "7월"], [name, 2.0])) == {"상담@7": 2}


# ---------------------------------------------------------------------------------------------------- shapes


def test_a_row_for_each_month(briefing_data: None) -> None:
    rows: list[list[Value]] = [
        [f"2018-{month:02}", OMBUDSMAN, "건", value] for month, value in ((7, 301.0), (8, 296.0), (9, 310.0))
    ]
    found = seen(["기준월", "지표명", "단위", "실적"], *rows, to="labour")
    assert not found.findings
    assert figures(found) == {"옴부즈만상담건수@7": 301, "옴부즈만상담건수@8": 296, "옴부즈만상담건수@9": 310}


def test_a_row_for_each_month_with_both_figures_and_a_target(briefing_data: None) -> None:
    found = seen(
        ["연월", "지표", "목표", "당월", "누계", "비고"],
        ["201807", OMBUDSMAN, 900.0, 301.0, 1995.0, None],
        ["201808", OMBUDSMAN, 900.0, 296.0, 2291.0, None],
        to="labour",
    )
    assert figures(found) == {"옴부즈만상담건수@7": 301, "옴부즈만상담건수@8": 296}
    assert any("목표" in each.text for each in found.left)


def test_a_row_whose_month_is_none_is_refused(briefing_data: None) -> None:
    found = seen(["기준월", "지표명", "실적"], ["여름", OMBUDSMAN, 301.0], ["2018-08", OMBUDSMAN, 296.0], to="labour")
    assert [(each.cell, each.value) for each in found.errors] == [("A2", "여름")]


BLANK: list[Value] = ["지표명", "단위", *[f"{month}월" for month in range(1, 7)]]
GRANT = "한국노총보조금 지출액"


def test_a_grant_that_starts_in_february(briefing_data: None) -> None:
    rows: tuple[list[Value], ...] = (BLANK, [GRANT, "백만원", None, 200.0, 250.0, 240.0, 230.0, 237.0])
    first = seen(*rows, to="labour")
    found = seen(*rows, to="labour", answers=answered(first, MONTHLY))
    assert not found.questions
    assert not found.errors
    sums = {1: 0, 2: 200, 3: 450, 4: 690, 5: 920}  # June's is stored, and stays
    assert figures(found) == {f"한국노총보조금.지출액@{month}": value * MILLION for month, value in sums.items()}


def test_blank_months_that_do_not_add_up_are_asked_about_once(briefing_data: None) -> None:
    rows: tuple[list[Value], ...] = (BLANK, [OMBUDSMAN, "건", None, 214.0, 302.0, 318.0, 327.0, 302.0])
    first = seen(*rows, to="labour")
    (question,) = first.questions
    assert "빈 달" in question.text
    found = seen(*rows, to="labour", answers=answered(first, "none"))
    assert figures(found)["옴부즈만상담건수@1"] == 0
    skipped = seen(*rows, to="labour", answers=answered(first, SKIP))
    assert not skipped.writes
    assert skipped.left


def test_an_answer_about_blank_months_is_for_these_rows_and_months_alone(briefing_data: None) -> None:
    """Who said that there was nothing in January has said nothing of February, nor of another row."""
    first = seen(BLANK, [OMBUDSMAN, "건", None, 214.0, 302.0, 318.0, 327.0, 302.0], to="labour")
    answers = answered(first, "none")
    assert not seen(BLANK, [OMBUDSMAN, "건", None, 2.0, 3.0, 3.0, 3.0, 3.0], to="labour", answers=answers).questions
    assert seen(
        BLANK, [OMBUDSMAN, "건", 231.0, None, 302.0, 318.0, 327.0, 302.0], to="labour", answers=answers
    ).questions
    assert seen(
        BLANK, ["노동아카데미 및 노동실무 교육", "회", None, 1.0, 1.0, 1.0, 1.0, 1.0], to="labour", answers=answers
    ).questions


def test_a_question_shows_the_figures_that_it_is_about(briefing_data: None) -> None:
    (named,) = seen(["지표", "7월", "8월"], ["청년 만남 인원", 301.0, 296.0]).questions
    assert named.values == "7월 301, 8월 296"
    (framed,) = seen(["월별 목표"], ["지표", "7월"], [COUNSELLING, 301.0]).questions
    assert framed.values == f"{COUNSELLING}: 7월 301"
    (money,) = seen(["예산과목", "7월 지출액"], ["예산현액", 110_000.0]).questions
    assert money.values == "예산현액: 7월 지출액 110000"
    (foreign,) = seen(["지표", "7월"], [COUNSELLING, 1.0], [OMBUDSMAN, 301.0]).questions
    assert foreign.values == f"{OMBUDSMAN}: 7월 301"
    (blank,) = seen(BLANK, [OMBUDSMAN, "건", None, 214.0, 302.0, 318.0, 327.0, 302.0], to="labour").questions
    assert blank.values == f"'{OMBUDSMAN}'의 빈 달: 1월"


# ----------------------------------------------------------------------------------------- packages and text


def packed(change: Callable[[str, bytes], bytes], rename: Callable[[str], str] = str) -> bytes:
    """A workbook whose parts were changed and renamed."""
    output = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(by_openpyxl([["지표", "7월"], [CAFES, 5]])))
    with zipfile.ZipFile(output, "w") as target:
        for part in source.namelist():
            target.writestr(rename(part), change(part, source.read(part)))
    return output.getvalue()


def test_a_dimension_of_whole_rows(briefing_data: None) -> None:
    content = packed(lambda _, data: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="1:2"', data))
    assert figures(judge(content, year=2018)) == {"카페이용횟수@7": 5}


def test_a_workbook_in_another_folder(briefing_data: None) -> None:
    content = packed(
        lambda _, data: data.replace(b"/xl/", b"/book/").replace(b'"xl/', b'"book/'),
        lambda part: part.replace("xl/", "book/", 1) if part.startswith("xl/") else part,
    )
    assert figures(judge(content, year=2018)) == {"카페이용횟수@7": 5}


def test_months_that_a_number_format_shows(briefing_data: None) -> None:
    def finish(_: Any, sheet: Any) -> None:
        sheet["B1"].number_format = sheet["C1"].number_format = '0"월"'

    content = by_openpyxl([["지표", 7, 8], [OMBUDSMAN, 301, 296]], finish=finish)
    assert figures(judge(content, to="labour", year=2018)) == {"옴부즈만상담건수@7": 301, "옴부즈만상담건수@8": 296}


@pytest.mark.parametrize("code", ['#,##0"억"', "#,##0억", '"약 "#,##0"억"', "₩#,##0"])
def test_a_unit_that_a_number_format_shows_is_refused(briefing_data: None, code: str) -> None:
    def finish(_: Any, sheet: Any) -> None:
        sheet["B2"].number_format = code

    found = judge(by_openpyxl([["예산과목", "7월말 지출액 누계"], ["예산현액", 350]], finish=finish), year=2018)
    assert [each.cell for each in found.errors] == ["B2"]


def test_letters_that_cannot_be_printed_are_told_with_their_place(briefing_data: None) -> None:
    text = f"지표,7월\n{COUNSELLING},2\n비\x07고,\n".encode()
    assert [each.cell for each in judge(text, year=2018).errors] == ["A3"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_saved_as_text(briefing_data: None, encoding: str, separator: str) -> None:
    text = f'지표명;단위;7월;8월\n{COUNSELLING};명;"1,301";296\n'.replace(";", separator)
    assert figures(judge(text.encode(encoding), year=2018)) == {"상담@7": 1301, "상담@8": 296}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "웹 화면"),
        (b"\x00\x01\x02", "엑셀 통합 문서"),
        (b"hello", "쉼표·탭"),
        ("지표,7월\n".encode() + b"\xff\xff,\n", "인코딩"),
        (b'a,"b\nc', "따옴표"),
    ],
    ids=["a page of the web", "no text", "no table", "no encoding", "an open quotation mark"],
)
def test_a_file_that_is_no_table_is_told_so(content: bytes, message: str) -> None:
    with pytest.raises(Refused, match=message):
        judge(content)
