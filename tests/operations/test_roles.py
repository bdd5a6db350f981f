"""The role of the web process on PostgreSQL: it does all that the pages do, and changes nothing of what stands."""

from collections.abc import Callable
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from labour.models import Indicator
from reports.editions import correcting
from reports.editions.publishing import publish
from reports.models import Briefing, Edition
from seoulwork.accounts.models import Role, User
from seoulwork.audit import chain, closing
from seoulwork.audit.frozen import STANDING
from seoulwork.audit.models import Event, Link
from seoulwork.domain.periods import Month
from seoulwork.entry.steps import open_month
from seoulwork.operations import roles

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
WEB = "seoulwork_web_of_tests"

REFUSED = (
    *(f"{verb} {table}" for table in STANDING for verb in ("DELETE FROM", "TRUNCATE")),
    *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in STANDING),
    *(f"DROP TRIGGER {table}_no_update ON {table}" for table in STANDING),
    "UPDATE audit_event SET reason = ''",
    "UPDATE audit_link SET sealed = ''",
    "UPDATE reports_edition SET document = ''",
    "TRUNCATE labour_actual CASCADE",
    "DROP TABLE labour_actual CASCADE",
    "ALTER TABLE labour_actual ADD COLUMN more integer",
    "ALTER TABLE audit_event OWNER TO CURRENT_USER",
    "CREATE TABLE own (id integer)",
    "CREATE OR REPLACE FUNCTION seoulwork_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "SET session_replication_role = replica",
    "SELECT setval(pg_get_serial_sequence('audit_event', 'id'), 1)",
    "DELETE FROM django_migrations",
)


@pytest.mark.against_sqlite
def test_the_web_role_does_what_pages_do_and_changes_nothing_that_stands(
    briefing_data: None, signed_in: SignIn
) -> None:
    administrator, officer = signed_in(Role.ADMINISTRATOR), signed_in(Role.OFFICER, "labour")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {WEB}")
        connection.check_constraints()
        out = StringIO()
        call_command("grant_web_role", WEB, stdout=out)
        assert "권한을 주었습니다" in out.getvalue()
        cursor.execute(f"SET ROLE {WEB}")
        cursor.execute("SELECT current_user")
        assert not closing.may_close()
        assert cursor.fetchone() == (WEB,)
    try:
        _work(administrator, officer)
        connection.check_constraints()
        assert [sql for sql in REFUSED if _is_done(sql)] == []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER ALL")


def _is_done(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        return False
    return True


def _work(administrator: Client, officer: Client) -> None:
    """What the pages write: of each table one kind or another."""
    july = Month(2018, 7)
    open_month(july)
    cell = f"a{Indicator.objects.filter(frequency='monthly', parts=None).order_by('pk')[0].pk}"
    seen = None
    for value in ("5", "6"):
        sent = {"request": str(uuid4()), "cells": [{"cell": cell, "value": value, "seen": seen}]}
        answer = officer.post("/entry/labour/2018-07/cells/", sent, content_type="application/json").json()
        assert answer["cells"][0]["state"] == "saved"
        seen = answer["cells"][0]["version"]
    officer.post("/entry/labour/2018-07/submit/", {"note": "나머지는 다음 주에"})
    fields = {"username": "new", "name": "새 사람", "role": Role.COUNCIL, "is_active": "on"}
    administrator.post("/users/add/", fields)
    assert User.objects.filter(username="new").exists()
    assert officer.post("/notices/", {"site-answer": "on"}).status_code == 302
    publish(Briefing.objects.get(), None, reason="시험")
    correcting.begin(Briefing.objects.get(), by=None, reason="집계 오류")
    correcting.give_up(Briefing.objects.get(), by=None)
    correcting.withdraw(Edition.objects.get(), by=None, reason="시험")
    begun = {
        "month": "2018-09",
        "reference_month": "2018-08",
        "session": "제283회",
        "title": "보고",
        "committee": "위원회",
        "vision": "비전",
        "plan_year": 2018,
        "kind": "main",
    }
    administrator.post("/briefings/add/", begun)
    chain.link()
    assert Link.objects.count() == Event.objects.count() > 5


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[Any, ...]]]:
    """What a PostgreSQL says, by a word of what it is asked."""
    said: dict[str, list[tuple[Any, ...]]] = {
        "rolsuper": [(False,)],
        "pg_has_role": [],
        "quote_ident": [("public", "seoul")],
        "tablename": [("audit_event",), ("django_migrations",), ("labour_actual",)],
    }
    monkeypatch.setattr(
        roles, "_asked", lambda sql, *parameters: next(rows for word, rows in said.items() if word in sql)
    )
    return said


def test_each_table_is_given_what_it_needs(asked: dict[str, list[tuple[Any, ...]]]) -> None:
    told = list(roles.statements("web"))
    assert 'GRANT SELECT, INSERT ON public."audit_event" TO "web"' in told
    assert 'GRANT SELECT ON public."django_migrations" TO "web"' in told
    assert 'GRANT SELECT, INSERT, UPDATE, DELETE ON public."labour_actual" TO "web"' in told


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("word", "rows", "said"),
    [
        ("rolsuper", [], "역할이 없습니다"),
        ("rolsuper", [(True,)], "슈퍼유저"),
        ("pg_has_role", [("audit_event",)], "주인"),
    ],
)
def test_a_role_that_may_too_much_is_refused(
    asked: dict[str, list[tuple[Any, ...]]], monkeypatch: pytest.MonkeyPatch, word: str, rows: Any, said: str
) -> None:
    asked[word] = rows
    monkeypatch.setattr(connection, "vendor", "postgresql")
    with pytest.raises(CommandError, match=said):
        call_command("grant_web_role", "web")


def test_the_command_tells_what_it_would_do(
    asked: dict[str, list[tuple[Any, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    out = StringIO()
    call_command("grant_web_role", "web", print=True, stdout=out)
    assert out.getvalue().endswith(";\n") and "REVOKE ALL ON ALL TABLES" in out.getvalue()
    done: list[str] = []

    class Cursor:
        def __enter__(self) -> "Cursor":
            return self

        def __exit__(self, *others: object) -> None: ...

        def execute(self, sql: str) -> None:
            done.append(sql)

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", Cursor)
        assert roles.grant("web") == done


@pytest.mark.any_engine
def test_another_engine_has_no_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "sqlite")
    with pytest.raises(CommandError, match="PostgreSQL에서만"):
        call_command("grant_web_role", "web")
