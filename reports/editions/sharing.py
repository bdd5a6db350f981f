"""Who reads an edition beside those who may read all that is out: council members before its hour (미리보기), and somebody without an
account by an address of his own (읽기 주소), which ends, can be revoked, and whose every use is recorded."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.figures.recording import Conflict, Stamp
from seoulwork.notices.models import Kind
from seoulwork.notices.telling import tell, unsay

from ..models import Advance, Edition, ReadingLink
from ..printed import EDITION_UNREAD

_SIGNER = Signer(salt="reports.reading-link")


def may_get(edition: Edition) -> list[User]:
    """The council members to whom an advance copy can be given yet. 1 query."""
    given = Advance.objects.filter(edition=edition, taken_at__isnull=True).values("user")
    return list(User.objects.filter(role=Role.COUNCIL, is_active=True).exclude(pk__in=given))


@transaction.atomic
def give(edition: Edition, user: User, *, by: User) -> Advance:
    """An advance copy. Raises Conflict where the user has one, or can't get one."""
    if user.role != Role.COUNCIL or not user.is_active:
        raise Conflict
    try:
        with transaction.atomic():
            found = Advance.objects.create(edition=edition, user=user, by=by)
    except IntegrityError as error:
        raise Conflict from error
    _log(Action.ADVANCE_GIVEN, edition, user.name, by)
    address = reverse("edition", args=[edition.briefing.name, edition.number])
    tell([user], Kind.PUBLISHED, f"{edition} 미리보기를 받았습니다.", address, about=_told_as(found))
    return found


@transaction.atomic
def take(edition: Edition, advance: int, *, by: User) -> None:
    """Take an advance copy back. Raises Conflict where there is none."""
    found = Advance.objects.select_for_update().filter(edition=edition, pk=advance, taken_at__isnull=True).first()
    if found is None:
        raise Conflict
    found.taken_at = timezone.now()
    found.save(update_fields=["taken_at"])
    unsay(_told_as(found))
    _log(Action.ADVANCE_TAKEN, edition, found.user.name, by)


def _told_as(advance: Advance) -> str:
    return f"advance-{advance.pk}"


@transaction.atomic
def make(edition: Edition, given_to: str, until: datetime, *, by: User) -> ReadingLink:
    found = ReadingLink.objects.create(edition=edition, given_to=given_to, expires_at=until, by=by)
    _log(Action.LINK_GIVEN, edition, given_to, by, link=found)
    return found


@transaction.atomic
def revoke(edition: Edition, link: int, *, by: User) -> None:
    """Raises Conflict where there is none in force."""
    found = ReadingLink.objects.in_force().select_for_update().filter(edition=edition, pk=link).first()
    if found is None:
        raise Conflict
    found.revoked_at = timezone.now()
    found.save(update_fields=["revoked_at"])
    _log(Action.LINK_REVOKED, edition, found.given_to, by, link=found)


def token_of(link: ReadingLink) -> str:
    """What the address of a link carries: its key, signed with the server's secret."""
    return _SIGNER.sign(str(link.pk))


def link_of(token: str) -> ReadingLink | None:
    """The link of a token that was signed here, whether or not it is in force, with whether its edition `is_corrected`; None for any other.
    1 query."""
    try:
        key = _SIGNER.unsign(token)
    except BadSignature:
        return None
    known = ReadingLink.objects.select_related("edition__briefing", "edition__withdrawal").defer(*EDITION_UNREAD)
    return known.annotate(is_corrected=Edition.objects.out().replacing()).filter(pk=key).first()


def is_open(link: ReadingLink) -> bool:
    over = link.revoked_at is not None or link.expires_at <= timezone.now()
    return not over and not hasattr(link.edition, "withdrawal")


def use(link: ReadingLink, what: str) -> None:
    """Record that somebody read by the link, and `what`: the page, or a file."""
    _log(Action.LINK_USED, link.edition, f"{link.given_to} · {what}", None, link=link)


def _log(action: Action, edition: Edition, who: str, by: User | None, *, link: ReadingLink | None = None) -> None:
    detail = {"edition": str(edition.number)} | ({"link": str(link.pk)} if link else {})
    about = Target(month=edition.briefing.month)
    log(action, f"{edition} · {who}", Stamp(by, ""), target=about, briefing=edition.briefing, detail=detail)
