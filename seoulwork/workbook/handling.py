"""What is done with a received workbook, whatever it is of: actuals, or one of the lists that an administrator keeps."""

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import keeps_lists
from seoulwork.workbook.contents import Content
from seoulwork.workbook.importing import commit as importing
from seoulwork.workbook.importing import preview as previewing
from seoulwork.workbook.importing import undo as undoing
from seoulwork.workbook.lists import importing as lists
from seoulwork.workbook.lists import undoing as list_undoing
from seoulwork.workbook.lists.outcome import Judged
from seoulwork.workbook.models import ACTUALS, KINDS, Batch, Workbook
from seoulwork.workbook.outcome import Preview
from seoulwork.workbook.reading.sheet import Sheet
from seoulwork.workbook.report import report

Changed = (importing.Changed, lists.Changed)
"""What is raised when what is stored is not what was seen; each has the new `preview`."""


def kinds_for(user: User) -> tuple[str, ...]:
    """Of which workbooks a user may know."""
    return tuple(KINDS) if keeps_lists(user) else (ACTUALS,)


def may_handle(user: User, workbook: Workbook) -> bool:
    return workbook.kind in kinds_for(user)


def preview(workbook: Workbook, sheets: list[Sheet], *, by: User | None) -> Preview | Judged:
    """What importing it would do when `by` did it. Raises Refused."""
    if workbook.kind == ACTUALS:
        return previewing.preview(workbook, sheets, by=by)
    return lists.preview(workbook, sheets)


def described(found: Preview | Judged) -> Content:
    """Everything that a preview says, as plain values."""
    return found.report() if isinstance(found, Judged) else report(found)


def commit(
    workbook: Workbook,
    fingerprint: str,
    *,
    by: User | None,
    reason: str,
    leaving_out: bool = False,
    sheets: list[Sheet],
) -> Batch:
    """Write what the preview with that fingerprint showed. Raises one of Changed, and Refused."""
    if workbook.kind == ACTUALS:
        return importing.commit(workbook, fingerprint, by=by, reason=reason, leaving_out=leaving_out, sheets=sheets)
    return lists.commit(workbook, fingerprint, by=by, reason=reason, sheets=sheets)


def undo(batch: Batch, *, by: User | None, reason: str) -> Batch:
    """Take a batch back as a whole. Raises NotUndone."""
    take_back = undoing.undo if batch.workbook.kind == ACTUALS else list_undoing.undo
    return take_back(batch, by=by, reason=reason)
