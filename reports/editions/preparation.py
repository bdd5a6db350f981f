"""Beginning a briefing, changing its cover, and discarding one that was begun by mistake."""

from itertools import count

from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.catalogue import services
from seoulwork.domain.briefings import FIRST
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import Division, divisions

from ..desk import pictures, tables
from ..models import Briefing, Edition
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
    """Store a new briefing with the texts and milestones of an earlier one, if one is given; how many texts that were.

    Its order of parts and programmes comes along. Left out are the texts of programmes that ended before the new briefing's year.
    Raises IntegrityError when another one of the month was begun meanwhile.
    """
    briefing.number = _free_number(briefing.month)
    briefing.arranged = source.arranged if source else None
    briefing.source = source
    services.add(briefing, key=(), names=COVER, by=by, reason=f"{source}에서 이어 씀" if source else "")
    return sum(_take_over(each, source, briefing) for each in divisions()) if source else 0


def _free_number(month: Month) -> int:
    """The lowest that no briefing of the month has."""
    taken = set(Briefing.objects.filter(month=month).values_list("number", flat=True))
    return next(number for number in count(FIRST) if number not in taken)


def _take_over(division: Division, source: Briefing, briefing: Briefing) -> int:
    """Copy one division's texts with the tables and pictures that were made for them. 9 queries, and 4 for each part that has some."""
    models = division.models
    kept = [
        passage
        for passage in models.Passage.objects.of_briefing(source.name).select_related("programme")
        if passage.programme is None or (passage.programme.last_year or briefing.plan_year) >= briefing.plan_year
    ]
    milestones = list(models.Milestone.objects.filter(passage__in=kept))
    by_source = {passage.pk: passage for passage in kept}
    for passage in kept:
        passage.pk, passage.briefing = None, briefing
    models.Passage.objects.bulk_create(kept)
    for milestone in milestones:
        milestone.pk, milestone.passage = None, by_source[milestone.passage_id]
    models.Milestone.objects.bulk_create(milestones)
    parts = frozenset(each.programme_id for each in kept)
    tables.carry(division, source, briefing, parts)
    pictures.carry(division, source, briefing, parts)
    return len(kept)


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
