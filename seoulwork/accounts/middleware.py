"""The idle time-out, and the temporary password that has to be changed first."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

RENEWED_EVERY = 60
"""Seconds. The session is written at most that often, so that a save of one cell does not become two writes."""

OPEN_TO_ALL = ("account_change_password", "account_logout")

View = Callable[[HttpRequest], HttpResponse]


def renew_session(get_response: View) -> View:
    """Each request of a user puts off the end of the session: SESSION_COOKIE_AGE counts from the last one, to the minute."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get("renewed_at", 0) >= RENEWED_EVERY:
            request.session["renewed_at"] = now
        return get_response(request)

    return middleware


def session_seconds(request: HttpRequest) -> dict[str, int]:
    """Template context: how long the session surely lasts after a request."""
    return {"session_seconds": settings.SESSION_COOKIE_AGE - RENEWED_EVERY}


class PasswordChangeMiddleware:
    """Who came in with a temporary password sees nothing but the page to change it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if getattr(request.user, "password_change_required", False) and name not in OPEN_TO_ALL:
            return redirect("account_change_password")
        return None
