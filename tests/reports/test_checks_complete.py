"""The rules for what is incomplete, old or empty: each finds what is planted at random places, and is silent where all is right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checks import Finding, find
from reports.contract import Contribution
from reports.document import Bullets, Chart, Document, Heading, Point, Section, Series, Table
from reports.narrative import Narrator
from seoulwork.domain.ledger import AmountRow, BudgetRow, Ledger, PartRow, Stored, ValueRow
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division
from seoulwork.figures.profiles import HeadcountRow, Profile
from tests.reports.drawn import drawn_table
from tests.rows import INDICATOR

STAMP = Stored("노동정책담당관 입력 · 2018년 7월 11일")
LABOUR = replace(division("labour"), app=division("socialeconomy").app)
"""The division without tables of its own."""
OWN = replace(INDICATOR, name="무료노무상담")
RATIO = replace(OWN, id=2, short_name="취업률", name="취업률", unit="%", accumulation="ratio", frequency="occasional")
PARTS = (PartRow(1, 1, "", "청년"), PartRow(2, 1, "", "여성"))
TEXT = "○ 상담 {상담} {상담.달성률}, 청년 {상담/청년}, 취업률 {취업률}, 지출 {예산현액.지출액} {예산현액.집행률}"
MONTHS = Run.parse("2018H1").months()


def right(values: list[int]) -> Ledger:
    """Each month of two parts with their targets, a ratio, a budget that is executed each month."""
    return Ledger(
        "노동정책담당관",
        Month(2018, 6),
        indicators=(OWN, RATIO),
        parts=PARTS,
        actuals=(
            *(ValueRow(1, part, Run(each, each), values[part], STAMP) for each in MONTHS for part in (1, 2)),
            ValueRow(2, None, Run.parse("2018H1"), values[0], STAMP, values[0] + 1),
        ),
        targets=tuple(ValueRow(1, part, Run.year(2018), 12 * values[part], STAMP) for part in (1, 2)),
        budgets=(BudgetRow(1, None, "", "예산현액", "current", "예산현액", 2018, "", ""),),
        amounts=(
            AmountRow(1, MONTHS[0], "예산액", 10**12, STAMP),
            *(
                AmountRow(1, each, name, 10**6 * (place + 1), STAMP)
                for place, each in enumerate(MONTHS)
                for name in ("원인행위액", "지출액")
            ),
        ),
    )


def found(ledger: Ledger, text: str = TEXT, sections: tuple[Section, ...] = ()) -> list[Finding]:
    """What the rules for completeness find in a briefing of that text and a table of the whole and its parts."""
    lines = tuple(line for _, line in Narrator(ledger, None).lines(text))
    jobs = drawn_table(ledger, {"계": "", "청년": "청년", "여성": "여성"}, beside="달성률")
    table = replace(jobs, key="jobs", caption="상담 실적")
    own = Section("labour-1", "programme", "1", "노동권 보호", (Bullets(lines), table))
    document = Document("보고", "제282회", "위원회", "정책관", "2018. 7.", None, (own, *sections))
    profile = Profile("노동존중", "", (), (), (HeadcountRow("6", 9, 9, date(2018, 7, 11), STAMP),))
    told = find(document, [Contribution(LABOUR, ledger, profile, ())])
    return [each for each in told if each.rule.startswith("complete.")]


numbers = st.lists(st.integers(1, 10**6), min_size=3, max_size=3)
parts = st.sampled_from([1, 2])
months = st.sampled_from(MONTHS)


def rules(findings: list[Finding]) -> set[str]:
    return {each.rule for each in findings}


def less(
    ledger: Ledger,
    *,
    actuals: Callable[[ValueRow], bool] = lambda row: True,
    targets: Callable[[ValueRow], bool] = lambda row: True,
    amounts: Callable[[AmountRow], bool] = lambda row: True,
) -> Ledger:
    """The ledger with only those rows that a test keeps."""
    return replace(
        ledger,
        actuals=tuple(filter(actuals, ledger.actuals)),
        targets=tuple(filter(targets, ledger.targets)),
        amounts=tuple(filter(amounts, ledger.amounts)),
    )


@given(numbers)
def test_a_right_briefing_gives_no_finding(values: list[int]) -> None:
    assert found(right(values)) == []


@given(numbers, parts, months)
def test_a_month_of_a_part_that_is_missing(values: list[int], part: int, month: Month) -> None:
    ledger = less(right(values), actuals=lambda row: (row.part_id, row.run.first) != (part, month))
    findings = [each for each in found(ledger) if each.rule == "complete.part"]
    assert findings
    for each in findings:
        assert each.severity == "error"
        assert PARTS[part - 1].path in each.sentence
        assert each.spot.section == "labour-1"
        assert each.spot.url == "/entry/labour/2018-06/#a1"
    assert "complete.months" in rules(found(ledger))  # the part's own figure


@given(numbers, parts)
def test_a_part_without_any_figure_though_it_has_a_target(values: list[int], part: int) -> None:
    ledger = less(right(values), actuals=lambda row: row.part_id != part)
    assert any(
        f"{PARTS[part - 1].path} 제외" in each.sentence for each in found(ledger) if each.rule == "complete.part"
    )


@given(numbers, parts)
def test_a_target_that_is_missing(values: list[int], part: int) -> None:
    ledger = less(right(values), targets=lambda row: row.part_id != part)
    findings = [each for each in found(ledger) if each.rule == "complete.part"]
    assert all(each.spot.url.startswith("/lists/labour/targets/") for each in findings)
    assert findings and all(f"{PARTS[part - 1].path} 제외" in each.sentence for each in findings)


@given(numbers)
def test_half_of_a_ratio_that_is_missing(values: list[int]) -> None:
    whole = right(values)
    ledger = replace(whole, actuals=tuple(row._replace(denominator=None) for row in whole.actuals))
    assert any("분모 제외" in each.sentence for each in found(ledger) if each.rule == "complete.part")


@given(numbers, months)
def test_months_that_nobody_told(values: list[int], month: Month) -> None:
    ledger = less(right(values), actuals=lambda row: row.run.first < month or row.indicator_id == 2)
    findings = found(ledger)
    if month == MONTHS[0]:
        assert "complete.blank" in rules(findings)
        return
    assert rules(findings) == {"complete.months", "complete.actual_ends_early"}
    (early,) = [each for each in findings if each.rule == "complete.actual_ends_early"]
    assert early.sentence == f"매월 넣는 지표인데 실적이 {(month - 1).korean}까지입니다."
    assert early.spot.url == "/entry/labour/2018-06/#a1"


@given(numbers, st.sampled_from(MONTHS[1:]), st.sampled_from(["원인행위액", "지출액"]))
def test_an_execution_that_ends_early(values: list[int], month: Month, name: str) -> None:
    ledger = less(right(values), amounts=lambda row: row.name != name or row.month < month)
    (early,) = [each for each in found(ledger) if each.rule == "complete.execution_ends_early"]
    assert early.sentence.startswith(name) and f" {(month - 1).korean}까지입니다" in early.sentence


def test_an_execution_of_last_year_and_none_of_this() -> None:
    ledger = less(right([1, 2, 3]), amounts=lambda row: row.name == "예산액")
    assert not any(each.rule == "complete.execution_ends_early" for each in found(ledger))
    before = replace(
        ledger,
        budgets=(*ledger.budgets, replace(ledger.budgets[0], id=2, year=2017)),
        amounts=(*ledger.amounts, AmountRow(2, Month(2017, 12), "지출액", 5, STAMP)),
    )
    (early,) = [each for each in found(before) if each.rule == "complete.execution_ends_early"]
    assert early.sentence.startswith("지출액이 2017년까지입니다")


def test_a_sentence_without_its_figure() -> None:
    ledger = less(right([1, 2, 3]), actuals=lambda row: row.indicator_id == 1)
    (blank,) = [each for each in found(ledger) if each.rule == "complete.blank"]
    assert (blank.severity, blank.spot.section, blank.printed) == ("error", "labour-1", "-")
    assert "'-'로 나오는 자리가 1곳 있습니다" in blank.sentence


@given(numbers, st.sampled_from(MONTHS[1:]))
def test_a_dash_for_what_lacks_months_says_why_in_its_line(values: list[int], month: Month) -> None:
    ledger = less(right(values), actuals=lambda row: row.run.first < month or row.indicator_id == 2)
    for text, rule in (
        ("○ 달성률 {상담.달성률}", "complete.unsaid"),
        ("○ 상담 {상담} {상담.달성률}", "complete.months"),
        ("○ {상담.기간} {상담} {상담.달성률}", "complete.months"),
    ):
        told = [each for each in found(ledger, text) if each.place == "1 노동권 보호"]
        assert {each.rule for each in told} == {rule}
        assert {each.severity for each in told} == {"error" if rule == "complete.unsaid" else "warning"}
        assert {each.spot.url for each in told} == {"/entry/labour/2018-06/#a1"}


def test_a_table_of_dashes_alone() -> None:
    ledger = less(right([1, 2, 3]), actuals=lambda row: row.indicator_id == 2, targets=lambda row: False)
    (empty,) = [each for each in found(ledger) if each.rule == "complete.empty"]
    assert empty.sentence == "표 '상담 실적'의 값이 모두 비어 있습니다. 내용을 넣거나 빼 주세요."
    assert empty.spot.url.startswith("/lists/labour/indicators/")


def empty_chart() -> Chart:
    return Chart("c", "bars", "실적 그림", "", "jobs", (Series("실적", "명", (Point("계", None),)),))


@pytest.mark.parametrize(
    ("section", "named"),
    [
        (Section("labour-2", "programme", "2", "전태일 기념관"), "전태일 기념관이 비어 있습니다"),
        (Section("part-2", "part", "Ⅱ", "비전 및 목표", (Table("policy", "", (), (), ()),)), "표 '비전 및 목표'가"),
        (Section("part-2", "part", "Ⅱ", "비전 및 목표", (Heading("가"), empty_chart())), "그림 '실적 그림'이"),
    ],
)
def test_what_is_empty(section: Section, named: str) -> None:
    (empty,) = [each for each in found(right([1, 2, 3]), sections=(section,)) if each.rule == "complete.empty"]
    assert named in empty.sentence
    assert empty.spot.section == section.key
