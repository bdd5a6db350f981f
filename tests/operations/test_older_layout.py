"""A database from before each package had its own tables: kept, told in one sentence, renewed only where it is a demo."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker

from reports.management.commands.prepare_demo import Command
from seoulwork.operations.readiness import served_when_ready
from tests.databases import another_database
from tests.operations.test_readiness import answer, there, typed_here
from tests.test_settings import manage

pytestmark = pytest.mark.slow

TOLD = "데이터베이스가 이전 판의 구조로 되어 있어"
APPLIED = [
    ("contenttypes", "0001_initial"),
    ("auth", "0001_initial"),
    ("seoulwork", "0001_initial"),
    ("account", "0001_initial"),
    ("programmes", "0001_initial"),
    ("reports", "0001_initial"),
]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The demo's database as the earlier program left it: its tables, and the list of its migrations."""
    path = tmp_path / "seoulwork.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)")
        database.execute("CREATE TABLE seoulwork_user (id integer PRIMARY KEY, username text)")
        database.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2018-07-11 00:00:00')", APPLIED
        )
        database.execute("INSERT INTO seoulwork_user (username) VALUES ('programmes-officer')")
    return path


def usernames(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [username for (username,) in database.execute("SELECT username FROM seoulwork_user")]


@pytest.mark.parametrize(
    "typed",
    [
        ["migrate"],
        ["makemigrations", "--check", "--dry-run"],
        ["db_worker", "--batch"],
        ["createsuperuser", "--noinput"],
    ],
    ids=lambda typed: typed[0],
)
def test_a_command_says_so_and_leaves_it_alone(
    older: Path, typed: list[str], capsys: pytest.CaptureFixture[str], django_db_blocker: DjangoDbBlocker
) -> None:
    before = older.read_bytes()
    with another_database(older, django_db_blocker), pytest.raises(SystemExit) as ended:
        typed_here(*typed)
    assert ended.value.code == 1
    errors = capsys.readouterr().err
    assert errors.startswith(f"CommandError: {TOLD}")
    assert len(errors.splitlines()) == 1
    assert older.read_bytes() == before


ONLY_THE_DATABASE = """
from unittest.mock import patch
from django.core.management import call_command
from reports.management.commands.prepare_demo import Command
step = Command.step
def first(self, title, work):
    if title == "데이터베이스 준비":
        step(self, title, work)
for number in range(2):
    print(f"start {number}")
    with patch.object(Command, "step", first):
        call_command("prepare_demo")
"""


def test_the_demo_moves_it_aside_and_begins_anew(older: Path) -> None:
    aside = older.with_name("seoulwork.sqlite3.old")
    aside.write_text("from before")
    found = manage(older.parent, "shell", "--no-imports", "-c", ONLY_THE_DATABASE)
    assert found.returncode == 0, found.stderr
    _, first, second = re.split(r"^start \d\n", found.stdout, flags=re.MULTILINE)
    assert first.startswith(f"이전 판의 구조로 된 시연 데이터베이스를 옮겨 두고 새로 만듭니다: {aside}2\n")
    assert aside.read_text() == "from before"
    assert usernames(older.with_name("seoulwork.sqlite3.old2")) == ["programmes-officer"]
    with closing(sqlite3.connect(older)) as database:
        assert database.execute("SELECT count(*) FROM accounts_user").fetchone()[0] > 1
    assert "이전 판" not in second
    assert not older.with_name("seoulwork.sqlite3.old3").exists()


@pytest.fixture
def marked_older(transactional_db: None) -> Iterator[None]:
    row = MigrationRecorder.Migration.objects.create(app="seoulwork", name="0001_initial")
    yield
    row.delete()


def test_a_server_says_so(marked_older: None) -> None:
    status, page = answer(served_when_ready(there))
    assert status.startswith("503")
    assert TOLD in page


def test_a_demo_on_a_server_of_its_own_is_not_moved(marked_older: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("reports.management.commands.prepare_demo.connection.vendor", "postgresql", raising=False)
        with pytest.raises(CommandError, match=TOLD):
            call_command("prepare_demo")


@pytest.mark.long
def test_migrating_still_works_where_there_is_no_database_yet(tmp_path: Path) -> None:
    found = manage(tmp_path, "migrate", "--verbosity", "0")
    assert found.returncode == 0, found.stderr


def test_what_sqlite_keeps_beside_the_file_is_moved_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("demo.sqlite3", "demo.sqlite3-wal", "demo.sqlite3.old"):
        (tmp_path / name).write_text(name)
    older = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": tmp_path / "demo.sqlite3"}, close=lambda: None)
    monkeypatch.setattr("reports.management.commands.prepare_demo.connection", older)
    Command(stdout=StringIO()).set_aside()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "demo.sqlite3.old": "demo.sqlite3.old",
        "demo.sqlite3.old2": "demo.sqlite3",
        "demo.sqlite3.old2-wal": "demo.sqlite3-wal",
    }
