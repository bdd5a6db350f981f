"""What nobody should send: each address of the rights table with odd parts, queries, bodies and fields. It is refused or
answered, and never breaks (500), for any role."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.urls import reverse

from reports import assemble
from reports.editions import gate
from reports.editions.publishing import publish
from reports.models import Briefing
from seoulwork.accounts.models import Role, User
from seoulwork.accounts.rights import ANYONE, RIGHTS
from seoulwork.audit.models import Event
from seoulwork.catalogue.forms import forms_of
from seoulwork.catalogue.kinds import kinds_of
from seoulwork.domain.periods import Month
from seoulwork.entry.due import due
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.models import Bureau, DivisionState
from tests.choosing import LONG
from tests.relating import relate
from tests.test_rights import ADDRESSES, EXAMPLES, WHO

pytestmark = pytest.mark.slow(50)

SignIn = Callable[..., Client]
JULY = Month(2018, 7)
HUGE = "9" * 40
PARTS = {
    "month": ["2018-13", "0000-00", "0001-01", "1900-01", "9999-12", "２０１８-０７"],
    "name": [
        "2018-13",
        "0000-00",
        "0001-01",
        "9999-12",
        "２０１８-０７",
        "2018-07-0",
        "2018-07-1",
        "2018-07-２",
        f"2018-07-{HUGE}",
    ],
    "edition": ["0", "99", HUGE],
    "division": ["none", "seoulwork"],
    "number": ["99", str(2**63), HUGE],
    "pk": ["0", str(2**63 - 1), str(2**63), HUGE],
    "outline": ["none", "-", "a" * 300],
    "kind": ["none", "가", "%00", "%ff", "a" * 300],
    "key": ["none", "labour-0", "-"],
    "cell": ["x", "a0", f"a{HUGE}", f"a1p{HUGE}", "%00", "%ff"],
}
"""Odd texts for the variable parts of an address, as they stand in it."""
PARAMETERS = (
    "sort", "page", "per_page", "year", "export", "history", "state", "programme", "fragment", "next", "q", "since", "until",
    "role", "division", "is_active", "action", "locked_out", "indicator", "passage", "first", "last", "kind", "budget",
)  # fmt: skip
STORED_VALUES = ["%00", HUGE, "0001-01-01"]
"""Engines take them otherwise."""
VALUES = [*STORED_VALUES, "%ff%fe", "-1", "-none", "%ed%a0%80"]
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
BODIES = [
    (JSON, b"null"),
    (JSON, b'{"cells": null}'),
    (JSON, b'{"cells": {}, "request": 1}'),
    (JSON, b'{"cells": [null], "request": "x"}'),
    (FORM, b"reason=%00&text=%00&month=%00&file=%00"),
    (FORM, b"reason=%ED%A0%80&text=%ff&month=%ff&until=%ff"),
    ("", b""),
]
UNREADABLE = [
    (JSON, b"[]"),
    (JSON, b"1"),
    (JSON, b'"x"'),
    (JSON, b"{"),
    (JSON, b"\xff\xfe"),
    (JSON, b"[" * 100_000),
    (f"{FORM}; charset=nonsense", b"reason=x"),
    (FORM, b"&".join(b"f%d=1" % number for number in range(6000))),
    ("multipart/form-data", b"\xff\0"),
    ("multipart/form-data; boundary=x", b"nonsense"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="\0../../x"\r\n\r\n%PDF-\r\n--x--\r\n',
    ),
    ("nonsense", b"x"),
]
"""Bodies of which nothing comes to a database: what reads them is the same for all addresses, each gets some of them."""
FIELDS = ["", HUGE, "0001-01-01", "{", "가" * 5000]
OFFERING = (forms.ChoiceField, forms.ModelChoiceField, forms.BooleanField)
TO_OFFERING = ["", HUGE, "{"]
"""What such a field takes it offers: nothing, a number and a text that are not among that."""
IN_ALL_FIELDS = ["\0", "\ud800"]
"""Refused, or a letter like any other, whatever the field: they stand in all at once."""


@pytest.fixture
def pages(briefing_data: None) -> list[tuple[str, dict[str, Any]]]:
    """Each URL name with parts of an address that is there; lists and their forms once for each kind."""
    open_month(JULY)
    own = division("labour")
    relate(own)
    person = User.objects.create(username="person", name="사람", role=Role.COUNCIL)
    state = DivisionState.objects.create(division="labour", name="노동과", unit="과", position=2)
    cell = next(each for owner in due(own, JULY).by_place.values() for each in owner.cells)
    known = {**EXAMPLES, "cell": str(cell)}
    found: list[tuple[str, dict[str, Any]]] = []
    for name, address in ADDRESSES.items():
        right = RIGHTS[name]
        if name == "account_logout" or not (right.read or right.write):
            continue
        parts = {each: known[each] for each in address.variables}
        if name == "user_event":
            parts["pk"] = Event.objects.latest("pk").pk
        elif name.startswith("user") and "pk" in parts:
            parts["pk"] = person.pk
        elif name.startswith("division_") and "pk" in parts:
            parts["pk"] = state.pk
        elif name == "forecast":
            parts["indicator"] = own.models.Indicator.objects.latest("pk").pk
        elif name == "spending_forecast":
            parts["budget"] = own.models.Budget.objects.get(programme=None, kind="current", year=2018).pk
        elif name.startswith("bureau_"):
            parts |= {"pk": Bureau.objects.get().pk} if "pk" in parts else {}
        elif name.startswith("briefing") and "kind" in parts:
            parts["kind"] = "xlsx"
        kinds = (
            kinds_of(own) if name == "list" else forms_of(own) if name.startswith("list_") and "kind" in parts else ()
        )
        for kind in kinds:
            row = {"pk": kinds_of(own)[kind].of(own).objects.first().pk} if "pk" in parts else {}
            found.append((name, {**parts, **row, "kind": kind}))
        if not kinds:
            found.append((name, parts))
    return found


def one_of_each(pages: list[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """URL name, address and its parts, each name once."""
    for name, parts in dict(reversed(pages)).items():
        yield name, reverse(name, kwargs=parts), parts


def some(values: Sequence[Any], turn: int, of: int) -> Sequence[Any]:
    """One in so many, another at each turn, so that all are met in as many turns; in the long run all at once."""
    return values if LONG else values[turn % of :: of]


def requests(name: str, url: str, parts: dict[str, Any]) -> Iterator[tuple[str, str, str, bytes]]:
    """Method, address, type and content of what is sent there. Where nobody may write no body is read: one of a script's and one of
    a form's do."""
    turn = sorted(ADDRESSES).index(name)
    for part, value in parts.items():
        for number, odd in enumerate(PARTS.get(part, ["none", HUGE])):
            wrong = url.replace(f"/{value}/", f"/{odd}/", 1)
            yield from some([("GET", wrong, "", b""), ("POST", wrong, FORM, b"")], turn + number, 3)
    values = VALUES if connection.vendor == "sqlite" else STORED_VALUES
    for value in some(values, turn, 5):
        yield "GET", f"{url}?{'&'.join(f'{each}={value}' for each in PARAMETERS)}", "", b""
    bodies = [*some(BODIES, turn, 4), *(some(UNREADABLE, turn, 9) if connection.vendor == "sqlite" else ())]
    for content_type, body in bodies if RIGHTS[name].write else (BODIES[0], BODIES[4]):
        yield "POST", url, content_type, body


@pytest.fixture
def documents_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked of a briefing's pages is odd, not the briefing: each is made, and checked, for the first request alone."""

    def once(owner: Any, name: str) -> None:
        make, made = getattr(owner, name), {}

        def call(of: Any, *others: Any) -> Any:
            if getattr(of, "texts", None):  # what somebody writes at the desk just now
                return make(of, *others)
            key = next(str(getattr(of, each)) for each in ("name", "briefing", "month") if hasattr(of, each))
            if key not in made:
                made[key] = make(of, *others)
            return made[key]

        monkeypatch.setattr(owner, name, call)

    for each in divisions():
        once(each.app, "contribute")
    once(assemble, "outline")
    once(gate, "find")


OTHERS = [who for who in WHO if who != "administrator"]


@pytest.mark.usefixtures("documents_made_once")
@pytest.mark.parametrize(
    "whose", [["administrator"], pytest.param(OTHERS, marks=pytest.mark.any_engine)], ids=["administrator", "others"]
)
def test_odd_addresses_queries_and_bodies(
    pages: list[tuple[str, dict[str, Any]]], signed_in: SignIn, whose: list[str]
) -> None:
    """All of them from the administrator, who comes furthest; from each of the others every twelfth, another one than the others',
    where they may go at all."""
    broken = []
    for number, who in enumerate(whose):
        role, own = WHO[who]
        client = signed_in(role, own) if role in Role.values else Client(raise_request_exception=False)
        for name, url, parts in one_of_each(pages):
            if not {role, ANYONE} & (RIGHTS[name].read | RIGHTS[name].write):
                continue
            sent = list(requests(name, url, parts))
            for method, address, content_type, body in some(sent, len(name) + number, 1 if whose == [who] else 12):
                answer = client.generic(method, address, body, content_type=content_type)
                if answer.status_code >= 500:
                    broken.append(f"{who}: {method} {address[:200]} {content_type} {body[:60]!r}: {answer.status_code}")
    assert broken == []


@pytest.mark.usefixtures("documents_made_once")
def test_what_is_read_can_be_asked_about_alone(pages: list[tuple[str, dict[str, Any]]], signed_in: SignIn) -> None:
    """HEAD is answered like GET: a program that asks whether a page or file is there is not refused."""
    publish(Briefing.objects.get(), None, reason="시험")
    otherwise = []
    for role, own in ((Role.ADMINISTRATOR, ""), (Role.OFFICER, "labour"), (Role.COUNCIL, ""), (ANYONE, "")):
        client = signed_in(role, own) if role in Role.values else Client(raise_request_exception=False)
        for name, url, _ in one_of_each(pages):
            if {role, ANYONE} & RIGHTS[name].read:
                statuses = client.get(url).status_code, client.head(url).status_code
                otherwise += [] if statuses[0] == statuses[1] else [(role, name, *statuses)]
    assert otherwise == []


def test_odd_fields_of_each_form(pages: list[tuple[str, dict[str, Any]]], signed_in: SignIn) -> None:
    """Each field in turn, the others as the page gives them: some odd values each, all in the long run. All of them at once of what no
    field takes, and in a form that lacks more than one thing, which is refused anyhow."""
    client = signed_in(Role.ADMINISTRATOR)
    broken = []
    for turn, (name, parts) in enumerate(pages):
        if not (Role.ADMINISTRATOR in RIGHTS[name].read and Role.ADMINISTRATOR in RIGHTS[name].write):
            continue
        url = reverse(name, kwargs=parts)
        form = (client.get(url).context or {}).get("form")
        if form is None or name.startswith(("account", "mfa")):
            continue
        given = {field: str(form[field].value() or "") for field in form.fields} | {"reason": "까닭"}
        refused_anyhow = sum(field.required and not given[key] for key, field in form.fields.items()) > 1
        in_turn = [] if refused_anyhow else FIELDS
        at_once = [*FIELDS, *IN_ALL_FIELDS] if refused_anyhow else IN_ALL_FIELDS
        odd = [
            {field: value}
            for number, field in enumerate(given)
            for value in some(in_turn, turn + number, 5)
            if value in TO_OFFERING or not isinstance(form.fields.get(field), OFFERING)
        ]
        for changed in (*odd, *(dict.fromkeys(given, value) for value in at_once)):
            sent = {**given, **changed}
            body = "&".join(f"{key}={quote(value.encode('utf-8', 'surrogatepass'))}" for key, value in sent.items())
            answer = client.generic("POST", url, body, content_type=FORM)
            if answer.status_code >= 500:
                broken.append(f"POST {url} {str(changed)[:60]}: {answer.status_code}")
    assert broken == []
