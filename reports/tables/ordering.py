"""The order of rows by their figures, and how many of them stand by themselves."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from ..values import CountWithRate, Figure, Percent, Quantity, ToOne
from .axes import Node
from .description import Total

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


def limited(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """As many of the rows that one entry was spread out into as it asks for, the others as one row; totals take that one for these."""
    stand_in: dict[int, Node] = {}
    shown = _shown(nodes, stand_in)
    return _over(shown, stand_in) if stand_in else shown


def _shown(nodes: Iterable[Node], stand_in: dict[int, Node]) -> tuple[Node, ...]:
    found: list[Node] = []
    for _, group in groupby(nodes, key=lambda node: id(node.entry)):
        own = [replace(each, children=_shown(each.children, stand_in)) if each.children else each for each in group]
        each = own[0].entry.each
        plain = [node for node in own if not node.total]
        # One alone would take no less room under another name than under its own.
        if each is None or not each.most or len(plain) < each.most + 2:
            found += own
            continue
        hidden = plain[each.most :]
        rest = _rest_of(hidden, each.rest)
        stand_in |= {id(node): rest for node in hidden}
        for node in own:
            if node is hidden[0]:
                found.append(rest)
            elif id(node) not in stand_in:
                found.append(node)
    return tuple(found)


def _rest_of(hidden: list[Node], name: str) -> Node:
    bound = {
        field: value
        for field, value in hidden[0].bound.items()
        if all(each.bound.get(field) == value for each in hidden)
    }
    head = f"{name} ({len(hidden)}개)"
    return Node(hidden[0].entry, head, bound, total=Total(head=head), over=tuple(hidden), heading=head, rest=True)


def _over(nodes: Iterable[Node], stand_in: Mapping[int, Node]) -> tuple[Node, ...]:
    found = []
    for node in nodes:
        if not node.rest and (node.total or node.children):
            over = {id(each): each for each in (stand_in.get(id(each), each) for each in node.over)}
            node = replace(node, children=_over(node.children, stand_in), over=tuple(over.values()))
        found.append(node)
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
