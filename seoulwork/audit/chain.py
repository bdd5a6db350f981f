"""The chain over the record of activity: each event sealed with the one before it, so that one that was changed, replaced, put in or
removed is found.

Links are appended behind what is done, never in it: a save commits its event as always, and when its answer has gone out
(`after_request`; in commands and tasks when the transaction is kept) what has no link yet gets one, in a short transaction of its own
under a lock. So nobody who saves waits for anybody else, and an import that takes minutes holds nothing up. What broke off in
between is linked with the next event, or by whoever verifies.
"""

import hashlib
import json
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from typing import Any

from allauth.core import context
from django.db import Error, connection, transaction
from django.db.models import Max

from .models import Event, Link

logger = logging.getLogger(__name__)

PORTION = 2_000
"""Links that are made at once."""
WINDOW = 5_000
"""So many keys before the last one are looked through for events that were kept later than their followers; what comes later still is
linked when somebody verifies."""
LOCK = 0x5E0C4A1
"""PostgreSQL's advisory lock of who appends"""
FIELDS = (
    *("id", "at", "actor_id", "address", "action", "subject", "reason", "division", "programme", "indicator", "part"),
    *(
        "budget",
        "month",
        "briefing_id",
        "batch_id",
        "kind",
        "row",
        "field",
        "old_value",
        "new_value",
        "unit",
        "decimals",
    ),
    *("count", "detail"),
)
"""All that an event says."""

_waiting = threading.local()


def seal(before: str, event: Mapping[str, Any]) -> str:
    """The SHA-256 over what an event says (by FIELDS) and the seal before it; the same on either engine."""
    said = {name: _plain(event[name]) for name in FIELDS} | {"before": before}
    if said["address"]:
        said["address"] = str(ip_address(said["address"]))
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | dict):
        return value
    return value.isoformat(timespec="microseconds") if hasattr(value, "isoformat") else str(value)


# ------------------------------------------------------------------------------------------------ appending


def expect() -> None:
    """An event was written in this transaction: once that is kept it gets its link."""
    if not any(called is _kept for _, called, *_ in connection.run_on_commit):
        transaction.on_commit(_kept, robust=True)


def _kept() -> None:
    if context.request:
        _waiting.any = True
    else:
        append()


def after_request(**others: Any) -> None:
    """Append what the request that was just answered left."""
    if getattr(_waiting, "any", False):
        _waiting.any = False
        append()


def append() -> None:
    """Link what has no link yet. That the database is away or busy is no matter here: the next one does it."""
    try:
        while link() == PORTION:
            pass
    except Error:
        logger.warning("Events were not linked; the next ones will be linked with them.", exc_info=True)


def link(*, all_of_them: bool = False) -> int:
    """Link at most a portion of the events that have no link; how many. `all_of_them` looks beyond the WINDOW, at the cost of reading
    the whole record."""
    with transaction.atomic():
        _alone()
        last = Link.objects.order_by("-number").first()
        unlinked = Event.objects.filter(link=None)
        if last is not None and not all_of_them:
            newest = Link.objects.aggregate(at=Max("event_id"))["at"]
            unlinked = unlinked.filter(pk__gt=newest - WINDOW)
        number, sealed = (last.number, last.sealed) if last else (0, "")
        links = []
        for event in unlinked.order_by("pk").values(*FIELDS)[:PORTION]:
            number += 1
            sealed = seal(sealed, event)
            links.append(Link(number=number, event_id=event["id"], sealed=sealed))
        Link.objects.bulk_create(links)
    return len(links)


def _alone() -> None:
    """Until the transaction ends nobody else appends. SQLite lets one write at a time anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def end() -> str:
    """Where the chain ends now: `1234:` and the seal; empty while there is none."""
    last = Link.objects.order_by("-number").first()
    return f"{last.number}:{last.sealed}" if last else ""


# ------------------------------------------------------------------------------------------------- verifying


def differences(ends: Iterable[tuple[str, str]] = ()) -> Iterator[str]:
    """A Korean sentence for each thing that is not as it was recorded, in the order of the chain. `ends` are ends that were noted once
    (as `end` gives them), each with where it was noted: the chain must still go through them."""
    while link(all_of_them=True) == PORTION:
        pass
    noted: dict[int, list[tuple[str, str]]] = {}
    for text, where in ends:
        at, _, sealed = text.partition(":")
        noted.setdefault(int(at) if at.isdecimal() else 0, []).append((sealed, where))
    before: str | None = ""
    expected = 1
    rows = Link.objects.order_by("number").values("number", "sealed", *(f"event__{name}" for name in FIELDS))
    for row in rows.iterator(PORTION):
        if row["number"] != expected:
            yield f"활동 기록: {_numbers(expected, row['number'] - 1)} 기록이 없습니다."
            before = None
        event = {name: row[f"event__{name}"] for name in FIELDS}
        if before is not None and seal(before, event) != row["sealed"]:
            yield f"활동 기록 {row['number']}번째({event['subject']}): 적힌 때와 다릅니다."
        for sealed, where in noted.pop(row["number"], ()):
            if sealed != row["sealed"]:
                yield f"활동 기록 {row['number']}번째: {where}에 적힌 지문과 다릅니다."
        before, expected = row["sealed"], row["number"] + 1
    for number, texts in sorted(noted.items()):
        yield from (f"활동 기록: {where}에 적힌 {number}번째 기록이 없습니다." for _, where in texts)


def _numbers(first: int, last: int) -> str:
    return f"{first}번째" if first == last else f"{first}번째부터 {last}번째까지의"
