"""The checker: arithmetic of the whole document, from the model and not from a list of known slips.

It reports, it never mends: what is stored is the record. Every finding comes from a rule about the figures
(a whole and its parts, a stock and its flow, a budget and what it pays for, a printed figure and what it is bound to).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from seoulwork.figures import UNITS, format_number, in_unit, rate, round_half_up
from seoulwork.ledger import Found, IndicatorRow, Ledger
from seoulwork.measures import Grade
from seoulwork.periods import Run

from .contract import Contribution
from .document import Bullets, Document, Figure, Gist, Line, Recorded, Section, Table

Severity = Literal["error", "warning", "note"]
LABELS: dict[Severity, str] = {"error": "오류", "warning": "확인", "note": "참고"}
PACE_MARGIN = 10
"""Points off the expected pace from which an achievement is reported."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not add up: how grave, where, and one Korean sentence with the figures."""

    severity: Severity
    place: str
    sentence: str

    @property
    def severity_label(self) -> str:
        return LABELS[self.severity]


def find(document: Document, contributions: list[Contribution]) -> tuple[Finding, ...]:
    """All findings of a briefing, the gravest first, in printed order."""
    found = [*_recorded(document)]
    for each in contributions:
        for indicator in each.ledger.indicators:
            found += _indicator(each.ledger, indicator)
        found += _budgets(each)
        found += _headcount(each)
    order = list(LABELS)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


# --------------------------------------------------------------------------------------------- printed figures


def _recorded(document: Document) -> Iterator[Finding]:
    """Figures that are printed as recorded although the stored figures say otherwise."""
    for section in document.walk():
        for line in _lines(section):
            for run in line.runs:
                value = run.value if isinstance(run, Figure) else None
                if isinstance(value, Recorded) and value.computed is not None and not _same(value):
                    yield Finding(
                        "error", f"{section.mark} {section.title}",
                        f"'{line.text}'의 {value.printed}은(는) 저장된 수치로 셈하면 {value.computed.text}입니다.",
                    )  # fmt: skip


def _same(value: Recorded) -> bool:
    computed = value.computed
    if computed is None or not hasattr(computed, "value"):
        return False
    digits = value.printed.rstrip("%").rpartition(".")[2] if "." in value.printed else ""
    shown = format_number(Decimal(computed.value), len(digits)) + ("%" if value.printed.endswith("%") else "")  # type: ignore[arg-type]
    return value.printed in (computed.text, shown)


def _lines(section: Section) -> Iterator[Line]:
    for block in section.blocks:
        if isinstance(block, Bullets | Gist):
            yield from block.lines
        elif isinstance(block, Table):
            for row in block.body:
                for cell in row.cells:
                    if isinstance(cell.content, tuple):
                        yield Line("", 0, cell.content)


# ------------------------------------------------------------------------------------------------- indicators


def _indicator(ledger: Ledger, indicator: IndicatorRow) -> Iterator[Finding]:
    yield from _dimensions(ledger, indicator)
    yield from _stock(ledger, indicator)
    yield from _restated(ledger, indicator)
    yield from _pace(ledger, indicator)


def _place(ledger: Ledger, indicator: IndicatorRow) -> str:
    return " · ".join(filter(None, [ledger.division, indicator.programme, indicator.name]))


def _shown(indicator: IndicatorRow, value: Decimal) -> str:
    return format_number(value / (UNITS[indicator.unit].factor * 10**indicator.decimals), indicator.decimals) + indicator.unit


def _dimensions(ledger: Ledger, indicator: IndicatorRow) -> Iterator[Finding]:
    """Two breakdowns of one whole, and a whole that is stored beside its parts, give the same total."""
    for kind, find_value in (("목표", ledger.target), ("실적", ledger.actual)):
        totals: dict[str, Decimal] = {}
        for dimension in ledger.dimensions(indicator):
            parts = [find_value(indicator, part.path) for part in ledger.parts_of(indicator, dimension=dimension)]
            if parts and all(part is not None for part in parts):
                totals[dimension or "세부"] = sum((part.value for part in parts if part), Decimal(0))
        whole = find_value(indicator)
        if totals and whole is not None and any(row.part_id is None for row in whole.rows):
            totals["전체"] = whole.value
        if len(set(totals.values())) > 1:
            told = ", ".join(f"{name} {_shown(indicator, value)}" for name, value in totals.items())
            yield Finding("error", _place(ledger, indicator), f"{kind}의 합계가 서로 다릅니다: {told}.")


def _stock(ledger: Ledger, indicator: IndicatorRow) -> Iterator[Finding]:
    """A stock does not fall when it is called cumulative, and equals the flow that makes it."""
    if indicator.accumulation != "latest":
        return
    this = ledger.reference_month.year
    if any(word in indicator.name for word in ("누적", "누계")):
        years: list[tuple[int, str, Found]] = []
        for year in range(this - 5, this + 6):
            kind = "실적" if year < this else "목표"
            found = (ledger.actual if year < this else ledger.target)(indicator, "", Run.year(year))
            if found is not None:
                years.append((year, kind, found))
        for (_, _, before), (year, kind, after) in pairwise(years):
            if after.value < before.value:
                yield Finding(
                    "warning", _place(ledger, indicator),
                    f"누계 지표인데 {year}년 {kind}이(가) {_shown(indicator, after.value)}(으)로 앞선 해의 {_shown(indicator, before.value)}보다 적습니다.",
                )  # fmt: skip
    flow = ledger.indicator_by_id.get(indicator.flow_id) if indicator.flow_id else None
    if flow is not None:
        yield from _flow(ledger, indicator, flow)


def _flow(ledger: Ledger, stock: IndicatorRow, flow: IndicatorRow) -> Iterator[Finding]:
    """The stock's target is what the flow was in the past plus what it is to be."""
    for row in ledger.targets:
        if row.indicator_id != stock.id or row.part_id is not None:
            continue
        past = [each for each in ledger.actuals if each.indicator_id == flow.id and each.run.last.year < ledger.reference_month.year]
        coming = [
            each for each in ledger.targets
            if each.indicator_id == flow.id and ledger.reference_month.year <= each.run.last.year <= row.run.last.year
        ]  # fmt: skip
        total = Decimal(sum(each.value for each in (*past, *coming)))
        if (past or coming) and total != row.value:
            parts = " + ".join(format_number(in_unit(each.value, flow.unit, flow.decimals)) for each in (*past, *coming))
            yield Finding(
                "error", _place(ledger, stock),
                f"{row.run.korean} 목표는 {_shown(stock, Decimal(row.value))}인데, {flow.name}을(를) 더하면 {parts} = {_shown(flow, total)}입니다.",
            )  # fmt: skip


def _restated(ledger: Ledger, indicator: IndicatorRow) -> Iterator[Finding]:
    """The same measure given twice, once rounded to a larger unit, agrees."""
    name, _, path = indicator.restates.partition("/")
    other = ledger.indicator(name, indicator.programme_id) if name else None
    if other is None:
        return
    for kind, find_value in (("목표", ledger.target), ("실적", ledger.actual)):
        own, exact = find_value(indicator), find_value(other, path)
        if own is None or exact is None:
            continue
        factor = UNITS[indicator.unit].factor
        rounded = round_half_up(exact.value / 10**other.decimals / factor, 0)
        if round_half_up(own.value / 10**indicator.decimals / factor, 0) != rounded:
            yield Finding(
                "error", _place(ledger, indicator),
                f"{kind}이(가) {_shown(indicator, own.value)}인데, 같은 값인 {other.name} {path} {_shown(other, exact.value)}을(를) "
                f"반올림하면 {format_number(rounded)}{indicator.unit}입니다.",
            )  # fmt: skip


def _pace(ledger: Ledger, indicator: IndicatorRow) -> Iterator[Finding]:
    """A flow with a target that is far off the pace of its months, or beyond its target."""
    if indicator.accumulation != "sum":
        return
    actual, target = ledger.actual(indicator), ledger.target(indicator)
    reached = rate(actual.value if actual else None, target.value if target else None)
    if reached is None or actual is None or not actual.rows:
        return
    months = {month for row in actual.rows for month in row.run.months()}
    expected = Decimal(len(months)) * 100 / 12
    if reached > 100:
        yield Finding("note", _place(ledger, indicator), f"달성률이 {format_number(reached, 1)}%로 100%를 넘습니다.")
    elif indicator.frequency == "monthly" and reached < expected - PACE_MARGIN and not indicator.lower_is_better:
        yield Finding(
            "note", _place(ledger, indicator),
            f"{len(months)}개월 실적의 달성률이 {format_number(reached, 1)}%로 기대 진도 {format_number(expected, 1)}%보다 {PACE_MARGIN}%p 넘게 낮습니다.",
        )  # fmt: skip


# ------------------------------------------------------------------------------------- budgets and headcount


def _money(value: Decimal) -> str:
    return f"{format_number(in_unit(int(value), '백만원'))}백만원"


def _budgets(each: Contribution) -> Iterator[Finding]:
    ledger = each.ledger
    current_lines = [line for line in ledger.budgets if line.kind == "current"]
    current = ledger.budget(current_lines)
    required = Decimal(0)
    for (programme_id, name), lines in ledger.budget_groups():
        amount = ledger.budget(lines)
        if amount is None:
            continue
        place = " · ".join(filter(None, [ledger.division, lines[0].programme, name]))
        committed, spent = (ledger.budget(lines, name=which) for which in ("원인행위액", "지출액"))
        if spent and committed and spent.value > committed.value:
            yield Finding("error", place, f"지출액 {_money(spent.value)}이 원인행위액 {_money(committed.value)}보다 많습니다.")
        if (most := committed or spent) and most.value > amount.value:
            yield Finding("error", place, f"집행액 {_money(most.value)}이 예산액 {_money(amount.value)}보다 많습니다.")
        if lines[0].kind == "required" and programme_id is not None:
            required += amount.value
        if lines[0].kind in ("required", "total_cost") and current and amount.value > current.value:
            yield Finding(
                "warning", place,
                f"{lines[0].kind_name} {_money(amount.value)}이 담당관 전체의 예산현액 {_money(current.value)}보다 많습니다. 여러 해의 총사업비인지 확인해 주세요.",
            )  # fmt: skip
    if current and required > current.value:
        yield Finding(
            "warning", ledger.division,
            f"사업별 소요예산의 합 {_money(required)}이 담당관의 예산현액 {_money(current.value)}보다 {_money(required - current.value)} 많습니다.",
        )  # fmt: skip


def _headcount(each: Contribution) -> Iterator[Finding]:
    """More staff than authorised posts in a grade is legal, and worth knowing."""
    for row in each.profile.headcount:
        if row.actual > row.authorised:
            yield Finding(
                "note", each.division.name, f"{Grade(row.grade).label} 현원 {row.actual}명이 정원 {row.authorised}명보다 많습니다(적법)."
            )
