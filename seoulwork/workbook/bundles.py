"""Several files at once: each is read, judged and taken by itself, in a task; the bundle is the list of what became of them."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import BROKEN, TaskRefused, enqueue
from seoulwork.workbook.background import discard, keep
from seoulwork.workbook.clashes import DIFFERS, compare, standing
from seoulwork.workbook.handling import Changed, commit, preview
from seoulwork.workbook.importing.receive import AlreadyImported, addressee, receive, sheets_of, tidy_name
from seoulwork.workbook.models import Batch, Bundle, BundleFile, Workbook
from seoulwork.workbook.reading.sheet import read_sheets
from seoulwork.workbook.safety import Refused, TooMuch
from seoulwork.workbook.unpacking import is_packed, unpack

logger = logging.getLogger(__name__)

READ, TAKE = "workbook_bundle_read", "workbook_bundle_take"
"""Keys of settings.TASKS."""
LONGEST_SENTENCE = 500


def send_in(
    files: Iterable[UploadedFile], *, division: str, year: int | None = None, sender: str = "", by: User | None = None
) -> Bundle:
    """Keep several files until they are read, and have them read. `division` is empty where each is a template of its own."""
    with transaction.atomic():
        bundle = Bundle.objects.create(division=division, sender=sender.strip(), year=year, received_by=by)
        for position, file in enumerate(files, 1):
            _add(bundle, position, tidy_name(file.name or ""), file.read())
        read(bundle, by)
    return bundle


def _add(bundle: Bundle, position: int, name: str, content: bytes, refusal: str = "") -> None:
    BundleFile.objects.create(
        bundle=bundle,
        position=position,
        name=name[-400:],
        size=len(content),
        content=None if refusal else content,
        refusal=refusal,
    )


def last_task(bundle: Bundle) -> Task | None:
    return Task.objects.filter(kind__in=[READ, TAKE], arguments__bundle=bundle.pk).select_related("by").first()


def read(bundle: Bundle, by: User | None) -> Task:
    """Have the files read that were not read yet."""
    return _enqueue(READ, bundle, by)


def take(bundle: Bundle, seen: Mapping[str, str], by: User | None, reason: str = "") -> Task:
    """Have files imported as they were seen: `seen` are the fingerprints of their previews, by the key of the file."""
    return _enqueue(TAKE, bundle, by, seen=dict(seen), reason=reason)


def _enqueue(kind: str, bundle: Bundle, by: User | None, **arguments: Any) -> Task:
    """One task at a time: while one is under way for the bundle, it is that one."""
    task = last_task(bundle)
    if task is not None and not task.finished:
        return task
    return enqueue(kind, {"bundle": bundle.pk, "division": bundle.division, **arguments}, by)


def read_task(task: Task) -> str:
    """The task of the kind `workbook_bundle_read`."""
    bundle = _bundle(task)
    for packed in bundle.files.filter(content__isnull=False):
        if is_packed(packed.name):
            _unpack(packed)
    waiting = list(bundle.files.filter(content__isnull=False))
    for number, file in enumerate(waiting):
        task.report(
            100 * number // len(waiting),
            f"{len(waiting)}개 가운데 {number + 1}번째 파일을 읽고 있습니다: {file.name}"[:500],
        )
        refusal = _read(file, bundle, task.by)
        file.content = None
        file.refusal = refusal[:LONGEST_SENTENCE]
        file.save(update_fields=["content", "refusal", "workbook"])
    compare(bundle)
    return f"파일 {len(waiting):,}개를 읽었습니다."


@transaction.atomic
def _unpack(packed: BundleFile) -> None:
    """Put the files of an archive in its place; one that can't be opened stays, with its sentence."""
    try:
        for each in unpack(bytes(packed.content or b"")):
            _add(packed.bundle, packed.position, f"{packed.name} › {tidy_name(each.name)}", each.content, each.refusal)
    except Refused as error:
        packed.bundle.files.filter(position=packed.position).exclude(pk=packed.pk).delete()
        packed.content, packed.refusal = None, str(error)[:LONGEST_SENTENCE]
        packed.save(update_fields=["content", "refusal"])
    else:
        packed.delete()


def _read(file: BundleFile, bundle: Bundle, by: User | None) -> str:
    """Read one file, and keep what a look at it says; why it is refused, if it is."""
    content = bytes(file.content or b"")
    try:
        sheets = read_sheets(content)
        to = addressee(sheets, bundle.division)
        if to is None:
            return "서식이 아니어서 어느 담당관의 파일인지 알 수 없습니다. 담당관을 골라 따로 올려 주세요."
        if by is not None and not may(by, "import_add", "POST", to.key):
            return f"{to.name}의 서식입니다. 자기 담당관의 파일만 올릴 수 있습니다."
        own_name = file.name.rpartition(" › ")[2]
        workbook, _ = receive(
            content, name=own_name, to=to, year=bundle.year, sender=bundle.sender, by=by, sheets=sheets
        )
        if twin := bundle.files.filter(workbook=workbook).exclude(pk=file.pk).first():
            return f"같은 내용의 파일이 함께 있습니다: {twin.name}"
        file.workbook = workbook
        return _look(file, workbook, sheets, by)
    except AlreadyImported as error:
        file.workbook_id = error.batch.workbook_id
        return str(error)
    except Refused as error:
        return str(error)
    except Exception:
        logger.exception("File %s of bundle %s could not be read.", file.pk, bundle.pk)
        return BROKEN


def _look(file: BundleFile, workbook: Workbook, sheets: list[Any], by: User | None) -> str:
    """Keep what a look at the workbook says; a workbook that can't be judged cell by cell is thrown away."""
    try:
        keep(workbook, preview(workbook, sheets, by=by))
    except TooMuch as error:
        return str(error)
    except Refused as error:
        if discard(workbook, by, reason=str(error)):
            file.workbook = None
        return str(error)
    return ""


def take_task(task: Task) -> str:
    """The task of the kind `workbook_bundle_take`. Each file is a transaction of its own, with a result of its own."""
    bundle = _bundle(task)
    seen: dict[str, str] = task.arguments["seen"]
    files = [each for each in bundle.files.filter(workbook__isnull=False) if str(each.pk) in seen]
    _, differing = standing(bundle)
    taken = 0
    for number, file in enumerate(files):
        task.report(
            100 * number // len(files),
            f"{len(files)}개 가운데 {number + 1}번째 파일을 반입하고 있습니다: {file.name}"[:500],
        )
        batch = None
        if file.pk in differing:
            file.outcome = DIFFERS
        else:
            batch, file.outcome = _take(file, seen[str(file.pk)], task)
        taken += batch is not None
        file.save(update_fields=["outcome"])
    compare(bundle)
    left = (
        f" {len(files) - taken:,}개는 반입하지 않았습니다. 파일마다 까닭을 확인해 주세요." if taken < len(files) else ""
    )
    return f"파일 {taken:,}개를 반입했습니다.{left}"


def _take(file: BundleFile, fingerprint: str, task: Task) -> tuple[Batch | None, str]:
    """Import one file as it was seen; what became of it, in a sentence."""
    workbook = Workbook.objects.get(bundle_files=file)
    try:
        sheets = sheets_of(workbook)
        batch = commit(workbook, fingerprint, by=task.by, reason=task.arguments["reason"], sheets=sheets)
    except Changed as error:
        keep(workbook, error.preview)
        return None, str(error)
    except Refused as error:
        return None, str(error)[:LONGEST_SENTENCE]
    except Exception:
        logger.exception("File %s of bundle %s could not be imported.", file.pk, file.bundle_id)
        return None, BROKEN
    return batch, f"값 {batch.figures:,}개를 반입했습니다."


def _bundle(task: Task) -> Bundle:
    bundle = Bundle.objects.filter(pk=task.arguments["bundle"]).first()
    if bundle is None:
        raise TaskRefused("받아 둔 파일이 지워졌습니다. 다시 올려 주세요.")
    return bundle
