"""The record of activity."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from seoulwork.audit.models import Event
from seoulwork.pages.lists import ADMINISTRATION, list_page

from . import filters, tables


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """What was done, by whom, when and why."""
    return list_page(
        request, title="활동 기록", rows=Event.objects.select_related("actor"), table_class=tables.EventTable,
        filter_class=filters.EventFilter, state="누가 언제 무엇을 왜 바꾸었는지 남습니다. 고치거나 지울 수 없습니다.", tabs="administration", administration=ADMINISTRATION,
    )  # fmt: skip
