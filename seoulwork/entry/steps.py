"""The steps of a month on its way, each in one transaction that says who took it and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.entry.calendar import planned
from seoulwork.entry.events import subject
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import (
    STEPS,
    Refused,
    State,
    Status,
    default_deadline,
    hold,
    korean_date,
    korean_time,
    status,
)
from seoulwork.figures.asking import Read, ask
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.labels import division_word
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp
from seoulwork.notices.models import Kind
from seoulwork.notices.telling import tell


@dataclass(frozen=True, slots=True)
class Mark(Stamp):
    """A stamp whose time is set."""

    at: datetime = field(default_factory=timezone.now)


LONGEST_REASON = 300


def storable(text: str) -> bool:
    """Whether a database keeps the text: not with NUL, nor with half of a surrogate pair."""
    return not any(each == "\0" or "\ud800" <= each <= "\udfff" for each in text)


def text_of(text: str, name: str) -> str:
    """A typed text as it is kept; `name` is what the user calls it. Raises Refused for one that can't be stored."""
    if not storable(text):
        raise Refused(f"{name}에 저장할 수 없는 글자가 있습니다. 그 글자를 지우고 다시 보내 주세요.")
    return text.strip()


def reason_of(text: str) -> str:
    """A reason as it is kept. Raises Refused for one that can't be stored or is too long to be kept whole."""
    said = text_of(text, "사유")
    if len(said) > LONGEST_REASON:
        raise Refused(
            f"사유는 {LONGEST_REASON}자까지 적을 수 있습니다. 지금은 {len(said)}자입니다. 줄여서 다시 적어 주세요."
        )
    return said


def stamp(by: User | None, reason: str = "") -> Mark:
    return Mark(by, Source.BROWSER, reason=reason)


def signed(by: User | None) -> dict[str, Any]:
    """Who moved a month, and as what where that is not their own post."""
    return {"changed_by": by, "changed_as": by.signature if by and by.post else ""}


SPOKEN = (
    Action.MONTH_SUBMITTED,
    Action.MONTH_SENT_BACK,
    Action.MONTH_APPROVED,
    Action.MONTH_CLOSED,
    Action.MONTH_REOPENED,
    Action.MONTH_LOCKED_AGAIN,
)
"""The steps with which something is said."""


def last_word(division: Division, month: Month) -> str:
    """What was said with the last step, for whoever acts on it: `8월 3일 10:11 노동정책담당관 돌려보냄: 단위 확인`. 1 query."""
    [steps] = ask(_spoken, division.key, month=month)
    if not steps:
        return ""
    *_, (_, name, *told) = sorted(steps, key=lambda each: (each.at, each.pk))
    last = Event(actor=User(name=name) if name else None, **dict(zip(SAID, told, strict=True)))
    return f"{korean_time(last.at)} {last.who} {last.done}: {last.reason}" if last.reason else ""


SAID = ("at", "action", "kind", "worked_as", "reason")


def _spoken(division: str, *, month: Any) -> list[Read]:
    steps = Event.objects.filter(division=division, month=month, action__in=SPOKEN)
    return [Read(steps, ("pk", "actor__name", *SAID))]


def step(
    division: Division,
    month: Month,
    *,
    by: User | None,
    action: Action,
    source: tuple[str, ...],
    target: str,
    reason: str = "",
    **detail: Any,
) -> Status:
    """One step of the month's way, recorded. Raises Refused when the month does not stand where the step begins."""
    with transaction.atomic():
        before = hold(division, month)
        if before.state not in source:
            may_not = "돌려보낼 수" if action == Action.MONTH_SENT_BACK else f"{action.label}할 수"
            raise Refused(f"지금은 '{before.label}' 상태라서 {may_not} 없습니다. 화면을 새로 고쳐 주세요.")
        mark = stamp(by, reason)
        ReportingMonth.objects.filter(division=division.key, month=month).update(
            state=target, changed_at=mark.at, **signed(by)
        )
        log(
            action,
            subject(division, month),
            mark,
            target=Target(division=division.key, month=month),
            detail={"before": before.state, "after": target, **detail},
        )
        _tell(division, month, action, by, reason)
        return status(division, month)


TOLD = {
    Action.MONTH_SUBMITTED: (Kind.SUBMITTED, "실적을 제출했습니다."),
    Action.MONTH_SENT_BACK: (Kind.SENT_BACK, "실적을 돌려보냈습니다."),
    Action.MONTH_APPROVED: (Kind.APPROVED, "실적을 승인했습니다."),
}
"""The steps that somebody is told of: of what was handed in who decides on it, of the others who enters."""


def _tell(division: Division, month: Month, action: Action, by: User | None, reason: str) -> None:
    if action not in TOLD:
        return
    kind, said = TOLD[action]
    users = User.objects.heads_of if kind == Kind.SUBMITTED else User.objects.officers_of
    to = [each for each in users(division.key) if by is None or each.pk != by.pk]
    more = f"사유: {reason}" if reason else ""
    tell(to, kind, f"{subject(division, month)} {said}", reverse("entry_month", args=[division.key, month]), more=more)


def open_month(
    month: Month, *, deadline: date | None = None, by: User | None = None, of: Iterable[Division] | None = None
) -> int:
    """Open a month for entry, in all divisions or some; how many it was opened for now. One that is known already is left as it is.

    Raises Refused for a deadline that lies before the month's end.
    """
    until = deadline or planned([month])[month].due
    if until < month.last_day:
        raise Refused(f"제출 기한 {korean_date(until)}이 {month.korean}이 끝나기 전입니다. 더 늦은 날로 정해 주세요.")
    opened = 0
    with transaction.atomic():
        for division in divisions() if of is None else of:
            mark = stamp(by)
            _, created = ReportingMonth.objects.get_or_create(
                division=division.key,
                month=month,
                defaults={"deadline": until, "changed_at": mark.at, **signed(by)},
            )
            if created:
                opened += 1
                log(
                    Action.MONTH_OPENED,
                    subject(division, month),
                    mark,
                    target=Target(division=division.key, month=month),
                    detail={"deadline": str(until)},
                )
    return opened


def send_back(division: Division, month: Month, *, by: User, reason: str) -> Status:
    if not (said := reason_of(reason)):
        raise Refused("돌려보내는 사유를 적어 주세요.")
    return step(
        division,
        month,
        by=by,
        action=Action.MONTH_SENT_BACK,
        source=STEPS["entry_send_back"],
        target=State.OPEN,
        reason=said,
    )


def close(division: Division, month: Month, *, by: User) -> Status:
    return step(division, month, by=by, action=Action.MONTH_CLOSED, source=STEPS["entry_close"], target=State.CLOSED)


def reopen(
    division: Division, month: Month, *, by: User, until: date, reason: str, programme_id: int | None = None
) -> Status:
    """Open a submitted, approved or closed month again (or one that was never opened, for a correction), wholly or in one
    programme, until the end of a day. Raises Refused."""
    if not (said := reason_of(reason)):
        raise Refused("다시 여는 사유를 적어 주세요.")
    if until < timezone.localdate():
        raise Refused(f"기한 {korean_date(until)}이 이미 지났습니다. 오늘이나 그 뒤의 날로 정해 주세요.")
    programmes = division.models.Programme.objects
    programme = None if programme_id is None else programmes.filter(pk=programme_id).first()
    if programme_id is not None and programme is None:
        raise Refused(f"이 {division_word()}에 없는 사업입니다. 목록에서 다시 골라 주세요.")
    with transaction.atomic():
        before = hold(division, month)
        mark = stamp(by, said)
        if before.state == State.OPEN:
            raise Refused("이미 열려 있는 달입니다.")
        # Of a month that was never opened the figures came with the data: it counts as closed, and is opened for the
        # correction only.
        closed, _ = ReportingMonth.objects.get_or_create(
            division=division.key,
            month=month,
            defaults={
                "state": State.CLOSED,
                "deadline": default_deadline(month),
                "changed_at": mark.at,
                **signed(by),
            },
        )
        reopenings = division.models.Reopening.objects
        same = reopenings.filter(
            reporting_month=closed, programme=programme, until=until, reason=said, ended_at__isnull=True
        )
        if same.exists():
            raise Refused(f"같은 범위와 사유로 이미 {korean_date(until)}까지 다시 열었습니다. 화면을 새로 고쳐 주세요.")
        reopenings.create(
            reporting_month=closed, programme=programme, until=until, reason=said, opened_by=by, opened_at=mark.at
        )
        log(
            Action.MONTH_REOPENED,
            subject(division, month),
            mark,
            target=Target(division=division.key, month=month, programme=programme_id),
            detail={"until": str(until)},
        )
        return status(division, month)


def end_reopening(division: Division, month: Month, *, by: User) -> Status:
    """Lock a reopened month again before its day has come: all reopenings of it. Raises Refused when none is in force."""
    with transaction.atomic():
        if not hold(division, month).reopened:
            raise Refused("다시 열려 있는 달이 아닙니다. 화면을 새로 고쳐 주세요.")
        mark = stamp(by)
        own = division.models.Reopening.objects.filter(
            reporting_month__division=division.key, reporting_month__month=month
        )
        ended = own.filter(ended_at__isnull=True, until__gte=timezone.localdate()).update(ended_at=mark.at)
        log(
            Action.MONTH_LOCKED_AGAIN,
            subject(division, month),
            mark,
            target=Target(division=division.key, month=month),
            detail={"ended": ended},
        )
        return status(division, month)
