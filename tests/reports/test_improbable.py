"""What is hardly right is found by the checker, too: one rule a kind, at the place where it was typed."""

from random import Random

import pytest
from hypothesis import given

from reports.checks import Finding, find
from reports.contract import Contribution
from seoulwork.domain.ledger import AmountRow, BudgetRow, Ledger, ValueRow
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.profiles import Profile
from tests.domain.test_questions import MONTHS, SEEDS, STAMP, place, planted, plausible, steady
from tests.reports.test_checks import LABOUR, NOTHING, STAFF, indicator


def improbable(ledger: Ledger) -> list[Finding]:
    each = Contribution(LABOUR, ledger, Profile("노동존중", "", (), (), STAFF), ())
    return [finding for finding in find(NOTHING, [each]) if finding.rule.startswith("improbable.")]


@given(SEEDS, MONTHS)
def test_a_nought_too_many_is_found_in_its_month(seed: int, month: Month) -> None:
    years = steady(seed)
    row = place(years, month, Random(seed))
    right = set(improbable(years.ledger(until=month)))
    found = set(improbable(planted(years, row, value=row.value * 10).ledger(until=month))) - right
    [finding] = [each for each in found if each.rule != "improbable.over"]
    assert finding.rule in ("improbable.slip", "improbable.unusual")
    assert finding.place == f"담당관 · 사업 · 지표{row.indicator_id}"
    assert f"{month.korean} 실적 {row.value * 10:,}명: " in finding.sentence
    assert f"/entry/labour/{month}/#a{row.indicator_id}" in finding.spot.url


def test_right_years_give_few_findings() -> None:
    cells = findings = 0
    for seed in range(10):
        ledger = plausible(seed).ledger()
        cells += sum(row.run.first.year == 2018 for row in (*ledger.actuals,)) + len(ledger.amounts)
        findings += len(improbable(ledger))
    assert findings <= cells / 100


def test_a_part_far_beyond_its_target() -> None:
    years = steady(1, "parts")
    part = years.parts[0]
    rows = [
        target._replace(value=target.value // 2) if target.part_id == part.id else target for target in years.targets
    ]
    years.targets = rows
    found = [each for each in improbable(years.ledger()) if each.rule == "improbable.over"]
    assert [each.place for each in found] == [f"담당관 · 사업 · 지표1 · {part.path}"]


@pytest.mark.parametrize(("value", "rule"), [(2_000, ""), (10_000, "improbable.target"), (100, "improbable.target")])
def test_a_target_beside_that_of_the_year_before(value: int, rule: str) -> None:
    rows = (ValueRow(1, None, Run.year(2017), 1_000, STAMP), ValueRow(1, None, Run.year(2018), value, STAMP))
    found = improbable(Ledger("담당관", Month(2018, 6), indicators=(indicator(1),), targets=rows))
    assert [each.rule for each in found] == [rule] * bool(rule)


@pytest.mark.parametrize(("amount", "rule"), [(20, ""), (10_000, "improbable.appropriation")])
def test_an_appropriation_beside_that_of_the_year_before(amount: int, rule: str) -> None:
    lines = tuple(BudgetRow(year, None, "", "예산", "grant", "보조금", year, "", "") for year in (2017, 2018))
    rows = tuple(
        AmountRow(year, Month(year, 1), "예산액", value * 1_000_000, STAMP)
        for year, value in ((2017, 10), (2018, amount))
    )
    found = improbable(Ledger("담당관", Month(2018, 6), budgets=lines, amounts=rows))
    assert [each.rule for each in found] == [rule] * bool(rule)


def test_an_execution_that_leaps() -> None:
    line = BudgetRow(1, None, "", "예산", "grant", "보조금", 2018, "", "")
    spent = {Month(2018, 1): ("예산액", 1000), Month(2018, 4): ("지출액", 200), Month(2018, 5): ("지출액", 950)}
    rows = tuple(AmountRow(1, month, name, value * 1_000_000, STAMP) for month, (name, value) in spent.items())
    [finding] = improbable(Ledger("담당관", Month(2018, 6), budgets=(line,), amounts=rows))
    assert finding.rule == "improbable.jump"
    assert finding.sentence.startswith("2018년 5월까지의 지출액 950백만원: 누계가 2018년 4월 200백만원에서")
