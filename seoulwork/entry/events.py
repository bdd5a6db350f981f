"""What monthly entry leaves in the record of activity: what its events are about, and the rows of a save by their keys."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from seoulwork.audit.actions import Action
from seoulwork.audit.events import Change, Target, log
from seoulwork.audit.models import Event
from seoulwork.audit.rows import ROWS, Saved, rows_of
from seoulwork.domain.cells import Cell, Place
from seoulwork.domain.periods import Month
from seoulwork.entry.due import Due
from seoulwork.figures.divisions import Division
from seoulwork.figures.recording import Stamp


def subject(division: Division, month: Month) -> str:
    """How events of a month call what they are about."""
    return f"{division.name} {month.korean}"


def about(division: Division, month: Month, place: Place, programme_id: int | None) -> Target:
    """What an event beside a figure is about."""
    if place.table == "Execution":
        return Target(division=division.key, month=month, programme=programme_id, budget=place.owner_id)
    return Target(
        division=division.key, month=month, programme=programme_id, indicator=place.owner_id, part=place.part_id
    )


@dataclass(frozen=True, slots=True)
class Amount:
    """What became of one cell."""

    cell: Cell
    before: int | None
    after: int | None


def log_save(division: Division, what: Due, rows: Sequence[Saved], amounts: Sequence[Amount], stamp: Stamp) -> None:
    """One event for a save, of one cell or a thousand. Of one cell it has the figure before and after, of several their
    number; in either case the keys of the rows."""
    cleared = any(row.written is None for row in rows)
    places = {each.cell.place for each in amounts}
    programmes = {what.by_place[place].programme_id for place in places}
    called, change = subject(division, what.month), None
    target = Target(
        division=division.key, month=what.month, programme=programmes.pop() if len(programmes) == 1 else None
    )
    if len(places) == 1:
        target = about(division, what.month, places.pop(), target.programme)
    if len(amounts) == 1:
        each = amounts[0]
        slot = what.slot(each.cell)
        change = Change(slot.field, each.before, each.after, slot.unit, slot.decimals)
        called = f"{called} · {what.label(each.cell)}"
    log(
        Action.FIGURES_CLEARED if cleared else Action.FIGURES_ENTERED,
        called,
        stamp,
        target=target,
        change=change,
        count=None if change else len(amounts),
        detail={ROWS: [row.kept() for row in rows]},
    )


def clearings(division: Division, months: Collection[Month], table: str) -> dict[int, tuple[str, str]]:
    """Who cleared the rows of a table in monthly entry, and why, by their keys. 1 query."""
    events = Event.objects.filter(division=division.key, month__in=months, action=Action.FIGURES_CLEARED)
    return {
        row.ended: (event.actor.name if event.actor else "관리 명령", row.reason)
        for event in events.select_related("actor")
        for row in rows_of(event)
        if row.ended is not None and row.written is None and row.table == table
    }
