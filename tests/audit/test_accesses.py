"""개인정보 접속기록: who looked at, took out or changed what is known of people, on every page that shows it."""

from collections.abc import Callable

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.services import version_of
from seoulwork.audit import accesses, seals
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.audit.frozen import STANDING, thawed
from seoulwork.audit.models import Access
from seoulwork.figures.recording import Stamp

SignIn = Callable[..., Client]
Doing = Access.Doing


@pytest.fixture
def person(db: None) -> User:
    user = User.objects.create(username="kim", name="김담당", role=Role.COUNCIL)
    AccessLog.objects.create(username="kim", user_agent="", ip_address="192.0.2.1", path_info="/")
    AccessFailureLog.objects.create(username="lee", user_agent="", ip_address="192.0.2.1", path_info="/")
    log(Action.REMINDED, "시험", Stamp(user, ""))
    return user


def latest() -> tuple[str, str, str, list[str], int]:
    found = Access.objects.first()
    assert found is not None and found.address == "127.0.0.1"
    return found.account, found.doing, found.page, found.subjects.split("\n"), found.count


def test_every_page_that_shows_people_records_who_and_whose(person: User, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    event = log(Action.REMINDED, "시험", Stamp(person, ""))
    for address, page, whose in (
        (reverse("users"), "사용자 목록", ["administrator", "kim"]),
        (reverse("user", args=[person.pk]), "사용자", ["kim"]),
        (reverse("user_sign_ins"), "로그인 기록", ["administrator", "kim"]),
        (reverse("user_failures"), "로그인 실패", ["lee"]),
        (reverse("user_events"), "활동 기록", ["kim"]),
        (reverse("user_event", args=[event.pk]), "활동 기록", ["kim"]),
    ):
        before = Access.objects.count()
        assert client.get(address).status_code == 200
        assert latest() == ("administrator", Doing.VIEWED, page, whose, len(whose))
        assert Access.objects.count() == before + 1
    shown = client.get(reverse("user_accesses"), {"doing": "viewed", "q": "lee"}).content.decode()
    assert "로그인 실패" in shown and "로그인 기록</td>" not in shown
    client.get(reverse("users"), {"export": "xlsx", "role": "council"})
    assert latest() == ("administrator", Doing.EXPORTED, "사용자 목록", [""], 1)
    assert Access.objects.first().narrowed == "export=xlsx&role=council"  # type: ignore[union-attr]
    assert client.get(reverse("user_accesses"), {"export": "xlsx"}).status_code == 200
    assert list(seals.differences("접속기록", accesses.sealed())) == []


def test_what_is_done_to_an_account_is_recorded(person: User, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    new = {"username": "park", "name": "박의원", "role": Role.COUNCIL, "is_active": "on"}
    client.post(reverse("user_add"), new)
    assert latest() == ("administrator", Doing.ADDED, "사용자", ["park"], 1)
    address = reverse("user", args=[person.pk])
    client.post(address, {**new, "seen": version_of(person)})
    assert latest() == ("administrator", Doing.CHANGED, "사용자", ["kim"], 1)
    client.post(address, {"username": "park", "name": ""})
    assert latest() == ("administrator", Doing.VIEWED, "사용자", ["kim"], 1)
    for name in ("user_password", "user_unlock", "user_second_factor"):
        before = Access.objects.count()
        client.post(reverse(name, args=[person.pk]))
        assert latest() == ("administrator", Doing.CHANGED, "사용자", ["kim"], 1)
        assert Access.objects.count() == before + 1


def test_who_is_refused_or_sees_nobody_leaves_none(person: User, signed_in: SignIn) -> None:
    assert signed_in(Role.OFFICER, "labour").get(reverse("users")).status_code == 403
    assert signed_in(Role.COUNCIL).get(reverse("questions")).status_code == 200
    signed_in(Role.ADMINISTRATOR).get(reverse("user", args=[99_999_999]))
    assert not Access.objects.exists()


def test_a_record_costs_the_same_however_many_are_shown(person: User, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)

    def asked() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("users"))
        return [each["sql"] for each in queries if "audit_access" in each["sql"] or "advisory" in each["sql"]]

    client.get(reverse("users"))
    few = len(asked())
    User.objects.bulk_create(User(username=f"u{each}", name="시험", role=Role.COUNCIL) for each in range(20))
    assert len(asked()) == few == (3 if connection.vendor == "postgresql" else 2)


def test_the_database_refuses_to_change_it_and_a_forgery_is_found(person: User, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    for _ in range(4):
        client.get(reverse("user", args=[person.pk]))
    for sql in ("UPDATE audit_access SET account = 'x'", "DELETE FROM audit_access WHERE number = 2"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    def forged(sql: str) -> list[str]:
        with transaction.atomic():
            with thawed(STANDING), connection.cursor() as cursor:
                cursor.execute(sql)
            found = list(seals.differences("접속기록", accesses.sealed()))
            transaction.set_rollback(True)
        return found

    assert forged("UPDATE audit_access SET account = 'x' WHERE number = 2") == [
        "접속기록 2번째(x 사용자): 적힌 때와 다릅니다."
    ]
    assert forged("DELETE FROM audit_access WHERE number IN (2, 3)") == [
        "접속기록: 2번째부터 3번째까지의 기록이 없습니다."
    ]
