"""Making a briefing: begun, its cover, checked, drafted as a file, published, or discarded. Rights stand in
seoulwork/accounts/rights.py."""

from django.contrib import messages
from django.db import IntegrityError
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from seoulwork.accounts.rights import user_of
from seoulwork.catalogue.forms import RemovalForm
from seoulwork.domain.briefings import BriefingName
from seoulwork.figures.recording import Conflict
from seoulwork.pages.versions import version

from ..checks import signed
from ..desk.carrying import told_of
from ..models import Briefing, Format
from . import drafts, preparation
from .checking import grouped
from .forms import CoverForm, NewBriefingForm, PublishForm
from .publishing import AlreadyPublished, publish_once, publish_task, readiness_of
from .reading import draft_name, file_response, is_published, visible

CHANGED_MEANWHILE = "그사이 다른 사람이 표지를 바꾸었습니다. 화면을 다시 열어 바뀐 내용을 확인해 주세요."
TAKEN = "그사이 그 달의 다른 업무보고가 시작되었습니다. 목록에서 확인하고, 따로 또 있어야 하면 다시 시작해 주세요."


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
            form.add_error(None, TAKEN)
        else:
            messages.success(request, _begun(form.instance, taken_over))
            return redirect("desk", form.instance.name)
    return render(request, "reports/cover.html", {"form": form})


def _begun(briefing: Briefing, taken_over: int) -> str:
    """What a briefing that was just begun holds, and what of the earlier one it does not print."""
    begun = f"{briefing} 준비를 시작했습니다."
    if briefing.source is None:
        return f"{begun} {briefing.get_kind_display()}의 틀에서 시작했습니다."
    return f"{begun} 이어 쓴 글은 {taken_over}개입니다. {told_of(briefing.source, briefing)}".strip()


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """The cover of a briefing in preparation."""
    found = get_object_or_404(Briefing.objects.named(name).with_editions())
    if is_published(found):
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
            return redirect("briefing", name)
    return render(request, "reports/cover.html", {"form": form, "briefing": found})


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """Ask once more, with a reason, then remove a briefing in preparation with its texts."""
    found = get_object_or_404(Briefing.objects.named(name).with_editions())
    if is_published(found):
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
    context = {"briefing": found, "form": form, "texts": preparation.texts_of(found)}
    return render(request, "reports/discard.html", context)


def _is_published(request: HttpRequest, briefing: Briefing) -> HttpResponse:
    messages.info(request, f"이미 발행했습니다: {briefing}. 발행한 보고는 바꿀 수 없습니다.")
    return redirect("briefing", briefing.name)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """Publish a briefing: a page that says what it means, and that shows how far it is."""
    found = get_object_or_404(Briefing.objects.named(name).with_editions())
    task = publish_task.of(briefing=str(name)).first()
    if is_published(found):
        return _is_published(request, found)
    running = task is not None and not task.finished
    if request.method != "POST" and running:
        return render(request, "reports/publish.html", {"briefing": found, "task": task, "running": True})
    ready = readiness_of(found)
    form = PublishForm(request.POST or None, ready=ready)
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["readable_from"]
        publish_once(
            found,
            user_of(request),
            reason=form.cleaned_data.get("reason", ""),
            readable_from=at.isoformat() if at else "",
            site=request.build_absolute_uri("/"),
        )
        return redirect(reverse("briefing_publish", args=[name]))
    context = {
        "briefing": found,
        "task": task,
        "running": False,
        "ready": ready,
        "form": form,
        **grouped(ready.findings, ready.sections, user_of(request), without=signed),  # their states stand above
    }
    return render(request, "reports/publish.html", context)


@require_safe
def draft(request: HttpRequest, name: BriefingName, kind: str) -> HttpResponse:
    """How far the file of a briefing in preparation is, and the file once it is there."""
    found = _drafted(request, name, kind)
    if is_published(found):
        return redirect("briefing", name)
    task = drafts.last_task(found, kind)
    context = {
        "briefing": found,
        "format": kind,
        "label": Format(kind).label,
        "task": task,
        "running": task is not None and not task.finished,
        "file": found.drafts.filter(format=kind).annotate(size=Length("content")).first(),
    }
    return render(request, "reports/draft.html", context)


@require_safe
def draft_file(request: HttpRequest, name: BriefingName, kind: str) -> HttpResponse:
    """The file that a task has made last."""
    found = _drafted(request, name, kind)
    made = found.drafts.filter(format=kind).values_list("content", flat=True).first()
    if made is None:
        return redirect("briefing_draft", name, kind)
    return file_response(bytes(made), kind, draft_name(found, kind))


def _drafted(request: HttpRequest, name: BriefingName, kind: str) -> Briefing:
    """The briefing whose files of that kind a task makes. Raises Http404."""
    if not drafts.is_slow(kind):
        raise Http404
    return visible(request, name)
