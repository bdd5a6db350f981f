"""How far a figure should be by now: by its monthly plan, without one by the straight line."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from seoulwork.domain.ledger import (
    AmountRow,
    BudgetRow,
    Ledger,
    Pace,
    PartRow,
    PlanRow,
    ShortfallRow,
    Stored,
    ValueRow,
)
from seoulwork.domain.periods import Month, Run
from tests.rows import INDICATOR

STAMP = Stored("")
OWN = INDICATOR
PARTS = (PartRow(1, 1, "", "청년"), PartRow(2, 1, "", "여성"))
LINE = BudgetRow(1, None, "", "예산현액", "current", "예산현액", 2018, "", "")
OTHER = BudgetRow(2, None, "", "예산현액", "current", "예산현액", 2018, "센터", "")
YEAR = Run.year(2018)
courses = st.lists(st.integers(0, 10**6), min_size=12, max_size=12)
"""Cumulative values: a plan need not rise."""
months = st.integers(1, 12)


def actuals(last: int, value: int = 10, part: int | None = None) -> tuple[ValueRow, ...]:
    return tuple(ValueRow(1, part, Run(Month(2018, n), Month(2018, n)), value, STAMP) for n in range(1, last + 1))


def target(value: int, run: Run = YEAR, part: int | None = None) -> ValueRow:
    return ValueRow(1, part, run, value, STAMP)


def planned(course: list[int], budget: int | None = None) -> tuple[PlanRow, ...]:
    owner = (None, budget) if budget else (1, None)
    return tuple(PlanRow(month, value, *owner) for month, value in zip(YEAR.months(), course, strict=True))


def ledger(
    last: int,
    rows: tuple[ValueRow, ...],
    targets: tuple[ValueRow, ...],
    plans: tuple[PlanRow, ...] = (),
    plan_year: int | None = None,
) -> Ledger:
    return Ledger(
        "노동정책담당관", Month(2018, last), (), (OWN,), PARTS, rows, targets, plan_year=plan_year, plans=plans
    )


@given(courses, months, st.integers(1, 10**6))
def test_a_plan_says_what_is_to_be_reached_by_the_end_of_each_month(course: list[int], last: int, aim: int) -> None:
    pace = ledger(last, actuals(last), (target(aim),), planned(course)).pace(OWN)
    assert pace == (last, Decimal(last * 1000) / aim, Decimal(course[last - 1] * 100) / aim, "월별 계획")


@given(months)
def test_without_a_plan_each_month_is_the_same(last: int) -> None:
    pace = ledger(last, actuals(last), (target(100),)).pace(OWN)
    assert pace == (last, Decimal(last * 10), Decimal(last * 100) / 12, "균등")


def test_a_month_that_nobody_told_is_missing_and_not_behind() -> None:
    rows = actuals(6)[:3] + actuals(6)[4:]  # April is silent
    course = [10, 20, 30, 70, 80, 90, 90, 90, 90, 90, 90, 100]
    pace = ledger(6, rows, (target(100),), planned(course)).pace(OWN)
    assert pace is not None
    assert (pace.months, pace.expected) == (5, Decimal(50))
    straight = ledger(6, rows, (target(100),)).pace(OWN)
    assert straight is not None
    assert straight.expected == Decimal(500) / 12


def test_a_part_keeps_the_pace_of_its_whole() -> None:
    rows = (*actuals(6, 10, 1), *actuals(6, 5, 2))
    targets = (target(120, part=1), target(80, part=2))
    course = [0, 0, 0, 10, 20, 50, 80, 110, 140, 170, 190, 200]
    book = ledger(6, rows, targets, planned(course))
    paces = [book.pace(OWN, path) for path in ("", "청년", "여성")]
    assert [each and each.expected for each in paces] == [25, 25, 25]


def test_a_plan_of_some_months_alone_is_none() -> None:
    pace = ledger(6, actuals(6), (target(100),), planned([10] * 12)[:3]).pace(OWN)
    assert pace is not None
    assert pace.source == "균등"


def test_in_january_the_results_of_the_old_year_keep_the_old_years_pace() -> None:
    targets = (target(120), target(999, Run.year(2019)))
    pace = ledger(12, actuals(12), targets, plan_year=2019).pace(OWN)
    assert pace == Pace(12, Decimal(100), Decimal(100), "균등")


def test_what_has_no_months_to_add_up_has_no_pace() -> None:
    for accumulation in ("latest", "mean", "ratio"):
        own = replace(OWN, accumulation=accumulation)
        assert Ledger("", Month(2018, 6), (), (own,), (), actuals(6), (target(100),)).pace(own) is None
    assert ledger(6, (), (target(100),)).pace(OWN) is None
    assert ledger(6, actuals(6), (target(0),)).pace(OWN) is None


def amounts(*spent: tuple[int, int]) -> tuple[AmountRow, ...]:
    lines = tuple(AmountRow(number, Month(2018, 1), "예산액", 1200, STAMP) for number, _ in spent)
    return lines + tuple(AmountRow(number, Month(2018, 6), "지출액", value, STAMP) for number, value in spent)


def test_spending_by_plan_and_by_the_straight_line() -> None:
    course = [100 * number for number in range(12)]  # 500 by June
    one = Ledger("", Month(2018, 6), budgets=(LINE,), amounts=amounts((1, 300)))
    assert one.spending_pace([LINE]) == Pace(6, Decimal(25), Decimal(50), "균등")
    plans = planned(course, 1)
    one = Ledger("", Month(2018, 6), budgets=(LINE,), amounts=amounts((1, 300)), plans=plans)
    assert one.spending_pace([LINE]) == Pace(6, Decimal(25), Decimal(50000) / 1200, "월별 계획")
    # Of two lines one has a plan: the other keeps the straight line.
    two = Ledger("", Month(2018, 6), budgets=(LINE, OTHER), amounts=amounts((1, 300), (2, 300)), plans=plans)
    assert two.spending_pace([LINE, OTHER]) == Pace(6, Decimal(25), Decimal(110000) / 2400, "월별 계획")
    assert Ledger("", Month(2018, 6), budgets=(LINE,), amounts=amounts((1, 3))[:1]).spending_pace([LINE]) is None


def test_the_reason_is_the_one_of_the_last_month() -> None:
    day = date(2018, 9, 30)
    written = (
        ShortfallRow(Month(2018, 5), "지난달", day, 1),
        ShortfallRow(Month(2018, 6), "청년이 늦음", day, 1, 1),
        ShortfallRow(Month(2018, 6), "공모가 늦음", day, 1),
        ShortfallRow(Month(2018, 6), "계약이 늦음", day, budget_id=1),
    )
    book = Ledger(
        "",
        Month(2018, 7),
        (),
        (OWN,),
        PARTS,
        actuals(6) + actuals(6, 1, 1),
        budgets=(LINE,),
        amounts=amounts((1, 3)),
        shortfalls=written,
    )
    assert [each and each.text for each in (book.shortfall(OWN), book.shortfall(OWN, "청년"))] == [
        "공모가 늦음",
        "청년이 늦음",
    ]
    assert book.shortfall(OWN, "여성") is None
    told = book.spending_shortfall([LINE])
    assert told is not None and told.text == "계약이 늦음"
