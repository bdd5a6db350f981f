"""Contents of files that are kept outside the database."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import connection, transaction
from django.test import Client

from seoulwork.environment import contents
from seoulwork.figures.contents import MARK, ContentAway
from seoulwork.operations.checkup import examine
from seoulwork.operations.models import StoredFile
from seoulwork.pages.troubles import Trouble, trouble_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def apart(settings: Any) -> Any:
    settings.STORAGES = {**settings.STORAGES, "contents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    return storages["contents"]


def stored() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM operations_storedfile")
        return bytes(cursor.fetchone()[0])


def test_a_content_is_kept_outside_and_held_against_its_hash(apart: Any, settings: Any) -> None:
    name = default_storage.save("evidence/ab/abc", ContentFile(b"\x00 bytes"))
    assert stored().startswith(MARK) and default_storage.open(name).read() == b"\x00 bytes"
    at = f"{stored()[len(MARK) :][:2].decode()}/{stored()[len(MARK) :].decode()}"
    apart.delete(at)
    with pytest.raises(ContentAway, match="답하지 않아"):
        default_storage.open(name)
    apart.save(at, ContentFile(b"other bytes"))
    with pytest.raises(ContentAway, match="넣은 때와 다릅니다"):
        default_storage.open(name)
    del settings.STORAGES["contents"]
    with pytest.raises(ContentAway, match="STORAGE_URL"):
        default_storage.open(name)


def test_what_was_there_before_stays_readable(settings: Any) -> None:
    name = default_storage.save("evidence/ab/abc", ContentFile(b"before"))
    settings.STORAGES = {**settings.STORAGES, "contents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    assert (stored(), default_storage.open(name).read()) == (b"before", b"before")


def test_a_storage_that_is_away_is_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_URL", "s3+http://key:secret@127.0.0.1:1/bucket")
    settings.STORAGES = {**settings.STORAGES, **contents("STORAGE_URL")}
    with pytest.raises(ContentAway, match="저장하지 않았습니다") as told, transaction.atomic():
        StoredFile.objects.create(name="x", content=b"x", size=1)
    assert trouble_of(told.value) is Trouble.FILES
    assert "답하지 않습니다" in {each.key: each for each in examine()}["files"].text
    assert "files" in Client().get("/health/ready").json()["problems"]
