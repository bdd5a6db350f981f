"""Restore an archive into a database that is empty, on either engine: in the layout in which its rows stand, then to the newest."""

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from seoulwork.operations.backup.archive import Archive, Counted, Refused, Table
from seoulwork.operations.backup.making import stored_models
from seoulwork.operations.backup.rows import Model, columns, lines, load


def restore(archive: Archive, database: BaseDatabaseWrapper = connection) -> None:
    """Bring all rows back, read each again and compare: nothing is kept of a restoring that is not whole but empty tables.
    Raises Refused."""
    if database.introspection.table_names():
        raise Refused("데이터베이스가 비어 있지 않습니다. 있는 자료를 덮어쓰지 않도록 빈 데이터베이스에만 되돌립니다.")
    models = _laid_out(archive, database)
    with transaction.atomic(using=database.alias):
        for model in models.values():
            # What a migration puts into new tables is in the archive, too.
            model._base_manager.using(database.alias).all().delete()
        for table in archive.manifest.tables:
            load(models[table.name], table.columns, database, archive.lines(table))
        for statement in database.ops.sequence_reset_sql(no_style(), list(models.values())):
            with database.cursor() as cursor:
                cursor.execute(statement)
        for table in archive.manifest.tables:
            _compare(models[table.name], table, database)
    call_command("migrate", database=database.alias, verbosity=0, interactive=False)


def _laid_out(archive: Archive, database: BaseDatabaseWrapper) -> dict[str, Model]:
    """Make the tables as they were, and give their models of then by name."""
    executor = MigrationExecutor(database)
    applied = [tuple(each.split(".", 1)) for each in archive.manifest.migrations]
    replacing = set(executor.loader.replacements)
    if not replacing <= set(applied):
        # It was made between two of those that a new installation has in one: each by itself, as then.
        executor.loader = MigrationLoader(database, replace_migrations=False)
        applied = [each for each in applied if each not in replacing]
    known = set(executor.loader.disk_migrations)
    ours = [(app, name) for app, name in applied if (app, name) in executor.loader.graph.nodes]
    if unknown := [
        f"{app}.{name}" for app, name in applied if (app, name) not in known and app in executor.loader.migrated_apps
    ]:
        raise Refused(
            f"이 백업은 이 프로그램보다 새로운 판({archive.manifest.version})이 만들었습니다(모르는 변경: {unknown[0]}). "
            "그 판을 설치한 뒤 되돌려 주세요."
        )
    heads = [
        node for node in ours if not {child.key for child in executor.loader.graph.node_map[node].children} & set(ours)
    ]
    registry = executor.loader.project_state(heads).apps
    models = {model._meta.label_lower: model for model in stored_models(registry)}
    for table in archive.manifest.tables:
        model = models.get(table.name)
        if model is None or set(columns(model)) != set(table.columns):
            raise Refused(
                f"백업의 {table.name} 표가 이 프로그램의 표와 다릅니다. 백업을 만든 판의 프로그램으로 되돌려 주세요."
            )
    executor.migrate(heads)
    return models


def _compare(model: Model, table: Table, database: BaseDatabaseWrapper) -> None:
    counted = Counted()
    for line in lines(model, table.columns, database):
        counted.add(line)
    if counted.of(table.name, table.columns) != table:
        raise Refused(
            f"{table.name} 표가 백업과 같게 되돌아오지 않아 멈췄습니다. 백업을 만든 판의 프로그램으로 되돌려 주세요."
        )
