"""Saving cells: judged (`judging`) and written in one transaction, with one answer for each cell.

A cell's version is the key of the row that holds it (None: blank). Who saves says which version was seen; if the cell holds
something else by now, that is a conflict and nothing is written. A blank clears, where the user knows of it: the row is
superseded, none follows, and an event keeps who and why.
"""

import hashlib
import json
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.rows import Saved
from seoulwork.domain.cells import Cell, Place
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.attempts import Attempt, Change, Outcome, Result
from seoulwork.entry.due import NOBODY, Current, Due, Kept, due, kept, kept_of, kept_reads, values_for
from seoulwork.entry.events import Amount, log_save
from seoulwork.entry.judging import judge
from seoulwork.entry.models import Sending
from seoulwork.entry.months import Refused, Status, hold
from seoulwork.figures.asking import Read, ask
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Conflict, Stamp, not_before, record_block, stamped
from seoulwork.operations.metrics import count_cells

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Actual, Execution

KEPT = timedelta(days=30)
"""So long a request that is sent again gets its first answer. A browser that was closed sends when it is opened next."""
ATTEMPTS = 3


class OtherUser(Exception):
    """The request was sent by somebody else before."""


class OtherContent(Exception):
    """The request was sent before with other content."""


def save(
    division: Division,
    month: Month,
    attempts: Sequence[Attempt],
    *,
    by: User,
    request: UUID | None = None,
    all_or_nothing: bool = False,
    only_touched: bool = False,
    what: Due | None = None,
    looked: Collection[Place] = (),
) -> tuple[Due, Outcome]:
    """Save what was typed into cells of one division's month. What is due is handed back too, for the answer.

    `what` is what the cells are of, where that is not what the month owes; `looked` are places of it that stand as they are: it is
    kept that they were looked at, as of those that are written. `only_touched` leaves alone what is as it was seen: a form without scripts sends every cell, touched or not.
    With a `request` number, the same request carried out before is answered and not repeated.
    Raises OtherUser or OtherContent when that number belongs to something else.
    """
    what = what or due(division, month)
    for attempt in range(ATTEMPTS):
        try:
            with _turn(), transaction.atomic():
                outcome = _save(division, what, attempts, by, request, all_or_nothing, only_touched, looked)
        except (Conflict, IntegrityError):
            # Somebody who did not hold the month (a workbook, a data file) wrote in between: look again.
            if attempt == ATTEMPTS - 1:
                raise
        else:
            count_cells(each.state for each in outcome.results)
            return what, outcome
    raise AssertionError


_TURNS = Lock()


def _turn() -> AbstractContextManager[Any]:
    """On SQLite, the turn of this thread to write. SQLite lets waiting writers try again at random, so that of fifty one may
    starve until its time-out; waiting here is fair. PostgreSQL queues by itself."""
    return _TURNS if connection.vendor == "sqlite" else nullcontext()


def _save(
    division: Division,
    what: Due,
    attempts: Sequence[Attempt],
    by: User,
    request: UUID | None,
    all_or_nothing: bool,
    only_touched: bool,
    looked: Collection[Place],
) -> Outcome:
    status = hold(division, what.month, by)
    digest = _digest(division, what.month, attempts, looked)
    there, was_sent, has_old = _looked_up(division, what, request)
    if request is not None and was_sent:
        return _repeated(Sending.objects.get(pk=request), by, digest, status, there)
    stored = there.rows
    outcome, changes = judge(division, what, attempts, there, status, only_touched=only_touched)
    if all_or_nothing and outcome.refused:
        for result in outcome.results:
            if result.state in ("", "unchanged"):
                result.state, result.text = "held", "다른 칸에 문제가 있어 저장하지 않았습니다."
        return outcome
    _write(division, what, changes, stored, by, outcome)
    if looked:
        _keep_looks(division, what, looked, status, by)
    if request is not None and (outcome.stored or looked):
        if has_old:
            Sending.objects.filter(at__lt=timezone.now() - KEPT).delete()
        Sending.objects.create(request=request, by=by, digest=digest, answer=_kept(outcome))
    return outcome


def _looked_up(division: Division, what: Due, request: UUID | None) -> tuple[Kept, bool, bool]:
    """What is there; whether the request was carried out before; whether there are some that need not be kept any more.
    1 query."""
    if request is None:
        return kept(division, what), False, False
    old = timezone.now() - KEPT
    *rows, same, ended = ask(_before_a_save, division, request=request, old=old, **values_for([what]))
    return kept_of(what, iter(rows)), bool(same), bool(ended)


def _before_a_save(of: Division, request: Any, old: Any, **values: Any) -> list[Read]:
    same, ended = Sending.objects.filter(pk=request), Sending.objects.filter(at__lt=old)
    return [*kept_reads((of,), **values), Read(same, ("at", "digest")), Read(ended, ("at", "digest"))]


def _keep_looks(division: Division, what: Due, looked: Collection[Place], status: Status, by: User) -> None:
    """That the places were looked at and stand as they are. Raises Refused where the month is locked."""
    for place in looked:
        if locked := status.locked(what.by_place[place].programme_id):
            raise Refused(locked)
    model, at = division.models.Look, timezone.now()
    model.objects.bulk_create(
        model(month=what.month, indicator_id=place.owner_id, part_id=place.part_id, by=by, at=at) for place in looked
    )


def _digest(division: Division, month: Month, attempts: Sequence[Attempt], looked: Collection[Place]) -> str:
    content = [
        division.key,
        str(month),
        *([each.cell, each.value, each.seen, each.reason, each.clears] for each in attempts),
        *(str(each.as_of) for each in attempts if each.as_of),
        *(str(place) for place in looked),
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _kept(outcome: Outcome) -> dict[str, Any]:
    return {
        "results": [
            [each.cell, each.state, each.text, each.value, each.version, each.more] for each in outcome.results
        ],
        "places": sorted([each.table, each.owner_id, each.part_id or 0] for each in outcome.places),
        "changed": outcome.changed,
    }


def _repeated(sent: Sending, by: User, digest: str, status: Status, there: Kept) -> Outcome:
    if sent.by_id != by.pk:
        raise OtherUser
    if sent.digest != digest:
        raise OtherContent
    places = {Place(table, owner, part or None) for table, owner, part in sent.answer["places"]}
    return Outcome([Result(*each) for each in sent.answer["results"]], status, there, places, sent.answer["changed"])


def _write(
    division: Division, what: Due, changes: list[Change], stored: dict[Place, Current], by: User, outcome: Outcome
) -> None:
    # Taken under the lock, so that the times of a cell's rows follow each other as the rows do.
    at = not_before(timezone.now(), *(stored[each.place].at for each in changes if each.place in stored))
    new: dict[Place, Actual | Execution] = {}
    for change in changes:
        row = stored.get(change.place)
        if any(amount is not None for amount in change.amounts.values()):
            new[change.place] = _row(
                division, what.month, change, row, Stamp(by, Source.BROWSER, reason=change.reason, at=at)
            )
    for table in ("Actual", "Execution"):
        written = [row for place, row in new.items() if place.table == table]
        places = [each.place for each in changes if each.place.table == table]
        ended = {stored[place].version: new.get(place) for place in places if place in stored}
        record_block(division.entered(table), written, ended, at)
    for change in changes:
        outcome.changed += 1
        outcome.places.add(change.place)
        _keep(outcome.now.rows, change, new.get(change.place), by)
        for result in change.results:
            result.state, result.version = "saved", new[change.place].pk if change.place in new else None
    if changes:
        reason = next((change.reason for change in changes if change.reason), "")
        rows = [_saved(each, stored.get(each.place), new.get(each.place)) for each in changes]
        amounts = [amount for each in changes for amount in _amounts(each, stored.get(each.place))]
        log_save(division, what, rows, amounts, Stamp(by, Source.BROWSER, reason=reason, at=at))
    # Cells that were already as wanted take the version that their row has now.
    versions = {change.place: change.results[0].version for change in changes}
    for result in outcome.results:
        if result.state == "unchanged" and (place := Cell.parse(result.cell).place) in versions:
            result.version = versions[place]


def _saved(change: Change, before: Current | None, after: Any | None) -> Saved:
    return Saved(
        change.place.table,
        before.version if before else None,
        after.pk if after else None,
        change.reason if after is None else "",
    )


def _amounts(change: Change, before: Current | None) -> list[Amount]:
    """What became of each cell of the row that really changed."""
    was = before.amounts if before else {}
    cells = dict.fromkeys(Cell.parse(result.cell) for result in change.results)
    return [
        Amount(cell, was.get(cell.field), change.amounts[cell.field])
        for cell in cells
        if was.get(cell.field) != change.amounts[cell.field]
    ]


def _keep(now: dict[Place, Current], change: Change, row: Any, by: User) -> None:
    """Put what was written in place of what was stored."""
    if row is None:
        now.pop(change.place, None)
        return
    run = Run(row.month, row.month) if change.place.table == "Execution" else row.run
    as_of = None if change.place.table == "Execution" else row.as_of
    now[change.place] = Current(row.pk, run, dict(change.amounts), by.name or NOBODY, row.entered_at, as_of)


def _row(division: Division, month: Month, change: Change, row: Current | None, stamp: Stamp) -> "Actual | Execution":
    """The new row of a change, not saved yet: of the months that the row before it covered, or of the one month."""
    place, models = change.place, division.models
    if place.table == "Execution":
        return models.Execution(budget_id=place.owner_id, month=month, **change.amounts, **stamped(stamp))
    run = row.run if row else Run(month, month)
    return models.Actual(
        indicator_id=place.owner_id,
        part_id=place.part_id,
        first_month=run.first,
        last_month=run.last,
        as_of=change.as_of,
        **change.amounts,
        **stamped(stamp),
    )
