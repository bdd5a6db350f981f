"""Takes back the import of a list's workbook: what its events say was written is brought to what stood before, the last one first.

It is written back by the services of the administrator's pages: what these refuse is not undone.
"""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CASCADE, ForeignKey, ManyToOneRel, ProtectedError
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, field_value, log
from seoulwork.audit.models import Event
from seoulwork.audit.rows import rows_of
from seoulwork.catalogue import services
from seoulwork.catalogue.forms import forms_of
from seoulwork.catalogue.kinds import kinds_of
from seoulwork.catalogue.plans import YearPlan, keep
from seoulwork.catalogue.services import Origin
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.models import Record, Source
from seoulwork.figures.recording import Conflict, Stamp, erase
from seoulwork.pages.versions import version
from seoulwork.workbook.importing.undo import NotUndone
from seoulwork.workbook.models import Batch

WRITTEN = (Action.ROW_ADDED, Action.ROW_CHANGED, Action.PLAN_KEPT)
STANDING = "이 반입 뒤에 고치거나 지운 것이 있어 되돌릴 수 없습니다: {}. 목록에서 확인하여 하나씩 고쳐 주세요."
IN_USE = "이 반입이 만든 '{}'에 그 뒤에 넣은 자료(실적, 목표, 집행 등)가 있어 되돌릴 수 없습니다. 쓰지 않을 것이면 종료 연도를 넣어 주세요."


def undo(batch: Batch, *, by: User | None = None, reason: str) -> Batch:
    """Take a batch back as a whole. Raises NotUndone when something later stands on it, without a reason, or a second time."""
    if not reason.strip():
        raise NotUndone("되돌리는 사유를 적어 주세요.")
    to = division(batch.workbook.division)
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.undone_at is not None:
            raise NotUndone("이미 되돌린 반입입니다.")
        stamp = Stamp(by, Source.WORKBOOK, reason=reason.strip(), at=timezone.now())
        undoing = _Undoing(to, held, by, reason.strip())
        for event in list(Event.objects.filter(batch=held, action__in=WRITTEN).order_by("-pk")):
            undoing.undo(event)
        held.undone_at, held.undone_by, held.undo_reason = stamp.at, by, reason.strip()
        held.save(update_fields=["undone_at", "undone_by", "undo_reason"])
        log(
            Action.IMPORT_UNDONE,
            held.workbook.name,
            stamp,
            target=Target(division=to.key),
            batch=held,
            count=held.figures,
        )
    return held


class _Undoing:
    def __init__(self, to: Division, batch: Batch, by: User | None, reason: str) -> None:
        self.to, self.batch = to, batch
        self.say: dict[str, Any] = {
            "by": by,
            "reason": reason,
            "origin": Origin(Source.WORKBOOK, "반입 되돌리기", batch),
        }
        self.ended: list[Record] = []
        """The figures of the batch that there were none before"""

    def undo(self, event: Event) -> None:
        """Take one event of the batch back. Raises NotUndone."""
        standing = NotUndone(STANDING.format(f"'{event.subject}'"))
        try:
            if event.action == Action.PLAN_KEPT:
                stands = self._undo_plan(event)
            else:
                row = apps.get_model(event.kind)._default_manager.filter(pk=event.row).first()
                if row is None:
                    raise standing
                if isinstance(row, Record):
                    stands = self._undo_figure(row)
                elif event.action == Action.ROW_CHANGED:
                    stands = self._undo_change(event, row)
                else:
                    stands = self._undo_addition(event, row)
        except ProtectedError as error:
            raise NotUndone(IN_USE.format(event.subject)) from error
        except (Conflict, IntegrityError) as error:
            raise standing from error
        except ValidationError as error:
            raise NotUndone(f"{event.subject}: {' '.join(error.messages)}") from error
        if not stands:
            raise standing

    def _names(self, row: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The key and the fields of the form that keeps such rows."""
        key = next(kind.key for kind in kinds_of(self.to).values() if kind.of(self.to) is type(row))
        form = forms_of(self.to)[key]
        return form.key, form.names

    def _undo_figure(self, written: Any) -> bool:
        """A stored figure: that before it once more, or none. Whether what was written stands."""
        key, names = self._names(written)
        place = {name: getattr(written, name) for name in key}
        row: Any = type(written)._default_manager.filter(superseded_at__isnull=True, **place).first()
        if row is None or any(field_value(row, name) != field_value(written, name) for name in names):
            return False
        seen = version(row)
        before = type(written)._default_manager.filter(superseded_by=written).first()
        if before is None:
            services.remove(row, seen=seen, **self.say)
            self.ended.append(row)
            return True
        for name in names:
            setattr(row, name, getattr(before, name))
        services.change(row, key=key, names=names, seen=seen, **self.say)
        return True

    def _undo_change(self, event: Event, row: Any) -> bool:
        changes: dict[str, list[Any]] = event.detail["changes"]
        if any(field_value(row, name) != after for name, (_, after) in changes.items()):
            return False
        seen = version(row)
        for name, (before, _) in changes.items():
            field = row._meta.get_field(name)
            setattr(row, field.attname, field.to_python(before))
        services.change(row, key=(), names=tuple(changes), seen=seen, **self.say)
        return True

    def _undo_addition(self, event: Event, row: Any) -> bool:
        """What the batch made goes, and with it the figures of it that came and went with the batch."""
        later = Event.objects.filter(kind=event.kind, row=row.pk, action=Action.ROW_CHANGED).exclude(batch=self.batch)
        if later.exists():
            return False
        if any(
            isinstance(each, ManyToOneRel)
            and each.on_delete is CASCADE
            and each.related_model._default_manager.filter(**{each.field.name: row}).exists()
            for each in row._meta.related_objects
        ):
            raise NotUndone(IN_USE.format(event.subject))
        own = [each for each in self.ended if _is_of(each, row)]
        self.ended = [each for each in self.ended if each not in own]
        for model in {type(each) for each in own}:
            erase(model, [each.pk for each in own if type(each) is model])
        services.remove(row, seen=version(row), **self.say)
        return True

    def _undo_plan(self, event: Event) -> bool:
        saved = rows_of(event)
        keys = [key for each in saved for key in (each.ended, each.written) if key is not None]
        rows = self.to.models.MonthPlan.objects.select_related("indicator", "budget").in_bulk(keys)
        first = next(iter(rows.values()))
        plan = YearPlan(self.to, first.of, first.month.year)
        values = {month: row.value for month, row in plan.stored.items()}
        for each in saved:
            before, after = (rows.get(key) if key is not None else None for key in (each.ended, each.written))
            month = (before or after or first).month
            if values.pop(month, None) != (after and after.value):
                return False
            if before is not None:
                values[month] = before.value
        chosen = {"values": values, "seen": plan.version, "reason": self.say["reason"]}
        keep(plan, chosen, by=self.say["by"], origin=self.say["origin"])
        return True


def _is_of(figure: Record, row: Any) -> bool:
    """Whether a figure refers to a row."""
    return any(
        isinstance(each, ForeignKey) and each.related_model is type(row) and getattr(figure, each.attname) == row.pk
        for each in figure._meta.concrete_fields
    )
