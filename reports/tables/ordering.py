"""The order of rows by their figures."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from ..values import CountWithRate, Figure, Percent, Quantity, ToOne
from .axes import Node

ValueOf = Callable[[Node, str], Decimal | None]
"""The figure of a row in the column of that key."""


def ordered(nodes: Iterable[Node], value_of: ValueOf) -> tuple[Node, ...]:
    """Those that one entry was spread out into in the order of their figures, where it asks for that, and so what is below each; blank
    ones come last, totals stay where they are."""
    found: list[Node] = []
    for _, group in groupby(nodes, key=lambda node: id(node.entry)):
        own = [replace(each, children=ordered(each.children, value_of)) if each.children else each for each in group]
        each = own[0].entry.each
        if each is None or not each.by:
            found += own
            continue
        values = {id(node): value_of(node, each.by) for node in own if not node.total}
        sign = 1 if each.ascending else -1
        plain = sorted((node for node in own if not node.total), key=lambda node: _rank(values[id(node)], sign))
        before = [node for node in own if node.total and not node.total.last]
        found += [*before, *plain, *(node for node in own if node.total and node.total.last)]
    return tuple(found)


def _rank(value: Decimal | None, sign: int) -> tuple[bool, Decimal]:
    return (True, Decimal(0)) if value is None else (False, value * sign)


def number_of(figure: Figure) -> Decimal | None:
    """The one number of a figure; None for a blank one and for words."""
    match figure.value:
        case Quantity(value) | Percent(value) | ToOne(value):
            return value
        case CountWithRate(count):
            return count.value
        case _:
            return None
