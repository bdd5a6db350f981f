"""The page on which all parts of an indicator stand with their targets. Rights stand in seoulwork/accounts/rights.py."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from seoulwork.accounts.rights import user_of
from seoulwork.catalogue.carry_forward import last_budget_year
from seoulwork.figures.divisions import division as division_of
from seoulwork.workbook.lists.grid import Grid, Line, Stale, shown_rows
from seoulwork.workbook.lists.naming import SAME
from seoulwork.workbook.lists.outcome import Judged
from seoulwork.workbook.outcome import STATES
from seoulwork.workbook.safety import Refused

SEEN_AGAIN = "미리보기를 본 뒤에 표나 저장된 것이 바뀌었습니다. 아무것도 저장하지 않았습니다. 아래의 미리보기를 확인한 뒤 다시 저장해 주세요."
KEEP = "keep"
"""What is asked about parts that a pasted list lacks: they stay as they are; otherwise the year until which they count"""
NO_REASON = "사유를 적어 주세요. 누가 왜 바꾸었는지 기록에 남습니다."


@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, division: str, pk: int) -> HttpResponse:
    """The parts of an indicator: looked at, pasted, previewed, stored."""
    own = division_of(division)
    indicator = get_object_or_404(own.models.Indicator.objects.select_related("programme"), pk=pk)
    address = reverse("list_parts", args=[own.key, pk])
    try:
        year = int(request.GET.get("year") or last_budget_year(own))
        if not 1901 <= year <= 2998:
            raise ValueError
    except ValueError:
        messages.error(request, "연도는 2019처럼 네 자리 수로 적어 주세요.")
        return redirect(address)
    grid = Grid(own, indicator, year)
    context: dict[str, Any] = {
        "division": own,
        "indicator": indicator,
        "grid": grid,
        "address": f"{address}?year={year}",
    }
    if request.method != "POST":
        grid.load()
        return _shown(request, grid, context)
    try:
        grid.read(request.POST.dict())
    except Refused as error:
        messages.error(request, str(error))
        return redirect(context["address"])
    return _sent(request, grid, context)


def _sent(request: HttpRequest, grid: Grid, context: dict[str, Any]) -> HttpResponse:
    """What was typed or pasted: shown with what it would change, or stored."""
    sent, do = request.POST, request.POST.get("do", "preview")
    answers = {sent[f"question-{at}"]: sent.get(f"answer-{at}", "") for at in range(200) if f"question-{at}" in sent}
    context |= {name: sent.get(name, "") for name in ("paste", "paste_dimension", "paste_parent", "reason")}
    context["absent"] = _still_absent(grid, sent, answers)
    try:
        if context["paste"].strip():
            dimension, parent = (context[name].strip() for name in ("paste_dimension", "paste_parent"))
            context["absent"] = grid.paste(context["paste"], dimension=dimension, parent=parent)
            context["paste"], do = "", "preview"
        else:
            grid.add_blanks()
        if do == "store" and not context["absent"] and _store(request, grid, answers, context):
            return redirect(context["address"])
        return _shown(request, grid, context, grid.preview(answers))
    except Refused as error:
        context["problem"] = str(error)
        return _shown(request, grid, context)


def _still_absent(grid: Grid, sent: QueryDict, answers: Mapping[str, str]) -> list[Line]:
    """The parts that the pasted list lacked, as long as nobody has said what becomes of them: not those that stand there under
    another name."""
    meant = {answer.removeprefix(SAME) for answer in answers.values()}
    asked, answer = {*sent.get("absent", "").split(",")} - meant, sent.get("absent-answer", "")
    if answer in {str(year) for year, _ in _ends(grid)}:
        grid.end(asked, int(answer))
        return []
    return [] if answer == KEEP else [line for line in grid.lines if line.identifier and line.identifier in asked]


def _ends(grid: Grid) -> list[tuple[int, str]]:
    return [(year, f"{year}년까지만 세고 끝냄") for year in (grid.year - 1, grid.year)]


def _store(request: HttpRequest, grid: Grid, answers: Mapping[str, str], context: dict[str, Any]) -> bool:
    """Whether everything was stored; if not, the page says why."""
    if not (reason := context["reason"].strip()[:300]):
        context["problem"] = NO_REASON
        return False
    try:
        done = grid.store(answers, request.POST.get("fingerprint", ""), by=user_of(request), reason=reason)
    except Stale:
        context["problem"] = SEEN_AGAIN
        return False
    messages.success(request, f"{len(grid.changes(done))}개 칸을 저장했습니다. 새 세부 {len(done.created)}개.")
    return True


def _shown(request: HttpRequest, grid: Grid, context: dict[str, Any], found: Judged | None = None) -> HttpResponse:
    causes, others = grid.causes(found) if found else ({}, [])
    context |= {"rows": shown_rows(grid, causes), "found": found, "others": others}
    context |= {"keep": KEEP, "ends": _ends(grid)}
    context["storable"] = bool(
        found and found.writes and not found.errors and not found.questions and not context.get("absent")
    )
    if found:
        context["changes"] = [(each, STATES[each.state]) for each in grid.changes(found)]
    wrong = bool(context.get("problem") or (found and found.errors))
    return render(request, "workbook/parts.html", context, status=422 if wrong else 200)
