"""An edition that is kept otherwise than it was published is given out nowhere: each page says so, the administrators are told once."""

from collections.abc import Callable

import pytest
from django.test import Client

from reports.council.front import _front
from reports.editions.drawn import _section, _whole
from reports.editions.kept import _thawed
from reports.editions.publishing import publish
from reports.editions.sealing import sha256
from reports.models import Briefing, Edition
from seoulwork.accounts.models import Role
from seoulwork.audit.frozen import STANDING, thawed
from seoulwork.notices.models import Kind, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
EDITION = "/briefings/2018-07/editions/1/"
PAGES = ("", "front/", "sections/part-1/", "pack/")


def test_each_page_says_so_in_one_sentence(briefing_data: None, signed_in: Callable[..., Client]) -> None:
    published = publish(Briefing.objects.get(), None, reason="시험").document_sha256
    administrator = signed_in(Role.ADMINISTRATOR)
    newer, other = '{"schema": 99, "document": {}, "shared": {}}', '{"schema": 2, "document": 3, "shared": {}}'
    for document, digest, told in (
        ("{}", published, "발행한 때와 다릅니다"),
        (newer, sha256(newer), "이 프로그램이 모르는 형식입니다"),
        (other, sha256(other), "펼칠 수 없습니다"),
    ):
        with thawed(STANDING):
            Edition.objects.update(document=document, document_sha256=digest)
        for kept in (_thawed, _front, _whole, _section):
            kept.cache_clear()
        pages = {name: administrator.get(f"{EDITION}{name}") for name in PAGES}
        assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(PAGES, 503)
        assert all(told in page.content.decode() for page in pages.values())
        asked = "/briefings/changes/?old=2018-07/1&new=2018-07/1"
        script = administrator.get(asked, headers={"accept": "application/json"})
        assert (script.status_code, told in script.json()["text"]) == (503, True)
    assert list(Notice.objects.filter(kind=Kind.ALTERED).values_list("user__role", flat=True)) == [Role.ADMINISTRATOR]


def test_pages_are_drawn_once_and_offer_the_files_in_one_order(
    briefing_data: None, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Briefing.objects.get(), None, reason="시험")
    council = signed_in(Role.COUNCIL)
    for page in ("/briefings/", EDITION, f"{EDITION}front/", "/briefings/2018-07/editions/"):
        shown = council.get(page).content.decode()
        places = [shown.index(f"{label} 내려받기") for label in ("PDF", "HTML", "엑셀", "한글(HWPX)")]
        assert places == sorted(places), page
    council.get(f"{EDITION}sections/labour-6/")

    def read_again(edition: Edition) -> None:
        raise AssertionError(f"{edition} was drawn already")

    monkeypatch.setattr("reports.editions.drawn.document_of", read_again)
    assert all("245,657" in council.get(page).content.decode() for page in (EDITION, "/briefings/2018-07/"))
    assert "무료노무상담" in council.get(f"{EDITION}sections/labour-6/").content.decode()
