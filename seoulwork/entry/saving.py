"""Saving cells: parse, compare with what was seen, check, write; one transaction, one answer for each cell.

A cell's version is the key of the row that holds it (None: blank). Who saves says which version was seen; if the cell holds
something else by now, that is a conflict and nothing is written. A blank clears, where the user knows of it: the row is
superseded, none follows, and an event keeps who and why.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.rows import Saved
from seoulwork.domain.cells import Cell, Place
from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import NumberError, is_dash, work_out
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import Line, Node, impossible_money
from seoulwork.entry.due import NOBODY, Current, Due, Kept, due, kept, kept_of, kept_reads, values_for
from seoulwork.entry.events import Amount, log_save
from seoulwork.entry.models import Sending
from seoulwork.entry.months import Refused, Status, hold, korean_time
from seoulwork.entry.rows import held_here, later_screen
from seoulwork.entry.steps import reason_of, text_of
from seoulwork.entry.tearing import tearing
from seoulwork.figures.asking import Read, ask
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Conflict, Stamp, record_block, stamped

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Actual, Execution

LONGEST = 60
"""Characters of a value: the largest number with its commas and unit has fewer."""
KEPT = timedelta(days=30)
"""So long a request that is sent again gets its first answer. A browser that was closed sends when it is opened next."""
ATTEMPTS = 3
UNKNOWN = -1 << 63
"""In place of what a version held that is none of this cell: equal to no amount."""


class OtherUser(Exception):
    """The request was sent by somebody else before."""


class OtherContent(Exception):
    """The request was sent before with other content."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a user wants in a cell: the text as typed, the version seen, and why."""

    cell: str
    value: str
    seen: int | None
    reason: str = ""
    clears: bool = False
    """The user knows that a stored value goes when this text is blank."""


@dataclass(slots=True)
class Result:
    """What became of one attempt: saved, unchanged, refused, conflict, locked or held (see docs/maintainers/entry-api.md)."""

    cell: str
    state: str = ""
    text: str = ""
    value: str = ""
    version: int | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def answer(self) -> dict[str, Any]:
        return {
            "cell": self.cell,
            "state": self.state,
            "text": self.text,
            "value": self.value,
            "version": self.version,
            **self.more,
        }


@dataclass(slots=True)
class Outcome:
    """The answers for all cells, and the places that were written."""

    results: list[Result]
    status: Status
    now: Kept
    """What is there of what is due, with what was written"""
    places: set[Place] = field(default_factory=set)
    changed: int = 0
    """History rows written or ended: one for each stored figure that really changed."""

    @property
    def stored(self) -> bool:
        return bool(self.changed)

    @property
    def refused(self) -> list[Result]:
        return [each for each in self.results if each.state in ("refused", "conflict", "locked")]


@dataclass(slots=True)
class _Change:
    """What one stored row is to hold, from one or two cells."""

    place: Place
    amounts: dict[str, int | None]
    reason: str
    results: list[Result]

    @property
    def is_blank(self) -> bool:
        return all(amount is None for amount in self.amounts.values())


def save(
    division: Division,
    month: Month,
    attempts: Sequence[Attempt],
    *,
    by: User,
    request: UUID | None = None,
    all_or_nothing: bool = False,
    only_touched: bool = False,
) -> tuple[Due, Outcome]:
    """Save what was typed into cells of one division's month. What is due is handed back too, for the answer.

    `only_touched` leaves alone what is as it was seen: a form without scripts sends every cell, touched or not.
    With a `request` number, the same request carried out before is answered and not repeated.
    Raises OtherUser or OtherContent when that number belongs to something else.
    """
    what = due(division, month)
    for attempt in range(ATTEMPTS):
        try:
            with _turn(), transaction.atomic():
                return what, _save(division, what, attempts, by, request, all_or_nothing, only_touched)
        except (Conflict, IntegrityError):
            # Somebody who did not hold the month (a workbook, a data file) wrote in between: look again.
            if attempt == ATTEMPTS - 1:
                raise
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
) -> Outcome:
    status = hold(division, what.month, by)
    digest = _digest(division, what.month, attempts)
    there, was_sent, has_old = _looked_up(division, what, request)
    if request is not None and was_sent:
        return _repeated(Sending.objects.get(pk=request), by, digest, status, there)
    stored = there.rows
    outcome, changes = _judge(division, what, attempts, there, status, only_touched=only_touched)
    if all_or_nothing and outcome.refused:
        for result in outcome.results:
            if result.state in ("", "unchanged"):
                result.state, result.text = "held", "다른 칸에 문제가 있어 저장하지 않았습니다."
        return outcome
    _write(division, what, changes, stored, by, outcome)
    if request is not None and outcome.stored:
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


def _digest(division: Division, month: Month, attempts: Sequence[Attempt]) -> str:
    content = [
        division.key,
        str(month),
        *([each.cell, each.value, each.seen, each.reason, each.clears] for each in attempts),
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


# ------------------------------------------------------------------------------------------------- judging


def _judge(
    division: Division, what: Due, attempts: Sequence[Attempt], there: Kept, status: Status, *, only_touched: bool
) -> tuple[Outcome, list[_Change]]:
    """What is to be written, and what is not and why. Writes nothing."""
    stored = there.rows
    outcome = Outcome([Result(each.cell) for each in attempts], status, Kept(dict(stored), there.remarks))
    by_place = what.by_place
    wanted: list[tuple[Attempt, Result, Cell, int | None]] = []
    for attempt, result in zip(attempts, outcome.results, strict=True):
        try:
            cell = Cell.parse(attempt.cell)
            owner = by_place[cell.place]
            if cell not in owner.cells:
                raise KeyError(cell)
        except (ValueError, KeyError):
            result.state, result.text = "refused", "이 달에 넣는 칸이 아닙니다. 화면을 새로 고쳐 주세요."
            continue
        try:
            if len(text_of(attempt.value, "값")) > LONGEST:
                raise NumberError(f"값이 너무 깁니다. 숫자만 {LONGEST}자 안으로 넣어 주세요.")
            reason_of(attempt.reason)
            wanted.append((attempt, result, cell, what.slot(cell).read(work_out(attempt.value))))
        except (NumberError, Refused) as error:
            locked = _locked(what, status, cell, stored)
            result.state, result.text = ("locked", locked) if locked else ("refused", str(error))
    seen = _seen(division, wanted, stored)
    changes: dict[Place, _Change] = {}
    for attempt, result, cell, value in wanted:
        row = held_here(stored.get(cell.place), what.month)
        now = row.amounts[cell.field] if row else None
        version = row.version if row else None
        was = now if attempt.seen == version else seen.get((cell.place, attempt.seen), {}).get(cell.field, UNKNOWN)
        result.value = "" if value is None else what.slot(cell).written(value)
        if value == now or (only_touched and value == was):
            _show(what, result, cell, row)
            result.state, result.text = "unchanged", _blank_for_dash(attempt, "")
        elif locked := _locked(what, status, cell, stored):
            _show(what, result, cell, row)
            result.state, result.text = "locked", locked
        elif was != now:
            _conflict(what, result, cell, row, was)
        elif value is None and now is not None and not attempt.clears:
            result.state = "refused"
            result.text, result.more = _would_clear(what.slot(cell).written(now)), {"clears": True}
        else:
            amounts = dict(row.amounts) if row else dict.fromkeys((cell.field, cell.sibling.field))
            change = changes.setdefault(cell.place, _Change(cell.place, amounts, "", []))
            change.amounts[cell.field] = value
            # A correction says why: by itself, or with the reason for which the month was opened again.
            change.reason = (
                change.reason or reason_of(attempt.reason) or status.reason_for(by_place[cell.place].programme_id)
            )
            change.results.append(result)
            result.text = _blank_for_dash(attempt, "" if now is None else what.slot(cell).written(now))
    budgets = _appropriations(division, what.month, [place.owner_id for place in changes if place.table == "Execution"])
    cleared = [place for place, change in changes.items() if change.is_blank]
    typed = [place for place, change in changes.items() if not change.is_blank and place not in stored]
    torn = tearing(division, what, stored, typed, cleared)
    allowed = []
    for change in changes.values():
        if text := _impossible(by_place[change.place], change, budgets.get(change.place.owner_id)) or torn.get(
            change.place, ""
        ):
            for result in change.results:
                result.state, result.text = "refused", text
        else:
            allowed.append(change)
    return outcome, allowed


def _would_clear(old: str) -> str:
    return f"저장된 값 {old}{particle(old, '이/가')} 지워집니다. 지우려면 지운다고 확인한 뒤 다시 저장하고, 0이면 0을 넣어 주세요."


def _blank_for_dash(attempt: Attempt, old: str) -> str:
    """What a user is told who wrote `-`, or nothing: Excel's 쉼표 스타일 shows 0 so, and here it is blank."""
    if not is_dash(attempt.value):
        return ""
    cleared = f" 저장된 값 {old}{particle(old, '을/를')} 지웠습니다." if old else ""
    return f"'-'는 0이 아니라 빈칸입니다.{cleared} 0이면 0을 넣어 주세요."


def _seen(
    division: Division, wanted: list[tuple[Attempt, Result, Cell, int | None]], stored: dict[Place, Current]
) -> dict[tuple[Place, int | None], dict[str, int | None]]:
    """What the rows held that users saw and that are no longer current. A cell whose row changed only in its other half
    (분자 and 분모, 원인행위액 and 지출액) has not changed. A blank cell was seen as blank. At most 2 queries, none if all are current."""
    blank: dict[str, int | None] = {"value": None, "denominator": None, "committed": None, "spent": None}
    found: dict[tuple[Place, int | None], dict[str, int | None]] = {}
    stale: dict[str, set[int]] = {"Actual": set(), "Execution": set()}
    for attempt, _, cell, _ in wanted:
        found[cell.place, None] = blank
        row = stored.get(cell.place)
        if attempt.seen is not None and (row is None or row.version != attempt.seen):
            stale[cell.place.table].add(attempt.seen)
    if stale["Actual"]:
        for pk, indicator_id, part_id, value, denominator in division.models.Actual.objects.filter(
            pk__in=stale["Actual"]
        ).values_list("pk", "indicator_id", "part_id", "value", "denominator"):
            found[Place("Actual", indicator_id, part_id), pk] = {"value": value, "denominator": denominator}
    if stale["Execution"]:
        for pk, budget_id, committed, spent in division.models.Execution.objects.filter(
            pk__in=stale["Execution"]
        ).values_list("pk", "budget_id", "committed", "spent"):
            found[Place("Execution", budget_id), pk] = {"committed": committed, "spent": spent}
    return found


def _locked(what: Due, status: Status, cell: Cell, stored: dict[Place, Current]) -> str:
    row = stored.get(cell.place)
    if locked := status.locked(what.by_place[cell.place].programme_id):
        return locked
    return later_screen(row, what.month) if row is not None else ""


def _show(what: Due, result: Result, cell: Cell, row: Current | None) -> None:
    """Put what stands in the cell into the result."""
    amount = row.amounts[cell.field] if row else None
    result.value = "" if amount is None else what.slot(cell).written(amount)
    result.version = row.version if row else None


def _conflict(what: Due, result: Result, cell: Cell, row: Current | None, was: int | None) -> None:
    mine = result.value
    _show(what, result, cell, row)
    before = None if was == UNKNOWN else was
    theirs = result.value or "빈칸"
    own = mine or "빈칸"
    who = f"{row.by}{particle(row.by, '이/가')} {korean_time(row.at)}에 " if row else "그 사이 다른 사람이 "
    result.state = "conflict"
    result.text = (
        f"{who}이 칸을 '{theirs}'{particle(theirs, '으로/로')} 바꾸었습니다. "
        f"내 값 '{own}'{particle(own, '과/와')} 견주어 하나를 골라 주세요."
    )
    result.more = {
        "mine": {"value": mine},
        "seen": {"value": "" if before is None else what.slot(cell).written(before)},
        "theirs": {
            "value": result.value,
            "by": row.by if row else "",
            "at": timezone.localtime(row.at).isoformat() if row else "",
            "at_text": korean_time(row.at) if row else "",
            "version": result.version,
        },
    }
    result.value = mine


def _impossible(owner: Node | Line, change: _Change, budget: int | None) -> str:
    """Why the row can't be, or nothing."""
    if change.place.table == "Execution":
        return impossible_money(change.amounts["committed"], change.amounts["spent"], budget)
    if change.amounts.get("denominator") is not None and change.amounts["value"] is None:
        return "분모만 있는 비율은 저장하지 않습니다. 분자를 먼저 넣거나, 분모를 먼저 지워 주세요."
    return next(filter(None, (slot.impossible(change.amounts.get(slot.field)) for slot in owner.slots)), "")


def _appropriations(division: Division, month: Month, budget_ids: list[int]) -> dict[int, int]:
    """예산현액 in force at the month's end, in won, by budget line."""
    if not budget_ids:
        return {}
    rows = (
        division.models.Appropriation.objects.current()
        .filter(budget_id__in=budget_ids, from_month__lte=month)
        .order_by("from_month")
        .values_list("budget_id", "amount")
    )
    return dict(rows)


# ------------------------------------------------------------------------------------------------- writing


def _write(
    division: Division, what: Due, changes: list[_Change], stored: dict[Place, Current], by: User, outcome: Outcome
) -> None:
    # Taken under the lock, so that the times of a cell's rows follow each other as the rows do.
    at = timezone.now()
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


def _saved(change: _Change, before: Current | None, after: Any | None) -> Saved:
    return Saved(
        change.place.table,
        before.version if before else None,
        after.pk if after else None,
        change.reason if after is None else "",
    )


def _amounts(change: _Change, before: Current | None) -> list[Amount]:
    """What became of each cell of the row that really changed."""
    was = before.amounts if before else {}
    cells = dict.fromkeys(Cell.parse(result.cell) for result in change.results)
    return [
        Amount(cell, was.get(cell.field), change.amounts[cell.field])
        for cell in cells
        if was.get(cell.field) != change.amounts[cell.field]
    ]


def _keep(now: dict[Place, Current], change: _Change, row: Any, by: User) -> None:
    """Put what was written in place of what was stored."""
    if row is None:
        now.pop(change.place, None)
        return
    run = Run(row.month, row.month) if change.place.table == "Execution" else row.run
    as_of = None if change.place.table == "Execution" else row.as_of
    now[change.place] = Current(row.pk, run, dict(change.amounts), by.name or NOBODY, row.entered_at, as_of)


def _row(division: Division, month: Month, change: _Change, row: Current | None, stamp: Stamp) -> "Actual | Execution":
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
        as_of=row.as_of if row else None,
        **change.amounts,
        **stamped(stamp),
    )
