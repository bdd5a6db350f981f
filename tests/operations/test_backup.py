"""Backup and restore: nothing is lost between the engines, of an earlier version or under use, and what is broken is noticed."""

import errno
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, nullcontext
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from seoulwork.accounts.models import Role, User
from seoulwork.operations.backup import archive as archives
from seoulwork.operations.backup.archive import Refused, opened
from seoulwork.operations.backup.making import make
from seoulwork.operations.backup.rows import lines, load
from seoulwork.operations.models import StoredFile, Task
from tests.choosing import amount
from tests.databases import another_database
from tests.test_settings import manage
from tests.upgrades.test_upgrades import another, is_as_a_new_one, published_files_are_whole_and_still_frozen

pytestmark = pytest.mark.django_db(transaction=True)
EARLIER = Path(__file__).parent.parent / "upgrades/0.1.0-sqlite.sql"
BYTES = amount("SEOULWORK_BROKEN_BYTES", 20, long=200)
"""How many bytes of an archive are changed, one at a time"""
NOTHING_LEFT = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def filled() -> None:
    by = User.objects.create_user("officer-of-backups", role=Role.COUNCIL)
    default_storage.save("evidence/ab/cd", ContentFile(bytes(range(256)) * 40))
    Task.objects.create(kind="짚어 볼 것\t\\N \n\r\x0b", arguments={"나": [1, None, "2"], "가": {"b": True}}, by=by)


def tables(path: Path, key: Path | None = None) -> list[archives.Table]:
    with opened(path, key) as archive:
        archive.check()
        return sorted(archive.manifest.tables, key=lambda table: table.name)


@pytest.mark.against_sqlite
@pytest.mark.slow(60)
def test_all_of_an_earlier_version_goes_to_the_other_engine_and_back(tmp_path: Path) -> None:
    """From a file of SQLite that version 0.1.0 filled to this run's engine, where it is as if upgraded there, and to a file again,
    encrypted on the way."""
    folders = [tmp_path / name for name in ("earlier", "here", "back", "kept")]
    for folder in folders:
        folder.mkdir()
    earlier, here, back, kept = folders
    with closing(sqlite3.connect(earlier / "seoulwork.sqlite3")) as database:
        database.executescript(EARLIER.read_text(encoding="utf-8"))
    key = str(tmp_path / "key")
    call_command("backup", make_key=Path(key))
    with another(tmp_path) as (restored, elsewhere):
        done = [
            manage(earlier, "backup", str(kept), "--key", key),
            manage(here, "restore", str(*kept.iterdir()), "--key", key, **elsewhere),
        ]
        assert [each.stderr for each in done if each.returncode] == []
        (first,) = kept.iterdir()
        first = first.rename(tmp_path / first.name)
        is_as_a_new_one(restored)
        published_files_are_whole_and_still_frozen(restored)
        done = [
            manage(here, "verify_editions", **elsewhere),
            manage(here, "backup", str(kept), **elsewhere),
            manage(back, "restore", str(*kept.iterdir())),
            manage(back, "backup", str(back)),
        ]
    assert [each.stderr for each in done if each.returncode] == []
    (second,), (third,) = kept.iterdir(), back.glob("*.backup")
    assert tables(second) == tables(third)
    before = {table.name: table.rows for table in tables(first, Path(key)) if table.rows}
    after = {table.name: table.rows for table in tables(second)}
    assert before["audit.event"] > 10
    grown = {"contenttypes.contenttype", "auth.permission"}
    renamed = {"reports.publication": "reports.edition"}
    lost = {name: rows for name, rows in before.items() if name not in grown and after[renamed.get(name, name)] != rows}
    assert lost == {}


@pytest.fixture
def empty(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """The database of this process is another one of SQLite for a while, in which there is nothing."""
    path = tmp_path / "empty.sqlite3"
    with another_database(path, django_db_blocker):
        yield path


@pytest.fixture
def kept(filled: None, tmp_path: Path) -> Path:
    return make(tmp_path)


@pytest.mark.any_engine
def test_what_is_restored_is_what_was_kept(kept: Path, empty: Path, tmp_path: Path) -> None:
    for name in ("none.backup", "empty.sqlite3"):
        with pytest.raises(CommandError, match=r"읽지 못했습니다|백업이 아니거나"):
            call_command("restore", str(tmp_path / name))
    unknown = tmp_path / "unknown.backup"
    rewritten(kept, unknown, lambda told: told["migrations"].append("operations.0999_of_another_year"))
    other = tmp_path / "other.backup"
    rewritten(kept, other, lambda told: told["tables"][0]["columns"].append("of_another_year"))
    for file, sentence in ((unknown, "새로운 판"), (other, "이 프로그램의 표와 다릅니다")):
        with pytest.raises(CommandError, match=sentence):
            call_command("restore", str(file))
    call_command("restore", str(kept))
    call_command("verify_backup", str(kept))
    assert default_storage.open("evidence/ab/cd").read() == bytes(range(256)) * 40
    assert Task.objects.get().kind == "짚어 볼 것\t\\N \n\r\x0b"
    assert tables(make(tmp_path, at=timezone.now() + timedelta(days=1))) == tables(kept)
    with pytest.raises(CommandError, match="비어 있지 않습니다"):
        call_command("restore", str(kept))


def rewritten(path: Path, to: Path, change: Any) -> None:
    """The archive with another manifest."""
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(to, "w") as other:
        for name in packed.namelist():
            content = packed.read(name)
            if name == "manifest.json":
                told = json.loads(content)
                change(told)
                content = json.dumps(told).encode()
            other.writestr(name, content)


@pytest.mark.any_engine
def test_rows_as_postgresql_copies_them(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def copy_expert(sql: str, file: Any) -> None:
        copied.append(sql)
        copied.extend(iter(lambda: file.read(100), ""))

    cursor = SimpleNamespace(copy_expert=copy_expert)
    database: Any = SimpleNamespace(vendor="postgresql", ops=connection.ops, cursor=lambda: nullcontext(cursor))
    for model, names, expected in (
        (StoredFile, ("name", "content"), "evidence/ab/cd\t\\\\x" + (bytes(range(256)) * 40).hex() + "\n"),
        (Task, ("kind", "progress", "heard_at"), "짚어 볼 것\\t\\\\N \\n\\r\x0b\t0\t\\N\n"),
        (Task, ("arguments",), '{"가": {"b": true}, "나": [1, null, "2"]}\n'),
    ):
        copied.clear()
        load(model, names, database, lines(model, names, connection))
        assert copied[0].startswith("COPY ")
        assert copied[1:] == [expected]


def test_what_others_write_meanwhile_waits_for_nobody_and_stays_out(
    filled: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves after the first table was read: it is stored at once, and the archive is of the moment it began."""
    add = archives.Writing.add
    other = connections["default"].copy()

    def interrupted(self: archives.Writing, *arguments: Any) -> None:
        add(self, *arguments)
        if len(self.tables) == 1:
            with other.cursor() as cursor:
                cursor.execute("UPDATE operations_task SET message = %s", ["그 사이에 바뀜"])
                cursor.execute(
                    "INSERT INTO operations_storedfile (name, content, size, stored_at) VALUES (%s, %s, 1, %s)",
                    ["late", b"x", timezone.now()],
                )

    monkeypatch.setattr(archives.Writing, "add", interrupted)
    path = make(tmp_path)
    other.close()
    assert (Task.objects.get().message, StoredFile.objects.count()) == ("그 사이에 바뀜", 2)
    assert {table.name: table.rows for table in tables(path)}["operations.storedfile"] == 1
    with zipfile.ZipFile(path) as packed:
        (row,) = packed.read("tables/operations.task.jsonl").decode().splitlines()
    assert "그 사이에 바뀜" not in row
    assert '{"가":{"b":true},"나":[1,null,"2"]}' in row


def test_a_change_of_any_table_is_noticed(filled: None, tmp_path: Path) -> None:
    path = make(tmp_path)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    told = json.loads(parts["manifest.json"])
    changes: list[dict[str, bytes | None]] = [
        {"tables/operations.task.jsonl": parts["tables/operations.task.jsonl"].replace(b"true", b"null")},
        {"tables/operations.task.jsonl": b""},
        {"tables/operations.task.jsonl": None},
        {"tables/more.jsonl": b""},
        {"manifest.json": json.dumps({**told, "format": 2}).encode()},
        {"manifest.json": b"{}"},
        {"manifest.json": None},
    ]
    for number, change in enumerate(changes):
        changed = tmp_path / f"{number}.backup"
        with zipfile.ZipFile(changed, "w") as packed:
            for name, content in {**parts, **change}.items():
                if content is not None:
                    packed.writestr(name, content)
        with pytest.raises(CommandError, match=r"[가-힣]+.*[.]|목록에 없는 것"):
            call_command("verify_backup", str(changed))
    whole = path.read_bytes()
    for position in range(len(whole) // BYTES // 2, len(whole), max(len(whole) // BYTES, 1)):
        broken = tmp_path / "broken.backup"
        broken.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        try:
            found = tables(broken)
        except Refused:
            continue
        assert found == tables(path), "what was changed is no row: a time of day in the frame"


def test_only_the_key_opens_what_is_encrypted(filled: None, tmp_path: Path) -> None:
    key, other, public = tmp_path / "key", tmp_path / "other", tmp_path / "public"
    for each in (key, other):
        call_command("backup", make_key=each)
    assert key.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="덮어쓰지 않습니다"):
        call_command("backup", make_key=key)
    public.write_text(key.read_text().splitlines()[0].rpartition(" ")[2] + "\n")
    path = make(tmp_path, public)
    assert path.stat().st_mode & 0o077 == 0
    assert b"officer-of-backups" not in path.read_bytes()
    assert tables(path, key)
    broken = tmp_path / "broken.age"
    broken.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CommandError, match="깨졌습니다"):
        call_command("verify_backup", str(broken), key=key)
    for wrong, sentence in (
        (None, "암호화한"),
        (other, "열 수 없거나"),
        (public, "열쇠가 없습니다"),
        (path, "읽지 못했"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("verify_backup", str(path), key=wrong)


def test_where_the_archive_stands_nothing_has_to_be_written_to_read_it(
    filled: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    key, kept = tmp_path / "key", tmp_path / "kept"
    kept.mkdir()
    archives.make_key(key)
    path = make(kept, key)
    monkeypatch.setattr(os, "access", lambda folder, mode: Path(folder) != kept)
    settings.VAR_DIR = tmp_path / "data"
    with pytest.raises(Refused, match="No such file"):
        tables(path, key)
    settings.VAR_DIR.mkdir()
    assert tables(path, key)


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_disk_that_is_full_leaves_no_half_archive(
    filled: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encrypted: bool
) -> None:
    key = tmp_path / "key" if encrypted else None
    if key:
        archives.make_key(key)
    folder = tmp_path / "kept"
    folder.mkdir()

    def full(*arguments: Any) -> None:
        raise NOTHING_LEFT

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CommandError, match="남은 자리와 권한"):
        call_command("backup", str(folder), key=key)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("encrypted", [False, True])
def test_none_is_removed_for_one_that_can_not_be_read_again(
    filled: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encrypted: bool
) -> None:
    key = tmp_path / "key" if encrypted else None
    if key:
        archives.make_key(key)
    old = tmp_path / "seoulwork-20180101-000000.backup"
    old.touch()

    def spoil(number: int) -> None:
        size = os.fstat(number).st_size
        os.pwrite(number, b"?", size // 2)

    monkeypatch.setattr(os, "fsync", spoil)
    with pytest.raises(CommandError, match="다시 읽으니 쓴 것과 달라"):
        call_command("backup", str(tmp_path), key=key, keep=1)
    assert list(tmp_path.glob("seoulwork-*")) == [old]


def test_so_many_are_kept_and_none_is_overwritten(filled: None, tmp_path: Path) -> None:
    old = [tmp_path / f"seoulwork-2018010{day}-000000.backup" for day in range(1, 5)]
    others = [tmp_path / name for name in ("seoulwork-note.backup.txt", "other.backup", f"{old[3].name}.txt")]
    being_made, killed = tmp_path / "seoulwork-20180106-000000.backup.part", tmp_path / f"{old[3].name}.age.part"
    for path in (*old, *others, being_made, killed):
        path.write_bytes(b"")
    os.utime(killed, (0, 0))
    said = StringIO()
    call_command("backup", str(tmp_path), keep=3, stdout=said)
    assert [path for path in old if path.exists()] == old[2:]
    assert all(path.exists() for path in (*others, being_made)) and not killed.exists()
    assert all(f"{path.name}: 지웠습니다" in said.getvalue() for path in (*old[:2], killed))
    at = timezone.now() + timedelta(days=1)
    make(tmp_path, at=at)
    with pytest.raises(Refused, match="덮어쓰지 않습니다"):
        make(tmp_path, at=at)
    (tmp_path / "half").mkdir()
    for wrong in ({"keep": 0}, {"folder": tmp_path / "none"}):
        with pytest.raises(CommandError):
            call_command("backup", **{"folder": tmp_path, **wrong})


@pytest.mark.any_engine
def test_there_has_to_be_something_to_keep(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    nothing = another_database(tmp_path / "none.sqlite3", django_db_blocker)
    with nothing, pytest.raises(CommandError, match="백업할 데이터베이스가 아직 없습니다"):
        call_command("backup", str(tmp_path))
    for path in (tmp_path / "none.backup", EARLIER):
        with pytest.raises(CommandError, match=r"읽지 못했습니다|백업이 아니거나"):
            call_command("verify_backup", str(path))
