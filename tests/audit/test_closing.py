"""Old events and access records are closed off: what is left is still proven, and what went was the beginning and nothing else."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessLog
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from reports.editions import retaining
from seoulwork.accounts.models import Role, User
from seoulwork.audit import accesses, chain, closing
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.audit.frozen import STANDING, thawed
from seoulwork.audit.models import Access, Closing, Event, Link
from seoulwork.figures.recording import Stamp
from seoulwork.notices.models import Kind, Notice
from seoulwork.operations import checkup, retention
from seoulwork.operations.models import Task

SignIn = Callable[..., Client]
NOW = timezone.now()
OLD = NOW - timedelta(days=4_000)
Chain = Closing.Chain


def done(subject: str, at: Any, action: Action = Action.ROW_CHANGED) -> Event:
    return log(action, subject, Stamp(None, "", at=at))


@pytest.fixture
def recorded(db: None) -> None:
    """Six events, of which four are old; in the chain, one that is younger stands before an old one."""
    for number in range(4):
        done(f"옛 {number}", OLD, Action.CORRECTION_BEGUN if number == 1 else Action.ROW_CHANGED)
    done("새 것", NOW)
    done("늦게 이어진 옛 것", OLD)
    chain.link()


def closed(folder: Path, ends: closing.Ends = ()) -> Closing:
    made = closing.close(Chain.EVENTS, NOW - timedelta(days=3_000), folder, ends)
    assert made is not None
    return made


def forged(*statements: str, archives: tuple[Path, ...] = (), ends: closing.Ends = ()) -> list[str]:
    with transaction.atomic():
        with thawed(STANDING), connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)
        found = list(closing.differences(ends, archives))
        transaction.set_rollback(True)
    return found


def test_what_is_old_goes_from_the_beginning_and_the_rest_is_proven(recorded: None, tmp_path: Path) -> None:
    noted = [(f"{each.number}:{each.sealed}", "어느 판") for each in Link.objects.filter(number__in=(2, 5))]
    by_hand = [(f"3:{Link.objects.get(number=3).sealed}", "손으로 적은 끝")]
    made = closed(tmp_path, noted)
    assert (made.first, made.last, Event.objects.count(), Link.objects.first().number) == (1, 4, 3, 5)  # type: ignore[union-attr]
    archive = tmp_path / made.archive
    assert archive.stat().st_mode & 0o777 == 0o600
    assert list(closing.differences(noted)) == []
    assert list(closing.differences([*noted, *by_hand], [archive])) == []
    (told,) = closing.differences(by_hand)
    assert "--archive" in told and made.archive in told
    (wrong,) = closing.differences([("2:" + "0" * 64, "어느 판")])
    assert "적힌 지문과 다릅니다" in wrong
    assert [each.subject for each in closing.events_of(Action.CORRECTION_BEGUN)] == ["옛 1"]
    with pytest.raises(CommandError, match="1건"):  # no such correction is kept: as before it was closed off
        call_command("verify_editions", archive=[archive])
    # Again: nothing is left to close, and what comes is linked behind.
    assert closing.close(Chain.EVENTS, NOW - timedelta(days=3_000), tmp_path) is None
    chain.link()
    assert closing.close(Chain.EVENTS, NOW + timedelta(days=1), tmp_path, noted) is not None
    assert [each.number for each in Link.objects.all()] == []
    chain.link()
    assert Link.objects.get().number == 8 and list(closing.differences(noted)) == []
    assert [each.detail["last"] for each in closing.events_of(Action.RECORD_CLOSED)] == [4, 7]


def test_each_forgery_is_found(recorded: None, tmp_path: Path) -> None:
    made = closed(tmp_path)
    chain.link()
    key = Link.objects.get(number=5).event_id
    one_more = (f"DELETE FROM audit_link WHERE event_id = {key}", f"DELETE FROM audit_event WHERE id = {key}")
    assert forged(*one_more) == ["활동 기록: 5번째 기록이 없습니다."]
    after = Link.objects.get(number=5).sealed
    with_anchor = forged(*one_more, f"UPDATE audit_closing SET last = 5, sealed = '{after}'")
    assert any("활동 기록에 적힌 것과 다르거나 없습니다" in each for each in with_anchor)
    assert any("닫았다고 적힌 기록이 없거나 바뀌었습니다" in each for each in with_anchor)
    assert any("1번째부터 4번째" in each for each in forged("DELETE FROM audit_closing"))
    kept = json.dumps({"events": [], "ends": {}})
    assert forged(f"UPDATE audit_closing SET kept = '{kept}'")
    told = Event.objects.get(action=Action.RECORD_CLOSED).pk
    assert any(
        "적힌 때와 다릅니다" in each for each in forged(f"UPDATE audit_event SET detail = '{{}}' WHERE id = {told}")
    )
    assert any("닫아서 없어야 할" in each for each in forged("UPDATE audit_link SET number = 2 WHERE number = 5"))
    other = tmp_path / "other.jsonl.gz"
    other.write_bytes((tmp_path / made.archive).read_bytes()[:-1] + b"x")
    assert [each for each in closing.differences((), [other]) if "바뀌었습니다" in each]


def test_what_was_changed_before_is_not_closed_off(recorded: None, tmp_path: Path) -> None:
    with thawed(STANDING), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET subject = 'x' WHERE subject = '옛 2'")
    with pytest.raises(closing.Refused, match="적힌 때와 다른 곳"):
        closed(tmp_path)
    assert Event.objects.count() == 6 and list(tmp_path.iterdir()) == []


def test_whoever_does_not_own_the_tables_is_told(
    recorded: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before an archive is written of what then stays; and the check-up says who has to do it once it is late."""
    monkeypatch.setattr(settings, "LOG_ARCHIVE_DIR", tmp_path)

    def remedy() -> str:
        return next(checkup._records()).remedy

    assert "seoulwork-daily.timer" in remedy()
    monkeypatch.setattr(closing, "may_close", lambda: False)
    with pytest.raises(closing.Refused, match="주인"):
        closed(tmp_path)
    assert Event.objects.count() == 6 and list(tmp_path.iterdir()) == []
    assert "seoulwork-records.timer" in remedy()
    monkeypatch.setattr(settings, "LOG_ARCHIVE_DIR", None)
    (found,) = checkup._records()
    assert "활동 기록 4건이 그대로" in found.text and not found.remedy
    monkeypatch.setattr(checkup, "CLOSED_LATE", timedelta(days=400))
    (found,) = checkup._records()
    assert "남은 것이 없습니다" in found.text and not found.remedy


def test_the_day_s_work_removes_what_was_kept_long_enough(
    signed_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    AccessLog.objects.create(username="kim", user_agent="", ip_address="192.0.2.1", path_info="/")
    user = User.objects.get()
    Notice.objects.create(user=user, kind=Kind.LATE, text="옛 알림", address="/", at=OLD)
    for state, at in (("done", OLD), ("waiting", OLD), ("done", NOW)):
        Task.objects.create(kind="draft", state=state, created_at=at)
    administrator.get("/users/")
    administrator.get(f"/users/{User.objects.create(username='lee', role=Role.COUNCIL).pk}/")
    assert accesses.last()[0] == 1
    later = NOW + timedelta(days=370)
    assert retention.remove_old(later) == {"끝난 접속": 1, "끝난 작업": 2, "알림": 1}
    assert AccessLog.objects.count() == 2
    monkeypatch.setattr(settings, "LOG_ARCHIVE_DIR", None)
    assert list(retaining.retain(later)) == []
    with pytest.raises(CommandError, match="LOG_ARCHIVE_DIR"):
        call_command("close_records")
    monkeypatch.setattr(settings, "LOG_ARCHIVE_DIR", tmp_path)
    call_command("close_records")
    assert "보관할 기간이 지난 기록이 없습니다" in capsys.readouterr().out
    told = list(retaining.retain(NOW + timedelta(days=800)))
    assert told[0].startswith("보관할 기간이 지나 지움: 로그인 기록 2건") and "접속기록 1-1번째를 닫고" in told[1]
    assert (Access.objects.count(), accesses.last()[0]) == (0, 1)
    administrator = signed_in(Role.ADMINISTRATOR)
    administrator.get("/users/")
    assert Access.objects.get().number == 2
    assert list(closing.differences((), list(tmp_path.iterdir()))) == []
    assert list(Event.objects.filter(action=Action.LOGS_REMOVED).values_list("count", flat=True)) == [2, 3]
