"""The database itself refuses to change or remove what was published."""

from typing import Any

from django.db import migrations

TABLES = ("reports_publishedfile", "reports_publication")
MESSAGE = "published briefings are frozen"


def freeze(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_no_{event.lower()}"
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
                )
            else:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION reports_frozen()"
                )


def create_function(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION reports_frozen() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )


def thaw(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{event.lower()}{on}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION reports_frozen()")


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_initial")]

    operations = [
        migrations.RunPython(create_function, migrations.RunPython.noop),
        migrations.RunPython(freeze, thaw),
    ]
