"""The record of activity."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from seoulwork.audit.models import Event
from seoulwork.pages.lists import ADMINISTRATION, list_page

from . import filters, tables
from .links import place, row_page
from .rows import lines_of


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """What was done, by whom, when and why."""
    return list_page(
        request,
        title="활동 기록",
        rows=Event.objects.select_related("actor", "briefing", "batch").order_by("-at", "-pk"),
        table_class=tables.EventTable,
        filter_class=filters.EventFilter,
        state="누가 언제 무엇을 왜 바꾸었는지 남습니다. 고치거나 지울 수 없습니다.",
        tabs="administration",
        administration=ADMINISTRATION,
    )


@require_GET
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: what became of each figure, and the way to the place that it is about."""
    found = get_object_or_404(Event.objects.select_related("actor", "briefing", "batch"), pk=pk)
    context = {"event": found, "lines": lines_of(found), "place": place(found), "row_page": row_page(found)}
    return render(request, "audit/event.html", context)
