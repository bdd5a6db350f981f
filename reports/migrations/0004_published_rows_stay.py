"""What was published is not replaced either (`INSERT OR REPLACE` of SQLite), nor emptied (`TRUNCATE` of PostgreSQL)."""

from typing import Any

from django.db import migrations

MESSAGE = "published briefings are frozen"
SAME = {
    "reports_publishedfile": "id = NEW.id OR (publication_id = NEW.publication_id AND format = NEW.format)",
    "reports_publication": "id = NEW.id OR briefing_id = NEW.briefing_id",
}
"""By table: which row a new one would take the place of"""


def freeze(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        # REPLACE removes the old row without its DELETE trigger (that needs PRAGMA recursive_triggers, which each connection may leave).
        for table, same in SAME.items():
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "  # noqa: S608  names of our own tables
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        return
    schema_editor.execute(
        "CREATE FUNCTION reports_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE kept boolean; BEGIN "  # noqa: S608  names of our own tables
        "EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || quote_ident(TG_TABLE_NAME) || ')' INTO kept; "
        f"IF kept THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$"
    )
    for table in SAME:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION reports_not_emptied()"
        )


def thaw(apps: Any, schema_editor: Any) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table in SAME:
        schema_editor.execute(
            f"DROP TRIGGER {table}_no_replace" if sqlite else f"DROP TRIGGER {table}_no_truncate ON {table}"
        )
    if not sqlite:
        schema_editor.execute("DROP FUNCTION reports_not_emptied()")


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_kind_and_number")]

    operations = [migrations.RunPython(freeze, thaw)]
