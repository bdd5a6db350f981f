"""The page of two editions or drafts held against each other, and its files."""

from dataclasses import dataclass

from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from seoulwork.operations.models import Task

from ..comparison import Change
from ..desk.comparing import Words, marked_words
from ..editions import comparisons
from ..editions.comparisons import KINDS, Pair, sides, told
from ..editions.publishing import render as rendered
from ..editions.reading import file_response
from ..editions.sealing import OnlyFiles
from ..models import Format

FILES = (Format.PDF, Format.XLSX)


@dataclass(frozen=True, slots=True)
class Shown:
    """One change with its words, those that differ marked."""

    change: Change
    kind: str
    before: Words
    after: Words


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """`?old=2018-07/1&new=2018-07/2`: what the second says otherwise; with `format` as a file, and with `made` how far the PDF is that a task
    makes. Without them the two that are newest."""
    known = sides(request)
    if not known:
        return render(request, "reports/changes.html", {"sides": known})
    by_value = {each.value: each for each in known}
    new = by_value.get(request.GET.get("new", known[0].value))
    old = by_value.get(request.GET.get("old", known[min(1, len(known) - 1)].value))
    if new is None or old is None:
        raise Http404
    task = comparisons.last_task(old.value, new.value) if "made" in request.GET else None
    if task is not None and not task.finished:  # asked every few seconds: nothing is compared for that
        return render(request, "reports/changes_file.html", {"old": old, "new": new, "task": task, "running": True})
    context = {"sides": known, "old": old, "new": new, "formats": [(each.value, each.label) for each in FILES]}
    try:
        pair = Pair.of(old, new)
    except OnlyFiles as error:
        return render(request, "reports/changes.html", {**context, "told": str(error)})
    if kind := request.GET.get("format", ""):
        return _file(request, pair, kind)
    if "made" in request.GET:
        return _made(request, pair, task)
    shown = [Shown(each, KINDS[each.kind], *marked_words(each.old, each.new)) for each in pair.found.changes]
    return render(request, "reports/changes.html", {**context, "found": pair.found, "shown": shown})


def _file(request: HttpRequest, pair: Pair, kind: str) -> HttpResponse:
    if kind not in FILES:
        raise Http404
    name = f"{pair.name}.{kind}"
    if not pair.is_slow(kind):
        return file_response(rendered(told(pair), kind), kind, name)
    if content := comparisons.file_of(pair).values_list("content", flat=True).first():
        return file_response(bytes(content), kind, name)
    comparisons.begin(pair, request.user)
    return redirect(f"{request.path}?{urlencode({'old': pair.old.value, 'new': pair.new.value, 'made': ''})}")


def _made(request: HttpRequest, pair: Pair, task: Task | None) -> HttpResponse:
    context = {
        "old": pair.old,
        "new": pair.new,
        "task": task,
        "running": False,
        "file": comparisons.file_of(pair).annotate(size=Length("content")).first(),
    }
    return render(request, "reports/changes_file.html", context)
