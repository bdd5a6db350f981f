"""Changing the order of a briefing's parts, divisions and programmes, and leaving some of them out."""

from collections.abc import Sequence
from itertools import count
from typing import TypeVar

from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.entry.months import Refused
from seoulwork.entry.steps import storable
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.labels import division_word
from seoulwork.figures.recording import Stamp

from ..arrangement import LONGEST_TITLE, MOST_ADDED, Added, Arrangement
from ..models import Briefing
from .parts import parts

Key = TypeVar("Key", str, int)

WAYS = ("up", "down", "leave", "take")


@transaction.atomic
def arrange(briefing: Briefing, kind: str, name: str, way: str, *, by: User) -> None:
    """Move a part, a division (`labour`) or a programme (`labour-3`) up or down, leave it out or take it in again. A division is never
    left out as a whole. Raises Refused, and KeyError for what there is not."""
    held = _held(briefing)
    now = held.arrangement
    change = {"part": _part, "division": _division, "programme": _programme}[kind]
    new, subject = change(held, now, name, way)
    if new == now:
        return
    if not new.printed_parts():
        raise Refused("모두 뺄 수는 없습니다. 한 부분은 실어야 합니다.")
    _store(held, new, subject, way, by)


@transaction.atomic
def add_part(briefing: Briefing, title: str, division_key: str, *, by: User) -> Added:
    """A part behind the others, whose text a division writes. Raises Refused."""
    held = _held(briefing)
    now = held.arrangement
    title = _title(title, now)
    if division_key not in {each.key for each in divisions()}:
        raise Refused(f"글을 쓸 {division_word('을/를')} 골라 주세요.")
    if len(now.added) >= MOST_ADDED:
        raise Refused(f"부분은 {MOST_ADDED}개까지 더할 수 있습니다. 쓰지 않는 것을 지워 주세요.")
    free = next(number for number in count(1) if number not in {each.number for each in now.added})
    added = Added(number=free, title=title, division=division_key)
    _store(held, now.model_copy(update={"added": (*now.added, added)}), title, "add", by)
    return added


def _title(title: str, now: Arrangement) -> str:
    """Of a part, as it is stored; no other one has it. Raises Refused."""
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE or not storable(title):
        raise Refused(f"부분의 제목을 {LONGEST_TITLE}자까지로 적어 주세요.")
    if title in now.titles.values():
        raise Refused(f"'{title}' 부분이 이미 있습니다. 다른 제목을 적어 주세요.")
    return title


@transaction.atomic
def rename_part(briefing: Briefing, key: str, title: str, *, by: User) -> Added:
    """Give one of those that were added another title; its text stays. Raises Refused, and KeyError for what there is not."""
    held = _held(briefing)
    now = held.arrangement
    added = {each.key: each for each in now.added}[key]
    if " ".join(title.split()) == added.title:
        return added
    renamed = added.model_copy(update={"title": _title(title, now)})
    new = now.model_copy(update={"added": tuple(renamed if each == added else each for each in now.added)})
    _store(held, new, f"{added.title} → {renamed.title}", "rename", by)
    return renamed


@transaction.atomic
def remove_part(briefing: Briefing, key: str, *, by: User) -> Added:
    """Of those that were added one that holds no text: others are left out, with their texts kept. Raises Refused, and KeyError for what
    there is not."""
    held = _held(briefing)
    now = held.arrangement
    added = {each.key: each for each in now.added}[key]
    models = division(added.division).models
    own = {"briefing": held, "added": added.number}
    if (
        models.Passage.objects.filter(**own).exists()
        or models.Manuscript.objects.filter(**own).exclude(text="").exists()
    ):
        raise Refused(
            f"'{added.title}'에 쓴 글이 있어 지우지 않았습니다. 이번에 싣지 않으려면 빼기를 누르고, 지우려면 글을 먼저 지워 주세요."
        )
    kept = {
        "added": tuple(each for each in now.added if each != added),
        "parts": tuple(each for each in now.parts if each != key),
        "parts_left_out": now.parts_left_out - {key},
    }
    new = now.model_copy(update=kept)
    if not new.printed_parts():
        raise Refused("모두 뺄 수는 없습니다. 한 부분은 실어야 합니다.")
    models.Manuscript.objects.filter(**own).delete()
    _store(held, new, added.title, "remove", by)
    return added


def _held(briefing: Briefing) -> Briefing:
    held = Briefing.objects.select_for_update().get(pk=briefing.pk)
    if not Briefing.objects.in_preparation().filter(pk=held.pk).exists():
        raise Refused("발행한 보고의 차례는 바꿀 수 없습니다.")
    return held


def _store(held: Briefing, new: Arrangement, subject: str, way: str, by: User) -> None:
    now = held.arrangement
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
    subject = now.titles[name]
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
