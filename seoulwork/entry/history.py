"""What a cell held when: from the stored rows alone. Each of them says by key which row took its place; one that ended
without such a key was removed: cleared in monthly entry, or taken back with its import."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.cells import Cell, Place
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.events import clearings
from seoulwork.entry.remarks import ACTIONS
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Source


@dataclass(frozen=True, slots=True)
class Held:
    """What a cell held: a stored whole number, and the months that it is the figure of."""

    amount: int
    run: Run


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a cell; None is a blank."""

    at: datetime
    by: str
    before: Held | None
    after: Held | None
    reason: str
    source: str


def rows_of(division: Division, month: Month, place: Place) -> list[Any]:
    """All rows that a place ever had for the month, the oldest first: a row's key is larger than that of the one whose place
    it took. 1 query."""
    models = division.models
    if place.table == "Execution":
        lines = models.Execution.objects.filter(budget_id=place.owner_id).of_month(month)
        return list(lines.select_related("entered_by", "batch__undone_by").order_by("pk"))
    rows = models.Actual.objects.filter(indicator_id=place.owner_id, part=place.part_id).covering(Run(month, month))
    return list(rows.select_related("entered_by", "batch__undone_by").order_by("pk"))


def changes(division: Division, month: Month, cell: Cell) -> list[Change]:
    """The history of a cell, the newest change first. 2 queries."""
    rows = rows_of(division, month, cell.place)
    cleared = clearings(division, [month], cell.place.table)
    found: list[Change] = []
    before: Held | None = None
    for row in rows:
        amount = getattr(row, cell.field)
        after = None if amount is None else Held(amount, getattr(row, "run", None) or Run(month, month))
        if after != before:
            source = f"{Source(row.source).label} {row.place}".strip()
            found.append(Change(row.entered_at, _name(row.entered_by), before, after, row.reason, source))
        before = after
        if row.superseded_at is not None and row.superseded_by_id is None:
            if before is not None:
                found.append(Change(row.superseded_at, *_removed(row, before, cleared)))
            before = None
    return found[::-1]


def _removed(row: Any, held: Held, cleared: dict[int, tuple[str, str]]) -> tuple[str, Held, None, str, str]:
    """The change of a removed row behind its time: who cleared it in monthly entry, or took its import back."""
    if row.pk not in cleared and row.batch and row.batch.undone_at:
        return _name(row.batch.undone_by), held, None, row.batch.undo_reason, "반입 되돌리기"
    by, reason = cleared.get(row.pk, ("", ""))
    return by, held, None, reason, Source.BROWSER.label


@dataclass(frozen=True, slots=True)
class RemarkChange:
    """One change of a cell's 메모 or 부진 사유: what was written, empty when it was taken back."""

    at: datetime
    by: str
    kind: str
    before: str
    after: str


def remark_changes(division: Division, month: Month, cell: Cell) -> list[RemarkChange]:
    """How the remarks of a cell came about, the newest change first. 1 query."""
    events = Event.objects.filter(
        division=division.key, month=month, action__in=ACTIONS.values(), detail__cell=str(cell)
    ).select_related("actor")
    found: list[RemarkChange] = []
    before = dict.fromkeys(ACTIONS.values(), "")
    for event in reversed(events):
        action = Action(event.action)
        found.append(RemarkChange(event.at, _name(event.actor), event.done, before[action], _said(event.detail)))
        before[action] = found[-1].after
    return found[::-1]


def _said(detail: dict[str, Any]) -> str:
    """`모집 지연 (만회 예정 2018-09-30)`"""
    recovery = detail.get("recovery") if detail["text"] else ""
    return f"{detail['text']} (만회 예정 {recovery})" if recovery else str(detail["text"])


def _name(user: Any) -> str:
    return user.name if user else "관리 명령"
