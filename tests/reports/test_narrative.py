"""Sentences with bound figures, from a ledger of hand-made rows to the line that is printed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.narrative import Narrator
from reports.values import AsOf, Blank, Figure, Percent, Quantity, Recorded
from seoulwork.domain.ledger import AmountRow, BudgetRow, IndicatorRow, Ledger, PartRow, ProgrammeRow, Stored, ValueRow
from seoulwork.domain.notation import NotationError
from seoulwork.domain.numbers import format_number, rate
from seoulwork.domain.periods import Month, Run
from tests.rows import INDICATOR

STAMP = Stored("노동정책담당관 입력 · 2018년 7월 11일", "브라우저 입력")
PROGRAMME = 7


def indicator(
    number: int,
    name: str,
    unit: str = "명",
    accumulation: str = "sum",
    programme: int | None = PROGRAMME,
    **changes: Any,
) -> IndicatorRow:
    own: dict[str, Any] = {"programme_id": programme, "programme": "노동권 보호" if programme else ""}
    own |= {"id": number, "short_name": name, "name": f"{name} 인원", "unit": unit, "accumulation": accumulation}
    return replace(INDICATOR, **{**own, **changes})


def value(
    number: int,
    run: str,
    stored: int,
    denominator: int | None = None,
    part: int | None = None,
    as_of: date | None = None,
) -> ValueRow:
    return ValueRow(number, part, Run.parse(run), stored, STAMP, denominator, as_of)


def line(number: int, name: str = "소요예산", year: int = 2018, source: str = "") -> BudgetRow:
    return BudgetRow(number, PROGRAMME, "노동권 보호", name, "required", "소요예산", year, "", source)


LEDGER = Ledger(
    "노동정책담당관", Month(2018, 6), (ProgrammeRow(PROGRAMME, 6, "노동권 보호"),),
    (
        indicator(1, "상담"), indicator(2, "취업률", "%", "ratio"), indicator(3, "경쟁률", ":1", "ratio"),
        indicator(4, "면적", "㎡", "latest", decimals=1), indicator(5, "구매액", "백만원", frequency="occasional"), indicator(6, "취업"),
        indicator(7, "상담", programme=None), indicator(8, "공통", programme=None), indicator(9, "잔액", "백만원", "latest", frequency="occasional"),
        indicator(10, "예산", "백만원", programme=None),
    ),
    (PartRow(1, 1, "", "청년"), PartRow(2, 1, "", "여성")),
    (
        value(1, "2018-01~2018-05", 10_000, part=1), value(1, "2018-06", 869, part=1, as_of=date(2018, 6, 27)),
        value(1, "2018H1", 3_000, part=2), value(1, "2017H1", 15_000), value(1, "2017H2", 15_000),
        value(2, "2018H1", 529, 1_000), value(2, "2017H1", 520, 1_000), value(3, "2018H1", 541, 100),
        value(4, "2018-06", 1_585), value(5, "2018-05", 34_949_500_000), value(6, "2018H1", 1_785),
        value(7, "2018H1", 1), value(8, "2018H1", 5), value(9, "2017", 900_000_000), value(10, "2018H1", 1),
    ),
    (value(1, "2018", 25_000), value(1, "2018H1", 12_000), value(2, "2018", 58), value(9, "2018", 1_000_000_000)),
    (line(1, source="시비"), line(2, source="국비"), line(3, "예산"), line(4, "예산", 2017)),
    (
        AmountRow(1, Month(2018, 1), "예산액", 2_496_000_000, STAMP), AmountRow(2, Month(2018, 1), "예산액", 500_000_000, STAMP),
        AmountRow(1, Month(2018, 5), "지출액", 1_000_000_000, STAMP), AmountRow(1, Month(2018, 6), "지출액", 1_157_000_000, STAMP),
        AmountRow(2, Month(2018, 5), "지출액", 0, STAMP), AmountRow(2, Month(2018, 6), "지출액", 0, STAMP),
        AmountRow(3, Month(2018, 1), "예산액", 300_000_000, STAMP), AmountRow(4, Month(2017, 1), "예산액", 400_000_000, STAMP),
    ),
)  # fmt: skip


def told(text: str, programme: int | None = PROGRAMME) -> str:
    ((_, line),) = Narrator(LEDGER, programme).lines(text)
    return line.text


def figure(text: str) -> Figure:
    ((_, line),) = Narrator(LEDGER, PROGRAMME).lines(text)
    (run,) = [each for each in line.runs if isinstance(each, Figure)]
    return run


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (
            "○ 상담창구 운영 : {상담} 상담(대면·온라인), {취업} 취업",
            "상담창구 운영 : 13,869명 상담(대면·온라인), 1,785명 취업",
        ),
        ("{상담:값}", "13,869"),
        ("{상담/청년}", "10,869명"),
        ("{상담:천명}", "14천명"),
        ("{상담:천명,소수1}", "13.9천명"),
        ("{상담@2018-04}", "-"),
        ("{상담/청년@2018-06}", "869명"),
        ("{상담@2017}", "30,000명"),
        ("{상담.목표}", "25,000명"),
        ("{상담.목표@2018H1}", "12,000명"),
        ("{상담.달성률}", "55.5%"),
        ("{상담.달성률@2018H1}", "55.5%"),
        ("{상담.달성률:소수0}", "55%"),
        ("{상담/여성.달성률}", "-"),
        ("{상담/여성.구성비}", "21.6%"),
        ("{상담.증감}", "△1,131명"),
        ("{상담.증감:절대}", "1,131명"),
        ("{상담.증감률}", "△7.5%"),
        ("{상담.증감률:절대,소수0}", "8%"),
        ("{상담.증감@2017~2018}", "-"),
        ("{상담.기준일}", "'18.6월말"),
        ("{상담/청년.기준일}", "'18.6.27"),
        ("{취업률}", "52.9%"),
        ("{취업률.목표}", "58%"),
        ("{취업률.달성률}", "91.2%"),
        ("{취업률.증감:값}", "0.9"),
        ("{취업률.분자}/{취업률.분모}", "529/1,000"),
        ("{경쟁률}", "5.4:1"),
        ("{상담÷취업:대1}", "7.8:1"),
        ("{취업÷상담}", "12.9%"),
        ("{취업÷상담:소수2}", "12.87%"),
        ("{취업÷취업:대1}", "1:1"),
        ("{상담÷취업:대1,소수2}", "7.77:1"),
        ("{상담÷취업:대1,소수0}", "8:1"),
        ("{경쟁률:소수2}", "5.41:1"),
        ("{면적}", "158.5㎡"),
        ("{구매액}", "34,950백만원"),
        ("{구매액:억원}", "349억원"),
        ("{잔액}", "900백만원"),
        ("{잔액.달성률}", "90.0%"),
        ("{잔액.증감}", "-"),
        ("{공통}", "5명"),
        ("{소요예산}", "2,996백만원"),
        ("{소요예산/시비}", "2,496백만원"),
        ("{소요예산:억원,소수2}", "29.96억원"),
        ("{소요예산/시비.집행률}", "46.4%"),
        ("{소요예산.지출액}", "1,157백만원"),
        ("{소요예산.지출액@2018-05}", "1,000백만원"),
        ("{소요예산.원인행위액}", "-"),
        ("{소요예산.기준일}", "'18.6월말"),
        ("{예산}", "300백만원"),
        ("{예산.증감}({예산.증감률})", "△100백만원(△25.0%)"),
        ("{상담.남은목표}", "11,131명"),
        ("{상담/여성.남은목표}", "-"),
        ("{소요예산.잔액}", "1,839백만원"),
        ("{소요예산/시비.잔액:억원,소수1}", "13.4억원"),
        ("{예산.잔액}", "-"),
        ("{상담 + 취업}", "15,654명"),
        ("{상담 − 취업}", "12,084명"),
        ("{취업 - 상담}", "△12,084명"),
        ("{상담/청년 + 상담/여성 + 공통:값}", "13,874"),
        ("{취업÷(상담 + 취업)}", "11.4%"),
        ("{(상담 − 취업)÷상담:소수2}", "87.13%"),
        ("{소요예산÷상담:만원}", "22만원"),
        ("{소요예산÷(상담 + 취업):만원,소수1}", "19.1만원"),
        ("{상담:만,소수1}", "1.4만명"),
        ("{상담:천}", "14천명"),
        ("{상담 + 취업.목표@2030}", "-"),
        ("{=51%}", "51%"),
        ("{소요예산/시비.집행률=51%}", "51%"),
    ],
)
def test_figures_are_printed_from_what_is_stored(text: str, printed: str) -> None:
    assert told(text) == printed


def test_a_text_of_the_division_means_the_divisions_figures() -> None:
    assert told("{상담}", None) == "1명"
    assert told("{예산}", None) == "0백만원"


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_sentence_computes_a_rate_as_everything_else_does(actual: int, target: int) -> None:
    own = indicator(1, "상담")
    ledger = Ledger(
        "노동정책담당관", Month(2018, 6), (), (own,), (), (value(1, "2018H1", actual),), (value(1, "2018", target),)
    )
    ((_, line),) = Narrator(ledger, PROGRAMME).lines("{상담.달성률}")
    achieved = rate(actual, target)
    assert achieved is not None
    assert line.text == f"{format_number(achieved, 1)}%"


def test_without_a_target_a_dash_is_printed() -> None:
    own = indicator(1, "상담")
    for targets in ((), (value(1, "2018", 0),)):
        ledger = Ledger("노동정책담당관", Month(2018, 6), (), (own,), (), (value(1, "2018H1", 5),), targets)
        ((_, line),) = Narrator(ledger, PROGRAMME).lines("{상담.달성률}")
        assert line.text == "-"


def test_values_stay_exact_until_they_are_printed() -> None:
    assert figure("{구매액:억원}").value == Quantity(Decimal("349.495"), "억원", 0)
    assert figure("{상담.달성률}").value == Percent(Decimal("55.476"), 1)
    assert figure("{상담.기준일}").value == AsOf(date(2018, 6, 30))
    assert figure("{상담@2016}").value == Blank()


def test_a_recorded_figure_keeps_what_the_stored_figures_say() -> None:
    shown = figure("{소요예산/시비.집행률=51%}").value
    assert isinstance(shown, Recorded)
    assert isinstance(shown.computed, Percent)
    assert shown.computed.text == "46.4%"
    assert figure("{=51%}") == Figure(Recorded("51%"))


def test_a_figure_says_where_it_comes_from() -> None:
    first, second, third, target = figure("{상담.달성률}").origins
    assert [first.value, second.value, third.value] == ["10,000명", "869명", "3,000명"]
    assert first.indicator == "노동정책담당관 · 노동권 보호 · 상담 인원 (청년)"
    assert (first.period, first.as_of) == ("2018년 1월~5월", date(2018, 5, 31))
    assert second.as_of == date(2018, 6, 27)
    assert first.entered == "노동정책담당관 입력 · 2018년 7월 11일"
    assert first.place == ("노동정책담당관", "Actual", "6", "상담", "청년", "2018-01", "2018-05")
    assert (target.kind, target.value, target.as_of) == ("목표", "25,000명", None)
    (ratio,) = figure("{취업률}").origins
    assert ratio.value == "529 / 1,000"
    (spent,) = figure("{소요예산/시비.지출액}").origins
    assert (spent.indicator, spent.kind) == ("노동정책담당관 · 노동권 보호 · 소요예산 시비", "지출액")
    assert (spent.period, spent.as_of) == ("2018년 1월~6월 누계", date(2018, 6, 30))


def test_a_text_that_breaks_the_notation_is_refused() -> None:
    with pytest.raises(NotationError):
        told("{상담")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{기준월}", "'18.6월"),
        ("{기준월:해없이}까지", "6월까지"),
        ("({기준월말:해없이})", "(6월말)"),
        ("{기준월말:띄움} 기준", "'18. 6월말 기준"),
        ("{기준년} 실적", "'18년 실적"),
        ("{계획년-1}", "'17년"),
        ("{기준년-2:네자리}", "2016년"),
        ("{계획년-1:값}~{계획년}", "'17~'18년"),
        ("({취업.기간} 실적)", "('18.1~6월 실적)"),
        ("{구매액.기간}", "'18.5월"),
        ("{구매액.기준일:해없이}", "5월말"),
        ("{취업.기준일:날짜}. 기준", "'18.6.30. 기준"),
        ("{구매액.기준월}", "'18.5월"),
        ("{잔액.연도} 잔액", "'17년 잔액"),
        ("{소요예산.지출액} ({소요예산.기간})", "1,157백만원 ('18.1~6월)"),
        ("{상담@기준년-1}", "30,000명"),
        ("{상담.목표@계획년H1}", "12,000명"),
        ("{상담.증감:절대} {상담.방향}", "1,131명 감소"),
        ("{상담.증감률:절대} {상담.방향:화살표}", "7.5% ↓"),
        ("{취업률.방향:상승}", "상승"),
        ("{예산.방향:확대}", "축소"),
        ("{상담@2016} {상담.방향@2016}", "- -"),
        ("{상담@계획년-9~계획년-8}", "-"),
    ],
)
def test_times_and_directions_are_those_of_the_figures_and_of_the_clocks(text: str, printed: str) -> None:
    assert told(text) == printed


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_the_word_for_a_change_says_what_its_number_says(now: int, before: int) -> None:
    ledger = Ledger(
        "노동정책담당관",
        Month(2018, 6),
        (),
        (indicator(1, "상담"),),
        (),
        (value(1, "2018H1", now), value(1, "2017H1", before)),
    )
    ((_, line),) = Narrator(ledger, PROGRAMME).lines("{상담.증감:값}|{상담.방향}|{상담.방향:화살표}|{상담.방향:연장}")
    change, word, arrow, longer = line.text.split("|")
    if now == before:
        assert {word, arrow, longer} == {"변동 없음"}
    else:
        assert (word, arrow, longer) == (("감소", "↓", "단축") if change.startswith("△") else ("증가", "↑", "연장"))


JANUARY = replace(
    LEDGER,
    reference_month=Month(2018, 12),
    plan_year=2019,
    targets=(*LEDGER.targets, value(1, "2019", 26_000)),
    budgets=(*LEDGER.budgets, line(5, year=2019)),
    amounts=(*LEDGER.amounts, AmountRow(5, Month(2019, 1), "예산액", 3_000_000_000, STAMP)),
)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{기준년} {상담} / {계획년} 목표 {상담.목표}", "'18년 13,869명(6월까지) / '19년 목표 26,000명"),
        ("{상담.달성률}", "-"),
        ("{기준년} 목표 {상담.목표@기준년}", "'18년 목표 25,000명"),
        ("{계획년} 예산 {소요예산}", "'19년 예산 3,000백만원"),
        ("{소요예산.지출액}, {소요예산.집행률}", "1,157백만원(6월까지), -"),
        ("{소요예산.증감:절대} {소요예산.방향}", "4백만원 증가"),
        ("{기준월말}", "'18.12월말"),
    ],
)
def test_in_january_results_of_the_year_before_stand_beside_plans_of_the_new_one(text: str, printed: str) -> None:
    ((_, line),) = Narrator(JANUARY, PROGRAMME).lines(text)
    assert line.text == printed
