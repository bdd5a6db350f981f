"""Before there is a database, or with an older one: a sentence that says what to type first."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.management import CommandError, get_commands
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from seoulwork.operations import readiness
from seoulwork.operations.readiness import BRING_THEIR_OWN, OF_MIGRATIONS, Commands, database_problem, served_when_ready
from tests.databases import another_database
from tests.test_settings import anew, manage


def typed_here(*arguments: str) -> None:
    """What manage.py does with a command once it has started."""
    typed = ["manage.py", *arguments]
    Commands(typed).fetch_command(arguments[0]).run_from_argv(typed)


TYPED = [
    ["load_briefing_data", "fixtures/2018-07"],
    ["render_briefing", "2018-07", "--format", "pdf", "--output", "briefing.pdf"],
    ["db_worker", "--batch"],
    ["createsuperuser", "--noinput"],
]


@pytest.mark.parametrize("typed", TYPED, ids=[each[0] for each in TYPED])
def test_a_command_before_there_is_a_database(
    tmp_path: Path, typed: list[str], capsys: pytest.CaptureFixture[str], django_db_blocker: DjangoDbBlocker
) -> None:
    with another_database(tmp_path / "none.sqlite3", django_db_blocker), pytest.raises(SystemExit) as ended:
        typed_here(*typed)
    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        "CommandError: 데이터베이스가 아직 만들어지지 않았습니다. 먼저 manage.py migrate를 실행해 주세요.\n"
    )


def test_a_command_without_its_database_server(tmp_path: Path) -> None:
    """In a process of its own, so that manage.py is seen to look as well."""
    found = manage(tmp_path, "db_worker", "--batch", DATABASE_URL=f"postgresql://nobody@/none?host={tmp_path}")
    assert found.returncode != 0
    (line,) = found.stderr.splitlines()
    assert line.startswith("CommandError: 데이터베이스를 열 수 없습니다.")


LAST: dict[str, Any] = {"app": "reports", "name": "0017_question_origins"}


@pytest.fixture
def older_database(transactional_db: None) -> Iterator[None]:
    MigrationRecorder.Migration.objects.filter(**LAST).delete()
    yield
    MigrationRecorder.Migration.objects.get_or_create(**LAST)


OF_OURS = {name for name, app in get_commands().items() if str(app).split(".")[0] in ("seoulwork", "reports")}
OWN = sorted(OF_OURS - OF_MIGRATIONS)


@pytest.mark.any_engine
@pytest.mark.parametrize("name", OWN)
def test_each_command_looks_for_an_older_database(older_database: None, name: str) -> None:
    command = Commands(["manage.py", name]).fetch_command(name)
    if name in BRING_THEIR_OWN:
        assert not command.requires_migrations_checks
        return
    assert command.requires_migrations_checks
    with pytest.raises(CommandError, match=r"이 프로그램보다 오래되었습니다\(바꿀 것 1개\)"):
        command.check_migrations()


def answer(application: Any) -> tuple[str, str]:
    """Status and body of `/`."""
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    body = b"".join(application(environ, lambda status, headers: statuses.append(status)))
    return statuses[0], body.decode()


def there(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b"there"]


def test_a_server_with_an_older_database_says_so_until_it_is_migrated(
    older_database: None, caplog: pytest.LogCaptureFixture
) -> None:
    application = served_when_ready(there)
    assert "먼저 manage.py migrate를" in caplog.text
    status, page = answer(application)
    assert status.startswith("503")
    assert "먼저 manage.py migrate를" in page
    MigrationRecorder.Migration.objects.create(**LAST)
    assert answer(application) == ("200 OK", "there")
    assert database_problem() == ""


def test_a_server_whose_database_is_away(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise OperationalError("connection refused\n\tIs the server running?")

    with monkeypatch.context() as away:
        away.setattr(readiness, "MigrationExecutor", fail)
        application = served_when_ready(there)
        status, page = answer(application)
    assert status.startswith("503")
    assert "데이터베이스를 열 수 없습니다" in page
    assert answer(application) == ("200 OK", "there")


def test_a_server_without_its_static_files(transactional_db: None, tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=tmp_path):
        status, page = answer(served_when_ready(there))
    assert status.startswith("503")
    assert "collectstatic" in page


def test_what_the_web_server_loads_waits_until_it_is_ready_and_is_not_searched_again(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched_no_more: list[bool] = []
    monkeypatch.setattr(gc, "freeze", lambda: searched_no_more.append(True))
    with override_settings(STATIC_ROOT=tmp_path):
        status, page = answer(anew("seoulwork.wsgi").application)
    assert status.startswith("503")
    assert "collectstatic" in page
    assert searched_no_more == [True]
