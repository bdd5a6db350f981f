"""Contents of files that are kept outside the database."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from reports.models import Briefing
from seoulwork.accounts.models import Role
from seoulwork.domain.periods import Month
from seoulwork.entry.steps import open_month
from seoulwork.environment import contents
from seoulwork.figures import profiles
from seoulwork.figures.contents import MARK, ContentAway
from seoulwork.figures.divisions import division
from seoulwork.operations.checkup import examine
from seoulwork.operations.models import StoredFile
from seoulwork.pages.troubles import Trouble, trouble_of
from seoulwork.workbook.importing.receive import sheets_of
from seoulwork.workbook.models import Workbook

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


def test_what_was_spoiled_in_the_database_is_told_and_not_sent(
    signed_in: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    """A workbook, a file of evidence and a picture of a briefing, each as its page sends it, and what is worked with as what is sent."""
    month, content = Month(2018, 7), b"%PDF-1.7 as it was put in"
    told: Any = {"size": len(content), "sha256": sha256(content).hexdigest()}
    open_month(month)
    programmes = division("programmes").models
    indicator = programmes.Indicator.objects.create(short_name="상담", name="상담", unit="건")
    evidence = programmes.Evidence(
        month=month, indicator=indicator, field="value", name="a.pdf", content_type="application/pdf", **told
    )
    evidence.file.save("a.pdf", ContentFile(content))
    workbook = Workbook.objects.create(division="programmes", name="a.xlsx", content=content, **told)
    briefing = Briefing.objects.create(month=month, reference_month=month, plan_year=2018, title="주요업무보고")
    manuscript = programmes.Manuscript.objects.create(briefing=briefing)
    drawn: Any = {"kind": "png", "width": 1, "height": 1, "content": content, "name": "b", "alternative": "b", **told}
    programmes.ManuscriptPicture.objects.create(manuscript=manuscript, **drawn)
    client = signed_in(Role.ADMINISTRATOR)
    client.raise_request_exception = False
    addresses = (
        reverse("import_file", args=[workbook.pk]),
        reverse("entry_evidence", args=["programmes", evidence.pk]),
        reverse("briefing_picture", args=[briefing.name, told["sha256"]]),
    )

    def sent() -> list[tuple[int, bytes]]:
        answers = [client.get(each) for each in addresses]
        return [(each.status_code, b"".join(each) if each.status_code == 200 else b"") for each in answers]

    assert sent() == [(200, content)] * 3
    for table in ("operations_storedfile", "workbook_workbook", "programmes_manuscriptpicture"):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET content = %s", [content.replace(b"put in", b"put im")])
    caplog.clear()
    assert [status for status, _ in sent()] == [503] * 3
    assert Trouble.FILES.text in client.get(addresses[0]).content.decode()
    assert sum(record.name == "seoulwork.figures.contents" for record in caplog.records) == 4
    with pytest.raises(ContentAway):
        profiles.pictures(division("programmes"), briefing.name, contents=True)
    workbook.refresh_from_db()
    with pytest.raises(ContentAway):
        sheets_of(workbook)


@pytest.mark.any_engine
def test_a_storage_that_is_away_is_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_URL", "s3+http://key:secret@127.0.0.1:1/bucket")
    settings.STORAGES = {**settings.STORAGES, **contents("STORAGE_URL")}
    with pytest.raises(ContentAway, match="저장하지 않았습니다") as told, transaction.atomic():
        StoredFile.objects.create(name="x", content=b"x", size=1)
    assert trouble_of(told.value) is Trouble.FILES
    assert "답하지 않습니다" in {each.key: each for each in examine()}["files"].text
    assert "files" in Client().get("/health/ready").json()["problems"]
