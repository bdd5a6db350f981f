"""Sessions as rows of the database. However much one is used, it ends SESSION_LONGEST seconds after the log-in."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

BEGAN = "began_at"


def begin(session: Any) -> None:
    """Somebody has just logged in."""
    session[BEGAN] = int(timezone.now().timestamp())


def ends_in(session: Any) -> int:
    """Seconds until it ends, however much it is used."""
    now = int(timezone.now().timestamp())
    return int(settings.SESSION_LONGEST - (now - session.get(BEGAN, now)))


class SessionStore(db.SessionStore):
    def get_session_cookie_age(self) -> int:
        return min(settings.SESSION_COOKIE_AGE, ends_in(self))
