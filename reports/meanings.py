"""What a figure says, in words for readers: what is measured, for which period, and how far it is from its target.

Everything comes from the indicator or the budget line and from the ledger; no word tells where a figure is kept.
"""

from decimal import Decimal

from seoulwork.domain.fitting import divided
from seoulwork.domain.ledger import BudgetRow, Found, IndicatorRow, Ledger
from seoulwork.domain.numbers import BLANK, money_text, rate
from seoulwork.domain.periods import Run
from seoulwork.domain.vocabulary import (
    ACHIEVEMENT,
    APPROPRIATED,
    AS_OF,
    CHANGE,
    CHANGES,
    COMMITTED,
    COVERED,
    DENOMINATOR,
    DIRECTION,
    EXECUTION,
    FORECAST,
    FORESEEN,
    GROWTH,
    LEFT,
    MONTH_OF,
    NUMERATOR,
    PROJECTED,
    REST,
    SHARE,
    SPENT,
    UNITS,
    YEAR_OF,
)

from .values import Facts, Meaning, Percent, Quantity, ToOne

RULES = {
    "sum": "달마다의 실적을 더합니다.",
    "latest": "더하지 않고 가장 최근 값을 씁니다.",
    "mean": "달의 날수를 헤아려 평균합니다.",
    "ratio": "분자의 합을 분모의 합으로 나눕니다.",
}
FREQUENCIES = {"monthly": "매월", "occasional": "수시(값이 바뀔 때)"}
BUDGETS = {
    "current": "이월액과 추가경정예산까지 반영하여 그해에 쓸 수 있는 예산",
    "required": "사업에 드는 그해의 예산",
    "total_cost": "여러 해에 걸친 사업 전체의 비용",
    "grant": "민간이나 단체에 주는 보조금",
}
AMOUNTS = {
    COMMITTED: "계약처럼 지출의 원인이 되는 행위를 한 금액. 1월부터 쌓인 누계입니다.",
    SPENT: "실제로 지출한 금액. 1월부터 쌓인 누계입니다.",
    EXECUTION: "지출액 ÷ 예산액. 원인행위액이 아니라 지출액으로 셈합니다.",
}
RATES = {
    ACHIEVEMENT: "실적 ÷ 목표",
    LEFT: "목표 − 실적",
    REST: "예산액 − 지출액",
    FORECAST: "담당자가 적은 연말의 값",
    PROJECTED: "지금까지의 값을 지난해의 흐름대로(없으면 월별 계획대로, 그것도 없으면 고르게) 12월까지 이은 값",
    SHARE: "이 세부의 실적 ÷ 전체 실적",
    CHANGE: "나중 기간의 값 − 앞 기간의 값",
    GROWTH: "(나중 기간의 값 − 앞 기간의 값) ÷ 앞 기간의 값",
    NUMERATOR: "비율의 분자만",
    DENOMINATOR: "비율의 분모만",
    DIRECTION: "늘었는지 줄었는지(증감의 방향)",
    COVERED: "이 값이 담은 달",
    AS_OF: "이 값이 어느 날의 것인지를 적은 날짜",
    MONTH_OF: "이 값이 어느 달의 것인지를 적은 달",
    YEAR_OF: "이 값이 어느 해의 것인지를 적은 해",
}


STAFF = {
    "정원": "정해진 자리의 수. 일반직, 임기제, 관리운영을 더합니다.",
    "현원": "실제로 있는 사람의 수. 일반직, 임기제, 관리운영을 더합니다.",
    "과부족": "현원 − 정원. △는 모자람입니다.",
    "정원/현원": "앞은 정해진 자리의 수, 뒤는 실제로 있는 사람의 수입니다.",
}


def exact(found: Found | None, indicator: IndicatorRow) -> Decimal | None:
    """The value in base units; of a ratio the quotient, in percent where that is its unit."""
    if found is None:
        return None
    if found.denominator is None:
        return found.value / Decimal(10) ** indicator.decimals
    percent = rate(found.value, found.denominator)
    return percent if percent is None or indicator.unit == "%" else percent / 100


def meaning_of_indicator(
    ledger: Ledger, indicator: IndicatorRow, path: str = "", aspect: str = "실적", run: Run | None = None
) -> Meaning:
    """What an aspect (실적, 목표, 달성률 …) of an indicator or of one of its parts says, for a run of months or as usual."""
    target_run = Run.year(run.last.year) if run is not None and run.first.year == run.last.year else run
    target = ledger.target(indicator, path, run if aspect == "목표" else target_run or ledger.clock.results_year)
    facts = [("기간", _period(ledger, indicator, aspect, run))]
    if aspect == "목표":
        facts.append(("목표", _text(target, indicator)))
    else:
        actual = ledger.actual(indicator, path, run)
        facts.append(("실적", _text(actual, indicator)))
        if target is not None:
            facts.append((f"{(target_run or ledger.clock.results_year).korean} 목표", _text(target, indicator)))
            achieved = rate(exact(actual, indicator), exact(target, indicator))
            facts.append(("달성률", BLANK if achieved is None else Percent(achieved).text))
    if aspect in FORESEEN:
        facts += _foreseen(ledger, indicator, path, aspect)
    if aspect in RATES:
        facts.append(("셈", RATES[aspect]))
    return Meaning(_measure(ledger, indicator, path), tuple(facts))


def _foreseen(ledger: Ledger, indicator: IndicatorRow, path: str, aspect: str) -> list[tuple[str, str]]:
    if aspect == FORECAST:
        written = ledger.own_forecast(indicator)
        return [("까닭", written.reason)] if written else []
    projected = ledger.forecast(indicator, path)
    return [("근거", f"{projected.months}월까지의 값과 {projected.source}")] if projected else []


def _period(ledger: Ledger, indicator: IndicatorRow, aspect: str, run: Run | None) -> str:
    if aspect == "목표":
        return (run or ledger.clock.plan).korean
    asked = run or ledger.clock.results
    if indicator.accumulation == "latest":
        return f"{asked.last.korean}까지의 가장 최근 값"
    return asked.korean


def _text(found: Found | None, indicator: IndicatorRow) -> str:
    value = exact(found, indicator)
    if value is None:
        return BLANK
    ratio = found is not None and found.denominator is not None
    kind = divided(indicator.unit) if ratio else ""
    if kind == "percent":
        return Percent(value).text
    if kind == "to_one" or indicator.unit == ":1":
        return ToOne(value, None if ratio else indicator.decimals).text
    return Quantity(value / UNITS[indicator.unit].factor, indicator.unit, indicator.decimals).text


def _measure(ledger: Ledger, indicator: IndicatorRow, path: str) -> Facts:
    name = f"{indicator.name} ({path.replace('/', ' · ')})" if path else indicator.name
    facts = [
        ("지표", " · ".join(filter(None, [ledger.division, indicator.programme, name]))),
        ("정의", indicator.definition),
        ("단위", indicator.unit),
        ("셈", indicator.formula),
        ("기간의 값", RULES[indicator.accumulation]),
        ("포함 관계", _belonging(ledger, indicator, path)),
        ("입력 주기", FREQUENCIES[indicator.frequency]),
        ("읽는 법", "낮을수록 좋습니다." if indicator.lower_is_better else ""),
    ]
    return tuple((label, text) for label, text in facts if text)


def _belonging(ledger: Ledger, indicator: IndicatorRow, path: str) -> str:
    """What the figure is part of, or what it is made of."""
    told = []
    if path:
        above = path.rpartition("/")[0].replace("/", " · ")
        whole = f"{indicator.name} ({above})" if above else indicator.name
        dimension = next(
            (part.dimension for part in ledger.parts_of(indicator, path.rpartition("/")[0]) if part.path == path), ""
        )
        told.append(f"'{whole}'의 {f'{dimension} ' if dimension else ''}세부입니다.")
    for dimension in dict.fromkeys(part.dimension for part in ledger.parts_of(indicator, path)):
        names = [part.name for part in ledger.parts_of(indicator, path, dimension)]
        told.append(f"{', '.join(names)}로 나뉩니다.")
    flow = ledger.indicator_by_id.get(indicator.flow_id) if indicator.flow_id is not None else None
    if flow is not None and not path:
        told.append(f"'{flow.name}'의 누계입니다.")
    return " ".join(told)


def meaning_of_budget(
    ledger: Ledger, lines: tuple[BudgetRow, ...], part: str = "", aspect: str = "예산액", run: Run | None = None
) -> Meaning:
    """What an aspect (예산액, 지출액, 집행률 …) of some budget lines of one kind says."""
    asked = run or (ledger.clock.plan if aspect in (APPROPRIATED, *CHANGES) else ledger.clock.results_year)
    year = asked.last.year
    names = dict.fromkeys(
        " · ".join(filter(None, [ledger.division, each.programme, each.short_name])) for each in lines
    )
    kinds = dict.fromkeys(f"{each.kind_name}: {BUDGETS[each.kind]}" for each in lines)
    measure = (
        ("과목", ", ".join(f"{name} ({part})" if part else name for name in names)),
        ("정의", " / ".join(kinds)),
        *((("구분", f"{aspect}: {AMOUNTS[aspect]}"),) if aspect in AMOUNTS else ()),
        ("단위", "백만원"),
    )
    budget = ledger.budget(lines, part, asked)
    facts = [("기간", f"{year}년" if aspect not in AMOUNTS else _executed(ledger, run))]
    facts.append(("예산액", _money(budget)))
    if aspect in AMOUNTS:
        name = COMMITTED if aspect == COMMITTED else SPENT
        spent = ledger.budget(lines, part, run, name)
        facts.append((name, _money(spent)))
        if name == SPENT:
            executed = rate(spent.value if spent else None, budget.value if budget else None)
            facts.append(("집행률", BLANK if executed is None else Percent(executed).text))
    if aspect in FORESEEN:
        facts += _spending_foreseen(ledger, [line for line in lines if line.is_of(part)], aspect)
    if aspect in RATES:
        facts.append(("셈", RATES[aspect]))
    return Meaning(measure, tuple(facts))


def _spending_foreseen(ledger: Ledger, lines: list[BudgetRow], aspect: str) -> list[tuple[str, str]]:
    if aspect == FORECAST:
        written = ledger.own_spending_forecast(lines)
        reasons = dict.fromkeys(row.reason for row in written.amounts) if written else {}
        return [("까닭", " / ".join(reasons))] if reasons else []
    projected = ledger.spending_forecast(lines)
    return [("근거", f"{projected.months}월까지의 값과 {projected.source}")] if projected else []


def _executed(ledger: Ledger, run: Run | None) -> str:
    end = min((run or ledger.clock.results_year).last, ledger.reference_month)
    return Run.parse(f"{end.year}-01~{end}").korean


def _money(found: Found | None) -> str:
    return BLANK if found is None else money_text(found.value)


def meaning_of_staff(name: str) -> Meaning:
    """What 정원, 현원, 과부족 or 정원/현원 says."""
    return Meaning((("지표", name), ("정의", STAFF[name]), ("단위", "명")), ())


def meaning_of_bureau(bureau: str, name: str, unit: str) -> Meaning:
    """What a figure of the bureau's own says."""
    return Meaning((("지표", f"{bureau} · {name}"), ("단위", unit)), ())
