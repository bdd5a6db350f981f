"""What is kept of an edition, handed out only as it was published: its document and its files, each held against its SHA-256."""

from functools import lru_cache

from ..document import Document
from ..frozen import FrozenError, thaw
from ..models import Edition, PublishedFile
from .sealing import Altered, OnlyFiles, sha256

KEPT = 4
"""Documents of editions that a process keeps in memory; one takes some 5 MB."""


def document_of(edition: Edition) -> Document:
    """The document of an edition, as it was published. Raises Altered."""
    if not edition.document_sha256:
        raise OnlyFiles(
            "이 판은 문서를 파일로만 보관하던 때에 발행되어 화면에 펼칠 수 없습니다. 파일을 내려받아 읽어 주세요."
        )
    return _thawed(edition.pk, edition.document_sha256)


class Known:
    """An edition as a key of what was made of its document: the same document is the same edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._key = (edition.pk, edition.document_sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=KEPT)
def _thawed(key: int, expected: str) -> Document:
    """Once read, a document of that SHA-256 stays what it is."""
    kept = Edition.objects.values_list("document", flat=True).get(pk=key)
    if sha256(kept) != expected:
        raise Altered("보관된 문서가 발행한 때와 다릅니다. 관리자에게 알려 주세요.", key)
    try:
        return thaw(kept)
    except FrozenError as error:
        raise Altered(f"보관된 문서를 펼칠 수 없습니다. 관리자에게 알려 주세요. ({error})", key) from error


def content_of(file: PublishedFile) -> bytes:
    """The bytes of a published file. Raises Altered."""
    content = bytes(file.content)
    if sha256(content) != file.sha256:
        raise Altered("보관된 파일이 발행한 때와 다릅니다. 관리자에게 알려 주세요.", file.edition_id)
    return content
