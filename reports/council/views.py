"""The briefing in the browser. Rights stand in seoulwork/accounts/rights.py; council members see published briefings only."""

from dataclasses import asdict
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from seoulwork.accounts.rights import user_of
from seoulwork.domain.briefings import BriefingName

from .. import places
from ..desk.ways import beneath, ways
from ..editions import drafts
from ..editions.publishing import draft_of
from ..editions.publishing import render as rendered
from ..editions.reading import all_visible, draft_name, file_name, file_response, is_published, page_of, visible
from ..models import Briefing, Format, PublishedFile
from ..render.html import contents_html, origins_json, section_html, sections_of, whole_html, with_pictures_at

MOST_ORIGINS = 60
BRIEFINGS_PER_PAGE = 10


@require_GET
def briefings(request: HttpRequest) -> HttpResponse:
    """All briefings that the user may read, the latest first."""
    known = all_visible(request).prefetch_related("publication__files")
    page = Paginator(known, BRIEFINGS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/briefings.html", {"page": page})


def _context(briefing: Briefing, page: str, shown: str) -> dict[str, Any]:
    shown = with_pictures_at(shown, lambda digest: reverse("briefing_picture", args=[briefing.name, digest]))
    return {
        "briefing": briefing,
        "published": is_published(briefing),
        # Both come from our own renderer, which escapes every text that goes in.
        "shown": mark_safe(shown),  # noqa: S308
        "origins": mark_safe(origins_json(page, shown)),  # noqa: S308
        "formats": Format.choices,
    }


@require_GET
def briefing(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """The whole briefing."""
    found = visible(request, name)
    page = page_of(found)
    sections = sections_of(page)
    edits = {} if is_published(found) else beneath(ways(found, user_of(request), dict(sections)), dict(sections))
    context = {**_context(found, page, whole_html(page, edits)), "first": next(iter(sections), None)}
    return render(request, "reports/briefing.html", context)


@require_GET
def section(request: HttpRequest, name: BriefingName, key: str) -> HttpResponse:
    """One part, goal or programme on a page of its own."""
    found = visible(request, name)
    page = page_of(found)
    try:
        shown = section_html(page, key)
    except KeyError as error:
        raise Http404 from error
    sections = sections_of(page)
    at = [each for each, _ in sections].index(key)
    contents = contents_html(page, lambda each: reverse("briefing_section", args=[name, each]), current=key)
    beside = {
        "title": sections[at][1],
        "previous": sections[at - 1] if at else None,
        "next": sections[at + 1] if at + 1 < len(sections) else None,
        "ways": [] if is_published(found) else ways(found, user_of(request), [key]).get(key, []),
        "contents": mark_safe(contents),  # noqa: S308
    }
    return render(request, "reports/section.html", {**_context(found, page, shown), **beside})


@require_GET
def origins(request: HttpRequest, name: BriefingName) -> JsonResponse:
    """For the staff: of each stored figure named by `place` who entered it when and from where, and the page on which it is kept.
    Of a published briefing as it stood then."""
    found = visible(request, name)
    at = found.publication.published_at if is_published(found) else None
    asked = request.GET.getlist("place")
    if len(asked) > MOST_ORIGINS:
        return JsonResponse({"text": f"한 번에 {MOST_ORIGINS}건까지 물을 수 있습니다."}, status=400)
    try:
        rows = [places.kept(places.read(text), user_of(request), found.reference_month.year, at) for text in asked]
    except places.UnknownPlace:
        return JsonResponse({"text": "그런 수치가 없습니다. 화면을 새로 고쳐 주세요."}, status=400)
    return JsonResponse({"origins": [asdict(row) if row else None for row in rows]})


@require_GET
def download(request: HttpRequest, name: BriefingName, kind: str) -> HttpResponse:
    """A file: of a published briefing the stored bytes; of one in preparation it is made now (staff only), by a task when
    that takes long."""
    found = visible(request, name)
    if kind not in Format.values:
        raise Http404
    if not is_published(found):
        if kind in drafts.SLOW:
            drafts.begin(found, kind, request.user)
            return redirect("briefing_draft", name, kind)
        return file_response(rendered(draft_of(found), kind), kind, draft_name(found, kind))
    stored = get_object_or_404(PublishedFile, publication=found.publication, format=kind)
    # It never changes, so a browser may keep it; whether its user may still have it is asked each time.
    etag = f'"{stored.sha256}"'
    response = get_conditional_response(request, etag=etag) or file_response(
        bytes(stored.content), kind, file_name(found, kind)
    )
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response
