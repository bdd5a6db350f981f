import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seoulwork.domain.numbers import (
    LARGEST,
    NumberError,
    circled,
    difference,
    format_number,
    in_unit,
    is_dash,
    parse_number,
    rate,
    round_half_up,
    work_out,
)
from seoulwork.domain.units import Unit
from seoulwork.domain.vocabulary import UNITS

BIGINT = 2**63
ADDED = {
    "톤": Unit("톤", "톤", 1),
    "천톤": Unit("천톤", "톤", 1_000),
    "㎥": Unit("㎥", "㎥", 1),
    "평": Unit("평", "㎡", 3),
}
"""Units that a page added"""
NAMES = sorted({*UNITS, *ADDED})
CASES = json.loads(Path(__file__).with_name("number-cases.json").read_text())
"""The number grammar, case by case. The scripts of the entry page are held against the same table (`tests/scripts`)."""


@pytest.fixture(autouse=True)
def added_units() -> None:
    UNITS.give(ADDED.values())


@pytest.mark.parametrize("case", CASES["figures"], ids=lambda case: f"{case['text']} {case['unit']} {case['decimals']}")
def test_reads_figures_as_officers_write_them_and_refuses_the_rest_with_one_sentence(case: dict[str, Any]) -> None:
    figure = (case["text"], case["unit"], case["decimals"])
    if "problem" in case:
        with pytest.raises(NumberError) as refusal:
            parse_number(*figure)
        assert str(refusal.value) == case["problem"]
    else:
        assert parse_number(*figure) == case["stored"]


def test_the_cases_know_the_units() -> None:
    assert {name: Unit(name, base, factor) for name, (base, factor) in CASES["units"].items()}.items() <= UNITS.items()


@given(st.text(), st.sampled_from(NAMES), st.integers(0, 4))
def test_whatever_is_typed_is_a_figure_that_can_be_stored_or_a_sentence(text: str, unit: str, decimals: int) -> None:
    try:
        value = parse_number(text, unit, decimals)
    except NumberError:
        return
    assert value is None or abs(value) < BIGINT


@given(st.integers(-LARGEST, LARGEST), st.integers(0, 4))
def test_what_is_printed_can_be_typed_again(stored: int, decimals: int) -> None:
    assert parse_number(format_number(in_unit(stored, "명", decimals), decimals), "명", decimals) == stored


@given(st.integers(-(10**6), 10**6), st.sampled_from(NAMES), st.integers(0, 2))
def test_what_is_printed_with_its_unit_can_be_typed_again(shown: int, unit: str, decimals: int) -> None:
    stored = shown * UNITS[unit].factor * 10**decimals
    assert parse_number(format_number(in_unit(stored, unit, decimals)) + unit, unit, decimals) == stored


@given(st.integers(-LARGEST, LARGEST), st.sampled_from(NAMES), st.integers(0, 4))
def test_the_value_in_a_unit_leads_back_to_what_is_stored(stored: int, unit: str, decimals: int) -> None:
    """A third (of an added unit of three) has no last digit: then the digits are enough to tell the whole number."""
    whole = in_unit(stored, unit, decimals) * UNITS[unit].factor * 10**decimals
    assert whole.to_integral_value() == stored
    assert whole == stored or UNITS[unit].factor % 3 == 0


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("98.75", 1, "98.8"),
        ("98.65", 1, "98.7"),
        ("98.749", 1, "98.7"),
        ("-0.5", 0, "-1"),
        ("2.5", 0, "3"),
        ("0.05", 1, "0.1"),
    ],
)
def test_rounds_half_up(value: str, decimals: int, rounded: str) -> None:
    assert round_half_up(Decimal(value), decimals) == Decimal(rounded)


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 4))
def test_rounding_is_off_by_half_a_unit_at_most_and_the_same_for_both_signs(value: Decimal, decimals: int) -> None:
    rounded = round_half_up(value, decimals)
    assert abs(rounded - value) <= Decimal(5).scaleb(-decimals - 1)
    assert round_half_up(-value, decimals) == -rounded
    assert rounded == rounded.quantize(Decimal(1).scaleb(-decimals))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567, 0, "1,234,567"),
        (Decimal("1234.5"), 1, "1,234.5"),
        (Decimal("1234.5"), 0, "1,235"),
        (-9, 0, "△9"),
        (Decimal("-0.04"), 1, "0.0"),
        (0, 0, "0"),
        (999, 0, "999"),
    ],
)
def test_prints_thousands_and_the_korean_minus_sign(value: Decimal | int, decimals: int, text: str) -> None:
    assert format_number(value, decimals) == text


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [
        # expenditure / current budget, in million won
        (124_144, 237_715, "52.2"),
        (100_177, 187_341, "53.5"),
        (5_553, 19_490, "28.5"),
        (18_414, 30_884, "59.6"),
        # actual / target, in jobs
        (245_657, 353_956, "69.4"),
        (132_391, 150_061, "88.2"),
        (113_266, 203_895, "55.6"),
        (48_697, 76_692, "63.5"),
        (50_825, 70_924, "71.7"),
        (42_962, 74_882, "57.4"),
        (60_542, 76_769, "78.9"),
        (4_935, 5_905, "83.6"),
        (19_645, 21_166, "92.8"),
        (18_051, 27_618, "65.4"),
        # from the exact figures, half up
        (79, 80, "98.8"),
        (1_157, 2_496, "46.4"),
        (0, 80, "0.0"),
    ],
)
def test_rates_of_the_2018_document(numerator: int, denominator: int, printed: str) -> None:
    value = rate(numerator, denominator)
    assert value is not None
    assert format_number(value, 1) == printed


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 0), (0, 0), (1, None), (None, 1), (None, None)])
def test_without_a_target_there_is_no_rate(numerator: int | None, denominator: int | None) -> None:
    assert rate(numerator, denominator) is None


@given(st.integers(0, LARGEST), st.integers(1, LARGEST), st.integers(1, 1000))
def test_a_rate_does_not_depend_on_the_unit(numerator: int, denominator: int, factor: int) -> None:
    assert rate(numerator * factor, denominator * factor) == rate(numerator, denominator)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)), min_size=1))
def test_the_rate_of_a_whole_lies_between_those_of_its_parts(parts: list[tuple[int, int]]) -> None:
    rates = [rate(*part) for part in parts]
    whole = rate(sum(top for top, _ in parts), sum(bottom for _, bottom in parts))
    assume(None not in rates)
    exact = sorted(each for each in rates if each is not None)
    tolerance = Decimal("1e-12")  # of 28 digits
    assert whole is not None
    assert exact[0] - tolerance <= whole <= exact[-1] + tolerance


def test_a_missing_figure_is_not_zero() -> None:
    assert difference(10, None) is None
    assert difference(None, 10) is None
    assert difference(10_774, 11_619) == -845
    assert difference(0, 0) == 0


def test_every_unit_names_itself_and_has_a_whole_factor() -> None:
    assert [name for name, unit in UNITS.items() if unit.name != name or unit.factor < 1] == []
    assert [unit.name for unit in UNITS.values() if UNITS[unit.base].factor != 1] == []


@pytest.mark.parametrize(("number", "mark"), [(0, "(0)"), (1, "①"), (10, "⑩"), (20, "⑳"), (21, "(21)")])
def test_a_number_in_a_circle_where_there_is_one(number: int, mark: str) -> None:
    assert circled(number) == mark


@pytest.mark.parametrize("case", CASES["formulas"], ids=lambda case: case["text"][:40])
def test_a_formula_is_worked_out_exactly_or_refused_with_its_text(case: dict[str, str]) -> None:
    if "problem" in case:
        with pytest.raises(NumberError) as refusal:
            work_out(case["text"])
        assert str(refusal.value) == case["problem"]
    else:
        assert work_out(case["text"]) == case["number"]


@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(-9999, 9999)), min_size=1, max_size=12))
def test_sums_and_products_come_to_what_python_says(terms: list[tuple[str, int]]) -> None:
    formula = "".join(f"{sign}({number})" for sign, number in terms).lstrip("*")
    assert work_out(f"={formula}") == str(eval(formula))


@pytest.mark.parametrize("case", CASES["dashes"], ids=lambda case: case["text"])
def test_a_dash_is_told_from_an_empty_text(case: dict[str, Any]) -> None:
    assert is_dash(case["text"]) is case["dash"]
