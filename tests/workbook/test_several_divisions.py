"""A table of several divisions: each row is brought in by its own division's import of the same file."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from seoulwork.accounts.models import Role
from seoulwork.figures.divisions import division
from seoulwork.workbook.importing.commit import commit
from seoulwork.workbook.importing.preview import preview, remember
from seoulwork.workbook.importing.receive import sheets_of
from seoulwork.workbook.models import Workbook
from tests.workbook.odd.case import COUNSELLING, OMBUDSMAN
from tests.workbook.pages import work
from tests.workbook.writing import by_openpyxl

SignIn = Callable[..., Client]
OFFERED = "노동정책담당관의 행 미리보기"
ROWS: list[list[Any]] = [
    ["담당관", "지표", "1월"],
    ["일자리정책담당관", COUNSELLING, 10],
    ["노동정책담당관", OMBUDSMAN, 301],
]


def page_after_upload(client: Client) -> str:
    file = SimpleUploadedFile("실적.xlsx", by_openpyxl(ROWS))
    client.post(reverse("import_add"), {"division": "programmes", "sender": "센터", "year": "2019", "file": file})
    work()
    return client.get(reverse("import_workbook", args=[Workbook.objects.get().pk])).content.decode()


def imported(of: str) -> dict[str, int]:
    """Bring in what the received file has of a division, its question answered: figures of January by name."""
    workbook = Workbook.objects.get(division=of)
    sheets = sheets_of(workbook)
    remember(workbook, {each.key: "skip" for each in preview(workbook, sheets).questions})
    commit(workbook, preview(workbook, sheets).fingerprint, sheets=sheets)
    rows = division(of).models.Actual.objects.filter(first_month=201901, source="workbook")
    return {row.indicator.name: row.value for row in rows.select_related("indicator")}


def test_each_row_goes_to_its_own_division(briefing_data: None, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    assert OFFERED in page_after_upload(client)

    client.post(reverse("import_preview", args=[Workbook.objects.get().pk]), {"division": "labour"})
    work()
    other = Workbook.objects.get(division="labour")
    assert (other.name, other.sender, other.year) == ("실적.xlsx", "센터", 2019)
    shown = client.get(reverse("import_workbook", args=[other.pk])).content.decode()
    assert "일자리정책담당관의 행 미리보기" in shown
    assert imported("programmes") == {COUNSELLING: 10}
    assert imported("labour") == {OMBUDSMAN: 301}

    again = client.post(
        reverse("import_preview", args=[Workbook.objects.get(division="programmes").pk]), {"division": "labour"}
    )
    assert again.headers["Location"] == reverse("import_workbook", args=[other.pk])


@pytest.mark.any_engine
def test_who_has_only_one_division_is_told_whose_the_others_are(briefing_data: None, signed_in: SignIn) -> None:
    client = signed_in(Role.OFFICER, "programmes")
    page = page_after_upload(client)
    assert OFFERED not in page
    assert "노동정책담당관의 행은 그 담당관의 입력 담당이나 관리자가 올립니다." in page
    address = reverse("import_preview", args=[Workbook.objects.get().pk])
    assert client.post(address, {"division": "labour"}).status_code == 403
    assert client.post(address, {"division": "none"}).status_code == 404
    assert Workbook.objects.count() == 1
