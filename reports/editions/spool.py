"""Published files as files on this host's disk, which the web server in front sends by itself (X-Accel-Redirect).

Each is written once, named by its SHA-256, from what the database holds. Its time is that of its publication, so that every host's web server
gives it the same ETag. The folder may be emptied at any time: what is asked for is written again.
"""

import logging
import os
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from ..models import Edition, PublishedFile
from .kept import content_of
from .sealing import sha256

logger = logging.getLogger(__name__)

ADDRESS = "/_stored/"
"""Under which the web server has the folder, for the program alone (deploy/nginx/seoulwork.conf)."""


def address_of(file: PublishedFile, edition: Edition) -> str:
    """Where the web server finds the file; empty where none sends files, or there is no room for it. Raises Altered."""
    if not settings.SENDS_BY_WEB_SERVER:
        return ""
    path = Path(settings.VAR_DIR, "stored", file.sha256)
    try:
        if not (path.exists() and _is_whole(path, file.sha256, path.stat().st_mtime_ns)):
            _write(path, content_of(file), edition.published_at.timestamp())
    except OSError:
        logger.exception("%s can't be written for the web server; this process sends it.", path)
        return ""
    return f"{ADDRESS}{file.sha256}"


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
