"""Changing the order of a briefing's parts, divisions and programmes, and leaving some of them out."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.entry.months import Refused
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.recording import Stamp

from ..arrangement import PARTS, Arrangement
from ..models import Briefing, Publication
from .parts import parts

Key = TypeVar("Key", str, int)

WAYS = ("up", "down", "leave", "take")


@transaction.atomic
def arrange(briefing: Briefing, kind: str, name: str, way: str, *, by: User) -> None:
    """Move a part, a division (`labour`) or a programme (`labour-3`) up or down, leave it out or take it in again. A division is never
    left out as a whole. Raises Refused, and KeyError for what there is not."""
    held = Briefing.objects.select_for_update().get(pk=briefing.pk)
    if Publication.objects.filter(briefing=held).exists():
        raise Refused("발행한 보고의 차례는 바꿀 수 없습니다.")
    now = held.arrangement
    change = {"part": _part, "division": _division, "programme": _programme}[kind]
    new, subject = change(held, now, name, way)
    if new == now:
        return
    if not new.printed_parts():
        raise Refused("모두 뺄 수는 없습니다. 한 부분은 실어야 합니다.")
    held.arranged = new.stored
    held.save(update_fields=["arranged"])
    log(
        Action.BRIEFING_ARRANGED,
        f"{held} · {subject}",
        Stamp(by, "원고"),
        target=Target(month=held.month),
        briefing=held,
        detail={"way": way, "before": now.stored, "after": new.stored},
    )


def _part(briefing: Briefing, now: Arrangement, name: str, way: str) -> tuple[Arrangement, str]:
    subject = PARTS[name]
    if way in ("leave", "take"):
        left = now.parts_left_out | {name} if way == "leave" else now.parts_left_out - {name}
        return now.model_copy(update={"parts_left_out": frozenset(left)}), subject
    return now.model_copy(update={"parts": _moved(now.all_parts(), name, way)}), subject


def _division(briefing: Briefing, now: Arrangement, name: str, way: str) -> tuple[Arrangement, str]:
    order = [each.key for each in now.all_divisions(divisions())]
    return now.model_copy(update={"divisions": _moved(order, name, way)}), division(name).name


def _programme(briefing: Briefing, now: Arrangement, name: str, way: str) -> tuple[Arrangement, str]:
    key, _, number = name.partition("-")
    known = {
        str(each.number): each.programme for each in parts(briefing) if each.division.key == key and each.programme
    }
    programme = known[number]
    if way in ("leave", "take"):
        left = now.left_out.get(key, frozenset())
        changed = left | {programme.pk} if way == "leave" else left - {programme.pk}
        return now.model_copy(update={"left_out": {**now.left_out, key: frozenset(changed)}}), programme.title
    order = now.in_order(key, [each.pk for each in known.values()], lambda pk: pk)
    moved = _moved(order, programme.pk, way)
    return now.model_copy(update={"programmes": {**now.programmes, key: moved}}), programme.title


def _moved(order: Sequence[Key], name: Key, way: str) -> tuple[Key, ...]:
    """With one of them a place up or down; the first and the last stay where they are."""
    moved = list(order)
    at = moved.index(name)
    to = at - 1 if way == "up" else at + 1
    if 0 <= to < len(moved):
        moved[at], moved[to] = moved[to], moved[at]
    return tuple(moved)
