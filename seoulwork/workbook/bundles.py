"""Several files at once: each is read, judged and taken by itself, in a task; the bundle is the list of what became of them."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.figures.labels import division_word
from seoulwork.operations.models import Superseded, Task
from seoulwork.operations.tasks import BROKEN, TaskRefused, of_kinds, work
from seoulwork.pages.troubles import trouble_of
from seoulwork.workbook.background import discard, keep
from seoulwork.workbook.clashes import DIFFERS, compare, standing
from seoulwork.workbook.handling import Changed, commit, preview
from seoulwork.workbook.importing.receive import AlreadyImported, addressee, receive, sheets_of, tidy_name
from seoulwork.workbook.models import Batch, Bundle, BundleFile, Workbook
from seoulwork.workbook.reading.sheet import read_sheets
from seoulwork.workbook.safety import Refused, TooMuch
from seoulwork.workbook.unpacking import is_packed, unpack

logger = logging.getLogger(__name__)

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
    return of_kinds([read_task, take_task], bundle=bundle.pk).first()


def read(bundle: Bundle, by: User | None) -> Task:
    """Have the files read that were not read yet."""
    return _under_way(bundle) or read_task.ask(by, bundle=bundle.pk)


def take(bundle: Bundle, seen: Mapping[str, str], by: User | None, reason: str = "") -> Task:
    """Have files imported as they were seen: `seen` are the fingerprints of their previews, by the key of the file."""
    if task := _under_way(bundle):
        return task
    with transaction.atomic():
        bundle.files.filter(pk__in=list(seen)).update(outcome="")
        return take_task.ask(by, bundle=bundle.pk, seen=dict(seen), reason=reason)


def _under_way(bundle: Bundle) -> Task | None:
    """One task at a time: while one is under way for the bundle, it is that one."""
    task = last_task(bundle)
    return task if task is not None and not task.finished else None


@work("workbook_bundle_read", "여러 파일 읽기")
def read_task(task: Task, *, bundle: int) -> str:
    """Read the files of a bundle."""
    found = _bundle(bundle)
    for packed in found.files.filter(content__isnull=False):
        if is_packed(packed.name):
            _unpack(packed)
    waiting = list(found.files.filter(content__isnull=False))
    for number, file in enumerate(waiting):
        task.report(
            100 * number // len(waiting),
            f"{len(waiting)}개 가운데 {number + 1}번째 파일을 읽고 있습니다: {file.name}"[:500],
        )
        refusal = _read(file, found, task.by)
        file.content = None
        file.refusal = refusal[:LONGEST_SENTENCE]
        file.save(update_fields=["content", "refusal", "workbook"])
    compare(found)
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
            return f"서식이 아니어서 어느 {division_word()}의 파일인지 알 수 없습니다. {division_word('을/를')} 골라 따로 올려 주세요."
        if by is not None and not may(by, "import_add", "POST", to.key):
            return f"{to.name}의 서식입니다. 자기 {division_word()}의 파일만 올릴 수 있습니다."
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
    except Exception as error:
        if trouble_of(error):
            raise
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


@work("workbook_bundle_take", "여러 파일 반입")
def take_task(task: Task, *, bundle: int, seen: dict[str, str], reason: str) -> str:
    """Import files of a bundle by the fingerprints of their previews. Each file is a transaction of its own, with a result of its
    own; one that has a result was done before the work was begun again."""
    found = _bundle(bundle)
    files = [each for each in found.files.filter(workbook__isnull=False) if str(each.pk) in seen]
    _, differing = standing(found)
    for number, file in enumerate(files):
        task.report(
            100 * number // len(files),
            f"{len(files)}개 가운데 {number + 1}번째 파일을 반입하고 있습니다: {file.name}"[:500],
        )
        if file.outcome:
            continue
        file.outcome = DIFFERS if file.pk in differing else _take(file, seen[str(file.pk)], task, reason)
        file.save(update_fields=["outcome"])
    compare(found)
    taken = (
        Batch.objects.filter(workbook__bundle_files__in=files, by=task.by, at__gte=task.created_at).distinct().count()
    )
    left = (
        f" {len(files) - taken:,}개는 반입하지 않았습니다. 파일마다 까닭을 확인해 주세요." if taken < len(files) else ""
    )
    return f"파일 {taken:,}개를 반입했습니다.{left}"


def _take(file: BundleFile, fingerprint: str, task: Task, reason: str) -> str:
    """Import one file as it was seen; what became of it, in a sentence."""
    workbook = Workbook.objects.get(bundle_files=file)
    try:
        sheets = sheets_of(workbook)
        with transaction.atomic():
            batch = commit(workbook, fingerprint, by=task.by, reason=reason, sheets=sheets)
            file.outcome = f"값 {batch.figures:,}개를 반입했습니다."
            file.save(update_fields=["outcome"])
            task.hold()
    except Superseded:
        raise
    except Changed as error:
        keep(workbook, error.preview)
        return str(error)
    except Refused as error:
        return str(error)[:LONGEST_SENTENCE]
    except Exception as error:
        if trouble_of(error):
            raise
        logger.exception("File %s of bundle %s could not be imported.", file.pk, file.bundle_id)
        return BROKEN
    return file.outcome


def _bundle(pk: int) -> Bundle:
    bundle = Bundle.objects.filter(pk=pk).first()
    if bundle is None:
        raise TaskRefused("받아 둔 파일이 지워졌습니다. 다시 올려 주세요.")
    return bundle
