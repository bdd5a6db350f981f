"""What waits for somebody: months for their next step, questions of readers, and what was sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.figures.divisions import Division

from ..asking import Question
from .live import Papers, part_page

MONTH_STEPS = (Action.MONTH_SUBMITTED, Action.MONTH_APPROVED, Action.MONTH_SENT_BACK)
TEXT_STEPS = (Action.MANUSCRIPT_SUBMITTED, Action.MANUSCRIPT_SETTLED, Action.MANUSCRIPT_RETURNED)


@dataclass(frozen=True, slots=True)
class SentBack:
    """What was sent back and has not been handed in again since: by whom, when and why."""

    label: str
    address: str
    by: str
    at: datetime
    reason: str


def months_under_way(of: Sequence[Division]) -> list[ReportingMonth]:
    """Months that are open or wait for a step, the earliest first. 1 query."""
    rows = ReportingMonth.objects.filter(division__in=[each.key for each in of])
    return list(rows.exclude(state=ReportingMonth.State.CLOSED).order_by("month", "division"))


def open_questions(user: User) -> int:
    """Questions of readers that wait for an answer of the user's division; for an administrator all. 1 query."""
    waiting = Question.objects.filter(answered_at=None, edition__withdrawal=None)
    return (waiting if user.role == Role.ADMINISTRATOR else waiting.filter(division=user.division)).count()


def sent_back(of: Sequence[Division], months: Sequence[ReportingMonth], papers: Papers | None) -> list[SentBack]:
    """Months and texts, the latest first. At most 2 queries."""
    return sorted((*_months(months), *_texts(of, papers)), key=lambda each: each.at, reverse=True)


def _months(months: Sequence[ReportingMonth]) -> list[SentBack]:
    written = {(each.division, each.month) for each in months if each.state == ReportingMonth.State.OPEN}
    if not written:
        return []
    divisions, dates = {key for key, _ in written}, {month for _, month in written}
    known = Event.objects.filter(division__in=divisions, month__in=dates, action__in=MONTH_STEPS)
    last: dict[tuple[str, Month | None], Event] = {}
    for event in known.select_related("actor").order_by("at", "pk"):
        last[event.division, event.month] = event
    return [
        _told(event, f"{event.month.korean} 실적", reverse("entry_month", args=[event.division, event.month]))
        for key, event in last.items()
        if key in written and event.month and event.action == Action.MONTH_SENT_BACK
    ]


def _texts(of: Sequence[Division], papers: Papers | None) -> list[SentBack]:
    if papers is None or not papers.briefing.in_preparation:
        return []
    known = Event.objects.filter(
        briefing=papers.briefing, division__in=[each.key for each in of], action__in=TEXT_STEPS
    )
    last: dict[tuple[str, int], Event] = {}
    for event in known.select_related("actor").order_by("at", "pk"):
        number = papers.numbers[event.division].get(event.programme) if event.programme else event.detail.get("text")
        if isinstance(number, int):
            last[event.division, number] = event
    return [
        _told(event, event.subject, part_page(papers.briefing, division, number))
        for (division, number), event in last.items()
        if event.action == Action.MANUSCRIPT_RETURNED
    ]


def _told(event: Event, label: str, address: str) -> SentBack:
    return SentBack(label, address, event.who, event.at, event.reason)
