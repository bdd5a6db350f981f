"""Bring the database to the version of the program: what is looked at first, and the steps. `manage.py upgrade` tells them."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import DatabaseError, connection
from django.db.migrations import Migration, SeparateDatabaseAndState
from django.db.migrations import operations as kinds
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.utils import timezone

from seoulwork.environment import LINK, LINK_NAME
from seoulwork.operations.around import BACKUP_AGE, ROOM
from seoulwork.operations.backup.making import newest
from seoulwork.operations.models import Task, Worker
from seoulwork.operations.readiness import layout_problem, unknown_migrations

MANY = 500_000
"""Rows of a table from which on rewriting it, or looking through it, takes minutes."""
NO_ROWS = (kinds.CreateModel, kinds.DeleteModel, kinds.AlterModelOptions, kinds.AlterModelManagers, kinds.RenameModel)
"""Changes that look at no row of a table that is there."""
OF_THE_CATALOGUE = (kinds.AddField, kinds.RemoveField, kinds.RenameField, kinds.RemoveIndex, kinds.RemoveConstraint)
"""Such on PostgreSQL; SQLite makes the table anew."""

BESIDE = (AddIndexConcurrently, RemoveIndexConcurrently)
"""Done while others write"""


@dataclass(frozen=True, slots=True)
class Long:
    """A table with many rows that a migration rewrites or looks through, while nobody can write to it."""

    table: str
    rows: int
    migrations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an upgrade would do. `new`: there is no database yet; `applied`: so many migrations are behind it; `refusals`: sentences for which it is not begun."""

    new: bool
    applied: int
    migrations: tuple[str, ...]
    long: tuple[Long, ...]
    size: int
    refusals: tuple[str, ...]


def look(folder: Path | None, *, accept_long: bool) -> Outlook:
    """Look at all that could go wrong before anything is changed. `folder`: where the backup will stand."""
    try:
        executor = MigrationExecutor(connection)
        plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
        newer = unknown_migrations()
    except DatabaseError as error:
        reason = str(error).strip().partition("\n")[0]
        said = f"데이터베이스를 열 수 없습니다. 데이터베이스 서버와 DATABASE_URL을 확인해 주세요({reason})."
        return Outlook(False, 0, (), (), 0, (said,))
    applied = len(executor.loader.applied_migrations)
    new = not applied
    size = _size()
    long = () if new else tuple(_long(executor, plan))
    found = [layout_problem(), *_newer(newer)]
    if not any(found):
        found += [] if new else [*_owner(), *_elsewhere(), *_at_work(), *_backup(folder), *_room(folder, size)]
        found += [] if accept_long else _too_long(long)
    names = tuple(f"{each.app_label}.{each.name}" for each in plan)
    return Outlook(new, applied, names, long, size, tuple(filter(None, found)))


def _newer(newer: list[str]) -> Iterator[str]:
    if newer:
        yield f"데이터베이스가 이 프로그램보다 새롭습니다(모르는 변경: {newer[0]}). 그 판이나 더 새로운 판의 프로그램을 설치해 주세요."


def _owner() -> Iterator[str]:
    """On PostgreSQL only who owns the tables can alter them."""
    if connection.vendor != "postgresql":
        return
    others = _asked(
        "SELECT tablename, tableowner FROM pg_tables WHERE schemaname = current_schema() "
        "AND NOT pg_has_role(current_user, tableowner, 'USAGE') ORDER BY 1"
    )
    if others:
        yield f"DATABASE_URL의 역할은 표의 주인이 아니라 표를 바꿀 수 없습니다. 주인인 '{others[0][1]}' 역할의 DATABASE_URL로 실행해 주세요."


def _at_work() -> Iterator[str]:
    if workers := _rows(Worker._meta.db_table) and Worker.alive():
        hosts = ", ".join(sorted({each.host for each in workers}))
        yield f"작업 프로세스 {len(workers)}개({hosts})가 떠 있습니다. 먼저 멈춰 주세요: systemctl stop 'seoulwork-worker@*'"
    elif _rows(Task._meta.db_table) and (running := Task.objects.filter(state=Task.State.RUNNING).count()):
        yield f"끝나지 않은 작업이 {running}건 있습니다. 작업 프로세스를 다시 띄워 끝낸 뒤 멈추고 올려 주세요."


def _elsewhere() -> Iterator[str]:
    """The maintenance page stands on this host alone: whoever reaches a web process of another would go on writing."""
    if connection.vendor != "postgresql":
        return
    names = _asked(
        "SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY 1"
    )
    told = [name for (name,) in names if name.startswith(LINK_NAME) and name != LINK["application_name"]]
    if told:
        hosts = ", ".join(name.removeprefix(LINK_NAME) for name in told)
        yield (
            f"다른 서버({hosts})의 프로그램이 이 데이터베이스를 쓰고 있습니다. 그 서버에서 먼저 멈춰 주세요: "
            "systemctl stop seoulwork-web 'seoulwork-worker@*' 'seoulwork-*.timer'"
        )


def _backup(folder: Path | None) -> Iterator[str]:
    nightly = settings.BACKUP_DIR
    if folder is None or not folder.is_dir():
        yield "올리기 앞의 백업을 둘 폴더가 없습니다. BACKUP_DIR이나 --backups에 있는 폴더를 적어 주세요."
    if nightly is None:
        return
    at = newest(nightly)
    if at is None or timezone.now() - at > BACKUP_AGE:
        last = f"{timezone.localtime(at):%Y. %-m. %-d. %H:%M}" if at else "없음"
        yield f"{nightly}에 지난 36시간 안의 백업이 없습니다(마지막: {last}). systemctl start seoulwork-backup으로 백업부터 해 주세요."


def _room(folder: Path | None, size: int) -> Iterator[str]:
    """The archive is smaller than the database; SQLite writes a table anew beside the old one."""
    needed = size + ROOM
    for each in {Path(settings.VAR_DIR), folder or Path(settings.VAR_DIR)}:
        if each.is_dir() and (free := shutil.disk_usage(each).free) < needed:
            yield f"{each}에 남은 자리가 {free >> 20:,}MB뿐입니다. 올리는 데 {needed >> 20:,}MB가 있어야 합니다. 자리를 비워 주세요."


def _too_long(long: tuple[Long, ...]) -> Iterator[str]:
    if long:
        most = max(long, key=lambda each: each.rows)
        yield (
            f"{most.table}({most.rows:,}행) 등 큰 표 {len(long)}개를 잠그고 고쳐 몇 분에서 몇십 분 걸릴 수 있습니다"
            f"({', '.join(most.migrations)}). 쓰는 사람이 없는 때에 --accept-long을 붙여 실행해 주세요."
        )


def _long(executor: MigrationExecutor, plan: list[Migration]) -> Iterator[Long]:
    """The large tables of the database as it is that the plan goes through."""
    loader = executor.loader
    known = [each for each in loader.applied_migrations if each in loader.graph.nodes]
    state = loader.project_state(known)
    touched: dict[str, list[str]] = {}
    for migration in plan:
        for table in {table for each in migration.operations for table in _tables(each, migration.app_label, state)}:
            touched.setdefault(table, []).append(f"{migration.app_label}.{migration.name}")
    for table, names in sorted(touched.items()):
        if (rows := _rows(table)) >= MANY:
            yield Long(table, rows, tuple(names))


def _tables(operation: Any, app: str, state: ProjectState) -> Iterator[str]:
    """The tables whose rows an operation goes through. What runs code or SQL may go through each of its app."""
    if isinstance(operation, SeparateDatabaseAndState):
        for each in operation.database_operations:
            yield from _tables(each, app, state)
    elif isinstance(operation, NO_ROWS) or (
        connection.vendor == "postgresql" and isinstance(operation, OF_THE_CATALOGUE)
    ):
        return
    elif isinstance(operation, kinds.RunPython | kinds.RunSQL):
        yield from (_table(state, key) for key in state.models if key[0] == app)
    elif isinstance(operation, BESIDE):
        return
    else:
        key = (app, getattr(operation, "model_name", getattr(operation, "name", "")).lower())
        if key in state.models:
            yield _table(state, key)


def _table(state: ProjectState, key: tuple[str, str]) -> str:
    return str(state.models[key].options.get("db_table") or "_".join(key))


def _rows(table: str) -> int:
    """0 for one that is not there."""
    if table not in connection.introspection.table_names():
        return 0
    return int(_asked(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")[0][0])  # noqa: S608  names of our own tables


def _size() -> int:
    """Bytes of the database."""
    if connection.vendor == "postgresql":
        return int(_asked("SELECT pg_database_size(current_database())")[0][0])
    path = Path(connection.settings_dict["NAME"])
    return path.stat().st_size if path.exists() else 0


def writing_roles() -> list[str]:
    """The roles of PostgreSQL that write to the tables without owning them: those of web servers and workers."""
    if connection.vendor != "postgresql":
        return []
    return [
        name
        for (name,) in _asked(
            "SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_schema = current_schema() "
            "AND table_name = 'accounts_user' AND privilege_type = 'UPDATE' AND grantee <> 'PUBLIC' AND grantee NOT IN "
            "(SELECT tableowner FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'accounts_user') ORDER BY 1"
        )
    ]


def _asked(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
