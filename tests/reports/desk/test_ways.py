"""A briefing in preparation opens as the document: from each of its texts a way leads to where it is written, for who may write it."""

from functools import lru_cache

import pytest
from django.urls import reverse

from reports.contract import programme_key
from reports.desk.parts import parts
from reports.editions import reading
from reports.editions.publishing import draft_of, publish
from reports.models import Briefing
from seoulwork.accounts.models import Role
from tests.choosing import LONG
from tests.reports.desk.conftest import SignIn

pytestmark = pytest.mark.any_engine
WHOLE = "/briefings/2018-07/"


@pytest.fixture
def put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document is the same on each page and for each role; the ways in it are not part of it."""
    monkeypatch.setattr(reading, "draft_of", draft_of_july)


draft_of_july = lru_cache(maxsize=1)(draft_of)


@pytest.mark.usefixtures("put_together_once")
@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR])
def test_each_text_that_one_may_write_has_its_way(briefing_data: None, signed_in: SignIn, role: Role) -> None:
    """The administrator's are all looked at; of the parts of others, where an officer or a head has none, one in six."""
    client = signed_in(role, "" if role == Role.ADMINISTRATOR else "labour")
    whole = client.get(WHOLE).content.decode()
    pages: dict[str, str] = {}
    ways = 0
    for number, each in enumerate(parts(Briefing.objects.get())):
        mine = role == Role.ADMINISTRATOR or each.division.key == "labour"
        if not (mine or LONG) and number % 6:
            continue
        address = reverse("desk_write", args=["2018-07", each.division.key, each.number])
        key = programme_key(each.division, each.number) if each.programme else "part-2"
        page = pages.setdefault(key, client.get(f"{WHOLE}sections/{key}/").content.decode())
        assert (f'href="{address}"' in page, f'href="{address}"' in whole) == (mine, mine), key
        ways += mine
    assert ways == (7 if role != Role.ADMINISTRATOR else 24)
    assert "고치기" in pages["part-2"] and whole.count('<p class="edit">') == ways - 2 * (ways == 24)


def test_readers_and_what_is_published_have_none(briefing_data: None, signed_in: SignIn) -> None:
    publish(Briefing.objects.get(), None, reason="시험")
    for client in (signed_in(Role.ADMINISTRATOR), signed_in(Role.COUNCIL)):
        for address in (WHOLE, f"{WHOLE}sections/labour-1/", f"{WHOLE}sections/part-2/"):
            assert "고치기" not in client.get(address).content.decode().replace("원고 고치기", "")
