"""Writing stored figures: the one way in, for the browser, for workbooks and for the data files.

A figure is never overwritten: `record` marks the current row as superseded and adds the new one. Callers hold the
transaction; a change made by somebody else in between is a Conflict, never a lost update.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from .models import Event, User
from .periods import Run


class Conflict(Exception):
    """The current row is not the one that the writer saw."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, when, from where, and why."""

    by: User | None
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
    return manager.create(
        **key, **values, entered_by=stamp.by, entered_at=stamp.at or timezone.now(), source=stamp.source,
        place=stamp.place, reason=stamp.reason,
    )  # fmt: skip


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


def field_value(row: models.Model, name: str) -> Any:
    """A field's value as events keep it: of a row it refers to the key, and text for all that JSON does not know."""
    value = row._meta.get_field(name).value_from_object(row)  # type: ignore[union-attr]
    return value if isinstance(value, int | bool | None) else str(value)


def log(action: str, subject: str, stamp: Stamp, **detail: Any) -> Event:
    """Record who did what and why; part of the same transaction as the writes."""
    return Event.objects.create(
        at=stamp.at or timezone.now(),
        actor=stamp.by,
        action=action,
        subject=subject,
        reason=stamp.reason,
        detail=detail,
    )
