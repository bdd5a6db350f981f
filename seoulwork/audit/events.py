"""Recording who did what and why, in the transaction that does it."""

from typing import Any

from django.db import models
from django.utils import timezone

from seoulwork.audit.address import current_address
from seoulwork.audit.models import Event
from seoulwork.figures.recording import Stamp


def field_value(row: models.Model, name: str) -> Any:
    """A field's value as events keep it: of a row it refers to the key, and text for all that JSON does not know."""
    value = row._meta.get_field(name).value_from_object(row)  # type: ignore[union-attr]
    return value if isinstance(value, int | bool | None) else str(value)


def log(action: str, subject: str, stamp: Stamp, **detail: Any) -> Event:
    """Record who did what and why; part of the same transaction as the writes."""
    return Event.objects.create(
        at=stamp.at or timezone.now(),
        actor=stamp.by,
        address=current_address(),
        action=action,
        subject=subject,
        reason=stamp.reason,
        detail=detail,
    )
