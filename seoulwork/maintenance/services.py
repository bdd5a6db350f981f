"""Adding, changing and removing what a division keeps. Each is one transaction that records who did it and why.

A stored figure is never overwritten: a change supersedes it. Everything else is changed in place, and the event keeps
the values before and after.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from seoulwork.measures import Record, Source
from seoulwork.models import User
from seoulwork.recording import Conflict, Stamp, log, record, supersede

PLACE = "관리 화면"


def version(row: Any, names: Iterable[str] = ()) -> str:
    """A digest of the fields `names`, or of all stored ones: who changes a row says which version was seen."""
    fields = [row._meta.get_field(name) for name in names] or row._meta.concrete_fields
    values = [str(field.value_from_object(row)) for field in fields]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:32]


@transaction.atomic
def add(row: Any, *, key: tuple[str, ...], names: tuple[str, ...], by: User, reason: str = "") -> None:
    """Save a new row with the fields `names`; of a stored figure, `key` are those that name its place.

    Raises Conflict or IntegrityError when the place is taken.
    """
    stamp = Stamp(by, Source.BROWSER, PLACE, reason)
    if isinstance(row, Record):
        place = {name: getattr(row, name) for name in key}
        if type(row)._default_manager.filter(superseded_at__isnull=True, **place).exists():
            raise Conflict
        row = record(type(row), place, {name: getattr(row, name) for name in names if name not in key}, stamp)
    else:
        row.save(force_insert=True)
    _log("추가", row, stamp)


@transaction.atomic
def change(row: Any, *, key: tuple[str, ...], names: tuple[str, ...], seen: str, by: User, reason: str) -> bool:
    """Bring a stored row to the values of `row` in the fields `names`. Returns whether that changed anything.

    Raises Conflict when the row is not the version `seen` any more, IntegrityError when the new place is taken.
    """
    current = _locked(row, seen)
    stamp = Stamp(by, Source.BROWSER, PLACE, reason)
    changes = {
        name: [_value(current, name), _value(row, name)] for name in names if _value(current, name) != _value(row, name)
    }
    if not changes:
        return False
    if isinstance(row, Record):
        place = {name: getattr(current, name) for name in key}
        row = record(type(row), place, {name: getattr(row, name) for name in names if name not in key}, stamp)
    else:
        row.save(update_fields=list(changes))
    _log("수정", row, stamp, changes=changes)
    return True


@transaction.atomic
def remove(row: Any, *, seen: str, by: User, reason: str) -> None:
    """Remove a row; a stored figure stays in the history. Raises Conflict, and ProtectedError while others refer to it."""
    current = _locked(row, seen)
    stamp = Stamp(by, Source.BROWSER, PLACE, reason)
    _log("삭제", current, stamp)
    if isinstance(current, Record):
        supersede(current, stamp)
    else:
        current.delete()


def _locked(row: Any, seen: str) -> Any:
    # Unordered: PostgreSQL locks no rows across the outer join that some models' usual order needs.
    current = type(row)._default_manager.select_for_update().filter(pk=row.pk).order_by().first()
    if current is None or version(current) != seen or getattr(current, "superseded_at", None):
        raise Conflict
    return current


def _value(row: Any, name: str) -> Any:
    """A field's value as the event keeps it."""
    value = row._meta.get_field(name).value_from_object(row)
    return value if isinstance(value, int | bool | None) else str(value)


def _log(action: str, row: Any, stamp: Stamp, **detail: Any) -> None:
    label = str(row._meta.verbose_name)
    log(f"{label} {action}", str(row)[:200], stamp, division=row._meta.app_label, row=row.pk, **detail)
