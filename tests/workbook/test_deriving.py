"""Months out of cumulative figures, and cumulative amounts out of months: whatever the workbook leaves to what is stored."""

from collections.abc import Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seoulwork.domain.cells import Cell
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import Slot
from seoulwork.workbook.deriving import StoredRow, months_of
from seoulwork.workbook.gathering import Findings, Given
from seoulwork.workbook.matching.lines import Line

YEAR = 2019
MONTHS = Run.year(YEAR).months()


def line(rule: str, kind: str) -> Line:
    return Line("programmes", Cell(kind, 1), None, "", "지표", Slot(kind, "", "명", 0), rule, has_parts=False)


def given_by(values: Mapping[Month, int]) -> dict[Month, Given]:
    return {month: Given(value, "실적", 2, month.number, str(value)) for month, value in values.items()}


own_values = st.lists(st.integers(-100, 1_000), min_size=12, max_size=12)
sources = st.lists(st.sampled_from(["stored", "month", "cumulative", "both"]), min_size=12, max_size=12)
junk = st.lists(st.integers(-5, 5_000), min_size=12, max_size=12)


@pytest.mark.parametrize(("rule", "kind"), [("sum", "a"), ("ratio", "a"), ("money", "c"), ("money", "s")])
@given(values=own_values, source=sources, wrong=junk)
def test_every_month_comes_out_right_wherever_it_stands(
    rule: str, kind: str, values: list[int], source: list[str], wrong: list[int]
) -> None:
    """Each month stands in the workbook (alone, cumulative, or both), or only in the database; what is stored for a month of the
    workbook is wrong, and must not count."""
    assume(set(source) != {"stored"})
    totals = [sum(values[: index + 1]) for index in range(12)]
    monthly = {month: values[index] for index, month in enumerate(MONTHS) if source[index] in ("month", "both")}
    cumulative = {month: totals[index] for index, month in enumerate(MONTHS) if source[index] in ("cumulative", "both")}
    right = totals if rule == "money" else values
    stored = []
    for index, month in enumerate(MONTHS):
        value = right[index] if source[index] == "stored" else wrong[index]
        first, second = (None, value) if kind == "s" else (value, None)
        stored.append(StoredRow(index, Run(month, month), first, second))
    findings = Findings()

    found = months_of(line(rule, kind), given_by(monthly), given_by(cumulative), stored, (), findings)

    in_workbook = {month: right[index] for index, month in enumerate(MONTHS) if source[index] != "stored"}
    assert {month: each.value for month, each in found.months.items()} == in_workbook
    assert not found.refused
    assert all("음수" in finding.cause for finding in findings.found)


@given(values=own_values, last=st.integers(1, 12), rows=st.lists(st.integers(1, 12), max_size=3))
def test_the_months_make_the_last_cumulative_figure(values: list[int], last: int, rows: list[int]) -> None:
    totals = {month: sum(values[: index + 1]) for index, month in enumerate(MONTHS[:last])}

    found = months_of(line("sum", "a"), {}, given_by(totals), [], (), Findings())

    assert sum(each.value for each in found.months.values()) == totals[MONTHS[last - 1]]


def test_a_stored_half_year_counts_as_a_whole() -> None:
    half = StoredRow(1, Run(MONTHS[0], MONTHS[5]), 600, None)

    found = months_of(line("sum", "a"), given_by({MONTHS[6]: 50}), given_by({MONTHS[7]: 700}), [half], (), Findings())

    assert {month.number: each.value for month, each in found.months.items()} == {7: 50, 8: 50}


def test_a_denominator_derived_as_nothing_is_an_error_at_its_cell() -> None:
    findings = Findings()

    found = months_of(line("ratio", "d"), {}, given_by({MONTHS[0]: 50, MONTHS[1]: 50}), [], (), findings)

    assert set(found.months) == {MONTHS[0]}
    assert found.refused == {MONTHS[1]}
    assert [(each.cell, "분모는 0보다" in each.cause) for each in findings.found] == [("B2", True)]
