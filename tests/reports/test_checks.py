"""The checker: what the document gets wrong, slips that it does not have, and silence where all adds up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour.models import Execution
from programmes.models import Actual, Target
from reports.checks import Finding, find
from reports.checks.registry import RULES
from reports.contract import Contribution
from reports.document import Bullets, Cell, Column, Document, Line, Row, Section, Table
from reports.models import Briefing
from reports.values import AsOf, Figure, Percent, Quantity, Recorded, ToOne, Value
from seoulwork.domain.ledger import AmountRow, BudgetRow, IndicatorRow, Ledger, PartRow, Stored, ValueRow
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division
from seoulwork.figures.profiles import HeadcountRow, Profile
from socialeconomy.models import Appropriation
from tests.reports.checking import findings
from tests.rows import INDICATOR

STAMP = Stored("노동정책담당관 입력 · 2018년 7월 11일", "브라우저 입력")
NOTHING = Document("2018 주요업무보고", "제282회", "기획경제위원회", "일자리노동정책관", "2018. 7.", None)

LABOUR = replace(division("labour"), app=division("socialeconomy").app)
"""The division without tables of its own."""


def indicator(
    number: int = 1, name: str = "상담", accumulation: str = "sum", unit: str = "명", **changes: Any
) -> IndicatorRow:
    own = {"id": number, "short_name": name, "name": name, "accumulation": accumulation, "unit": unit}
    return replace(INDICATOR, **{**own, **changes})


def row(run: str, value: int, part: int | None = None, number: int = 1) -> ValueRow:
    return ValueRow(number, part, Run.parse(run), value, STAMP)


def line(number: int, kind: str, name: str, programme: int | None = None) -> BudgetRow:
    names = {"current": "예산현액", "required": "소요예산", "total_cost": "총사업비", "grant": "보조금"}
    return BudgetRow(number, programme, "", name, kind, names[kind], 2018, "", "")


def amount(number: int, million_won: int, name: str = "예산액") -> AmountRow:
    return AmountRow(number, Month(2018, 6), name, million_won * 1_000_000, STAMP)


STAFF = (HeadcountRow("6", 9, 9, date(2018, 7, 11), STAMP),)


def found(
    document: Document = NOTHING,
    headcount: tuple[HeadcountRow, ...] = STAFF,
    goal: str = "노동존중",
    current: int | None = 100_000,
    budgets: tuple[BudgetRow, ...] = (),
    amounts: tuple[AmountRow, ...] = (),
    **rows: Any,
) -> list[Finding]:
    """Findings of a division with staff, a goal and, where `budgets` have none, `current` million won of 예산현액."""
    if current is not None and not any(each.kind == "current" for each in budgets):
        budgets, amounts = (*budgets, line(99, "current", "예산현액")), (*amounts, amount(99, current))
    ledger = Ledger("노동정책담당관", Month(2018, 6), budgets=budgets, amounts=amounts, **rows)
    profile = Profile(goal, "", (), (), headcount)
    return list(find(document, [Contribution(LABOUR, ledger, profile, ())]))


def parts(*names: str, number: int = 1) -> tuple[PartRow, ...]:
    """`종류: 직접` is a part of the dimension 종류."""
    split = [name.rpartition(": ") for name in names]
    return tuple(PartRow(place, number, dimension, path) for place, (dimension, _, path) in enumerate(split, 1))


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


# ------------------------------------------------------------------------------------------------ the 2018 document


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get(month=Month(2018, 7))


def told(briefing: Briefing) -> list[tuple[str, str]]:
    return [(each.severity, f"{each.place}: {each.sentence}") for each in findings(briefing)]


@pytest.mark.any_engine
def test_finds_what_the_document_gets_wrong(briefing: Briefing) -> None:
    expected = [
        ("error", "51%는 저장된 수치로 셈하면 46.4%입니다"),
        ("error", "203,895개를 반올림하면 204천개입니다"),
        ("error", "297 + 100 + 150 + 150 + 150 + 150 = 997개입니다"),
        ("warning", "추진체계: 제목만 있고 글이 없어 인쇄되지 않습니다"),
        (
            "warning",
            "사회적경제 공공구매액의 2017년 목표 1,000억원만 나오는데, 그 기간은 지났고 실적은 1,157억원입니다",
        ),
        (
            "warning",
            "시비 15,000백만원, 구비 10,400백만원: 앞의 것이 59.1%로, 지표 관계의 매칭 비율 50:50(50.0%)과 다릅니다",
        ),
        ("warning", "2018년 목표가 10,774명으로 앞선 해의 11,619명보다 적습니다"),
        ("warning", "총사업비 23,768백만원이 담당관 전체의 예산현액 19,490백만원보다 많습니다"),
        ("warning", "사회적경제 공공구매액: 매월 넣는 지표인데 실적이 2018년 5월까지입니다"),
        ("warning", "사회투자기금 채권: 매월 넣는 지표인데 실적이 2018년 5월까지입니다"),
        ("warning", "사회투자기금 채권잔액: 매월 넣는 지표인데 실적이 2018년 5월까지입니다"),
        ("warning", "사회투자기금 원금 회수액: 매월 넣는 지표인데 실적이 2018년 5월까지입니다"),
        ("warning", "31,078백만원이 담당관의 예산현액 30,884백만원보다 194백만원 많습니다"),
        ("note", "6급 현원 11명이 정원 9명보다 많습니다(적법)"),
        ("note", "6월까지의 집행률이 28.5%로 기대 진도 50.0%보다 15%p 넘게 낮습니다"),
        ("note", "7급 이하 현원 6명이 정원 4명보다 많습니다(적법)"),
        ("note", "5개월 실적의 달성률이 26.8%로 기대 진도 41.7%보다"),
    ]
    for (severity, sentence), (wanted, part) in zip(told(briefing), expected, strict=True):
        assert severity == wanted
        assert part in sentence


def test_a_changed_part_no_longer_adds_up_to_the_other_breakdown(briefing: Briefing) -> None:
    before = told(briefing)
    direct = Actual.objects.get(indicator__short_name="일자리", part__path="직접일자리")
    Actual.objects.filter(pk=direct.pk).update(value=132_392)
    (new,) = set(told(briefing)) - set(before)
    assert new[0] == "error"
    assert "실적의 합계가 서로 다릅니다: 사업대상 245,657개, 종류 245,658개" in new[1]


@pytest.mark.any_engine
def test_a_changed_target_no_longer_adds_up_either(briefing: Briefing) -> None:
    before = told(briefing)
    Target.objects.filter(indicator__short_name="일자리", part__path="청년").update(value=76_693)
    (new,) = set(told(briefing)) - set(before)
    assert "목표의 합계가 서로 다릅니다: 사업대상 353,957개, 종류 353,956개" in new[1]


def test_a_mended_figure_is_no_longer_found(briefing: Briefing) -> None:
    before = told(briefing)
    Execution.objects.filter(budget__short_name="한국노총보조금").update(spent=1_273_000_000)
    gone = set(before) - set(told(briefing))
    assert ["51%는" in sentence for _, sentence in gone] == [True]


def test_a_larger_budget_holds_its_programmes(briefing: Briefing) -> None:
    before = told(briefing)
    Appropriation.objects.filter(budget__kind="current").update(amount=31_078_000_000)
    gone = set(before) - set(told(briefing))
    assert ["194백만원 많습니다" in sentence for _, sentence in gone] == [True]


# ------------------------------------------------------------------------------------------------------ single rules


def test_nothing_is_found_where_all_adds_up() -> None:
    stock = indicator(2, "누적 선정", "latest", flow_id=1, frequency="occasional")
    assert (
        found(
            headcount=(HeadcountRow("6", 9, 9, date(2018, 7, 11), STAMP),),
            indicators=(indicator(), stock),
            parts=parts("청년", "여성"),
            actuals=(row("2018H1", 30, 1), row("2018H1", 20, 2), row("2017", 40), row("2017", 40, number=2)),
            targets=(row("2018", 100), row("2018", 60, 1), row("2018", 40, 2), row("2018", 140, number=2)),
            budgets=(line(1, "current", "예산현액"), line(2, "required", "소요예산", 5)),
            amounts=(amount(1, 100), amount(1, 50, "원인행위액"), amount(1, 50, "지출액"), amount(2, 100)),
        )
        == []
    )


def test_a_whole_beside_its_parts() -> None:
    finding = only(
        found(
            indicators=(indicator(),),
            parts=parts("청년", "여성"),
            actuals=(row("2018H1", 51), row("2018H1", 30, 1), row("2018H1", 20, 2)),
        )
    )
    assert finding.severity_label == "오류"
    assert finding.place == "노동정책담당관 · 상담"
    assert finding.sentence == "실적의 합계가 서로 다릅니다: 세부 50명, 전체 51명."


def test_a_part_beside_its_own_parts() -> None:
    finding = only(
        found(
            indicators=(indicator(),),
            parts=parts("민간공모", "민간공모/특화", "민간공모/맞춤"),
            targets=(row("2018", 1_300, 1), row("2018", 300, 2), row("2018", 400, 3)),
        )
    )
    assert finding.place == "노동정책담당관 · 상담 · 민간공모"
    assert finding.sentence == "목표의 합계가 서로 다릅니다: 세부 700명, 전체 1,300명."


def test_means_that_do_not_add_up_are_to_be_looked_at() -> None:
    rows = (row("2018H1", 175), row("2018H1", 70, 1), row("2018H1", 57, 2))
    finding = only(found(indicators=(indicator(accumulation="mean"),), parts=parts("서초", "북창"), actuals=rows))
    assert (finding.severity, "127명, 전체 175명" in finding.sentence) == ("warning", True)


def test_a_cumulative_figure_that_falls() -> None:
    own = indicator(name="누적 선정", accumulation="latest", frequency="occasional")
    finding = only(found(indicators=(own,), actuals=(row("2016", 300), row("2017", 297)), targets=(row("2018", 400),)))
    assert finding.severity == "warning"
    assert finding.sentence == "누계 지표인데 2017년 실적이 297명으로 앞선 해의 300명보다 적습니다."
    falling = indicator(name="훈련 인원", accumulation="latest", frequency="occasional")
    assert found(indicators=(falling,), actuals=(row("2016", 300), row("2017", 297))) == []


def test_a_stock_that_is_not_the_sum_of_its_flow() -> None:
    flow = indicator(frequency="occasional")
    stock = indicator(2, "누적 상담", "latest", flow_id=1, frequency="occasional")
    targets = (row("2018", 100), row("2019~2020", 300), row("2020", 700, number=2), row("2018", 397, number=2))
    finding = only(found(indicators=(flow, stock), actuals=(row("2016~2017", 297),), targets=targets))
    assert finding.severity == "error"
    assert finding.sentence == "2020년 목표는 700명인데, 상담을 더하면 297 + 100 + 300 = 697명입니다."


def test_a_flow_that_is_stored_by_parts_counts_for_its_stock() -> None:
    flow = indicator(frequency="occasional")
    stock = indicator(2, "누적 상담", "latest", flow_id=1, frequency="occasional")
    actuals = (row("2017", 200, 1), row("2017", 97, 2), row("2016", 3))
    targets = (row("2018", 100), row("2018H1", 50), row("2018", 400, number=2))
    assert found(indicators=(flow, stock), parts=parts("청년", "여성"), actuals=actuals, targets=targets) == []


def test_the_same_measure_rounded_to_a_larger_unit() -> None:
    exact, rounded = indicator(unit="개"), indicator(2, "간접일자리", unit="천개", restates="상담")
    targets = (row("2018", 203_895), row("2018", 203_000, number=2))
    finding = only(found(indicators=(exact, rounded), targets=targets))
    assert finding.sentence == "목표가 203천개인데, 같은 값인 상담 203,895개를 반올림하면 204천개입니다."
    right = (row("2018", 203_895), row("2018", 204_000, number=2))
    assert found(indicators=(exact, rounded), targets=right) == []


@pytest.mark.parametrize(
    ("actual", "target", "sentence"),
    [
        (101, row("2018", 100), "달성률이 101.0%로 100%를 넘습니다."),
        (39, row("2018", 100), "6개월 실적의 달성률이 39.0%로 기대 진도 50.0%보다 10%p 넘게 낮습니다."),
        (80, row("2018H1", 100), "6개월 실적의 달성률이 80.0%로 기대 진도 100.0%보다 10%p 넘게 낮습니다."),
        (40, row("2018", 100), ""),
        (95, row("2018H1", 100), ""),
        (39, row("2018", 0), ""),
    ],
)
def test_the_pace(actual: int, target: ValueRow, sentence: str) -> None:
    sentences = [
        each.sentence for each in found(indicators=(indicator(),), actuals=(row("2018H1", actual),), targets=(target,))
    ]
    assert sentences == ([sentence] if sentence else [])


def test_occasional_figures_and_those_better_low_have_no_pace() -> None:
    for own in (indicator(frequency="occasional"), indicator(lower_is_better=True)):
        assert found(indicators=(own,), actuals=(row("2018H1", 1),), targets=(row("2018", 100),)) == []


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        ((amount(1, 50, "원인행위액"), amount(1, 51, "지출액")), "지출액 51백만원이 원인행위액 50백만원보다 많습니다."),
        ((amount(1, 101, "원인행위액"), amount(1, 50, "지출액")), "집행액 101백만원이 예산액 100백만원보다 많습니다."),
        ((amount(1, 101, "지출액"),), "집행액 101백만원이 예산액 100백만원보다 많습니다."),
    ],
)
def test_more_is_spent_than_there_is(amounts: tuple[AmountRow, ...], sentence: str) -> None:
    finding = only(found(budgets=(line(1, "grant", "보조금"),), amounts=(amount(1, 100), *amounts)))
    assert (finding.severity, finding.sentence) == ("error", sentence)


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=6), st.data())
def test_an_execution_that_falls_within_its_year(months: list[int], data: st.DataObject) -> None:
    """Cumulative amounts of a random year, one of them below that of the month before."""
    rising = sorted(months)
    rising[-1] += 10**6
    fallen = data.draw(st.integers(1, len(rising) - 1))
    below = data.draw(st.integers(0, rising[fallen - 1]))
    planted = [*rising[:fallen], below, *rising[fallen + 1 :]]

    def findings(spent: list[int]) -> list[Finding]:
        amounts = [AmountRow(1, Month(2018, number), "지출액", each, STAMP) for number, each in enumerate(spent, 1)]
        december = AmountRow(1, Month(2017, 12), "지출액", 10**9, STAMP)
        budgets = (line(1, "current", "예산현액"),)
        given = (amount(1, 10**6), december, *amounts)
        return [each for each in found(budgets=budgets, amounts=given) if each.rule == "budgets.cumulative_falls"]

    assert findings(rising) == []
    told = findings(planted)
    assert bool(told) == (below < rising[fallen - 1])
    if told:
        assert f"2018년 {fallen + 1}월에" in told[0].sentence
        assert f"/entry/labour/2018-{fallen + 1:02}/#s1" in told[0].spot.url


def test_programmes_that_need_more_than_their_division_has() -> None:
    budgets = (line(1, "current", "예산현액"), line(2, "required", "소요예산", 5), line(3, "required", "소요예산", 6))
    finding = only(found(budgets=budgets, amounts=(amount(1, 100), amount(2, 60), amount(3, 50))))
    assert "합 110백만원이 담당관의 예산현액 100백만원보다 10백만원 많습니다" in finding.sentence


def test_a_total_cost_is_no_required_budget() -> None:
    budgets = (line(1, "current", "예산현액"), line(2, "total_cost", "총사업비", 5))
    assert found(budgets=budgets, amounts=(amount(1, 100), amount(2, 90))) == []
    assert "총사업비 101백만원이" in only(found(budgets=budgets, amounts=(amount(1, 100), amount(2, 101)))).sentence


@pytest.mark.parametrize(
    ("missing", "place", "sentence"),
    [
        ({"document": replace(NOTHING, bureau="-")}, "일반현황", "정책관 현황(이름, 정책관, 팀, 공무직)이 없어 '-'로"),
        ({"goal": ""}, "노동정책담당관", "추진목표가 없어 '-'로"),
        ({"headcount": ()}, "노동정책담당관", "정원과 현원이 없어 '-'로"),
        ({"current": None}, "노동정책담당관", "예산현액이 없어 '-'로"),
    ],
)
def test_what_is_not_known_yet(missing: dict[str, Any], place: str, sentence: str) -> None:
    finding = only(found(**missing))
    assert (finding.severity, finding.place, sentence in finding.sentence) == ("error", place, True)


def test_more_staff_than_posts_is_legal_and_noted() -> None:
    finding = only(found(headcount=(HeadcountRow("6", 9, 11, date(2018, 7, 11), STAMP),)))
    assert (finding.severity, finding.sentence) == ("note", "6급 현원 11명이 정원 9명보다 많습니다(적법).")


# ----------------------------------------------------------------------------------------------------- printed figures


def document(value: Value, *, in_table: bool = False) -> Document:
    text = ("보조금 ", Figure(value), " 교부")
    body = (Row((Cell("지원"), Cell(text))),)
    table = Table("facts", "", (Column(), Column()), (), body)
    block = table if in_table else Bullets((Line("○", 0, text),))
    programme = Section("labour-4", "programme", "4", "노동단체 지원", (block,))
    part = Section("part-3", "part", "Ⅲ", "주요업무 보고", (), (programme,))
    return Document("2018 주요업무보고", "제282회", "기획경제위원회", "일자리노동정책관", "2018. 7.", None, (part,))


@pytest.mark.parametrize("in_table", [False, True])
def test_a_printed_figure_that_is_not_what_is_computed(in_table: bool) -> None:
    finding = only(found(document(Recorded("51%", Percent(Decimal("46.354"))), in_table=in_table)))
    assert (finding.severity, finding.place) == ("error", "4 노동단체 지원")
    assert finding.sentence == "'보조금 51% 교부'의 51%는 저장된 수치로 셈하면 46.4%입니다."


@pytest.mark.parametrize(
    ("printed", "computed"),
    [
        ("46%", Percent(Decimal("46.354"))),
        ("46.35%", Percent(Decimal("46.354"))),
        ("46", Percent(Decimal("46.354"))),
        ("46.4%", Percent(Decimal("46.354"))),
        ("1,157백만원", Quantity(Decimal("1157"), "백만원")),
        ("1,157", Quantity(Decimal("1157"), "백만원")),
        ("29.96억원", Quantity(Decimal("29.96"), "억원")),
        ("5.4:1", ToOne(Decimal("5.41"))),
        ("5.41:1", ToOne(Decimal("5.41"))),
        ("'18.6월말", AsOf(date(2018, 6, 30))),
        ("50:50", None),
    ],
)
def test_a_printed_figure_that_agrees_to_the_printed_decimals(printed: str, computed: Any) -> None:
    assert found(document(Recorded(printed, computed))) == []


@pytest.mark.parametrize(
    ("printed", "computed"),
    [
        ("47%", Percent(Decimal("46.354"))),
        ("46.3%", Percent(Decimal("46.354"))),
        ("1,157천원", Quantity(Decimal("1157"), "백만원")),
        ("5.5:1", ToOne(Decimal("5.41"))),
        ("'18.5월말", AsOf(date(2018, 6, 30))),
    ],
)
def test_a_printed_figure_that_does_not_agree(printed: str, computed: Any) -> None:
    assert only(found(document(Recorded(printed, computed)))).severity == "error"


def test_each_rule_has_a_key_and_a_short_title_of_its_own() -> None:
    for names in ([rule.key for rule in RULES], [rule.title for rule in RULES]):
        assert len(names) == len(set(names))
    assert not [rule.title for rule in RULES if not 0 < len(rule.title) <= 24 or rule.title.endswith(".")]


def test_a_finding_names_its_rule() -> None:
    finding = only(found(goal=""))
    assert finding.rule == "setup.goal"
    assert finding.rule in {rule.key for rule in RULES}


def test_the_gravest_come_first() -> None:
    severities = [
        each.severity
        for each in found(
            document(Recorded("51%", Percent(Decimal(46)))),
            (HeadcountRow("6", 9, 11, date(2018, 7, 11), STAMP),),
            indicators=(indicator(name="누적 상담", accumulation="latest", frequency="occasional"),),
            actuals=(row("2016", 3), row("2017", 2)),
        )
    ]
    assert severities == ["error", "warning", "note"]
