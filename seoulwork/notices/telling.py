"""Telling users what happened: a line at the bell, and a mail, each only to who wants it, and never twice.

    notices.tell(users, Kind.ANSWER, "노동상담 질의에 답했습니다", "/briefings/2018-07/questions/3/")

Whoever calls names the users who may see what the address leads to; who is not active is left out.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from allauth.core import context
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_tasks import task as queued

from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.figures.recording import Stamp

from .models import Choice, Kind, Notice, once

LONGEST = 300
SUBJECT = "[주요업무보고]"
AGAIN_AFTER = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""How long a mail waits that the server did not take: longer each time, then it is given up."""

logger = logging.getLogger(__name__)


def tell(
    users: Iterable[Any],
    kind: Kind,
    text: str,
    address: str,
    *,
    more: str = "",
    about: str = "",
    site: str = "",
    at: datetime | None = None,
) -> list[Notice]:
    """Tell each of the users, once this transaction is kept; a worker sends the mails. What is new, each with its user. `address` is a path of this site, `more` is said in the mail
    only.

    `about` names what happened, so that it is told once however often this is called; without it each call is another thing.
    `at` is from when on it is told: the bell knows it by itself, mails are sent then. `site` is where the site is (`https://…/`), for a mail that no request sends. At most 3 queries, and one for each mail."""
    found_at = site or current_site()
    told = keep(users, kind, text, address, more=more, about=about, at=at)
    for each in told:
        if each.by_mail:
            # In the transaction of what is told: the mail is kept, or not, with it.
            deliver_then.using(run_after=at).enqueue(each.about, each.user_id, found_at)
    return told


@queued
def deliver_then(about: str, user: int, site: str, failed: int = 0) -> None:
    """The mail of a notice, unless that was taken back. That it goes out is kept before the server is asked: a worker that dies before leaves it to
    the next, one that dies while the server is asked does not have it sent twice. A server that does not take it is asked again later."""
    notice = Notice.objects.filter(about=about, user=user, user__is_active=True).select_related("user").first()
    if notice is None or not Notice.objects.filter(pk=notice.pk, by_mail=True).update(by_mail=False):
        return
    if _send(notice, site.rstrip("/")):
        return
    if failed == len(AGAIN_AFTER):
        logger.error("The mail server did not take the mail of notice %s; it is given up.", notice.pk)
        if notice.kind == Kind.REMINDER:
            log(Action.NOT_REACHED, notice.text, Stamp(None, ""), detail={"not_reached": [notice.user.username]})
        return
    logger.warning("The mail server did not take the mail of notice %s; it is asked again.", notice.pk)
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(by_mail=True)
        then = timezone.now() + AGAIN_AFTER[failed]
        deliver_then.using(run_after=then).enqueue(about, user, site, failed + 1)


def current_site() -> str:
    """Where whose request is being answered found the site; empty in commands and tasks."""
    return str(context.request.build_absolute_uri("/")) if context.request else ""


def keep(
    users: Iterable[Any],
    kind: Kind,
    text: str,
    address: str,
    *,
    more: str = "",
    about: str = "",
    at: datetime | None = None,
) -> list[Notice]:
    """The notices that are new, kept; nothing is mailed. At most 3 queries."""
    to = {each.pk: each for each in users if each.is_active}
    if not to:
        return []
    key = about or once()
    ways = {each.user_id: (each.in_site, each.by_mail) for each in Choice.objects.filter(user__in=to, kind=kind)}
    known = set(Notice.objects.filter(user__in=to, about=key).values_list("user_id", flat=True)) if about else set()
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    new = []
    for pk, user in to.items():
        in_site, by_mail = ways.get(pk, (True, True))
        mailed = by_mail and settings.MAIL_IS_SET_UP and bool(user.email)
        if pk not in known and (in_site or by_mail):
            new.append(
                Notice(
                    user=user,
                    kind=kind,
                    text=short,
                    more=more,
                    address=address,
                    about=key,
                    at=at or timezone.now(),
                    in_site=in_site,
                    by_mail=mailed,
                )
            )
    # Of two that tell the same at once the second tells nobody.
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return new


def unsay(about: str) -> None:
    """What happened is so no more: whoever has not read of it yet, or was to be told at an hour, is not told."""
    Notice.objects.filter(about=about, read_at__isnull=True).delete()


def _send(notice: Notice, site: str) -> bool:
    said = "\n\n".join(filter(None, (notice.text, notice.more)))
    text = f"{notice.user} 님께\n\n{said}\n\n{site}{notice.address}\n"
    subject = " ".join(f"{SUBJECT} {notice.text}".split())
    try:
        return bool(EmailMessage(subject, text, to=[notice.user.email]).send())
    except OSError:  # smtplib's errors among them
        return False


def notices_of(user: Any) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user, in_site=True, at__lte=timezone.now())


def unread_columns(now: Any) -> dict[str, Any]:
    """For whoever reads a user: how many notices wait at the bell at that time, without a query of its own."""
    waiting = Notice.objects.filter(user=OuterRef("pk"), read_at__isnull=True, in_site=True, at__lte=now)
    counted = waiting.order_by().values("user").annotate(number=Count("pk")).values("number")
    return {"unread_notices": Coalesce(Subquery(counted), 0)}
