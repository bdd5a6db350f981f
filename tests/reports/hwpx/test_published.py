"""A briefing is published and drafted as HWPX, like the other files; what was published before there was one stays as it is."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client

from reports.editions import publishing
from reports.editions.publishing import publish
from reports.editions.verifying import differences
from reports.models import Briefing, Format, PublishedFile
from reports.render.hwpx import render_hwpx
from seoulwork.accounts.models import Role

from .rules import broken

SignIn = Callable[..., Client]
ADDRESS = "/briefings/2018-07/download/hwpx/"
OF_EDITION = "/briefings/2018-07/editions/1/download/hwpx/"


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get()


def links(page: bytes) -> list[str]:
    return [name for name in Format.values if f"/download/{name}/" in page.decode()]


@pytest.mark.any_engine
@pytest.mark.slow(8)
def test_it_is_published_with_its_hash_and_downloaded_by_the_council(
    briefing: Briefing, signed_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        publishing, "render", lambda document, kind: render_hwpx(document) if kind == Format.HWPX else b"x"
    )
    edition = publish(briefing, None, reason="시험")
    content = bytes(edition.files.get(format="hwpx").content)
    assert broken(content) == []
    assert not list(differences())
    client = signed_in(Role.COUNCIL)
    assert links(client.get("/briefings/2018-07/").content) == Format.values
    response = client.get(ADDRESS)
    assert response.content == content
    assert response["Content-Type"] == "application/hwp+zip"
    assert quote("주요업무보고_2018-07.hwpx") in response["Content-Disposition"]
    call_command("render_briefing", "2018-07", "--format=hwpx", f"--output={tmp_path / 'a.hwpx'}", stdout=StringIO())
    assert (tmp_path / "a.hwpx").read_bytes() == content


@pytest.mark.any_engine
def test_an_edition_from_before_has_three_files(
    briefing: Briefing, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [each for each in Format.values if each != Format.HWPX]
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "Format", SimpleNamespace(values=before))
        patch.setattr(publishing, "render", lambda document, kind: b"x")
        publish(briefing, None, reason="시험")
    assert set(PublishedFile.objects.values_list("format", flat=True)) == set(before)
    assert not list(differences())
    client = signed_in(Role.COUNCIL)
    for page in ("/briefings/2018-07/", "/briefings/", "/briefings/2018-07/editions/1/"):
        assert set(links(client.get(page).content)) == set(before), page
    assert [client.get(each).status_code for each in (ADDRESS, OF_EDITION)] == [404, 404]


@pytest.mark.any_engine
@pytest.mark.slow
def test_a_draft_says_on_each_page_that_it_is_one(briefing: Briefing, signed_in: SignIn) -> None:
    response = signed_in(Role.ADMINISTRATOR).get(ADDRESS)
    assert broken(response.content) == []
    assert quote("작성중_주요업무보고_2018-07.hwpx") in response["Content-Disposition"]
