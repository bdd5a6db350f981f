"""Recording who did what and why, in the transaction that does it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone

from seoulwork.audit.actions import Action
from seoulwork.audit.address import current_address
from seoulwork.audit.chain import expect
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division_names
from seoulwork.figures.models import BEGINNING
from seoulwork.figures.recording import Stamp

if TYPE_CHECKING:
    from reports.models import Briefing
    from seoulwork.workbook.models import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an event is about: `division` and `month`, and the keys of the division's rows."""

    division: str = ""
    programme: int | None = None
    indicator: int | None = None
    part: int | None = None
    budget: int | None = None
    month: Month | None = None

    @classmethod
    def of(cls, row: models.Model) -> Self:
        """What a row of a division's tables is about; of any other row the month."""
        found: Any = row
        months = (getattr(row, name, None) for name in MONTHS)
        month = next((each for each in months if each not in (None, BEGINNING)), None)
        label = row._meta.app_label
        if label not in division_names():
            return cls(month=month)
        keys = {name: getattr(found, f"{name}_id", None) for name in KEYS}
        if row._meta.model_name in KEYS:
            keys[str(row._meta.model_name)] = row.pk
        elif keys["part"] and not keys["indicator"]:
            keys["indicator"] = found.part.indicator_id
        for above in ("indicator", "budget", "passage"):
            if keys["programme"] is None and getattr(found, f"{above}_id", None):
                keys["programme"] = getattr(found, above).programme_id
        return cls(division=label, month=month, **keys)


KEYS = ("programme", "indicator", "part", "budget")
MONTHS = ("month", "from_month", "last_month")
"""What the month of a row is called, by kind of row."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one figure: exact whole numbers (None: blank), and what it takes to show them in their unit."""

    field: str
    old_value: int | None
    new_value: int | None
    unit: str
    decimals: int = 0


def field_value(row: models.Model, name: str) -> Any:
    """A field's value as events keep it: of a row it refers to the key, and text for all that JSON does not know."""
    value = row._meta.get_field(name).value_from_object(row)  # type: ignore[union-attr]
    return value if isinstance(value, int | bool | None) else str(value)


def log(
    action: Action,
    subject: str,
    stamp: Stamp,
    *,
    target: Target | None = None,
    row: models.Model | None = None,
    change: Change | None = None,
    count: int | None = None,
    briefing: "Briefing | None" = None,
    batch: "Batch | None" = None,
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """Record who did what and why; part of the same transaction as the writes.

    `subject` is what a reader is told it was done to. `row` is the row that was added, changed or removed (what it is
    about is known from it), `count` how many figures were written.
    """
    about = target or (Target.of(row) if row is not None else Target())
    expect()
    return Event.objects.create(
        at=stamp.at or timezone.now(),
        actor=stamp.by,
        worked_as=stamp.by.position if stamp.by else "",
        address=current_address(),
        action=action,
        subject=subject[:200],
        reason=stamp.reason,
        **{name: getattr(about, name) for name in ("division", "month", *KEYS)},
        kind=row._meta.label_lower if row is not None else "",
        row=row.pk if row is not None else None,
        **(asdict(change) if change else {}),
        count=count,
        briefing=briefing,
        batch=batch,
        detail=dict(detail or {}),
    )
