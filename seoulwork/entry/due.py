"""What is due for a month, what is there, and what is missing. Pure over frozen rows, and the two reads for it.

Due is every indicator entered monthly and every budget line that is executed. An indicator with a breakdown is due in its
parts; its whole (or an inner part) may be given instead of the parts below it, and is otherwise their sum.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from seoulwork.domain.cells import Cell, Place
from seoulwork.domain.ledger.sums import complete_sums
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import Line, Node, Slot, places_of, slot_of
from seoulwork.domain.vocabulary import EXECUTED
from seoulwork.figures.asking import Read, Rows, among, ask
from seoulwork.figures.divisions import Division
from seoulwork.figures.extracts import Structure, structure, structure_reads
from seoulwork.figures.models import Frequency, cell_beside, in_force
from seoulwork.figures.stamps import stored_run


class Current(NamedTuple):
    """The stored row of a place for the month: its version, the months that it covers and its amounts by field."""

    version: int
    run: Run
    amounts: dict[str, int | None]
    by: str
    at: datetime
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    due: int = 0
    entered: int = 0

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(self.due + other.due, self.entered + other.entered)

    @property
    def missing(self) -> int:
        return self.due - self.entered

    @property
    def text(self) -> str:
        return f"{self.due}개 중 {self.entered}개 입력"


@dataclass(frozen=True)
class Due:
    """What a division owes for a month."""

    month: Month
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    structure: Structure
    """What was read of it: the ledger of its figures needs no more reading"""
    made: dict[Any, Any] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What was made of an indicator for the last page of this month, and from what (`rows.Maker`)"""

    @cached_property
    def by_place(self) -> dict[Place, Node | Line]:
        return {each.place: each for node in self.nodes for each in node.walk()} | {
            each.place: each for each in self.lines
        }

    def slot(self, cell: Cell) -> Slot:
        """In which unit a cell is written, with how many decimals, and what it may be."""
        return slot_of(self.by_place[cell.place], cell)

    def only(self, places: Collection[Place]) -> "Due":
        """What a change of these places can change: the whole and all parts of each indicator, both lines of a budget."""
        indicators = {place.owner_id for place in places if place.table == "Actual"}
        budgets = {place.owner_id for place in places if place.table == "Execution"}
        known = self.structure
        return Due(
            self.month,
            tuple(node for node in self.nodes if node.indicator_id in indicators),
            tuple(line for line in self.lines if line.budget_id in budgets),
            Structure(
                known.programmes,
                tuple(each for each in known.indicators if each.id in indicators),
                tuple(each for each in known.parts if each.indicator_id in indicators),
                tuple(each for each in known.budgets if each.id in budgets),
            ),
        )

    def label(self, cell: Cell) -> str:
        return self.by_place[cell.place].label_of(cell)

    def indicator_ids(self) -> list[int]:
        return [node.indicator_id for node in self.nodes]

    def budget_ids(self) -> list[int]:
        return [line.budget_id for line in self.lines]


@dataclass(frozen=True, slots=True)
class Missing:
    cell: Cell
    programme_id: int | None
    label: str


MONTHLY, EVERY = (Frequency.MONTHLY.value,), tuple(Frequency.values)
"""Of which indicators is asked, by how often they are entered."""


def due(division: Division, month: Month, place: Place | None = None, of: tuple[str, ...] = MONTHLY) -> Due:
    """What the division owes for the month, in the order of the page; with a place, what stands at it alone. 1 query."""
    if place is None:
        return dues([division], month)[0]
    rows = ask(_owed_at, (division, place.table, of), year=month.year, owner=place.owner_id)
    return due_of(month, *map(tuple, rows))


def dues(of: Sequence[Division], month: Month) -> list[Due]:
    """What each of the divisions owes for the month. 1 query."""
    rows = iter(ask(_owed, tuple(of), year=month.year))
    return [_kept_due(month, tuple(next(rows)), tuple(next(rows)), tuple(next(rows))) for _ in of]


def _owed(of: tuple[Division, ...], year: Any) -> list[Read]:
    return [read for each in of for read in owed_by(each, year)]


def _owed_at(of: tuple[Division, str, tuple[str, ...]], year: Any, owner: Any) -> list[Read]:
    division, table, frequencies = of
    indicators, parts, budgets = owed_by(division, year, frequencies)
    if table == "Execution":
        return [indicators.none(), parts.none(), budgets.where(pk=owner)]
    return [indicators.where(pk=owner), parts.where(indicator=owner), budgets.none()]


def owed_by(division: Division, year: Any, frequencies: tuple[str, ...] = MONTHLY) -> list[Read]:
    """What `due_of` is made of."""
    models, running = division.models, Q(programme__isnull=True) | in_force(year, "programme__")
    lasting = Q(last_year__isnull=True) | Q(last_year__gte=year)
    return structure_reads(
        models.Indicator.objects.filter(running, lasting, frequency__in=frequencies),
        models.Part.objects.filter(indicator__frequency__in=frequencies),
        models.Budget.objects.filter(running, year=year, kind__in=EXECUTED),
    )


def due_of(month: Month, indicators: tuple[Any, ...], parts: tuple[Any, ...], budgets: tuple[Any, ...]) -> Due:
    """What the rows of `owed_by` say."""
    known = structure(indicators, parts, budgets)
    there = places_of(month.year, known.programmes, known.indicators, known.parts, known.budgets)
    return Due(month, there.nodes, there.lines, known)


_kept_due = lru_cache(maxsize=64)(due_of)
"""What follows from the rows that were read is worked out once. It is found again by the rows themselves, which are read each
time, so that it can't be out of date."""
forget = _kept_due.cache_clear


Remarks = dict[str, dict[str, Any]]
"""What stands beside the figures of a month, by cell and kind: rows with `pk`, `text` and `recovery`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is there of what is due: the stored rows that cover the month by place, and the remarks beside them."""

    rows: dict[Place, Current]
    remarks: Remarks


def current(division: Division, what: Due) -> dict[Place, Current]:
    """The stored rows that cover the month of what is due, by place. 1 query."""
    return kept(division, what).rows


def kept(division: Division, what: Due) -> Kept:
    """What is there of what is due. 1 query."""
    return kept_by_each([(division, what)])[0]


def kept_by_each(of: Sequence[tuple[Division, Due]]) -> list[Kept]:
    """`kept` for several divisions and what each owes for the month. 1 query."""
    whats = [what for _, what in of]
    rows = iter(ask(kept_reads, tuple(division for division, _ in of), **values_for(whats)))
    return [kept_of(what, rows) for what in whats]


def values_for(whats: Sequence[Due]) -> dict[str, tuple[Any, ...]]:
    """The values that `kept_reads` asks with."""
    return {
        "month": tuple(what.month for what in whats),
        "indicators": tuple(what.indicator_ids() for what in whats),
        "parts": tuple([each.part_id for node in what.nodes for each in node.walk() if each.part_id] for what in whats),
        "budgets": tuple(what.budget_ids() for what in whats),
    }


def kept_of(what: Due, rows: Iterator[Rows]) -> Kept:
    """From the next four of the rows that `kept_reads` ask for."""
    wholes, parts, executions, remarks = (next(rows) for _ in range(4))
    return Kept(_currents_of(what.month, [*wholes, *parts], executions), _by_cell(remarks))


def _by_cell(rows: Rows) -> Remarks:
    found: Remarks = defaultdict(dict)
    for row in rows:
        found[str(cell_beside(row))][row.kind] = row
    return found


def _currents_of(month: Month, actuals: Rows, executions: Rows) -> dict[Place, Current]:
    found = {
        Place("Actual", row.indicator_id, row.part_id): Current(
            row.actual_id,
            stored_run(row.actual__first_month, row.actual__last_month),
            {"value": row.actual__value, "denominator": row.actual__denominator},
            row.actual__entered_by__name or NOBODY,
            row.actual__entered_at,
            row.actual__as_of,
        )
        for row in actuals
    }
    for row in executions:
        found[Place("Execution", row.budget_id)] = Current(
            row.pk,
            Run(month, month),
            {"committed": row.committed, "spent": row.spent},
            row.entered_by__name or NOBODY,
            row.entered_at,
        )
    return found


NOBODY = "관리 명령"
"""Who entered what no user did."""


def kept_reads(of: tuple[Division, ...], month: Any, indicators: Any, budgets: Any, parts: Any) -> list[Read]:
    """Actuals by two reads, because the index of covered months is in two halves: wholes and parts."""
    covered = (
        "indicator_id",
        "part_id",
        "actual_id",
        "actual__first_month",
        "actual__last_month",
        "actual__value",
        "actual__denominator",
        "actual__entered_by__name",
        "actual__entered_at",
        "actual__as_of",
    )
    executed = ("budget_id", "pk", "committed", "spent", "entered_by__name", "entered_at")
    found = []
    for at, division in enumerate(of):
        models = division.models
        months = models.ActualMonth.objects.of_month(month[at]).filter(among("indicator_id", indicators[at]))
        remarks = models.Remark.objects.current().filter(month=month[at])
        lines = models.Execution.objects.current().of_month(month[at]).filter(among("budget_id", budgets[at]))
        found += [
            Read(months.filter(part__isnull=True), covered),
            Read(months.filter(among("part_id", parts[at]), part__isnull=False), covered),
            Read(lines, executed),
            Read(remarks, ("pk", "indicator_id", "part_id", "budget_id", "field", "kind", "text", "recovery")),
        ]
    return found


# ------------------------------------------------------------------------------------- what is there of what is due


def progress(what: Due, stored: dict[Place, Current]) -> dict[int | None, Progress]:
    """How many of the cells due are there, for each programme (None: what is the division's own)."""
    totals: dict[int | None, list[int]] = defaultdict(lambda: [0, 0])
    owners: list[Node | Line] = [*what.nodes, *what.lines]
    for each in owners:
        total = totals[each.programme_id]
        needed, entered = _tally(each, stored) if isinstance(each, Node) else _tally_alone(each, stored)
        total[0] += needed
        total[1] += entered
    return {programme: Progress(*total) for programme, total in totals.items()}


def whole_progress(what: Due, stored: dict[Place, Current]) -> Progress:
    return sum(progress(what, stored).values(), Progress())


def missing(what: Due, stored: dict[Place, Current]) -> list[Missing]:
    """The cells that are due and blank, in the order of the page."""
    found = [
        Missing(cell, node.programme_id, each.label)
        for node in what.nodes
        for each in _needed(node, stored)
        for cell in each.cells
        if _amount(stored, cell) is None
    ]
    return found + [
        Missing(cell, line.programme_id, line.label_of(cell))
        for line in what.lines
        for cell in line.cells
        if _amount(stored, cell) is None
    ]


def _amount(stored: dict[Place, Current], cell: Cell) -> int | None:
    row = stored.get(cell.place)
    return None if row is None else row.amounts[cell.field]


@dataclass(frozen=True, slots=True)
class Standing:
    """A whole that may be given instead of one of its breakdowns: as long as that is blank throughout, the whole stands for it."""

    whole: tuple[Cell, ...]
    parts: tuple[Cell, ...]
    """The cells of all that is below, however deep"""

    def holds(self, stored: dict[Place, Current]) -> bool:
        given = all(_amount(stored, cell) is not None for cell in self.whole)
        return given and not any(cell.place in stored for cell in self.parts)


def standing(node: Node, breakdown: tuple[Node, ...]) -> Standing:
    return Standing(node.cells, tuple(cell for part in breakdown for each in part.walk() for cell in each.cells))


def _leaves(node: Node) -> Iterator[Node]:
    return (each for each in node.walk() if not each.parts)


def _tally(node: Node, stored: dict[Place, Current]) -> tuple[int, int]:
    """How many cells are due, and how many of them are there."""
    if not node.parts:
        return _tally_alone(node, stored)
    needed = entered = 0
    for breakdown in node.breakdowns:
        if standing(node, breakdown).holds(stored):
            count = sum(len(leaf.slots) for part in breakdown for leaf in _leaves(part))
            needed, entered = needed + count, entered + count
        else:
            for part in breakdown:
                below = _tally(part, stored)
                needed, entered = needed + below[0], entered + below[1]
    return needed, entered


def _tally_alone(owner: Node | Line, stored: dict[Place, Current]) -> tuple[int, int]:
    row, slots = stored.get(owner.place), owner.slots
    return len(slots), 0 if row is None else sum(row.amounts[slot.field] is not None for slot in slots)


def _needed(node: Node, stored: dict[Place, Current]) -> Iterator[Node]:
    """The leaves that nothing above stands for."""
    if not node.parts:
        yield node
    for breakdown in node.breakdowns:
        if not standing(node, breakdown).holds(stored):
            for part in breakdown:
                yield from _needed(part, stored)


def total_of_parts(node: Node, stored: dict[Place, Current], field: str) -> list[tuple[Run, int]]:
    """What each complete breakdown of the node adds up to: one amount, with the months that it covers, for each dimension
    whose parts are all there and cover the same months."""
    return complete_sums([_whole(part, stored, field) for part in breakdown] for breakdown in node.breakdowns)


def _whole(node: Node, stored: dict[Place, Current], field: str) -> tuple[Run, int] | None:
    """What is given for the node, else the sum of its parts, if these are complete."""
    row = stored.get(node.place)
    if row is not None and (amount := row.amounts[field]) is not None:
        return row.run, amount
    return next(iter(total_of_parts(node, stored, field)), None)


def comparable(node: Node, stored: dict[Place, Current], field: str) -> list[int]:
    """The amounts that have to be the same: what is given for the node, if it is, and its breakdowns' totals of the same
    months; without it, those of the first total's months."""
    known = [each for each in (_whole(node, stored, field), *total_of_parts(node, stored, field)) if each is not None]
    return [amount for run, amount in known if run == known[0][0]]
