"""The long work of the pages, outside the request: looking at a received workbook, and importing it.

Each is a task (operations/tasks.py) of a workbook by its key. A look keeps what it says as the workbook's Report; a
workbook that can't be judged cell by cell is thrown away.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import imports_freely
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.entry.steps import LONGEST_REASON
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import TaskRefused, Work, of_kinds, work
from seoulwork.workbook.clashes import compare_again
from seoulwork.workbook.contents import Content
from seoulwork.workbook.handling import Changed, commit, described, preview
from seoulwork.workbook.importing.receive import sheets_of
from seoulwork.workbook.lists.outcome import Judged
from seoulwork.workbook.models import Report, Workbook
from seoulwork.workbook.outcome import Preview
from seoulwork.workbook.safety import Refused, TooMuch


def last_task(workbook: int) -> Task | None:
    """The latest look at a workbook, or import of it."""
    return of_kinds(OF_A_WORKBOOK, workbook=workbook).first()


def look(workbook: Workbook, by: User | None) -> Task:
    """Have the workbook looked at (again)."""
    with transaction.atomic():
        return _under_way(workbook) or preview_task.ask(
            by, workbook=workbook.pk, name=workbook.name, division=workbook.division
        )


def confirm(
    workbook: Workbook, fingerprint: str, by: User | None, reason: str = "", *, leaving_out: bool = False
) -> Task:
    """Have the workbook imported as its preview with that fingerprint showed it."""
    with transaction.atomic():
        return _under_way(workbook) or import_task.ask(
            by,
            workbook=workbook.pk,
            name=workbook.name,
            division=workbook.division,
            fingerprint=fingerprint,
            reason=reason,
            leaving_out=leaving_out,
        )


def _under_way(workbook: Workbook) -> Task | None:
    """One task at a time: while one is under way for the workbook, it is that one. Whoever asks at the same moment waits here: a second
    import would else be done when the first has been undone. In a transaction."""
    list(Workbook.objects.select_for_update(no_key=True).filter(pk=workbook.pk).values_list("pk"))
    task = last_task(workbook.pk)
    return task if task is not None and not task.finished else None


@work("workbook_preview", "엑셀 미리보기")
def preview_task(task: Task, *, workbook: int, name: str, division: str) -> str:
    """Look at a workbook. The page of the task tells its name and division, even when it is thrown away by then."""
    received = _received(workbook)
    task.report(5, "파일을 읽고 있습니다.")
    try:
        sheets = sheets_of(received)
        task.report(40, "칸마다 저장된 값과 견주고 있습니다.")
        found = preview(received, sheets, by=task.by)
        del sheets  # what follows needs as much memory again
        task.report(80, "합계와 달성률을 계산하고 있습니다.")
        state, content = _state(found), described(found)
        del found  # and so does what is stored
        _store(received, state, content)
        compare_again(received)
    except TooMuch as error:
        # It was read when it was received: this time the machine had too much else to do.
        raise TaskRefused(str(error)) from error
    except Refused as error:
        discard(received, task.by, reason=str(error))
        raise TaskRefused(str(error)) from error
    return "미리보기를 만들었습니다."


@work("workbook_import", "엑셀 반입")
def import_task(
    task: Task, *, workbook: int, name: str, division: str, fingerprint: str, reason: str, leaving_out: bool = False
) -> str:
    """Import a workbook as its preview with that fingerprint showed it."""
    received = _received(workbook)
    task.report(5, "파일을 읽고 있습니다.")
    try:
        sheets = sheets_of(received)
        # The transaction that follows can't be watched from outside: until it ends, nothing of it is there.
        task.report(30, "모든 칸을 다시 검사하고 한꺼번에 저장하고 있습니다.")
        with transaction.atomic():
            batch = commit(received, fingerprint, by=task.by, reason=reason, leaving_out=leaving_out, sheets=sheets)
            task.finish(taken := f"값 {batch.figures:,}개를 반입했습니다.")
    except Changed as error:
        keep(received, error.preview)
        compare_again(received)
        raise TaskRefused(str(error)) from error
    except Refused as error:
        raise TaskRefused(str(error)) from error
    return taken


OF_A_WORKBOOK: list[Work[Any]] = [preview_task, import_task]


def _received(pk: int) -> Workbook:
    workbook = Workbook.objects.filter(pk=pk).first()
    if workbook is None:
        raise TaskRefused("받아 둔 파일이 지워졌습니다. 다시 올려 주세요.")
    return workbook


def keep(workbook: Workbook, found: Preview | Judged) -> Report:
    """Keep what a preview says, in place of what the one before it said."""
    return _store(workbook, _state(found), described(found))


def _state(found: Preview | Judged) -> Report.State:
    if found.questions:
        return Report.State.ASKS
    if found.errors:
        return Report.State.WRONG
    return Report.State.READY if found.writes else Report.State.NOTHING


def _store(workbook: Workbook, state: Report.State, content: Content) -> Report:
    kept, _ = Report.objects.update_or_create(
        workbook=workbook, defaults={"state": state, "content": content, "made_at": timezone.now()}
    )
    return kept


def may_discard(workbook: Workbook, by: User | None) -> bool:
    """Who imports freely throws any received workbook away, others what they sent in themselves."""
    return imports_freely(by) or (by is not None and workbook.received_by_id == by.pk)


@transaction.atomic
def discard(workbook: Workbook, by: User | None, *, reason: str = "") -> bool:
    """Throw a received workbook away, and record who did and why; False for one that was imported once: it is kept for ever."""
    deleted, _ = Workbook.objects.filter(pk=workbook.pk, batches__isnull=True).delete()
    if deleted:
        log(
            Action.WORKBOOK_DISCARDED,
            workbook.name,
            Stamp(by, Source.WORKBOOK, reason=reason[:LONGEST_REASON]),
            target=Target(division=workbook.division),
            detail={"sha256": workbook.sha256},
        )
    return bool(deleted)
