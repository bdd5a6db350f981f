"""Writing stored figures: the only way in, for the browser, for workbooks, for the data files and for lists.

A figure is never overwritten: its row is ended (`superseded_at`) and a new one added. An ended row holds the key of the row
that took its place (`superseded_by`): of the new rows of its indicator and part (or budget line, grade, day), the one that
covers its first month. So a run of months whose months come one by one holds the key of the first of them, and each of the
months that give way to a run holds that of the run. An ended row without a key was removed: nothing took its place.

One figure (`record`), those of a block of cells (`record_block`), and those of a workbook (`record_bulk`) are written alike; callers
hold the transaction. A change made by somebody else in between is a Conflict, never a lost update.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from seoulwork.domain.periods import Month, Run
from seoulwork.figures.copying import Copying, as_array
from seoulwork.figures.divisions import Models
from seoulwork.figures.models import Actual, Record

if TYPE_CHECKING:
    from seoulwork.accounts.models import User
    from seoulwork.figures import concrete

Row = TypeVar("Row", bound=Record)


class Conflict(Exception):
    """The current row is not the one that the writer saw."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, when, from where, and why."""

    by: "User | None"
    source: str
    place: str = ""
    reason: str = ""
    at: datetime | None = None


def stamped(stamp: Stamp) -> dict[str, Any]:
    """The fields of a stored figure that say who entered it, when, from where and why."""
    return {
        "entered_by": stamp.by,
        "entered_at": stamp.at or timezone.now(),
        "source": stamp.source,
        "place": stamp.place or (stamp.by.post.position if stamp.by and stamp.by.post else ""),
        "reason": stamp.reason,
    }


def not_before(at: datetime, *others: datetime) -> datetime:
    """The moment, or that of what was there before, when a clock was put back since: what follows is never told as earlier."""
    return max((at, *others))


def record(model: type[Row], key: Mapping[str, Any], values: Mapping[str, Any], stamp: Stamp) -> Row | None:
    """Write one figure: `key` are the fields that name its place, `values` those that hold it.

    Returns the new row, or None when the current row says the same already. Raises Conflict when the current row
    changed in between, IntegrityError when a row of other months covers one of its own. Must run in a transaction.
    """
    current = model.objects.current().filter(**key).first()
    if current is not None and all(getattr(current, name) == value for name, value in values.items()):
        return None
    row = model(**key, **values, **stamped(stamp))
    if current is not None:
        row.entered_at = not_before(row.entered_at, current.entered_at)
    record_block(model, [row], {} if current is None else {current.pk: row}, row.entered_at)
    return row


def record_actual(
    models: Models, key: Mapping[str, Any], run: Run, values: Mapping[str, Any], stamp: Stamp
) -> "concrete.Actual | None":
    """`record` for an actual of a run of months."""
    return record(models.Actual, {**key, "first_month": run.first, "last_month": run.last}, values, stamp)


def remove(row: Record, stamp: Stamp) -> None:
    """End a figure that none takes the place of. Raises Conflict when it has ended before. Must run in a transaction."""
    record_block(type(row), [], {row.pk: None}, stamp.at or timezone.now())


def erase(model: type[Record], keys: Sequence[int]) -> None:
    """Remove ended figures altogether: those of an indicator, part or budget line that came with a batch and goes with it when that
    is undone. The events of the batch tell of them. Raises Conflict for one that stands, or that another follows. Must run in a
    transaction."""
    ended = model._default_manager.filter(pk__in=keys, superseded_at__isnull=False, superseded_by__isnull=True)
    deleted, _ = ended.delete()
    if deleted != len(keys):
        raise Conflict


def record_block(model: type[Record], rows: Sequence[Any], ended: Mapping[int, Any], at: datetime) -> None:
    """Save the new `rows` of a table, and end those with the keys `ended`, each with the new row that takes its place (None:
    removed). The number of statements does not grow with the rows (SQLite splits those of thousands of values).

    Raises Conflict when one of `ended` is not current any more, IntegrityError when a place of `rows` is taken. Must run
    in a transaction.
    """
    if any(row is not None for row in ended.values()):
        for row, key in zip(rows, _next_keys(model, len(rows)), strict=True):
            row.pk = key
    _end(model, {key: None if row is None else row.pk for key, row in ended.items()}, at)
    model._default_manager.bulk_create(rows)
    if rows and issubclass(model, Actual):
        covered = ((row.pk, row.indicator_id, row.part_id, int(month)) for row in rows for month in row.run.months())
        _insert(_months_of(model), ("actual", "indicator", "part", "month"), covered, {})


def record_bulk(
    model: type[Record],
    fields: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    ended: Mapping[int, int | None],
    stamp: Stamp,
    **same: Any,
) -> list[int]:
    """What `record_block` does, for the figures of a large workbook: `rows` hold the values of `fields` as the database takes
    them, `same` are further fields that are alike in all; each of `ended` names the new row that takes its place by its
    position. Each engine's own way for many rows is taken: `bulk_create` prepares every field of every row anew and takes
    four times as long. Returns the keys of the new rows, in their order.

    Raises as `record_block` does. Must run in a transaction.
    """
    keys = _next_keys(model, len(rows))
    alike = {field.name: field.get_default() for field in model._meta.concrete_fields} | stamped(stamp) | same
    alike = {name: getattr(value, "pk", value) for name, value in alike.items() if name not in ("id", *fields)}
    _end(model, {key: None if row is None else keys[row] for key, row in ended.items()}, alike["entered_at"])
    if ended:
        followed = model._default_manager.filter(superseded_by__gte=keys[0], superseded_by__lte=keys[-1]).order_by()
        latest = followed.aggregate(latest=Max("entered_at"))["latest"]
        alike["entered_at"] = not_before(alike["entered_at"], *filter(None, [latest]))
    _insert(model, ("id", *fields), ((key, *row) for key, row in zip(keys, rows, strict=True)), alike)
    if issubclass(model, Actual):
        place = [fields.index(name) for name in ("indicator", "part", "first_month", "last_month")]
        _insert(_months_of(model), ("actual", "indicator", "part", "month"), _covered(keys, rows, place), {})
    return keys


def _covered(
    keys: Sequence[int], rows: Sequence[tuple[Any, ...]], place: Sequence[int]
) -> Iterable[tuple[int, int, int | None, int]]:
    """The rows of covered months of actuals with these keys: `place` says where indicator, part and months stand."""
    indicator, part, first, last = place
    for key, row in zip(keys, rows, strict=True):
        if row[first] == row[last]:
            yield key, row[indicator], row[part], row[first]
        else:
            for month in Run(Month.from_integer(row[first]), Month.from_integer(row[last])).months():
                yield key, row[indicator], row[part], int(month)


def _months_of(model: type[Actual]) -> Any:
    """The table of months that a division's actuals cover."""
    return vars(model)["covered_months"].rel.related_model


def _next_keys(model: type[Record], count: int) -> list[int]:
    """Keys for so many new rows, each larger than all before. SQLite's are its own until the end of the transaction, which
    holds the database."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                # The name is looked up once, not for every key (OFFSET 0 keeps it apart).
                "SELECT nextval(own.sequence) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence OFFSET 0) own, "
                "generate_series(1, %s)",
                [connection.ops.quote_name(table), count],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return list(range(last + 1, last + 1 + count))


def _end(model: type[Record], followers: Mapping[int, int | None], at: datetime) -> None:
    """End rows, each with the key of the one that takes its place, and free the months that they covered. None ends before it began,
    even where the clock was put back.

    Raises Conflict when one of them has ended before.
    """
    if not followers:
        return
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    months = quote(_months_of(model)._meta.db_table) if issubclass(model, Actual) else ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            keys = as_array(followers)
            cursor.execute(
                f"UPDATE {table} SET superseded_at = GREATEST(%s, entered_at), superseded_by_id = ended.follower "  # noqa: S608  names of our own tables
                "FROM unnest(%s::bigint[], %s::bigint[]) AS ended(key, follower) WHERE id = ended.key AND superseded_at IS NULL",
                [at, keys, as_array(followers.values())],
            )
        else:
            moment = connection.ops.adapt_datetimefield_value(at)
            cursor.executemany(
                f"UPDATE {table} SET superseded_at = max(%s, entered_at), superseded_by_id = %s WHERE id = %s AND superseded_at IS NULL",  # noqa: S608  names of our own tables
                [(moment, follower, key) for key, follower in followers.items()],
            )
        if cursor.rowcount != len(followers):
            raise Conflict
        if months and connection.vendor == "postgresql":
            cursor.execute(f"DELETE FROM {months} WHERE actual_id = ANY(%s::bigint[])", [keys])  # noqa: S608  names of our own tables
        elif months:
            cursor.executemany(f"DELETE FROM {months} WHERE actual_id = %s", [(key,) for key in followers])  # noqa: S608  names of our own tables


def _insert(model: Any, fields: Sequence[str], rows: Iterable[tuple[Any, ...]], same: Mapping[str, Any]) -> None:
    """Insert rows of values as the database takes them; `same` are fields alike in all of them."""
    meta, quote = model._meta, connection.ops.quote_name
    columns = ", ".join(quote(meta.get_field(name).column) for name in (*fields, *same))
    alike = tuple(meta.get_field(name).get_db_prep_save(value, connection) for name, value in same.items())
    table = f"{quote(meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:  # Django does so for what it knows of a cursor only
                cursor.copy_expert(f"COPY {table} FROM STDIN", Copying(rows, alike))
        else:
            places = ", ".join(["%s"] * (len(fields) + len(alike)))
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", [(*row, *alike) for row in rows])  # noqa: S608  names of our own tables
