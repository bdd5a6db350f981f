"""Beginning a briefing, changing its cover, and discarding one that was begun by mistake."""

from itertools import count

from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.catalogue import services
from seoulwork.domain.briefings import FIRST
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import divisions

from ..desk.carrying import carry
from ..models import Briefing, Edition
from .outlines import begin_with, outline_of
from .publishing import AlreadyPublished

COVER = (
    "month",
    "number",
    "kind",
    "reference_month",
    "plan_year",
    "session",
    "committee",
    "title",
    "vision",
    "shortfalls",
)


def prepared_months() -> list[Month]:
    """The months of the briefings in preparation. 1 query."""
    months = Briefing.objects.in_preparation().values_list("month", flat=True)
    return list(dict.fromkeys(months))


def texts_of(briefing: Briefing) -> int:
    """How many pieces of text the divisions have for a briefing. 1 query a division."""
    return sum(each.models.Passage.objects.of_briefing(briefing.name).count() for each in divisions())


@transaction.atomic
def begin(briefing: Briefing, source: Briefing | None, *, by: User) -> int:
    """Store a new briefing: with the texts, milestones, tables and pictures of an earlier one and its order of parts and programmes, or with
    the outline of its kind; how many texts came along.

    Left out are the texts of programmes that do not run in the new briefing's year.
    Raises IntegrityError when another one of the month was begun meanwhile.
    """
    briefing.number = _free_number(briefing.month)
    briefing.source = source
    if source:
        briefing.arranged = source.arranged
        services.add(briefing, key=(), names=COVER, by=by, reason=f"{source}에서 이어 씀")
        return carry(source, briefing)
    outline = outline_of(briefing.kind)
    briefing.arranged = outline.arranged
    services.add(briefing, key=(), names=COVER, by=by, reason=f"{outline}에서 시작")
    begin_with(outline, briefing)
    return 0


def _free_number(month: Month) -> int:
    """The lowest that no briefing of the month has."""
    taken = set(Briefing.objects.filter(month=month).values_list("number", flat=True))
    return next(number for number in count(FIRST) if number not in taken)


@transaction.atomic
def discard(briefing: Briefing, *, seen: str, by: User, reason: str) -> int:
    """Remove a briefing in preparation with its texts; how many those were. Raises AlreadyPublished, and Conflict when its cover
    is not the version `seen` any more."""
    _unpublished(briefing)
    if Edition.objects.filter(briefing=briefing).exists():
        raise AlreadyPublished
    count = texts_of(briefing)
    for each in divisions():
        each.models.Manuscript.objects.of_briefing(briefing.name).delete()
        each.models.Passage.objects.of_briefing(briefing.name).delete()
    services.remove(briefing, seen=seen, by=by, reason=f"{reason} (글 {count}개)")
    return count


@transaction.atomic
def change_cover(briefing: Briefing, *, seen: str, by: User, reason: str) -> bool:
    """Bring the stored cover to the values of `briefing`; whether that changed anything. Raises AlreadyPublished and Conflict."""
    _unpublished(briefing)
    return services.change(briefing, key=(), names=COVER, seen=seen, by=by, reason=reason)


def _unpublished(briefing: Briefing) -> None:
    """Hold the briefing, so that it can't be published meanwhile."""
    list(Briefing.objects.select_for_update().filter(pk=briefing.pk))
    if not Briefing.objects.in_preparation().filter(pk=briefing.pk).exists():
        raise AlreadyPublished
