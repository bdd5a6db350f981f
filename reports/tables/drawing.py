"""From a description to the document's table: typed values with their origins, spans, live formulas."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Any

from seoulwork.domain.ledger import IndicatorRow
from seoulwork.domain.periods import printed_run
from seoulwork.domain.vocabulary import ACHIEVEMENT, ACTUAL, TARGET

from ..document import Block, Cell, Column, Row, Table
from ..document import Run as TextRun
from ..narrative import Narrator
from ..values import Blank, CountWithRate, Figure, Percent, Quantity
from .axes import Node, Path, Spread, joined, leaves, merged
from .axes import place as place_of
from .calculating import calculated
from .charting import chart_of
from .dates import as_of_words
from .description import Description, DescriptionError, Entry, FigureTable, FreeTable, Label
from .faults import fault_of
from .figures import Asked, Asking, total_of
from .formulas import At, Finder, Shown
from .free import draw_free
from .layout import head_rows, in_blocks, row_labels
from .ordering import limited, number_of, ordered
from .sources import Context
from .words import NAME, PERIOD, UNIT, YEAR, content_of, printed
from .years import years_of

WORDS = ("단위", "사업")
"""The words that any table can say of its rows."""


def draw(description: Description, context: Context) -> tuple[Block, ...]:
    """The table, with its chart if it has one. Raises DescriptionError: one Korean sentence why there is none, and what to do."""
    if fault := fault_of(description):
        raise DescriptionError(fault)
    if isinstance(description, FreeTable):
        return (draw_free(description, Narrator(context.source_of({}).ledger, context.programme_id)),)
    return Drawing(description, context).blocks()


def drawn(description: Description, context: Context) -> tuple[Block, ...]:
    """The same for a table that a division has of its own: none where what it is about is not there."""
    try:
        return draw(description, context)
    except DescriptionError:
        return ()


def base_of(description: FigureTable, context: Context) -> dict[str, Any]:
    return Spread(context, {}, "표", 0).bound(Entry(bind=description.base))


@dataclass
class Drawing:
    table: FigureTable
    context: Context
    rows: tuple[Path, ...] = field(init=False)
    columns: tuple[Path, ...] = field(init=False)
    tops: tuple[Node, ...] = field(init=False)
    """The columns, with the groups that they stand in"""
    heads: dict[int, str] = field(init=False, default_factory=dict)
    """Of each node by its id, as printed"""
    shown: dict[At, Shown] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.base = base_of(self.table, self.context)
        self.asking = Asking(self.context)
        self.narrator = Narrator(self.context.sources[0].ledger, None)
        since = years_of(self.table, self.context.clock)[1][0]
        rows = Spread(self.context, self.base, "행", since).axis_of(self.table.rows, self.table.total)
        self.tops = Spread(self.context, self.base, "열", since).axis_of(self.table.columns)
        self._name_heads(self.tops)
        self.tops = joined(self.tops, self.heads)
        self._name_heads(self.tops)
        self.columns = tuple(leaves(self.tops))
        rows = limited(ordered(rows, self._value))
        self._name_heads(rows)
        self.rows = tuple(leaves(rows))
        if not self.columns:
            raise DescriptionError("열에 펼칠 것이 없습니다. 열에 무엇을 보일지 다시 골라 주세요.")
        if len(self.rows) > 500 or len(self.columns) > 60:
            raise DescriptionError("표가 너무 큽니다. 행은 500개, 열은 60개까지로 줄여 주세요.")

    def blocks(self) -> tuple[Block, ...]:
        asked = self._asked()
        units = self._units(asked)
        self._read(asked, units)
        self._calculate(units)
        table = self._table(units)
        if self.table.chart is None:
            return (table,)
        chart = chart_of(self.table.chart, self, units)
        return (table, chart) if all(each.points for each in chart.series) else (table,)

    def has_figures(self) -> bool:
        """Whether any cell shows one. Raises DescriptionError."""
        return any(
            asked.exists and not isinstance(asked.figure().value, Blank)
            for rows, columns in product(self.rows, self.columns)
            for _, asked in self._members(rows[-1], columns[-1])
        )

    def _value(self, node: Node, key: str) -> Decimal | None:
        """By what rows are ordered: the figure of a row, or of a group of them, in the column of that key."""
        column = next((path[-1] for path in self.columns if path[-1].key == key), None)
        if column is None:
            raise DescriptionError(
                f"{place_of('행', node)}: 차례를 정할 '{key}' 열이 없습니다. 표에 있는 열을 골라 주세요."
            )
        return number_of(self._asked_of(node, column).figure())

    def _asked_of(self, row: Node, column: Node) -> Asked:
        try:
            return self.asking(merged(merged(self.base, row.bound), column.bound), column.entry.unit)
        except DescriptionError as error:
            raise DescriptionError(f"{place_of('행', row)}, {place_of('열', column)}: {error}") from error

    # ------------------------------------------------------------------------------------------- what is asked

    def _members(self, row: Node, column: Node) -> list[tuple[str, Asked]]:
        """What a cell asks for: of a total by sum each member, with the name of it; so of a whole that there is no place for, as where
        parts cross."""
        asked = self._each(row.members(), column.members(), column.entry)
        if any(each.exists for _, each in asked) or not (row.total or column.total):
            return asked
        return self._each(row.members(parts=True), column.members(parts=True), column.entry)

    def _each(self, rows: Sequence[Node], columns: Sequence[Node], entry: Entry) -> list[tuple[str, Asked]]:
        return [
            (
                one.name if len(rows) > 1 else other.name,
                self.asking(merged(merged(self.base, one.bound), other.bound), entry.unit, entry.decimals),
            )
            for one, other in product(rows, columns)
        ]

    def _asked(self) -> dict[At, list[tuple[str, Asked]]]:
        found: dict[At, list[tuple[str, Asked]]] = {}
        for (r, rows), (c, columns) in product(enumerate(self.rows), enumerate(self.columns)):
            row, column = rows[-1], columns[-1]
            entry = column.entry
            if _is_words(entry) or entry.calc or row.entry.calc:
                continue
            try:
                found[r, c] = self._members(row, column)
            except DescriptionError as error:
                raise DescriptionError(f"{place_of('행', row)}, {place_of('열', column)}: {error}") from error
        self._check_parts(found)
        if not self.rows:
            self._check_columns()
        return found

    def _check_columns(self) -> None:
        """Without a row there is no cell to tell of a name that there is not."""
        for path in self.columns:
            bound = merged(self.base, path[-1].bound)
            if {"of", "lines"} & bound.keys() and not _is_words(path[-1].entry):
                self.asking(bound, path[-1].entry.unit, path[-1].entry.decimals)

    def _check_parts(self, asked: Mapping[At, list[tuple[str, Asked]]]) -> None:
        """A part that an entry names must be somewhere: where rows and columns cross, not everywhere."""
        for axis, paths, at in (("행", self.rows, 0), ("열", self.columns, 1)):
            for number, path in enumerate(paths):
                own = [each for where, cell in asked.items() if where[at] == number for _, each in cell]
                if own and path[-1].entry.bind.part and not any(each.exists for each in own):
                    part, named = own[0].part, own[0].named
                    what = named.short_name if isinstance(named, IndicatorRow) else own[0].name
                    raise DescriptionError(
                        f"{place_of(axis, path[-1])}: '{what}'에 '{part}' 세부가 없습니다. 세부를 다시 골라 주세요."
                    )

    def _units(self, asked: Mapping[At, list[tuple[str, Asked]]]) -> dict[int, str | None]:
        """The unit in which a column shows its figures, empty where none has one; None where they differ."""
        found: dict[int, str | None] = {}
        for c, path in enumerate(self.columns):
            entry = path[-1].entry
            own = [each for at, cell in asked.items() if at[1] == c for _, each in cell if each.unit]
            named = entry.unit or self.table.unit.replace("-", "")
            units = {each.style(named, None, with_unit=True).unit or each.unit for each in own}
            found[c] = next(iter(units), "") if len(units) < 2 else None
        return found

    # ---------------------------------------------------------------------------------------------- figures

    def _read(self, asked: Mapping[At, list[tuple[str, Asked]]], units: Mapping[int, str | None]) -> None:
        for at, cell in asked.items():
            row, column = self.rows[at[0]][-1], self.columns[at[1]][-1]
            entry = column.entry
            try:
                self.shown[at] = self._cell(cell, entry, self._with_unit(entry, units[at[1]]))
            except DescriptionError as error:
                raise DescriptionError(f"{place_of('행', row)}, {place_of('열', column)}: {error}") from error
        for at in asked:
            row, column = self.rows[at[0]][-1], self.columns[at[1]][-1]
            self.shown[at] = self._with_parts(self.shown[at], at, row, column)

    def _with_unit(self, entry: Entry, unit: str | None) -> bool:
        """Whether the figures of a column carry their units."""
        return entry.with_unit or (unit is None and not self.says_units)

    @cached_property
    def says_units(self) -> bool:
        return any(path[-1].entry.words == UNIT for path in self.columns)

    def _cell(self, cell: list[tuple[str, Asked]], entry: Entry, with_unit: bool) -> Shown:
        def figure(asked: Sequence[Asked]) -> Figure:
            unit = entry.unit or self.table.unit.replace("-", "")
            styles = [each.style(unit, entry.decimals, with_unit=with_unit) for each in asked]
            if len(asked) == 1:
                return asked[0].figure(styles[0])
            return total_of(asked, [name for name, _ in cell], styles)

        members = [each for _, each in cell]
        aspect = members[0].aspect if members else ACTUAL
        own = figure(members)
        exists = any(each.exists for each in members)
        if entry.beside != ACHIEVEMENT or aspect != ACTUAL or not isinstance(own.value, Quantity):
            return Shown(own, aspect, exists=exists)
        rate = figure([each.of(ACHIEVEMENT) for each in members])
        target = any(origin.kind == TARGET for origin in rate.origins)
        told = rate.value if isinstance(rate.value, Percent) else Blank() if rate.missing and target else None
        # What the actual lacks is said behind it; what the target lacks leaves the rate blank.
        both = Figure(CountWithRate(own.value, told), rate.origins, rate.meanings, own.missing)
        return Shown(both, aspect, count=own)

    def _with_parts(self, shown: Shown, at: At, row: Node, column: Node) -> Shown:
        """The cell of a total with what it may be the sum of."""
        down = tuple((r, at[1]) for r, path in enumerate(self.rows) if any(path[-1] is each for each in row.over))
        across = tuple(
            (at[0], c) for c, path in enumerate(self.columns) if any(path[-1] is each for each in column.over)
        )
        if not down and not across:
            return shown
        return replace(shown, over=down, across=across)

    @staticmethod
    def _numbers_of(paths: Sequence[Path], over: Sequence[Node]) -> list[int]:
        own = {id(each) for each in over}
        return [number for number, path in enumerate(paths) if id(path[-1]) in own] if own else []

    def _calculate(self, units: dict[int, str | None]) -> None:
        finder = self.finder()
        for at in product(range(len(self.rows)), range(len(self.columns))):
            row, column = self.rows[at[0]], self.columns[at[1]]
            if (row[-1].entry.calc or column[-1].entry.calc) and not _is_words(column[-1].entry):
                calculated(at, self.rows, self.columns, finder, units)

    def finder(self) -> Finder:
        beside = frozenset(c for c, path in enumerate(self.columns) if path[-1].entry.beside)
        return Finder(self.shown, self.depth, beside)

    # ------------------------------------------------------------------------------------------------ words

    @cached_property
    def depth(self) -> int:
        """How many columns name the rows."""
        return max(max((len(path) for path in self.rows), default=1), len(self.table.labels), 1)

    def _name_heads(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            self.heads[id(node)] = self._head(node)
            self._name_heads(node.children)

    def _head(self, node: Node) -> str:
        if node.heading:
            return node.heading
        return printed(node.entry.head, self.narrator, self.own_words(node)) or node.name

    def own_words(self, node: Node) -> dict[str, str]:
        """What a head may say of its entry."""
        bound = merged(self.base, node.bound)
        run = bound.get("period")
        found = {NAME: node.name, YEAR: "", PERIOD: "", UNIT: ""}
        if run is not None and not isinstance(run, tuple):
            found |= {YEAR: str(run.last.year), PERIOD: printed_run(run)}
        if "of" in bound or "lines" in bound:
            # What is wrong with it, or bound by the other axis, is told of the cell.
            with suppress(DescriptionError):
                found[UNIT] = self.asking(bound, node.entry.unit).unit
        return found

    def words_of(self, row: Node, entry: Entry) -> "str | Figure | tuple[TextRun, ...]":
        """What a column of words says of a row."""
        if entry.texts:
            narrator = self._narrator_of(row)
            return content_of(entry.texts.get(row.identity, ""), narrator, narrator.ledger.names(narrator.programme_id))
        if entry.words not in WORDS:
            given = self.context.given.words.get(entry.words, {})
            words = row.listed.words.get(entry.words, "") if row.listed else ""
            return words or given.get(row.identity, "")
        if row.total or row.entry.calc:
            return ""
        asked = self.asking(merged(self.base, row.bound))
        if entry.words == UNIT:
            return asked.unit or (asked.named.unit if isinstance(asked.named, IndicatorRow) else "")
        titles = {each.id: each.title for each in asked.source.ledger.programmes}
        return titles.get(asked.programme or 0, "")

    def _narrator_of(self, row: Node) -> Narrator:
        bound = merged(self.base, row.bound)
        return Narrator(self.context.source_of(bound).ledger, self.context.programme_of(bound))

    def _check_words(self) -> None:
        known = {name for _, path in enumerate(self.rows) if path[-1].listed for name in path[-1].listed.words}
        for path in self.columns:
            words = path[-1].entry.words
            if words and words not in (*WORDS, *known, *self.context.given.words) and self.rows:
                raise DescriptionError(
                    f"{place_of('열', path[-1])}: '{words}'에 적을 글이 없습니다. {', '.join(WORDS)} 가운데 골라 주세요."
                )

    # ------------------------------------------------------------------------------------------------ table

    def _table(self, units: Mapping[int, str | None]) -> Table:
        self._check_words()
        finder = self.finder()
        labels = self._labels()
        body = tuple(
            Row((*cells, *(self._body_cell(r, c, finder) for c in range(len(self.columns)))), total=self.is_total(r))
            for r, cells in enumerate(row_labels(self.rows, self.heads, self.depth))
        )
        unit = self._table_unit(units)
        table = Table(
            self.table.key,
            printed(self.table.caption, self.narrator),
            (
                *(Column(each.align, each.width) for each in labels),
                *(self._column(path[-1].entry) for path in self.columns),
            ),
            head_rows(
                self.tops, self._heads_with_units(units, unit), [each.head for each in self.table.labels], self.depth
            ),
            body,
            unit,
            as_of_words(self),
            tuple(printed(note, self.narrator) for note in self.table.notes),
        )
        return in_blocks(table, self.table.blocks)

    def is_total(self, row: int) -> bool:
        return any(node.is_total for node in self.rows[row])

    def _labels(self) -> list[Label]:
        own = list(self.table.labels)
        return own + [Label()] * (self.depth - len(own))

    @staticmethod
    def _column(entry: Entry) -> Column:
        align = entry.align or ("left" if _is_words(entry) else "right")
        return Column(align, entry.width, entry.bar)

    def _body_cell(self, r: int, c: int, finder: Finder) -> Cell:
        entry = self.columns[c][-1].entry
        if _is_words(entry):
            return Cell(self.words_of(self.rows[r][-1], entry))
        return Cell(self.shown[r, c].figure, formulas=finder.formulas((r, c)))

    def _table_unit(self, units: Mapping[int, str | None]) -> str:
        """The one unit of all figures, unless it is said elsewhere."""
        if self.table.unit:
            return self.table.unit.replace("-", "")
        if self.says_units or any(path[-1].entry.with_unit for path in self.columns) or None in units.values():
            return ""
        own = {unit for unit in units.values() if unit}
        return own.pop() if len(own) == 1 else ""

    def _heads_with_units(self, units: Mapping[int, str | None], shown: str) -> dict[int, str]:
        """The heads, with the unit of each column where they differ and nothing else says it."""
        heads = dict(self.heads)
        if shown or self.says_units:
            return heads
        for c, path in enumerate(self.columns):
            node, unit = path[-1], units[c]
            if unit and self.table.unit != "-" and not node.entry.with_unit:
                said = " ".join(heads[id(each)] for each in path)
                if f"({unit})" not in said:
                    heads[id(node)] = f"{heads[id(node)]} ({unit})".strip()
        return heads

    def in_total(self, column: int) -> bool:
        return any(node.total for node in self.columns[column])


def _is_words(entry: Entry) -> bool:
    return bool(entry.words or entry.texts)
