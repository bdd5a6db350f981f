"""Where a year will end: as the year before went on, by the plan, or by the straight line; and when nothing is said."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.narrative import Narrator
from reports.values import Blank
from seoulwork.catalogue.forecasts import spending_foreseen
from seoulwork.domain.ledger import AmountRow, BudgetRow, ForecastRow, IndicatorRow, Ledger, PlanRow, Stored, ValueRow
from seoulwork.domain.periods import Month, Run
from tests.rows import INDICATOR

STAMP = Stored("노동정책담당관 입력 · 2018년 7월 11일")
LINE = BudgetRow(1, None, "", "예산현액", "current", "예산현액", 2018, "", "")
BEFORE = replace(LINE, id=2, year=2017)
enough = st.integers(3, 12)
values = st.lists(st.integers(1, 10**6), min_size=12, max_size=12)


def rows(year: int, amounts: list[int], indicator: int = 1) -> tuple[ValueRow, ...]:
    return tuple(
        ValueRow(indicator, None, Run(Month(year, at), Month(year, at)), amount, STAMP)
        for at, amount in enumerate(amounts, 1)
    )


def ledger(actuals: tuple[ValueRow, ...], last: int, own: IndicatorRow = INDICATOR, **more: Any) -> Ledger:
    return Ledger("노동정책담당관", Month(2018, last), (), (own,), actuals=actuals, **more)


def planned(course: list[int]) -> tuple[PlanRow, ...]:
    return tuple(PlanRow(Month(2018, at), amount, 1) for at, amount in enumerate(course, 1))


@given(values, values, enough)
def test_it_goes_on_as_the_year_before_went_on(before: list[int], now: list[int], last: int) -> None:
    told = ledger((*rows(2017, before), *rows(2018, now[:last])), last)
    found = told.forecast(INDICATOR)
    assert found is not None
    assert found.value == Decimal(sum(now[:last])) * sum(before) / sum(before[:last])
    assert (found.months, found.source) == (last, "지난해 흐름")
    if last == 12:
        assert found.value == sum(now)


@given(values, enough)
def test_without_it_as_the_plan_goes_on_else_by_the_straight_line(now: list[int], last: int) -> None:
    course = [10 * at for at in range(1, 12)] + [400]
    by_plan = ledger(rows(2018, now[:last]), last, plans=planned(course)).forecast(INDICATOR)
    straight = ledger(rows(2018, now[:last]), last).forecast(INDICATOR)
    assert by_plan is not None
    assert straight is not None
    assert (by_plan.value, by_plan.source) == (Decimal(sum(now[:last])) * 400 / course[last - 1], "월별 계획")
    assert (straight.value, straight.source) == (Decimal(sum(now[:last])) * 12 / last, "균등")


@pytest.mark.parametrize(
    ("own", "actuals", "last"),
    [
        (INDICATOR, rows(2018, [5, 5]), 2),
        (INDICATOR, (*rows(2018, [5, 5, 5])[:1], *rows(2018, [5, 5, 5])[2:]), 3),
        (INDICATOR, (), 6),
        (replace(INDICATOR, accumulation="latest"), rows(2018, [5] * 6), 6),
        (replace(INDICATOR, frequency="occasional"), rows(2018, [5] * 6), 6),
        (replace(INDICATOR, last_year=2017), rows(2018, [5] * 6), 6),
    ],
)
def test_nothing_is_said_of_too_little_or_of_what_does_not_add_up(
    own: IndicatorRow, actuals: tuple[ValueRow, ...], last: int
) -> None:
    assert ledger(actuals, last, own).forecast(own) is None


def test_a_month_that_is_not_told_yet_does_not_count_as_nothing() -> None:
    """In July with figures up to June: June's course is carried on. A year before that is stored in one figure says no course."""
    told = ledger((*rows(2018, [10] * 6), ValueRow(1, None, Run.year(2017), 90, STAMP)), 7)
    found = told.forecast(INDICATOR)
    assert found is not None
    assert (found.value, found.months, found.source) == (Decimal(120), 6, "균등")


def test_what_is_spent_goes_on_as_that_of_the_lines_of_the_same_name() -> None:
    def spent(line: int, year: int, month: int, amount: int) -> AmountRow:
        return AmountRow(line, Month(year, month), "지출액", amount, STAMP)

    amounts = (
        *(AmountRow(of.id, Month(of.year, 1), "예산액", 1_000, STAMP) for of in (LINE, BEFORE)),
        spent(2, 2017, 6, 200),
        spent(2, 2017, 12, 800),
        spent(1, 2018, 6, 100),
    )
    told = Ledger("노동정책담당관", Month(2018, 6), budgets=(LINE, BEFORE), amounts=amounts)
    found = told.spending_forecast([LINE])
    assert found is not None
    assert (found.value, found.source) == (Decimal(400), "지난해 흐름")
    alone = replace(told, budgets=(LINE,)).spending_forecast([LINE])
    assert alone is not None
    assert (alone.value, alone.source) == (Decimal(200), "균등")


def test_both_are_figures_of_texts_and_tables() -> None:
    written = ForecastRow(1, 2018, 3_000, "하반기에 두 번 더 엶", STAMP)
    told = ledger(rows(2018, [100] * 6), 6, forecasts=(written,))
    own, projected = (Narrator(told, None).figure_of(INDICATOR, aspect=each) for each in ("연말전망", "연말추계"))
    assert (own.text, projected.text) == ("3,000명", "1,200명")
    (origin,) = own.origins
    assert (origin.kind, origin.period, origin.value, origin.entered) == (
        "연말전망",
        "2018년",
        "3,000명",
        STAMP.entered,
    )
    assert origin.place == ("노동정책담당관", "Forecast", "", "상담", "2018")
    assert ("까닭", "하반기에 두 번 더 엶") in own.meanings[0].reading
    assert len(projected.origins) == 6
    assert ("근거", "6월까지의 값과 균등") in projected.meanings[0].reading
    later = Narrator(told, None).figure_of(INDICATOR, aspect="연말추계", run=Run.year(2019))
    assert later.value == Blank()


def test_what_officers_foresee_to_be_spent_adds_up_over_the_lines() -> None:
    """Of the lines of one name; what nobody said is missing, and a line above others stands for them."""
    city, state = (replace(LINE, id=number, fund_source=fund) for number, fund in ((3, "시비"), (4, "국비")))
    granted = tuple(AmountRow(of.id, Month(2018, 1), "예산액", 1_000_000_000, STAMP) for of in (city, state))
    spent = tuple(AmountRow(3, Month(2018, at), "지출액", at * 100_000_000, STAMP) for at in (5, 6))
    written = AmountRow(3, Month(2018, 12), "연말전망", 900_000_000, STAMP, "하반기 발주")
    told = Ledger("노동정책담당관", Month(2018, 6), budgets=(city, state), amounts=(*granted, *spent, written))
    found = told.own_spending_forecast([city, state])
    assert found is not None
    assert (found.value, [each.words for each in found.missing]) == (Decimal(900_000_000), ["국비 제외"])
    alone = told.own_spending_forecast([city, state], "시비")
    assert alone is not None and alone.complete
    assert told.own_spending_forecast([city], year=2019) is None
    own = Narrator(told, None).figure_of((city,), aspect="연말전망")
    assert own.text == "900백만원"
    (origin,) = own.origins
    assert (origin.kind, origin.period, origin.value, origin.as_of) == ("연말전망", "2018년", "900백만원", None)
    assert origin.place == ("노동정책담당관", "SpendingForecast", "", "예산현액", "", "시비", "2018", "2018-12")
    assert ("까닭", "하반기 발주") in own.meanings[0].reading
    projected = Narrator(told, None).figure_of((city,), aspect="연말추계")
    assert ("근거", "6월까지의 값과 균등") in projected.meanings[0].reading
    assert spending_foreseen(told, [city, state]) == "연말 전망 900백만원(국비 제외)"
    assert spending_foreseen(told, [city]) == "연말 전망 900백만원 · 추계 1,200백만원(6월까지 · 균등)"
