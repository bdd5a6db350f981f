"""Every address, role and method against the table in seoulwork/accounts/rights.py."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.rights import ANYONE, MENU, RIGHTS, may
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.periods import Month
from seoulwork.entry.steps import open_month
from seoulwork.pages.delivery import HEADERS
from tests.choosing import LONG

# The table decides, not the database; that no address breaks on either engine is tried in test_odd_requests.py.
pytestmark = pytest.mark.any_engine

SignIn = Callable[..., Client]
READING, OTHERS = ("GET", "HEAD"), ("HEAD", "PUT", "PATCH", "DELETE")
NOWHERE = 99_999_999

EXAMPLES: dict[str, Any] = {
    "division": "labour",
    "owner": "labour",
    "month": Month(2018, 7),
    "name": BriefingName(Month(2018, 7)),
    "number": 0,
    "pk": NOWHERE,
    "kind": "programmes",
    "outline": "report",
    "key": "none",
    "cell": "a1",
    "digest": "0" * 64,
    "year": 2018,
    "indicator": NOWHERE,
    "budget": NOWHERE,
    "edition": 1,
    "token": "1:none",
    "called": "figures",
    "form": "csv",
    "provider_id": "office",
    "uidb36": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
"""What stands for each variable part of an address; none of it exists, so nothing is written by an empty request."""


@dataclass(frozen=True)
class Address:
    name: str
    variables: tuple[str, ...]

    def url(self) -> str:
        return reverse(self.name, kwargs={name: EXAMPLES[name] for name in self.variables})


def walk(patterns: list[URLPattern | URLResolver], above: tuple[str, ...] = ()) -> Iterator[Address]:
    for each in patterns:
        pattern: Any = each.pattern
        variables = (*above, *(pattern.converters or pattern.regex.groupindex))
        if isinstance(each, URLResolver):
            yield from walk(each.url_patterns, variables)
        else:
            assert each.name, f"{pattern} has no name, so no right can be given to it"
            yield Address(each.name, variables)


ADDRESSES = {address.name: address for address in walk(get_resolver().url_patterns)}

WHO = {
    "who has not logged in": (ANYONE, ""),
    "officer": (Role.OFFICER, "labour"),
    "officer of another division": (Role.OFFICER, "programmes"),
    "head": (Role.HEAD, "labour"),
    "head of another division": (Role.HEAD, "programmes"),
    "administrator": (Role.ADMINISTRATOR, ""),
    "council member": (Role.COUNCIL, ""),
}


def refused(response: HttpResponseBase) -> bool:
    to_login = response.headers.get("Location", "").startswith(reverse("account_login") + "?next=")
    return response.status_code in (401, 403) or to_login


POLICY = {
    *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'"),
    *("connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
}
GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": HEADERS["Permissions-Policy"],
}
"""What every answer says, whatever it is."""
INLINE = re.compile(
    rb"""<style|\sstyle=|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=)(?![^>]*type="application/json")"""
)
"""What the content security policy would keep from working"""


def lacks(response: Any) -> Iterator[str]:
    """What an answer lacks of GUARDS; what stands in its page that must not."""
    if {*response.headers.get("Content-Security-Policy", "").split("; ")} != POLICY:
        yield f"Content-Security-Policy: {response.headers.get('Content-Security-Policy')}"
    for name, value in GUARDS.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
        yield from (f"{found[0]!r} stands in the page" for found in INLINE.finditer(response.content))


def test_every_address_stands_in_the_table() -> None:
    assert sorted(ADDRESSES.keys() - RIGHTS.keys()) == []


def test_every_row_of_the_table_has_an_address() -> None:
    offered = {name for name, right in RIGHTS.items() if right.read or right.write}
    assert sorted(offered - ADDRESSES.keys()) == []


def test_the_menu_leads_to_addresses_of_the_table() -> None:
    assert {entry.url_name for entry in MENU} <= RIGHTS.keys()


@pytest.mark.parametrize("who", WHO)
def test_each_address_and_method(who: str, signed_in: SignIn) -> None:
    """Each address is read and written by each. The table knows those two: one of the other methods is sent to each address by one of
    them, in the long run each by all."""
    role, division = WHO[who]

    def enter() -> Client:
        return Client(raise_request_exception=False) if role == ANYONE else signed_in(role, division)

    client, wrong = enter(), []
    for number, (name, address) in enumerate(ADDRESSES.items()):
        right, url = RIGHTS[name], address.url()
        in_own_division = "division" not in address.variables or division in ("", EXAMPLES["division"])
        turn, whose = divmod(number, len(WHO))
        others = OTHERS if LONG else OTHERS[turn % len(OTHERS) :][:1] if whose == list(WHO).index(who) else ()
        for method in ("GET", "POST", *others):
            allowed = right.read if method in READING else right.write
            expected = bool({role, ANYONE} & allowed) and (in_own_division or role == ANYONE)
            response = client.generic(method, url)
            if not right.read and not right.write:
                as_said = response.status_code == 404
            else:
                as_said = refused(response) is not expected and response.status_code < 500
            if "no-store" not in response.headers.get("Cache-Control", ""):
                wrong.append(f"{method} {url} may be kept by a cache")
            wrong += [f"{method} {url}: {lack}" for lack in lacks(response)]
            if not as_said:
                wrong.append(f"{method} {url}: {response.status_code}, allowed: {expected}")
            if name == "account_logout":
                client = enter()
    assert wrong == []


def test_an_address_missing_from_the_table_is_refused_to_the_administrator(
    monkeypatch: pytest.MonkeyPatch, signed_in: SignIn
) -> None:
    monkeypatch.delitem(RIGHTS, "users")
    assert refused(signed_in(Role.ADMINISTRATOR).get(reverse("users")))


class TestRightsTakenAwayHoldFromTheNextRequest:
    @pytest.fixture
    def client(self, signed_in: SignIn) -> Client:
        return signed_in(Role.OFFICER, "labour")

    @pytest.fixture
    def officer(self, client: Client) -> User:
        return User.objects.get(username="labour-officer")

    @pytest.fixture
    def url(self) -> str:
        return reverse("list", args=["labour", "programmes"])

    def test_while_they_are_held(self, client: Client, url: str) -> None:
        assert client.get(url).status_code == 200

    def test_role(self, client: Client, officer: User, url: str) -> None:
        client.get(url)
        User.objects.filter(pk=officer.pk).update(role=Role.COUNCIL, division="")
        assert client.get(url).status_code == 403

    def test_division(self, client: Client, officer: User, url: str) -> None:
        client.get(url)
        User.objects.filter(pk=officer.pk).update(division="programmes")
        assert client.get(url).status_code == 403

    def test_account(self, client: Client, officer: User, url: str) -> None:
        client.get(url)
        User.objects.filter(pk=officer.pk).update(is_active=False)
        assert refused(client.get(url))

    def test_password(self, client: Client, officer: User, url: str) -> None:
        client.get(url)
        officer.set_password("another-password")
        officer.save()
        assert refused(client.get(url))


def test_the_menu_shows_what_the_role_may_open(signed_in: SignIn) -> None:
    page = signed_in(Role.COUNCIL).get(reverse("briefings")).content.decode()
    assert reverse("briefings") in page
    assert reverse("lists") not in page
    assert reverse("users") not in page


@pytest.fixture
def refuse_writes(db: None) -> Iterator[Callable[[], None]]:
    """From the call on the database takes no writes."""

    def refuse() -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON" if connection.vendor == "sqlite" else "SET TRANSACTION READ ONLY")

    yield refuse
    if connection.vendor == "sqlite":  # PostgreSQL takes them again when the test's transaction ends
        connection.connection.execute("PRAGMA query_only = OFF")


@pytest.mark.parametrize("who", [who for who, (role, _) in WHO.items() if role != ANYONE])
def test_no_page_links_to_where_its_reader_may_not_go(
    who: str, signed_in: SignIn, briefing_data: None, refuse_writes: Callable[[], None]
) -> None:
    """From the first page on, one page of each URL name is read, and every link in it held against the table. The database takes no
    writes meanwhile: reading needs none."""
    open_month(EXAMPLES["month"])
    client = signed_in(*WHO[who])
    reader = User.objects.get(pk=client.session["_auth_user_id"])
    client.get(reverse("home"))  # the session is put off once a minute
    refuse_writes()
    waiting, read, forbidden = [reverse("home")], {"account_logout", "briefing_download"}, set()
    while waiting:
        url = waiting.pop(0)
        name = resolve(url).url_name or ""
        if name in read:
            continue
        read.add(name)
        response = client.get(url, follow=True)
        assert response.status_code == 200, url
        assert "no-store" in response["Cache-Control"], url
        if response.streaming or not response["Content-Type"].startswith("text/html"):
            continue
        here = response.request["PATH_INFO"]
        for link in re.findall(r'<a\b[^>]*\bhref="([^"#]+)', response.content.decode()):
            target = urlsplit(urljoin(here, link))
            if target.scheme or target.netloc:
                continue
            linked = resolve(target.path)
            if may(reader, linked.url_name or "", division=linked.kwargs.get("division", "")):
                waiting.append(target.path)
            else:
                forbidden.add(f"{here} links to {target.path}")
    assert forbidden == set()
    assert "briefings" in read
