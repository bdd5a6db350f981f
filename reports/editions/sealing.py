"""What shows that nobody changed what was published: SHA-256 of each part, and each edition sealed with the one before it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC

from ..models import Edition, PublishedFile


class Altered(Exception):
    """What is kept of an edition is not what was published, or can't be read. `str()` is a Korean sentence; a page that comes to it is
    answered by altered.py."""

    def __init__(self, told: str, edition: int | None = None) -> None:
        super().__init__(told)
        self.edition = edition
        """The key of the edition"""


class OnlyFiles(Altered):
    """Its document was never kept: there is nothing to show but its files."""


def sha256(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def seal(edition: Edition, files: Iterable[PublishedFile], before: Edition | None) -> str:
    """The SHA-256 over all that an edition says, the hashes of its parts, and the seal of the edition before it."""
    said = {
        "briefing": str(edition.briefing.name),
        "number": edition.number,
        "correction": edition.correction,
        "reason": edition.reason,
        "published_at": edition.published_at.isoformat(timespec="microseconds"),
        "published_by": edition.published_by.username if edition.published_by else "",
        "sheet": edition.sheet_sha256,
        "document": edition.document_sha256,
        "files": {file.format: file.sha256 for file in files},
        "before": before.sealed if before else "",
    }
    # What later editions say as well: an earlier one was sealed without.
    said |= {"published_as": edition.published_as} if edition.published_as else {}
    said |= {"record": edition.record_end} if edition.record_end else {}
    if edition.readable_from:
        said["readable_from"] = edition.readable_from.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
