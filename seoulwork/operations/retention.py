"""How long logs are kept that nothing else stands on: sign-ins, sessions, tasks that are done, notices. Settings say for how long
(settings.KEEP); events and access records are closed off instead (audit/closing.py)."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.figures.recording import Stamp
from seoulwork.notices.models import Notice
from seoulwork.operations.models import Task

YEAR = timedelta(days=365.25)


def over(kind: str, now: datetime) -> datetime:
    """What is older than this has been kept for as long as settings.KEEP says."""
    years: int = settings.KEEP[kind]
    return now - years * YEAR


@transaction.atomic
def remove_old(now: datetime) -> dict[str, int]:
    """Remove what was kept for long enough; how many rows of what. The record of activity tells of it."""
    signed_in = over("sign_ins", now)
    ended = Session.objects.filter(expire_date__lt=now)
    UserSession.objects.exclude(
        session_key__in=Session.objects.filter(expire_date__gte=now).values("session_key")
    ).delete()
    old = {
        "로그인 기록": AccessLog.objects.filter(attempt_time__lt=signed_in),
        "로그인 실패": AccessFailureLog.objects.filter(attempt_time__lt=signed_in),
        "틀린 횟수": AccessAttempt.objects.filter(attempt_time__lt=signed_in),
        "끝난 접속": ended,
        "끝난 작업": Task.objects.filter(
            created_at__lt=over("tasks", now), state__in=(Task.State.DONE, Task.State.FAILED)
        ),
        "알림": Notice.objects.filter(at__lt=over("notices", now)),
    }
    removed = {name: found.delete()[0] for name, found in old.items()}
    told = {name: count for name, count in removed.items() if count and name != "끝난 접속"}
    if told:
        log(Action.LOGS_REMOVED, ", ".join(told), Stamp(None, ""), count=sum(told.values()), detail=told)
    return {name: count for name, count in removed.items() if count}
