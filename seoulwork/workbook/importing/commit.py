"""Confirming an import: one transaction that also records who and why.

A confirmed import is one Batch: all of its figures or none. Nothing is overwritten: the rows that the new ones take the
place of are marked as superseded.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.entry.months import hold_all
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Conflict, Stamp, record_bulk
from seoulwork.workbook.importing.preview import preview
from seoulwork.workbook.importing.receive import AlreadyImported, sheets_of, standing_batch
from seoulwork.workbook.models import Batch, Workbook
from seoulwork.workbook.outcome import CHANGED, NEW, Preview, Write
from seoulwork.workbook.reading.sheet import Sheet
from seoulwork.workbook.safety import Refused

Progress = Callable[[int, str], None]
"""Called with a percentage and what is being done."""


class Changed(Exception):
    """The figures are not those that were seen in the preview; it has to be looked at again. `preview` is the new one."""

    def __init__(self, preview: Preview) -> None:
        super().__init__("미리보기를 본 뒤에 값이 바뀌었습니다. 새 미리보기를 확인한 뒤 다시 반입해 주세요.")
        self.preview = preview


class NotImportable(Refused):
    """A workbook with errors or open questions, or one that changes nothing; `preview` says what."""

    def __init__(self, preview: Preview, text: str) -> None:
        super().__init__(text)
        self.preview = preview


def commit(
    workbook: Workbook,
    fingerprint: str | None,
    *,
    by: User | None = None,
    reason: str = "",
    leaving_out: bool = False,
    sheets: list[Sheet] | None = None,
    progress: Progress | None = None,
) -> Batch:
    """Write what the preview with that fingerprint showed: all of it, or nothing. None: nobody has looked, any preview will do.

    Cells that `by` may not write are no part of it; that there are some has to be agreed to (`leaving_out`).
    Raises Changed when the figures are not those that were seen, AlreadyImported, and Refused for what is not importable.
    """
    say = progress or (lambda percent, text: None)
    say(0, "파일을 읽는 중")
    to = division(workbook.division)
    content = sheets_of(workbook) if sheets is None else sheets
    try:
        with _without_collecting(), transaction.atomic():
            if batch := standing_batch(workbook):
                raise AlreadyImported(batch)
            say(20, "값을 검사하는 중")
            # Held before anything is looked at: what the look says of months and figures stays true until it is written.
            hold_all(to)
            found = preview(workbook, content, by=by)
            _check(found, fingerprint, leaving_out=leaving_out)
            say(40, "값을 쓰는 중")
            batch = Batch.objects.create(
                workbook=workbook,
                by=by,
                reason=reason.strip(),
                at=timezone.now(),
                figures=found.counts[NEW] + found.counts[CHANGED],
            )
            _write(to, batch, found)
            log(
                Action.WORKBOOK_IMPORTED,
                f"{to.name} {found.run.korean if found.run else ''}".strip(),
                _stamp(batch),
                target=Target(division=to.key, month=found.run.last if found.run else None),
                batch=batch,
                count=batch.figures,
                detail={"workbook": workbook.name, "sha256": workbook.sha256}
                | ({"left_out": len(found.barred)} if found.barred else {}),
            )
    except (IntegrityError, Conflict) as error:
        if batch := standing_batch(workbook):
            raise AlreadyImported(batch) from error
        now = preview(workbook, content, by=by)
        if now.fingerprint == found.fingerprint:
            raise  # nobody changed anything: the database refuses what the preview allowed, and would again
        raise Changed(now) from error
    say(100, f"값 {batch.figures:,}개를 반입했습니다.")
    return batch


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Without Python's search for circles among objects: it goes through the rows in hand again and again, finds none, and
    takes a fifth of the time."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _check(found: Preview, fingerprint: str | None, *, leaving_out: bool) -> None:
    if fingerprint is not None and found.fingerprint != fingerprint:
        raise Changed(found)
    if found.errors or found.questions:
        raise NotImportable(
            found,
            f"고쳐야 할 칸이 {len(found.errors):,}개, 답하지 않은 물음이 {len(found.questions):,}개 있어 반입하지 않았습니다.",
        )
    if found.nothing:
        raise NotImportable(found, found.nothing)
    if found.barred and not leaving_out:
        raise NotImportable(
            found,
            f"넣을 수 없는 칸이 {len(found.barred):,}개 있어 반입하지 않았습니다. 그 칸을 빼고 나머지만 반입하려면 그렇게 하겠다고 표시해 주세요.",
        )


def _stamp(batch: Batch) -> Stamp:
    return Stamp(batch.by, Source.WORKBOOK, reason=batch.reason, at=batch.at)


FIELDS = {
    "Actual": ("indicator", "part", "first_month", "last_month", "value", "denominator", "place", "reason"),
    "Execution": ("budget", "month", "committed", "spent", "place", "reason"),
}


def _write(to: Division, batch: Batch, found: Preview) -> None:
    """Write the figures of the preview, as rows of the batch. Raises Conflict when one that they follow has ended since."""
    for table, fields in FIELDS.items():
        positions: dict[int, int] = {}
        rows: list[tuple[Any, ...]] = []
        for at, each in enumerate(found.writes):
            if each.table == table:
                positions[at] = len(rows)
                rows.append(_row(each, batch))
        ended = {key: positions[at] for key, at in found.superseded[table].items()}
        if rows:
            record_bulk(to.entered(table), fields, rows, ended, _stamp(batch), batch=batch)


def _row(write: Write, batch: Batch) -> tuple[Any, ...]:
    """The values of FIELDS."""
    month, reason = int(write.month), batch.reason or write.reason
    if write.table == "Actual":
        return write.owner_id, write.part_id, month, month, write.first, write.second, write.place, reason
    return write.owner_id, month, write.first, write.second, write.place, reason
