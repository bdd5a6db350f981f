"""What the browser needs to show a row's cumulative figure while one types. By which rule months and parts add up is told in numbers
here, so that it adds, multiplies and divides and knows no rule; what the server answers takes the place of it all the same."""

from typing import Literal, NamedTuple

from seoulwork.domain.ledger import Found, Ledger
from seoulwork.domain.periods import Run
from seoulwork.domain.places import Node, Slot
from seoulwork.domain.vocabulary import BUDGET_UNIT, UNITS

Fraction = tuple[str, str]
"""Whole numbers above and below the line, as texts: JSON's own numbers are exact to 2**53 only"""
Added = Literal["month", "cumulative", "unknown"]


class Live(NamedTuple):
    """A row's cumulative figure is (base + the month's figure × weight) ÷ (base, and of a ratio the denominator typed), in base
    units × 10**decimals."""

    written: tuple[str, ...]
    """The unit in which each cell is written"""
    factor: int
    """Base units in one of the row's unit"""
    decimals: int
    blank: Fraction | None
    """The cumulative figure while the row is blank, if there is one"""
    base: Fraction
    weight: int
    target: str | None
    places: int | None
    """To so many decimals the cumulative figure is rounded; None: all of it is shown"""
    suffix: str
    added: Added
    """What of its parts is added up while the row is blank"""


def live_figure(
    node: Node, run: Run, earlier: Run | None, before: Found | None, target: Found | None, ledger: Ledger
) -> Live:
    """Of an indicator or a part. `run`: the months that its figure covers; `earlier`: those of the year before the month
    (none in January); `before`: what the months before came to."""
    above, below = (0, 0) if before is None else (before.value, before.denominator or 0)
    weight, places, suffix = 1, None, ""
    blank: tuple[int, int] | None
    base: tuple[int, int]
    if node.accumulation == "ratio":
        # As many per cent, or to one, and the decimals in which the target is kept.
        weight = (100 if node.unit == "%" else 1) * 10**node.decimals
        base = int(above) * weight, int(below)
        blank = base if below else None
        places, suffix = 1, "%" if node.unit == "%" else ""
    elif node.accumulation == "mean":
        days = 0 if before is None else before.days
        weight = run.days
        sofar = round(above * days)
        base, blank = (sofar, days + weight), (sofar, days) if before else None
        places = node.decimals
    else:
        blank = None if before is None else (int(above), 1)
        base = (int(above) if node.accumulation == "sum" else 0, 1)
    return Live(
        tuple(slot.unit for slot in node.slots),
        UNITS[node.unit].factor,
        node.decimals,
        _texts(blank) if blank else None,
        _texts(base),
        weight,
        _text(target),
        places,
        suffix,
        _added(node, earlier, ledger),
    )


def live_money(slot: Slot, before: Found | None, available: Found | None) -> Live:
    """Of an amount of a budget line: what is typed is cumulative itself."""
    blank = None if before is None else _texts((int(before.value), 1))
    factor = UNITS[BUDGET_UNIT].factor
    return Live((slot.unit,), factor, slot.decimals, blank, ("0", "1"), 1, _text(available), None, "", "month")


def _added(node: Node, earlier: Run | None, ledger: Ledger) -> Added:
    """As the ledger has it (`Ledger.actual`): a blank row comes to what its parts have come to, unless figures of its own stand
    before; then, of a flow, the parts' month is added to these."""
    own = (row for row in ledger.stored_actuals(node.indicator_id, node.part_id) if earlier and row.run in earlier)
    if node.accumulation == "latest" or not any(own):
        return "cumulative"
    return "month" if node.accumulation == "sum" else "unknown"


def _texts(fraction: tuple[int, int]) -> Fraction:
    return str(fraction[0]), str(fraction[1])


def _text(found: Found | None) -> str | None:
    return None if found is None else str(int(found.value))
