"""What people change of their own second factor is an event. Their passwords: adapter.py."""

from typing import Any

from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.http import HttpRequest

from seoulwork.accounts.models import User
from seoulwork.audit.events import log
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp

SUBJECTS = {Authenticator.Type.TOTP: "2단계 인증", Authenticator.Type.RECOVERY_CODES: "복구 코드"}


def _log(done: str, request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    subject = SUBJECTS[Authenticator.Type(authenticator.type)]
    with request_context(request):  # the signals come when the transaction has ended
        log(f"{subject} {done}", str(user), Stamp(user, Source.BROWSER), username=user.username)


@receiver((authenticator_added, authenticator_reset))
def added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    done = "켜기" if authenticator.type == Authenticator.Type.TOTP else "만들기"
    _log(done, request, user, authenticator)


@receiver(authenticator_removed)
def removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    done = "끄기" if authenticator.type == Authenticator.Type.TOTP else "지우기"
    _log(done, request, user, authenticator)
