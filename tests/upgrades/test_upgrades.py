"""A database that an earlier version filled is brought to this one by `upgrade`: nothing lost, the same shape as a new one."""

import hashlib
import json
import os
import sqlite3
import tomllib
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from seoulwork.staticfiles import _state
from tests.databases import used_here
from tests.test_settings import manage

pytestmark = pytest.mark.django_db(transaction=True)

DUMPS = sorted(Path(__file__).parent.glob("*.sql"))
VERSIONS = sorted({path.stem.rpartition("-")[0] for path in DUMPS})
GROWS = {"django_migrations", "django_content_type", "auth_permission"}
"""What migrating itself writes."""
UNUSED = {"auth_group_permissions"}
"""Django's own, of which its migrations on PostgreSQL make the key larger than its models do."""
RENAMED = {"reports_publication": "reports_edition"}
"""Tables that have another name now."""


@contextmanager
def another(tmp_path: Path) -> Iterator[tuple[BaseDatabaseWrapper, dict[str, str]]]:
    """A database in which there is nothing: a connection of its own, and the environment that leads a command to it."""
    environment = {}
    name = str(tmp_path / "seoulwork.sqlite3")
    if connection.vendor == "postgresql":
        name = f"upgrade_{uuid.uuid4().hex}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        environment = {"DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()}
    other = connections["default"].copy()
    other.settings_dict["NAME"] = name
    yield other, environment
    other.close()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


@pytest.fixture
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[BaseDatabaseWrapper, dict[str, str]]]:
    """The version's database, as it was."""
    dump = Path(__file__).parent / f"{request.param}-{connection.vendor}.sql"
    statements = dump.read_text(encoding="utf-8")
    with another(tmp_path) as (other, environment):
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(other.settings_dict["NAME"])) as database:
                database.executescript(statements)
        else:
            with other.cursor() as cursor:
                cursor.execute(statements)
            other.close()  # the dump leaves the connection without a search path
        yield other, environment


def rows(database: BaseDatabaseWrapper) -> dict[str, int]:
    """How many rows each table holds."""
    with database.cursor() as cursor:
        counts = {}
        for table in database.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {database.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


def shape(database: BaseDatabaseWrapper) -> dict[str, Any]:
    """Columns, constraints and triggers of each table. Names that Django makes up for constraints and indexes don't count."""
    found = {}
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            columns = {
                each.name: (each.type_code, each.null_ok)
                for each in database.introspection.get_table_description(cursor, table)
            }
            constraints: Any = database.introspection.get_constraints(cursor, table).values()
            kinds = ("unique", "primary_key", "foreign_key", "check", "index")
            described = sorted(str((each["columns"], *(each[kind] for kind in kinds))) for each in constraints)
            found[table] = columns, described, triggers(database, cursor, table)
    return found


def triggers(database: BaseDatabaseWrapper, cursor: Any, table: str) -> list[str]:
    """What each is made by."""
    if database.vendor == "sqlite":
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
    else:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
        )
    return sorted(sql for (sql,) in cursor.fetchall())


def is_as_a_new_one(database: BaseDatabaseWrapper) -> None:
    expected, found = shape(connections["default"]), shape(database)
    assert set(found) == set(expected)
    assert {table: found[table] for table in expected.keys() - UNUSED if found[table] != expected[table]} == {}


def test_a_new_database_is_as_the_models_say(tmp_path: Path) -> None:
    with another(tmp_path) as (database, _):
        with used_here(database):
            call_command("migrate", verbosity=0)
        is_as_a_new_one(database)


@pytest.mark.parametrize("upgraded", VERSIONS, indirect=True)
def test_the_database_of_an_earlier_version_becomes_one_of_this(
    upgraded: tuple[BaseDatabaseWrapper, dict[str, str]], tmp_path: Path
) -> None:
    database, environment = upgraded
    before = rows(database)
    database.close()

    backups = tmp_path / "backups"
    for folder in (backups, tmp_path / "static"):
        folder.mkdir()
    (tmp_path / "static/.collected").write_text(_state())  # what takes longest is tried elsewhere
    told = manage(tmp_path, "upgrade", "--backups", str(backups), **environment)
    assert told.returncode == 0, told.stderr
    assert "2/4 데이터베이스를 올립니다(바꿀 것" in told.stdout
    assert json.loads((tmp_path / "upgraded.json").read_text())["backup"] == str(next(backups.iterdir()))
    assert not (tmp_path / "maintenance.html").exists()

    after = rows(database)
    assert {table: after.get(RENAMED.get(table, table)) for table in before if table not in GROWS} == {
        table: count for table, count in before.items() if table not in GROWS
    }
    # While a version is being made its own dumps follow by `make dumps`; an earlier version's never change.
    is_as_a_new_one(database)

    page = tmp_path / "briefing.html"
    with used_here(database):
        call_command("render_briefing", "2018-07", format="html", output=page, verbosity=0)
    assert "이용 1,286명" in "".join(_text(page.read_text(encoding="utf-8")))
    published_files_are_whole_and_still_frozen(database)


def _text(page: str) -> Iterator[str]:
    """What stands between the tags."""
    for piece in page.split("<"):
        yield piece.partition(">")[2]


def published_files_are_whole_and_still_frozen(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT content, sha256 FROM reports_publishedfile")
        files = cursor.fetchall()
        assert len(files) == 3
        assert [hashlib.sha256(content).hexdigest() for content, _ in files] == [digest for _, digest in files]
        with pytest.raises(DatabaseError):
            cursor.execute("DELETE FROM reports_publishedfile")


def test_this_version_left_a_database_on_both_engines() -> None:
    version = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    assert version in VERSIONS
    assert {path.stem for path in DUMPS} == {
        f"{version}-{each}" for version in VERSIONS for each in ("sqlite", "postgresql")
    }
