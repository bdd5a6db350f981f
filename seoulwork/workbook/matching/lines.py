"""The rows that a workbook can fill: an indicator, one of its parts, a budget line; and what each is called."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from seoulwork.domain.cells import Cell
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Ledger, PartRow
from seoulwork.domain.places import Slot, places_of
from seoulwork.figures.divisions import Division
from seoulwork.figures.labels import of_divisions
from seoulwork.workbook.matching.likeness import pairs_of
from seoulwork.workbook.reading.sheet import squeeze

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
    slot: Slot
    rule: str
    """`sum`, `latest`, `mean`, `ratio` or `money`"""
    has_parts: bool
    indicator: IndicatorRow | None = None
    part: PartRow | None = None
    budget: BudgetRow | None = None

    @cached_property
    def identifier(self) -> str:
        return f"{self.division}:{self.cell}"

    @property
    def heading(self) -> str:
        """What the line stands under: its programme, or the division as a whole."""
        return self.programme or of_divisions()

    @property
    def measure(self) -> str:
        """분자, 분모, 원인행위액, 지출액; empty for a plain figure."""
        return self.slot.measure

    @cached_property
    def unit(self) -> str:
        return self.slot.unit

    @cached_property
    def decimals(self) -> int:
        return self.slot.decimals

    @cached_property
    def scale(self) -> int:
        """What one of its unit is stored as."""
        return int(self.slot.factor * 10**self.slot.decimals)

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

    @cached_property
    def all_names(self) -> frozenset[str]:
        """What a label may say, at any level."""
        return frozenset().union(*self.names)


@lru_cache(maxsize=1024)
def _names(*texts: str) -> frozenset[str]:
    return frozenset(filter(None, map(squeeze, texts)))


def fillable(division: Division, ledger: Ledger, year: int) -> tuple[Line, ...]:
    """Every line of a division that a workbook of that year may fill, in printed order: first the indicators, each with its
    parts, then the budget lines that are executed."""
    there = places_of(year, ledger.programmes, ledger.indicators, ledger.parts, ledger.budgets)
    titles = {each.id: f"{each.number}. {each.title}" for each in ledger.programmes}
    lines: list[Line] = []
    for top in there.nodes:
        indicator = ledger.indicator_by_id[top.indicator_id]
        for node in top.walk():
            name = f"{node.name} / {node.path.replace('/', ' / ')}" if node.path else node.name
            lines += [
                Line(
                    division.key,
                    cell,
                    node.programme_id,
                    titles.get(node.programme_id or 0, ""),
                    name,
                    slot,
                    node.accumulation,
                    bool(node.parts),
                    indicator,
                    ledger.part_by_id[node.part_id] if node.part_id else None,
                )
                for cell, slot in zip(node.cells, node.slots, strict=True)
            ]
    for own in there.lines:
        budget = ledger.budget_by_id[own.budget_id]
        name = " / ".join(filter(None, [budget.short_name, budget.part, budget.fund_source]))
        lines += [
            Line(
                division.key,
                cell,
                own.programme_id,
                titles.get(own.programme_id or 0, ""),
                name,
                slot,
                "money",
                False,
                budget=budget,
            )
            for cell, slot in zip(own.cells, own.slots, strict=True)
        ]
    return tuple(lines)
