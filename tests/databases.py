"""Other databases than that of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker


@contextmanager
def used_here(database: BaseDatabaseWrapper) -> Iterator[None]:
    """It is the database of this process for a while."""
    own = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        connections["default"] = own


@contextmanager
def another_database(path: Path, blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    """The database of this process is for a while what that file of SQLite holds."""
    other = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}})["default"]
    with blocker.unblock(), used_here(other):
        try:
            yield other
        finally:
            other.close()
