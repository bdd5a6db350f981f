"""What a figure lacks: a right year lacks nothing; take one thing away, and just what stands above it says so."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulwork.domain.ledger import AmountRow, BudgetRow, Found, IndicatorRow, Ledger, PartRow, Stored, ValueRow
from seoulwork.domain.ledger.shortage import lacking_words
from seoulwork.domain.periods import Month, Run
from tests.rows import INDICATOR

STAMP = Stored("노동정책담당관 입력 · 2018년 7월 11일")
JUNE = Month(2018, 6)
MONTHS = Run.parse("2018H1").months()
PATHS = ("청년", "청년/대학생", "청년/구직자", "여성")
"""청년 is the sum of its two parts."""
LEAVES = (1, 2, 3)


def indicator(accumulation: str, **changes: Any) -> IndicatorRow:
    return replace(INDICATOR, accumulation=accumulation, **changes)


def ledger(own: IndicatorRow, actuals: list[ValueRow], targets: list[ValueRow] | None = None) -> Ledger:
    parts = tuple(PartRow(number, 1, "", path) for number, path in enumerate(PATHS))
    return Ledger("노동정책담당관", JUNE, (), (own,), parts, tuple(actuals), tuple(targets or ()))


def year_of_parts(own: IndicatorRow, values: list[int], first: Month = MONTHS[0]) -> list[ValueRow]:
    """Every month of every part that has none below it."""
    below = 100 if own.accumulation == "ratio" else None
    months = Run(first, JUNE).months()
    return [ValueRow(1, part, Run(month, month), values[part], STAMP, below) for month in months for part in LEAVES]


def words(found: Found | None) -> list[str]:
    assert found is not None
    return [each.words for each in found.missing]


rules = st.sampled_from(["sum", "mean", "ratio", "latest"])
numbers = st.lists(st.integers(0, 10**6), min_size=4, max_size=4)
months = st.sampled_from(MONTHS)
leaves = st.sampled_from(LEAVES)


@given(rules, numbers)
def test_a_right_year_lacks_nothing(rule: str, values: list[int]) -> None:
    own = indicator(rule)
    book = ledger(own, year_of_parts(own, values))
    assert all(words(book.actual(own, path)) == [] for path in ("", *PATHS))
    assert words(book.actual(own, "", Run.year(2018))) == []


@given(st.sampled_from(["sum", "mean", "ratio"]), numbers, months)
def test_a_month_that_nobody_told_is_lacking_everywhere(rule: str, values: list[int], month: Month) -> None:
    own = indicator(rule)
    book = ledger(own, [row for row in year_of_parts(own, values) if row.run.first != month])
    told = lacking_words({month}, MONTHS)
    assert all(words(book.actual(own, path)) == [told] for path in ("", *PATHS))
    assert told == ("5월까지" if month == JUNE else f"{month.number}월 제외")


@given(st.sampled_from(["sum", "mean", "ratio"]), numbers, months, leaves)
def test_a_month_of_a_part_is_lacking_in_what_stands_above_it(
    rule: str, values: list[int], month: Month, leaf: int
) -> None:
    own = indicator(rule)
    rows = [row for row in year_of_parts(own, values) if (row.run.first, row.part_id) != (month, leaf)]
    book = ledger(own, rows)
    for number, path in enumerate(PATHS):
        above = PATHS[leaf].startswith(path)
        assert bool(words(book.actual(own, path))) == (number == leaf or above)
    (told,) = words(book.actual(own))
    assert told.startswith(PATHS[leaf].replace("/", " "))


@given(rules, numbers, leaves)
def test_a_part_that_had_figures_the_year_before_is_lacking(rule: str, values: list[int], leaf: int) -> None:
    own = indicator(rule)
    all_rows = year_of_parts(own, values, Month(2017, 7))
    book = ledger(own, [row for row in all_rows if row.run.last.year == 2017 or row.part_id != leaf])
    run = Run.parse("2018H1")
    assert words(book.actual(own, "", run)) == [f"{PATHS[leaf].replace('/', ' ')} 제외"]
    assert book.actual(own, PATHS[leaf], run) is None
    sister = next(path for number, path in enumerate(PATHS) if number in LEAVES and number != leaf)
    assert words(book.actual(own, sister, run)) == []


@given(rules, numbers, leaves)
def test_a_part_that_has_ended_is_not_lacking_afterwards(rule: str, values: list[int], leaf: int) -> None:
    own = indicator(rule)
    all_rows = year_of_parts(own, values, Month(2017, 7))
    book = ledger(own, [row for row in all_rows if row.run.last.year == 2017 or row.part_id != leaf])
    parts = tuple(replace(part, last_year=2017) if part.id == leaf else part for part in book.parts)
    book = replace(book, parts=parts)
    assert words(book.actual(own, "", Run.parse("2018H1"))) == []
    assert words(book.actual(own, "", Run(Month(2017, 7), JUNE))) == []


@given(numbers, leaves)
def test_a_part_that_never_had_any_is_not_lacking_unless_it_has_a_target(values: list[int], leaf: int) -> None:
    own = indicator("sum")
    rows = [row for row in year_of_parts(own, values) if row.part_id != leaf]
    assert words(ledger(own, rows).actual(own)) == []
    target = ValueRow(1, leaf, Run.year(2018), 5, STAMP)
    assert words(ledger(own, rows, [target]).actual(own)) == [f"{PATHS[leaf].replace('/', ' ')} 제외"]


@given(numbers, leaves)
def test_a_target_lacks_the_part_that_has_an_actual_or_had_a_target(values: list[int], leaf: int) -> None:
    own = indicator("sum")
    whole = [ValueRow(1, part, Run.year(2018), values[part], STAMP) for part in LEAVES]
    left = [row for row in whole if row.part_id != leaf]
    actual = ValueRow(1, leaf, Run.parse("2018-05"), 0, STAMP)
    before = ValueRow(1, leaf, Run.year(2017), 7, STAMP)
    told = [f"{PATHS[leaf].replace('/', ' ')} 제외"]
    assert words(ledger(own, [], whole).target(own)) == []
    assert words(ledger(own, [], left).target(own)) == []
    assert words(ledger(own, [actual], left).target(own)) == told
    assert words(ledger(own, [], [*left, before]).target(own)) == told
    found = ledger(own, [actual], left).target(own)
    assert found and found.missing[0].kind == "target"


@given(numbers, st.sampled_from(MONTHS[:-1]))
def test_a_stock_that_is_older_than_asked_says_so(values: list[int], last: Month) -> None:
    own = indicator("latest")
    book = ledger(own, [row for row in year_of_parts(own, values) if row.run.last <= last])
    told = [f"{last.number}월말 기준"]
    assert all(words(book.actual(own, path)) == told for path in ("", *PATHS))
    occasional = indicator("latest", frequency="occasional")
    assert words(ledger(occasional, list(book.actuals)).actual(occasional)) == []


def test_a_part_of_a_stock_that_is_older_than_its_sisters() -> None:
    own = indicator("latest")
    rows = [row for row in year_of_parts(own, [0, 1, 2, 3]) if (row.part_id, row.run.last) != (3, JUNE)]
    book = ledger(own, rows)
    assert words(book.actual(own)) == ["여성 5월말 기준"]
    assert words(book.actual(own, "청년")) == []


def test_a_ratio_without_its_denominator_lacks_a_half() -> None:
    own = indicator("ratio", frequency="occasional")
    found = ledger(own, [ValueRow(1, None, Run(JUNE, JUNE), 5, STAMP)]).actual(own)
    assert words(found) == ["2018년 6월 분모 제외"]
    assert found and found.missing[0].kind == "half" and not found.complete


def test_a_breakdown_that_is_whole_comes_before_one_that_lacks_a_part() -> None:
    own = indicator("sum", frequency="occasional")
    parts = [PartRow(1, 1, "대상", "청년"), PartRow(2, 1, "대상", "여성"), PartRow(3, 1, "종류", "직접")]
    rows = [ValueRow(1, 2, Run(JUNE, JUNE), 5, STAMP), ValueRow(1, 3, Run(JUNE, JUNE), 9, STAMP)]
    target = ValueRow(1, 1, Run.year(2018), 5, STAMP)
    book = Ledger("노동정책담당관", JUNE, (), (own,), tuple(parts), tuple(rows), (target,))
    found = book.actual(own)
    assert found and found.value == 9 and found.complete


@pytest.mark.parametrize(
    ("lacking", "told"),
    [([6], "5월까지"), ([1], "1월 제외"), ([2, 3, 5], "2~3월·5월 제외"), ([5, 6], "4월까지"), ([1, 6], "1월·6월 제외")],
)
def test_the_words_for_months(lacking: list[int], told: str) -> None:
    assert lacking_words([Month(2018, number) for number in lacking], MONTHS) == told


# --------------------------------------------------------------------------------------------------------- budgets


def budget(amounts: list[AmountRow]) -> tuple[Ledger, tuple[BudgetRow, ...]]:
    lines = tuple(
        BudgetRow(number, None, "", "예산현액", "current", "예산현액", 2018, "", source)
        for number, source in ((1, "국비"), (2, "시비"))
    )
    return Ledger("노동정책담당관", JUNE, budgets=lines, amounts=tuple(amounts)), lines


AMOUNTS = [
    AmountRow(number, Month(2018, 1) if name == "예산액" else month, name, 10, STAMP)
    for number in (1, 2)
    for name in ("예산액", "원인행위액", "지출액")
    for month in (MONTHS[:1] if name == "예산액" else MONTHS)
]


def test_a_right_budget_lacks_nothing() -> None:
    book, lines = budget(AMOUNTS)
    assert all(words(book.budget(lines, name=name)) == [] for name in ("예산액", "원인행위액", "지출액"))


@pytest.mark.parametrize("name", ["예산액", "원인행위액", "지출액"])
def test_a_line_without_an_amount_is_lacking(name: str) -> None:
    book, lines = budget([each for each in AMOUNTS if (each.name, each.budget_id) != (name, 2)])
    found = book.budget(lines, name=name)
    assert words(found) == ["시비 제외"]
    assert found and found.missing[0].kind == ("committed" if name == "원인행위액" else "part")


def test_an_execution_that_ends_before_the_reference_month_is_told() -> None:
    book, lines = budget([each for each in AMOUNTS if (each.name, each.month) != ("지출액", JUNE)])
    assert words(book.budget(lines, name="지출액")) == ["5월까지"]
    assert words(book.budget(lines, name="원인행위액")) == []
    late = [each for each in AMOUNTS if (each.name, each.month, each.budget_id) != ("지출액", JUNE, 1)]
    book, lines = budget(late)
    assert words(book.budget(lines, name="지출액")) == ["국비 5월까지"]
    assert words(book.budget(lines, "시비", name="지출액")) == []


def test_nothing_reads_past_the_reference_month() -> None:
    own = indicator("sum")
    rows = [ValueRow(1, None, Run(month, month), 1, STAMP) for month in Run.year(2018).months()]
    book = replace(ledger(own, rows), reference_month=Month(2018, 3))
    found = book.actual(own, "", Run.year(2018))
    assert found and found.value == 3 and found.asked == Run.parse("2018-01~2018-03") and found.complete
    assert book.actual(own, "", Run.parse("2018H2")) is None
    since = replace(book, indicators=(indicator("sum", frequency="occasional"),))
    found = since.actual(since.indicators[0], "", Run.parse("2018-04"))
    assert found and found.value == 1
    usual = since.actual(since.indicators[0])
    assert usual and usual.value == 3


def test_each_question_is_worked_out_once() -> None:
    own = indicator("sum")
    book = ledger(own, year_of_parts(own, [1, 2, 3, 4]))
    assert book.actual(own, "청년") is book.actual(own, "청년")
    assert book.actual(own, "청년") is not book.actual(own, "여성")


def test_a_flow_s_target_of_half_a_year_lacks_the_other_half() -> None:
    own = indicator("sum")

    def aims(*runs: str, part: int | None = None) -> list[ValueRow]:
        return [ValueRow(1, part, Run.parse(run), 100, STAMP) for run in runs]

    assert words(ledger(own, [], aims("2018H1")).target(own)) == ["6월까지"]
    assert words(ledger(own, [], aims("2018H2")).target(own)) == ["1~6월 제외"]
    # Both halves, the year itself, and the half that is asked for by its name lack nothing.
    assert words(ledger(own, [], aims("2018H1", "2018H2")).target(own)) == []
    assert words(ledger(own, [], aims("2018", "2018H1")).target(own)) == []
    assert words(ledger(own, [], aims("2018H1")).target(own, "", Run.parse("2018H1"))) == []
    # Of parts the one that has half a year alone is told.
    mixed = aims("2018", part=1) + aims("2018", part=2) + aims("2018H1", part=3)
    assert words(ledger(own, [], mixed).target(own)) == ["여성 6월까지"]
    # What comes as it happens, and a stock, have a target of whatever run.
    for other in (indicator("sum", frequency="occasional"), indicator("latest")):
        assert words(ledger(other, [], aims("2018H1")).target(other)) == []


@given(st.sampled_from(["sum", "mean", "latest"]), st.lists(st.integers(0, 10**6), min_size=6, max_size=6), months)
def test_a_year_that_is_named_is_read_no_further_than_the_reference_month(
    rule: str, values: list[int], last: Month
) -> None:
    own = indicator(rule)
    rows = [ValueRow(1, None, Run(month, month), value, STAMP) for month, value in zip(MONTHS, values, strict=True)]
    whole = Ledger("노동정책담당관", last, (), (own,), (), tuple(rows))
    cut = Ledger("노동정책담당관", last, (), (own,), (), tuple(rows[: last.number]))
    named, usual = whole.actual(own, "", Run.year(2018)), cut.actual(own)
    assert named is not None and usual is not None
    assert (named.value, named.rows) == (usual.value, usual.rows)
    assert (named.asked, named.covered.last, words(named)) == (Run(MONTHS[0], last), last, [])
