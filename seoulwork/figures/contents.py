"""The bytes of files as a column: in the database, or in another storage (S3) where STORAGE_URL names one.

What is sent or worked with is held against the SHA-256 that stands beside it (`whole`), wherever it is kept.
Outside, each content is kept once under its SHA-256, and its row holds MARK with that; it is held against it whenever it is read. A row that was
written before the setting was made holds its bytes, and goes on doing so. What is outside is never changed or removed by the program: editions and
records of earlier times name it for ever, and a transaction that was not kept leaves at most what nobody names.
"""

import hashlib
import logging
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models

logger = logging.getLogger(__name__)
MARK = b"\x00seoulwork outside "
"""With what the column of a content begins that is kept outside; no kind of file that is taken begins so."""
ALIAS = "contents"


class ContentAway(Exception):
    """The storage does not answer, or holds other bytes than it was given; `str()` is the Korean sentence for the user."""


def outside() -> Storage | None:
    """Where contents are kept but the database."""
    return storages[ALIAS] if ALIAS in settings.STORAGES else None


def answers() -> bool:
    """Whether what is kept outside can be had now."""
    found = outside()
    try:
        return found is None or found.exists("seoulwork") in (True, False)
    except Exception:  # noqa: BLE001  each storage has errors of its own
        return False


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _kept(storage: Storage, content: bytes) -> bytes:
    digest = hashlib.sha256(content).hexdigest()
    try:
        if not storage.exists(_name(digest)):
            storage.save(_name(digest), ContentFile(content))
    except Exception as error:
        raise ContentAway("파일 보관소가 답하지 않아 저장하지 않았습니다. 잠시 뒤 다시 해 주세요.") from error
    return MARK + digest.encode()


def _read(digest: str) -> bytes:
    storage = outside()
    if storage is None:
        raise ContentAway(
            "이 파일은 다른 보관소에 있습니다. 시스템 담당자에게 STORAGE_URL을 확인해 달라고 알려 주세요."
        )
    try:
        with storage.open(_name(digest)) as file:
            content = bytes(file.read())
    except Exception as error:
        raise ContentAway("파일 보관소가 답하지 않아 파일을 열 수 없습니다. 잠시 뒤 다시 해 주세요.") from error
    return whole(content, digest)


def whole(content: bytes | memoryview, digest: str) -> bytes:
    """What was read, held against the SHA-256 that its row tells. Raises ContentAway where the bytes are others."""
    content = bytes(content)
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        logger.error("A stored file of %d bytes has SHA-256 %s, not %s as it was put in.", len(content), found, digest)
        raise ContentAway("보관된 파일이 넣은 때와 다릅니다. 시스템 담당자에게 알려 주세요.")
    return content


class ContentField(models.BinaryField):
    """Bytes, wherever they are kept. For migrations and backups a column of bytes like any other."""

    def deconstruct(self) -> Any:
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.BinaryField", arguments, options

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, bytes | bytearray | memoryview) and len(value) and (storage := outside()):
            value = _kept(storage, bytes(value))
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None or bytes(value[: len(MARK)]) != MARK:
            return value
        return _read(bytes(value[len(MARK) :]).decode())
