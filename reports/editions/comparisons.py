"""Two editions or drafts held against each other: which a reader may choose, and the comparison as a document of its own for PDF and Excel.

Its PDF takes longer than somebody waits for a page as soon as there is more in it than FEW: a task makes it, and it is kept for a day by
what the two documents are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from seoulwork.accounts.models import Role
from seoulwork.accounts.rights import user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import TaskRefused, work

from ..comparison import Change, Comparison, compared
from ..document import Bullets, Cell, Column, Document, Line, Row, Section, Table
from ..frozen import freeze
from ..models import Briefing, ComparisonFile, Edition, Format
from .errata import without_errata
from .kept import document_of
from .publishing import document_of as present
from .publishing import render
from .reading import all_visible
from .sealing import OnlyFiles, sha256

DRAFT = "draft"
KINDS = {"changed": "고침", "added": "더함", "removed": "뺌"}
FEW = 10
"""Changes whose PDF is there in half a second (docs/maintainers/measurements.md); the Excel file always is"""
KEPT = timedelta(days=1)
MADE = "파일을 만들었습니다."


@dataclass(frozen=True, slots=True)
class Side:
    """One of two that are compared: an edition, or the draft."""

    value: str
    """In the address: `2018-07/1`, `2018-07/draft`"""
    label: str
    briefing: Briefing
    edition: Edition | None

    @property
    def document(self) -> Document:
        """Without the list of what it corrected itself. Raises OnlyFiles, Altered."""
        return without_errata(document_of(self.edition)) if self.edition else present(self.briefing)


def sides(request: HttpRequest) -> list[Side]:
    """What the user may compare, the latest first. 3 queries."""
    return list(_sides(all_visible(request), drafts=user_of(request).role != Role.COUNCIL))


def _sides(briefings: QuerySet[Briefing], *, drafts: bool) -> Iterator[Side]:
    for each in briefings:
        if each.in_preparation and drafts:
            yield Side(f"{each.name}/{DRAFT}", f"{each} 작성 중", each, None)
        for edition in sorted(each.editions.all(), key=lambda edition: -edition.number):
            if not hasattr(edition, "withdrawal"):
                yield Side(f"{each.name}/{edition.number}", f"{each} {edition.called}", each, edition)


@dataclass(frozen=True, slots=True)
class Pair:
    """The two, read: `key` says what was held against what."""

    old: Side
    new: Side
    documents: tuple[Document, Document]
    found: Comparison

    @classmethod
    def of(cls, old: Side, new: Side) -> "Pair":
        """Raises OnlyFiles, Altered."""
        documents = old.document, new.document
        return cls(old, new, documents, compared(*documents))

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(
            side.edition.document_sha256 if side.edition else sha256(freeze(document))
            for side, document in zip((self.old, self.new), self.documents, strict=True)
        )

    def is_slow(self, kind: str) -> bool:
        """Whether a file of that kind is not made while somebody waits for it."""
        return kind == Format.PDF and len(self.found.changes) > FEW

    @property
    def name(self) -> str:
        """Of its files, without the kind."""
        return f"바뀐곳_{self.old.value}_{self.new.value}".replace("/", "-")


def file_of(pair: Pair) -> QuerySet[ComparisonFile]:
    """The PDF of it that a task has made, if there is one."""
    old, new = pair.key
    return ComparisonFile.objects.filter(old_sha256=old, new_sha256=new)


def last_task(old: str, new: str) -> Task | None:
    return changes_task.of(old=old, new=new).first()


def begin(pair: Pair, by: Any) -> Task:
    """Have its PDF made; while it is being made, that is the work under way."""
    task = last_task(pair.old.value, pair.new.value)
    if task is not None and not task.finished:
        return task
    return changes_task.ask(by, old=pair.old.value, new=pair.new.value)


@work("changes", "바뀐 곳의 PDF")
def changes_task(task: Task, *, old: str, new: str) -> str:
    """Make the PDF of what `new` ("2018-07/2", "2018-07/draft") says otherwise than `old`."""
    forget_old()
    try:
        pair = Pair.of(_side(old), _side(new))
    except OnlyFiles as error:
        raise TaskRefused(str(error)) from error
    made_at = timezone.now()
    task.report(30, f"바뀐 곳 {len(pair.found.changes)}곳을 PDF로 만들고 있습니다.")
    content, (one, other) = render(told(pair), Format.PDF), pair.key
    with transaction.atomic():
        kept = {"content": content, "made_at": made_at}
        ComparisonFile.objects.update_or_create(old_sha256=one, new_sha256=other, defaults=kept)
        task.finish(MADE)
    return MADE


def _side(value: str) -> Side:
    """Raises TaskRefused where it is there no more, or was withdrawn."""
    named = Briefing.objects.named(BriefingName.parse(value.partition("/")[0])).with_editions()
    found = next((each for each in _sides(named, drafts=True) if each.value == value), None)
    if found is None:
        raise TaskRefused("그사이 발행되었거나 회수한 판이라 견줄 수 없습니다. 견줄 것을 다시 골라 주세요.")
    return found


def forget_old() -> None:
    """Files that were kept long enough, and the work on them."""
    before = timezone.now() - KEPT
    ComparisonFile.objects.filter(made_at__lt=before).delete()
    changes_task.forget(before)


# ------------------------------------------------------------------------------------------------ as a document


def told(pair: Pair) -> Document:
    """The comparison as a document of its own."""
    old, new, found = pair.old, pair.new, pair.found
    moved = len(list(found.moved))
    lines = [f"앞: {old.label}", f"뒤: {new.label}", f"바뀐 곳: {len(found.changes)}곳, 그 가운데 수치 {moved}개"]
    lines += [f"더한 사업·부분: {', '.join(found.added)}"] if found.added else []
    lines += [f"뺀 사업·부분: {', '.join(found.removed)}"] if found.removed else []
    head = Row(tuple(Cell(text, head=True) for text in ("자리", "구분", "앞", "뒤", "차이", "까닭")))
    widths = (2, 0.7, 2, 2, 1, 2)
    columns = tuple(Column("left", width) for width in widths)
    body = tuple(Row(tuple(map(Cell, _cells(each)))) for each in found.changes)
    table = (Table("changes", "바뀐 곳", columns, (head,), body),) if body else ()
    bullets = Bullets(tuple(Line("○", 0, (text,)) for text in lines))
    after = pair.documents[1]
    day = max((each.edition.published_at.date() for each in (old, new) if each.edition), default=None)
    section = Section("changes", "part", "", "바뀐 곳", (bullets, *table))
    return Document("바뀐 곳", after.session, after.committee, after.bureau, after.month, day, (section,))


def _cells(change: Change) -> tuple[str, ...]:
    differences = ", ".join(moved.difference for moved in change.moved if moved.difference)
    why = " / ".join(dict.fromkeys(text for moved in change.moved for text in moved.why))
    place = f"{change.title} / {change.place}"
    return (place, KINDS[change.kind], change.old or "-", change.new or "-", differences or "-", why or "-")
