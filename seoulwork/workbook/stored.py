"""What is stored at the places of which a workbook gives figures."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from seoulwork.domain.cells import Place
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.runs import replaced_by
from seoulwork.figures.divisions import Division
from seoulwork.figures.stamps import stored_run
from seoulwork.workbook.deriving import StoredRow
from seoulwork.workbook.gathering import Given
from seoulwork.workbook.matching.lines import Line

KINDS = {"Actual": ("a", "d"), "Execution": ("c", "s")}
"""The cells of a stored row, by its table"""


@dataclass(frozen=True)
class PlaceState:
    """One stored row of each month (an indicator, a part, a budget line): its lines, what is stored, what the workbook gives."""

    place: Place
    lines: Mapping[str, Line]
    """By kind of cell"""
    stored: Mapping[Month, StoredRow]
    """The rows of one month"""
    runs: tuple[StoredRow, ...]
    """The rows of several months"""
    given: Mapping[Month, Mapping[str, Given]]

    @cached_property
    def kinds(self) -> tuple[str, str]:
        return KINDS[self.place.table]

    @cached_property
    def line(self) -> Line:
        """The first of its lines: name, unit, rule and programme are the same for both."""
        return next(iter(self.lines.values()))

    def old_and_new(self, month: Month) -> tuple[dict[str, int | None], dict[str, int | None]]:
        """What is stored for the month, by kind of cell, and what it would hold: a figure that the workbook does not give stays."""
        row = self.stored.get(month)
        first, second = self.kinds
        old: dict[str, int | None] = {first: None, second: None}
        if row:
            old = {first: row.first, second: row.second}
        new = old.copy()
        for kind, each in self.given[month].items():
            new[kind] = each.value
        return old, new


def read_store(division: Division, run: Run) -> Mapping[Place, list[StoredRow]]:
    """The current rows that lie in, or reach into, the year; of budgets up to the run's last month."""
    models, year = division.models, Run.year(run.first.year)
    stored: dict[Place, list[StoredRow]] = defaultdict(list)
    rows = models.Actual.objects.current().covering(year)
    for pk, indicator, part, first, last, value, below in rows.values_list(
        "pk", "indicator_id", "part_id", "first_month", "last_month", "value", "denominator"
    ).iterator():
        stored[Place("Actual", indicator, part)].append(
            StoredRow(pk, stored_run(first.start, last.start), value, below)
        )
    executions = models.Execution.objects.current().filter(month__gte=year.first, month__lte=run.last)
    for pk, budget, month, committed, spent in executions.values_list("pk", "budget_id", "month", "committed", "spent"):
        stored[Place("Execution", budget)].append(StoredRow(pk, Run(month, month), committed, spent))
    return stored


def read_targets(division: Division, year: int) -> dict[tuple[Place, Run], int]:
    """The current targets of a year, by the place of their actuals and the time that they are for. 1 query."""
    rows = division.models.Target.objects.current().covering(Run.year(year))
    found = rows.values_list("indicator_id", "part_id", "first_month", "last_month", "value")
    return {(Place("Actual", owner, part), Run(first, last)): value for owner, part, first, last, value in found}


def rows_after(stored: Iterable[StoredRow], given: Collection[Month]) -> list[Run]:
    """The runs of a place's rows once the given months are written: they take the place of a run that they fill."""
    kept = [row.run for row in stored if not replaced_by(row.run, given)]
    return [*kept, *(Run(month, month) for month in given)]
