"""The bell: what a user was told, and which kinds are wanted how. Each sees one's own only."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from .models import Choice, Kind, Notice, choices_of
from .telling import notices_of

ON_A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """What one was told, the latest first; below it, how each kind is wanted, which POST keeps."""
    user: Any = request.user
    if request.method == "POST":
        for kind in Kind.values:
            wanted = {"in_site": f"site-{kind}" in request.POST, "by_mail": f"mail-{kind}" in request.POST}
            Choice.objects.update_or_create(user=user, kind=kind, defaults=wanted)
        messages.success(request, "알림 받는 방법을 저장했습니다.")
        return redirect("notices")
    page = Paginator(notices_of(user), ON_A_PAGE).get_page(request.GET.get("page"))
    ways = choices_of(user)
    kinds = [(kind, label, *ways[kind]) for kind, label in Kind.choices]
    return render(request, "notices/notices.html", {"page": page, "kinds": kinds})


@require_POST
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to what a notice tells of; it was seen then."""
    found = get_object_or_404(Notice, user=request.user.pk, pk=pk)
    _seen(request, pk)
    return redirect(found.address)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """All were seen."""
    _seen(request)
    return redirect("notices")


def _seen(request: HttpRequest, pk: int | None = None) -> None:
    unread = Notice.objects.filter(user=request.user.pk, read_at__isnull=True)
    (unread if pk is None else unread.filter(pk=pk)).update(read_at=timezone.now())
