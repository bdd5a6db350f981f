from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulwork.domain.ledger import AmountRow, BudgetRow, Found, IndicatorRow, Ledger, PartRow, Stored, ValueRow
from seoulwork.domain.periods import Month, Run
from tests.rows import INDICATOR

STAMP = Stored("노동정책담당관 입력 · 2018년 7월 11일", "브라우저 입력")
JUNE = Month(2018, 6)
HALF = Run.parse("2018H1")

values = st.integers(-(10**9), 10**9)


def indicator(accumulation: str = "sum", **changes: Any) -> IndicatorRow:
    return replace(INDICATOR, accumulation=accumulation, **changes)


def row(run: str, value: int, part: int | None = None, denominator: int | None = None) -> ValueRow:
    return ValueRow(1, part, Run.parse(run), value, STAMP, denominator)


def book(own: IndicatorRow, actuals: list[ValueRow], parts: dict[int, str] | None = None, **changes: Any) -> Ledger:
    """`parts`: id → path, or `dimension: path`."""
    rows = []
    for number, name in (parts or {}).items():
        dimension, _, path = name.rpartition(": ")
        rows.append(PartRow(number, own.id, dimension, path))
    return Ledger("노동정책담당관", JUNE, (), (own,), tuple(rows), tuple(actuals), **changes)


def value(found: Found | None) -> Decimal | None:
    return None if found is None else found.value


# ------------------------------------------------------------------------------------------------------------ flows


@given(st.lists(values, min_size=6, max_size=6))
def test_months_add_up_to_their_half_year(months: list[int]) -> None:
    own = indicator()
    split = book(own, [row(f"2018-{number:02}", each) for number, each in enumerate(months, 1)])
    whole = book(own, [row("2018H1", sum(months))])
    assert value(split.actual(own)) == value(whole.actual(own)) == sum(months)
    assert value(split.actual(own, "", Run.parse("2018-02~2018-03"))) == months[1] + months[2]


@given(st.lists(st.lists(values, min_size=6, max_size=6), min_size=1, max_size=4))
def test_a_whole_is_the_sum_of_its_parts(table: list[list[int]]) -> None:
    own = indicator()
    parts = {number: f"부분{number}" for number in range(len(table))}
    rows = [
        row(f"2018-{month:02}", each, part) for part, line in enumerate(table) for month, each in enumerate(line, 1)
    ]
    ledger = book(own, rows, parts)
    assert value(ledger.actual(own)) == sum(map(sum, table))
    assert sum(found.value for path in parts.values() if (found := ledger.actual(own, path))) == sum(map(sum, table))


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2, 3, 4]), st.integers(1, 6), values), max_size=30))
def test_every_month_counts_once_however_deep_it_is_stored(entries: list[tuple[int | None, int, int]]) -> None:
    """민간 has kinds below it: a month may stand at any depth, and the higher one is what counts."""
    parents: dict[int | None, int | None] = {None: None, 1: None, 2: None, 3: 1, 4: 1}
    stored = {(part, month): each for part, month, each in entries}
    own = indicator()
    ledger = book(
        own,
        [row(f"2018-{month:02}", each, part) for (part, month), each in stored.items()],
        {1: "민간", 2: "공공", 3: "민간/특화", 4: "민간/경영"},
    )

    def expected(part: int | None) -> list[int]:
        found = []
        for (at, month), each in stored.items():
            above = at
            while above != part and above is not None:
                above = parents[above]
                if (above, month) in stored:
                    break
            else:
                if above == part:
                    found.append(each)
        return found

    for part, path in ((None, ""), (1, "민간"), (2, "공공"), (3, "민간/특화")):
        wanted = expected(part)
        assert value(ledger.actual(own, path)) == (sum(wanted) if wanted else None)


def test_a_run_that_reaches_out_of_the_period_is_not_cut() -> None:
    own = indicator()
    ledger = book(own, [row("2018H1", 600), row("2017", 1_000)])
    assert ledger.actual(own, "", Run.parse("2018-01~2018-05")) is None
    assert value(ledger.actual(own, "", Run.parse("2017~2018"))) == 1_600


def test_a_whole_stored_beside_its_parts_counts_once() -> None:
    own = indicator()
    rows = [row("2018-01~2018-05", 100), row("2018-05", 7, 1), row("2018-06", 20, 1), row("2018-06", 30, 2)]
    assert value(book(own, rows, {1: "청년", 2: "여성"}).actual(own)) == 150


def test_of_two_breakdowns_of_one_whole_one_counts_and_it_is_the_one_that_reaches_further() -> None:
    own = indicator()
    rows = [row("2018-05", 10, 1), row("2018-05", 6, 2), row("2018-05", 4, 3), row("2018-06", 1, 2)]
    parts = {1: "사업대상: 청년", 2: "종류: 직접", 3: "종류: 간접"}
    ledger = book(own, rows, parts)
    assert value(ledger.actual(own, "", Run.parse("2018-05"))) == 10
    assert value(ledger.actual(own)) == 11


@pytest.mark.parametrize("accumulation", ["sum", "latest", "mean", "ratio"])
def test_nothing_stored_is_no_figure(accumulation: str) -> None:
    own = indicator(accumulation)
    ledger = book(own, [], {1: "청년"})
    assert ledger.actual(own) is None
    assert ledger.actual(own, "청년") is None
    assert ledger.actual(own, "노년") is None
    assert ledger.target(own) is None


def test_a_stored_zero_is_a_figure() -> None:
    own = indicator()
    assert value(book(own, [row("2018-06", 0)]).actual(own)) == 0


# ----------------------------------------------------------------------------------------------------------- stocks


@given(st.dictionaries(st.integers(1, 6), values, min_size=1))
def test_a_stock_is_its_last_count_and_may_fall(counts: dict[int, int]) -> None:
    own = indicator("latest")
    ledger = book(own, [row(f"2018-{month:02}", each) for month, each in counts.items()])
    assert value(ledger.actual(own)) == counts[max(counts)]


def test_a_stock_stands_until_the_next_count_but_a_year_that_is_asked_for_is_that_year() -> None:
    own = indicator("latest")
    ledger = book(own, [row("2017", 4_199), row("2018-07", 5_000)])
    assert value(ledger.actual(own)) == 4_199
    assert ledger.actual(own, "", Run.parse("2018H1")) is None
    assert ledger.actual(own, "", Run.parse("2018")) is None
    later = replace(ledger, reference_month=Month(2018, 7))
    assert value(later.actual(own, "", Run.parse("2018"))) == 5_000


def test_a_stock_of_parts_adds_the_last_count_of_each() -> None:
    own = indicator("latest")
    ledger = book(own, [row("2018-05", 36, 1), row("2018-06", 16, 2), row("2018-04", 70)], {1: "민간", 2: "대학"})
    assert value(ledger.actual(own)) == 52
    later = book(own, [row("2018-05", 36, 1), row("2018-06", 73)], {1: "민간"})
    assert value(later.actual(own)) == 73


# ------------------------------------------------------------------------------------------------- means and ratios


@given(st.lists(st.integers(0, 10**6), min_size=6, max_size=6))
def test_a_mean_is_weighted_by_the_days_of_its_months(months: list[int]) -> None:
    own = indicator("mean")
    ledger = book(own, [row(f"2018-{number:02}", each) for number, each in enumerate(months, 1)])
    days = [31, 28, 31, 30, 31, 30]
    found = value(ledger.actual(own))
    assert found is not None
    assert abs(found - Decimal(sum(each * count for each, count in zip(months, days, strict=True))) / 181) < Decimal(
        "1e-15"
    )
    assert min(months) <= round(found, 9) <= max(months)


def test_means_of_parts_add_up() -> None:
    own = indicator("mean")
    rows = [row("2018H1", 70, 1), row("2018H1", 57, 2), row("2018H1", 48, 3)]
    assert value(book(own, rows, {1: "서초", 2: "북창", 3: "합정"}).actual(own)) == 175


def test_a_mean_whose_whole_and_parts_take_turns_is_weighted_over_all_months() -> None:
    own = indicator("mean")
    rows = [row("2018H1", 70, 1), row("2018H1", 57, 2), row("2018H1", 48, 3), row("2018-07", 400)]
    ledger = replace(book(own, rows, {1: "서초", 2: "북창", 3: "합정"}), reference_month=Month(2018, 7))
    found = value(ledger.actual(own, run=Run.parse("2018-01~2018-07")))
    assert found is not None
    assert round(found, 6) == round(Decimal(175 * 181 + 400 * 31) / 212, 6)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=6))
def test_a_ratio_adds_numerators_and_denominators(months: list[tuple[int, int]]) -> None:
    own = indicator("ratio")
    rows = [row(f"2018-{number:02}", top, None, bottom) for number, (top, bottom) in enumerate(months, 1)]
    found = book(own, rows).actual(own)
    assert found is not None
    assert found.value == sum(top for top, _ in months)
    assert found.denominator == sum(bottom for _, bottom in months)


def test_a_ratios_whole_of_one_month_takes_the_place_of_its_parts_in_that_month_alone() -> None:
    own = indicator("ratio")
    rows = [row("2018-01~2018-05", 30, 1, 100), row("2018-01~2018-05", 20, 2, 50), row("2018-06", 9, None, 10)]
    rows += [row("2018-06", 1, 1, 2)]
    found = book(own, rows, {1: "남", 2: "여"}).actual(own)
    assert found is not None
    assert (found.value, found.denominator) == (Decimal(59), Decimal(160))


# ---------------------------------------------------------------------------------------------------------- targets


def test_a_target_is_that_of_the_very_period_else_the_sum_within() -> None:
    own = indicator()
    halves = (row("2018H1", 4_951), row("2018H2", 5_158))
    ledger = book(own, [], targets=halves)
    assert value(ledger.target(own)) == 10_109
    assert value(ledger.target(own, "", Run.parse("2018H1"))) == 4_951
    assert ledger.target(own, "", Run.parse("2019")) is None


def test_a_half_years_target_is_part_of_its_years() -> None:
    own = indicator()
    ledger = book(own, [], targets=(row("2018H1", 40), row("2018", 100), row("2019", 150)))
    assert value(ledger.target(own)) == 100
    assert value(ledger.target(own, "", Run.parse("2018~2019"))) == 250


def test_the_target_of_a_stock_is_the_last_one() -> None:
    own = indicator("latest")
    ledger = book(own, [], targets=(row("2018", 4_500), row("2019", 5_000)))
    assert value(ledger.target(own, "", Run.parse("2018~2019"))) == 5_000


def test_a_target_of_parts_adds_up() -> None:
    own = indicator()
    targets = (row("2018", 1_286, 1), row("2018", 734, 2))
    ledger = book(own, [], {1: "청년", 2: "신중년"}, targets=targets)
    assert value(ledger.target(own)) == 2_020
    assert value(ledger.target(own, "청년")) == 1_286


# ------------------------------------------------------------------------------------------------- names and budgets


def test_a_programmes_own_name_comes_before_the_divisions() -> None:
    common, own = indicator(id=1), indicator(id=2, programme_id=7)
    ledger = Ledger("노동정책담당관", JUNE, indicators=(common, own))
    assert ledger.indicator("상담", 7) is own
    assert ledger.indicator("상담", 8) is common
    assert ledger.indicator("취업", 7) is None


def line(number: int, year: int = 2018, part: str = "", source: str = "") -> BudgetRow:
    return BudgetRow(number, None, "", "예산현액", "current", "예산현액", year, part, source)


def amount(budget: int, month: str, won: int, name: str = "예산액") -> AmountRow:
    return AmountRow(budget, Month.parse(month), name, won, STAMP)


def test_a_budget_is_the_amount_in_force_and_spending_the_last_cumulative_figure() -> None:
    ledger = Ledger(
        "노동정책담당관",
        JUNE,
        budgets=(line(1),),
        amounts=(
            amount(1, "2018-01", 100),
            amount(1, "2018-05", 120),
            amount(1, "2018-07", 150),
            amount(1, "2018-05", 40, "지출액"),
            amount(1, "2018-06", 50, "지출액"),
            amount(1, "2018-07", 60, "지출액"),
        ),
    )
    lines = ledger.budget_lines("예산현액")
    assert value(ledger.budget(lines)) == 120
    assert value(ledger.budget(lines, run=Run.parse("2018-01~2018-04"))) == 100
    assert value(ledger.budget(lines, name="지출액")) == 50
    assert value(ledger.budget(lines, name="지출액", run=Run.parse("2018-05"))) == 40
    assert ledger.budget(lines, name="원인행위액") is None
    assert ledger.budget(lines, run=Run.parse("2017")) is None


def test_spending_of_an_earlier_year_ends_with_the_period_that_is_asked_for() -> None:
    ledger = Ledger(
        "노동정책담당관",
        JUNE,
        budgets=(line(1, 2017), line(2, 2019)),
        amounts=(amount(1, "2017-06", 30, "지출액"), amount(1, "2017-12", 90, "지출액"), amount(2, "2019-01", 500)),
    )
    lines = ledger.budget_lines("예산현액")
    assert value(ledger.budget(lines, name="지출액", run=Run.parse("2017H1"))) == 30
    assert value(ledger.budget(lines, name="지출액", run=Run.parse("2017"))) == 90
    assert value(ledger.budget(lines, run=Run.parse("2019"))) == 500


@given(st.lists(st.integers(0, 10**15), min_size=1, max_size=5))
def test_a_budget_is_the_sum_of_its_sources(sources: list[int]) -> None:
    lines = tuple(line(number, source=f"재원{number}") for number in range(len(sources)))
    amounts = tuple(amount(number, "2018-01", won) for number, won in enumerate(sources))
    ledger = Ledger("노동정책담당관", JUNE, budgets=lines, amounts=amounts)
    assert value(ledger.budget(lines)) == sum(sources)
    assert value(ledger.budget(lines, "재원0")) == sources[0]


# ---------------------------------------------------------------------------------------------------- where it is from


def test_a_figure_says_which_rows_it_comes_from_and_its_latest_date() -> None:
    own = indicator()
    may = ValueRow(1, 1, Run.parse("2018-01~2018-05"), 36, STAMP, as_of=date(2018, 5, 20))
    june = ValueRow(1, 2, Run.parse("2018H1"), 16, STAMP)
    found = book(own, [may, june], {1: "민간", 2: "대학"}).actual(own)
    assert found is not None
    assert set(found.rows) == {may, june}
    assert found.as_of == date(2018, 6, 30)
    assert may.effective_date == date(2018, 5, 20)
