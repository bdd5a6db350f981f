"""메모 and 부진 사유 beside a figure."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.domain.cells import Cell
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month
from seoulwork.entry.events import about, subject
from seoulwork.entry.months import Refused, hold_open, korean_time
from seoulwork.entry.steps import stamp, text_of
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Remark
from seoulwork.figures.recording import not_before

LONGEST = 500
ACTIONS = {Remark.Kind.NOTE: Action.NOTE_WRITTEN, Remark.Kind.SHORTFALL: Action.SHORTFALL_EXPLAINED}


def remark(
    division: Division,
    month: Month,
    cell: Cell,
    *,
    programme_id: int | None,
    kind: str,
    text: str,
    recovery: date | None,
    seen: int | None,
    by: User,
) -> bool:
    """Write a remark, or take it back with a blank text; whether anything changed. The one before it stays as history.

    `programme_id` is the programme of the cell's figure, `seen` the key of the remark that the writer saw (None: there
    was none). Raises Refused, also when somebody else wrote another one in between.
    """
    label = Remark.Kind(kind).label
    text = text_of(text, label)
    if len(text) > LONGEST:
        raise Refused(
            f"{label}{particle(label, '은/는')} {LONGEST}자까지 적을 수 있습니다. 지금은 {len(text)}자입니다. "
            "줄여서 다시 적어 주세요."
        )
    if kind == Remark.Kind.NOTE:
        recovery = None
    elif text and recovery is None:
        raise Refused("만회 예정일을 함께 적어 주세요.")
    elif text and recovery is not None and recovery <= month.first_day:
        raise Refused("만회 예정일은 이 달보다 뒤의 날이어야 합니다.")
    with transaction.atomic():
        hold_open(division, month, programme_id, by)
        remarks = division.models.Remark.objects
        place = {"month": month, **Remark.beside(cell), "kind": kind}
        there = remarks.current().select_for_update().filter(**place).first()
        if (there.text, there.recovery) == (text, recovery) if there else not text:
            return False
        if seen != (there.pk if there else None):
            raise Refused(_changed(there, label))
        mark = stamp(by)
        if there is not None:
            mark = replace(mark, at=not_before(mark.at, there.entered_at))
            remarks.filter(pk=there.pk).update(superseded_at=mark.at)
        if text:
            remarks.create(**place, text=text, recovery=recovery, entered_by=by, entered_at=mark.at)
        log(
            ACTIONS[Remark.Kind(kind)],
            subject(division, month),
            mark,
            target=about(division, month, cell.place, programme_id),
            detail={"cell": str(cell), "text": text, "recovery": str(recovery or "")},
        )
    return True


def _changed(there: Remark | None, label: str) -> str:
    """What the second of two writers is told: what stands there now."""
    named = f"{label}{particle(label, '을/를')}"
    again = "확인한 뒤 칸을 다시 골라 적어 주세요."
    if there is None:
        return f"그사이 다른 사람이 {named} 지웠습니다. {again}"
    who = str(there.entered_by or "관리 명령")
    return (
        f"{who}{particle(who, '이/가')} {korean_time(there.entered_at)}에 {named} 다음과 같이 바꾸었습니다. {again} "
        f"지금 {label}: {there.text}"
    )
