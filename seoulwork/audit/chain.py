"""The chain over the record of activity: each event sealed with the one before it, so that one that was changed, replaced, put in or
removed is found.

Links are appended behind what is done, never in it: a save commits its event as always, and when its answer has gone out
(`after_request`; in commands and tasks when the transaction is kept) what has no link yet gets one, in a short transaction of its own
under a lock. So nobody who saves waits for anybody else, and an import that takes minutes holds nothing up. What broke off in
between is linked with the next event, or by whoever verifies.
"""

import logging
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from allauth.core import context
from django.db import Error, connection, transaction
from django.db.models import Max

from . import seals
from .models import Closing, Event, Link
from .seals import Sealed, alone, seal

logger = logging.getLogger(__name__)

PORTION = 2_000
"""Links that are made at once."""
WINDOW = 5_000
"""So many keys before the last one are looked through for events that were kept later than their followers; what comes later still is
linked when somebody verifies."""
LOCK = 0x5E0C4A1
"""PostgreSQL's advisory lock of who appends"""
FIELDS = (
    *(
        "id",
        "at",
        "actor_id",
        "worked_as",
        "address",
        "action",
        "subject",
        "reason",
        "division",
        "programme",
        "indicator",
        "part",
    ),
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

Chain = Closing.Chain

_waiting = threading.local()


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
        alone(connection, LOCK)
        last = Link.objects.order_by("-number").first()
        unlinked = Event.objects.filter(link=None)
        if last is not None and not all_of_them:
            newest = Link.objects.aggregate(at=Max("event_id"))["at"]
            unlinked = unlinked.filter(pk__gt=newest - WINDOW)
        number, sealed = (last.number, last.sealed) if last else closed(Chain.EVENTS)
        links = []
        for event in unlinked.order_by("pk").values(*FIELDS)[:PORTION]:
            number += 1
            sealed = seal(sealed, event)
            links.append(Link(number=number, event_id=event["id"], sealed=sealed))
        Link.objects.bulk_create(links)
    return len(links)


def closed(chain: str) -> tuple[int, str]:
    """Up to which number a chain was closed off, and with which seal."""
    return Closing.objects.filter(chain=chain).order_by("-last").values_list("last", "sealed").first() or (0, "")


def end() -> str:
    """Where the chain ends now: `1234:` and the seal; empty while there is none."""
    last = Link.objects.order_by("-number").values_list("number", "sealed").first() or closed(Chain.EVENTS)
    return f"{last[0]}:{last[1]}" if last[0] else ""


# ------------------------------------------------------------------------------------------------- verifying


def differences(ends: Iterable[tuple[str, str]] = ()) -> Iterator[str]:
    """A Korean sentence for each thing that is not as it was recorded, in the order of the chain. `ends` are ends that were noted once
    (as `end` gives them), each with where it was noted: the chain must still go through them."""
    while link(all_of_them=True) == PORTION:
        pass
    yield from seals.differences("활동 기록", linked(), ends, closed(Chain.EVENTS))


def linked() -> Iterator[Sealed]:
    """All events that have a link, with their seals, in their order."""
    rows = Link.objects.order_by("number").values("number", "sealed", *(f"event__{name}" for name in FIELDS))
    for row in rows.iterator(PORTION):
        said = {name: row[f"event__{name}"] for name in FIELDS}
        yield Sealed(row["number"], row["sealed"], said, said["subject"])
