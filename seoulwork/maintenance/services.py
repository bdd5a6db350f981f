"""Adding, changing and removing what a division keeps. Each is one transaction that records who did it and why.

A stored figure is never overwritten: a change supersedes it. Everything else is changed in place, and the event keeps
the values before and after.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from seoulwork.binding import texts_kept
from seoulwork.measures import Record, Source
from seoulwork.models import User
from seoulwork.recording import Conflict, Stamp, field_value, log, record, supersede

PLACE = "관리 화면"


def version(row: Any, names: Iterable[str] = ()) -> str:
    """A digest of the fields `names`, or of all stored ones: who changes a row says which version was seen."""
    fields = [row._meta.get_field(name) for name in names] or row._meta.concrete_fields
    values = [str(field.value_from_object(row)) for field in fields]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:32]


@transaction.atomic
def add(row: Any, *, key: tuple[str, ...], names: tuple[str, ...], by: User, reason: str = "") -> None:
    """Save a new row with the fields `names`; of a stored figure, `key` are those that name its place.

    Raises Conflict or IntegrityError when the place is taken, ValidationError when a text would lose its figures.
    """
    stamp = Stamp(by, Source.BROWSER, PLACE, reason)
    if isinstance(row, Record):
        place = {name: getattr(row, name) for name in key}
        if type(row)._default_manager.filter(superseded_at__isnull=True, **place).exists():
            raise Conflict
        row = record(type(row), place, {name: getattr(row, name) for name in names if name not in key}, stamp)
    else:
        with texts_kept(row):
            row.save(force_insert=True)
    _log("추가", row, stamp)


@transaction.atomic
def change(row: Any, *, key: tuple[str, ...], names: tuple[str, ...], seen: str, by: User, reason: str) -> bool:
    """Bring a stored row to the values of `row` in the fields `names`. Returns whether that changed anything.

    Raises Conflict when the row is not the version `seen` any more, IntegrityError when the new place is taken,
    ValidationError when a text would lose its figures.
    """
    current = _locked(row, seen)
    stamp = Stamp(by, Source.BROWSER, PLACE, reason)
    changes = {
        name: [field_value(current, name), field_value(row, name)]
        for name in names
        if field_value(current, name) != field_value(row, name)
    }
    if not changes:
        return False
    if isinstance(row, Record):
        place = {name: getattr(current, name) for name in key}
        row = record(type(row), place, {name: getattr(row, name) for name in names if name not in key}, stamp)
    else:
        with texts_kept(row):
            row.save(update_fields=list(changes))
    _log("수정", row, stamp, changes=changes)
    return True


@transaction.atomic
def remove(row: Any, *, seen: str, by: User, reason: str) -> None:
    """Remove a row; a stored figure stays in the history.

    Raises Conflict, and ProtectedError or ValidationError while other rows or texts refer to it."""
    current = _locked(row, seen)
    stamp = Stamp(by, Source.BROWSER, PLACE, reason)
    _log(
        "삭제",
        current,
        stamp,
        values={each.name: field_value(current, each.name) for each in current._meta.concrete_fields},
    )
    if isinstance(current, Record):
        supersede(current, stamp)
    else:
        with texts_kept(current):
            current.delete()


def _locked(row: Any, seen: str) -> Any:
    # Unordered: PostgreSQL locks no rows across the outer join that some models' usual order needs.
    current = type(row)._default_manager.select_for_update().filter(pk=row.pk).order_by().first()
    if current is None or version(current) != seen or getattr(current, "superseded_at", None):
        raise Conflict
    return current


def _log(action: str, row: Any, stamp: Stamp, **detail: Any) -> None:
    label = str(row._meta.verbose_name)
    place = {"division": row._meta.app_label, "model": row._meta.model_name, "row": row.pk}
    log(f"{label} {action}", str(row)[:200], stamp, **place, **detail)
