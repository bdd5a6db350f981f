"""What importing a workbook would do: the answers that are remembered, the preview, the workbook with its faults noted."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import imports_freely
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp
from seoulwork.workbook.importing.receive import sheets_of
from seoulwork.workbook.judging import examine
from seoulwork.workbook.models import Mapping as Answer
from seoulwork.workbook.models import Workbook
from seoulwork.workbook.outcome import BARRED, ERROR, WARNING, Finding, Preview
from seoulwork.workbook.reading.sheet import Sheet
from seoulwork.workbook.safety import run_child


def answers_for(workbook: Workbook) -> dict[str, str]:
    """What is remembered for the workbook's sender and division; nothing for one that names no sender. 1 query."""
    known = Answer.objects.filter(division=workbook.division, sender=workbook.sender)
    return dict(known.values_list("question", "answer"))


def remember(workbook: Workbook, answers: Mapping[str, str], by: User | None = None, *, sender: str = "") -> None:
    """Keep the answers to questions, for this sender's later workbooks too; an empty one is asked for again.

    A workbook that came without a sender needs `sender`: answers are some sender's. One transaction, one event.
    """
    with transaction.atomic():
        if sender:
            Workbook.objects.filter(pk=workbook.pk).update(sender=sender)
            workbook.sender = sender
        for question, answer in answers.items():
            if not answer:
                Answer.objects.filter(division=workbook.division, sender=workbook.sender, question=question).delete()
                continue
            Answer.objects.update_or_create(
                division=workbook.division,
                sender=workbook.sender,
                question=question,
                defaults={"answer": answer, "answered_at": timezone.now(), "answered_by": by},
            )
        if answers:
            log(
                Action.WORKBOOK_ANSWERED,
                workbook.name,
                Stamp(by, Source.WORKBOOK),
                target=Target(division=workbook.division),
                detail={"workbook": workbook.pk, "answers": dict(answers)},
            )


def preview(
    workbook: Workbook,
    sheets: list[Sheet] | None = None,
    answers: Mapping[str, str] | None = None,
    *,
    by: User | None = None,
) -> Preview:
    """What importing the workbook would do now when `by` did it (None: the command), with `answers` beside those that are
    remembered. Raises Refused."""
    return examine(
        division(workbook.division),
        sheets_of(workbook) if sheets is None else sheets,
        name=workbook.name,
        year=workbook.year,
        answers={**answers_for(workbook), **(answers or {})},
        freely=imports_freely(by),
    )


def commented(workbook_content: bytes, findings: Iterable[Finding]) -> bytes:
    """The workbook itself with a comment on each wrong cell. Raises Refused when it is too large for that."""
    comments = [[each.sheet, each.cell, f"{_LEVELS[each.level]}: {each.cause}"] for each in findings if each.cell]
    return run_child(workbook_content, comments)


_LEVELS = {ERROR: "오류", BARRED: "넣을 수 없음", WARNING: "확인"}
