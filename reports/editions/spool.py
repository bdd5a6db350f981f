"""Published files as files on this host's disk, which the web server in front sends by itself (X-Accel-Redirect): a download then costs no more
than asking who may have it, so that is one statement which is kept.

Each is written once, named by its SHA-256, from what the database holds. Its time is that of its publication, so that every host's web server
gives it the same ETag. The folder may be emptied at any time: what is asked for is written again.
"""

import logging
import os
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.domain.briefings import BriefingName
from seoulwork.figures.asking import Read, ask

from ..models import Briefing, Edition, PublishedFile, Reader
from .kept import content_of
from .sealing import sha256

logger = logging.getLogger(__name__)

ADDRESS = "/_stored/"
"""Under which the web server has the folder, for the program alone (deploy/nginx/seoulwork.conf)."""


class Ready(NamedTuple):
    """A file that lies there."""

    address: str
    briefing: Briefing
    edition: Edition
    """Of both only what the name of the file says"""


def ready(user: User, name: BriefingName, number: int | None, kind: str) -> Ready | None:
    """The file that `reading` would come to, when this host has written it and it may be had; None leaves it to that. 1 query."""
    if not settings.SENDS_BY_WEB_SERVER or (number is None and not user.is_council):
        return None  # whose draft comes first
    shown = Reader(None, user.is_council, user.is_authenticated)
    editions, files = ask(
        _asked, shown, user=user.pk or 0, now=timezone.now(), month=name.month, which=name.number, kind=kind
    )
    known = [each for each in editions if number in (None, each.number)]
    found = max(known, key=lambda each: int(each.number), default=None)
    sha256 = next((each.sha256 for each in files if found and each.edition_id == found.pk), None)
    if found is None or sha256 is None or not _lies_there(_path(sha256), sha256):
        return None
    briefing = Briefing(month=name.month, number=name.number, kind=found.briefing__kind)
    return Ready(f"{ADDRESS}{sha256}", briefing, Edition(number=found.number, correction=found.correction))


def _asked(shown: Reader, *, user: Any, now: Any, month: Any, which: Any, kind: Any) -> list[Read]:
    """The editions of a briefing that the reader may have, and the files of all in that format."""
    editions = Edition.objects.seen_by(shown._replace(pk=user), now)
    standing = editions.filter(briefing__month=month, briefing__number=which, withdrawal=None)
    files = PublishedFile.objects.filter(edition__briefing__month=month, edition__briefing__number=which, format=kind)
    return [
        Read(standing, ("pk", "number", "correction", "briefing__kind")),
        Read(files, ("edition_id", "sha256")),
    ]


def address_of(file: PublishedFile, edition: Edition) -> str:
    """Where the web server finds the file; empty where none sends files, or there is no room for it. Raises Altered."""
    if not settings.SENDS_BY_WEB_SERVER:
        return ""
    path = _path(file.sha256)
    try:
        if not _lies_there(path, file.sha256):
            _write(path, content_of(file), edition.published_at.timestamp())
    except OSError:
        logger.exception("%s can't be written for the web server; this process sends it.", path)
        return ""
    return f"{ADDRESS}{file.sha256}"


def _path(digest: str) -> Path:
    return Path(settings.VAR_DIR, "stored", digest)


def _lies_there(path: Path, expected: str) -> bool:
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return False
    return _is_whole(path, expected, changed)


@lru_cache(maxsize=256)
def _is_whole(path: Path, expected: str, changed: int) -> bool:
    """Looked at once by each process, and again when the file has another time."""
    return sha256(path.read_bytes()) == expected


def _write(path: Path, content: bytes, at: float) -> None:
    """At once or not at all, whoever else writes the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    written = Path(file.name)
    written.chmod(0o644)
    os.utime(written, (int(at), int(at)))
    written.replace(path)
    _is_whole.cache_clear()
