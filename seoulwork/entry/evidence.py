"""Evidence files beside a figure: what may be put there, by what is in the file and not by what it is called."""

import hashlib
import logging
import lzma
import struct
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.domain.cells import Cell
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month
from seoulwork.entry import looking
from seoulwork.entry.events import about, subject
from seoulwork.entry.months import Refused, hold_open
from seoulwork.entry.steps import reason_of, stamp, text_of
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Evidence
from seoulwork.operations import confined

logger = logging.getLogger(__name__)

LARGEST = 10 * 1024 * 1024
MOST = 10
"""Files beside one figure."""
TYPES = {
    "PDF": ("application/pdf", ".pdf"),
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "엑셀": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "워드": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "한글(HWPX)": ("application/hwp+zip", ".hwpx"),
    "한글(HWP)": ("application/x-hwp", ".hwp"),
}
DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
"""What zipfile raises for an archive that is damaged or not like its directory."""
TOO_MUCH = "너무 크거나 복잡해서 확인할 수 없는 파일입니다. 필요한 부분만 남겨 다시 저장한 뒤 올려 주세요."
_HWP = "HWP Document File".encode("ascii")


def kind_of(file: IO[bytes]) -> str | None:
    """The kind of file by its content: a key of TYPES, or None for anything else."""
    file.seek(0)
    start = file.read(8)
    if start.startswith(b"%PDF-"):
        return "PDF"
    if start == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if start.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if start.startswith(b"PK\x03\x04"):
        return _kind_of_zip(file)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        # A compound file is also what old Excel and its macros come in: only one with Hangul's own signature is taken.
        file.seek(0)
        return "한글(HWP)" if _HWP in file.read() else None
    return None


def _kind_of_zip(file: IO[bytes]) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return "한글(HWPX)" if archive.read("mimetype").strip() == b"application/hwp+zip" else None
    except DAMAGED:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return "엑셀" if "xl/workbook.xml" in names else "워드" if "word/document.xml" in names else None


def whole(kind: str, content: bytes) -> str:
    """What is wrong with a file of that kind, as the end of a Korean sentence; empty when it can be opened as a whole.

    A hostile file may want all memory or all time: it is looked at in a process that has limits.
    """
    try:
        confined.run("seoulwork.entry.looking", content=content, request=kind, seconds=2 * looking.SECONDS)
    except confined.Refusal as refusal:
        return str(refusal)
    except confined.LimitMet:
        return TOO_MUCH
    except confined.Failure as failure:
        logger.warning("A file could not be looked at: %s", str(failure).strip()[-300:])
        return TOO_MUCH
    return ""


def name_of(given: str) -> str:
    """A file's name as it is kept: without folders, and with each syllable as one letter, which macOS takes apart.
    Raises Refused for one that can't be stored."""
    name = text_of(PurePosixPath(given.replace("\\", "/")).name, "파일 이름")
    return unicodedata.normalize("NFC", name)[-200:]


def add(
    division: Division, month: Month, cell: Cell, file: UploadedFile, *, programme_id: int | None, by: User
) -> Evidence:
    """Keep a file as evidence of a figure of the programme. The same file put there again is the one that is there.
    Raises Refused."""
    name = name_of(file.name or "")
    called = f"'{name}'{particle(name, '은/는')}"
    if not file.size:
        raise Refused(f"{called} 빈 파일입니다. 다른 파일을 골라 주세요.")
    if file.size > LARGEST:
        raise Refused(f"{called} {LARGEST // 1024 // 1024}MB보다 큽니다. 나누거나 줄여서 올려 주세요.")
    kind = kind_of(file)
    if kind is None:
        raise Refused(f"{called} 받지 않는 파일입니다. 받는 파일: {', '.join(TYPES)}.")
    content_type, suffix = TYPES[kind]
    file.seek(0)
    content = file.read()
    if problem := whole(kind, content):
        raise Refused(f"{called} {problem}")
    digest = hashlib.sha256(content).hexdigest()
    place = {"month": month, **Evidence.beside(cell)}
    with transaction.atomic():
        # The month is held, so that two uploads at once are counted one after the other.
        hold_open(division, month, programme_id, by)
        there = list(division.models.Evidence.objects.filter(**place, removed_at__isnull=True))
        same = next((each for each in there if each.sha256 == digest), None)
        if same is not None:
            return same
        if len(there) >= MOST:
            raise Refused(f"한 값에 근거 자료는 {MOST}개까지입니다. 쓰지 않는 자료를 뺀 뒤 올려 주세요.")
        mark = stamp(by)
        evidence = division.models.Evidence(
            **place,
            name=name if name.lower().endswith((suffix, ".jpeg")) else name[:190] + suffix,
            content_type=content_type,
            size=len(content),
            sha256=digest,
            added_by=by,
            added_at=mark.at,
        )
        try:
            evidence.file.save(digest, ContentFile(content), save=False)
        except OSError as error:
            logger.exception("A file of evidence could not be kept.")
            raise Refused(f"{called} 서버에 보관하지 못했습니다. 관리자에게 알려 주세요.") from error
        evidence.save()
        log(
            Action.EVIDENCE_ADDED,
            subject(division, month),
            mark,
            target=about(division, month, cell.place, programme_id),
            detail={"cell": str(cell), "file": name, "sha256": digest},
        )
    return evidence


def remove(evidence: Evidence, *, division: Division, programme_id: int | None, by: User, reason: str) -> None:
    """Take a file off the figure of the programme. The file itself is gone, which is what people ask for who have put
    up a list of names; its name, size and SHA-256 stay for the record, with who took it off and why. Raises Refused."""
    if not (said := reason_of(reason)):
        raise Refused("자료를 빼는 사유를 적어 주세요.")
    mark = stamp(by, said)
    with transaction.atomic():
        hold_open(division, evidence.month, programme_id, by)
        changed = division.models.Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=True).update(
            removed_at=mark.at, removed_by=by, reason=mark.reason
        )
        if changed:
            transaction.on_commit(lambda: _erase(evidence))
            log(
                Action.EVIDENCE_REMOVED,
                subject(division, evidence.month),
                mark,
                target=about(division, evidence.month, evidence.cell.place, programme_id),
                detail={"cell": str(evidence.cell), "file": evidence.name, "sha256": evidence.sha256},
            )


def _erase(evidence: Evidence) -> None:
    """Remove the file from the disk: no other row has the same one."""
    try:
        evidence.file.delete(save=False)
    except OSError:
        logger.exception("The file of evidence %s, which was taken off, is still there.", evidence.pk)
