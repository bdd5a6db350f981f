"""Two editions or drafts held against each other: as a page, and as a document of its own for PDF and Excel."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seoulwork.accounts.models import Role
from seoulwork.accounts.rights import user_of

from ..comparison import Change, Comparison, compared
from ..desk.comparing import Words, marked_words
from ..document import Bullets, Cell, Column, Document, Line, Row, Section, Table
from ..editions.errata import without_errata
from ..editions.kept import document_of
from ..editions.publishing import document_of as present
from ..editions.publishing import render as rendered
from ..editions.reading import all_visible, file_response
from ..editions.sealing import OnlyFiles
from ..models import Briefing, Edition, Format

DRAFT = "draft"
FILES = (Format.PDF, Format.XLSX)
KINDS = {"changed": "고침", "added": "더함", "removed": "뺌"}


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
        """Without the list of what it corrected itself. Raises Altered."""
        return without_errata(document_of(self.edition)) if self.edition else present(self.briefing)


def sides(request: HttpRequest) -> list[Side]:
    """What the user may compare, the latest first. 3 queries."""
    found: list[Side] = []
    for each in all_visible(request):
        if each.in_preparation and user_of(request).role != Role.COUNCIL:
            found.append(Side(f"{each.name}/{DRAFT}", f"{each} 작성 중", each, None))
        found += [
            Side(f"{each.name}/{edition.number}", f"{each} {edition.called}", each, edition)
            for edition in sorted(each.editions.all(), key=lambda edition: -edition.number)
            if not hasattr(edition, "withdrawal")
        ]
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """One change with its words, those that differ marked."""

    change: Change
    kind: str
    before: Words
    after: Words


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """`?old=2018-07/1&new=2018-07/2`: what the second says otherwise; with `format` as a file. Without them the two that are newest."""
    known = sides(request)
    if not known:
        return render(request, "reports/changes.html", {"sides": known})
    by_value = {each.value: each for each in known}
    new = by_value.get(request.GET.get("new", known[0].value))
    old = by_value.get(request.GET.get("old", known[min(1, len(known) - 1)].value))
    if new is None or old is None:
        raise Http404
    context = {"sides": known, "old": old, "new": new, "formats": [(each.value, each.label) for each in FILES]}
    try:
        found = compared(old.document, new.document)
        if kind := request.GET.get("format", ""):
            return _file(old, new, found, kind)
    except OnlyFiles as error:
        return render(request, "reports/changes.html", {**context, "told": str(error)})
    shown = [Shown(each, KINDS[each.kind], *marked_words(each.old, each.new)) for each in found.changes]
    return render(request, "reports/changes.html", {**context, "found": found, "shown": shown})


def _file(old: Side, new: Side, found: Comparison, kind: str) -> HttpResponse:
    if kind not in FILES:
        raise Http404
    name = f"바뀐곳_{old.value}_{new.value}.{kind}".replace("/", "-")
    return file_response(rendered(told(old, new, found), kind), kind, name)


def told(old: Side, new: Side, found: Comparison) -> Document:
    """The comparison as a document of its own."""
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
    after = new.document
    day = max((each.edition.published_at.date() for each in (old, new) if each.edition), default=None)
    section = Section("changes", "part", "", "바뀐 곳", (bullets, *table))
    return Document("바뀐 곳", after.session, after.committee, after.bureau, after.month, day, (section,))


def _cells(change: Change) -> tuple[str, ...]:
    differences = ", ".join(moved.difference for moved in change.moved if moved.difference)
    why = " / ".join(dict.fromkeys(text for moved in change.moved for text in moved.why))
    place = f"{change.title} / {change.place}"
    return (place, KINDS[change.kind], change.old or "-", change.new or "-", differences or "-", why or "-")
