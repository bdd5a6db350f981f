"""정정: a published briefing is prepared once more, and published as a further edition; and the withdrawal of an edition."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.figures.recording import Conflict, Stamp
from seoulwork.notices.models import Kind
from seoulwork.notices.telling import tell, unsay

from ..models import Advance, Briefing, Correction, Edition, Withdrawal
from .publishing import told_as


@transaction.atomic
def begin(briefing: Briefing, *, by: User | None, reason: str) -> Correction:
    """Open a published briefing again. Its last edition stays what readers see until the correction is published.

    Raises Conflict when it is in preparation already."""
    if Briefing.objects.in_preparation().filter(pk=briefing.pk).exists():
        raise Conflict
    try:
        with transaction.atomic():
            found = Correction.objects.create(briefing=briefing, reason=reason, by=by)
    except IntegrityError as error:
        raise Conflict from error
    _log(Action.CORRECTION_BEGUN, briefing, by, reason)
    return found


@transaction.atomic
def give_up(briefing: Briefing, *, by: User | None) -> None:
    """End a correction without an edition. What was written meanwhile stays written. Raises Conflict when there is none under way."""
    found = Correction.objects.under_way().select_for_update().filter(briefing=briefing).first()
    if found is None:
        raise Conflict
    found.given_up_at = timezone.now()
    found.save(update_fields=["given_up_at"])
    _log(Action.CORRECTION_GIVEN_UP, briefing, by, found.reason)


@transaction.atomic
def explain(briefing: Briefing, reasons: dict[str, str]) -> None:
    """Keep the reasons of single lines of the 정오표, by their digests; an empty one gives way to the usual one again. Raises Conflict
    when no correction is under way."""
    found = Correction.objects.under_way().select_for_update().filter(briefing=briefing).first()
    if found is None:
        raise Conflict
    found.reasons = {digest: text for digest, text in (found.reasons | reasons).items() if text}
    found.save(update_fields=["reasons"])


@transaction.atomic
def withdraw(edition: Edition, *, by: User | None, reason: str) -> Withdrawal:
    """Nobody reads the edition any more, and all who might have are told. Raises Conflict when it was withdrawn already."""
    try:
        with transaction.atomic():
            found = Withdrawal.objects.create(edition=edition, by=by, reason=reason)
    except IntegrityError as error:
        raise Conflict from error
    _log(Action.EDITION_WITHDRAWN, edition.briefing, by, reason, edition)
    unsay(told_as(edition))
    everybody = User.objects.filter(is_active=True)
    given = set(Advance.objects.filter(edition=edition, taken_at__isnull=True).values_list("user_id", flat=True))
    might_read = [each for each in everybody if edition.is_out or each.role != Role.COUNCIL or each.pk in given]
    knew = [each for each in might_read if each != by]
    address = reverse("briefing_editions", args=[edition.briefing.name])
    tell(knew, Kind.CORRECTED, f"{edition.briefing} {edition.called}: 회수했습니다.", address, more=f"사유: {reason}")
    return found


def _log(action: Action, briefing: Briefing, by: User | None, reason: str, edition: Edition | None = None) -> None:
    subject = f"{briefing} {edition.called}" if edition else str(briefing)
    detail = {"edition": str(edition.number), "sealed": edition.sealed} if edition else {}
    log(
        action,
        subject,
        Stamp(by, "", reason=reason),
        target=Target(month=briefing.month),
        briefing=briefing,
        detail=detail,
    )
