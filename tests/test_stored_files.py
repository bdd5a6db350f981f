"""The bytes of stored files are read only to be sent: no page that shows a list or a row of them reads what is in them."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.models import Briefing, DraftFile, Edition, Format, PublishedFile
from seoulwork.accounts.rights import RIGHTS
from seoulwork.domain.periods import Month
from seoulwork.entry.steps import open_month
from seoulwork.workbook.models import Batch, Workbook
from tests.test_rights import ADDRESSES, EXAMPLES, WHO

SignIn = Callable[..., Client]
SEND = {
    "briefing",
    "briefing_section",
    "briefing_picture",
    "briefing_download",
    "briefing_draft_file",  # a stored file, whole or in part
    "import_file",
    "import_commented",
}
"""URL names of what sends them."""
PUBLISHED, DRAFTED = Month(2018, 6), Month(2018, 7)


def content_columns() -> list[str]:
    """Each column with bytes, as a query names it."""
    return [
        f'"{model._meta.db_table}"."{field.column}"'
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    ]


@pytest.fixture
def stored(db: None) -> Workbook:
    """A published briefing, one with a draft, and a workbook that was imported."""
    published = Briefing.objects.create(
        month=PUBLISHED, reference_month=PUBLISHED, plan_year=PUBLISHED.year, title="주요업무보고"
    )
    edition = Edition.objects.create(briefing=published)
    PublishedFile.objects.bulk_create(PublishedFile.of(edition, kind, b"<html></html>") for kind in Format.values)
    drafted = Briefing.objects.create(
        month=DRAFTED, reference_month=DRAFTED, plan_year=DRAFTED.year, title="주요업무보고"
    )
    DraftFile.objects.create(briefing=drafted, format=Format.PDF, content=b"%PDF-", made_at=timezone.now())
    open_month(DRAFTED)
    workbook = Workbook.objects.create(
        division="labour", name="실적.xlsx", content=b"PK", size=2, sha256=sha256(b"PK").hexdigest()
    )
    Batch.objects.create(workbook=workbook, figures=1)
    return workbook


def read_columns(client: Client, url: str) -> set[str]:
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    columns = content_columns()
    assert columns
    selected = [query["sql"].partition(" FROM ")[0] for query in asked]
    # The length is known without the bytes.
    return {column for column in columns for text in selected if column in text.replace(f"LENGTH({column})", "")}


@pytest.mark.each_case
@pytest.mark.parametrize("who", ["administrator", "officer", "council member"])
def test_no_page_reads_the_bytes_of_files_that_it_does_not_send(stored: Workbook, signed_in: SignIn, who: str) -> None:
    client = signed_in(*WHO[who])
    reading: dict[str, set[str]] = {}
    for name, address in ADDRESSES.items():
        if not RIGHTS[name].read or name in SEND | {"account_logout"}:
            continue
        known = {**EXAMPLES, "kind": "pdf" if name.startswith("briefing") else EXAMPLES["kind"]}
        known |= {"pk": stored.pk} if name.startswith("import") else {}
        for month in (PUBLISHED, DRAFTED):
            parts = {each: {**known, "name": month}[each] for each in address.variables}
            if found := read_columns(client, reverse(name, kwargs=parts)):
                reading[name] = found
    assert reading == {}


def test_a_file_that_the_browser_has_kept_is_not_read_again(stored: Workbook, signed_in: SignIn) -> None:
    client = signed_in(*WHO["council member"])
    url = reverse("briefing_download", args=[PUBLISHED, "pdf"])
    sent = client.get(url)
    assert (sent.status_code, sent.content) == (200, b"<html></html>")
    client.defaults["HTTP_IF_NONE_MATCH"] = sent["ETag"]
    assert read_columns(client, url) == set()
    kept = client.get(url)
    assert (kept.status_code, kept["ETag"], kept["Cache-Control"]) == (304, sent["ETag"], sent["Cache-Control"])
