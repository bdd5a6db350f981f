"""Tables whose rows stand for ever: the database refuses to change, replace or remove what is in them. For migrations.

A row that is inserted in the place of another would remove that without a word on SQLite (INSERT OR REPLACE fires no trigger for
what it removes), so there each key is guarded as well; on PostgreSQL a table can be emptied beside its triggers for rows, so that
emptying it has one of its own; of a table that is empty nothing is removed.

SQLite makes a table anew for most migrations, without its triggers: an app whose tables stand freezes them again behind each
`migrate` (`stand`)."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig
from django.db import connections

from seoulwork.figures import standing

Keys = Iterable[tuple[str, ...]]
"""The columns of each unique key beside the primary one."""

MESSAGE = "these rows are frozen"
FUNCTION = "seoulwork_frozen"
EVENTS = {"sqlite": ("update", "delete", "replace"), "postgresql": ("update", "delete", "truncate")}
"""What each engine's triggers refuse"""

REFUSING = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE filled boolean;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || TG_RELID::regclass || ')' INTO filled;
    IF NOT filled THEN
      RETURN NULL;
    END IF;
  END IF;
  RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""  # noqa: S608  only names of this module
"""The function of PostgreSQL's triggers"""


class Editor:
    """Speaks to a database outside of a migration."""

    def __init__(self, using: str = "default") -> None:
        self.connection = connections[using]

    def execute(self, sql: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)


STANDING: dict[str, Keys] = {}
"""All tables whose rows stand, as their apps say."""


def stand(app: AppConfig, tables: Mapping[str, Keys]) -> None:
    """The rows of the app's tables stand, whatever a migration does to the tables."""
    STANDING.update(tables)

    def again(using: str) -> None:
        editor = Editor(using)
        there = set(editor.connection.introspection.table_names())
        freeze(editor, {table: keys for table, keys in tables.items() if table in there})

    def triggers(vendor: str) -> dict[str, str]:
        return {f"{table}_no_{event}": table for table in tables for event in EVENTS[vendor]}

    standing.stand(app, "frozen", standing.Standing(again, triggers))


@contextmanager
def thawed(tables: Mapping[str, Keys]) -> Iterator[None]:
    """Meanwhile the rows of the tables may be changed. For tests and measurements: nothing that runs for users calls it."""
    thaw(Editor(), tables)
    try:
        yield
    finally:
        freeze(Editor(), tables)


def freeze(schema_editor: Any, tables: Mapping[str, Keys]) -> None:
    """From now on the rows of the tables stand. Does nothing to a table that is frozen already."""
    thaw(schema_editor, tables)
    if schema_editor.connection.vendor == "sqlite":
        for table, keys in tables.items():
            _freeze_sqlite(schema_editor, table, keys)
        return
    schema_editor.execute(REFUSING)
    for table in tables:
        for event in ("UPDATE", "DELETE", "TRUNCATE"):
            each = "STATEMENT" if event == "TRUNCATE" else "ROW"
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {FUNCTION}()"
            )


def thaw(schema_editor: Any, tables: Iterable[str]) -> None:
    """The rows of the tables may be changed again: while a migration moves them, and at the end of a test."""
    on_table = schema_editor.connection.vendor == "postgresql"
    for table in tables:
        for event in ("update", "delete", "truncate", "replace"):
            on = f" ON {table}" if on_table else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}")


def _freeze_sqlite(schema_editor: Any, table: str, keys: Keys) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {refuse}")
    same = (" AND ".join(f"{column} = NEW.{column}" for column in key) for key in (("rowid",), *keys))
    taken = " OR ".join(f"({each})" for each in same)
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608  only names of this program's tables
    schema_editor.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {exists} {refuse}")
