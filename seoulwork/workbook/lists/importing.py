"""Preview and import of a list's workbook: one judgement, taken back or kept."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp
from seoulwork.workbook.importing.preview import answers_for
from seoulwork.workbook.importing.receive import AlreadyImported, sheets_of, standing_batch
from seoulwork.workbook.lists.judging import examine
from seoulwork.workbook.lists.outcome import Judged
from seoulwork.workbook.models import Batch, Workbook
from seoulwork.workbook.reading.sheet import Sheet
from seoulwork.workbook.safety import Refused


class Changed(Refused):
    """What is stored is not what was seen in the preview; it has to be looked at again. `preview` is the new one."""

    def __init__(self, preview: Judged) -> None:
        super().__init__("미리보기를 본 뒤에 저장된 것이 바뀌었습니다. 새 미리보기를 확인한 뒤 다시 반입해 주세요.")
        self.preview = preview


def preview(workbook: Workbook, sheets: list[Sheet] | None = None, answers: Mapping[str, str] | None = None) -> Judged:
    """What importing the workbook would do now; nothing is kept of it. Raises Refused."""
    content = sheets_of(workbook) if sheets is None else sheets
    known = {**answers_for(workbook), **(answers or {})}
    with transaction.atomic():
        found = examine(division(workbook.division), content, name=workbook.name, answers=known)
        transaction.set_rollback(True)
    return found


def commit(
    workbook: Workbook, fingerprint: str, *, by: User | None = None, reason: str, sheets: list[Sheet] | None = None
) -> Batch:
    """Write what the preview with that fingerprint showed: all of it, or nothing.

    Raises Changed when that is not what would be written now, AlreadyImported, and Refused for what is not importable.
    """
    if not reason.strip():
        raise Refused("사유를 적어 주세요. 누가 왜 바꾸었는지 기록에 남습니다.")
    to = division(workbook.division)
    content = sheets_of(workbook) if sheets is None else sheets
    known = answers_for(workbook)
    try:
        with transaction.atomic():
            if standing := standing_batch(workbook):
                raise AlreadyImported(standing)
            # What it wrote is known in the end; a batch has to be there first, for its rows to name it.
            batch = Batch.objects.create(workbook=workbook, by=by, reason=reason.strip(), at=timezone.now(), figures=1)
            found = examine(to, content, name=workbook.name, answers=known, by=by, reason=batch.reason, batch=batch)
            if found.fingerprint != fingerprint or found.errors or found.questions:
                raise Changed(found)
            if found.nothing:
                raise Refused(found.nothing)
            batch.figures = found.writes
            batch.save(update_fields=["figures"])
            log(
                Action.WORKBOOK_IMPORTED,
                f"{to.name} {found.label}",
                Stamp(by, Source.WORKBOOK, reason=batch.reason, at=batch.at),
                target=Target(division=to.key),
                batch=batch,
                count=batch.figures,
                detail={"workbook": workbook.name, "sha256": workbook.sha256},
            )
    except IntegrityError as error:
        if standing := standing_batch(workbook):
            raise AlreadyImported(standing) from error
        raise
    return batch
