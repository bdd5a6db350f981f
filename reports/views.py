"""The briefing in the browser. Rights stand in seoulwork/accounts/rights.py; council members see published briefings only."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from seoulwork.accounts.models import Role
from seoulwork.accounts.rights import user_of
from seoulwork.catalogue.forms import RemovalForm
from seoulwork.domain.periods import Month
from seoulwork.figures.recording import Conflict
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import enqueue
from seoulwork.pages.versions import version

from . import drafts, places, preparation
from .forms import CoverForm, NewBriefingForm
from .models import CONTENT_TYPES, Briefing, Format, PublishedFile
from .publishing import AlreadyPublished, draft_of, findings
from .publishing import render as rendered
from .render.html import contents_html, origins_json, section_html, sections_of, whole_html


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
        stored = PublishedFile.objects.filter(publication=briefing.publication, format=Format.HTML)
        return bytes(stored.values_list("content", flat=True).get()).decode()
    return rendered(draft_of(briefing), Format.HTML).decode()


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
    }


@require_GET
def briefing(request: HttpRequest, month: Month) -> HttpResponse:
    """The whole briefing."""
    found = _visible(request, month)
    page = _page(found)
    context = {**_context(found, page, whole_html(page)), "first": next(iter(sections_of(page)), None)}
    return render(request, "reports/briefing.html", context)


@require_GET
def section(request: HttpRequest, month: Month, key: str) -> HttpResponse:
    """One part, goal or programme on a page of its own."""
    found = _visible(request, month)
    page = _page(found)
    try:
        shown = section_html(page, key)
    except KeyError as error:
        raise Http404 from error
    sections = sections_of(page)
    at = [each for each, _ in sections].index(key)
    contents = contents_html(page, lambda each: reverse("briefing_section", args=[month, each]), current=key)
    beside = {
        "title": sections[at][1],
        "previous": sections[at - 1] if at else None,
        "next": sections[at + 1] if at + 1 < len(sections) else None,
        "contents": mark_safe(contents),  # noqa: S308
    }
    return render(request, "reports/section.html", {**_context(found, page, shown), **beside})


@require_GET
def origins(request: HttpRequest, month: Month) -> JsonResponse:
    """For the staff: of each stored figure named by `place` who entered it when and from where, and the page on which it is kept.
    Of a published briefing as it stood then."""
    found = _visible(request, month)
    at = found.publication.published_at if _published(found) else None
    asked = request.GET.getlist("place")
    if len(asked) > MOST_ORIGINS:
        return JsonResponse({"text": f"한 번에 {MOST_ORIGINS}건까지 물을 수 있습니다."}, status=400)
    try:
        rows = [places.kept(places.read(text), user_of(request), found.reference_month.year, at) for text in asked]
    except places.UnknownPlace:
        return JsonResponse({"text": "그런 수치가 없습니다. 화면을 새로 고쳐 주세요."}, status=400)
    return JsonResponse({"origins": [asdict(row) if row else None for row in rows]})


@require_GET
def download(request: HttpRequest, month: Month, kind: str) -> HttpResponse:
    """A file: of a published briefing the stored bytes; of one in preparation it is made now (staff only), by a task when
    that takes long."""
    found = _visible(request, month)
    if kind not in Format.values:
        raise Http404
    if not _published(found):
        if kind in drafts.SLOW:
            drafts.begin(found, kind, request.user)
            return redirect("briefing_draft", month, kind)
        return _file(rendered(draft_of(found), kind), kind, _draft_name(found, kind))
    stored = get_object_or_404(PublishedFile, publication=found.publication, format=kind)
    # It never changes, so a browser may keep it; whether its user may still have it is asked each time.
    etag = f'"{stored.sha256}"'
    response = get_conditional_response(request, etag=etag) or _file(
        bytes(stored.content), kind, _file_name(found, kind)
    )
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response


def _file_name(briefing: Briefing, kind: str) -> str:
    return f"{briefing.month}-{briefing.title.replace(' ', '-')}.{kind}"


def _draft_name(briefing: Briefing, kind: str) -> str:
    return f"작성중-{_file_name(briefing, kind)}"


@require_GET
def draft(request: HttpRequest, month: Month, kind: str) -> HttpResponse:
    """How far the file of a briefing in preparation is, and the file once it is there."""
    found = _drafted(request, month, kind)
    if _published(found):
        return redirect("briefing", month)
    task = drafts.last_task(found, kind)
    context = {
        "briefing": found, "format": kind, "label": Format(kind).label, "task": task,
        "running": task is not None and not task.finished,
        "file": found.drafts.filter(format=kind).annotate(size=Length("content")).first(),
    }  # fmt: skip
    return render(request, "reports/draft.html", context)


@require_GET
def draft_file(request: HttpRequest, month: Month, kind: str) -> HttpResponse:
    """The file that a task has made last."""
    found = _drafted(request, month, kind)
    made = found.drafts.filter(format=kind).values_list("content", flat=True).first()
    if made is None:
        return redirect("briefing_draft", month, kind)
    return _file(bytes(made), kind, _draft_name(found, kind))


def _drafted(request: HttpRequest, month: Month, kind: str) -> Briefing:
    """The briefing whose files of that kind a task makes. Raises Http404."""
    if kind not in drafts.SLOW:
        raise Http404
    return _visible(request, month)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A download in one piece: a file response would send it in hundreds."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[Format(kind)])
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


MOST_ORIGINS = 60

CHANGED_MEANWHILE = "그사이 다른 사람이 표지를 바꾸었습니다. 화면을 다시 열어 바뀐 내용을 확인해 주세요."
TAKEN = "그 달의 업무보고가 이미 있습니다. 목록에서 열어 주세요."


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A new briefing, with the texts of the last one if wanted; what is on its cover is proposed from it."""
    latest = Briefing.objects.first()
    proposed = {name: getattr(latest, name) for name in ("committee", "vision")} if latest else {}
    form = NewBriefingForm(request.POST or None, initial={**proposed, "source": latest})
    if request.method == "POST" and form.is_valid():
        try:
            taken_over = preparation.begin(form.instance, form.cleaned_data["source"], by=user_of(request))
        except IntegrityError:
            form.add_error("month", TAKEN)
        else:
            messages.success(request, f"{form.instance} 준비를 시작했습니다. 이어 쓴 글은 {taken_over}개입니다.")
            return redirect("briefing", form.instance.month)
    return render(request, "reports/cover.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest, month: Month) -> HttpResponse:
    """The cover of a briefing in preparation."""
    found = get_object_or_404(Briefing, month=month)
    if _published(found):
        return _is_published(request, found)
    form = CoverForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            changed = preparation.change_cover(
                form.instance, seen=form.cleaned_data["seen"], by=user_of(request), reason=form.cleaned_data["reason"]
            )
        except Conflict:
            form.add_error(None, CHANGED_MEANWHILE)
        except AlreadyPublished:
            return _is_published(request, found)
        else:
            messages.success(request, "표지를 저장했습니다." if changed else "바뀐 것이 없어 그대로 두었습니다.")
            return redirect("briefing", month)
    return render(request, "reports/cover.html", {"form": form, "briefing": found})


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, month: Month) -> HttpResponse:
    """Ask once more, with a reason, then remove a briefing in preparation with its texts."""
    found = get_object_or_404(Briefing, month=month)
    if _published(found):
        return _is_published(request, found)
    form = RemovalForm(request.POST or None, initial={"seen": version(found)})
    if request.method == "POST" and form.is_valid():
        try:
            preparation.discard(
                found, seen=form.cleaned_data["seen"], by=user_of(request), reason=form.cleaned_data["reason"]
            )
        except Conflict:
            form.add_error(None, CHANGED_MEANWHILE)
        except AlreadyPublished:
            return _is_published(request, found)
        else:
            messages.success(request, f"{found} 준비를 거두었습니다.")
            return redirect("briefings")
    context = {"briefing": found, "form": form, "texts": preparation.texts_of(month)}
    return render(request, "reports/discard.html", context)


def _is_published(request: HttpRequest, briefing: Briefing) -> HttpResponse:
    messages.info(request, f"이미 발행했습니다: {briefing}. 발행한 보고는 바꿀 수 없습니다.")
    return redirect("briefing", briefing.month)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, month: Month) -> HttpResponse:
    """Publish a briefing: a page that says what it means, and that shows how far it is."""
    found = get_object_or_404(Briefing, month=month)
    task = Task.objects.filter(kind="publish", arguments={"month": str(month)}).first()
    if _published(found):
        return _is_published(request, found)
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
