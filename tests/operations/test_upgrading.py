"""The program is brought to another version: looked at first, told step by step, and what fails in between leaves nothing open."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import CheckConstraint, Index, Q

from seoulwork.figures import standing
from seoulwork.operations import maintenance, upgrading
from seoulwork.operations.management.commands import upgrade as command
from seoulwork.operations.models import Task, Worker
from seoulwork.operations.readiness import served_when_ready
from tests.operations.test_readiness import answer, there

pytestmark = pytest.mark.django_db
GUARD = "labour_actual_not_worked_out"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    backups = tmp_path / "backups"
    monkeypatch.setattr(settings, "BACKUP_DIR", backups)
    backups.mkdir()
    (backups / "seoulwork-20180701-023000.backup.age").touch()
    monkeypatch.setattr(command, "static_files_are_current", lambda: True)
    return tmp_path


@pytest.fixture
def older() -> Iterator[None]:
    last = list(MigrationRecorder.Migration.objects.filter(app="labour", name__gte="0017"))
    MigrationRecorder.Migration.objects.filter(pk__in=[each.pk for each in last]).delete()
    yield
    MigrationRecorder.Migration.objects.bulk_create(last, ignore_conflicts=True)


def told(*options: str) -> str:
    """What is said, a refusal included."""
    out = StringIO()
    try:
        call_command("upgrade", "--backups", str(settings.BACKUP_DIR), *options, stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


def fail(*arguments: object, **more: object) -> None:
    raise OSError("No space left on device")


def test_what_stands_is_put_up_again_behind_a_migrate_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationExecutor, "migrate", fail)
    with pytest.raises(OSError, match="No space"):
        call_command("migrate", verbosity=0)
    assert standing.missing() == []


def test_a_guard_that_is_missing_is_seen_and_put_up_again() -> None:
    with connection.cursor() as cursor:
        on = " ON labour_actual" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {GUARD}{on}")
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("doctor", stdout=said)
    assert f"트리거가 1개 없거나 꺼져 있습니다({GUARD} 등)" in said.getvalue()
    call_command("migrate", verbosity=0)
    assert standing.missing() == []


@pytest.mark.django_db(transaction=True)
def test_steps_are_told_and_the_page_is_taken_away_unless_something_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "올릴 수 있습니다" in told("--check") and not (folder / "upgraded.json").exists()
    said = told()
    assert [line[:3] for line in said.splitlines() if line[1:2] == "/"] == ["1/4", "2/4", "3/4", "4/4"]
    assert "seoulwork-2" in said and said.endswith("다시 띄워 주세요.\n")
    assert maintenance.page() is None
    (made,) = folder.rglob("seoulwork-*.backup")
    made.unlink()  # the next one may come within the same second
    monkeypatch.setattr(MigrationExecutor, "migrate", fail)
    said = told()
    assert "판올림이 멈췄습니다(OSError: No space left on device). 점검 화면은 걸려 있습니다." in said
    assert str(folder / "upgraded.json") in said
    assert "점검 화면이 걸려" in _doctor()


@pytest.mark.django_db(transaction=True)
def test_the_backup_of_an_upgrade_that_broke_off_is_kept_until_the_database_is_as_before_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MigrationExecutor, "migrate", fail)
    made = (str(number) for number in range(9))
    monkeypatch.setattr(command, "make", lambda to, key: to / next(made))

    def recorded() -> str:
        told("--key", "public")
        return Path(json.loads((folder / "upgraded.json").read_text())["backup"]).name

    assert recorded() == "0"
    last = list(MigrationRecorder.Migration.objects.filter(app="labour", name__gte="0017"))
    MigrationRecorder.Migration.objects.filter(pk__in=[each.pk for each in last]).delete()
    assert [recorded(), recorded()] == ["0", "0"], "half of the new version"
    MigrationRecorder.Migration.objects.bulk_create(last)
    assert recorded() == "3", "somebody has gone back, and people went on from there"
    (folder / "upgraded.json").write_text(json.dumps({"backup": "of the program before", "finished": False}))
    assert recorded() == "of the program before", "which did not write down where it began"


def test_each_thing_in_the_way_is_a_sentence_and_nothing_is_changed(
    older: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = folder / "backups"
    backup = next(backups.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "MANY", 0)
        assert "큰 표" in told() and "--accept-long" in told()
        assert "오래 걸릴 수 있는 것: labour_" in told("--check", "--accept-long")
    Worker.objects.create(name="one", host="jobs-1")
    with monkeypatch.context() as patch:
        patch.setattr(Worker, "alive", Worker.objects.all)
        assert "작업 프로세스 1개(jobs-1)가 떠 있습니다" in told()
    Worker.objects.all().delete()
    task = Task.objects.create(kind="draft", state=Task.State.RUNNING)
    assert "끝나지 않은 작업이 1건" in told()
    task.delete()
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda path: type("Usage", (), {"free": 5 << 20}))
        assert "남은 자리가 5MB뿐입니다" in told()
    os.utime(backup, (0, 0))
    assert "지난 36시간 안의 백업이 없습니다(마지막: 1970. 1. 1." in told()
    backup.unlink()
    assert "(마지막: 없음)" in told()
    backups.rmdir()
    assert "백업을 둘 폴더가 없습니다" in told()
    MigrationRecorder.Migration.objects.create(app="labour", name="9999_of_tomorrow")
    assert "이 프로그램보다 새롭습니다(모르는 변경: labour.9999_of_tomorrow)" in told()
    MigrationRecorder.Migration.objects.get(name="9999_of_tomorrow").delete()
    assert sorted(path.name for path in folder.iterdir()) == []


@pytest.mark.against_sqlite
def test_a_program_of_another_host_at_the_database_is_in_the_way_one_of_this_host_is_not() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE seoulwork_owner_of_upgrades")
        # What a role that may see nothing of others sees.
        cursor.execute("SET ROLE seoulwork_owner_of_upgrades")
        own = connection.get_connection_params()["application_name"]
        for name, expected in ((own, []), ("psql", []), ("seoulwork jobs-2", ["다른 서버(jobs-2)의 프로그램이"])):
            with session(name):
                found = list(upgrading._elsewhere())
            assert [each.partition(" 이 ")[0] for each in found] == expected
        cursor.execute("RESET ROLE")
        with session("seoulwork jobs-2"):
            assert "systemctl stop seoulwork-web" in told("--check")


@contextmanager
def session(name: str) -> Iterator[None]:
    """One more at the database of the tests, by that name."""
    server: Any = connection
    with (
        closing(server.Database.connect(**{**server.get_connection_params(), "application_name": name})),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        yield
    time.sleep(0.2)  # until the server has noticed that it has gone


def test_a_database_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*arguments: object) -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(upgrading, "MigrationExecutor", away)
    assert "데이터베이스를 열 수 없습니다" in told("--check")
    assert "(connection refused)" in told()


@pytest.mark.any_engine
def test_what_runs_code_or_does_several_things_may_go_through_a_table() -> None:
    state = MigrationExecutor(connection).loader.project_state()
    index = AddIndexConcurrently("event", Index(fields=["at"], name="more"))
    constraint = operations.AddConstraint("event", CheckConstraint(condition=Q(pk__gt=0), name="more"))
    code = operations.RunPython(lambda *_: None)
    for operation, expected in (
        (index, set()),
        (operations.CreateModel("other", []), set()),
        (constraint, {"audit_event"}),
        (operations.SeparateDatabaseAndState([constraint, index]), {"audit_event"}),
        (operations.AlterUniqueTogether("unknown", set()), set()),
    ):
        assert set(upgrading._tables(operation, "audit", state)) == expected
    assert {"audit_event", "audit_link"} <= set(upgrading._tables(code, "audit", state))


def test_a_database_of_tomorrow_is_seen() -> None:
    MigrationRecorder.Migration.objects.create(app="labour", name="9999_of_tomorrow")
    assert "데이터베이스가 이 프로그램보다 새롭습니다(모르는 변경 1개" in _doctor()


@pytest.mark.any_engine
@pytest.mark.django_db(transaction=True)
def test_the_page_stands_before_all_others_but_the_sign_of_life(folder: Path) -> None:
    said = StringIO()
    call_command("maintenance", "on", until="18:00", stdout=said)
    status, page = answer(served_when_ready(there))
    assert status.startswith("503") and "18:00까지 마칠 예정입니다" in page
    assert b"".join(served_when_ready(there)({"PATH_INFO": "/health/live"}, lambda *given: None)) == b"there"
    call_command("maintenance", "off", stdout=said)
    assert answer(served_when_ready(there)) == ("200 OK", "there")
    call_command("maintenance", "off", stdout=said)
    assert "점검 화면이 걸려 있지 않습니다" in said.getvalue()
    with pytest.raises(CommandError, match="18:00처럼"):
        call_command("maintenance", "on", until="저녁")


@pytest.mark.against_sqlite
def test_roles_that_write_are_given_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "make", lambda folder, key: next(folder.iterdir()))
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE seoulwork_web_of_upgrades")
    assert upgrading.writing_roles() == []
    said = told("--key", "public", "--web-role", "seoulwork_web_of_upgrades")
    assert "'seoulwork_web_of_upgrades' 역할에" in said
    assert upgrading.writing_roles() == ["seoulwork_web_of_upgrades"]
    assert "역할이 없습니다" in told("--key", "public", "--web-role", "nobody")


def _doctor() -> str:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("doctor", stdout=out)
    return out.getvalue()
