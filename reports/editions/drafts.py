"""Files of a briefing in preparation that take too long to be made while somebody waits for the page: a task makes them
(tasks.py), and they are kept for a day."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from seoulwork.domain.briefings import BriefingName
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import TaskRefused, enqueue

from ..models import Briefing, DraftFile, Format
from .publishing import draft_of, render

KIND = "draft"
"""Key of settings.TASKS."""
SLOW = frozenset({Format.PDF})
"""Seconds; the others are there in less than one."""
KEPT = timedelta(days=1)


def last_task(briefing: Briefing, kind: str) -> Task | None:
    """The latest work on such a file of the briefing. `kind` is a Format."""
    return Task.objects.filter(kind=KIND, arguments=_arguments(briefing, kind)).first()


def begin(briefing: Briefing, kind: str, by: Any) -> Task:
    """Have the file made from the figures as they stand now; while it is being made, that is the work under way."""
    task = last_task(briefing, kind)
    if task is not None and not task.finished:
        return task
    return enqueue(KIND, _arguments(briefing, kind), by)


def _arguments(briefing: Briefing, kind: str) -> dict[str, str]:
    return {"briefing": str(briefing.name), "format": str(kind)}


def draft_task(task: Task) -> str:
    """The task of the kind `draft`: arguments {"briefing": "2018-07", "format": "pdf"}."""
    name, kind = BriefingName.parse(task.arguments["briefing"]), task.arguments["format"]
    _forget_old()
    briefing = _in_preparation(Briefing.objects.named(name))
    task.report(5, "수치를 읽고 있습니다.")
    made_at = timezone.now()
    document = draft_of(briefing, made_at)
    task.report(30, f"{Format(kind).label} 파일을 만들고 있습니다.")
    content = render(document, kind)
    with transaction.atomic():
        # Who publishes or discards the briefing meanwhile comes before or after, never in between.
        held = _in_preparation(Briefing.objects.named(name).select_for_update())
        DraftFile.objects.update_or_create(
            briefing=held, format=kind, defaults={"content": content, "made_at": made_at}
        )
    return "파일을 만들었습니다."


def _in_preparation(briefings: QuerySet[Briefing]) -> Briefing:
    """The first of them. Raises TaskRefused when there is none to draft any more."""
    briefing = briefings.first()
    if briefing is None:
        raise TaskRefused("그 업무보고가 없습니다.")
    if not briefing.in_preparation:
        raise TaskRefused("그사이 발행된 업무보고입니다. 발행된 파일을 내려받아 주세요.")
    return briefing


def _forget_old() -> None:
    before = timezone.now() - KEPT
    DraftFile.objects.filter(made_at__lt=before).delete()
    Task.objects.filter(kind=KIND, created_at__lt=before).delete()
