"""What stands in the database whatever a migration does to its tables: triggers that their apps put up again behind each `migrate`,
also behind one that failed in between."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.apps import AppConfig
from django.db import DatabaseError, connections
from django.db.models.signals import post_migrate


@dataclass(frozen=True, slots=True)
class Standing:
    """`put_up(using)` does what is still to be done where the tables are there; `triggers(vendor)` names each with its table."""

    put_up: Callable[[str], None]
    triggers: Callable[[str], Mapping[str, str]]


_ALL: dict[str, Standing] = {}


def stand(app: AppConfig, key: str, standing: Standing) -> None:
    name = f"{app.label}.{key}"
    _ALL[name] = standing

    def again(using: str, **others: object) -> None:
        standing.put_up(using)

    post_migrate.connect(again, sender=app, weak=False, dispatch_uid=name)


def put_up(using: str) -> Iterator[DatabaseError]:
    """All of it anew, and why some of it could not be."""
    for each in _ALL.values():
        try:
            each.put_up(using)
        except DatabaseError as error:
            yield error


def missing(using: str = "default") -> list[str]:
    """The triggers that are not there, or are switched off, on tables that are."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
        there = {name for (name,) in cursor.fetchall()}
    expected = {name: table for each in _ALL.values() for name, table in each.triggers(connection.vendor).items()}
    return sorted(name for name, table in expected.items() if table in tables and name not in there)
