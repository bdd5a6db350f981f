"""The guides of docs/ as pages of the site."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from django.urls import resolve, reverse

from seoulwork.accounts.guides import GUIDES
from seoulwork.accounts.models import Role

# Files and addresses; a user is all that is stored.
pytestmark = pytest.mark.any_engine

SignIn = Callable[..., Client]


@pytest.fixture
def reader(signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def page_of(client: Client, key: str) -> str:
    response = client.get(reverse("guide", args=[key]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_help_opens_the_guide_of_what_one_does(role: str, signed_in: SignIn) -> None:
    client = signed_in(role, "labour" if role in (Role.OFFICER, Role.HEAD) else "")
    title = (settings.BASE_DIR / f"docs/{role}.md").read_text().partition("\n")[0].removeprefix("# ")
    page = client.get(reverse("guides"), follow=True).content.decode()
    assert f"<h1>{title}</h1>" in page
    assert f'class="site-help site-guides" href="{reverse("guides")}"' in page


def test_every_guide_is_offered_and_another_is_not_found(reader: Client) -> None:
    page = page_of(reader, "administrator")
    assert all(f'href="{reverse("guide", args=[key])}"' in page for key in GUIDES)
    assert reader.get(reverse("guide", args=["maintainers"])).status_code == 404


def test_council_members_are_offered_nothing_of_the_office_s_work(signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    page = page_of(council, "council")
    for key in GUIDES:
        address, own = reverse("guide", args=[key]), key in ("council", "everyone")
        assert (f'href="{address}"' in page, council.get(address).status_code == 200) == (own, own)
        if own:
            assert not re.search(r"manage\.py|관리 명령|YAML|\.yaml", page_of(council, key))


def test_how_the_server_is_kept_is_for_administrators(signed_in: SignIn) -> None:
    address = reverse("guide", args=["operator"])
    for role in (Role.OFFICER, Role.HEAD):
        client = signed_in(role, "labour")
        assert address not in page_of(client, "everyone") and client.get(address).status_code == 404


@pytest.mark.parametrize("key", GUIDES)
def test_pictures_and_links_of_a_guide_lead_somewhere(key: str, reader: Client) -> None:
    page = page_of(reader, key)
    written = (settings.BASE_DIR / f"docs/{key}.md").read_text()
    pictures = re.findall(r'<img src="([^"]+)" alt="[^"]+"', page)
    assert len(pictures) == written.count("![")
    for address in pictures:
        assert staticfiles_storage.exists(address.removeprefix(settings.STATIC_URL)), address
    body = page.partition('<div class="guide">')[2].partition("</main>")[0]
    for address in re.findall(r'<a href="([^"]+)"', body):
        target, _, anchor = unquote(address).partition("#")
        assert not target or resolve(target).url_name == "guide"
        assert not anchor or f'id="{anchor}"' in (
            page if not target else page_of(reader, resolve(target).kwargs["key"])
        )
    assert "style=" not in body
