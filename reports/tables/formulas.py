"""The formulas of a table, found and never written by hand: a sum where the stored figures of some cells are exactly those of their
total, a rate or a difference where what it is made of stands in the table. A value that they would not give has none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from seoulwork.domain.numbers import difference, rate
from seoulwork.domain.vocabulary import (
    ACHIEVEMENT,
    ACTUAL,
    AMOUNTS,
    APPROPRIATED,
    CHANGE,
    EXECUTION,
    FIGURES,
    GROWTH,
    LEFT,
    REST,
    SHARE,
    SPENT,
    TARGET,
)

from ..document import Formula, Growth, Minus, Rate, Ref, Sum
from ..values import CountWithRate, Figure, Origin, Percent, Quantity

At = tuple[int, int]
"""Row and column of a cell among those with figures, from 0."""

_MADE_OF: dict[str, tuple[tuple[str, str], ...]] = {
    ACHIEVEMENT: ((ACTUAL, TARGET),),
    EXECUTION: ((SPENT, APPROPRIATED),),
    SHARE: ((ACTUAL, ACTUAL),),
    LEFT: ((TARGET, ACTUAL),),
    REST: ((APPROPRIATED, SPENT),),
    CHANGE: tuple((each, each) for each in (*FIGURES, *AMOUNTS)),
    GROWTH: tuple((each, each) for each in (*FIGURES, *AMOUNTS)),
}
"""The two that an aspect is made of, whichever of them stand in the table."""
_DIFFERENCES = (CHANGE, LEFT, REST)


@dataclass(frozen=True)
class Shown:
    """A cell with its figure, and that of its count where a rate stands beside it."""

    figure: Figure
    aspect: str
    count: Figure | None = None
    over: tuple[At, ...] = ()
    """Of a total: the cells that it may be the sum of, each way that there is"""
    across: tuple[At, ...] = ()
    given: tuple[Formula, ...] | None = None
    """Of a calculation its own formulas"""
    exists: bool = True
    """Whether there is such a place, so that a blank is missing"""

    @property
    def amount(self) -> Quantity | None:
        value = (self.count or self.figure).value
        return value if isinstance(value, Quantity) else None

    @property
    def origins(self) -> tuple[Origin, ...]:
        return (self.count or self.figure).origins


@dataclass
class Finder:
    """Finds them; `labels` is how many columns stand before those with figures, `beside` which of these hold two-part values."""

    cells: dict[At, Shown]
    labels: int
    beside: frozenset[int] = frozenset()
    _known: dict[tuple[str, frozenset[tuple[int, int]]], list[At]] = field(init=False, default_factory=dict)

    _rows: dict[int, list[At]] = field(init=False, default_factory=dict)
    _columns: dict[int, list[At]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for at, cell in self.cells.items():
            self._rows.setdefault(at[0], []).append(at)
            self._columns.setdefault(at[1], []).append(at)
            if cell.amount is not None and cell.origins:
                self._known.setdefault((cell.aspect, _many(cell.origins)), []).append(at)

    def ref(self, at: At) -> Ref:
        half: Literal["", "left"] = "left" if at[1] in self.beside else ""
        return Ref(at[0], self.labels + at[1], half)

    def formulas(self, at: At) -> tuple[Formula, ...]:
        cell = self.cells[at]
        if cell.given is not None:
            return cell.given
        if cell.count is not None:
            value = cell.figure.value
            told = value.rate if isinstance(value, CountWithRate) else None
            own = self._rate(at, ACHIEVEMENT, told, cell.figure) if isinstance(told, Percent) else ()
            return (*self._sum(at, cell), *own)
        if cell.amount is not None:
            return self._sum(at, cell) or (self._difference(at, cell) if cell.aspect in _DIFFERENCES else ())
        value = cell.figure.value
        return self._rate(at, cell.aspect, value, cell.figure) if isinstance(value, Percent) else ()

    def _sum(self, at: At, cell: Shown) -> tuple[Formula, ...]:
        for over in (cell.over, cell.across):
            parts = [self.cells[each] for each in over if each in self.cells]
            if over and cell.amount is not None and len(parts) == len(over) and _adds_up(cell, parts):
                return (Sum(tuple(map(self.ref, over))),)
        return ()

    def _rate(self, at: At, aspect: str, value: Percent, figure: Figure) -> tuple[Formula, ...]:
        for first, second in self._operands(at, aspect, figure):
            top, bottom = self.cells[first].amount, self.cells[second].amount
            if top is None or bottom is None or top.unit != bottom.unit:
                continue
            if aspect == GROWTH:
                if rate(difference(top.value, bottom.value), bottom.value) == value.value:
                    return (Growth(self.ref(first), self.ref(second)),)
            elif rate(top.value, bottom.value) == value.value:
                return (Rate(self.ref(first), self.ref(second)),)
        return ()

    def _difference(self, at: At, cell: Shown) -> tuple[Formula, ...]:
        for first, second in self._operands(at, cell.aspect, cell.figure):
            new, old = self.cells[first].amount, self.cells[second].amount
            if new and old and cell.amount and difference(new.value, old.value) == cell.amount.value:
                return (Minus(self.ref(first), self.ref(second)),)
        return ()

    def _operands(self, at: At, aspect: str, figure: Figure) -> Iterator[tuple[At, At]]:
        """Pairs of cells, one in its row or column, whose stored figures together are those of the cell; the nearest first."""
        whole = _ids(figure.origins)
        for top_aspect, bottom_aspect in _MADE_OF.get(aspect, ()):
            for first in self._beside(at):
                top = self.cells[first]
                own = _ids(top.origins)
                if top.aspect != top_aspect or top.amount is None or not own <= whole:
                    continue
                # The origins of a figure that two operands share are named once.
                for rest in (whole - own, whole, own):
                    others = self._known.get((bottom_aspect, frozenset(rest.items())), ())
                    for second in sorted(others, key=lambda each: (each[0] != at[0], each[1] != at[1])):
                        if second != first and _ids(self.cells[second].origins) | own == whole:
                            yield first, second

    def _beside(self, at: At) -> Iterable[At]:
        return (*self._rows.get(at[0], ()), *(each for each in self._columns.get(at[1], ()) if each[0] != at[0]))


def _ids(origins: Sequence[Origin]) -> Counter[int]:
    """Which stored figures, and how often: each has one origin, whatever is made of it."""
    return Counter(map(id, origins))


def _many(origins: Sequence[Origin]) -> frozenset[tuple[int, int]]:
    return frozenset(_ids(origins).items())


def _adds_up(total: Shown, parts: list[Shown]) -> bool:
    """Whether the parts hold exactly what the total holds, each once, in one unit."""
    amounts = [part.amount for part in parts if part.amount is not None]
    if total.amount is None or not amounts or {each.unit for each in amounts} != {total.amount.unit}:
        return False
    found: Counter[int] = Counter()
    for part in parts:
        found.update(_ids(part.origins) if part.amount is not None else ())
    added = sum((each.value for each in amounts), Decimal(0))
    return found == _ids(total.origins) and added == total.amount.value
