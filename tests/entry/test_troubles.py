"""A database that is away, full, busy or takes no writes: each page says so in a sentence, nothing is half written, and it goes on."""

import errno
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from allauth.core.internal import ratelimit
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from seoulwork.accounts.models import Role, User
from seoulwork.audit.models import Event
from seoulwork.entry import evidence
from seoulwork.figures.divisions import Division
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import run, work
from seoulwork.pages.troubles import Trouble, trouble_of
from tests.entry.conftest import JULY, People, cell_of, make_july, make_people
from tests.entry.files import pdf

STATES = {
    Trouble.AWAY: ("57P01", sqlite3.SQLITE_CANTOPEN),
    Trouble.FULL: ("53100", sqlite3.SQLITE_FULL),
    Trouble.READ_ONLY: ("25006", sqlite3.SQLITE_READONLY),
    Trouble.BUSY: ("40P01", sqlite3.SQLITE_BUSY),
}
"""What PostgreSQL and SQLite call each; none of them is a key that is missing."""
WRITING = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def met(trouble: Trouble, *statements: str) -> Iterator[None]:
    """Each such statement fails as it does on the engine in that trouble."""
    state, code = STATES[trouble]

    def fail(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.startswith(statements):
            return execute(sql, params, many, context)
        if connection.vendor == "postgresql":
            return execute(f"DO $$BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END$$", None, False, context)
        error = sqlite3.OperationalError("x")
        error.sqlite_errorcode = code
        with connection.wrap_database_errors:
            raise error

    with connection.execute_wrapper(fail):
        yield


def sent(client: Client, own: Division, value: str) -> Any:
    cells = [{"cell": cell_of(own, "상담"), "value": value, "seen": None}]
    return client.post(
        reverse("entry_cells", args=["programmes", JULY]),
        json.dumps({"request": str(uuid4()), "cells": cells}),
        content_type="application/json",
    )


@pytest.mark.django_db(transaction=True)
def test_each_trouble_is_told_and_passes() -> None:
    people, own = make_people(), make_july()
    client = Client(raise_request_exception=False)
    client.force_login(people.officer)
    page = reverse("entry_month", args=["programmes", JULY])
    before = own.models.Actual.objects.count(), Event.objects.count()
    for trouble in STATES:
        with met(trouble, *WRITING):
            answer = sent(client, own, "7")
        assert (answer.status_code, answer.json()) == (503, {"error": trouble.name.lower(), "text": trouble.text})
        assert answer["Retry-After"] and answer["X-Request-ID"]
        assert (own.models.Actual.objects.count(), Event.objects.count()) == before
        with met(trouble, "SELECT"):
            shown = client.get(page)
        assert shown.status_code == 503 and trouble.text in shown.content.decode()
        assert shown["X-Request-ID"] in shown.content.decode()
    assert sent(client, own, "7").json()["cells"][0]["state"] == "saved"
    assert client.get(page).status_code == 200
    assert own.models.Actual.objects.count() == before[0] + 1


@pytest.mark.any_engine
@pytest.mark.django_db(transaction=True)
def test_pages_can_be_read_while_nothing_can_be_written() -> None:
    """Also when the session would be put off."""
    people = make_people()
    make_july()
    client = Client(raise_request_exception=False)
    client.force_login(people.officer)
    for trouble in (Trouble.READ_ONLY, Trouble.FULL):
        with met(trouble, *WRITING):
            assert client.get(reverse("entry_month", args=["programmes", JULY])).status_code == 200
            assert "renewed_at" not in client.session
    assert client.get(reverse("entry_month", args=["programmes", JULY])).status_code == 200
    assert "renewed_at" in client.session


@pytest.mark.django_db(transaction=True)
def test_nobody_sees_people_while_it_can_not_be_recorded() -> None:
    """And is told why, and that other pages can be seen."""
    make_people()
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create(username="looks", name="담당", role=Role.ADMINISTRATOR))
    with met(Trouble.READ_ONLY, *WRITING):
        answers = [client.get(reverse("users"), asked) for asked in ({}, {"export": "xlsx"})]
        assert client.get(reverse("briefings")).status_code == 200
    assert [each.status_code for each in answers] == [503, 503]
    assert all(Trouble.UNRECORDED.text in each.content.decode() for each in answers)
    assert client.get(reverse("users")).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trouble", [Trouble.READ_ONLY, Trouble.FULL])
def test_nobody_signs_in_while_failures_can_not_be_counted(trouble: Trouble, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither with the right password nor the wrong one, and both are told what is the matter: nobody tried too often."""
    monkeypatch.setattr(ratelimit, "CACHE_LOCK_WAIT_TIMEOUT", 0)
    make_people()
    User.objects.create_user("signing-in", password="seoul-away-2018", name="담당", role=Role.COUNCIL)
    client = Client(raise_request_exception=False)
    with met(trouble, *WRITING):
        for password in ("seoul-away-2018", "wrong"):
            answer = client.post(reverse("account_login"), {"login": "signing-in", "password": password})
            assert answer.status_code == 503 and trouble.text in answer.content.decode()
    assert "_auth_user_id" not in client.session
    page = client.post(reverse("account_login"), {"login": "signing-in", "password": "seoul-away-2018"})
    assert page.status_code == 302


@pytest.mark.any_engine
def test_a_session_that_can_not_be_kept_is_no_bad_request(july: Division, people: People) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(people.officer)
    with met(Trouble.FULL, 'UPDATE "django_session"'):
        answer = client.get(reverse("entry_month", args=["programmes", JULY]))
    assert answer.status_code == 503 and Trouble.FULL.text in answer.content.decode()


@pytest.mark.any_engine
def test_a_disk_that_is_full_while_a_file_comes_in(
    july: Division, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(evidence, "kind_of", full)
    client = Client(raise_request_exception=False)
    client.force_login(people.officer)
    address = reverse("entry_evidence_add", args=["programmes", JULY, cell_of(july, "상담")])
    answer = client.post(address, {"file": SimpleUploadedFile("근거.pdf", pdf())})
    assert answer.status_code == 503 and Trouble.FULL.text in answer.content.decode()
    assert not july.models.Evidence.objects.exists()


@pytest.mark.any_engine
def test_a_connection_that_broke_is_away_however_the_driver_calls_it() -> None:
    error = DatabaseError("server closed the connection unexpectedly")
    assert trouble_of(error) is None, "an error of Django's own"
    error.__cause__ = Exception("server closed the connection unexpectedly")
    assert trouble_of(error) is Trouble.AWAY


@pytest.mark.any_engine
def test_other_errors_are_faults() -> None:
    assert [trouble_of(each) for each in (None, ZeroDivisionError(), OSError(errno.ENOENT, "x"))] == [None] * 3


@work("full", "시험")
def full(task: Task) -> str:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.any_engine
def test_long_work_says_that_the_disk_is_full(db: None, settings: Settings) -> None:
    settings.WORK = {"full": f"{__name__}.full"}
    task = run(Task.objects.create(kind="full", created_at=timezone.now()).pk)
    assert (task.state, task.message) == (Task.State.FAILED, Trouble.FULL.text)
