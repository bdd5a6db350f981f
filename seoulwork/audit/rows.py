"""The figures that an event wrote, by the keys that it keeps of their rows."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any

from seoulwork.audit.models import Event
from seoulwork.domain.places import MONEY_SLOTS, actual_slots
from seoulwork.figures.divisions import division

ROWS = "rows"
"""Where an event keeps the rows of its save."""
FIELDS = {"Actual": ("value", "denominator"), "Execution": ("committed", "spent"), "MonthPlan": ("value",)}
RELATED = {"Actual": ("indicator", "part"), "Execution": ("budget",), "MonthPlan": ("indicator", "budget")}


@dataclass(frozen=True, slots=True)
class Saved:
    """One stored row of a save: the key of the row that ended, of the one that took its place (None: there was none,
    nothing follows), and why it was cleared."""

    table: str
    ended: int | None
    written: int | None
    reason: str = ""

    def kept(self) -> tuple[Any, ...]:
        return astuple(self)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure before and after, as it is shown."""

    name: str
    before: str
    after: str
    reason: str


def rows_of(event: Event) -> list[Saved]:
    """The rows that a save wrote and ended."""
    return [Saved(*each) for each in event.detail.get(ROWS, ())]


def lines_of(event: Event) -> list[Line]:
    """The figures that a save changed, in the units in which they are written. A query for each table."""
    saved = rows_of(event)
    found: list[Line] = []
    for table in FIELDS:
        own = [each for each in saved if each.table == table]
        keys = {key for each in own for key in (each.ended, each.written) if key is not None}
        if keys:
            model: Any = getattr(division(event.division).models, table)
            rows = model.objects.select_related(*RELATED[table]).in_bulk(keys)
            found += [line for each in own for line in _lines(table, each, rows)]
    return found


def _lines(table: str, saved: Saved, rows: dict[int, Any]) -> Iterator[Line]:
    before, after = (rows.get(key) if key is not None else None for key in (saved.ended, saved.written))
    row = after or before
    if row is None:
        return
    for field in FIELDS[table]:
        old, new = (None if each is None else getattr(each, field) for each in (before, after))
        if old != new:
            yield Line(
                _name(row, field),
                _shown(row, field, old),
                _shown(row, field, new),
                saved.reason or (after.reason if after else ""),
            )


def _name(row: Any, field: str) -> str:
    label = str(row._meta.get_field(field).verbose_name)
    if field in FIELDS["Execution"]:
        return f"{row.budget} {label}"
    if row._meta.model_name == "monthplan":
        return str(row)
    name = " · ".join(filter(None, [row.indicator.name, row.part.path if row.part else ""]))
    return f"{name} {label}" if field == "denominator" else name


def _shown(row: Any, field: str, stored: int | None) -> str:
    if stored is None:
        return "빈칸"
    if getattr(row, "budget_id", None) is not None:
        slots = MONEY_SLOTS
    else:
        slots = actual_slots(row.indicator.accumulation, row.indicator.unit, row.indicator.decimals)
    slot = next((each for each in slots if each.field == field), slots[0])
    return f"{slot.written(stored)}{slot.unit}"
