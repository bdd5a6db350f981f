"""Writing stored figures: the one way in, for the browser, for workbooks and for the data files.

A figure is never overwritten: `record` marks the current row as superseded and adds the new one. Callers hold the
transaction; a change made by somebody else in between is a Conflict, never a lost update.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from seoulwork.domain.periods import Run

if TYPE_CHECKING:
    from seoulwork.accounts.models import User


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


def record(model: type[models.Model], key: dict[str, Any], values: dict[str, Any], stamp: Stamp) -> Any | None:
    """Write one figure: `key` are the fields that name its place, `values` those that hold it.

    Returns the new row, or None when the current row says the same already. Raises Conflict when the current row
    changed in between. Must run in a transaction.
    """
    manager = model._default_manager
    current = manager.filter(superseded_at__isnull=True, **key).first()
    if current is not None:
        if all(getattr(current, name) == value for name, value in values.items()):
            return None
        supersede(current, stamp)
    return manager.create(**key, **values, **stamped(stamp))


def stamped(stamp: Stamp) -> dict[str, Any]:
    """The fields of a stored figure that say who entered it, when, from where and why."""
    return {
        "entered_by": stamp.by, "entered_at": stamp.at or timezone.now(), "source": stamp.source, "place": stamp.place,
        "reason": stamp.reason,
    }  # fmt: skip


def supersede(current: Any, stamp: Stamp) -> None:
    """Mark a current row as superseded. Raises Conflict when somebody else did so first."""
    changed = (
        type(current)
        ._default_manager.filter(pk=current.pk, superseded_at__isnull=True)
        .update(superseded_at=stamp.at or timezone.now())
    )
    if not changed:
        raise Conflict


def record_actual(model: Any, key: dict[str, Any], run: Run, values: dict[str, Any], stamp: Stamp) -> Any | None:
    """`record` for an actual: also keeps the rows of its covered months, whose constraints refuse overlapping runs."""
    actual = record(model("Actual"), {**key, "first_month": run.first, "last_month": run.last}, values, stamp)
    if actual is None:
        return None
    months = model("ActualMonth").objects
    months.filter(actual__superseded_at__isnull=False, month__in=run.months(), **key).delete()
    months.bulk_create([model("ActualMonth")(actual=actual, month=month, **key) for month in run.months()])
    return actual


def replace_all(model: Any, table: str, ended: Sequence[int], rows: Sequence[Any], at: datetime) -> None:
    """What `supersede` and `record_actual` do, for many figures at once: end the current rows of the division's `table`
    with the keys `ended`, and save the new `rows`. `model` gives the division's models by name. The number of statements
    does not grow with the figures (SQLite splits those of thousands of values).

    Raises Conflict when one of `ended` is not current any more, IntegrityError when a place of `rows` is taken. Must run
    in a transaction.
    """
    figures, months = model(table).objects, model("ActualMonth").objects
    if ended:
        if figures.filter(pk__in=ended, superseded_at__isnull=True).update(superseded_at=at) != len(ended):
            raise Conflict
        if table == "Actual":
            months.filter(actual__in=ended).delete()
    figures.bulk_create(rows)
    if table == "Actual":
        months.bulk_create(
            model("ActualMonth")(actual=row, indicator_id=row.indicator_id, part_id=row.part_id, month=month)
            for row in rows
            for month in row.run.months()
        )
