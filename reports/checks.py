"""The checker: arithmetic of the whole document, from the model and not from a list of known slips.

It reports, it never mends: what is stored is the record. Every finding comes from a rule about the figures
(a whole and its parts, a stock and its flow, a budget and what it pays for, a printed figure and what it is bound to).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import Found, IndicatorRow, Ledger, ValueRow
from seoulwork.domain.notation import NotationError, tables
from seoulwork.domain.numbers import BLANK, UNITS, format_number, in_unit, rate, round_half_up
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.models import Grade
from seoulwork.figures.queries import PassageRow
from seoulwork.figures.texts import problems

from .contract import Contribution
from .document import Bullets, Document, Figure, Gist, Line, Percent, Quantity, Recorded, Section, Table, ToOne
from .lettering import missing_letters
from .reach import COMPARED, cumulative

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
    found = [*unresolved(document, contributions), *_recorded(document), *_unknown(document, contributions)]
    found += _headings_alone(contributions)
    for each in contributions:
        for indicator in each.ledger.indicators:
            found += _indicator(each.ledger, indicator)
        found += _budgets(each)
        found += _headcount(each)
    order = list(LABELS)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


# ------------------------------------------------------------------------------------------------ what is missing


def _unknown(document: Document, contributions: list[Contribution]) -> Iterator[Finding]:
    """What the general parts of a briefing cannot do without; it prints `-` there, and blank totals."""
    if document.bureau == BLANK:
        yield Finding(
            "error", "일반현황",
            "보고 달까지의 정책관 현황(이름, 정책관, 팀, 공무직)이 없어 '-'로 나옵니다. 관리 → 정책관 현황에서 넣어 주세요.",
        )  # fmt: skip
    for each in contributions:
        missing = (
            (not each.profile.goal, "추진목표가 없어 '-'로 나옵니다. 사업·지표 → 추진목표에서 넣어 주세요."),
            (
                not each.profile.headcount,
                "정원과 현원이 없어 '-'로 나오고 정책관 전체의 인력도 비워 둡니다. 사업·지표 → 인력에서 넣어 주세요.",
            ),
            (
                each.ledger.division_budget() is None,
                "예산현액이 없어 '-'로 나오고 정책관 전체의 예산도 비워 둡니다. 사업·지표 → 예산액에서 넣어 주세요.",
            ),
        )
        yield from (Finding("error", each.division.name, sentence) for absent, sentence in missing if absent)


# ------------------------------------------------------------------------------------------------------ texts


def unresolved(document: Document, contributions: list[Contribution]) -> Iterator[Finding]:
    """What keeps a briefing from being published: figures and tables of the texts that nothing stands for, and letters
    that cannot be printed."""
    for each in contributions:
        for problem in problems(each.ledger, each.passages, each.division.tables):
            yield Finding("error", f"{each.division.name} · {problem.place}", problem.sentence)
        for row in each.passages:
            for name in _placed(row):
                if name in each.tables and not each.tables[name](row.programme_id):
                    yield Finding(
                        "error", f"{each.division.name} · {row.place}",
                        f"표 '{name}'에 쓰이는 지표가 없어 표가 나오지 않습니다. 지표의 짧은 이름을 확인하거나 글에서 표를 빼 주세요.",
                    )  # fmt: skip
    yield from (Finding("error", *told) for told in missing_letters(document))


def _headings_alone(contributions: list[Contribution]) -> Iterator[Finding]:
    """Headings without a text below, which are not printed."""
    for each in contributions:
        for row in each.passages:
            if row.heading and not row.text.strip() and not row.milestones:
                yield Finding(
                    "warning", f"{each.division.name} · {row.place}",
                    "제목만 있고 글이 없어 인쇄되지 않습니다. 글을 쓰거나 제목을 지워 주세요.",
                )  # fmt: skip


def _placed(row: PassageRow) -> Iterator[str]:
    for text in (row.text, *(each.detail for each in row.milestones)):
        try:
            yield from tables(text)
        except NotationError:
            continue  # told already


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
                        f"'{line.text}'의 {value.printed}{particle(value.printed, '은/는')} 저장된 수치로 셈하면 {value.computed.text}입니다.",
                    )  # fmt: skip


def _same(value: Recorded) -> bool:
    """Whether what is printed is what is computed, to as many decimals as are printed."""
    computed = value.computed
    if computed is None or value.printed == computed.text:
        return True
    if not isinstance(computed, Percent | Quantity | ToOne):
        return False
    fraction = re.search(r"\.(\d+)", value.printed)
    number = format_number(computed.value, len(fraction[1]) if fraction else 0)
    unit = computed.unit if isinstance(computed, Quantity) else "%" if isinstance(computed, Percent) else ":1"
    return value.printed in (number, number + unit)


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
    return (
        format_number(value / (UNITS[indicator.unit].factor * 10**indicator.decimals), indicator.decimals)
        + indicator.unit
    )


def _dimensions(ledger: Ledger, indicator: IndicatorRow, path: str = "") -> Iterator[Finding]:
    """The breakdowns of one whole, and a whole that is stored beside its parts, give the same total; at every depth."""
    place = " · ".join(filter(None, [_place(ledger, indicator), path.replace("/", " · ")]))
    for kind, find_value in (("목표", ledger.target), ("실적", ledger.actual)):
        totals: dict[str, Decimal] = {}
        for dimension in ledger.dimensions(indicator):
            parts = [find_value(indicator, part.path) for part in ledger.parts_of(indicator, path, dimension)]
            if parts and all(part is not None for part in parts):
                totals[dimension or "세부"] = sum((part.value for part in parts if part), Decimal(0))
        whole = find_value(indicator, path)
        own = [row for row in whole.rows if _path(ledger, row) == path] if whole is not None else []
        if totals and whole is not None and own:
            totals["전체"] = whole.value
        if len(set(totals.values())) > 1:
            told = ", ".join(f"{name} {_shown(indicator, value)}" for name, value in totals.items())
            # Means of parts add up only where the parts are counted apart (reading notes §3).
            severity: Severity = "warning" if indicator.accumulation == "mean" else "error"
            yield Finding(severity, place, f"{kind}의 합계가 서로 다릅니다: {told}.")
    if indicator.accumulation == "sum":
        yield from _silent_parts(ledger, indicator, path, place)
    for part in ledger.parts_of(indicator, path):
        yield from _dimensions(ledger, indicator, part.path)


def _path(ledger: Ledger, row: ValueRow) -> str:
    return "" if row.part_id is None else ledger.part_by_id[row.part_id].path


def _silent_parts(ledger: Ledger, indicator: IndicatorRow, path: str, place: str) -> Iterator[Finding]:
    """A flow that is the sum of parts of which some are told for fewer months than others."""
    whole = ledger.actual(indicator, path)
    if whole is None or any(_path(ledger, row) == path for row in whole.rows):
        return
    for dimension in ledger.dimensions(indicator):
        months: dict[str, set[Month]] = {}
        for part in ledger.parts_of(indicator, path, dimension):
            found = ledger.actual(indicator, part.path)
            months[part.name] = {month for row in found.rows for month in row.run.months()} if found else set()
        told = set().union(*months.values())
        silent = [name for name, covered in months.items() if covered != told]
        if silent:
            yield Finding(
                "warning", place, f"실적이 빠진 달이 있는 세부: {', '.join(silent)}. 합계에 그만큼 모자랍니다."
            )


def _stock(ledger: Ledger, indicator: IndicatorRow) -> Iterator[Finding]:
    """A stock does not fall when it is called cumulative, and equals the flow that makes it."""
    if indicator.accumulation != "latest":
        return
    this = ledger.reference_month.year
    if cumulative(indicator):
        years: list[tuple[int, str, Found]] = []
        for year in range(this - COMPARED, this + COMPARED + 1):
            kind = "실적" if year < this else "목표"
            found = (ledger.actual if year < this else ledger.target)(indicator, "", Run.year(year))
            if found is not None:
                years.append((year, kind, found))
        for (_, _, before), (year, kind, after) in pairwise(years):
            if after.value < before.value:
                yield Finding(
                    "warning", _place(ledger, indicator),
                    f"누계 지표인데 {year}년 {kind}{particle(kind, '이/가')} {_shown(indicator, after.value)}{particle(_shown(indicator, after.value), '으로/로')} 앞선 해의 {_shown(indicator, before.value)}보다 적습니다.",
                )  # fmt: skip
    flow = ledger.indicator_by_id.get(indicator.flow_id) if indicator.flow_id else None
    if flow is not None:
        yield from _flow(ledger, indicator, flow)


def _flow(ledger: Ledger, stock: IndicatorRow, flow: IndicatorRow) -> Iterator[Finding]:
    """The stock's target is what the flow was in the past plus what it is to be."""
    this = ledger.reference_month.year
    past_years = [row.run.first for row in ledger.actuals if row.indicator_id == flow.id and row.run.last.year < this]
    past = ledger.actual(flow, "", Run(min(past_years), Month(this - 1, 12))) if past_years else None
    for row in ledger.targets:
        if row.indicator_id != stock.id or row.part_id is not None or row.run.last.year < this:
            continue
        coming = ledger.target(flow, "", Run(Month(this, 1), row.run.last))
        rows = [each for found in (past, coming) if found is not None for each in found.rows]
        total = sum((Decimal(each.value) for each in rows), Decimal(0))
        if rows and total != row.value:
            parts = " + ".join(format_number(in_unit(each.value, flow.unit, flow.decimals)) for each in rows)
            yield Finding(
                "error", _place(ledger, stock),
                f"{row.run.korean} 목표는 {_shown(stock, Decimal(row.value))}인데, {flow.name}{particle(flow.name, '을/를')} 더하면 "
                f"{parts} = {_shown(flow, total)}입니다.",
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
        same = " ".join(filter(None, [other.name, path]))
        if round_half_up(own.value / 10**indicator.decimals / factor, 0) != rounded:
            yield Finding(
                "error", _place(ledger, indicator),
                f"{kind}{particle(kind, '이/가')} {_shown(indicator, own.value)}인데, 같은 값인 {same} "
                f"{_shown(other, exact.value)}{particle(other.unit, '을/를')} "
                f"반올림하면 {format_number(rounded)}{indicator.unit}입니다.",
            )  # fmt: skip


def _pace(ledger: Ledger, indicator: IndicatorRow) -> Iterator[Finding]:
    """A flow with a target that is far off the pace of its months, or beyond its target."""
    if indicator.accumulation != "sum":
        return
    actual, target = ledger.actual(indicator), ledger.target(indicator)
    reached = rate(actual.value if actual else None, target.value if target else None)
    if reached is None or actual is None or target is None:
        return
    planned = {month for row in target.rows for month in row.run.months()}
    months = {month for row in actual.rows for month in row.run.months()} & planned
    expected = Decimal(len(months)) * 100 / len(planned)
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
    current = ledger.division_budget()
    required = Decimal(0)
    for (programme_id, name), lines in ledger.budget_groups():
        amount = ledger.budget(lines)
        if amount is None:
            continue
        place = " · ".join(filter(None, [ledger.division, lines[0].programme, name]))
        committed, spent = (ledger.budget(lines, name=which) for which in ("원인행위액", "지출액"))
        if spent and committed and spent.value > committed.value:
            yield Finding(
                "error", place, f"지출액 {_money(spent.value)}이 원인행위액 {_money(committed.value)}보다 많습니다."
            )
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
                "note",
                each.division.name,
                f"{Grade(row.grade).label} 현원 {row.actual}명이 정원 {row.authorised}명보다 많습니다(적법).",
            )
