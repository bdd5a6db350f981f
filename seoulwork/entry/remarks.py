"""메모 and 부진 사유 beside a figure."""

from datetime import date

from django.db import transaction

from seoulwork.divisions import Division
from seoulwork.models import Remark, User
from seoulwork.periods import Month
from seoulwork.recording import log

from .cells import Cell
from .months import Refused, hold, stamp, subject

LONGEST = 500


def remark(
    division: Division, month: Month, cell: Cell, *, kind: str, text: str, recovery: date | None, by: User
) -> bool:
    """Write a remark, or take it back with a blank text; whether anything changed. The one before it stays as history.

    Raises Refused.
    """
    text = text.strip()
    label = Remark.Kind(kind).label
    if len(text) > LONGEST:
        raise Refused(
            f"{label}는 {LONGEST}자까지입니다. 줄여 주세요." if kind == "note" else f"{label}는 {LONGEST}자까지입니다."
        )
    if kind == Remark.Kind.NOTE:
        recovery = None
    elif text and recovery is None:
        raise Refused("만회 예정일을 함께 적어 주세요.")
    elif text and recovery is not None and recovery <= month.first_day:
        raise Refused("만회 예정일은 이 달보다 뒤의 날이어야 합니다.")
    with transaction.atomic():
        hold(division, month)
        place = {"division": division.key, "month": month, "cell": str(cell), "kind": kind}
        there = Remark.objects.select_for_update().filter(**place, superseded_at__isnull=True).first()
        if (there.text, there.recovery) == (text, recovery) if there else not text:
            return False
        mark = stamp(by)
        if there is not None:
            Remark.objects.filter(pk=there.pk).update(superseded_at=mark.at)
        if text:
            Remark.objects.create(**place, text=text, recovery=recovery, entered_by=by, entered_at=mark.at)
        log(label, subject(division, month), mark, division=division.key, month=str(month), cell=str(cell), text=text)
    return True
