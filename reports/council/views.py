"""The briefing in the browser: its draft, or an edition of it. Rights stand in seoulwork/accounts/rights.py; council members see
editions only."""

from dataclasses import asdict
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from seoulwork.accounts.models import Role
from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.briefings import BriefingName

from .. import places
from ..asking import asked_of
from ..comparison import titled
from ..desk.ways import beneath, ways
from ..editions import drafts, spool
from ..editions.changed import Changed, changed_since, reason_for
from ..editions.drawn import Drawn, contents_of, located, section_of, whole_of
from ..editions.identities import homes_of
from ..editions.publishing import draft_of
from ..editions.publishing import render as rendered
from ..editions.reading import Reading, all_visible, draft_name, file_name, file_response, reading, stored_response
from ..editions.sealing import OnlyFiles
from ..glance.frozen import paces_of
from ..models import OFFERED, Format, PublishedFile
from ..render.html import Shown, contents_html, section_shown, whole_shown, with_pictures_at

MOST_ORIGINS = 60
LONGEST_NUMBER = 9
"""Digits of what an address may call the number of an edition"""
BRIEFINGS_PER_PAGE = 10


@require_safe
def briefings(request: HttpRequest) -> HttpResponse:
    """All briefings that the user may read, the latest first."""
    known = all_visible(request).prefetch_related("editions__files")
    page = Paginator(known, BRIEFINGS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/briefings.html", {"page": page})


def _context(at: Reading, shown: Shown) -> dict[str, Any]:
    name = at.briefing.name
    pictures_at = located if at.edition else with_pictures_at
    html = pictures_at(shown.html, lambda digest: reverse("briefing_picture", args=[name, digest]))
    return {
        "briefing": at.briefing,
        "reading": at,
        "published": at.edition is not None,
        # Both come from our own renderer, which escapes every text that goes in.
        "shown": mark_safe(html),  # noqa: S308
        "origins": mark_safe(shown.origins),  # noqa: S308
        "formats": _formats(at),
    }


def _formats(at: Reading) -> list[tuple[str, str]]:
    """In which formats it can be had: of an edition those in which it was published."""
    lacking = not getattr(at.edition, "in_hwpx", True)
    return [(each.value, each.label) for each in OFFERED if not (lacking and each == Format.HWPX)]


def unreadable(request: HttpRequest, at: Reading, told: str = "") -> HttpResponse:
    """The page of an edition that was withdrawn, or (with `told`) can't be shown."""
    context = {"briefing": at.briefing, "reading": at, "told": told, "formats": _formats(at)}
    return render(request, "reports/unreadable.html", context, status=410 if at.withdrawal else 200)


def address(at: Reading, page: str, *args: object) -> str:
    """The address of a page of what is read: of the edition that the address names, or of the briefing."""
    if at.asked is None:
        return reverse(f"briefing_{page}" if page else "briefing", args=[at.briefing.name, *args])
    return reverse(f"edition_{page}" if page else "edition", args=[at.briefing.name, at.asked, *args])


@require_safe
def briefing(request: HttpRequest, name: BriefingName, edition: int | None = None) -> HttpResponse:
    """The whole briefing."""
    at = reading(request, name, edition)
    if at.withdrawal:
        return unreadable(request, at)
    try:
        shown, sections, _ = whole_of(at.edition) if at.edition else _draft(request, at)
    except OnlyFiles as error:
        return unreadable(request, at, str(error))
    context = {
        **_context(at, shown),
        **_changed(request, at),
        "first": sections and address(at, "section", sections[0][0]),
    }
    return render(request, "reports/briefing.html", context)


def _draft(request: HttpRequest, at: Reading) -> Drawn:
    """The whole of a briefing in preparation, with the ways to where its parts are written."""
    document = at.document
    titles = {each.key: titled(each) for each in document.walk()}
    edits = beneath(ways(at.briefing, user_of(request), titles), titles)
    return Drawn(whole_shown(document, edits), tuple(titles.items()))


def changed_of(request: HttpRequest, at: Reading) -> list[Changed]:
    """For the staff: what has changed since the edition was published. Raises Altered."""
    return changed_since(at.edition) if at.edition and user_of(request).role != Role.COUNCIL else []


def _changed(request: HttpRequest, at: Reading) -> dict[str, Any]:
    """The same, and whether a correction can be begun from it."""
    found = changed_of(request, at)
    is_newest = at.edition == at.briefing.edition and not at.briefing.in_preparation
    return {
        "changed": found,
        "may_correct": is_newest and may(request.user, "briefing_correct", "POST"),
        "correction_reason": reason_for(found) if found else "",
    }


@require_safe
def section(request: HttpRequest, name: BriefingName, key: str, edition: int | None = None) -> HttpResponse:
    """One part, goal or programme on a page of its own."""
    at = reading(request, name, edition)
    if at.withdrawal:
        return unreadable(request, at)
    try:
        (shown, known, own), contents = _section_of(at, key)
        changed = changed_of(request, at)
    except OnlyFiles as error:
        return unreadable(request, at, str(error))
    except KeyError as error:
        raise Http404 from error
    sections = [(address(at, "section", each), title) for each, title in known]
    here = next(place for place, (each, _) in enumerate(known) if each == key)
    beside = {
        "title": sections[here][1],
        "whole": address(at, ""),
        "previous": sections[here - 1] if here else None,
        "next": sections[here + 1] if here + 1 < len(sections) else None,
        "ways": [] if at.edition else ways(at.briefing, user_of(request), [key]).get(key, []),
        "contents": mark_safe(contents),  # noqa: S308
        "changed_since": changed,
        "key": key,
        "own": own,
        "paces": paces_of(at.edition, key) if at.edition else [],
        "questions": asked_of(at.edition, user_of(request), key) if at.edition else [],
    }
    return render(request, "reports/section.html", {**_context(at, shown), **beside})


def _section_of(at: Reading, key: str) -> tuple[Drawn, str]:
    """One section, and the contents beside it. Raises Altered, and KeyError where there is no such section."""
    if at.edition:
        return section_of(at.edition, key), contents_of(at.edition, at.asked is not None, key)
    document = at.document
    titles = tuple((each.key, titled(each)) for each in document.walk())
    contents = contents_html(document, lambda each: address(at, "section", each), current=key)
    return Drawn(section_shown(document, key), titles), contents


@require_safe
def origins(request: HttpRequest, name: BriefingName) -> JsonResponse:
    """For the staff: of each stored figure named by `place` who entered it when and from where, and the page on which it is kept.
    Of an edition (`edition`) as it stood then."""
    number = request.GET.get("edition", "")
    if number and not (number.isdecimal() and len(number) < LONGEST_NUMBER):
        raise Http404
    at = reading(request, name, int(number) if number else None)
    moment = at.edition.published_at if at.edition else None
    asked = request.GET.getlist("place")
    if len(asked) > MOST_ORIGINS:
        return JsonResponse({"text": f"한 번에 {MOST_ORIGINS}건까지 물을 수 있습니다."}, status=400)
    year = at.briefing.reference_month.year
    try:
        read = [places.read(text) for text in asked]
        homes = homes_of(at.edition) if at.edition else None
        rows = [places.kept(place, user_of(request), year, moment, homes(place) if homes else None) for place in read]
    except OnlyFiles as error:
        raise Http404 from error
    except places.UnknownPlace:
        return JsonResponse({"text": "그런 수치가 없습니다. 화면을 새로 고쳐 주세요."}, status=400)
    return JsonResponse({"origins": [asdict(row) if row else None for row in rows]})


@require_safe
def download(request: HttpRequest, name: BriefingName, kind: str, edition: int | None = None) -> HttpResponse:
    """A file: of an edition the stored bytes; of a briefing in preparation it is made now (staff only), by a task when that takes
    long."""
    if kind not in Format.values:
        raise Http404
    if ready := spool.ready(user_of(request), name, edition, kind):
        return _by_web_server(ready.address, kind, file_name(ready.briefing, kind, ready.edition))
    at = reading(request, name, edition)
    found = at.briefing
    if at.edition is None:
        if drafts.is_slow(kind):
            drafts.begin(found, kind, request.user)
            return redirect("briefing_draft", name, kind)
        return file_response(rendered(draft_of(found), kind), kind, draft_name(found, kind))
    if at.withdrawal:
        return unreadable(request, at)
    stored = get_object_or_404(PublishedFile, edition=at.edition, format=kind)
    if address := spool.address_of(stored, at.edition):
        return _by_web_server(address, kind, file_name(found, kind, at.edition))
    return stored_response(request, stored, at.edition)


def _by_web_server(address: str, kind: str, name: str) -> HttpResponse:
    """The download without its bytes, which the web server finds at the address."""
    response = file_response(b"", kind, name)
    response["X-Accel-Redirect"] = address
    response["Cache-Control"] = "private, no-cache"
    return response
