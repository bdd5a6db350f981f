import sys
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views import defaults
from django.views.decorators.http import require_safe

from seoulwork.accounts.guides import guide as guide_of
from seoulwork.accounts.guides import guides_for
from seoulwork.accounts.lock import surely_counted
from seoulwork.accounts.models import Role
from seoulwork.accounts.rights import user_of, wants_json
from seoulwork.figures.labels import division_word, head_word
from seoulwork.pages.troubles import Trouble, trouble_of

RETRY_AFTER = 10
"""Seconds, for programs whose request met a trouble."""


def whose_site(request: HttpRequest) -> dict[str, Any]:
    """Template context: what header and footer say of the agency, and what its divisions and their heads are called."""
    return {
        "agency": settings.AGENCY,
        "office": settings.OFFICE,
        "mail_is_set_up": settings.MAIL_IS_SET_UP,
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


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """The guide of what the user does."""
    return redirect("guide", user_of(request).role)


@require_safe
def guide(request: HttpRequest, key: str) -> HttpResponse:
    """One guide, with the way to the others that the user is offered."""
    offered = guides_for(user_of(request).role)
    if key not in offered:
        raise Http404
    shown = guide_of(key)
    # Made from our own files, with HTML in them turned off.
    body = mark_safe(shown.html)  # noqa: S308
    return render(request, "accounts/guide.html", {"guide": shown, "body": body, "guides": offered.items(), "key": key})


def server_error(request: HttpRequest) -> HttpResponse:
    """A request ended in an error: of what will pass (503, so that monitors and programs know that trying again helps), or a fault of
    the program (500)."""
    trouble = trouble_of(sys.exc_info()[1])
    return _unavailable(request, trouble) if trouble else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that can't be read, or a session that could not be kept, which Django takes for one."""
    trouble = trouble_of(exception)
    return _unavailable(request, trouble) if trouble else defaults.bad_request(request, exception)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Somebody failed too often, or could not be counted: allauth's guard, which lets nobody in then, knows no difference. Raises the
    database's error where nothing can be written: then that is what happened."""
    surely_counted()
    return render(request, "429.html", status=429)


def _unavailable(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    if wants_json(request):
        return JsonResponse({"error": trouble.name.lower(), "text": trouble.text}, status=503, headers=headers)
    # Without the request: what a page says of its user stands in the database.
    return HttpResponse(render_to_string("unavailable.html", {"told": trouble.text}), status=503, headers=headers)
