"""What can be entered in a year, and how a typed number becomes a stored one."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from seoulwork.domain.ledger import BudgetRow, IndicatorRow, PartRow, ProgrammeRow
from seoulwork.domain.numbers import NumberError
from seoulwork.domain.places import actual_slots, impossible_money, places_of, quotient, read_together
from tests.rows import INDICATOR

PROGRAMME = ProgrammeRow(7, 1, "노동권 보호")


def indicator(number: int, **changes: Any) -> IndicatorRow:
    own = {"id": number, "programme_id": 7, "short_name": f"지표{number}", "name": f"지표 {number}"}
    return replace(INDICATOR, programme=PROGRAMME.title, **{**own, **changes})


def budget(number: int, kind: str = "grant", year: int = 2018) -> BudgetRow:
    return BudgetRow(number, 7, PROGRAMME.title, f"예산{number}", kind, "", year, "", "")


def test_a_part_has_a_place_until_its_last_year_with_all_below_it() -> None:
    parts = [PartRow(1, 1, "", "청년", 2018), PartRow(2, 1, "", "청년/서울"), PartRow(3, 1, "", "여성")]
    found = {
        year: [node.path for node in places_of(year, [PROGRAMME], [indicator(1)], parts, []).nodes[0].walk()]
        for year in (2018, 2019)
    }
    assert found == {2018: ["", "청년", "청년/서울", "여성"], 2019: ["", "여성"]}


def test_what_has_ended_or_is_entered_elsewhere_has_no_place() -> None:
    indicators = [
        indicator(1),
        indicator(2, last_year=2018),
        indicator(3, last_year=2017),
        indicator(4, restates="지표1"),
        indicator(5, programme_id=8),
        indicator(6, programme_id=None),
    ]
    budgets = [budget(1), budget(2, "required"), budget(3, "total_cost"), budget(4, year=2017), budget(5, "current")]
    there = places_of(2018, [PROGRAMME], indicators, [PartRow(1, 2, "", "청년")], budgets)
    assert [node.indicator_id for node in there.nodes] == [1, 2, 6]
    assert [node.path for node in there.nodes[1].walk()] == ["", "청년"]
    assert [line.budget_id for line in there.lines] == [1, 5]


@pytest.mark.parametrize(
    ("unit", "text", "stored"),
    [
        ("만원", "30000/100", (300_000_000, 100)),
        ("만원", "3억원/100", (300_000_000, 100)),
        ("%", "529/1,000", (529, 1_000)),
        (":1", "△541/100", (-541, 100)),
        ("천명", "3/2", (3_000, 2)),
    ],
)
def test_a_ratio_has_its_unit_above_and_a_count_below(unit: str, text: str, stored: tuple[int, int]) -> None:
    assert read_together(text, actual_slots("ratio", unit, 0)) == stored


def test_a_ratio_is_shown_in_its_unit() -> None:
    assert quotient(300_000_000, 100, "만원") == 300
    assert quotient(529, 1_000, "%") == Decimal("52.9")
    assert quotient(541, 100, ":1") == Decimal("5.41")
    assert quotient(541, None, ":1") is None


@pytest.mark.parametrize(
    ("accumulation", "text", "sentence"),
    [
        ("ratio", "30", "분자/분모로"),
        ("ratio", "1/2/3", "나눗셈"),
        ("ratio", "1/0", "분모는 0보다 커야"),
        ("ratio", "1/△2", "분모는 0보다 커야"),
        ("sum", "30/100", "나눗셈"),
        ("sum", "30개", "단위"),
    ],
)
def test_what_can_not_be_stored_is_told(accumulation: str, text: str, sentence: str) -> None:
    with pytest.raises(NumberError, match=sentence):
        read_together(text, actual_slots(accumulation, "만원", 0))


def test_an_execution_keeps_its_order() -> None:
    assert impossible_money(2, 1, 3) == impossible_money(None, 1, None) == impossible_money(None, None, 0) == ""
    assert "지출액" in impossible_money(1, 2, 3)
    assert "원인행위액" in impossible_money(4, 2, 3)
    assert "0보다 작을 수 없습니다" in impossible_money(None, -1, 3)
