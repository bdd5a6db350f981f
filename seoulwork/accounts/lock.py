"""The lock after wrong passwords and codes. django-axes keeps it in the database, so all workers count together.

An account is locked for AXES_COOLOFF_TIME after AXES_FAILURE_LIMIT failures, wherever they come from and however its name
is spelt; trying on does not prolong it. So that strangers can't keep somebody out, an address from which the account has
logged in lately counts for itself: there only its own failures lock.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.core import context
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessLog
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from seoulwork.accounts.models import User

KNOWN_FOR = timedelta(days=30)
"""How long an address counts for itself after a log-in from there."""


def username(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """Whose failure it is, in the spelling that accounts have."""
    given = (credentials or {}).get("username")
    return User.normalize_username(given) if given else None


def counted_by(request: Any, credentials: dict[str, Any] | None) -> list[Any]:
    """What the failures of a log-in are counted by, as AXES_LOCKOUT_PARAMETERS."""
    known = AccessLog.objects.filter(
        username=username(request, credentials),
        ip_address=request.axes_ip_address,
        attempt_time__gte=timezone.now() - KNOWN_FOR,
    )
    return [["username", "ip_address"]] if known.exists() else ["username"]


def is_locked(user: User) -> bool:
    """Whether the account can't be logged in to from where it has not been before."""
    recent = AccessAttempt.objects.filter(
        username=user.username, attempt_time__gte=timezone.now() - (get_cool_off() or timedelta())
    )
    failures: int = recent.aggregate(total=Sum("failures_since_start"))["total"] or 0
    return failures >= settings.AXES_FAILURE_LIMIT


def unlock(user: User) -> None:
    """Forget the account's failures."""
    reset(username=user.username)


def refuse_when_locked(user: User) -> None:
    """Before a secret is checked that is not a log-in's password. Raises ValidationError; the answer is the lock's page."""
    request, credentials = context.request, {"username": user.username}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials
        raise ValidationError("로그인이 잠겼습니다.")


def surely_counted() -> None:
    """Raises the database's error where no failure can be counted now. Of a write that failed the cache's table says no more than that
    nothing was written, so a row of another one is."""
    key = uuid4().hex
    if cache.add(key, 1, 1):
        cache.delete(key)
    else:
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now()).delete()


def count_failure(user: User) -> None:
    """A wrong secret that is not a log-in's password: logged, and counted towards the lock."""
    user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=context.request)
