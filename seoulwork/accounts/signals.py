"""What people change of their own second factor is an event. Their passwords: adapter.py."""

from typing import Any

from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from seoulwork.accounts.models import User
from seoulwork.accounts.store import begin
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp

ADDED = {
    Authenticator.Type.TOTP: Action.SECOND_FACTOR_ON,
    Authenticator.Type.RECOVERY_CODES: Action.RECOVERY_CODES_MADE,
}
REMOVED = {
    Authenticator.Type.TOTP: Action.SECOND_FACTOR_OFF,
    Authenticator.Type.RECOVERY_CODES: Action.RECOVERY_CODES_REMOVED,
}


def _log(action: Action, request: HttpRequest, user: User) -> None:
    with request_context(request):  # the signals come when the transaction has ended
        log(action, str(user), Stamp(user, Source.BROWSER), detail={"username": user.username})


@receiver(user_logged_in)
def logged_in(request: HttpRequest, **kwargs: Any) -> None:
    begin(request.session)


@receiver((authenticator_added, authenticator_reset))
def added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _log(ADDED[Authenticator.Type(authenticator.type)], request, user)


@receiver(authenticator_removed)
def removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _log(REMOVED[Authenticator.Type(authenticator.type)], request, user)
