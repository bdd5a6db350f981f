"""Make an archive of the database in use while others go on writing, and keep so many of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.apps import apps
from django.apps.registry import Apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from seoulwork.operations.backup.archive import UNFINISHED, Manifest, Refused, written
from seoulwork.operations.backup.rows import Model, columns, lines

NAME = "seoulwork-{at:%Y%m%d-%H%M%S}.backup"
PATTERN = "seoulwork-[0-9]*.backup*"
KILLED = timedelta(days=1)
"""An archive that is not whole and was not written to for so long is nobody's any more."""
LEFT_OUT = {Session._meta.label}
"""Who restores signs in anew."""


def stored_models(registry: Apps) -> list[Model]:
    """The models of all tables whose rows are kept, in the order of the apps."""
    found = registry.get_models(include_auto_created=True)
    return [each for each in found if each._meta.managed and not each._meta.proxy and each._meta.label not in LEFT_OUT]


def _registry() -> tuple[Apps, list[str]]:
    """The models of the layout in which the database is, be it of an earlier version, and its migrations as `app.name`.
    Raises Refused when there is none."""
    executor = MigrationExecutor(connection)
    applied = list(executor.loader.applied_migrations)
    if not applied:
        raise Refused("백업할 데이터베이스가 아직 없습니다. DATABASE_URL을 확인해 주세요.")
    is_newest = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    known = [each for each in applied if each in executor.loader.graph.nodes]
    registry = apps if is_newest else executor.loader.project_state(known).apps
    return registry, sorted(".".join(each) for each in applied)


def make(folder: Path, key: Path | None = None, at: datetime | None = None) -> Path:
    """Write an archive of all rows, as they stand at one moment, and give its path. Raises Refused."""
    at = timezone.localtime(at)
    path = folder / (NAME.format(at=at) + (".age" if key else ""))
    if path.exists():
        raise Refused(f"{path.name}이 이미 있습니다. 있는 백업은 덮어쓰지 않습니다.")
    with written(path, key) as archive, one_moment():
        registry, migrations = _registry()
        for model in stored_models(registry):
            names = columns(model)
            archive.add(model._meta.label_lower, names, lines(model, names, connection))
        archive.close(
            Manifest(
                made_at=at.isoformat(timespec="seconds"),
                engine=connection.vendor,
                version=program_version(),
                migrations=tuple(migrations),
                tables=tuple(archive.tables),
            )
        )
    return path


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside is what the database held when it began; nobody who writes waits for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        # Not by atomic(), which begins with the lock of a writer.
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def whole(folder: Path) -> list[Path]:
    """The archives of the folder that are whole, the oldest first; by their names alone, however many bytes they have."""
    return sorted(
        (path for path in folder.glob(PATTERN) if path.suffix in (".backup", ".age")), key=lambda each: each.name
    )


def newest(folder: Path) -> datetime | None:
    """When the newest whole archive of the folder was written."""
    times = [path.stat().st_mtime for path in whole(folder)]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def prune(folder: Path, keep: int) -> list[Path]:
    """Remove the oldest archives beyond the newest `keep`, and what is left of those whose making was killed; what was removed."""
    before = (timezone.now() - KILLED).timestamp()
    killed = [each for each in folder.glob(f"{PATTERN}{UNFINISHED}") if each.stat().st_mtime < before]
    removed = whole(folder)[:-keep] + killed
    for path in removed:
        path.unlink()
    return removed


def program_version() -> str:
    try:
        return version("seoulwork")
    except PackageNotFoundError:
        return ""
