"""The record of activity."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from seoulwork.audit.accesses import Doing, of_list, record
from seoulwork.audit.models import Access, Event
from seoulwork.pages.lists import ADMINISTRATION, list_page

from . import filters, tables
from .links import place, row_page
from .rows import lines_of


@require_safe
@of_list("활동 기록", lambda event: event.actor.username if event.actor else "")
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


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: what became of each figure, and the way to the place that it is about."""
    found = get_object_or_404(Event.objects.select_related("actor", "briefing", "batch"), pk=pk)
    record(request, Doing.VIEWED, "활동 기록", [found.actor.username] if found.actor else ())
    context = {"event": found, "lines": lines_of(found), "place": place(found), "row_page": row_page(found)}
    return render(request, "audit/event.html", context)


@require_safe
@of_list("개인정보 접속기록", lambda access: access.account)
def accesses(request: HttpRequest) -> HttpResponse:
    """Who looked at, took out or changed what is known of people."""
    return list_page(
        request,
        title="개인정보 접속기록",
        rows=Access.objects.order_by("-number"),
        table_class=tables.AccessTable,
        filter_class=filters.AccessFilter,
        state="누가 누구의 개인정보를 보고, 내려받고, 바꾸었는지 남습니다. 고치거나 지울 수 없습니다. 달마다 살피고, 내려받은 것은 까닭을 확인해 주세요.",
        tabs="administration",
        administration=ADMINISTRATION,
    )
