"""Undoing an import as a whole: the old figures are written again as new rows, in one transaction that records who and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.events import log
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.entry.months import UNOPENED, hold
from seoulwork.entry.saving import CLEARED
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.models import CURRENT, Source
from seoulwork.figures.recording import Stamp
from seoulwork.workbook.importing.receive import BY_COMMAND
from seoulwork.workbook.models import Batch


@dataclass(frozen=True, slots=True)
class Standing:
    """What came after a figure of the batch, and undoing would take away: a later figure, or that it was cleared."""

    title: str
    month: Month
    by: str
    at: datetime
    cleared: bool


class NotUndone(Exception):
    """A batch that can't be undone; `standing` is what came after its figures."""

    def __init__(self, text: str, standing: Sequence[Standing] = ()) -> None:
        super().__init__(text)
        self.standing = tuple(standing)


def undo(batch: Batch, *, by: User | None = None, reason: str) -> Batch:
    """Take a batch back as a whole: its figures are superseded, those before it written again as new rows.

    Raises NotUndone when later figures stand on it, when a month is closed now, without a reason, or a second time.
    """
    if not reason.strip():
        raise NotUndone("되돌리는 사유를 적어 주세요.")
    to = division(batch.workbook.division)
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.undone_at is not None:
            raise NotUndone("이미 되돌린 반입입니다.")
        stamp = Stamp(by, Source.WORKBOOK, reason=reason.strip(), at=timezone.now())
        _check_months(to, held)
        if standing := _standing(to, held):
            names = ", ".join(f"{each.title} {each.month.korean}" for each in standing[:5])
            more = f" 등 {len(standing):,}개" if len(standing) > 5 else ""
            raise NotUndone(
                f"이 반입 뒤에 고치거나 지운 값이 있어 되돌릴 수 없습니다: {names}{more}. 그 값을 먼저 확인해 주세요.",
                standing,
            )
        _restore(to, held, stamp)
        held.undone_at, held.undone_by, held.undo_reason = stamp.at, by, reason.strip()
        held.save(update_fields=["undone_at", "undone_by", "undo_reason"])
        log("반입 되돌리기", held.workbook.name, stamp, division=to.key, batch=held.pk, figures=held.figures)
    return held


def _months(to: Division, batch: Batch) -> list[tuple[Month, int | None]]:
    """The months and programmes that the batch wrote."""
    actuals = (
        to.models.Actual.objects.filter(batch=batch).order_by().values_list("first_month", "indicator__programme_id")
    )
    executions = to.models.Execution.objects.filter(batch=batch).order_by().values_list("month", "budget__programme_id")
    return [*actuals.distinct(), *executions.distinct()]


def _check_months(to: Division, batch: Batch) -> None:
    pairs = _months(to, batch)
    statuses = {month: hold(to, month) for month in sorted({month for month, _ in pairs})}
    for month, programme_id in pairs:
        status = statuses[month]
        if status.state != UNOPENED and (cause := status.locked(programme_id)):
            raise NotUndone(f"{month.korean}: {cause}")


def _standing(to: Division, batch: Batch) -> list[Standing]:
    """What took the place of figures of the batch: later ones, or a blank. 7 queries, however many they are."""
    later = {"Actual": _later_actuals(to, batch), "Execution": _later_executions(to, batch)}
    lost = [(table, place, row) for table in PLACES for place, row in _lost(to, table, batch).items()]
    blank = {row.superseded_at for table, place, row in lost if place not in later[table]}
    cleared_by = {
        (table, pk): event.actor.name if event.actor else BY_COMMAND
        for event in Event.objects.filter(action=CLEARED, at__in=blank).select_related("actor")
        for table, pk, _ in event.detail["cleared"]
    }
    found = []
    for table, place, row in lost:
        title = str(row.budget) if table == "Execution" else _title(row)
        now = later[table].get(place)
        if now is None:
            by, at = cleared_by.get((table, row.pk), ""), row.superseded_at
        else:
            by, at = now.entered_by.name if now.entered_by else BY_COMMAND, now.entered_at
        found.append(Standing(title, place[-1], by, at, cleared=now is None))
    return sorted(found, key=lambda each: (each.title, each.month))


PLACES = {"Actual": ("indicator_id", "part_id", "first_month"), "Execution": ("budget_id", "month")}
"""Where a row of a batch stands, by its table: the month comes last, and is the only one of the row."""


def _lost(to: Division, table: str, batch: Batch) -> dict[tuple[Any, ...], Any]:
    """The places where the batch wrote and nothing of it stands any more, each with the last row of the batch there.

    Undoing a later batch writes a row of this one again, as another row of this one: such a place is not lost.
    """
    fields, own = PLACES[table], to.model(table).objects.filter(batch=batch)
    standing = set(own.filter(CURRENT).values_list(*fields))
    related = ("budget",) if table == "Execution" else ("indicator", "part")
    gone = own.filter(superseded_at__isnull=False).select_related(*related).order_by("pk")
    rows = {tuple(getattr(row, name) for name in fields): row for row in gone}
    return {place: row for place, row in rows.items() if place not in standing}


def _later_actuals(to: Division, batch: Batch) -> dict[tuple[Any, ...], Any]:
    """The current actual of each month, for the indicators of which the batch lost some."""
    gone = to.models.Actual.objects.filter(batch=batch, superseded_at__isnull=False)
    covered = to.models.ActualMonth.objects.filter(indicator_id__in=gone.values("indicator_id"))
    return {
        (each.indicator_id, each.part_id, each.month): each.actual
        for each in covered.select_related("actual__entered_by")
    }


def _later_executions(to: Division, batch: Batch) -> dict[tuple[Any, ...], Any]:
    execution = to.models.Execution.objects
    gone = execution.filter(batch=batch, superseded_at__isnull=False)
    current = execution.filter(CURRENT, budget_id__in=gone.values("budget_id")).select_related("entered_by")
    return {(each.budget_id, each.month): each for each in current}


def _title(actual: Any) -> str:
    return f"{actual.indicator.name} / {actual.part.path}" if actual.part else str(actual.indicator.name)


def _restore(to: Division, batch: Batch, stamp: Stamp) -> None:
    """Supersede the batch's rows and write those that they took the place of once more, with their own origin.

    A row that the batch superseded carries the batch's own time, and the same indicator and part or budget line.
    """
    actual, execution, covered = to.models.Actual, to.models.Execution, to.models.ActualMonth
    own = actual.objects.filter(batch=batch)
    keys = set(own.values_list("indicator_id", "part_id"))
    before = [
        row
        for row in actual.objects.filter(superseded_at=batch.at).exclude(batch=batch)
        if (row.indicator_id, row.part_id) in keys
    ]
    covered.objects.filter(actual__batch=batch).delete()
    own.filter(CURRENT).update(superseded_at=stamp.at)
    restored = actual.objects.bulk_create([_again(row, stamp) for row in before])
    covered.objects.bulk_create(
        [
            covered(actual=row, indicator_id=row.indicator_id, part_id=row.part_id, month=month)
            for row in restored
            for month in row.run.months()
        ]
    )
    lines = set(execution.objects.filter(batch=batch).values_list("budget_id", flat=True))
    earlier = [
        row for row in execution.objects.filter(superseded_at=batch.at).exclude(batch=batch) if row.budget_id in lines
    ]
    execution.objects.filter(CURRENT, batch=batch).update(superseded_at=stamp.at)
    execution.objects.bulk_create([_again(row, stamp) for row in earlier])


def _again(row: Any, stamp: Stamp) -> Any:
    """The same figure as a new row: its source and place stay, who and when and why are those of the undoing."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    values |= {
        "entered_by_id": stamp.by.pk if stamp.by else None,
        "entered_at": stamp.at,
        "reason": stamp.reason,
        "superseded_at": None,
    }
    return type(row)(**values)
