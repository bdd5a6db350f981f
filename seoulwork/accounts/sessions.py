"""Where somebody is logged in. django-allauth keeps the rows; here is how they are named, kept fresh and ended."""

from collections.abc import Iterable
from hashlib import sha256

from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from axes.models import AccessLog
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from seoulwork.audit.actions import Action
from seoulwork.audit.address import client_address
from seoulwork.audit.events import log
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp

SYSTEMS = {
    "iPhone": "아이폰",
    "iPad": "아이패드",
    "Android": "안드로이드",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
BROWSERS = {
    "Edg": "Edge",
    "Whale": "웨일",
    "SamsungBrowser": "삼성 인터넷",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
"""What a browser's name for itself has in it, the telling part first: all but Firefox also call themselves Safari."""


def device(user_agent: str) -> str:
    """`Windows · Edge`; what nobody knows is named as it names itself."""
    known = (next((name for part, name in names.items() if part in user_agent), "") for names in (SYSTEMS, BROWSERS))
    return " · ".join(filter(None, known)) or user_agent[:60] or "알 수 없는 기기"


def seen(request: HttpRequest) -> None:
    """The session is in use, from where the request comes."""
    values = {"last_seen_at": timezone.now(), "ip": client_address(request)}
    if not UserSession.objects.filter(session_key=request.session.session_key).update(**values):
        UserSession.objects.create_from_request(request)


class SessionsAdapter(DefaultUserSessionsAdapter):
    @transaction.atomic
    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End each with an event, and with the time of the log-out where log-ins are listed."""
        for session in sessions:
            stamp = Stamp(session.user, Source.BROWSER)
            log(
                Action.SESSION_ENDED,
                str(session.user),
                stamp,
                detail={
                    "username": session.user.username,
                    "device": device(session.user_agent),
                    "ip_address": session.ip,
                },
            )
            open_log_ins = AccessLog.objects.filter(
                session_hash=sha256(session.session_key.encode()).hexdigest(), logout_time__isnull=True
            )
            open_log_ins.update(logout_time=timezone.now())
            session.end()
