"""What no constraint of one table can say: an indicator that is worked out from others has no entered figures and no parts, and none that
has any becomes one. Triggers of the database refuse it, whoever writes.

On PostgreSQL a statement is looked at once, with all rows that it adds: a workbook brings thousands. SQLite makes a table anew for most
migrations, without its triggers, and refuses to while a trigger of another table speaks of it: there they are taken down before each
`migrate`, and put up again behind it."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import pre_migrate

from seoulwork.figures import standing

MESSAGE = "a worked-out indicator has no figures of its own"
FIGURES = {"actual": " AND {row}.superseded_at IS NULL", "part": ""}
"""The tables of a division of which it has no rows, and which of their rows count"""


def stand(app: AppConfig) -> None:
    """The division's tables are guarded, whatever a migration does to them."""

    def again(using: str) -> None:
        there = set(connections[using].introspection.table_names())
        if {f"{app.label}_{table}" for table in ("indicator", *FIGURES)} <= there:
            guard(app.label, using)

    def away(using: str, **others: Any) -> None:
        if connections[using].vendor == "sqlite":
            with connections[using].cursor() as cursor:
                for name in _names(app.label).values():
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")

    def triggers(vendor: str) -> dict[str, str]:
        return {name: f"{app.label}_{table}" for table, name in _names(app.label).items()}

    pre_migrate.connect(away, sender=app, weak=False, dispatch_uid=f"{app.label}.worked_out")
    standing.stand(app, "worked_out", standing.Standing(again, triggers))


def _names(label: str) -> dict[str, str]:
    """The triggers of a division, by their tables."""
    return {table: f"{label}_{table}_not_worked_out" for table in ("indicator", *FIGURES)}


def guard(label: str, using: str = "default") -> None:
    """Put up the triggers of a division, anew where they stand already."""
    connection = connections[using]
    statements = _sqlite(label) if connection.vendor == "sqlite" else _postgresql(label)
    with connection.cursor() as cursor:
        for each in statements:
            cursor.execute(each)


def _has_rows(label: str) -> str:
    """Whether the indicator NEW has rows of its own."""
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {label}_{table} own WHERE own.indicator_id = NEW.id{which.format(row='own')})"  # noqa: S608  names of our own tables
        for table, which in FIGURES.items()
    )


def _sqlite(label: str) -> list[str]:
    found = []
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for table, which in FIGURES.items():
        name = _names(label)[table]
        worked = f"(SELECT formula FROM {label}_indicator WHERE id = NEW.indicator_id) <> ''{which.format(row='NEW')}"  # noqa: S608  names of our own tables
        found += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE INSERT ON {label}_{table} WHEN {worked} {refuse}",
        ]
    name = _names(label)["indicator"]
    found += [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE UPDATE OF formula ON {label}_indicator WHEN NEW.formula <> '' AND ({_has_rows(label)}) {refuse}",
    ]
    return found


def _postgresql(label: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
    found = []
    for table, which in FIGURES.items():
        name = _names(label)[table]
        worked = (
            f"SELECT 1 FROM added JOIN {label}_indicator i ON i.id = added.indicator_id "  # noqa: S608  names of our own tables
            f"WHERE i.formula <> ''{which.format(row='added')}"
        )
        found += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF EXISTS ({worked}) THEN {refuse} END IF; RETURN NULL; END $$",
            f"DROP TRIGGER IF EXISTS {name} ON {label}_{table}",
            f"CREATE TRIGGER {name} AFTER INSERT ON {label}_{table} REFERENCING NEW TABLE AS added "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ]
    name = _names(label)["indicator"]
    found += [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.formula <> '' AND ({_has_rows(label)}) THEN {refuse} END IF; RETURN NEW; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {label}_indicator",
        f"CREATE TRIGGER {name} BEFORE UPDATE OF formula ON {label}_indicator FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
    return found
