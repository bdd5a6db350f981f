"""Adding, changing and removing what a division keeps. Each is one transaction that records who did it and why.

A stored figure is never overwritten: a change supersedes it. Everything else is changed in place, and the event keeps
the values before and after.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Change, field_value, log
from seoulwork.domain.numbers import money_text
from seoulwork.domain.vocabulary import BUDGET_UNIT, COMMITTED, SPENT
from seoulwork.entry.months import hold_all
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Appropriation, Dated, PeriodRecord, Record, Source
from seoulwork.figures.recording import Conflict, Stamp, record
from seoulwork.figures.recording import remove as remove_figure
from seoulwork.figures.texts import texts_kept
from seoulwork.pages.versions import version

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Budget, Execution
    from seoulwork.workbook.models import Batch

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Origin:
    """From where a row comes: the administrator's pages, or a cell of a workbook with the batch that brings it in."""

    source: str = Source.BROWSER
    place: str = "관리 화면"
    batch: "Batch | None" = None

    def stamp(self, by: User | None, reason: str) -> Stamp:
        return Stamp(by, self.source, self.place, reason)


BY_HAND = Origin()


@transaction.atomic
def add(
    row: Row,
    *,
    key: tuple[str, ...],
    names: tuple[str, ...],
    by: User | None,
    reason: str = "",
    origin: Origin = BY_HAND,
) -> Row:
    """Save a new row with the fields `names`, and return it; of a stored figure, `key` are those that name its place.

    Raises Conflict or IntegrityError when the place is taken, ValidationError when a text would
    lose its figures or an execution its budget.
    """
    stamp = origin.stamp(by, reason)
    if isinstance(row, Record):
        place = {name: getattr(row, name) for name in key}
        if type(row).objects.current().filter(**place).exists():
            raise Conflict
        with _executions_kept(row):
            made = record(type(row), place, {name: getattr(row, name) for name in names if name not in key}, stamp)
        if made is None:  # somebody else has stored the same since it was looked for
            raise Conflict
        row = made
    else:
        with texts_kept(row):
            row.save(force_insert=True)
    _log(Action.ROW_ADDED, row, stamp, origin, change=_change(row, None, row))
    return row


@transaction.atomic
def change(
    row: Row,
    *,
    key: tuple[str, ...],
    names: tuple[str, ...],
    seen: str,
    by: User | None,
    reason: str,
    origin: Origin = BY_HAND,
) -> bool:
    """Bring a stored row to the values of `row` in the fields `names`. Returns whether that changed anything.

    Raises Conflict when the row is not the version `seen` any more, IntegrityError when the new place is taken,
    ValidationError when a text would
    lose its figures or an execution its budget.
    """
    current = _locked(row, seen)
    stamp = origin.stamp(by, reason)
    changes = {
        name: [field_value(current, name), field_value(row, name)]
        for name in names
        if field_value(current, name) != field_value(row, name)
    }
    if not changes:
        return False
    if isinstance(row, Record):
        place = {name: getattr(current, name) for name in key}
        with _executions_kept(row):
            made = record(type(row), place, {name: getattr(row, name) for name in names if name not in key}, stamp)
        if made is None:  # what changed is not a value of the figure
            raise Conflict
        row = made
    else:
        with texts_kept(row):
            row.save(update_fields=list(changes))
    _log(Action.ROW_CHANGED, row, stamp, origin, change=_change(row, current, row), changes=changes)
    return True


@transaction.atomic
def follow(
    row: Dated,
    earlier: int,
    *,
    names: tuple[str, ...],
    seen: str,
    by: User | None,
    reason: str,
    origin: Origin = BY_HAND,
) -> None:
    """Save `row` as a state of its own of what the row `earlier` is a state of; that one stays as it is.

    Raises Conflict when it is not the version `seen` any more, IntegrityError when there is a state from that month."""
    before = copy(row)
    before.pk = earlier
    _locked(before, seen)
    add(row, key=(), names=names, by=by, reason=reason, origin=origin)


@transaction.atomic
def remove(row: models.Model, *, seen: str, by: User | None, reason: str, origin: Origin = BY_HAND) -> None:
    """Remove a row; a stored figure stays in the history.

    Raises Conflict, and ProtectedError or ValidationError while other rows, texts or executions stand on it."""
    current = _locked(row, seen)
    stamp = origin.stamp(by, reason)
    _log(
        Action.ROW_REMOVED,
        current,
        stamp,
        origin,
        change=_change(current, current, None),
        values={each.name: field_value(current, each.name) for each in current._meta.concrete_fields},
    )
    if isinstance(current, Record):
        with _executions_kept(current):
            remove_figure(current, stamp)
    else:
        with texts_kept(current):
            current.delete()


@contextmanager
def _executions_kept(row: Record) -> Iterator[None]:
    """Around the write of an 예산액: refuse what leaves an execution above it (예산현액 안에서 집행). Raising one is always fine.

    Raises ValidationError. Who enters a month of the division waits meanwhile.
    """
    if not isinstance(row, Appropriation):
        yield
        return
    hold_all(division(row._meta.app_label))
    before = _in_force(row.budget)
    yield
    for execution, amount in _in_force(row.budget).items():
        was = before[execution]
        if amount == was or (amount is not None and was is not None and amount > was):
            continue
        for label, done in ((COMMITTED, execution.committed), (SPENT, execution.spent)):
            if done is not None and (amount is None or done > amount):
                raise ValidationError(
                    f"{execution.month.korean}까지의 {label} {money_text(done)}이 예산액보다 "
                    "많아집니다. 금액을 확인하고, 집행이 틀렸으면 월별 입력에서 먼저 고쳐 주세요."
                )


def _in_force(budget: "Budget") -> "dict[Execution, int | None]":
    """The 예산액 in won that each execution of a budget line stands under, None where there is none. 2 queries."""
    amounts = list(budget.appropriations.current().order_by("-from_month").values_list("from_month", "amount"))
    return {
        execution: next((amount for from_month, amount in amounts if from_month <= execution.month), None)
        for execution in budget.executions.current().order_by("month")
    }


def _locked(row: Row, seen: str) -> Row:
    # Unordered: PostgreSQL locks no rows across the outer join that some models' usual order needs.
    current = type(row)._default_manager.select_for_update().filter(pk=row.pk).order_by().first()
    if current is None or version(current) != seen or getattr(current, "superseded_at", None):
        raise Conflict
    return current


def _log(
    action: Action, row: models.Model, stamp: Stamp, origin: Origin, *, change: Change | None, **detail: Any
) -> None:
    log(action, str(row), stamp, row=row, change=change, batch=origin.batch, detail=detail)


def _change(row: models.Model, before: models.Model | None, after: models.Model | None) -> Change | None:
    """What became of a stored figure's amount; None where the row holds another kind of figure, or several."""
    if isinstance(row, PeriodRecord):
        field, unit, decimals = "value", row.indicator.unit, row.indicator.decimals
    elif isinstance(row, Appropriation):
        field, unit, decimals = "amount", BUDGET_UNIT, 0
    else:
        return None
    old, new = (None if each is None else getattr(each, field) for each in (before, after))
    return None if old == new else Change(field, old, new, unit, decimals)
