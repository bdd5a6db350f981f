"""Which years a description asks for, so that they are read: without them its figures would be blank."""

from collections.abc import Iterator

from seoulwork.domain.clock import Clock
from seoulwork.domain.notation import NotationError, Operand, Reference, parse_line
from seoulwork.domain.periods import PeriodError, Run

from .description import TIMES, Bind, Description, DescriptionError, Entry, FreeTable
from .periods import moved, times, when

Years = tuple[int, int]
"""From the first to the last"""


def years_of(table: Description, clock: Clock) -> tuple[frozenset[str] | None, Years]:
    """The names of indicators and budgets (None: any), and from which year to which they are asked for. What can't be meant asks for
    nothing: that is told where the table is drawn."""
    if isinstance(table, FreeTable):
        operands = list(_operands(table))
        runs = [run for each in operands if each.period for run in _at(each, clock)]
        return frozenset(each.name for each in operands), _span(runs, clock)
    entries = list(_walk((*table.rows, *table.columns)))
    binds = [table.base, *(entry.bind for entry in entries)]
    named = {bind.of for bind in binds if bind.of}
    open_ended = any(bind.lines for bind in binds) or any(
        entry.each and entry.each.kind in ("indicators", "policy", "budgets") for entry in entries
    )
    return None if open_ended else frozenset(named), _span(_runs(entries, binds, clock), clock)


def _span(runs: list[Run], clock: Clock) -> Years:
    every = [clock.results_year, clock.plan, *runs]
    return min(run.first.year for run in every), max(run.last.year for run in every)


def _walk(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _walk(entry.children)


def _runs(entries: list[Entry], binds: list[Bind], clock: Clock) -> list[Run]:
    """All periods, and each as every relative one moves it."""
    runs, steps = [clock.results], []
    for entry in entries:
        if entry.each and entry.each.kind in TIMES:
            try:
                runs += [run for _, run in times(entry.each, clock)]
            except DescriptionError:
                continue
    for period in (bind.period for bind in binds if bind.period):
        try:
            own = when(period, clock)
        except DescriptionError:
            continue
        if isinstance(own, Run):
            runs.append(own)
        else:
            steps.append(own)
    for own in steps:
        try:
            runs += [moved(run, own) for run in runs]
        except DescriptionError:
            continue
    return runs


def _operands(table: FreeTable) -> Iterator[Operand]:
    for row in (*table.head, *table.body):
        for cell in row.cells:
            try:
                pieces = parse_line(cell.text)
            except NotationError:
                continue
            for piece in pieces:
                if isinstance(piece, Reference):
                    yield from piece.operands


def _at(operand: Operand, clock: Clock) -> list[Run]:
    try:
        return [operand.period.at(clock)] if operand.period else []
    except PeriodError:
        return []
