"""The chain over the record of activity: whatever somebody who may do all in the database does to it is found."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from seoulwork.accounts.models import Role
from seoulwork.audit import chain
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.audit.frozen import STANDING, thawed
from seoulwork.audit.models import Event, Link
from seoulwork.audit.seals import seal
from seoulwork.figures.recording import Stamp

SignIn = Callable[..., Client]


@pytest.fixture
def recorded(db: None) -> list[int]:
    """Five events, linked; their keys."""
    keys = [log(Action.ROW_CHANGED, f"대상 {each}", Stamp(None, "", reason="시험")).pk for each in range(5)]
    chain.link()
    return keys


def forge(*statements: str) -> list[str]:
    with thawed(STANDING), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
    connection.check_constraints()
    return list(chain.differences())


def test_what_was_recorded_is_whole(recorded: list[int]) -> None:
    assert list(chain.differences()) == []
    assert list(Link.objects.values_list("number", "event_id")) == list(enumerate(recorded, 1))
    assert chain.link() == 0
    log(Action.ROW_REMOVED, "또 하나", Stamp(None, ""))
    assert list(chain.differences([(chain.end(), "여기")])) == []
    assert Link.objects.count() == 6


@pytest.mark.each_case
@pytest.mark.parametrize(
    "change",
    [
        "subject = '다른 것'",
        "reason = ''",
        "at = '2018-01-01 00:00:00+00:00'",
        "old_value = 1, field = 'value'",
        "detail = '{\"a\": 1}'",
    ],
)
def test_a_forged_event_is_found_alone(recorded: list[int], change: str) -> None:
    (told,) = forge(f"UPDATE audit_event SET {change} WHERE id = {recorded[2]}")
    assert told.startswith("활동 기록 3번째") and told.endswith("적힌 때와 다릅니다.")


def test_a_replaced_event_is_found(recorded: list[int]) -> None:
    key = recorded[1]
    columns = "action, subject, reason, division, kind, field, unit, decimals, detail, at"
    replaced = (
        f"CREATE TEMPORARY TABLE kept_one AS SELECT * FROM audit_event WHERE id = {key}",
        f"CREATE TEMPORARY TABLE kept_link AS SELECT * FROM audit_link WHERE event_id = {key}",
        f"DELETE FROM audit_link WHERE event_id = {key}",
        f"DELETE FROM audit_event WHERE id = {key}",
        f"INSERT INTO audit_event (id, {columns}) SELECT id, {columns.replace('subject', 'reason', 1)} FROM kept_one",
        "INSERT INTO audit_link SELECT * FROM kept_link",
    )
    (told,) = forge(*replaced)
    assert told.startswith("활동 기록 2번째")


def test_a_removed_event_is_found_and_one_whose_place_was_closed_too(recorded: list[int]) -> None:
    key = recorded[2]
    removed = (f"DELETE FROM audit_link WHERE event_id = {key}", f"DELETE FROM audit_event WHERE id = {key}")
    assert forge(*removed) == ["활동 기록: 3번째 기록이 없습니다."]
    (told,) = forge(
        "UPDATE audit_link SET number = 3 WHERE number = 4", "UPDATE audit_link SET number = 4 WHERE number = 5"
    )
    assert told.startswith("활동 기록 3번째") and "다릅니다" in told


def test_what_was_cut_off_at_the_end_is_found_by_an_end_that_was_noted(recorded: list[int]) -> None:
    end = chain.end()
    forge(f"DELETE FROM audit_link WHERE event_id = {recorded[4]}", f"DELETE FROM audit_event WHERE id = {recorded[4]}")
    out = StringIO()
    with pytest.raises(CommandError, match="1건"):
        call_command("verify_editions", end=[end], stdout=out)
    assert "따로 적어 둔 끝에 적힌 5번째 기록이 없습니다" in out.getvalue()
    log(Action.ROW_CHANGED, "그 뒤에 끼어든 것", Stamp(None, ""))
    assert [text for text in chain.differences([(end, "적어 둔 끝")]) if "적힌 지문과 다릅니다" in text]


def test_an_event_that_was_kept_long_after_its_followers_is_linked_by_who_verifies(
    recorded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with thawed(STANDING):
        Link.objects.filter(number__gt=3).delete()
    late = log(Action.ROW_CHANGED, "먼저 이어진 것", Stamp(None, ""))
    said = Event.objects.filter(pk=late.pk).values(*chain.FIELDS).get()
    Link.objects.create(number=4, event=late, sealed=seal(Link.objects.get(number=3).sealed, said))
    monkeypatch.setattr(chain, "WINDOW", 0)
    assert chain.link() == 0
    assert list(chain.differences()) == []
    assert Link.objects.count() == Event.objects.count()


def test_a_command_links_what_it_did_once_it_is_kept(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as called:
        for each in range(3):
            log(Action.ROW_CHANGED, str(each), Stamp(None, ""))
        assert not Link.objects.exists()
    assert len(called) == 1
    assert Link.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_request_links_what_it_did_behind_its_answer(signed_in: SignIn) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    fields = {"username": "new", "name": "새 사람", "role": Role.COUNCIL, "is_active": "on"}
    assert administrator.post("/users/add/", fields).status_code in (200, 302)
    assert Link.objects.count() == Event.objects.count() > 0
    assert list(chain.differences()) == []


def test_a_database_that_is_away_stops_nobody(
    recorded: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(**others: Any) -> int:
        raise DatabaseError("away")

    monkeypatch.setattr(chain, "link", away)
    chain.append()
    assert "will be linked" in caplog.text
