"""What is typed beside bound figures: a wrong date, direction or number planted at a random place of a right text is found there,
and a right text is silent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.checks.registry.document import SENTENCES
from reports.checks.rules import Finding
from reports.checks.sentences import sentences_of
from reports.contract import Contribution
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.ledger import AmountRow, BudgetRow, IndicatorRow, Ledger, Stored, ValueRow
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division
from seoulwork.figures.profiles import MilestoneRow, PassageRow, Profile
from tests.rows import INDICATOR

STAMP = Stored("노동정책담당관 입력 · 2018년 7월 11일", "브라우저 입력")


def indicator(number: int, name: str, accumulation: str = "sum", unit: str = "명", **changes: Any) -> IndicatorRow:
    own = {"id": number, "short_name": name, "name": name, "accumulation": accumulation, "unit": unit}
    return replace(INDICATOR, **{**own, **changes})


def row(number: int, run: str, value: int, as_of: date | None = None) -> ValueRow:
    return ValueRow(number, None, Run.parse(run), value, STAMP, None, as_of)


def ledger(last: int, *, more: bool = True) -> Ledger:
    """Two years' months up to `last`; the second year has more of everything, or less."""
    now, before = (207, 103) if more else (103, 207)
    months = range(1, last + 1)
    actuals = [row(1, f"2018-{month:02}", now) for month in months]
    actuals += [row(1, f"2017-{month:02}", before) for month in range(1, 13)]
    actuals += [row(2, f"2018-{month:02}", now + month) for month in months]
    actuals += [row(2, f"2017-{month:02}", before + month) for month in range(1, 13)]
    actuals += [row(3, f"{year}-01", value) for year, value in ((2017, before), (2018, now))]
    targets = [row(1, "2018", 6_413), row(1, "2019", 7_100), row(2, "2018", 450)]
    return Ledger(
        "노동정책담당관",
        Month(2018, last),
        indicators=(
            indicator(1, "상담"),
            indicator(2, "카페", "latest", "개소"),
            indicator(3, "위원", "latest", frequency="occasional"),
        ),
        actuals=tuple(actuals),
        targets=tuple(targets),
        budgets=(
            BudgetRow(1, None, "", "소요예산", "required", "소요예산", 2018, "", ""),
            BudgetRow(2, None, "", "소요예산", "required", "소요예산", 2017, "", ""),
        ),
        amounts=(
            AmountRow(1, Month(2018, 1), "예산액", 8_641_000_000, STAMP),
            AmountRow(2, Month(2017, 1), "예산액", 5_230_000_000, STAMP),
        ),
    )


def findings(of: Ledger, text: str, milestones: tuple[MilestoneRow, ...] = ()) -> list[Finding]:
    passage = PassageRow(
        7, BriefingName(Month(2018, 7)), "노동권 보호 · 추진현황", None, "text", "", "추진현황", text, milestones
    )
    own = Contribution(
        replace(division("labour"), app=division("socialeconomy").app), of, Profile("", "", (), (), ()), (passage,)
    )
    return [found for sentence in sentences_of(own) for rule in SENTENCES for found in rule.findings(sentence)]


def right_lines(last: int, *, more: bool) -> list[str]:
    up, down, arrow = ("증가", "감소", "↑") if more else ("감소", "증가", "↓")
    run = f"1~{last}월" if last > 1 else "1월"
    return [
        f"○ '18.{run} 실적 : 상담 {{상담}}, 카페 {{카페}} 운영",
        f"○ ('18.{run} 실적) 무료노무상담 {{상담}}",
        f"- 이용실적({last}월말) : {{카페}}, {{상담}}",
        f"- {last}월말 현재 카페 {{카페}}",
        f"- 상담 {{상담}}('18.{last}월말)",
        "○ '18년 목표 : {상담.목표}, '19년 목표 : {상담.목표@2019}",
        "○ 2018년 예산 {소요예산}",
        "- '17년 실적 {상담@2017} → '18년 {상담}",
        "- {상담@2017-01}('17년) → {상담@2018-01}('18년)",
        f"- 전년 동기대비 {{상담.증감률:절대}} {up}",
        f"- 전년 동기대비 {{상담.증감:절대}}{arrow}",
        "- 전년 동기대비 {상담.증감:절대} {상담.방향}",
        f"- 위원 {{위원@2017-01}}→{{위원@2018-01}} {up}",
        "- 추가 위촉({위원@2017-01}→{위원@2018-01}) : '18.4월",
        "- 센터 개소('17.11월) : {상담}",
        "- 사업 시작('16년) 뒤 상담 {상담}",
        "- 하반기 {카페} 추가 개최 예정",
        "- 7월 공모 선정(7.17.~7.18.), {카페} 지원",
        "- '18.3.29일자 구성(임기 2년) / 총 {위원}",
        f"- 수요 {down}에 따른 상담 {{상담}}",
        "※ 상·하반기 연 {상담.목표}",
        "- 2년간 총 {상담@2017~2018}('17~'18년)",
        "- 만 18~39세, 최대 23개월, 제15조, 1,800시간, 청계천로 105",
        "- 16건 중 12건(75.0%) 해결",
        "- {상담@2018-01} 중 여성 12명",
        "○ '18년 상담 {상담} 처리, 하반기 {상담.목표} 목표",
        f"○ '18. {last}월말 기준 카페 {{카페}}",
        "○ 상담 {상담}('17년 {상담@2017})",
        f"○ 상담 {{상담}}(전년 {{상담@2017-01~2017-0{min(last, 9)}}})",
        f"○ '17년 대비 {{상담.증감률:절대}} {up}",
        "○ 2017년 {상담@2017}, 2018년 목표 {상담.목표}",
        f"○ 연간 목표 {{상담.목표}} 대비 {last}월말 실적 {{상담}}({{상담.달성률}})",
        f"○ '18년 {last}월말 {{상담}}, '19년 {{상담.목표@2019}} 목표",
        "○ 누적 {상담}('15.3월 이후)",
        "○ '16년부터 상담 {상담}",
        "○ '18.7월~ 카페 {카페} 확대",
        "○ 예산 : {소요예산}('18년 본예산)",
    ]


@dataclass(frozen=True)
class Planted:
    """A wrong line: what it says, which rule finds it, and what is printed."""

    line: str
    rule: str
    printed: str


def _other(last: int) -> int:
    return last % 12 + 1


ERRORS: dict[str, Callable[[int, bool], Planted]] = {
    "run too long": lambda last, _: Planted(
        f"○ '18.1~{_longer(last)}월 실적 : 상담 {{상담}}", "labels.period", f"'18.1~{_longer(last)}월"
    ),
    "run in brackets": lambda last, _: Planted(
        f"○ ('18.1~{_longer(last)}월 실적) 무료노무상담 {{상담}}", "labels.period", f"'18.1~{_longer(last)}월"
    ),
    "run of another year": lambda last, _: Planted(
        "○ '17.1~12월 실적 : {상담}", "labels.period", "'17.1~12월"
    ),
    "run behind": lambda last, _: Planted(
        f"○ 상담 {{상담}}('18.1~{_longer(last)}월)", "labels.period", f"'18.1~{_longer(last)}월"
    ),
    "end of month before": lambda last, _: Planted(
        f"- 이용실적({_other(last)}월말) : {{카페}}", "labels.period", f"{_other(last)}월말"
    ),
    "end of month behind": lambda last, _: Planted(
        f"- 카페 {{카페}}('18.{_other(last)}월말)", "labels.period", f"'18.{_other(last)}월말"
    ),
    "month that is the present": lambda last, _: Planted(
        f"- {_other(last)}월 현재 카페 {{카페}}", "labels.period", f"{_other(last)}월"
    ),
    "up to a month": lambda last, _: Planted(
        f"- {_other(last)}월까지 상담 {{상담}}", "labels.period", f"{_other(last)}월"
    ),
    "before the second figure": lambda last, _: Planted(
        f"- 이용실적({last}월말) : {{카페}}, '17년 실적 {{상담}}", "labels.period", "'17년"
    ),
    "a day": lambda last, _: Planted(
        f"- 2018.{_other(last)}.28. 현재 카페 {{카페}}", "labels.period", f"2018.{_other(last)}.28."
    ),
    "target of another year": lambda last, _: Planted(
        "○ '18년 목표 : {상담.목표@2019}", "labels.period", "'18년"
    ),
    "target of another year behind": lambda last, _: Planted(
        "○ 목표 {상담.목표@2019}(2018년)", "labels.period", "2018년"
    ),
    "budget of another year": lambda last, _: Planted("○ '19년 예산 {소요예산}", "labels.period", "'19년"),
    "half-year's target": lambda last, _: Planted("○ 상반기 목표 : {상담.목표}", "labels.period", "상반기"),
    "actual of another year": lambda last, _: Planted("○ '18년 {상담@2017}", "labels.period", "'18년"),
    "year behind": lambda last, _: Planted("- {상담@2017-01}('18년) 상담", "labels.period", "'18년"),
    "years": lambda last, _: Planted("- '15~'16년 실적 : {상담@2017}", "labels.period", "'15~'16년"),
    "half-year": lambda last, _: Planted(
        f"- {'하' if last <= 6 else '상'}반기 실적 : {{상담}}", "labels.period", f"{'하' if last <= 6 else '상'}반기"
    ),
    "quarter": lambda last, _: Planted(
        f"- {4 if last < 10 else 1}분기 실적 : {{카페}}", "labels.period", f"{4 if last < 10 else 1}분기"
    ),
    "direction of a rate": lambda _, more: Planted(
        f"- 상담 {{상담.증감률:절대}} {'감소' if more else '증가'}", "labels.direction", "감소" if more else "증가"
    ),
    "direction in brackets": lambda _, more: Planted(
        f"- 상담 {{상담.증감:절대}}({'↓' if more else '↑'})", "labels.direction", "↓" if more else "↑"
    ),
    "arrow": lambda _, more: Planted(
        f"- 전년 동기대비 {{상담.증감:절대}}{'↓' if more else '↑'}", "labels.direction", "↓" if more else "↑"
    ),
    "direction before": lambda _, more: Planted(
        f"- 상담 {'감소' if more else '증가'}율 {{상담.증감률:절대}}", "labels.direction", "감소" if more else "증가"
    ),
    "direction of a pair": lambda _, more: Planted(
        f"- 위원 {{위원@2017-01}}→{{위원@2018-01}} {'축소' if more else '확대'}",
        "labels.direction",
        "축소" if more else "확대",
    ),
    "direction of what is compared": lambda _, more: Planted(
        f"- 상담 {{상담}}(전년 동기대비 38% {'감소' if more else '증가'})", "labels.direction", "감소" if more else "증가"
    ),
    "compared with other years": lambda *_: Planted(
        "- 전년 동기대비 {위원.증감@2017~2018}", "labels.compared", "전년 동기"
    ),
    "compared with the month before": lambda *_: Planted("- 전월 대비 {상담.증감률}", "labels.compared", "전월"),
    "budget compared with the same months": lambda *_: Planted(
        "- 전년 동기대비 {소요예산.증감}", "labels.compared", "전년 동기"
    ),
    "digits exchanged": lambda *_: Planted("- 상담 목표 4,613명", "typed.nearly_stored", "4,613"),
    "one digit off": lambda *_: Planted("- 소요예산 8,651백만원", "typed.nearly_stored", "8,651"),
    "ten times": lambda *_: Planted("- 예산 86,410백만원 확보", "typed.nearly_stored", "86,410"),
    "a thousandth": lambda *_: Planted("- 예산 8,641천원 확보", "typed.nearly_stored", "8,641"),
    "rounded": lambda *_: Planted("- 소요예산 8,640백만원", "typed.nearly_stored", "8,640"),
    "as stored": lambda *_: Planted("- 예산 86.41억원 확보", "typed.stored", ""),
    "percentage": lambda *_: Planted("- 16건 중 9건(74.0%) 해결", "typed.percentage", "74.0%"),
    "percentage of bound figures": lambda *_: Planted(
        "- {상담@2017-01} 중 {상담@2017-02}(99.0%) 취업", "typed.percentage", "99.0%"
    ),
    "percentage of growth": lambda *_: Planted("- 100명→138명(28% 증가)", "typed.percentage", "28%"),
    "a measure": lambda *_: Planted("- 참여 대상으로 1,250건 처리", "typed.number", ""),
}  # fmt: skip


def _longer(last: int) -> int:
    return last + 1 if last < 12 else 11


MONTHS = st.integers(2, 11)


@given(MONTHS, st.booleans(), st.randoms(use_true_random=False), st.integers(1, 37))
def test_right_texts_are_silent(last: int, more: bool, random: Any, count: int) -> None:
    lines = random.sample(right_lines(last, more=more), count)
    found = findings(ledger(last, more=more), "\n".join(lines))
    assert [each.sentence for each in found if each.rule != "typed.number"] == []
    listed = [line for line in lines if "12건" in line or "12명" in line]
    assert len([each for each in found if each.rule == "typed.number"]) == sum(
        2 if "16건" in line else 1 for line in listed
    )


@pytest.mark.parametrize("kind", ERRORS)
@settings(max_examples=25)
@given(MONTHS, st.booleans(), st.randoms(use_true_random=False), st.integers(0, 8), st.booleans())
def test_a_planted_error_is_found_at_its_place(
    kind: str, last: int, more: bool, random: Any, count: int, in_milestone: bool
) -> None:
    planted = ERRORS[kind](last, more)
    lines = [line for line in random.sample(right_lines(last, more=more), count) if "12" not in line]
    if in_milestone:
        found = findings(
            ledger(last, more=more), "\n".join(lines), (MilestoneRow("발표대회", "'18.12월", planted.line),)
        )
    else:
        lines.insert(random.randint(0, len(lines)), planted.line)
        found = findings(ledger(last, more=more), "\n".join(lines))
    wanted = [each for each in found if each.rule == planted.rule]
    assert [each.printed for each in wanted if each.printed == planted.printed], [each.sentence for each in found]
    assert {each.spot.url for each in wanted} == {"/briefings/2018-07/desk/labour/0/"}
    assert all(each.computed for each in wanted if each.printed)
    others = [each for each in found if each.rule not in (planted.rule, "typed.number")]
    assert [each.sentence for each in others] == []


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("- 카페 84개소", "{카페}"),
        ("- 전년 대비 상담 38% 증가", "{상담.증감률}"),
        ("- 상담 목표의 38% 달성", "{상담.달성률}"),
        ("- 소요예산 31% 집행", "{소요예산.집행률}"),
        ("- 참여기업 84개소", ""),
    ],
)
def test_a_typed_number_names_what_could_stand_there(line: str, reference: str) -> None:
    (finding,) = findings(ledger(6), line)
    assert finding.rule == "typed.number"
    assert (f"묶으려면 {reference}" in finding.sentence) if reference else ("묶으려면" not in finding.sentence)


def test_what_heads_several_figures_is_told_once() -> None:
    (finding,) = findings(ledger(6), "○ '18.1~7월 실적 : 상담 {상담}, 처리 {상담}")
    assert finding.rule == "labels.period"
    assert "때를 {상담.기간}으로 적으면 수치를 따라갑니다." in finding.sentence


def test_a_bound_time_beside_another_figure_is_held_against_it_too() -> None:
    (finding,) = findings(ledger(6), "○ {기준월말:해없이} 현재 카페 {카페@2017}")
    assert (finding.rule, finding.printed, finding.computed) == ("labels.period", "6월말", "'17.12월말")


def test_what_stays_as_typed_stays_answered_when_other_figures_of_its_line_change() -> None:
    line = "- 상담 {상담} 가운데 여성 12명"
    (june,), (july,) = findings(ledger(6), line), findings(ledger(7), line)
    assert june.digest == july.digest


def test_a_text_that_breaks_the_notation_or_has_no_figure_yet_says_nothing() -> None:
    assert findings(ledger(6), "○ 6월말 {카페") == []
    assert findings(ledger(6), "○ '19.1~6월 실적 : {상담@2020}, {=51%}") == []


WORDS = st.sampled_from(
    (
        *"0123456789,.~:/()%△→↑'",
        *(
            " ",
            "월",
            "월말",
            "년",
            "상반기",
            "분기",
            "현재",
            "실적",
            "중",
            "건",
            "명",
            "억원",
            "대비",
            "전년 동기",
            "증가",
            "감소",
        ),
        *(
            "{상담}",
            "{카페}",
            "{상담.증감률:절대}",
            "{상담.목표@2019}",
            "{소요예산}",
            "{기준월말}",
            "{상담.기간}",
            "{=51%}",
        ),
        *("99999999999999999999999999999999", "0", "1 중 ", "{위원@2017-01}→{위원@2018-01}"),
    )
)


@given(st.lists(WORDS, max_size=14).map("".join))
def test_any_text_can_be_read(text: str) -> None:
    assert all(found.sentence for found in findings(ledger(6), text))


@pytest.mark.parametrize("vast", ["9" * 40, "0." + "0" * 30 + "123", "1." + "3" * 40])
def test_a_number_beyond_all_measure_is_told_like_any_other(vast: str) -> None:
    found = findings(ledger(6), f"- 상담 12건 중 {vast}건(5.{'3' * 40}%), 상담 {vast}명, 16건 중 {vast}건(5%)")
    assert {each.rule for each in found} == {"typed.number"}
