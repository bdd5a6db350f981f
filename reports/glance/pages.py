"""The first page of the staff: of a head and an administrator what is behind, of an officer what is to be done. What is chosen stands in the
address. Rights stand in seoulwork/accounts/rights.py."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.periods import Month, PeriodError
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.submission import known_months, month_to_enter
from seoulwork.figures.divisions import divisions
from seoulwork.figures.labels import lazily

from ..checks.rules import LABELS
from ..editions import counting
from ..models import Briefing
from . import live, waiting
from .works import ALL, BEHIND, BY, MINE, OVERDUE, SHOWN, SORTS, UNEXPLAINED, Choice, Told, Work, works

LONGEST_WORDS = 60
MONTHS = 12
"""So many of the last months are offered."""


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits, how often, and where it is done."""

    label: str
    count: int
    address: str
    is_grave: bool = False


class ChoiceForm(forms.Form):
    """What of it is shown. What is no choice counts as none."""

    by = forms.ChoiceField(label="무엇으로", choices=list(BY.items()), required=False)
    sort = forms.ChoiceField(label="차례", choices=list(SORTS.items()), required=False)
    shown = forms.ChoiceField(label="보일 것", choices=list(SHOWN.items()), required=False)
    division = forms.ChoiceField(label=lazily("{division}"), required=False)
    q = forms.CharField(
        label="찾기", required=False, max_length=LONGEST_WORDS, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, given: Mapping[str, Any], names: Sequence[str], without: Container[str]) -> None:
        super().__init__(given)
        if len(names) > 1:
            offered: Any = self.fields["division"]
            offered.choices = [("", "모두"), *((name, name) for name in names)]
        else:
            del self.fields["division"]
        shown: Any = self.fields["shown"]
        shown.choices = [each for each in shown.choices if each[0] not in without]

    @property
    def choice(self) -> Choice:
        self.is_valid()
        chosen = self.cleaned_data
        return Choice(
            chosen.get("by") or "programme",
            chosen.get("sort", ""),
            chosen.get("shown", ALL),
            chosen.get("division", ""),
            chosen.get("q", ""),
        )


def shown(given: Mapping[str, Any], told: Told, names: Sequence[str]) -> dict[str, Any]:
    """For the template that shows works: the form, what was chosen and what there is of it."""
    has_own = any(each.is_mine for each in told.figures) or any(each.is_mine for each in told.programmes)
    without = {*(() if has_own else (MINE,)), *(() if told.overdue else (OVERDUE,))}
    form = ChoiceForm(given or {"by": "programme"}, names, without)
    choice = form.choice
    return {"form": form, "choice": choice, "by": BY[choice.by], "works": works(told, choice)}


@require_safe
def glance(request: HttpRequest) -> HttpResponse:
    """A constant number of queries."""
    user = user_of(request)
    of = tuple(each for each in divisions() if user.division in ("", each.key))
    month = _asked(request) or month_to_enter(user) or Month.of(timezone.localdate()) - 1
    now = live.now(of, month, user.pk)
    months = waiting.months_under_way(of)
    all_of_it = works(now.told, Choice())
    context = {
        "now": now,
        "todo": [each for each in _todo(user, now, months, all_of_it) if each.count],
        "sent_back": waiting.sent_back(of, months, now.papers) if len(of) == 1 else [],
        "months": known_months()[:MONTHS],
        "house": now.houses[0] if len(now.houses) == 1 else None,
        "step": _step(user, now),
        "hidden": [("month", month)] if "month" in request.GET else [],
        **shown(request.GET, now.told, [each.name for each in of]),
    }
    return render(request, "reports/glance.html", context)


def _asked(request: HttpRequest) -> Month | None:
    try:
        return Month.parse(request.GET.get("month", ""))
    except PeriodError:
        return None


def _step(user: User, now: live.Now) -> tuple[str, str]:
    """What the user most probably comes for: its label and address."""
    if len(now.houses) > 1:
        return "입력 현황", reverse("entry_board", args=[now.month])
    house = now.houses[0]
    page = reverse("entry_month", args=[house.division.key, now.month])
    if house.row.status.state == ReportingMonth.State.SUBMITTED and may(user, "entry_approve", "POST"):
        return f"{now.month.number}월 실적 승인으로", page
    if house.row.status.state == ReportingMonth.State.OPEN and may(user, "entry_cells", "POST"):
        return f"{now.month.number}월 실적 입력으로", page
    return f"{now.month.number}월 실적 보기", page


def _todo(user: User, now: live.Now, months: Sequence[ReportingMonth], found: list[Work]) -> list[Todo]:
    here = reverse("glance")
    todo = _months(user, months)
    todo.append(Todo("답할 질의", waiting.open_questions(user), f"{reverse('questions')}?state=open"))
    for label, chosen, count in (
        ("부진 사유가 없는 것", UNEXPLAINED, sum(len(each.unexplained) for each in found)),
        ("늦은 것", BEHIND, sum(len(each.behind) for each in found)),
        ("기한이 지난 일정", OVERDUE, sum(len(each.overdue) for each in found)),
    ):
        asked = {"shown": chosen, "month": str(now.month)}
        todo.append(Todo(label, count, f"{here}?{urlencode(asked)}#works", is_grave=chosen == UNEXPLAINED))
    if now.papers and now.papers.briefing.in_preparation:
        desk = reverse("desk", args=[now.papers.briefing.name])
        todo += _findings(now.papers.briefing, user.division)
        todo.append(Todo("마치지 않은 의견", sum(now.papers.remarks.values()), desk))
        todo.append(Todo("확정하지 않은 보고 글", now.papers.total - now.papers.done, desk))
    return todo


def _findings(briefing: Briefing, division: str) -> list[Todo]:
    """What the last look at the briefing's figures left unanswered. 1 query."""
    found = counting.kept(briefing)
    if found is None:
        return []
    looked = date_format(timezone.localtime(found.at), "n월 j일 H:i")
    page = reverse("briefing_checks", args=[briefing.name])
    return [
        Todo(f"답하지 않은 {LABELS[each]} ({looked} 점검)", found.of(each, division), page, is_grave=each == "error")
        for each in (*LABELS,)[:2]
    ]


def _months(user: User, months: Sequence[ReportingMonth]) -> list[Todo]:
    """Months that wait for a step that the user takes: they lead to the earliest."""
    found = []
    for step, state, label in (
        ("entry_cells", ReportingMonth.State.OPEN, "입력할 달"),
        ("entry_approve", ReportingMonth.State.SUBMITTED, "승인을 기다리는 달"),
        ("entry_close", ReportingMonth.State.APPROVED, "마감을 기다리는 달"),
    ):
        rows = [each for each in months if each.state == state]
        if rows and may(user, step, "POST"):
            page = reverse("entry_month", args=[rows[0].division, rows[0].month])
            found.append(Todo(f"{label}{_until(rows[0])}", len(rows), page, is_grave=_is_late(rows[0])))
    return found


def _is_late(month: ReportingMonth) -> bool:
    return month.state == ReportingMonth.State.OPEN and timezone.localdate() > month.deadline


def _until(month: ReportingMonth) -> str:
    """Of an open month until when it is to be handed in."""
    if month.state != ReportingMonth.State.OPEN:
        return ""
    over = ", 지남" if _is_late(month) else ""
    return f" ({month.deadline.month}월 {month.deadline.day}일까지{over})"
