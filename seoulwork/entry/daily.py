"""What monthly entry does by itself each working day: months open by the calendar, who owes figures is reminded before they fall due, and
the head is told when they have. Done twice it tells nobody twice (notices), and leaves a month that is open as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seoulwork.accounts.models import User
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.workdays import day_off, working_days_before
from seoulwork.entry.calendar import planned
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import korean_date
from seoulwork.entry.reminders import left_of, owed_of
from seoulwork.entry.steps import open_month
from seoulwork.entry.submission import BoardRow, board
from seoulwork.figures.divisions import divisions
from seoulwork.figures.labels import head_word
from seoulwork.notices.models import Kind
from seoulwork.notices.telling import tell

MOST_CAUGHT_UP = 12
"""So many months are opened at once at most, when none was for long."""
BEFORE = 3
"""So many working days before a month falls due who enters is reminded."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the months that were opened, and the divisions' months of which somebody was told."""

    opened: tuple[Month, ...] = ()
    reminded: tuple[str, ...] = ()
    escalated: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        said = [
            f"{label}: {', '.join(names)}."
            for label, names in (
                ("연 달", tuple(each.korean for each in self.opened)),
                ("입력 안내", self.reminded),
                (f"기한이 지나 {head_word()}에게 알림", self.escalated),
            )
            if names
        ]
        return " ".join(said) or "오늘 할 일이 없습니다."


def daily(today: date, *, site: str = "") -> Done:
    """On a day off nothing is done. `site` is where the site is, for the mails."""
    if day_off(today):
        return Done()
    opened = open_due(today)
    reminded, escalated = [], []
    for row in _owed():
        due = row.status.deadline
        if due is None:
            continue
        said = f"{row.division} {row.status.month.korean}"
        if due < today:
            _tell(row, due, late=True, site=site)
            escalated.append(said)
        elif working_days_before(due, BEFORE) <= today:
            _tell(row, due, late=False, site=site)
            reminded.append(said)
    return Done(tuple(opened), tuple(reminded), tuple(escalated))


def open_due(today: date) -> list[Month]:
    """Open each month whose day has come and that comes after those that were opened; of none ever opened the last. Those that were opened
    now."""
    last = ReportingMonth.objects.order_by("-month").values_list("month", flat=True).first()
    newest = Month.of(today)
    first = max(last + 1, newest - MOST_CAUGHT_UP) if last else newest - 1
    months = Run(first, newest).months() if first <= newest else ()
    days = planned(months)
    # One that is opened late falls due today at the earliest: nobody could hand it in before.
    return [
        each.month
        for each in days.values()
        if each.opens <= today and open_month(each.month, deadline=max(each.due, today))
    ]


def _owed() -> Iterator[BoardRow]:
    """The divisions' months that are open, each with what is missing."""
    written = ReportingMonth.objects.filter(state=ReportingMonth.State.OPEN).order_by("month")
    keys: dict[Month, set[str]] = {}
    for month, key in written.values_list("month", "division"):
        keys.setdefault(month, set()).add(key)
    for month, of in keys.items():
        yield from board(month, [each for each in divisions() if each.key in of]).rows


def _tell(row: BoardRow, due: date, *, late: bool, site: str) -> None:
    """Once for each division, month and day on which it falls due."""
    month = row.status.month
    left = left_of(row)
    name = f"{row.division} {month.korean} 실적"
    if late:
        users, kind = User.objects.heads_of(row.key), Kind.LATE
        text = f"{name}이 기한 {korean_date(due)}까지 제출되지 않았습니다({left})"
    else:
        users, kind = User.objects.officers_of(row.key), Kind.REMINDER
        text = f"{name}을 {korean_date(due)}까지 제출해 주세요({left})"
    about = f"{kind}:{row.key}:{month}:{due}"
    page = reverse("entry_month", args=[row.key, month])
    tell(users, kind, text, page, more=owed_of(row), about=about, site=site)
