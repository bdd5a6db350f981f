"""No word around the figures is passed over: planted anywhere in the frame of a right workbook, it gives the right figures, a
question or a refusal; never other figures."""

import os
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seoulwork.domain.vocabulary import GROWING, NOT_ACTUAL, OF_THE_MONTH, UNITS
from seoulwork.figures.divisions import division
from seoulwork.workbook.framing import resolved
from seoulwork.workbook.judging import examine
from seoulwork.workbook.outcome import Preview
from seoulwork.workbook.reading.sheet import Sheet, Value
from seoulwork.workbook.safety import Refused
from tests.workbook.conftest import figures

pytestmark = pytest.mark.any_engine

EXAMPLES = int(os.environ.get("PLANTED_WORDS", "100"))
COUNSELLING, EMPLOYMENT, CAFES = "청년일자리센터 취업상담", "청년일자리센터 상담을 통한 취업", "일자리카페 조성"
COUNTS: list[list[Value]] = [
    ["2019년 월별 실적", None, None, None, None],
    ["일자리정책담당관", None, None, None, None],
    ["지표", "단위", "1월", "2월", "비고"],
    ["청년 사업", None, None, None, None],
    [COUNSELLING, "명", 10.0, 20.0, None],
    [EMPLOYMENT, "명", 3.0, 4.0, "확인함"],
    ["모두 확인함", None, None, None, None],
]
RIGHT_COUNTS = {"상담@1": 10, "상담@2": 20, "취업@1": 3, "취업@2": 4}
MONEY: list[list[Value]] = [
    ["2018년 예산 집행", None, None, None],
    [None, None, None, None],
    ["예산과목", "구분", "7월말 누계", "8월말 누계"],
    ["예산현액", "지출액", 110_000.0, 120_000.0],
    ["확인함", None, None, None],
]
RIGHT_MONEY = {"예산현액.지출액@7": 110_000 * 1_000_000, "예산현액.지출액@8": 120_000 * 1_000_000}
SCALED = ("천명", "만명", "천원", "만원", "백만원", "억원", "천", "만", "백만", "억", "%", "₩", "원", "건", "개소")
UNIT_FORMS = ("({})", "[{}]", "(단위: {})", "단  위 : {}", "※ 단위: {}", "측정단위: {}", "{}")
TIMES = (
    "7월",
    "상반기",
    "하반기",
    "3분기",
    "1~6월",
    "7월말 현재",
    "2018년",
    "2017년",
    "'17년",
    "2018.7.31. 기준",
    "2018년 12월",
)
OWNERS = ("노동정책담당관", "사회적경제담당관", "노동정책", "사회적경제", "일자리정책담당관")
MONEY_WORDS = ("지출액", "원인행위액", "예산현액", "잔액", "집행률", "예산액")
SAME = ("실적", "확정", "월별", "합계", "현황")
PLACES = (
    "file",
    "sheet",
    "title",
    "title alone",
    "above",
    "above right",
    "label head",
    "unit head",
    "section",
    "section alone",
    "label",
    "label bracket",
    "unit",
    "beside",
    "below",
    "below note",
    "heading",
    "above heading",
)


def planted(rows: list[list[Value]], place: str, word: str, row: int) -> tuple[list[list[Value]], str, str]:
    """The sheet's rows, its name and the file's name with the word at the place; `row` is the first row of figures."""
    rows = [list(each) for each in rows]
    file, sheet, head = "시험.xlsx", "자료", 2
    at = {
        "title": (0, 0),
        "title alone": (0, 0),
        "above": (1, 0),
        "above right": (1, len(rows[0]) - 1),
        "label head": (head, 0),
        "unit head": (head, 1),
        "section": (row - 1, 0),
        "section alone": (row - 1, 0),
        "label": (row, 0),
        "label bracket": (row, 0),
        "unit": (row, 1),
        "beside": (row, len(rows[0]) - 1),
        "below": (len(rows) - 1, 0),
        "below note": (len(rows) - 1, 0),
        "heading": (head, 3),
        "above heading": (head - 1, 3),
    }.get(place)
    if place == "file":
        return rows, f"시험 {word}.xlsx", sheet
    if place == "sheet":
        return rows, file, f"자료 {word}"
    assert at is not None
    old = rows[at[0]][at[1]]
    if place == "beside" and isinstance(old, float):
        at = (at[0], at[1] + 1)
        rows = [[*each, None] for each in rows]
        old = None
    if place in ("title alone", "section alone", "above", "above right", "below", "unit", "above heading"):
        text: Value = word
    elif place == "label bracket":
        text = f"{old}({word})"
    elif place == "below note":
        text = f"※ {word}"
    else:
        text = f"{old} {word}" if old else word
    rows[at[0]][at[1]] = text
    return rows, file, sheet


def outcome(rows: list[list[Value]], file: str, sheet: str, year: int) -> Preview | None:
    try:
        return examine(division("programmes"), [Sheet(sheet, False, rows, [])], name=file, year=year)
    except Refused:
        return None


def scaled(right: Mapping[str, int], written: str, line_unit: str) -> dict[str, int] | None:
    """The figures read in a planted unit; None where it does not fit."""
    unit = resolved(written, line_unit)
    if not unit:
        return None
    own, other = UNITS[line_unit].factor, UNITS[unit].factor
    return {key: value * other // own for key, value in right.items()}


@st.composite
def words(draw: st.DrawFn) -> tuple[str, str]:
    """A word in one of its forms, and which it is: a unit by itself, else what kind of word."""
    kind = draw(st.sampled_from(["unit", "other", "cumulative", "time", "owner", "money", "same"]))
    if kind == "unit":
        unit = draw(st.sampled_from(SCALED))
        form = draw(st.sampled_from(UNIT_FORMS))
        return form.format(unit), unit if form != "{}" or unit not in ("건", "개소") else "same"
    pool = {
        "other": NOT_ACTUAL,
        "cumulative": (*GROWING, "2월까지", *OF_THE_MONTH),
        "time": TIMES,
        "owner": OWNERS,
        "money": MONEY_WORDS,
        "same": SAME,
    }[kind]
    return draw(st.sampled_from(pool)), kind


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(said=words(), place=st.sampled_from(PLACES), money=st.booleans())
def test_no_word_of_the_frame_is_passed_over(
    briefing_data: None, said: tuple[str, str], place: str, money: bool
) -> None:
    word, kind = said
    if money and kind == "money" and place == "unit":
        return  # the column says which of the two amounts a row has: that is no word around it
    base, right, row, unit, year = (
        (MONEY, RIGHT_MONEY, 3, "백만원", 2018) if money else (COUNTS, RIGHT_COUNTS, 4, "명", 2019)
    )
    found = outcome(*planted(base, place, word, row), year)
    if found is None or found.questions or found.errors or not found.writes:
        return
    written = figures(found)
    if kind in SCALED:
        allowed = scaled(right, kind, unit)
        partly = {key: value for key, value in written.items() if right[key] != value}
        assert allowed is not None, "a unit that does not fit was passed over"
        assert written == allowed or (partly and partly.items() <= allowed.items()) or written == right == allowed
        return
    if kind == "cumulative" and word not in OF_THE_MONTH and not money:
        # Of the one row or of all, as the word stands: derived.
        assert written != right, "누계 was passed over"
        assert all(written[key] == right[key] or key.endswith("@2") for key in written)
        return
    assert written.items() <= right.items()
    if kind in ("other", "money") and not money:
        assert written != right, f"{word} was passed over"


def test_the_frames_without_a_planted_word_are_right(briefing_data: None) -> None:
    for base, right, year in ((COUNTS, RIGHT_COUNTS, 2019), (MONEY, RIGHT_MONEY, 2018)):
        found = outcome(base, "시험.xlsx", "자료", year)
        assert found is not None
        assert not found.questions
        assert not found.errors
        assert figures(found) == right
