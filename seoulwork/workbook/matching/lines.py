"""The rows that a workbook can fill: an indicator, one of its parts, a budget line; and what each is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Ledger, PartRow
from seoulwork.domain.numbers import BUDGET_UNIT
from seoulwork.entry.cells import Cell
from seoulwork.figures.divisions import Division
from seoulwork.workbook.matching.likeness import pairs_of
from seoulwork.workbook.reading.sheet import squeeze

RULES = {"sum": "합계", "latest": "최근", "mean": "평균", "ratio": "비율"}
MEASURES = {"a": "", "d": "분모", "c": "원인행위액", "s": "지출액"}
WORDS = {"numerator": "a", "denominator": "d", "committed": "c", "spent": "s"}
WORD_OF = {kind: word for word, kind in WORDS.items()}


@dataclass(frozen=True)
class Line:
    """One row that can be filled: an indicator, one of its parts, or a budget line, and which of its two figures."""

    division: str
    cell: Cell
    programme_id: int | None
    programme: str
    name: str
    """`일자리카페 이용 인원 / 취업상담`"""
    unit: str
    decimals: int
    rule: str
    """`sum`, `latest`, `mean`, `ratio` or `money`"""
    has_parts: bool
    indicator: IndicatorRow | None = None
    part: PartRow | None = None
    budget: BudgetRow | None = None

    @property
    def identifier(self) -> str:
        return f"{self.division}:{self.cell}"

    @property
    def heading(self) -> str:
        """What the line stands under: its programme, or the division as a whole."""
        return self.programme or "담당관 공통"

    @property
    def measure(self) -> str:
        """분자, 분모, 원인행위액, 지출액; empty for a plain figure."""
        if self.rule == "ratio" and self.cell.kind == "a":
            return "분자"
        return MEASURES[self.cell.kind]

    @property
    def title(self) -> str:
        """`2. 청년 체감 … · 일자리카페 이용 인원 / 취업상담`"""
        return " · ".join(filter(None, [self.programme, self.name, self.measure]))

    @cached_property
    def pairs(self) -> tuple[frozenset[str], ...]:
        """The letter pairs of each way to call it, for likeness."""
        short = self.indicator.short_name if self.indicator else ""
        return tuple(
            pairs_of(text) for text in (self.name, self.title, f"{short} {self.part.path if self.part else ''}")
        )

    @cached_property
    def names(self) -> tuple[frozenset[str], ...]:
        """What a label may say, squeezed: the programme's names, the figure's own, each level of the part, the measure."""
        programme = self.programme.partition(". ")
        own: list[frozenset[str]] = [_names(self.programme, programme[2], programme[0] if programme[2] else "")]
        if self.indicator is not None:
            own.append(_names(self.indicator.name, self.indicator.short_name))
            if self.part is not None:
                own += [_names(level) for level in self.part.path.split("/")]
                own[-1] |= _names(self.part.path)
                own.append(_names(self.part.dimension))
        if self.budget is not None:
            own.append(_names(self.budget.short_name, self.budget.kind_name))
            own.append(_names(self.budget.part))
            own.append(_names(self.budget.fund_source))
        own.append(_names(self.measure))
        return tuple(own)


def _names(*texts: str) -> frozenset[str]:
    return frozenset(filter(None, map(squeeze, texts)))


def fillable(division: Division, ledger: Ledger, year: int) -> tuple[Line, ...]:
    """Every line of a division that a workbook of that year may fill, in printed order: first the indicators, each with its
    parts, then the budget lines that are executed."""
    titles = {each.id: f"{each.number}. {each.title}" for each in ledger.programmes}
    order = {each.id: index for index, each in enumerate(ledger.programmes, 1)}
    lines: list[Line] = []
    for indicator in sorted(ledger.indicators, key=lambda each: order.get(each.programme_id or 0, 0)):
        if indicator.restates or (indicator.programme_id is not None and indicator.programme_id not in titles):
            continue
        programme = titles.get(indicator.programme_id or 0, "")
        for part in (None, *_parts(ledger, indicator)):
            has_parts = bool(ledger.parts_of(indicator, part.path if part else ""))
            name = indicator.name if part is None else f"{indicator.name} / {part.path.replace('/', ' / ')}"
            unit = "" if indicator.accumulation == "ratio" else indicator.unit
            kinds = "ad" if indicator.accumulation == "ratio" else "a"
            lines += [
                Line(
                    division.key, Cell(kind, indicator.id, part.id if part else None), indicator.programme_id, programme,
                    name, unit, indicator.decimals, indicator.accumulation, has_parts, indicator, part,
                )
                for kind in kinds
            ]  # fmt: skip
    for budget in sorted(ledger.budgets, key=lambda each: order.get(each.programme_id or 0, 0)):
        if budget.year == year and budget.kind in ("current", "grant"):
            name = " / ".join(filter(None, [budget.short_name, budget.part, budget.fund_source]))
            lines += [
                Line(
                    division.key, Cell(kind, budget.id), budget.programme_id, titles.get(budget.programme_id or 0, ""),
                    name, BUDGET_UNIT, 0, "money", False, budget=budget,
                )
                for kind in "cs"
            ]  # fmt: skip
    return tuple(lines)


def _parts(ledger: Ledger, indicator: IndicatorRow, parent: str = "") -> Iterable[PartRow]:
    for part in ledger.parts_of(indicator, parent):
        yield part
        yield from _parts(ledger, indicator, part.path)
