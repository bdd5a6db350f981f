"""The month's way: open → submitted → approved → closed, and what may be written when.

Everything that writes figures of a division's month holds its row first (`hold`), so that a save and a closing never
cross. Dates are Korean: a deadline's or a reopening's own day still counts.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month
from seoulwork.domain.workdays import working_day
from seoulwork.entry.models import ReportingMonth
from seoulwork.figures.asking import Read, among, ask
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.divisions import division as division_of
from seoulwork.figures.labels import head_word
from seoulwork.figures.stamps import stored_month

State = ReportingMonth.State
UNOPENED = "unopened"

STEPS = {
    "entry_submit": (State.OPEN,),
    "entry_approve": (State.SUBMITTED,),
    "entry_send_back": (State.SUBMITTED,),
    "entry_close": (State.APPROVED,),
    "entry_open": (UNOPENED,),
    "entry_reopen": (State.SUBMITTED, State.APPROVED, State.CLOSED, UNOPENED),
}
"""From which states each step (by its URL name) begins."""


class Refused(Exception):
    """A step that is not to be had now; `str()` is the Korean sentence for the user. `problems` name cells, if it is about them."""

    def __init__(self, text: str, problems: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(text)
        self.problems = tuple(problems)


def default_deadline(month: Month) -> date:
    """The tenth of the month that follows, or the next working day."""
    return working_day((month + 1).first_day.replace(day=10))


def korean_date(day: date) -> str:
    """`2018년 8월 10일(금)`"""
    return f"{day.year}년 {day.month}월 {day.day}일({'월화수목금토일'[day.weekday()]})"


def korean_time(at: datetime) -> str:
    """`8월 3일 10:11`, with the year if it is not this one."""
    local = timezone.localtime(at)
    year = "" if local.year == timezone.localdate().year else f"{local.year}년 "
    return f"{year}{local.month}월 {local.day}일 {local:%H:%M}"


@dataclass(frozen=True, slots=True)
class Reopened:
    """A reopening that is in force today."""

    programme_id: int | None
    scope: str
    """The programme's title, or empty for the whole division."""
    until: date
    reason: str
    by: str

    @property
    def text(self) -> str:
        """`관리자가 전체를 2018년 9월 1일(토)까지 다시 열었습니다(사유: 늦은 신고).`"""
        what = f"'{self.scope}' 사업만" if self.scope else "전체를"
        until = korean_date(self.until)
        return f"{self.by}{particle(self.by, '이/가')} {what} {until}까지 다시 열었습니다(사유: {self.reason})."


@dataclass(frozen=True, slots=True)
class Status:
    """How far a division's month is. `state` is one of ReportingMonth.State or `unopened`."""

    month: Month
    state: str
    deadline: date | None = None
    changed_at: datetime | None = None
    changed_by: str = ""
    reopened: tuple[Reopened, ...] = ()
    actions: frozenset[str] = frozenset()
    """The URL names of the steps that the user who asks may take now."""

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The four steps of the way, each with whether the month stands there or has passed it."""
        order = list(State)
        at = order.index(State(self.state)) if self.state != UNOPENED else -1
        return [
            {"label": each.label, "current": position == at, "done": position < at}
            for position, each in enumerate(order)
        ]

    @property
    def label(self) -> str:
        return State(self.state).label if self.state != UNOPENED else "열지 않음"

    @property
    def late(self) -> bool:
        """Not submitted, and the deadline's own day is over."""
        return self.state == State.OPEN and self.deadline is not None and timezone.localdate() > self.deadline

    def reason_for(self, programme_id: int | None) -> str:
        """Why the programme may be corrected although the month went its way: the reason of its reopening."""
        return next((each.reason for each in self.reopened if each.programme_id in (None, programme_id)), "")

    def locked(self, programme_id: int | None) -> str:
        """Why the programme's figures (None: the division's own) may not be written now; empty if they may."""
        if self.state == State.OPEN or any(each.programme_id in (None, programme_id) for each in self.reopened):
            return ""
        way_out = self._way_out()
        if self.state == UNOPENED:
            return f"{self.month.korean}은 입력을 연 달이 아닙니다. {way_out}"
        when = korean_time(self.changed_at) if self.changed_at else ""
        who = self.changed_by or "관리 명령"
        who += particle(who, "이/가")
        if self.state == State.SUBMITTED:
            return f"{when}에 {who} 제출하여 잠겼습니다. {way_out}"
        done = "승인하여" if self.state == State.APPROVED else "마감하여"
        return f"{when}에 {who} {done} 잠겼습니다. {way_out}"

    def locked_to_imports(self, programme_id: int | None, *, freely: bool) -> str:
        """`locked`, for a workbook; who imports freely may fill months that never went through monthly entry, too."""
        if not freely:
            return self.locked(programme_id)
        if self.state == UNOPENED:
            return ""
        # Who imports freely may undo each step, and has nobody to ask for it.
        step = "entry_reopen" if self.state == State.CLOSED else "entry_send_back"
        return replace(self, actions=frozenset({step})).locked(programme_id)

    @property
    def remedy(self) -> tuple[str, str]:
        """Where on the month's page its reader may have it written again, and what that is called; empty where nowhere."""
        if "entry_send_back" in self.actions:
            return "send-back-reason", "돌려보내기"
        return ("reopen-until", "다시 열기") if "entry_reopen" in self.actions else ("", "")

    def _way_out(self) -> str:
        """How a locked month comes to be written again: what the reader of the page may do, or whom to ask."""
        if "entry_open" in self.actions:
            return "입력을 받으려면 이 달을 열고, 있는 값만 고치려면 사유와 기한을 적어 다시 열어 주세요."
        if "entry_send_back" in self.actions:
            return "고치게 하려면 사유를 적어 돌려보내 주세요."
        if "entry_reopen" in self.actions:
            return "고치려면 사유와 기한을 적어 다시 열어 주세요."
        if self.state == UNOPENED:
            return "관리자에게 열어 달라고 요청해 주세요."
        if self.state == State.SUBMITTED:
            return f"고치려면 {head_word()}에게 돌려보내 달라고 요청해 주세요."
        return "고치려면 관리자에게 사유를 알리고 다시 열어 달라고 요청해 주세요."

    @property
    def text(self) -> str:
        """One sentence for the head of the page."""
        if self.reopened:
            return f"{self.label} 상태에서 {' '.join(each.text for each in self.reopened)}"
        if self.state == State.OPEN and self.deadline:
            return f"{korean_date(self.deadline)}까지 제출" + (" · 기한이 지났습니다" if self.late else "")
        return self.locked(None)


def status(division: Division, month: Month, by: User | None = None) -> Status:
    """How far the month is, and what `by` may do about it. 1 query, 2 where the month is not open."""
    return _for(by, division, statuses(month, [division])[division.key])


def _for(by: User | None, division: Division, found: Status) -> Status:
    return found if by is None else replace(found, actions=_actions(by, division, found))


def _actions(user: User, division: Division, status: Status) -> frozenset[str]:
    steps = [name for name, states in STEPS.items() if status.state in states]
    if status.reopened:
        steps.append("entry_end_reopening")
    return frozenset(name for name in steps if may(user, name, "POST", division.key))


def statuses(month: Month, of: Iterable[Division] | None = None) -> dict[str, Status]:
    """The status of each division's month, by division key. 1 query, 2 where one of them is not open."""
    keys = [each.key for each in (divisions() if of is None else of)]
    known = _statuses(_opened(keys, [month]))
    return {key: known.get((key, month), Status(month, UNOPENED)) for key in keys}


def statuses_by_month(division: Division, months: Collection[Month]) -> dict[Month, Status]:
    """How far each of the months is. 1 query, 2 where one of them is not open."""
    known = _statuses(_opened([division.key], months))
    return {month: known.get((division.key, month), Status(month, UNOPENED)) for month in months}


class _Opened(NamedTuple):
    """A month that was opened."""

    pk: int
    division: str
    month: Month
    state: str
    deadline: date | None
    changed_at: datetime | None
    changed_as: str


def _opened(keys: list[str], months: Collection[Month]) -> list[_Opened]:
    [rows] = ask(_asked, None, keys=keys, months=[int(each) for each in months])
    return [
        _Opened(
            row.pk,
            row.division,
            stored_month(row.month),
            row.state,
            row.deadline,
            row.changed_at,
            row.changed_as or row.changed_by__name or "",
        )
        for row in rows
    ]


def _asked(_: None, *, keys: Any, months: Any) -> list[Read]:
    rows = ReportingMonth.objects.filter(among("division", keys), among("month", months))
    return [
        Read(rows, ("pk", "division", "month", "state", "deadline", "changed_at", "changed_as", "changed_by__name"))
    ]


def _statuses(rows: list[_Opened]) -> dict[tuple[str, Month], Status]:
    """By division key and month."""
    # An open month needs no reopening; one that was reopened and then sent back is simply open.
    shut = [row for row in rows if row.state != State.OPEN]
    reopened: dict[int, list[Reopened]] = {row.pk: [] for row in rows}
    for pk, found in _in_force(shut):
        reopened[pk].append(found)
    return {
        (row.division, row.month): Status(
            row.month, row.state, row.deadline, row.changed_at, row.changed_as, tuple(reopened[row.pk])
        )
        for row in rows
    }


def _in_force(shut: list[_Opened]) -> list[tuple[int, Reopened]]:
    """The reopenings that are in force today, each behind the key of its month, the latest first. 1 query over the
    divisions' tables, none for no month."""
    tables = [
        division_of(row.division)
        .models.Reopening.objects.filter(reporting_month=row.pk, until__gte=timezone.localdate(), ended_at__isnull=True)
        .order_by()
        .values_list(
            "opened_at",
            "pk",
            "reporting_month_id",
            "programme_id",
            "programme__title",
            "until",
            "reason",
            "opened_by__name",
        )
        for row in shut
    ]
    if not tables:
        return []
    rows = sorted(tables[0].union(*tables[1:], all=True), key=lambda row: row[:2], reverse=True)
    return [
        (month, Reopened(programme_id, title or "", until, reason, by or "관리 명령"))
        for _, _, month, programme_id, title, until, reason, by in rows
    ]


def hold(division: Division, month: Month, by: User | None = None) -> Status:
    """Keep everybody else from writing the month until the end of the transaction, and return its status."""
    # Read as it is locked: what is read before may have changed by the time the lock is got.
    own = ReportingMonth.objects.select_for_update(of=("self",)).filter(division=division.key, month=month)
    rows = [
        _Opened(
            each.pk,
            each.division,
            each.month,
            each.state,
            each.deadline,
            each.changed_at,
            each.changed_as or (each.changed_by.name if each.changed_by else ""),
        )
        for each in own.select_related("changed_by")
    ]
    found = _statuses(rows)
    return _for(by, division, found.get((division.key, month), Status(month, UNOPENED)))


def hold_open(division: Division, month: Month, programme_id: int | None, by: User) -> None:
    """`hold`, for who writes beside a figure of the programme. Raises Refused when it may not be written now."""
    if locked := hold(division, month, by).locked(programme_id):
        raise Refused(locked)


def hold_all(division: Division) -> None:
    """Keep everybody else from writing any month of a division until the end of the transaction: for who finds out only
    then which months to write. 1 query."""
    list(ReportingMonth.objects.select_for_update().filter(division=division.key).order_by("month"))
