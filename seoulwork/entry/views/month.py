"""The page that one comes for, and the grid of a division's month with its plain form."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may, user_of, wants_json
from seoulwork.domain.cells import Cell
from seoulwork.domain.periods import Month, PeriodError
from seoulwork.entry import occasional, steps, submission
from seoulwork.entry.attempts import Attempt, Outcome
from seoulwork.entry.grid import Grid, grid
from seoulwork.entry.months import Refused, status
from seoulwork.entry.narrowing import BLANK, SHOWN, Wanted, narrowed, own_first
from seoulwork.entry.requests import version_key
from seoulwork.entry.saving import OtherContent, OtherUser, save
from seoulwork.entry.shown import Input
from seoulwork.entry.views.answers import month_page, refused_with
from seoulwork.figures.divisions import Division
from seoulwork.figures.divisions import division as division_of

STALE = "이 화면은 이미 보냈거나 오래되었습니다. 값을 확인하고 다시 저장해 주세요."


@require_safe
def entry(request: HttpRequest) -> HttpResponse:
    """The page that the user comes for: the own division's month, or the board; or the month that was chosen (`division`,
    `month`)."""
    user = user_of(request)
    if "month" in request.GET:
        try:
            return redirect(month_page(division_of(request.GET["division"]).key, Month.parse(request.GET["month"])))
        except (KeyError, PeriodError) as error:
            raise Http404 from error
    month = submission.month_to_enter(user) or Month.of(timezone.localdate()) - 1
    return redirect(month_page(user.division, month) if user.division else reverse("entry_board", args=[month]))


@require_http_methods(["GET", "HEAD", "POST"])
def entry_month(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    """The grid of a division's month; its plain form saves all or nothing."""
    of = division_of(division)
    if request.method == "POST":
        return _save_form(request, of, month)
    return _page(request, of, month, {}, {})


def _page(
    request: HttpRequest,
    division: Division,
    month: Month,
    typed: dict[str, str],
    errors: dict[str, str],
    clears: bool = False,
    falls: bool = False,
    status: int = 200,
    of_occasional: occasional.Typed | None = None,
) -> HttpResponse:
    """The page; `clears`: what the user typed would clear stored values, and the page asks whether it may; `falls`: a
    cumulative amount is less than before, and it asks why."""
    user = user_of(request)
    # What stands against a step is shown whole.
    wanted = Wanted() if "check" in request.GET else Wanted.of(request.GET)
    page = grid(division, month, by=user, blanks=wanted.shown == BLANK)
    page = replace(page, user=user.pk, request=str(uuid4()))
    if errors:
        page = _with_typed(page, typed, errors)
    found = occasional.occasions(division, page.status, by=user)
    rows = sum(1 for _ in page.rows())
    page = replace(page, groups=tuple(own_first(narrowed(page.groups, wanted, user.pk, page.blank), user.pk)))
    context = {
        "wanted": wanted,
        "offered": SHOWN.items(),
        "all_rows": rows,
        "shown_rows": sum(1 for _ in page.rows()),
        "occasional": occasional.with_typed(found, of_occasional) if of_occasional else found,
        "occasional_clears": of_occasional is not None and of_occasional.clears,
        "grid": page,
        "clears": clears,
        "falls": falls,
        "last_word": steps.last_word(division, month),
        "may_import": may(user, "import_add", "POST", division.key),
    }
    if "check" in request.GET and page.status.actions & {"entry_submit", "entry_approve"}:
        context |= _checked(page, submission.findings(division, month))
    return render(request, "entry/month.html", context, status=status)


def _with_inputs(page: Grid, change: Callable[[Input], Input]) -> Grid:
    groups = []
    for group in page.groups:
        rows = tuple(row._replace(inputs=tuple(change(each) for each in row.inputs)) for row in group.rows)
        groups.append(group._replace(rows=rows))
    return replace(page, groups=tuple(groups))


def _with_typed(page: Grid, typed: dict[str, str], errors: dict[str, str]) -> Grid:
    """The page with what the user typed and what was wrong with it."""
    return _with_inputs(
        page,
        lambda each: each._replace(value=typed.get(each.cell, each.value), error=errors.get(each.cell, "")),
    )


def _checked(page: Grid, found: submission.Findings) -> dict[str, Any]:
    """What the page shows of what stands against the step that comes now: blanks are marked in their rows."""
    submits = "entry_submit" in page.status.actions
    blank = {str(each.cell) for each in found.blank} if submits else set()
    page = _with_inputs(page, lambda each: each._replace(blank=each.cell in blank))
    first = next(((row.id, each.cell) for row in page.rows() for each in row.inputs if each.blank), None)
    return {
        "grid": page,
        "found": found,
        "first_blank": first,
        "step": "entry_submit" if submits else "entry_approve",
        "step_name": "제출" if submits else "승인",
        "unexplained_text": found.unexplained_text("제출" if submits else "승인"),
    }


def _save_form(request: HttpRequest, division: Division, month: Month) -> HttpResponse:
    back = month_page(division.key, month) + (f"?{request.GET.urlencode()}" if Wanted.of(request.GET) else "")
    reason, clears = request.POST.get("reason", ""), "clears" in request.POST
    try:
        attempts = [
            Attempt(name, str(value), version_key(request.POST.get(f"seen-{name}", "")), reason, clears)
            for name, value in request.POST.items()
            if _is_cell(name)
        ]
        number = UUID(request.POST.get("request", "")) if request.POST.get("request") else uuid4()
        what, outcome = save(
            division, month, attempts, by=user_of(request), request=number, all_or_nothing=True, only_touched=True
        )
    except (ValueError, OtherUser, OtherContent):
        return refused_with(request, Refused(STALE), back)
    if outcome.refused:
        errors = {each.cell: each.text for each in outcome.refused}
        # A locked cell keeps what is stored: there is nothing to mend in it.
        typed = {
            each.cell: each.value for each in attempts if not (each.cell in errors and _is_locked(outcome, each.cell))
        }
        messages.error(request, f"저장하지 않았습니다. 표시한 {len(errors)}개 칸을 고친 뒤 다시 저장해 주세요.")
        clears = any("clears" in each.more for each in outcome.refused)
        falls = any("falls" in each.more for each in outcome.refused)
        return _page(request, division, month, typed, errors, clears=clears, falls=falls, status=422)
    for each in outcome.results:
        if each.text:
            messages.warning(request, f"{what.label(Cell.parse(each.cell))}: {each.text}")
    saved = sum(each.state == "saved" for each in outcome.results)
    messages.success(request, f"{saved}개 칸을 저장했습니다." if saved else "바뀐 칸이 없습니다.")
    return redirect(back)


@require_POST
def entry_occasional(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    """Save what has changed of the figures that come as they happen, and that others stand as they are: all or nothing. A script sends a line
    at a time."""
    of, user = division_of(division), user_of(request)
    back = f"{month_page(of.key, month)}#occasional"
    found = occasional.occasions(of, status(of, month, user), by=user)
    try:
        attempts, looked, typed = occasional.read(found, request.POST.dict())
        if not typed.errors:
            number = UUID(request.POST.get("request", "")) if request.POST.get("request") else uuid4()
            _, outcome = save(
                of,
                month,
                attempts,
                by=user,
                request=number,
                all_or_nothing=True,
                only_touched=True,
                what=found.what,
                looked=looked,
            )
            typed = typed._replace(
                errors={each.cell: each.text for each in outcome.refused},
                clears=any("clears" in each.more for each in outcome.refused),
            )
    except Refused as refused:
        return refused_with(request, refused, back)
    except (ValueError, OtherUser, OtherContent):
        return refused_with(request, Refused(STALE), back)
    if wants_json(request):
        return _occasional_answer(of, month, user, typed)
    if typed.errors:
        messages.error(
            request,
            f"저장하지 않았습니다. '바뀌었으면 고침'에 표시한 {len(typed.errors)}개 칸을 고친 뒤 다시 저장해 주세요.",
        )
        return _page(request, of, month, {}, {}, status=422, of_occasional=typed)
    saved = sum(each.state == "saved" for each in outcome.results)
    if saved or looked:
        messages.success(request, f"새 값 {saved}개를 저장하고, {len(looked)}개를 그대로라고 적었습니다.")
    else:
        messages.success(request, "바뀐 칸이 없습니다.")
    return redirect(back)


def _occasional_answer(division: Division, month: Month, user: User, typed: occasional.Typed) -> JsonResponse:
    """For the script that saves a line as one leaves it: what is wrong with it, and every sent line as it is kept now."""
    now = occasional.occasions(division, status(division, month, user), by=user)
    lines = [
        {
            "place": line.place,
            "last": line.last,
            "notes": [
                *([line.when, f"{line.who} 넣음"] if line.when else []),
                *([f"{line.looked} 봄"] if line.looked else []),
            ],
            "as_of": line.as_of,
            "cells": [{"cell": box.cell, "value": box.value, "version": box.version} for box in line.boxes],
        }
        for line in now.lines()
        if line.place in typed.same or any(box.cell in typed.values for box in line.boxes)
    ]
    problems = [{"cell": cell, "text": text} for cell, text in typed.errors.items()]
    told = "저장하지 않았습니다. 표시한 칸을 고쳐 주세요." if problems else "모두 저장됨"
    if typed.clears:
        told += " 저장된 값을 지우려면 아래 단추로 저장해 주세요."
    answer = {"ok": not problems, "text": told, "problems": problems, "lines": lines, "unseen": len(now.unseen)}
    return JsonResponse(answer, status=422 if problems else 200)


def _is_cell(name: str) -> bool:
    try:
        Cell.parse(name)
    except ValueError:
        return False
    return True


def _is_locked(outcome: Outcome, cell: str) -> bool:
    return any(each.cell == cell and each.state == "locked" for each in outcome.results)
