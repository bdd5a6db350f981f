"""What stands in the log: a refused page in one line, a fault of ours with its traceback."""

import logging
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.log import configure_logging

from seoulwork.accounts import lists
from seoulwork.accounts.models import Role

SignIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the program's own handler writes, as its settings say."""
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    written = StringIO()
    (console,) = [each for each in logging.getLogger().handlers if each.get_name() == "console"]
    monkeypatch.setattr(console, "stream", written)
    return written


@pytest.mark.parametrize(
    ("status", "address", "sent"),
    [
        (403, "/users/", {}),
        (404, "/nothing/here/", {}),
        (400, "/briefings/", {"headers": {"host": "elsewhere.example"}}),
    ],
)
def test_a_refused_page_is_one_line(log: StringIO, signed_in: SignIn, status: int, address: str, sent: Any) -> None:
    assert signed_in(Role.COUNCIL).get(address, **sent).status_code == status
    assert len(log.getvalue().splitlines()) == 1, log.getvalue()


def test_each_line_says_its_time_with_its_zone(log: StringIO, signed_in: SignIn) -> None:
    signed_in(Role.COUNCIL).get("/nothing/here/")
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} ", log.getvalue())


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"nonsense", "multipart/form-data"),
        (
            b"&".join(b"f%d=1" % number for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)),
            "application/x-www-form-urlencoded",
        ),
    ],
    ids=["no form", "too many fields"],
)
def test_a_body_that_can_not_be_read_is_one_line(
    log: StringIO, signed_in: SignIn, body: bytes, content_type: str
) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    assert client.generic("POST", reverse("user_add"), body, content_type=content_type).status_code == 400
    assert len(log.getvalue().splitlines()) == 1, log.getvalue()


def test_a_fault_of_ours_has_its_traceback(log: StringIO, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("what went wrong")

    monkeypatch.setattr(lists, "list_page", fail)
    assert signed_in(Role.ADMINISTRATOR).get("/users/").status_code == 500
    assert "Traceback" in log.getvalue()
    assert "RuntimeError: what went wrong" in log.getvalue()


def test_what_somebody_sent_makes_no_line_of_its_own(log: StringIO) -> None:
    forged = "nobody\n2026-11-26 09:00:00 ERROR - django: forged\x1b[2J\u202e"
    Client().post(reverse("account_login"), {"login": forged, "password": "wrong"}, headers={"user-agent": forged})
    logging.getLogger("seoulwork").warning("%s", forged)
    Client(raise_request_exception=False).get("/nothing%0aforged/%1b")
    lines = log.getvalue().splitlines()
    assert len(lines) >= 2 and "\x1b" not in log.getvalue() and "\u202e" not in log.getvalue()
    assert not [line for line in lines if line.startswith(("2026-11-26 09:00:00 ERROR - django", "forged"))]
