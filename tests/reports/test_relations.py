"""Relations of figures, dates, paces: an error that is planted anywhere is found at its place, right figures give nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checks import Finding, find
from reports.contract import Contribution
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.ledger import AmountRow, BudgetRow, Ledger, RelationRow, Side, ValueRow
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division
from seoulwork.figures.profiles import HeadcountRow, MilestoneRow, PassageRow, Profile
from tests.reports.test_checks import LABOUR, NOTHING, STAFF, STAMP, amount, found, indicator, line, only, parts, row

COUNTS = st.integers(1, 10**9)
PLACES = st.integers(0, 4)
"""Which of five relations is the wrong one"""


def related(kind: str, figures: list[tuple[int, int]], **changes: Any) -> list[Finding]:
    """Findings of pairs of indicators that stand to each other as `kind` says: their actuals of half a year."""
    numbers = [(2 * at + 1, 2 * at + 2) for at in range(len(figures))]
    first, second = changes.pop("first", {}), changes.pop("second", {})
    rows = [
        (row("2018H1", a, number=one), row("2018H1", b, number=two))
        for (one, two), (a, b) in zip(numbers, figures, strict=True)
    ]
    return checked(
        relations=tuple(RelationRow(kind, Side(one), Side(two)) for one, two in numbers),
        indicators=tuple(
            each
            for one, two in numbers
            for each in (indicator(one, f"지표{one}", **first), indicator(two, f"지표{two}", **second))
        ),
        actuals=tuple(each for pair in rows for each in pair),
    )


def checked(relations: tuple[RelationRow, ...], **rows: Any) -> list[Finding]:
    budgets, amounts = rows.pop("budgets", ()), rows.pop("amounts", ())
    budgets, amounts = (*budgets, line(99, "current", "예산현액")), (*amounts, amount(99, 10**9))
    ledger = Ledger("노동정책담당관", Month(2018, 6), budgets=budgets, amounts=amounts, **rows)
    profile = Profile("노동존중", "", (), (), STAFF)
    return of_figures(Contribution(LABOUR, ledger, profile, (), relations=relations))


def of_figures(each: Contribution) -> list[Finding]:
    """Without what is told of months that are not entered: that is tried elsewhere."""
    return [finding for finding in find(NOTHING, [each]) if not finding.rule.startswith("complete.")]


@given(st.lists(COUNTS, min_size=5, max_size=5), PLACES, st.integers(1, 10**6))
def test_a_part_that_is_more_than_its_whole(wholes: list[int], wrong: int, more: int) -> None:
    right = [(whole // 2, whole) for whole in wholes]
    assert related("at_most", right) == []
    right[wrong] = (wholes[wrong] + more, wholes[wrong])
    finding = only(related("at_most", right))
    assert (finding.rule, finding.place) == ("relations.exceeds", f"노동정책담당관 · 지표{2 * wrong + 1}")
    assert f"실적 {wholes[wrong] + more:,}명, 지표{2 * wrong + 2} {wholes[wrong]:,}명" in finding.sentence


def test_a_whole_that_is_not_told_yet_for_all_months_may_be_less() -> None:
    relation = (RelationRow("at_most", Side(1), Side(2)),)
    both = (indicator(1, "취업"), indicator(2, "상담"))
    rows = (row("2018H1", 9), row("2018-01~2018-05", 8, number=2))
    assert checked(relation, indicators=both, actuals=rows) == []
    once = (both[0], replace(both[1], frequency="occasional"))
    assert only(checked(relation, indicators=once, actuals=rows)).rule == "relations.exceeds"


def test_targets_are_compared_too() -> None:
    relation = (RelationRow("at_most", Side(1), Side(2)),)
    both = (indicator(1, "취업"), indicator(2, "상담"))
    rows = (row("2018", 9), row("2018", 8, number=2))
    assert "목표 9명, 상담 8명" in only(checked(relation, indicators=both, targets=rows)).sentence


@given(st.lists(COUNTS, min_size=5, max_size=5), PLACES, st.integers(1, 10**6))
def test_one_measure_in_two_places(values: list[int], wrong: int, more: int) -> None:
    right = [(value, value) for value in values]
    assert related("same", right) == []
    right[wrong] = (values[wrong], values[wrong] + more)
    finding = only(related("same", right))
    assert (finding.rule, finding.place) == ("relations.differs", f"노동정책담당관 · 지표{2 * wrong + 1}")


def test_parts_are_compared_in_their_decimals_and_only_of_the_same_months() -> None:
    relation = (RelationRow("same", Side(1, "사진"), Side(2)),)
    both = (indicator(1, "카페"), indicator(2, "촬영", decimals=1))
    halves = (row("2018H1", 279, 1), row("2018H1", 2_790, number=2))
    assert checked(relation, indicators=both, parts=parts("사진"), actuals=halves) == []
    finding = only(
        checked(relation, indicators=both, parts=parts("사진"), actuals=(halves[0], row("2018H1", 2_791, number=2)))
    )
    assert (finding.place, "촬영 279.1명" in finding.sentence) == ("노동정책담당관 · 카페 · 사진", True)
    assert (
        checked(relation, indicators=both, parts=parts("사진"), actuals=(halves[0], row("2018-01", 1, number=2))) == []
    )


@given(
    st.lists(st.tuples(st.integers(10, 10**5), st.integers(115, 130)), min_size=5, max_size=5),
    PLACES,
    st.sampled_from([2, 10, 100]),
)
def test_a_mean_beside_its_count(values: list[tuple[int, int]], wrong: int, slip: int) -> None:
    kinds = {"first": {"accumulation": "mean"}}
    right = [(mean, mean * days) for mean, days in values]
    assert related("mean_of", right, **kinds) == []
    right[wrong] = (values[wrong][0], right[wrong][1] * slip)
    finding = only(related("mean_of", right, **kinds))
    assert (finding.rule, finding.place) == ("relations.is_not_the_mean", f"노동정책담당관 · 지표{2 * wrong + 1}")
    assert "평일이 130일, 모두 181일" in finding.sentence


def matched(city: int, district: int) -> list[Finding]:
    side: dict[str, Any] = {"programme_id": 5, "budget": "소요예산"}
    lines = (
        replace(line(1, "required", "소요예산", 5), fund_source="시비"),
        replace(line(2, "required", "소요예산", 5), fund_source="구비"),
    )
    relation = RelationRow("matching", Side(**side, fund_source="시비"), Side(**side, fund_source="구비"), (7, 3))
    return checked((relation,), budgets=lines, amounts=(amount(1, city), amount(2, district)))


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_two_lines_in_their_ratio(part: int, more: int) -> None:
    assert matched(7 * part, 3 * part) == []
    finding = only(matched(7 * part + more, 3 * part))
    assert (finding.rule, "매칭 비율 7:3(70.0%)" in finding.sentence) == ("relations.is_not_matched", True)


def test_a_relation_of_what_has_no_figures_is_silent() -> None:
    sides: dict[str, Any] = {"programme_id": 5, "budget": "소요예산"}
    rows = tuple(RelationRow(kind, Side(1), Side(2)) for kind in ("at_most", "same", "mean_of"))
    both = (indicator(1, "취업"), indicator(2, "상담"))
    assert checked((*rows, RelationRow("matching", Side(**sides), Side(**sides))), indicators=both) == []


# --------------------------------------------------------------------------------------- without relations


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(-1000, 1000))
def test_a_target_beside_those_of_its_halves(first: int, second: int, off: int) -> None:
    rows = (row("2018H1", first), row("2018H2", second), row("2018", abs(first + second + off)))
    sentences = [
        each for each in found(indicators=(indicator(),), targets=rows) if each.rule == "targets.periods_differ"
    ]
    assert len(sentences) == (abs(first + second + off) != first + second)


def test_halves_that_are_no_year_are_no_sum() -> None:
    rows = (row("2018H1", 5), row("2018-08~2018-12", 5), row("2018", 20))
    assert found(indicators=(indicator(),), targets=rows) == []


def test_parts_that_are_counted_on_different_days() -> None:
    rows = (row("2018-06", 5, 1), row("2018-05", 5, 2), row("2018-06", 5, 3))
    finding = only(
        found(indicators=(indicator(accumulation="latest"),), parts=parts("민간", "대학", "공공"), actuals=rows)
    )
    assert finding.rule == "figures.dates_of_parts_differ"
    assert "'18.5월말 대학, '18.6월말 민간·공공" in finding.sentence


@given(st.integers(1, 40))
def test_a_date_after_the_reference_month(days: int) -> None:
    late = date.fromordinal(date(2018, 6, 30).toordinal() + days)
    for day, wanted in ((date(2018, 6, 30), []), (late, ["figures.dated_after_its_months"])):
        rows = (ValueRow(1, None, Run.parse("2018-06"), 5, STAMP, as_of=day),)
        assert [each.rule for each in found(indicators=(indicator(),), actuals=rows)] == wanted


@pytest.mark.parametrize(("actual", "wanted"), [(99, []), (100, []), (101, ["targets.higher_than_wanted"])])
def test_a_stock_that_is_better_low(actual: int, wanted: list[str]) -> None:
    low = indicator(accumulation="latest", lower_is_better=True)
    findings = found(indicators=(low,), actuals=(row("2018-06", actual),), targets=(row("2018", 100),))
    assert [each.rule for each in findings] == wanted


@pytest.mark.parametrize(
    ("actual", "wanted"), [(60, []), (61, ["targets.higher_than_wanted"]), (110, ["targets.higher_than_wanted"])]
)
def test_a_flow_that_is_better_low(actual: int, wanted: list[str]) -> None:
    low = indicator(lower_is_better=True)
    findings = found(indicators=(low,), actuals=(row("2018H1", actual),), targets=(row("2018", 100),))
    assert [each.rule for each in findings] == wanted


@given(st.integers(0, 100))
def test_spending_far_off_the_pace(spent: int) -> None:
    rows = (amount(1, 100), amount(1, spent, "지출액"))
    rules = [each.rule for each in found(budgets=(line(1, "grant", "보조금"),), amounts=rows)]
    assert rules == (["budgets.behind_pace"] if spent < 35 else [])


def passage(text: str = "", *milestones: MilestoneRow) -> PassageRow:
    return PassageRow(
        1, BriefingName(Month(2018, 7)), "노동권 보호 · 향후계획", None, "plans", "", "향후계획", text, milestones
    )


def texts(row_: PassageRow, **rows: Any) -> list[Finding]:
    budgets, amounts = (line(99, "current", "예산현액"),), (amount(99, 10**6),)
    ledger = Ledger("노동정책담당관", Month(2018, 6), budgets=budgets, amounts=amounts, **rows)
    profile = Profile("노동존중", "", (), (), STAFF)
    return of_figures(Contribution(LABOUR, ledger, profile, (row_,)))


@given(st.dates(date(2018, 1, 1), date(2018, 12, 31)), st.booleans())
def test_a_milestone_that_is_overdue(due: date, done: bool) -> None:
    findings = texts(passage("", MilestoneRow("평가위원회", "", "", due, done)))
    assert [each.rule for each in findings] == (["texts.overdue"] if due < date(2018, 7, 1) and not done else [])
    assert texts(passage("", MilestoneRow("평가위원회", "", ""))) == []


def test_a_target_of_a_year_that_is_over() -> None:
    rows = {"indicators": (indicator(),), "actuals": (row("2017", 98),), "targets": (row("2017", 100), row("2018", 90))}
    finding = only(texts(passage("○ 상담 {상담.목표@2017} → {상담.목표}"), **rows))
    assert finding.sentence.startswith("상담의 2017년 목표 100명만 나오는데, 그 기간은 지났고 실적은 98명입니다.")
    assert texts(passage("○ 상담 {상담.목표@2017}, {상담@2017}"), **rows) == []
    assert texts(passage("○ 상담 {상담.목표@2017}"), **{**rows, "actuals": (row("2017", 100),)}) == []


def test_staff_that_are_counted_on_different_days() -> None:
    ledger = Ledger(
        "노동정책담당관", Month(2018, 6), budgets=(line(99, "current", "예산현액"),), amounts=(amount(99, 1),)
    )
    for day, wanted in ((date(2018, 7, 11), []), (date(2018, 7, 10), ["staff.dates_differ"])):
        each = [
            Contribution(own, ledger, Profile("노동존중", "", (), (), (HeadcountRow("6", 9, 9, at, STAMP),)), ())
            for own, at in ((LABOUR, date(2018, 7, 11)), (division("socialeconomy"), day))
        ]
        assert [finding.rule for finding in find(NOTHING, each)] == wanted


# ------------------------------------------------------------------------------------------- no false alarms


@pytest.mark.parametrize(
    ("actual", "rule"),
    [(9, ""), (11, "staff.beyond_posts"), (23, "staff.beyond_posts"), (5_000, "staff.far_beyond_posts")],
)
def test_nobody_calls_five_thousand_heads_legal(actual: int, rule: str) -> None:
    findings = found(headcount=(HeadcountRow("6", 9, actual, date(2018, 7, 11), STAMP),))
    assert [each.rule for each in findings] == ([rule] if rule else [])
    assert not any("적법" in each.sentence for each in findings if actual == 5_000)


def test_what_the_districts_pay_is_not_in_the_citys_budget() -> None:
    def needed(source: str) -> list[str]:
        lines: tuple[BudgetRow, ...] = (
            line(1, "current", "예산현액"),
            replace(line(2, "required", "소요예산", 5), fund_source="시비"),
            replace(line(3, "required", "소요예산", 5), fund_source=source),
        )
        amounts: tuple[AmountRow, ...] = (amount(1, 100), amount(2, 60), amount(3, 50))
        return [each.rule for each in found(budgets=lines, amounts=amounts)]

    assert needed("구비") == []
    assert needed("국비") == ["budgets.programme_beyond_division", "budgets.programmes_beyond_division"]


def test_a_past_year_without_actuals_counts_as_planned() -> None:
    flow, stock = indicator(frequency="occasional"), indicator(2, "누적 상담", "latest", flow_id=1)
    rows = (row("2018", 100), row("2019", 300), row("2019", 697, number=2))
    ledger = Ledger(
        "노동정책담당관",
        Month(2019, 6),
        indicators=(flow, stock),
        actuals=(row("2016~2017", 297),),
        targets=rows,
        budgets=(replace(line(99, "current", "예산현액"), year=2019),),
        amounts=(replace(amount(99, 1), month=Month(2019, 1)),),
    )
    each = Contribution(LABOUR, ledger, Profile("노동존중", "", (), (), STAFF), ())
    assert list(find(NOTHING, [each])) == []
    short = replace(ledger, targets=(*rows[:2], row("2019", 700, number=2)))
    assert "297 + 100 + 300 = 697명" in only(list(find(NOTHING, [replace(each, ledger=short)]))).sentence


def test_means_are_exact() -> None:
    """38.6 of 4,632 counts on 120 days."""
    relation = (RelationRow("mean_of", Side(1), Side(2)),)
    both = (indicator(1, "일평균", "mean", decimals=1), indicator(2, "상담"))
    assert checked(relation, indicators=both, actuals=(row("2018H1", 386), row("2018H1", 4_632, number=2))) == []
    assert Decimal(4632) / Decimal("38.6") == 120
