"""A workbook that is taken in and kept as it is, and whether it was imported before."""

import hashlib
import unicodedata

from django.db import transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import keeps_lists
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import PeriodError
from seoulwork.figures.divisions import Division, division, division_names
from seoulwork.workbook import template
from seoulwork.workbook.lists.reading import is_list, read_mark
from seoulwork.workbook.models import ACTUALS, KINDS, Batch, Workbook
from seoulwork.workbook.reading.sheet import Sheet, read_sheets
from seoulwork.workbook.safety import Refused

BY_COMMAND = "관리 명령"
"""Who did what nobody did in person."""
LIST_SENDER = "목록 서식"
"""Under which answers about the workbooks of lists are remembered: it does not matter who filled them in."""


class AlreadyImported(Refused):
    """The same file was imported before."""

    def __init__(self, batch: Batch) -> None:
        at = timezone.localtime(batch.at)
        who = batch.by.name if batch.by else BY_COMMAND
        super().__init__(
            f"같은 파일을 {at:%Y-%m-%d %H:%M}에 {who}{particle(who, '이/가')} 이미 반입했습니다(값 {batch.figures:,}개). 아무것도 바꾸지 않았습니다."
        )
        self.batch = batch


def receive(
    content: bytes,
    *,
    name: str,
    to: Division,
    year: int | None = None,
    sender: str = "",
    by: User | None = None,
    sheets: list[Sheet] | None = None,
) -> tuple[Workbook, list[Sheet]]:
    """Take in a file: read it in the child process, then keep it as it is. The same bytes again give the same Workbook. What it is
    of it says itself; that of a list is taken from who may change lists.

    Raises Refused (then nothing is kept), AlreadyImported when a batch of it stands.
    """
    sheets = read_sheets(content) if sheets is None else sheets
    kind = kind_of(sheets)
    if not keeps_lists(by):
        refuse_lists(sheets)
    if kind != ACTUALS:
        sender = LIST_SENDER
    with transaction.atomic():
        check_not_imported(content, to)
        workbook, created = Workbook.objects.get_or_create(
            division=to.key,
            sha256=_digest(content),
            defaults={
                "kind": kind,
                "name": tidy_name(name),
                "sender": sender.strip(),
                "year": year,
                "content": content,
                "size": len(content),
                "received_by": by,
            },
        )
        if not created:
            Workbook.objects.filter(pk=workbook.pk).update(sender=sender.strip(), year=year)
            workbook.sender, workbook.year = sender.strip(), year
    return workbook, sheets


def addressee(sheets: list[Sheet], key: str = "") -> Division | None:
    """The division of that key; without one, that of the template. None for a file that is no template. Raises Refused."""
    try:
        mark = read_mark(sheets) if is_list(sheets) else template.read_mark(sheets)
    except PeriodError as error:
        raise Refused(str(error)) from error
    key = key or (mark.division if mark else "")
    return division(key) if key in division_names() else None


def kind_of(sheets: list[Sheet]) -> str:
    """Of what a workbook is, a key of KINDS. Raises Refused for a template that is damaged."""
    return read_mark(sheets).book.key if is_list(sheets) else ACTUALS


def refuse_lists(sheets: list[Sheet]) -> None:
    """Raises Refused for a workbook in which a list is kept, where only actuals are taken."""
    if (kind := kind_of(sheets)) != ACTUALS:
        name = KINDS[kind]
        raise Refused(
            f"{name}{particle(name, '을/를')} 고치는 서식입니다. 이 서식은 관리자가 '엑셀로 고치기' 화면에서 올립니다."
        )


def check_not_imported(content: bytes, to: Division) -> None:
    """Raises AlreadyImported when a batch of the same bytes stands in the division."""
    standing = Batch.objects.filter(
        workbook__division=to.key, workbook__sha256=_digest(content), undone_at__isnull=True
    )
    if batch := standing.select_related("by").first():
        raise AlreadyImported(batch)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def tidy_name(name: str) -> str:
    """A file's name without its folders and without what can't be printed, each syllable one letter (macOS takes them apart)."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    return "".join(letter for letter in last if letter.isprintable()).strip()[-200:] or "이름 없는 파일.xlsx"


def standing_batch(workbook: Workbook) -> Batch | None:
    """The batch of the workbook that was not undone."""
    return Batch.objects.filter(workbook=workbook, undone_at__isnull=True).select_related("by").first()


def sheets_of(workbook: Workbook) -> list[Sheet]:
    """Read a kept workbook again, in the child process. Raises Refused."""
    return read_sheets(workbook.received)
