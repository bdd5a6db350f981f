"""Advance copies and reading links of an edition, and what who follows such a link reads. Rights stand in
seoulwork/accounts/rights.py: a link is its own right, and opens its one edition."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.figures.recording import Conflict

from ..document import Picture
from ..models import Briefing, Edition, PublishedFile, ReadingLink
from . import sharing
from .drawn import located, whole_of
from .forms import MomentField
from .kept import document_of
from .reading import stored_response
from .sealing import OnlyFiles

LONGEST = timedelta(days=90)
"""So long a link may hold."""


class AdvanceForm(forms.Form):
    user = forms.ModelChoiceField(label="미리 읽을 시의원", queryset=User.objects.none())

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.queryset = User.objects.filter(pk__in=[each.pk for each in sharing.may_get(edition)])


class LinkForm(forms.Form):
    given_to = forms.CharField(label="받는 사람", max_length=100, help_text="이 사람의 이름으로 읽은 기록이 남습니다.")
    until = MomentField(label="언제까지")

    def clean_until(self) -> Any:
        until, now = self.cleaned_data["until"], timezone.now()
        if not now < until <= now + LONGEST:
            raise forms.ValidationError(f"지금부터 {LONGEST.days}일 안의 때를 적어 주세요.")
        return until


@require_http_methods(["GET", "HEAD", "POST"])
def shared_with(request: HttpRequest, name: BriefingName, edition: int) -> HttpResponse:
    """Who reads the edition beside those who may read all: given and taken back here. `do` of a POST says what."""
    briefing = get_object_or_404(Briefing.objects.named(name).with_editions())
    found = next((each for each in briefing.editions.all() if each.number == edition), None)
    if found is None or hasattr(found, "withdrawal"):
        raise Http404
    here = redirect("edition_sharing", name, edition)
    do, by = request.POST.get("do", ""), user_of(request)
    advance = AdvanceForm(request.POST if do == "give" else None, edition=found)
    link = LinkForm(request.POST if do == "make" else None, initial={"until": timezone.now() + timedelta(days=7)})
    try:
        if do == "give" and advance.is_valid():
            sharing.give(found, advance.cleaned_data["user"], by=by)
            messages.success(request, f"{advance.cleaned_data['user']} 님이 이 판을 미리 읽을 수 있습니다.")
            return here
        if do == "make" and link.is_valid():
            sharing.make(found, link.cleaned_data["given_to"], link.cleaned_data["until"], by=by)
            messages.success(request, "읽기 주소를 만들었습니다. 아래의 주소를 받는 사람에게 보내 주세요.")
            return here
        if do in ("take", "revoke"):
            end = sharing.take if do == "take" else sharing.revoke
            end(found, _key(request.POST.get("which", "")), by=by)
            messages.success(request, "거두었습니다. 이제 읽을 수 없습니다.")
            return here
    except Conflict:
        messages.info(request, "그사이 바뀌었습니다. 지금 상태를 확인해 주세요.")
        return here
    links = [
        (each, request.build_absolute_uri(reverse("shared", args=[sharing.token_of(each)]))) for each in _links(found)
    ]
    context = {
        "briefing": briefing,
        "edition": found,
        "advances": found.advances.filter(taken_at__isnull=True).select_related("user", "by"),
        "links": links,
        "advance": advance,
        "link": link,
    }
    return render(request, "reports/sharing.html", context)


def _links(edition: Edition) -> Any:
    return ReadingLink.objects.in_force().filter(edition=edition).select_related("by")


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The whole edition, for who has the link."""
    link = _followed(token)
    if not sharing.is_open(link):
        return render(request, "reports/link_over.html", status=410)
    try:
        shown = whole_of(link.edition).shown
    except OnlyFiles as error:
        return render(request, "reports/link_over.html", {"told": str(error)}, status=410)
    if request.method == "GET":
        sharing.use(link, "화면")
    html = located(shown.html, lambda digest: reverse("shared_picture", args=[token, digest]))
    context = {
        "edition": link.edition,
        "link": link,
        "token": token,
        "formats": [(each.format, each.get_format_display()) for each in link.edition.files.all()],
        # Both come from our own renderer, which escapes every text that goes in.
        "shown": mark_safe(html),  # noqa: S308
        "origins": mark_safe(shown.origins),  # noqa: S308
    }
    return render(request, "reports/shared.html", context)


@require_safe
def shared_file(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A file of the edition, for who has the link."""
    link = _followed(token)
    if not sharing.is_open(link):
        return render(request, "reports/link_over.html", status=410)
    stored = get_object_or_404(PublishedFile.objects.filter(edition=link.edition), format=kind)
    response = stored_response(request, stored, link.edition)
    # Each part counts, or all but a first byte could be had unrecorded; what is told to be unchanged, or only asked about, does not.
    if request.method == "GET" and response.status_code in (200, 206):
        sharing.use(link, f"{stored.get_format_display()} 파일")
    return response


@require_safe
def shared_picture(request: HttpRequest, token: str, digest: str) -> HttpResponse:
    """A picture of the page that was read."""
    link = _followed(token)
    if not sharing.is_open(link):
        raise Http404
    blocks = (block for section in document_of(link.edition).walk() for block in section.blocks)
    found = next((each for each in blocks if isinstance(each, Picture) and each.sha256 == digest), None)
    if found is None:
        raise Http404
    return HttpResponse(found.content, content_type=found.media_type)


def _followed(token: str) -> ReadingLink:
    """Raises Http404 for a token that was not made here."""
    link = sharing.link_of(token)
    if link is None:
        raise Http404
    return link
