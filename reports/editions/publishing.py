"""Rendering a briefing, and publishing it: once, and once more with each correction."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.models import Role, User
from seoulwork.audit import chain
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.domain.briefings import BriefingName
from seoulwork.figures.recording import Stamp
from seoulwork.notices.models import Kind
from seoulwork.notices.telling import tell
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import TaskRefused, work

from ..assemble import assemble, contributions, document_from
from ..checks import Finding
from ..document import Document
from ..frozen import freeze
from ..models import Briefing, DraftFile, Edition, Format, PublishedFile
from ..parts.courses import courses, milestones
from ..render.html import render_html
from .errata import Unchanged, corrected
from .gate import Readiness, readiness
from .identities import with_homes
from .printing import keep as keep_lines
from .sealing import Altered, seal, sha256

DONE = "발행했습니다."


class AlreadyPublished(Exception):
    """The briefing is not in preparation."""


class Unresolved(Exception):
    """Something keeps the briefing from being published. `str()` is the Korean sentence with the first of it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = findings[0]
        others = f" 이 밖에 {len(findings) - 1}건이 더 있습니다." if findings[1:] else ""
        super().__init__(
            f"고칠 것이 있어 발행하지 않았습니다({first.place}). {first.sentence}{others} "
            "수치 점검에서 모두 보고 고친 뒤 다시 발행해 주세요."
        )


class NotReady(Exception):
    """A reason has to be signed. `str()` is the Korean sentence."""

    def __init__(self, ready: Readiness) -> None:
        super().__init__(
            f"발행하지 않았습니다: {ready.needs_reason}. 고치거나 받아들인 뒤 발행하거나, 그대로 발행하는 사유를 적어 주세요."
        )


def render(document: Document, kind: str) -> bytes:
    """One rendering of a document. `kind` is a Format."""
    if kind == Format.HTML:
        return render_html(document).encode()
    # Imported here: their libraries take more than a second, which a web process that only serves need not spend.
    if kind == Format.PDF:
        from ..render.pdf import render_pdf

        return render_pdf(document)
    if kind == Format.HWPX:
        from ..render.hwpx import render_hwpx

        return render_hwpx(document)
    from ..render.xlsx import render_xlsx

    return render_xlsx(document)


def document_of(briefing: Briefing) -> Document:
    """The document of a briefing as its figures stand now."""
    return assemble(briefing)


def draft_of(briefing: Briefing, drafted_at: datetime | None = None) -> Document:
    """The same with the moment that a draft shows on its pages: now, or as given."""
    return replace(document_of(briefing), drafted_at=drafted_at or timezone.now())


def readiness_of(briefing: Briefing) -> Readiness:
    """How a briefing stands before its publication."""
    rows = contributions(briefing, contents=False)
    return readiness(briefing, document_from(briefing, rows), rows)


def publish(
    briefing: Briefing,
    by: User | None,
    task: Task | None = None,
    *,
    reason: str = "",
    readable_from: datetime | None = None,
    site: str = "",
) -> Edition:
    """Render the files and store them with the document and their SHA-256, once and for all, with the signed sheet of what the
    checker found: the first edition, or the one that a correction under way ends with, its 정오표 in front. Council members read it
    from `readable_from` on (None: at once).

    Raises AlreadyPublished when the briefing is not in preparation; Unresolved when a text has a figure or table that nothing stands
    for, or a letter that cannot be printed; NotReady when an error is unanswered or a division's month not approved, and no `reason`
    is signed; Unchanged when a correction changes nothing; Altered when the edition before is not what was published.

    Figures are read in one go before rendering; the write is one transaction, with the event that says who published.
    """
    if not briefing.in_preparation:
        raise AlreadyPublished
    chain.append()
    correction = briefing.correction
    rows = contributions(briefing)
    document = replace(
        document_from(briefing, rows),
        published_on=timezone.localdate(),
        courses=courses(rows),
        milestones=milestones(rows),
    )
    ready = readiness(briefing, document, rows)
    if ready.unresolved:
        raise Unresolved(ready.unresolved)
    if ready.needs_reason and not reason:
        raise NotReady(ready)
    if correction:
        document = corrected(document, correction)
    document = with_homes(document, briefing)
    sheet, kept = ready.sheet(reason), freeze(document)
    files: dict[str, bytes] = {}
    for step, kind in enumerate(Format.values):
        if task:
            task.report(step * 24 + 5, f"{Format(kind).label} 파일을 만들고 있습니다.")
        files[kind] = render(document, kind)
    with transaction.atomic():
        locked = _held(briefing)
        if not locked.in_preparation or locked.correction != correction:
            raise AlreadyPublished
        edition = Edition(
            briefing=locked,
            number=len(locked.editions.all()) + 1,
            correction=correction.reason if correction else "",
            published_by=by,
            published_as=by.signature if by and by.post else "",
            reason=reason,
            sheet=sheet,
            sheet_sha256=sha256(sheet),
            document=kept,
            document_sha256=sha256(kept),
            readable_from=readable_from,
        )
        edition.record_end = chain.end()
        stored = [PublishedFile.of(edition, kind, content) for kind, content in files.items()]
        edition.sealed = seal(edition, stored, Edition.objects.order_by("pk").last())
        edition.save(force_insert=True)
        PublishedFile.objects.bulk_create(stored)
        keep_lines(edition, document)
        if correction:
            correction.edition = edition
            correction.save(update_fields=["edition"])
        DraftFile.objects.filter(briefing=locked).delete()
        log(
            Action.BRIEFING_PUBLISHED,
            str(edition),
            Stamp(by, "", reason=edition.correction or reason),
            target=Target(month=briefing.month),
            briefing=briefing,
            detail={file.format: file.sha256 for file in stored}
            | {"sheet": edition.sheet_sha256, "document": edition.document_sha256, "edition": str(edition.number)},
        )
        _tell(edition, by, site)
        if task:
            task.finish(DONE)
    return edition


def _tell(edition: Edition, by: User | None, site: str) -> None:
    """All who may read it, at its hour; who published knows it."""
    everybody = [each for each in User.objects.filter(is_active=True) if each != by]
    kind, said = (Kind.CORRECTED, "정정했습니다") if edition.correction else (Kind.PUBLISHED, "발행했습니다")
    address = reverse("briefing", args=[edition.briefing.name])
    more = f"정정 사유: {edition.correction}" if edition.correction else ""
    about = told_as(edition)
    staff = [each for each in everybody if each.role != Role.COUNCIL]
    council = [each for each in everybody if each.role == Role.COUNCIL]
    tell(staff, kind, f"{edition}: {said}.", address, more=more, about=about, site=site)
    tell(council, kind, f"{edition}: {said}.", address, more=more, about=about, site=site, at=edition.readable_from)


def told_as(edition: Edition) -> str:
    """How its notices call the publication."""
    return f"edition-{edition.pk}"


def _held(briefing: Briefing) -> Briefing:
    """The briefing as it is stored, and nobody else publishes meanwhile: each edition is sealed with the one before it, of whichever
    briefing."""
    return next(each for each in Briefing.objects.select_for_update().order_by("pk") if each.pk == briefing.pk)


@work("publish", "발행")
def publish_task(task: Task, *, briefing: str, reason: str = "", readable_from: str = "", site: str = "") -> str:
    """Publish a briefing ("2018-07"), to be read from an hour on (ISO; empty: at once). `site` is what mails name."""
    found = Briefing.objects.named(BriefingName.parse(briefing)).first()
    if found is None:
        raise TaskRefused("그 업무보고가 없습니다.")
    try:
        at = datetime.fromisoformat(readable_from) if readable_from else None
        publish(found, task.by, task, reason=reason, readable_from=at, site=site)
    except AlreadyPublished as error:
        raise TaskRefused("이미 발행된 업무보고입니다. 목록에서 열어 보세요.") from error
    except (Unresolved, NotReady, Unchanged, Altered) as error:
        raise TaskRefused(str(error)) from error
    return DONE


@transaction.atomic
def publish_once(briefing: Briefing, by: User | None, **arguments: str) -> None:
    """Have it published, unless that is under way. Of two who ask at the same moment the second waits, and asks for nothing."""
    list(Briefing.objects.select_for_update(no_key=True).filter(pk=briefing.pk).values_list("pk"))
    last = publish_task.of(briefing=str(briefing.name)).first()
    if last is None or last.finished:
        publish_task.ask(by, briefing=str(briefing.name), **arguments)
