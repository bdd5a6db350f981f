"""Typed months that would tear a stored figure of several months (see domain/runs.py)."""

from collections import defaultdict
from collections.abc import Collection

from seoulwork.domain.cells import Place
from seoulwork.domain.periods import Run
from seoulwork.domain.places import Node
from seoulwork.domain.runs import torn
from seoulwork.entry.due import Current, Due
from seoulwork.figures.divisions import Division


def tearing(
    division: Division, what: Due, stored: dict[Place, Current], typed: Collection[Place], cleared: Collection[Place]
) -> dict[Place, str]:
    """Why some of the `typed` places, blank until now, can't get a figure of the month while the `cleared` ones lose theirs.
    1 query where a whole or a part of theirs holds a run of months, else none."""
    owners = {place.owner_id for place in typed if place.table == "Actual"}
    held = {
        node.indicator_id: node
        for node in what.nodes
        if node.indicator_id in owners and node.accumulation != "latest" and _runs(node, stored)
    }
    if not held:
        return {}
    around = [run for node in held.values() for run in _runs(node, stored)]
    rows = _rows(division, held.keys(), Run(min(run.first for run in around), max(run.last for run in around)))
    found: dict[Place, str] = {}
    for node in held.values():
        paths = {each.place: each.path for each in node.walk()}
        runs: dict[str, list[Run]] = defaultdict(list)
        for place, run in rows:
            if place in paths and not (place in cleared and what.month in run):
                runs[paths[place]].append(run)
        new = {paths[place]: place for place in typed if place in paths}
        for path in new:
            runs[path].append(Run(what.month, what.month))
        found |= {new[each.by]: each.text for each in torn(runs) if each.by in new and what.month in each.run}
    return found


def _runs(node: Node, stored: dict[Place, Current]) -> list[Run]:
    """The runs of several months that the indicator's rows cover the month with."""
    rows = (stored.get(each.place) for each in node.walk())
    return [row.run for row in rows if row is not None and not row.run.is_month]


def _rows(division: Division, indicators: Collection[int], run: Run) -> list[tuple[Place, Run]]:
    """The current rows that cover a month of the run."""
    rows = division.models.Actual.objects.current().covering(run).filter(indicator_id__in=indicators)
    return [
        (Place("Actual", row.indicator_id, row.part_id), Run(row.first_month, row.last_month))
        for row in rows.values_list("indicator_id", "part_id", "first_month", "last_month", named=True)
    ]
