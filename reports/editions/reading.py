"""Reading a briefing: whom it may be shown to, its page as published or as its figures stand now, its files as downloads."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from seoulwork.accounts.models import Role
from seoulwork.accounts.rights import user_of
from seoulwork.domain.briefings import BriefingName

from ..models import CONTENT_TYPES, Briefing, Format, PublishedFile
from .publishing import draft_of, render


def all_visible(request: HttpRequest) -> QuerySet[Briefing]:
    """The briefings that the user may read, the latest first: for a council member the published ones only."""
    known = Briefing.objects.select_related("publication__published_by")
    return known.filter(publication__isnull=False) if user_of(request).role == Role.COUNCIL else known


def visible(request: HttpRequest, name: BriefingName) -> Briefing:
    """The one of that name. Raises Http404."""
    return get_object_or_404(all_visible(request), month=name.month, number=name.number)


def is_published(briefing: Briefing) -> bool:
    """Whether it is; asks nothing of the database when `visible` gave it."""
    return hasattr(briefing, "publication")


def page_of(briefing: Briefing) -> str:
    """The briefing's HTML: as published, or as its figures stand now."""
    if is_published(briefing):
        stored = PublishedFile.objects.filter(publication=briefing.publication, format=Format.HTML)
        return bytes(stored.values_list("content", flat=True).get()).decode()
    return render(draft_of(briefing), Format.HTML).decode()


def file_response(content: bytes, kind: str, name: str) -> HttpResponse:
    """A download in one piece: a file response would send it in hundreds."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[Format(kind)])
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def file_name(briefing: Briefing, kind: str) -> str:
    return f"{briefing.name}-{briefing.title.replace(' ', '-')}.{kind}"


def draft_name(briefing: Briefing, kind: str) -> str:
    return f"작성중-{file_name(briefing, kind)}"
