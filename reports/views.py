"""The briefing in the browser. Rights stand in seoulwork/rights.py; council members see published briefings only."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from seoulwork.models import Role
from seoulwork.periods import Month
from seoulwork.tasks import Task, enqueue

from .models import CONTENT_TYPES, Briefing, Format, PublishedFile
from .publishing import document_of, findings
from .publishing import render as rendered
from .render.html import origins_json, section_html, sections_of, whole_html

DRAFT = "작성 중"


def _visible(request: HttpRequest, month: Month) -> Briefing:
    """The briefing of that month; for a council member only a published one. Raises Http404."""
    known = Briefing.objects.select_related("publication__published_by")
    if request.user.role == Role.COUNCIL:  # type: ignore[union-attr]
        known = known.filter(publication__isnull=False)
    return get_object_or_404(known, month=month)


def _published(briefing: Briefing) -> bool:
    return hasattr(briefing, "publication")


def _page(briefing: Briefing) -> str:
    """The briefing's HTML: as published, or as its figures stand now."""
    if _published(briefing):
        stored = PublishedFile.objects.get(publication=briefing.publication, format=Format.HTML)
        return bytes(stored.content).decode()
    return rendered(document_of(briefing), Format.HTML).decode()


@require_GET
def briefings(request: HttpRequest) -> HttpResponse:
    """All briefings that the user may read, the latest first."""
    known = Briefing.objects.select_related("publication__published_by").prefetch_related("publication__files")
    if request.user.role == Role.COUNCIL:  # type: ignore[union-attr]
        known = known.filter(publication__isnull=False)
    return render(request, "reports/briefings.html", {"briefings": known})


def _context(briefing: Briefing, page: str, shown: str) -> dict[str, Any]:
    return {
        "briefing": briefing,
        "published": _published(briefing),
        # Both come from our own renderer, which escapes every text that goes in.
        "shown": mark_safe(shown),  # noqa: S308
        "origins": mark_safe(origins_json(page, shown)),  # noqa: S308
        "formats": Format.choices,
        "sections": sections_of(page),
    }


@require_GET
def briefing(request: HttpRequest, month: Month) -> HttpResponse:
    """The whole briefing."""
    found = _visible(request, month)
    page = _page(found)
    return render(request, "reports/briefing.html", _context(found, page, whole_html(page)))


@require_GET
def section(request: HttpRequest, month: Month, key: str) -> HttpResponse:
    """One part, goal or programme on a page of its own."""
    found = _visible(request, month)
    page = _page(found)
    try:
        shown = section_html(page, key)
    except KeyError as error:
        raise Http404 from error
    context = _context(found, page, shown)
    keys = [each for each, _ in context["sections"]]
    at = keys.index(key)
    beside = {
        "title": context["sections"][at][1],
        "previous": context["sections"][at - 1] if at else None,
        "next": context["sections"][at + 1] if at + 1 < len(keys) else None,
    }
    return render(request, "reports/section.html", {**context, **beside})


@require_GET
def download(request: HttpRequest, month: Month, kind: str) -> HttpResponse:
    """A file: of a published briefing the stored bytes; of one in preparation it is made now (staff only)."""
    found = _visible(request, month)
    if kind not in Format.values:
        raise Http404
    name = f"{found.month}-{found.title.replace(' ', '-')}.{kind}"
    if not _published(found):
        return _file(rendered(document_of(found), kind), kind, f"작성중-{name}")
    stored = get_object_or_404(PublishedFile, publication=found.publication, format=kind)
    tag = f'"{stored.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    response = _file(bytes(stored.content), kind, name)
    response["ETag"] = tag
    return response


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A download in one piece: a file response would send it in hundreds."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[Format(kind)])
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, month: Month) -> HttpResponse:
    """Publish a briefing: a page that says what it means, and that shows how far it is."""
    found = get_object_or_404(Briefing, month=month)
    task = Task.objects.filter(kind="publish", arguments={"month": str(month)}).first()
    if _published(found):
        messages.info(request, f"이미 발행했습니다: {found}.")
        return redirect("briefing", month)
    if request.method == "POST":
        if task is None or task.finished:
            enqueue("publish", {"month": str(month)}, request.user)
        return redirect(reverse("briefing_publish", args=[month]))
    return render(
        request,
        "reports/publish.html",
        {
            "briefing": found,
            "task": task,
            "running": task is not None and not task.finished,
            "findings": findings(found),
        },
    )


@require_GET
def checks(request: HttpRequest, month: Month) -> HttpResponse:
    """What the checker finds in the figures of a briefing."""
    found = _visible(request, month)
    return render(request, "reports/checks.html", {"briefing": found, "findings": findings(found)})
