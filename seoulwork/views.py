from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from seoulwork.accounts.guides import guide as guide_of
from seoulwork.accounts.guides import guides_for
from seoulwork.accounts.models import Role
from seoulwork.accounts.rights import user_of
from seoulwork.figures.labels import division_word, head_word


def whose_site(request: HttpRequest) -> dict[str, Any]:
    """Template context: what header and footer say of the agency, and what its divisions and their heads are called."""
    return {
        "agency": settings.AGENCY,
        "official_site_banner": settings.OFFICIAL_SITE_BANNER,
        "division_word": division_word(),
        "head_word": head_word(),
    }


def home(request: HttpRequest) -> HttpResponse:
    """Everybody's first page after logging in: a council member comes for what was published last, the staff for what is to be done and
    what is behind. Who reads from outside comes for the briefings."""
    if not request.user.is_authenticated:
        return redirect("briefings")
    return redirect("newest" if user_of(request).role == Role.COUNCIL else "glance")


@require_GET
def guides(request: HttpRequest) -> HttpResponse:
    """The guide of what the user does."""
    return redirect("guide", user_of(request).role)


@require_GET
def guide(request: HttpRequest, key: str) -> HttpResponse:
    """One guide, with the way to the others that the user is offered."""
    offered = guides_for(user_of(request).role)
    if key not in offered:
        raise Http404
    shown = guide_of(key)
    # Made from our own files, with HTML in them turned off.
    body = mark_safe(shown.html)  # noqa: S308
    return render(request, "accounts/guide.html", {"guide": shown, "body": body, "guides": offered.items(), "key": key})
