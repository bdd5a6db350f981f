"""No word around the figures is passed over: planted anywhere in the frame of a right workbook, it gives the right figures, a
question or a refusal; never other figures."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seoulwork.domain.vocabulary import GROWING, NOT_ACTUAL, OF_THE_MONTH, UNITS
from seoulwork.figures.divisions import division
from seoulwork.workbook.framing import resolved
from seoulwork.workbook.judging import examine
from seoulwork.workbook.outcome import Preview
from seoulwork.workbook.reading.sheet import Sheet, Value, sheets_of_scan
from seoulwork.workbook.safety import Refused
from seoulwork.workbook.scanning import scan
from tests.choosing import amount
from tests.workbook.conftest import figures
from tests.workbook.writing import by_openpyxl

pytestmark = pytest.mark.any_engine

EXAMPLES = amount("PLANTED_WORDS", 100, long=1_000)
COUNSELLING, EMPLOYMENT = "청년일자리센터 취업상담", "청년일자리센터 상담을 통한 취업"
MILLION = 1_000_000


@dataclass(frozen=True)
class Base:
    """A right workbook: its rows, what it gives, and where the parts of its frame stand (rows and columns count from 0)."""

    rows: list[list[Value]]
    right: Mapping[str, int]
    head: int
    row: int
    """The first row of figures; the row above it is a block row or the heading"""
    label: int
    unit: int | None
    heading: tuple[int, int]
    """A heading of figures"""
    line_unit: str = "명"
    year: int = 2019
    to: str = "programmes"

    @property
    def money(self) -> bool:
        return self.line_unit == "백만원"


RIGHT = {"상담@1": 10, "상담@2": 20, "취업@1": 3, "취업@2": 4}
BASES = {
    "counts": Base(
        [
            ["2019년 월별 실적", None, None, None, None],
            ["일자리정책담당관", None, None, None, None],
            ["지표", "단위", "1월", "2월", "비고"],
            ["청년 사업", None, None, None, None],
            [COUNSELLING, "명", 10.0, 20.0, None],
            [EMPLOYMENT, "명", 3.0, 4.0, "확인함"],
            ["모두 확인함", None, None, None, None],
        ],
        RIGHT,
        head=2,
        row=4,
        label=0,
        unit=1,
        heading=(2, 3),
    ),
    "money": Base(
        [
            ["2018년 예산 집행", None, None, None],
            [None, None, None, None],
            ["예산과목", "구분", "7월말 누계", "8월말 누계"],
            ["예산현액", "지출액", 110_000.0, 120_000.0],
            ["확인함", None, None, None],
        ],
        {"예산현액.지출액@7": 110_000 * MILLION, "예산현액.지출액@8": 120_000 * MILLION},
        head=2,
        row=3,
        label=0,
        unit=1,
        heading=(2, 3),
        line_unit="백만원",
        year=2018,
    ),
    "long": Base(
        [
            ["월별 실적", None, None, None, None],
            [None, None, None, None, None],
            ["월", "지표", "단위", "값", "비고"],
            [None, "청년 사업", None, None, None],
            ["2월", COUNSELLING, "명", 20.0, None],
            ["1월", COUNSELLING, "명", 10.0, "확인함"],
            ["1월", EMPLOYMENT, "명", 3.0, None],
            ["2월", EMPLOYMENT, "명", 4.0, None],
            ["모두 확인함", None, None, None, None],
        ],
        RIGHT,
        head=2,
        row=4,
        label=1,
        unit=2,
        heading=(2, 3),
    ),
    "across": Base(
        [
            ["월별 실적", None, None, None],
            [None, None, None, None],
            ["월", COUNSELLING, EMPLOYMENT, None],
            ["1월", 10.0, 3.0, None],
            ["2월", 20.0, 4.0, "확인함"],
            ["모두 확인함", None, None, None],
        ],
        RIGHT,
        head=2,
        row=3,
        label=0,
        unit=None,
        heading=(2, 2),
    ),
    "month": Base(
        [
            ["2019년 2월 실적", None, None, None],
            [None, None, None, None],
            ["지표", "단위", "값", "비고"],
            ["청년 사업", None, None, None],
            [COUNSELLING, "명", 20.0, None],
            [EMPLOYMENT, "명", 4.0, "확인함"],
            ["모두 확인함", None, None, None],
        ],
        {"상담@2": 20, "취업@2": 4},
        head=2,
        row=4,
        label=0,
        unit=1,
        heading=(2, 2),
    ),
}
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


def planted(base: Base, place: str, word: str) -> tuple[list[list[Value]], str, str]:
    """The sheet's rows, its name and the file's name with the word at the place."""
    rows = [list(each) for each in base.rows]
    file, sheet = "시험.xlsx", "자료"
    last = len(rows[0]) - 1
    at = {
        "title": (0, 0),
        "title alone": (0, 0),
        "above": (1, 0),
        "above right": (1, last),
        "label head": (base.head, base.label),
        "unit head": (base.head, base.unit or base.label),
        "section": (base.row - 1, base.label),
        "section alone": (base.row - 1, base.label),
        "label": (base.row, base.label),
        "label bracket": (base.row, base.label),
        "unit": (base.row, base.label if base.unit is None else base.unit),
        "beside": (base.row, last),
        "below": (len(rows) - 1, 0),
        "below note": (len(rows) - 1, 0),
        "heading": base.heading,
        "above heading": (base.head - 1, base.heading[1]),
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


def read(rows: list[list[Value]], sheet: str, reader: str) -> list[Sheet]:
    """The rows as a workbook, or as text, through the reader that the child process uses."""
    plain = [[int(value) if isinstance(value, float) else value for value in row] for row in rows]
    if reader == "text":
        output = io.StringIO()
        csv.writer(output).writerows(plain)
        content = output.getvalue().encode("utf-8-sig")
    else:
        content = by_openpyxl(plain, title=sheet)
    return sheets_of_scan(json.dumps(scan(content)).encode())


def outcome(base: Base, rows: list[list[Value]], file: str, sheet: str, reader: str) -> Preview | None:
    try:
        return examine(division(base.to), read(rows, sheet, reader), name=file, year=base.year)
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
@given(
    said=words(),
    place=st.sampled_from(PLACES),
    name=st.sampled_from(sorted(BASES)),
    reader=st.sampled_from(["workbook", "text"]),
)
def test_no_word_of_the_frame_is_passed_over(
    briefing_data: None, said: tuple[str, str], place: str, name: str, reader: str
) -> None:
    (word, kind), base = said, BASES[name]
    if base.money and kind == "money" and place == "unit":
        return  # the column says which of the two amounts a row has: that is no word around it
    if place == "unit" and base.unit is None:
        return  # there is none
    if place == "sheet" and (reader == "text" or set(word) & set("[]:*?/\\")):
        return  # a text has one without a name; and no sheet may be called so
    if name == "month" and kind == "time" and place == "title alone":
        return  # it says of which month the figures are
    rows, file, sheet = planted(base, place, word)
    found = outcome(base, rows, file, sheet, reader)
    if found is None or found.questions or found.errors or not found.writes:
        return
    written = figures(found)
    if kind in SCALED:
        allowed = scaled(base.right, kind, base.line_unit)
        partly = {key: value for key, value in written.items() if base.right[key] != value}
        assert allowed is not None, "a unit that does not fit was passed over"
        assert written == allowed or (partly and partly.items() <= allowed.items()) or written == base.right == allowed
        return
    if kind == "cumulative" and word not in OF_THE_MONTH and not base.money:
        # Of the one row or of all, as the word stands: derived.
        assert written != base.right, "누계 was passed over"
        assert all(written[key] == base.right[key] or key.endswith("@2") for key in written)
        return
    assert written.items() <= base.right.items()
    if kind in ("other", "money") and not base.money:
        assert written != base.right, f"{word} was passed over"


@pytest.mark.parametrize("reader", ["workbook", "text"])
@pytest.mark.parametrize("name", BASES)
def test_the_frames_without_a_planted_word_are_right(briefing_data: None, name: str, reader: str) -> None:
    base = BASES[name]
    found = outcome(base, base.rows, "시험.xlsx", "자료", reader)
    assert found is not None
    assert not found.questions
    assert not found.errors
    assert figures(found) == base.right
