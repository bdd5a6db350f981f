"""The board: how far each division is with a month, and the reminder; the year's calendar."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.periods import FIRST_YEAR, LAST_YEAR, Month
from seoulwork.entry import calendar, submission
from seoulwork.entry.months import Refused
from seoulwork.entry.reminders import remind
from seoulwork.entry.views.answers import answered, refused_with


@require_safe
def entry_board(request: HttpRequest, month: Month) -> HttpResponse:
    shown, known = submission.board(month), submission.known_months()
    context = {
        "month": month,
        "months": known,
        "next": known[0] + 1 if known else Month.of(timezone.localdate()),
        "counts": shown.counts,
        "rows": shown.rows,
        "may_read": {row.key for row in shown.rows if may(request.user, "entry_month", division=row.key)},
        "may_remind": may(request.user, "entry_remind", "POST"),
        "may_open": may(request.user, "entry_open", "POST"),
    }
    return render(request, "entry/board.html", {"board": context})


@require_POST
def entry_remind(request: HttpRequest, month: Month) -> HttpResponse:
    back = reverse("entry_board", args=[month])
    try:
        reminded = remind(month, by=user_of(request))
    except Refused as refused:
        return refused_with(request, refused, back)
    return answered(request, reminded.text, back)


@require_safe
def entry_calendar(request: HttpRequest, year: int) -> HttpResponse:
    """On which days the months of a year open and fall due."""
    if not FIRST_YEAR < year < LAST_YEAR - 1:
        raise Http404
    context = {
        "year": year,
        "months": calendar.of_year(year),
        "before": year - 1 if year - 1 > FIRST_YEAR else None,
        "after": year + 1 if year + 2 < LAST_YEAR else None,
        "may_move": may(request.user, "entry_calendar_move", "POST"),
    }
    return render(request, "entry/calendar.html", context)


@require_POST
def entry_calendar_move(request: HttpRequest, month: Month) -> HttpResponse:
    back = f"{reverse('entry_calendar', args=[month.year])}#m{month}"
    form = DaysForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("날짜가 아닙니다. 여는 날과 제출 기한을 2018-08-10처럼 적어 주세요.")
        opens, due = form.cleaned_data["opens"], form.cleaned_data["due"]
        moved = calendar.move(month, opens, due, by=user_of(request))
    except Refused as refused:
        return refused_with(request, refused, back)
    told = f" 열려 있는 {moved}곳의 제출 기한도 바꿨습니다." if moved else ""
    return answered(request, f"{month.korean} 실적의 일정을 정했습니다.{told}", back)


class DaysForm(forms.Form):
    opens, due = forms.DateField(), forms.DateField()
