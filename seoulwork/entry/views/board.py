"""The board: how far each division is with a month, and the reminder."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.periods import Month
from seoulwork.entry import submission
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
        reminded = remind(month, by=user_of(request), address=request.build_absolute_uri(reverse("entry")))
    except Refused as refused:
        return refused_with(request, refused, back)
    return answered(request, reminded.text, back)
