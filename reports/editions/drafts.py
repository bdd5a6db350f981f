"""Files of a briefing in preparation that take too long to be made while somebody waits for the page: a task makes them
(tasks.py), and they are kept for a day."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from seoulwork.domain.briefings import BriefingName
from seoulwork.figures.divisions import divisions
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import TaskRefused, work

from ..models import Briefing, DraftFile, Format
from .publishing import draft_of, render

SLOW = frozenset({Format.PDF})
"""Seconds, whatever the briefing; the others are there in less than one while there are few programmes."""
FEW = 40
"""Programmes up to which each of the others takes half a second at most (docs/maintainers/measurements.md)"""
KEPT = timedelta(days=1)
MADE = "파일을 만들었습니다."


def is_slow(kind: str) -> bool:
    """Whether a file of that kind is not made while somebody waits for it."""
    return kind in SLOW or (
        kind in Format.values and sum(each.models.Programme.objects.count() for each in divisions()) > FEW
    )


def last_task(briefing: Briefing, kind: str) -> Task | None:
    """The latest work on such a file of the briefing. `kind` is a Format."""
    return draft_task.of(briefing=str(briefing.name), format=str(kind)).first()


def begin(briefing: Briefing, kind: str, by: Any) -> Task:
    """Have the file made from the figures as they stand now; while it is being made, that is the work under way."""
    task = last_task(briefing, kind)
    if task is not None and not task.finished:
        return task
    return draft_task.ask(by, briefing=str(briefing.name), format=str(kind))


@work("draft", "초안 파일")
def draft_task(task: Task, *, briefing: str, format: str) -> str:  # noqa: A002  the page's word
    """Make the file of a briefing ("2018-07") in a format ("pdf")."""
    name, kind = BriefingName.parse(briefing), format
    forget_old()
    found = _in_preparation(Briefing.objects.named(name))
    task.report(5, "수치를 읽고 있습니다.")
    made_at = timezone.now()
    document = draft_of(found, made_at)
    task.report(30, f"{Format(kind).label} 파일을 만들고 있습니다.")
    content = render(document, kind)
    with transaction.atomic():
        # Who publishes or discards the briefing meanwhile comes before or after, never in between.
        held = _in_preparation(Briefing.objects.named(name).select_for_update())
        DraftFile.objects.update_or_create(
            briefing=held, format=kind, defaults={"content": content, "made_at": made_at}
        )
        task.finish(MADE)
    return MADE


def _in_preparation(briefings: QuerySet[Briefing]) -> Briefing:
    """The first of them. Raises TaskRefused when there is none to draft any more."""
    briefing = briefings.first()
    if briefing is None:
        raise TaskRefused("그 업무보고가 없습니다.")
    if not briefing.in_preparation:
        raise TaskRefused("그사이 발행된 업무보고입니다. 발행된 파일을 내려받아 주세요.")
    return briefing


def forget_old() -> None:
    """Files that were kept long enough, and the work on them."""
    before = timezone.now() - KEPT
    DraftFile.objects.filter(made_at__lt=before).delete()
    draft_task.forget(before)
