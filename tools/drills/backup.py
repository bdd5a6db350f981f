"""A backup of the size of many years: made, verified and restored on both engines, and brought from SQLite to PostgreSQL. `make backup-drill`.

What comes back is read by a way of its own (the drivers, without the program) and held against what was there: every table by the SHA-256 of
its rows, so every figure, every row of history, every edition's hash and every account.
"""

import argparse
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg2

from tools.drills.installation import Installation, Lost, Server, expect, scratch

INDICATORS = 150
"""More of each division"""
VERSIONS = 3
"""Of each figure, the last in force"""
DIVISIONS = ("programmes", "labour", "socialeconomy")
LEFT_OUT = {"django_session", "django_migrations", "sqlite_sequence", "django_content_type", "auth_permission"}
"""Who restores signs in anew; what Django numbers anew with each database names no row of ours."""
OF_SEARCH = "printedline_found"
"""In the names of the tables that SQLite keeps its index of words in."""
MOST_SECONDS = 15 * 60

FILL = """
INSERT INTO {division}_indicator ({columns}) SELECT {values} FROM (
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {indicators}) SELECT i FROM n)
  CROSS JOIN (SELECT * FROM {division}_indicator WHERE frequency = 'monthly' AND formula = '' LIMIT 1) AS old;
CREATE TEMP TABLE made AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS i FROM {division}_indicator WHERE name LIKE '가상 지표 %';
CREATE TEMP TABLE months AS WITH RECURSIVE n(m) AS (SELECT 0 UNION ALL SELECT m + 1 FROM n WHERE m < {months} - 1)
  SELECT m, (1950 + m / 12) * 100 + 1 + m % 12 AS month FROM n;
INSERT INTO {division}_actual (id, entered_at, source, place, reason, note, superseded_at, first_month, last_month, value, entered_by_id,
    superseded_by_id, indicator_id)
  SELECT {first} + (v.v * {months} + months.m) * {indicators} + made.i, '2018-07-11 00:00:0' || v.v, 'browser', '', CASE v.v WHEN 0 THEN '' ELSE '고침' END, '',
    CASE WHEN v.v < {versions} - 1 THEN '2018-07-11 00:00:0' || (v.v + 1) END, months.month, months.month, 1000 + (months.m * 37 + made.id) % 997 + v.v,
    (SELECT id FROM accounts_user ORDER BY id LIMIT 1),
    CASE WHEN v.v < {versions} - 1 THEN {first} + ((v.v + 1) * {months} + months.m) * {indicators} + made.i END, made.id
  FROM (WITH RECURSIVE n(v) AS (SELECT 0 UNION ALL SELECT v + 1 FROM n WHERE v < {versions} - 1) SELECT v FROM n) AS v CROSS JOIN months CROSS JOIN made;
INSERT INTO {division}_actualmonth (month, actual_id, indicator_id) SELECT first_month, id, indicator_id FROM {division}_actual
  WHERE superseded_at IS NULL AND indicator_id IN (SELECT id FROM made);
DROP TABLE made; DROP TABLE months;
"""


def fill(path: Path, number: int) -> int:
    """Add about so many actuals to a database of SQLite, in three divisions; how many there are then."""
    months = max(1, number // (len(DIVISIONS) * INDICATORS * VERSIONS))
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
        for division in DIVISIONS:
            names = [row[1] for row in database.execute(f"PRAGMA table_info({division}_indicator)") if row[1] != "id"]
            own = {
                "name": "'가상 지표 ' || i",
                "short_name": "'가상 ' || i",
                "position": "10000 + i",
                "programme_id": "NULL",
                "policy_order": "NULL",
            }
            (last,) = database.execute(f"SELECT max(id) FROM {division}_actual").fetchone()
            database.executescript(
                FILL.format(
                    division=division,
                    columns=", ".join(names),
                    values=", ".join(own.get(name, f"old.{name}") for name in names),
                    indicators=INDICATORS,
                    months=months,
                    versions=VERSIONS,
                    first=last + 1,
                )
            )
        database.commit()
        counts = [database.execute(f"SELECT count(*) FROM {each}_actual").fetchone()[0] for each in DIVISIONS]
    return sum(counts)


def plain(value: Any) -> Any:
    """A value as both engines have it. Truth values are numbers in SQLite, and times are texts; JSON is read first."""
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date | time_of_day):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, float | Decimal):
        return str(Decimal(str(value)).normalize())
    return value


def from_sqlite(kinds: dict[str, str], row: tuple[Any, ...], names: list[str]) -> list[Any]:
    """A row of SQLite, its texts read as what their columns are declared to hold."""
    read: list[Any] = []
    for name, value in zip(names, row, strict=True):
        kind = kinds[name]
        if value is not None and kind == "datetime":
            value = datetime.fromisoformat(value).replace(tzinfo=UTC)
        elif isinstance(value, str) and kind == "text" and value[:1] in ("{", "["):
            value = json.loads(value) if _is_json(value) else value
        elif value is not None and kind.startswith("char(32)"):
            value = value.replace("-", "")
        read.append(plain(value))
    return read


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def hashes_of_sqlite(path: Path) -> dict[str, tuple[int, str]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.text_factory = str
        tables = [
            name
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
            )
        ]
        found: dict[str, tuple[int, str]] = {}
        for table in _ours(tables):
            info = database.execute(f'PRAGMA table_info("{table}")').fetchall()
            kinds = {row[1]: row[2].lower() for row in info}
            keys = ", ".join(f'"{name}"' for name in sorted(row[1] for row in info if row[5]) or sorted(kinds))
            names = sorted(kinds)
            columns = ", ".join(f'"{name}"' for name in names)
            rows = database.execute(f'SELECT {columns} FROM "{table}" ORDER BY {keys}')
            found[table] = _hashed(from_sqlite(kinds, row, names) for row in rows)
    return found


def hashes_of_postgresql(url: str) -> dict[str, tuple[int, str]]:

    settings = dj_database_url.parse(url)
    options = settings.get("OPTIONS", {})
    with closing(
        psycopg2.connect(
            dbname=settings["NAME"],
            user=settings["USER"] or options.get("user"),
            host=settings["HOST"] or options.get("host"),
        )
    ) as database:
        with database.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            tables = [name for (name,) in cursor.fetchall()]
        found: dict[str, tuple[int, str]] = {}
        for table in _ours(tables):
            with database.cursor() as cursor:
                cursor.execute(
                    "SELECT a.attname, t.typname, coalesce(i.indisprimary, false) FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid "
                    "LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey) "
                    "WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped",
                    [f'"{table}"'],
                )
                info = cursor.fetchall()
            kinds = {name: kind for name, kind, _ in info}
            names = sorted(kinds)
            keys = ", ".join(
                f'"{name}" COLLATE "C"' if kinds[name] in ("varchar", "text") else f'"{name}"'
                for name in sorted(name for name, _, primary in info if primary) or names
            )
            columns = ", ".join(f'host("{each}")' if kinds[each] == "inet" else f'"{each}"' for each in names)
            with database.cursor(name=f"read_{len(found)}") as cursor:
                cursor.itersize = 20_000
                cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY {keys}')
                found[table] = _hashed(
                    [
                        value.replace("-", "")
                        if value is not None and kinds[name] == "uuid"
                        else _as_text(plain(value), kinds[name])
                        for name, value in zip(names, row, strict=True)
                    ]
                    for row in cursor
                )
    return found


def _as_text(value: Any, kind: str) -> Any:
    """A text in a column of texts that looks like JSON is read, as that of SQLite is, where columns of JSON are texts."""
    if kind == "text" and isinstance(value, str) and value[:1] in ("{", "[") and _is_json(value):
        return plain(json.loads(value))
    return value


def _ours(tables: list[str]) -> list[str]:
    return sorted(each for each in tables if each not in LEFT_OUT and OF_SEARCH not in each)


def _hashed(rows: Iterator[list[Any]]) -> tuple[int, str]:
    digest, number = hashlib.sha256(), 0
    for row in rows:
        digest.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode())
        digest.update(b"\n")
        number += 1
    return number, digest.hexdigest()


class Report:
    """Prints each step with its seconds and keeps them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        began = time.monotonic()
        found = work()
        self.seconds[name] = time.monotonic() - began
        print(f"{name}: {self.seconds[name]:.1f} s", flush=True)
        return found


def same(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]], where: str) -> None:
    """Raises Lost."""
    differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    told = [f"{name} ({before.get(name, (0,))[0]} and {after.get(name, (0,))[0]} rows)" for name in differing]
    expect(not differing, f"{where}: not as it was: {', '.join(told)}")
    figures = sum(number for name, (number, _) in after.items() if name.endswith("_actual"))
    print(
        f"{where}: {len(after)} tables, {sum(number for number, _ in after.values()):,} rows, {figures:,} actuals: equal",
        flush=True,
    )


def drill(folder: Path, number: int, report: Report) -> None:
    """Raises Lost."""
    kept = folder / "kept"
    kept.mkdir()
    source = Installation(folder / "source")
    path = source.folder / "seoulwork.sqlite3"
    source.prepare()
    report.step("filled by SQL", lambda: fill(path, number))
    before = report.step("SQLite read by its driver", lambda: hashes_of_sqlite(path))

    def backup(of: Installation, name: str) -> Path:
        known = set(kept.iterdir())
        print(report.step(f"{name}: backup, read again", lambda: of.manage("backup", kept)).stdout.strip(), flush=True)
        (made,) = set(kept.iterdir()) - known
        report.step(f"{name}: verify_backup", lambda: of.manage("verify_backup", made))
        return made

    archive = backup(source, "SQLite")
    again = Installation(folder / "again")
    report.step("SQLite → SQLite: restore", lambda: again.manage("restore", archive))
    same(before, hashes_of_sqlite(again.folder / "seoulwork.sqlite3"), "SQLite → SQLite")
    (again.folder / "seoulwork.sqlite3").unlink()
    server = Server(folder / "server", "max_wal_size=4GB")
    try:
        server.sql("CREATE DATABASE first")
        server.sql("CREATE DATABASE second")
        real = Installation(folder / "real", server.url("first"))
        report.step("SQLite → PostgreSQL: restore", lambda: real.manage("restore", archive))
        same(before, hashes_of_postgresql(server.url("first")), "SQLite → PostgreSQL")
        archive.unlink()
        told = report.step("PostgreSQL: verify_editions", lambda: real.manage("verify_editions")).stdout
        print(told.strip().splitlines()[-1], flush=True)
        archive = backup(real, "PostgreSQL")
        moved = Installation(folder / "moved", server.url("second"))
        report.step("PostgreSQL → PostgreSQL: restore", lambda: moved.manage("restore", archive))
        same(before, hashes_of_postgresql(server.url("second")), "PostgreSQL → PostgreSQL")
    finally:
        server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actuals", type=int, default=int(os.environ.get("ACTUALS", 3_000_000)))
    parser.add_argument("--folder", help="where the scratch folder is made; it needs some 10 GB for 3 million")
    options = parser.parse_args()
    report = Report()
    try:
        with scratch("backup-drill", options.folder) as folder:
            drill(folder, options.actuals, report)
    except (Lost, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"LOST: {error}")
        return 1
    ways = {
        "SQLite → SQLite": ("SQLite: backup, read again", "SQLite → SQLite: restore"),
        "SQLite → PostgreSQL": ("SQLite: backup, read again", "SQLite → PostgreSQL: restore"),
        "PostgreSQL → PostgreSQL": ("PostgreSQL: backup, read again", "PostgreSQL → PostgreSQL: restore"),
    }
    whole = {way: sum(report.seconds[step] for step in steps) for way, steps in ways.items()}
    print("backup and restore: " + "; ".join(f"{way} {seconds / 60:.1f} min" for way, seconds in whole.items()))
    return int(max(whole.values()) > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
