"""Evidence files beside a figure."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.domain.cells import Cell
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month
from seoulwork.entry.events import about, subject
from seoulwork.entry.files import LARGEST, TYPES, kind_of, name_of, whole
from seoulwork.entry.months import Refused, hold_open
from seoulwork.entry.steps import reason_of, stamp
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Evidence

logger = logging.getLogger(__name__)

MOST = 10
"""Files beside one figure."""


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
        evidence.file.save(digest, ContentFile(content), save=False)
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
            evidence.file.delete(save=False)
            log(
                Action.EVIDENCE_REMOVED,
                subject(division, evidence.month),
                mark,
                target=about(division, evidence.month, evidence.cell.place, programme_id),
                detail={"cell": str(evidence.cell), "file": evidence.name, "sha256": evidence.sha256},
            )
