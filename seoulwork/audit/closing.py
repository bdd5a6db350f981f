"""Closing old rows of a chain off: what is older than it has to be kept goes into an archive that is called by its SHA-256, and out of the
database, from the beginning of the chain to one row and never out of its middle.

What stays behind (`Closing`) is the number and seal of that row, from which the chain goes on, and what verifying needs of what went: the
events that editions are held against, and the seals at which editions and earlier ends were noted. The record of activity tells of
each closing, with the hash of all that: a row too many or too few, another archive or another anchor is found by `verify_editions`.

Only the owner of the tables may do it: the rows stand, and not even the web process can remove them.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain as joined
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from seoulwork.figures.recording import Stamp

from . import accesses, chain, seals
from .actions import Action
from .events import log
from .frozen import STANDING, Editor, freeze, thaw
from .models import Access, Closing, Event, Link
from .seals import Sealed, alone

Chain = Closing.Chain
ROWS = {Chain.EVENTS: chain.linked, Chain.ACCESSES: accesses.sealed}
LOCKS = {Chain.EVENTS: chain.LOCK, Chain.ACCESSES: accesses.LOCK}
TABLES = {Chain.EVENTS: ("audit_link", "audit_event"), Chain.ACCESSES: ("audit_access",)}
HELD_AGAINST = (Action.BRIEFING_PUBLISHED, Action.EDITION_WITHDRAWN, Action.CORRECTION_BEGUN, Action.RECORD_CLOSED)
"""Events that something else is held against: they are kept with the closing."""
WAITS = "20s"
"""For others who write; then it is another day's work."""

Ends = Iterable[tuple[str, str]]


class Refused(Exception):
    """Nothing was closed off; `str()` is a Korean sentence."""


def close(kind: str, before: datetime, folder: Path, ends: Ends = ()) -> Closing | None:
    """Close off what a chain has from before that moment; None when there is nothing. `ends` are ends that editions name. Raises Refused."""
    noted = [text for text, _ in ends]
    if found := list(differences(ends)):
        raise Refused(f"기록이 적힌 때와 다른 곳이 있어 닫지 않았습니다. 먼저 확인해 주세요: {found[0]}")
    begin = chain.closed(kind)
    last = _last_before(kind, before)
    if last <= begin[0]:
        return None
    if not may_close():
        raise Refused(
            "이 데이터베이스 역할은 표의 주인이 아니어서 기록을 닫을 수 없습니다. 주인 역할의 DATABASE_URL로 manage.py close_records를 실행해 주세요(deploy/seoulwork-records.timer)."
        )
    rows = [each for each in ROWS[Chain(kind)]() if each.number <= last]
    written, digest = _written(kind, rows, folder)
    kept = {
        "events": [seals.plain(each.said) for each in rows if each.said.get("action") in HELD_AGAINST],
        "ends": {str(each.number): each.sealed for each in rows if f"{each.number}:{each.sealed}" in noted},
    }
    closing = Closing(
        chain=kind,
        first=begin[0] + 1,
        last=last,
        sealed=rows[-1].sealed,
        archive=written.name,
        sha256=digest,
        before=before,
        kept=kept,
    )
    _remove(closing)
    return closing


def may_close() -> bool:
    """Whether the role of this connection owns the tables: on PostgreSQL the roles of web host and worker do not."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(tableowner, 'USAGE') FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'audit_event'"
        )
        return bool(cursor.fetchone()[0])


def due(kind: str, before: datetime) -> int:
    """How many rows of a chain would be closed off."""
    return max(0, _last_before(kind, before) - chain.closed(kind)[0])


def _last_before(kind: str, before: datetime) -> int:
    """The last number before the first row that is not older."""
    if kind == Chain.EVENTS:
        younger = Link.objects.filter(event__at__gte=before).order_by("number").values_list("number", flat=True).first()
        newest = Link.objects.order_by("-number").values_list("number", flat=True).first()
    else:
        younger = Access.objects.filter(at__gte=before).order_by("number").values_list("number", flat=True).first()
        newest = Access.objects.order_by("-number").values_list("number", flat=True).first()
    return younger - 1 if younger else newest or 0


def _written(kind: str, rows: list[Sealed], folder: Path) -> tuple[Path, str]:
    """The archive of the rows, and its SHA-256: the same rows make the same file."""
    lines = (
        json.dumps(
            {"number": each.number, "sealed": each.sealed, "said": seals.plain(each.said)},
            ensure_ascii=False,
            sort_keys=True,
        )
        for each in rows
    )
    content = gzip.compress("".join(f"{each}\n" for each in lines).encode(), mtime=0)
    digest = hashlib.sha256(content).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{kind}-{rows[0].number}-{rows[-1].number}-{digest[:16]}.jsonl.gz"
    part = made.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(made)
    return made, digest


@transaction.atomic
def _remove(closing: Closing) -> None:
    kind = Chain(closing.chain)
    tables = {each: STANDING[each] for each in TABLES[kind]}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{WAITS}'")
    alone(connection, LOCKS[kind])
    thaw(Editor(), tables)
    if kind == Chain.EVENTS:
        links = Link.objects.filter(number__lte=closing.last)
        keys = list(links.values_list("event_id", flat=True))
        gone = links._raw_delete(links.db)
        for at in range(0, len(keys), 5_000):
            some = Event.objects.filter(pk__in=keys[at : at + 5_000])
            some._raw_delete(some.db)
    else:
        old = Access.objects.filter(number__lte=closing.last)
        gone = old._raw_delete(old.db)
    if gone != closing.last - closing.first + 1:
        raise Refused("그사이 다른 곳에서 기록을 닫았습니다. 다시 실행해 주세요.")
    connection.check_constraints()
    freeze(Editor(), tables)
    closing.save(force_insert=True)
    log(Action.RECORD_CLOSED, str(closing), Stamp(None, ""), count=gone, detail=said(closing))


def said(closing: Closing) -> dict[str, Any]:
    """What the record of activity tells of a closing."""
    names = ("chain", "first", "last", "sealed", "archive", "sha256")
    kept = json.dumps(closing.kept, ensure_ascii=False, sort_keys=True)
    return {name: getattr(closing, name) for name in names} | {"kept": hashlib.sha256(kept.encode()).hexdigest()}


# ------------------------------------------------------------------------------------------------- verifying


def events_of(action: Action) -> list[Event]:
    """The events of one of HELD_AGAINST, those that were closed off among them, in the order in which they were written."""
    gone = [each for each in _kept() if each["action"] == action]
    return [*(Event(**each) for each in gone), *Event.objects.filter(action=action).order_by("pk")]


def _kept() -> Iterator[dict[str, Any]]:
    yield from joined.from_iterable(each.kept["events"] for each in Closing.objects.filter(chain=Chain.EVENTS))


def differences(ends: Ends = (), archives: Sequence[Path] = ()) -> Iterator[str]:
    """A Korean sentence for each thing of either chain that is not as it was recorded: what is there, the anchors of what was closed off,
    and the archives that are at hand."""
    closings = list(Closing.objects.order_by("chain", "last"))
    at = dict.fromkeys(Chain, 0)
    for each in closings:
        if each.first != at[Chain(each.chain)] + 1:
            yield f"{each}: 앞에 닫은 기록과 이어지지 않습니다."
        at[Chain(each.chain)] = each.last
    told = [each.detail for each in events_of(Action.RECORD_CLOSED)]
    known = [said(each) for each in closings]
    yield from (
        f"{each}: 활동 기록에 적힌 것과 다르거나 없습니다."
        for each, own in zip(closings, known, strict=True)
        if own not in told
    )
    yield from (
        f"{each.get('archive', '활동 기록')}: 닫았다고 적힌 기록이 없거나 바뀌었습니다."
        for each in told
        if each not in known
    )
    here, gone = _divided(list(ends), at[Chain.EVENTS])
    yield from _ends_before(gone, closings, archives)
    yield from chain.differences(here)
    yield from seals.differences("접속기록", accesses.sealed(), (), chain.closed(Chain.ACCESSES))
    for path in archives:
        yield from _of_archive(path, closings)


def _divided(ends: list[tuple[str, str]], last: int) -> tuple[list[tuple[str, str]], list[tuple[int, str, str]]]:
    """Ends that lie in what is there, and those that lie in what was closed off: their number, seal and where they were noted."""
    here, gone = [], []
    for text, where in ends:
        number, _, sealed = text.partition(":")
        if number.isdecimal() and 0 < int(number) <= last:
            gone.append((int(number), sealed, where))
        else:
            here.append((text, where))
    return here, gone


def _ends_before(gone: list[tuple[int, str, str]], closings: list[Closing], archives: Sequence[Path]) -> Iterator[str]:
    own = [each for each in closings if each.chain == Chain.EVENTS]
    known = {int(number): sealed for each in own for number, sealed in each.kept["ends"].items()}
    known |= {each.last: each.sealed for each in own}
    read = [_read(path) for path in archives if (found := _closing_of(path, closings)) and found.chain == Chain.EVENTS]
    known |= {each.number: each.sealed for each in joined.from_iterable(read)}
    for number, sealed, where in gone:
        if number not in known:
            archive = next(each.archive for each in own if each.first <= number <= each.last)
            yield f"{where}에 적힌 {number}번째 기록은 닫은 앞쪽에 있습니다. --archive에 보관 파일({archive})을 주어 확인해 주세요."
        elif known[number] != sealed:
            yield f"활동 기록 {number}번째: {where}에 적힌 지문과 다릅니다."


def _read(path: Path) -> list[Sealed]:
    rows = map(json.loads, gzip.decompress(path.read_bytes()).decode().splitlines())
    return [Sealed(each["number"], each["sealed"], each["said"], path.name) for each in rows]


def _closing_of(path: Path, closings: list[Closing]) -> Closing | None:
    """Which closing an archive is of, by its SHA-256."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return next((each for each in closings if each.sha256 == digest), None)


def _of_archive(path: Path, closings: list[Closing]) -> Iterator[str]:
    closing = _closing_of(path, closings)
    if closing is None:
        yield f"{path.name}: 닫을 때 적은 보관 파일이 아니거나 바뀌었습니다."
        return
    rows = _read(path)
    before = next(
        (each.sealed for each in closings if each.chain == closing.chain and each.last == closing.first - 1), ""
    )
    yield from seals.differences(f"보관 파일 {path.name}", rows, (), (closing.first - 1, before))
    if (rows[-1].number, rows[-1].sealed) != (closing.last, closing.sealed):
        yield f"{path.name}: 닫은 곳에서 끝나지 않습니다."
    if [each.said for each in rows if each.said.get("action") in HELD_AGAINST] != closing.kept["events"]:
        yield f"{path.name}: 닫을 때 남긴 기록이 보관 파일과 다릅니다."
