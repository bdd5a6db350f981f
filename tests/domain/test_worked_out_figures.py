"""Indicators that are worked out from others: what they come to, when they come to nothing and why, and what can't be worked out."""

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.narrative import Narrator
from reports.origins import origins
from reports.values import Blank, Percent, Quantity
from seoulwork.domain.ledger import (
    AmountRow,
    BudgetRow,
    IndicatorRow,
    Ledger,
    PartRow,
    ProgrammeRow,
    Stored,
    ValueRow,
)
from seoulwork.domain.ledger.formulas import problem
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.formulas import unfit
from tests.rows import INDICATOR

STAMP = Stored("")
months = st.integers(1, 12)
values = st.integers(-(10**9), 10**9)


def indicator(number: int, name: str, unit: str = "명", **changes: Any) -> IndicatorRow:
    own: dict[str, Any] = {"id": number, "short_name": name, "name": name, "unit": unit}
    return replace(INDICATOR, **own | changes)


DIRECT, OTHER = indicator(1, "직접"), indicator(2, "간접", decimals=1)
STOCK, MEAN, RATE = (
    indicator(3, "센터", "개소", accumulation="latest"),
    indicator(4, "하루", accumulation="mean"),
    indicator(5, "취업률", "%", accumulation="ratio"),
)
CASES = indicator(6, "상담", "건")
GRANT = BudgetRow(1, None, "", "지원금", "current", "예산현액", 2018, "", "")
KNOWN = (DIRECT, OTHER, STOCK, MEAN, RATE, CASES)


def worked(formula: str, unit: str = "명", accumulation: str = "sum", **changes: Any) -> IndicatorRow:
    return indicator(20, "셈", unit, formula=formula, accumulation=accumulation, **changes)


def rows(of: int, *values: int, first: int = 1) -> tuple[ValueRow, ...]:
    return tuple(
        ValueRow(of, None, Run(Month(2018, month), Month(2018, month)), value, STAMP)
        for month, value in enumerate(values, first)
    )


def ledger(own: IndicatorRow, actuals: tuple[ValueRow, ...], last: int = 3, **more: Any) -> Ledger:
    return Ledger("노동정책담당관", Month(2018, last), (), (*KNOWN, own), actuals=actuals, **more)


@given(st.lists(st.tuples(values, values), min_size=12, max_size=12), months, st.sampled_from(["+", "−"]))
def test_a_sum_of_flows_is_the_sum_of_each_months_figures(pairs: list[tuple[int, int]], last: int, sign: str) -> None:
    """The one has no decimals and the other one: exact in base units, whatever the decimals of what comes of it."""
    own = worked(f"직접 {sign} 간접")
    told = ledger(own, (*rows(1, *(a for a, _ in pairs)), *rows(2, *(b for _, b in pairs))), last)
    found = told.actual(own)
    each = [told.actual(own, "", Run(Month(2018, month), Month(2018, month))) for month in range(1, last + 1)]
    exact = sum(
        (Decimal(a) + (Decimal(b) / 10 if sign == "+" else -Decimal(b) / 10) for a, b in pairs[:last]), Decimal(0)
    )
    assert found is not None
    assert found.value == exact == sum((one.value for one in each if one), Decimal(0))
    assert found.complete
    assert len(found.rows) == 2 * last
    assert found.covered == Run(Month(2018, 1), Month(2018, last))


def test_what_lacks_alike_is_worked_out_and_says_so_and_what_lacks_differently_is_not() -> None:
    own = worked("직접 − 간접")
    alike = ledger(own, (*rows(1, 5, 7), *rows(2, 10, 20)))
    found = alike.actual(own)
    assert found is not None
    assert (found.value, [each.words for each in found.missing]) == (Decimal(9), ["2월까지"])
    other = ledger(own, (*rows(1, 5, 7, 9), *rows(2, 10, 20)))
    assert other.actual(own) is None
    assert [each.words for each in other.lacking(own)] == ["간접 2월까지"]
    assert other.actual(own, "", Run.parse("2018-01~2018-02")) is not None
    gone = ledger(own, rows(1, 5, 7, 9))
    assert gone.actual(own) is None
    assert [each.words for each in gone.lacking(own)] == ["간접 없음"]
    figure = Narrator(gone, None).figure_of(own)
    assert (figure.value, figure.missing_words) == (Blank(), "간접 없음")


def test_its_origins_lead_to_each_stored_row_behind_what_it_is_worked_out_from() -> None:
    own = worked("직접 + 간접", programme_id=None)
    told = ledger(own, (*rows(1, 5, 7, 9), *rows(2, 10, 20, 30)))
    first, *stored = origins(told, told.actual(own))
    assert (first.indicator, first.kind, first.value, first.entered) == (
        "노동정책담당관 · 셈",
        "셈",
        "27명",
        "직접 + 간접",
    )
    assert first.place == ("노동정책담당관", "WorkedOut", "", "셈", "", "2018-01", "2018-03")
    assert [(each.place[1], each.place[3], each.place[5]) for each in stored] == [
        ("Actual", name, f"2018-0{month}") for name in ("직접", "간접") for month in (1, 2, 3)
    ]


def test_a_ratio_is_that_of_the_sums_and_not_the_mean_of_the_months() -> None:
    own = worked("직접÷(직접 + 간접)", "%", "ratio")
    told = ledger(own, (*rows(1, 1, 30, 3), *rows(2, 10, 0, 990)))
    figure = Narrator(told, None).figure_of(own)
    assert isinstance(figure.value, Percent)
    assert figure.value.value == Decimal(3400) / Decimal(134)
    assert Narrator(told, None).figure_of(own, aspect="분자").text == "34"


def test_so_much_for_each_is_told_with_its_unit() -> None:
    """Money of a quarter is what was spent in it, out of executions that are told from January on."""
    own = worked("지원금.지출액÷상담", "만원", "ratio", decimals=1)
    money = tuple(
        AmountRow(1, Month(2018, month), "지출액", amount * 10_000, STAMP)
        for month, amount in enumerate((9, 30, 60), 1)
    )
    told = ledger(
        own, rows(6, 2, 3, 4), budgets=(GRANT,), amounts=(*money, AmountRow(1, Month(2018, 1), "예산액", 10**9, STAMP))
    )
    figure = Narrator(told, None).figure_of(own)
    assert isinstance(figure.value, Quantity)
    assert (figure.value.value, figure.value.unit) == (Decimal(60) / 9, "만원")
    assert figure.text == "6.7만원"
    later = Narrator(told, None).figure_of(own, run=Run.parse("2018-02~2018-03"))
    assert isinstance(later.value, Quantity)
    assert later.value.value == Decimal(51) / 7
    assert {each.place[1] for each in later.origins} == {"WorkedOut", "Actual", "Execution"}


def test_a_target_and_a_pace_are_those_of_any_flow() -> None:
    own = worked("직접 + 간접")
    aims = (ValueRow(20, None, Run.year(2018), 120, STAMP),)
    told = ledger(own, (*rows(1, 5, 5, 5), *rows(2, 50, 50, 50)), targets=aims)
    pace = told.pace(own)
    assert pace == (3, Decimal(25), Decimal(25), "균등")
    assert Narrator(told, None).figure_of(own, aspect="달성률").text == "25.0%"


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (worked("직접 + 간접"), ""),
        (worked("직접 + 없음"), "'없음'은 없는 이름입니다."),
        (worked("직접 + 상담"), "단위가 달라 더하거나 뺄 수 없습니다(명, 건)"),
        (worked("직접 + 하루"), "합산 방법이 같은 지표만"),
        (worked("직접 + 취업률"), "비율 지표여서 셈에 쓸 수 없습니다"),
        (worked("직접/청년 + 간접"), "지표 '직접'에 '청년' 세부가 없습니다."),
        (worked("직접.목표 + 간접"), "셈에서 지표는 실적입니다"),
        (worked("지원금 + 직접"), "예산 '지원금' 뒤에 무엇인지"),
        (worked("직접 + 간접", "건"), "이 셈의 단위는 '명'인데"),
        (worked("직접÷상담", "%", "ratio"), "백분율이 없습니다"),
        (worked("직접÷상담", ":1", "ratio"), ""),
        (worked("지원금.지출액÷상담", "만원", "ratio"), ""),
        (worked("직접÷간접", "%"), "합산 방법을 '비율'로"),
        (worked("센터 + 센터", "개소", "latest"), ""),
        (worked("직접"), "두 지표를 더하거나"),
        (worked("직접@2018 + 간접"), "기간(@)과 모양"),
        (worked("직접 + 셈"), "다시 '셈'으로 돌아옵니다"),
    ],
)
def test_what_can_not_be_worked_out_is_told_in_one_sentence(own: IndicatorRow, said: str) -> None:
    told = ledger(own, (), budgets=(GRANT,))
    sentence = problem(own, told.names(-1), partial(told.named, own))
    assert said in sentence if said else not sentence


def test_a_circle_over_others_is_told_of_each_in_it() -> None:
    first, second = worked("직접 + 둘째"), indicator(21, "둘째", formula="간접 + 셈")
    told = Ledger("노동정책담당관", Month(2018, 3), (), (*KNOWN, first, second))
    assert [each.name for each in unfit(told)] == ["셈", "둘째"]


def test_the_divisions_own_may_be_of_any_programmes_and_a_part_of_one() -> None:
    of = indicator(7, "교육", programme_id=3, programme="노동권 보호")
    own = worked("노동권 보호›교육/청년 + 직접")
    actuals = (*rows(1, 5), ValueRow(7, 1, Run.parse("2018-01"), 4, STAMP))
    told = Ledger(
        "노동정책담당관",
        Month(2018, 1),
        (ProgrammeRow(3, 6, "노동권 보호"),),
        (*KNOWN, of, own),
        (PartRow(1, 7, "", "청년"),),
        actuals,
    )
    assert list(unfit(told)) == []
    found = told.actual(own)
    assert found is not None
    assert found.value == 9
