"""The rows and columns of a figure table: its entries, spread out over what is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, PartRow
from seoulwork.domain.notation import nearest
from seoulwork.domain.numbers import BLANK

from ..posts import is_post
from .description import TIMES, DescriptionError, Each, Entry, Total
from .faults import called, key_of
from .periods import times, together, when
from .sources import Context, Listed, Source, kind_name

Bound = Mapping[str, Any]
"""What is bound, by field (description.FIELDS): as in a Bind, but the period as months or steps, and a programme that was spread out
as its row's id in brackets."""


@dataclass(frozen=True)
class Node:
    """A row or column, or a group of them."""

    entry: Entry
    name: str
    bound: Bound
    identity: str = ""
    """Of what it was spread out over: `part/12`"""
    listed: Listed | None = None
    children: tuple["Node", ...] = ()
    total: Total | None = None
    """What it is the total by"""
    over: tuple["Node", ...] = field(default=(), repr=False)
    """Of a total: what is beside it"""
    heading: str = ""
    """In the place of the name as its head"""
    rest: bool = False
    """Whether it stands for the rows behind those that a table shows (it is the sum of `over`, and no total of the table)"""

    @property
    def is_total(self) -> bool:
        return self.total is not None and not self.rest

    @property
    def key(self) -> str:
        return self.total.key if self.total and not self.rest else key_of(self.entry)

    def members(self, *, parts: bool = False) -> tuple["Node", ...]:
        """What is added up: of a total by sum what it is over, down to what is stored; with `parts` that of a whole, too."""
        if self.total is None or not self.over or (self.total.how == "whole" and not parts):
            return (self,)
        return tuple(each for one in self.over for each in one.members(parts=parts))


Path = tuple[Node, ...]
"""A leaf with all above it, the outermost first."""


def leaves(nodes: Iterable[Node], above: Path = ()) -> Iterator[Path]:
    for node in nodes:
        path = (*above, node)
        if node.children:
            yield from leaves(node.children, path)
        else:
            yield path


def merged(outer: Bound, inner: Bound) -> dict[str, Any]:
    """What both bind: the inner one where both do, but parts go on from each other and periods are set against each other."""
    found = {**outer, **inner}
    if "part" in outer and "part" in inner:
        found["part"] = f"{outer['part']}/{inner['part']}"
    if "period" in outer and "period" in inner:
        found["period"] = together(outer["period"], inner["period"])
    for one, other in (("of", "lines"), ("lines", "of")):
        if one in inner:
            found.pop(other, None)
    return found


@dataclass(frozen=True)
class Spread:
    """Spreads the entries of one axis; `base` is what the table binds."""

    context: Context
    base: Bound
    axis: str
    since: int
    """The first year that the table asks for: a part that had ended by then is not in it"""

    def axis_of(self, entries: tuple[Entry, ...], total: Total | None = None) -> tuple[Node, ...]:
        nodes = [node for entry in entries for node in self.nodes(entry, {})]
        return tuple(self._with_total(nodes, total, entries[0], {}) if total else nodes)

    def bound(self, entry: Entry) -> dict[str, Any]:
        """What an entry itself binds."""
        found = entry.bind.bound()
        if "period" in found:
            found["period"] = when(found["period"], self.context.clock)
        return found

    def nodes(self, entry: Entry, outer: Bound) -> list[Node]:
        bound = merged(outer, self.bound(entry))
        if entry.each is None:
            children = [node for child in entry.children for node in self.nodes(child, bound)]
            if entry.total and children:
                children = self._with_total(children, entry.total, entry, bound)
            if entry.children and not children:
                return []
            return [Node(entry, self._name(entry, bound), bound, children=tuple(children))]
        nodes = [node for item in self._items(entry.each, bound) for node in self._node(entry, item, bound)]
        return self._with_total(nodes, entry.total, entry, bound) if entry.total and nodes else nodes

    def _node(self, entry: Entry, item: "_Item", bound: Bound) -> list[Node]:
        own = merged(bound, item.bound)
        node = Node(entry, item.name, own, item.identity, item.listed, heading=item.heading(entry))
        if item.below:
            below = [each for one in item.below for each in self._node(entry, one, own)]
            subtotal = entry.each.subtotal if entry.each else ""
            if subtotal:
                below = self._with_total(below, Total(head=subtotal, how="whole"), entry, own)
            return [replace(node, children=tuple(below))]
        children = tuple(each for child in entry.children for each in self.nodes(child, own))
        if entry.children and not children:
            return []
        return [replace(node, children=children)]

    def _with_total(self, nodes: list[Node], total: Total, entry: Entry, bound: Bound) -> list[Node]:
        """The nodes with their total: where all have the same columns below them, one with the same."""
        plain = [node for node in nodes if not node.total] or nodes
        shapes = {tuple(key_of(path[-1].entry) for path in leaves(node.children)) for node in plain}
        below = plain[0].entry.children if len(shapes) == 1 and shapes != {()} else ()
        children: list[Node] = []
        if below:
            parts = [[path[-1] for path in leaves(node.children)] for node in plain]
            own = [node for child in below for node in self.nodes(child, bound)]
            count = len(list(leaves(own)))
            if all(len(each) == count for each in parts):
                numbers = iter(range(count))
                children = [_totalled(node, total, parts, numbers) for node in own]
        over = tuple(each for node in plain for each in _standing_for(node))
        own_over = () if children else over
        made = Node(entry, total.head, bound, "", None, tuple(children), total, own_over, total.head)
        return [*nodes, made] if total.last else [made, *nodes]

    def _name(self, entry: Entry, bound: Bound) -> str:
        """The name of what an entry binds, where it has no head."""
        own = entry.bind
        if entry.calc or entry.words or entry.texts:
            return entry.words
        if own.aspect or own.part or own.source:
            return own.aspect or own.part.rpartition("/")[2] or own.source
        if own.of or own.lines:
            return self._long_name(merged(self.base, bound)) or own.of or kind_name(own.lines)
        if own.programme is not None or own.division:
            source = self.context.source_of(merged(self.base, bound))
            titles = {row.number: row.title for row in source.ledger.programmes}
            return source.name if own.programme is None else titles.get(own.programme, "")
        return own.period

    def _long_name(self, bound: Bound) -> str:
        try:
            named = self.context.named(bound)
        except DescriptionError:
            return ""  # told where its cells are read, or bound by the other axis
        return named.name if isinstance(named, IndicatorRow) else ""

    # ---------------------------------------------------------------------------------------- what there is

    def _items(self, each: Each, bound: Bound) -> list["_Item"]:
        items = list(self._all_items(each, merged(self.base, bound)))
        left = [item for item in items if item.name not in each.leave]
        unknown = [name for name in each.leave if name not in {item.name for item in items}]
        if unknown:
            raise DescriptionError(
                f"{self.axis}에서 빼려는 '{unknown[0]}'{particle(unknown[0], '이/가')} 없습니다.{nearest(unknown[0], [item.name for item in items])} 이름을 고쳐 주세요."
            )
        return left

    def _all_items(self, each: Each, bound: Bound) -> Iterator["_Item"]:
        if each.kind in TIMES:
            for name, run in times(each, self.context.clock):
                yield _Item(name, {"period": run}, str(run))
        elif each.kind == "divisions":
            for source in self.context.sources:
                yield _Item(source.name, {"division": source.key}, f"division/{source.key}", source=source)
        elif each.kind == "list":
            for one in self.context.listed(each.of):
                yield _Item(one.name, {"part": one.name}, f"list/{one.name}", listed=one)
        elif each.kind in ("programmes", "indicators", "policy"):
            yield from self._of_source(each, bound)
        elif each.kind == "parts":
            yield from self._parts(each, bound)
        else:
            yield from self._lines(each, bound)

    def _of_source(self, each: Each, bound: Bound) -> Iterator["_Item"]:
        source = self.context.source_of(bound)
        if each.kind == "programmes":
            for row in source.ledger.programmes:
                yield _Item(row.title, {"programme": (row.id,)}, f"programme/{row.id}")
            return
        if each.kind == "policy":
            chosen = sorted(
                (one for one in source.ledger.indicators if one.policy_order), key=lambda one: one.policy_order or 0
            )
        else:
            programme = self.context.programme_of(bound)
            chosen = [one for one in source.ledger.indicators if one.programme_id == programme and not is_post(one.id)]
        for one in chosen:
            yield _Item(one.name, {"programme": (one.programme_id,), "of": one.short_name}, f"indicator/{one.id}")

    def _parts(self, each: Each, bound: Bound) -> Iterator["_Item"]:
        named = self.context.named(merged(bound, {"of": each.of}) if each.of else bound)
        if isinstance(named, tuple):
            yield from _budget_parts(named, "/".join(filter(None, (bound.get("part", ""), each.under))), each)
            return
        ledger = self.context.source_of(bound).ledger
        known = ledger.dimensions(named)
        if each.dimension and each.dimension not in known:
            raise DescriptionError(
                f"지표 '{named.short_name}'에 '{each.dimension}'{particle(each.dimension, '으로/로')} 나눈 세부가 없습니다.{nearest(each.dimension, filter(None, known))} 나누는 기준을 골라 주세요."
            )
        dimension = each.dimension or None
        above = bound.get("part", "")

        def parts_of(path: str, dimension: str | None = None) -> list[PartRow]:
            return [part for part in ledger.parts_of(named, path, dimension) if part.counts_in(self.since)]

        if each.under == "*":
            below = [one for top in parts_of(above) for one in parts_of(top.path, dimension)]
            for name in dict.fromkeys(one.name for one in below):
                yield _Item(name, {"part": name}, f"part-name/{name}")
            return
        start = "/".join(filter(None, (above, each.under)))
        if start and ledger.part(named, start) is None:
            paths = [one.path for one in ledger.all_parts_of(named)]
            raise DescriptionError(
                f"지표 '{named.short_name}'에 '{start}' 세부가 없습니다.{nearest(start, paths)} 세부를 고쳐 주세요."
            )

        def item(part: PartRow, depth: int, prefix: str) -> _Item:
            below = [item(one, depth - 1, "") for one in parts_of(part.path)] if depth > 1 else []
            return _Item(part.name, {"part": prefix + part.name}, f"part/{part.id}", below=tuple(below))

        prefix = f"{each.under}/" if each.under else ""
        for part in parts_of(start, dimension):
            yield item(part, each.depth, prefix)

    def _lines(self, each: Each, bound: Bound) -> Iterator["_Item"]:
        """Budgets by name, or the sources of some."""
        source = self.context.source_of(bound)
        if each.kind == "sources":
            named = self.context.named(bound)
            lines: Iterable[BudgetRow] = named if isinstance(named, tuple) else ()
            for name in dict.fromkeys(line.fund_source for line in lines if line.fund_source):
                yield _Item(name, {"source": name}, f"source/{name}")
            return
        programme = self.context.programme_of(bound)
        everywhere = "programme" not in bound and programme is None
        for (owner, name), group in source.ledger.budget_groups():
            kinds = {line.kind for line in group}
            if (everywhere or owner == programme) and (not each.of or each.of in kinds):
                yield _Item(name, {"programme": (owner,), "of": name}, f"budget/{owner or 0}/{name}")


def _budget_parts(lines: Iterable[BudgetRow], start: str, each: Each) -> Iterator["_Item"]:
    """The parts of budget lines right below `start`, each with those below it down to the depth that is asked for."""
    paths = list(dict.fromkeys(path for line in lines for path in line.paths))
    if start and start not in paths:
        raise DescriptionError(f"예산에 '{start}' 세부가 없습니다.{nearest(start, paths)} 세부를 고쳐 주세요.")

    def item(path: str, depth: int, prefix: str) -> _Item:
        name = path.rpartition("/")[2]
        below = [item(one, depth - 1, "") for one in paths if one.rpartition("/")[0] == path] if depth > 1 else []
        return _Item(name, {"part": prefix + name}, f"line/{path}", below=tuple(below))

    for path in paths:
        if path.rpartition("/")[0] == start:
            yield item(path, each.depth, f"{each.under}/" if each.under else "")


@dataclass(frozen=True)
class _Item:
    name: str
    bound: Bound
    identity: str
    below: tuple["_Item", ...] = ()
    listed: Listed | None = None
    source: Source | None = None

    def heading(self, entry: Entry) -> str:
        if not entry.field or self.source is None:
            return ""
        return self.source.words.get(entry.field) or BLANK


def _standing_for(node: Node) -> tuple[Node, ...]:
    """What a total takes of what is beside it: of a group with a total that, else all of it."""
    if not node.children:
        return (node,)
    own = next((child for child in node.children if child.total and not child.children), None)
    return (own,) if own else tuple(each for child in node.children for each in _standing_for(child))


def _totalled(node: Node, total: Total, parts: list[list[Node]], numbers: Iterator[int]) -> Node:
    """A column under a total, over the columns in its place beside it."""
    if node.children:
        return replace(node, children=tuple(_totalled(child, total, parts, numbers) for child in node.children))
    number = next(numbers)
    own = total.model_copy(update={"key": ".".join(filter(None, (total.key, key_of(node.entry))))})
    return replace(node, total=own, over=tuple(each[number] for each in parts))


def joined(nodes: Iterable[Node], heads: Mapping[int, str]) -> tuple[Node, ...]:
    """Groups side by side with the same printed head (`heads` by the node's id) as one, and no column in it twice: two years that are
    the same one."""
    found: list[tuple[str, Node]] = []
    for node in nodes:
        head, before = heads[id(node)], found[-1][1] if found else None
        if before is not None and node.children and before.children and head == found[-1][0]:
            seen = [_meaning(each) for each in before.children]
            more = tuple(each for each in node.children if each.children or _meaning(each) not in seen)
            found[-1] = head, replace(before, children=(*before.children, *more))
        else:
            found.append((head, node))
    return tuple(node for _, node in found)


def _meaning(node: Node) -> tuple[object, ...]:
    entry = node.entry
    return (dict(node.bound), entry.words, entry.calc, entry.beside, entry.unit, bool(node.total), entry.texts)


def place(axis: str, node: Node) -> str:
    """Where, for a sentence to the user."""
    head = "" if "{" in node.entry.head else node.entry.head
    return f"{axis} '{node.heading or head or node.name or called(node.entry)}'"
