"""Files that users bring (evidence), kept in the database: written in the same transaction as the row that names them, in the same
backup, and the same on each machine that serves pages."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from seoulwork.operations.models import StoredFile


@deconstructible
class DatabaseStorage(Storage):
    """Django's storage on a table. A name is taken once; nothing has an address of its own."""

    def _open(self, name: str, mode: str = "rb") -> File:
        content = StoredFile.objects.filter(name=name).values_list("content", flat=True).first()
        if content is None:
            raise FileNotFoundError(name)
        return ContentFile(bytes(content), name)

    def _save(self, name: str, content: Any) -> str:
        content.seek(0)
        whole = content.read()
        StoredFile.objects.create(name=name, content=whole, size=len(whole))
        return name

    def delete(self, name: str) -> None:
        StoredFile.objects.filter(name=name).delete()

    def exists(self, name: str) -> bool:
        return StoredFile.objects.filter(name=name).exists()

    def size(self, name: str) -> int:
        found = StoredFile.objects.filter(name=name).values_list("size", flat=True).first()
        if found is None:
            raise FileNotFoundError(name)
        return found
