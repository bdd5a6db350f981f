"""The ends of a session, and what has to be done first: change the temporary password, set up the second factor."""

import time
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from seoulwork.accounts.office import came_by_provider
from seoulwork.accounts.sessions import seen
from seoulwork.accounts.store import BEGAN, begin, ends_in
from seoulwork.pages.troubles import Trouble, trouble_of

RENEWED_EVERY = 60
"""Seconds. The session is written at most that often, so that a save of one cell does not become two writes."""

OPEN_TO_ALL = ("account_change_password", "account_logout")

View = Callable[[HttpRequest], HttpResponse]


def renew_session(get_response: View) -> View:
    """Each request of a user puts off the end of the session: SESSION_COOKIE_AGE counts from the last one, to the minute. Beyond SESSION_LONGEST
    nothing puts it off (store.py)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get("renewed_at", 0) >= RENEWED_EVERY:
            _renew(request, now)
        return get_response(request)

    return middleware


def _renew(request: HttpRequest, now: int) -> None:
    """While the database takes no writes, pages can be read all the same, until the session ends."""
    try:
        seen(request)
    except Error as error:
        if trouble_of(error) not in (Trouble.READ_ONLY, Trouble.FULL):
            raise
    else:
        request.session["renewed_at"] = now
        if BEGAN not in request.session:  # it has no beginning of its own: it counts from now
            begin(request.session)


def session_seconds(request: HttpRequest) -> dict[str, int]:
    """Template context: how long the session surely lasts after a request, and how long at the most."""
    if not getattr(request, "user", AnonymousUser()).is_authenticated:
        return {}
    return {"session_seconds": settings.SESSION_COOKIE_AGE - RENEWED_EVERY, "session_ends": ends_in(request.session)}


class FirstThingsMiddleware:
    """Who has something to do first sees nothing but the page for it."""

    page: str
    also_open: tuple[str, ...] = ()

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_TO_ALL or name in self.also_open or not self.is_due(request):
            return None
        return redirect(self.page)

    def is_due(self, request: HttpRequest) -> bool:
        raise NotImplementedError


class PasswordChangeMiddleware(FirstThingsMiddleware):
    """Who came in with a temporary password changes it."""

    page = "account_change_password"

    def is_due(self, request: HttpRequest) -> bool:
        return getattr(request.user, "password_change_required", False)


class SecondFactorMiddleware(FirstThingsMiddleware):
    """Who works as one of SECOND_FACTOR_ROLES has a second factor."""

    page = "mfa_activate_totp"
    also_open = ("mfa_activate_totp", "work_as", "account_reauthenticate", "account_keep_alive")

    def is_due(self, request: HttpRequest) -> bool:
        return is_second_factor_missing(request)


def is_second_factor_missing(request: HttpRequest) -> bool:
    return (
        getattr(request.user, "role", "") in settings.SECOND_FACTOR_ROLES
        and request.user.is_authenticated
        and not (settings.OFFICE and not settings.OFFICE.own_second_factor and came_by_provider(request))
        and not Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.TOTP).exists()
    )
