"""The rows of a table as lines of JSON, the same on both engines, and back.

A line is a list of the columns' values, in the order that the manifest says; lines are in the order of the primary key. A value is what the
field stores: whole numbers, texts, truth values and nothing as they are, the rest as text that loses nothing.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, TypeAlias
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from seoulwork.figures.copying import Copying

AT_ONCE = 2_000
"""Rows that are in memory at a time. Those of files hold some megabytes each, so they are fewer."""
FILES_AT_ONCE = 4

Field: TypeAlias = "models.Field[Any, Any]"
Model = type[models.Model]


def columns(model: Model) -> tuple[str, ...]:
    """What is stored of a row."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def _fields(model: Model, names: tuple[str, ...]) -> list[Field]:
    found = {field.attname: field for field in model._meta.concrete_fields}
    return [found[name] for name in names]


def lines(model: Model, names: tuple[str, ...], database: BaseDatabaseWrapper) -> Iterator[str]:
    """Each row of the table as a line without its end: the columns of these names. One query, read little by little."""
    fields = _fields(model, names)
    written = [_writer(field) for field in fields]
    rows = model._base_manager.using(database.alias).order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=_at_once(fields)):
        values = [write(value) for write, value in zip(written, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def load(model: Model, names: tuple[str, ...], database: BaseDatabaseWrapper, found: Iterable[str]) -> None:
    """Store the rows of the lines, in a table that is empty, with their keys. Its sequence is not moved on."""
    fields = _fields(model, names)
    readers = [_reader(field, database) for field in fields]
    rows = (tuple(read(value) for read, value in zip(readers, json.loads(each), strict=True)) for each in found)
    table = database.ops.quote_name(model._meta.db_table)
    quoted = ", ".join(database.ops.quote_name(str(field.column)) for field in fields)
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            copying = Copying(rows, ())
            copying.AT_ONCE = _at_once(fields)
            cursor.copy_expert(f"COPY {table} ({quoted}) FROM STDIN", copying)
            return
        places = ", ".join(["%s"] * len(fields))
        insert = f"INSERT INTO {table} ({quoted}) VALUES ({places})"  # noqa: S608  names of the program's own tables
        while some := list(islice(rows, _at_once(fields))):
            cursor.executemany(insert, some)


def _at_once(fields: list[Field]) -> int:
    return FILES_AT_ONCE if any(isinstance(field, models.BinaryField) for field in fields) else AT_ONCE


def _as_is(value: Any) -> Any:
    return value


def _writer(field: Field) -> Callable[[Any], Any]:
    """From a value as Django gives it to one that JSON holds."""
    if isinstance(field, models.ForeignKey):
        return _writer(field.target_field)
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(field, models.DateTimeField):
        return lambda value: None if value is None else value.astimezone(UTC).isoformat()
    if isinstance(field, models.DateField | models.TimeField):
        return lambda value: None if value is None else value.isoformat()
    if isinstance(field, models.DecimalField | models.UUIDField):
        return lambda value: None if value is None else str(value)
    prepared = field.get_prep_value
    if isinstance(field, models.JSONField):
        return _as_is
    return prepared


def _reader(field: Field, database: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """From a value of a line to what the engine stores."""
    if isinstance(field, models.ForeignKey):
        return _reader(field.target_field, database)
    stored = _stored(field)
    if database.vendor == "postgresql":
        return _copied(field, stored)
    return lambda value: None if value is None else field.get_db_prep_value(stored(value), database, prepared=True)


def _stored(field: Field) -> Callable[[Any], Any]:
    if isinstance(field, models.BinaryField):
        return base64.b64decode
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat
    if isinstance(field, models.DateField):
        return date.fromisoformat
    if isinstance(field, models.TimeField):
        return time.fromisoformat
    if isinstance(field, models.DecimalField):
        return Decimal
    if isinstance(field, models.UUIDField):
        return UUID
    return _as_is


def _copied(field: Field, stored: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What PostgreSQL's COPY reads as the value of the field."""
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else "\\x" + stored(value).hex()
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None and field.null else json.dumps(value, ensure_ascii=False)
    return _as_is
