"""What is due for a month, what is there, and what is missing. Pure over frozen rows, and the two reads for it.

Due is every indicator entered monthly and every budget line that is executed. An indicator with a breakdown is due in its
parts; its whole (or an inner part) may be given instead of the parts below it, and is otherwise their sum.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q

from seoulwork.domain.cells import Cell, Place
from seoulwork.domain.ledger.sums import complete_sums
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import Line, Node, Slot, places_of, slot_of
from seoulwork.domain.vocabulary import EXECUTED
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Frequency, in_force
from seoulwork.figures.queries import Structure, structure


@dataclass(frozen=True, slots=True)
class Current:
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


def due(division: Division, month: Month) -> Due:
    """What the division owes for the month, in the order of the page. 3 queries."""
    models, running = division.models, Q(programme__isnull=True) | in_force(month.year, "programme__")
    lasting = Q(last_year__isnull=True) | Q(last_year__gte=month.year)
    known = structure(
        models.Indicator.objects.filter(running, lasting, frequency=Frequency.MONTHLY),
        models.Part.objects.filter(indicator__frequency=Frequency.MONTHLY),
        models.Budget.objects.filter(running, year=month.year, kind__in=EXECUTED),
    )
    there = places_of(month.year, known.programmes, known.indicators, known.parts, known.budgets)
    return Due(month, there.nodes, there.lines, known)


def current(division: Division, what: Due) -> dict[Place, Current]:
    """The stored rows that cover the month of what is due, by place. 3 queries."""
    models = division.models
    covered = models.ActualMonth.objects.of_month(what.month).filter(indicator_id__in=what.indicator_ids())
    parts = [each.part_id for node in what.nodes for each in node.walk() if each.part_id]
    found: dict[Place, Current] = {}
    # Two reads, because the index of covered months is in two halves: wholes and parts.
    for half in (covered.filter(part__isnull=True), covered.filter(part_id__in=parts, part__isnull=False)):
        for row in half.values_list(
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
            named=True,
        ):
            found[Place("Actual", row.indicator_id, row.part_id)] = Current(
                row.actual_id,
                Run(row.actual__first_month, row.actual__last_month),
                {"value": row.actual__value, "denominator": row.actual__denominator},
                row.actual__entered_by__name or "관리 명령",
                row.actual__entered_at,
                row.actual__as_of,
            )
    executions = models.Execution.objects.current().of_month(what.month).filter(budget_id__in=what.budget_ids())
    for line in executions.values_list(
        "budget_id", "pk", "committed", "spent", "entered_by__name", "entered_at", named=True
    ):
        found[Place("Execution", line.budget_id)] = Current(
            line.pk,
            Run(what.month, what.month),
            {"committed": line.committed, "spent": line.spent},
            line.entered_by__name or "관리 명령",
            line.entered_at,
        )
    return found


# ------------------------------------------------------------------------------------- what is there of what is due


def progress(what: Due, stored: dict[Place, Current]) -> dict[int | None, Progress]:
    """How many of the cells due are there, for each programme (None: what is the division's own)."""
    totals: dict[int | None, Progress] = defaultdict(Progress)
    for node in what.nodes:
        totals[node.programme_id] += _tally(node, stored)
    for line in what.lines:
        given = sum(_amount(stored, cell) is not None for cell in line.cells)
        totals[line.programme_id] += Progress(len(line.cells), given)
    return dict(totals)


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


def _tally(node: Node, stored: dict[Place, Current]) -> Progress:
    if not node.parts:
        return Progress(len(node.cells), sum(_amount(stored, cell) is not None for cell in node.cells))
    total = Progress()
    for breakdown in node.breakdowns:
        if standing(node, breakdown).holds(stored):
            count = sum(len(leaf.cells) for part in breakdown for leaf in _leaves(part))
            total += Progress(count, count)
        else:
            for part in breakdown:
                total += _tally(part, stored)
    return total


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
