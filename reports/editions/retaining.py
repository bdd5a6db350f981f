"""The end of what is kept for a time: logs are removed, events and access records closed off, files of drafts, comparisons and long lists forgotten."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from seoulwork.audit import closing
from seoulwork.audit.models import Closing
from seoulwork.operations import list_files
from seoulwork.operations.retention import over, remove_old

from . import comparisons, drafts
from .verifying import noted_ends


def retain(now: datetime) -> Iterator[str]:
    """Do it; a Korean sentence for each thing that was done, or could not be."""
    drafts.forget_old()
    comparisons.forget_old()
    list_files.forget_old()
    if removed := remove_old(now):
        yield "보관할 기간이 지나 지움: " + ", ".join(f"{name} {count:,}건" for name, count in removed.items())
    if settings.LOG_ARCHIVE_DIR and closing.may_close():  # where it may not, the check-up tells when it is late
        yield from close(now, settings.LOG_ARCHIVE_DIR)


def close(now: datetime, folder: Path) -> Iterator[str]:
    """Close off what of either chain was kept for long enough. Access records first: each closing is an event."""
    for kind in (Closing.Chain.ACCESSES, Closing.Chain.EVENTS):
        try:
            closed = closing.close(kind, over(kind, now), folder, noted_ends())
        except closing.Refused as refused:
            yield str(refused)
        else:
            if closed:
                yield f"{closed}번째를 닫고 보관 파일로 옮김: {closed.archive}"
