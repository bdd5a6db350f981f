"""정오표: what a correction changes of the edition before it, found by comparing the two documents and printed in front of the new one.

Each line says on which page, at which place, what is right, what was wrong, and why; only the reasons are written by hand."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pikepdf

from ..comparison import Change, compared
from ..document import Bullets, Cell, Column, Document, Line, Row, Section, Table, section_anchor
from ..models import Briefing, Correction, Edition, Format, PublishedFile
from .kept import content_of, document_of
from .sealing import sha256

KEY = "errata"
WITHDRAWN = "앞 판은 회수하여 달라진 곳을 싣지 않음"


class Unchanged(Exception):
    """A correction that changes nothing. `str()` is a Korean sentence."""

    def __init__(self) -> None:
        super().__init__("앞 판과 달라진 곳이 없어 발행하지 않았습니다. 고친 뒤 발행하거나 정정을 그만두어 주세요.")


@dataclass(frozen=True, slots=True)
class Erratum:
    """One line: `digest` names it while it is being prepared."""

    digest: str
    page: str
    """The printed page of the edition before; `5쪽부터` where only that of the section is known; empty where there is no such place"""
    place: str
    right: str
    wrong: str
    usual: str
    """Why the figure moved, or the reason of the correction"""
    own: str = ""
    """The reason that was written for this line"""

    @property
    def reason(self) -> str:
        return self.own or self.usual


def errata(held_against: Edition, document: Document, correction: Correction) -> list[Erratum]:
    """What `document` changes of an edition, each with its own reason, or with why the figure moved, or else with that of the correction.
    2 queries. Raises Altered."""
    pages = pages_of(held_against)
    return [_erratum(change, pages, correction) for change in _changes(held_against, document)]


def _changes(edition: Edition, document: Document) -> tuple[Change, ...]:
    return compared(without_errata(document_of(edition)), document).changes


def standing(briefing: Briefing) -> Edition | None:
    """The edition that a 정오표 is held against: the newest that was not withdrawn, for what a withdrawn one said must not be read, as what
    was wrong neither. 1 query."""
    return Edition.objects.filter(briefing=briefing, withdrawal=None).order_by("number").last()


def newest(briefing: Briefing) -> Edition:
    """The last edition, also when it was withdrawn. Raises Edition.DoesNotExist."""
    return Edition.objects.filter(briefing=briefing).latest("number")


def without_errata(document: Document) -> Document:
    """What is compared: the document without the list of what it corrected itself."""
    return replace(document, sections=tuple(each for each in document.sections if each.key != KEY))


def _erratum(change: Change, pages: Mapping[str, int], correction: Correction) -> Erratum:
    digest = sha256(json.dumps([change.section, change.place, change.old, change.new], ensure_ascii=False))[:16]
    why = " / ".join(dict.fromkeys(text for moved in change.moved for text in moved.why))
    return Erratum(
        digest,
        page=_page(change, pages),
        place=f"{change.title} / {change.place}",
        right=change.new or "(뺌)",
        wrong=change.old or "(없음)",
        usual=why or correction.reason,
        own=correction.reasons.get(digest, ""),
    )


def _page(change: Change, pages: Mapping[str, int]) -> str:
    """Files of earlier programs name their sections alone."""
    if not change.at:
        return ""
    begin = pages.get(section_anchor(change.section))
    return str(pages[change.at]) if change.at in pages else f"{begin}쪽부터" if begin else ""


def pages_of(edition: Edition) -> dict[str, int]:
    """On which page each section, line and row of an edition stands (document.py: anchor), as its PDF says; nothing where that can't be
    read. 1 query. Raises Altered."""
    kept = PublishedFile.objects.filter(edition=edition, format=Format.PDF).first()
    if kept is None:
        return {}
    try:
        with pikepdf.open(io.BytesIO(content_of(kept))) as pdf:
            at: dict[object, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
            names = pikepdf.NameTree(pdf.Root.Names.Dests)
            return {str(name): at[target[0].objgen] for name, target in names.items()}
    except (pikepdf.PdfError, AttributeError):
        return {}


def corrected(document: Document, correction: Correction) -> Document:
    """The document with its 정오표 in front. Raises Unchanged where it says what the last edition said, or the one that stands; Altered."""
    last, stands = newest(correction.briefing), standing(correction.briefing)
    found = errata(stands, document, correction) if stands else None
    if found == [] or (last != stands and not _changes(last, document)):
        raise Unchanged
    return replace(document, sections=(section(found, correction), *document.sections))


def section(found: list[Erratum] | None, correction: Correction) -> Section:
    """Without what was `found` (None: no edition stands) the reason alone."""
    reason = Line("○", 0, (f"정정 사유: {correction.reason}",))
    if found is None:
        return Section(KEY, "part", "", "정오표", (Bullets((reason, Line("○", 0, (WITHDRAWN,)))),))
    head = Row(tuple(Cell(text, head=True) for text in ("쪽", "자리", "정(正)", "오(誤)", "사유")))
    body = tuple(
        Row((Cell(each.page or "-"), Cell(each.place), Cell(each.right), Cell(each.wrong), Cell(each.reason)))
        for each in found
    )
    columns = (Column("center", 0.5), Column("left", 2), Column("left", 2), Column("left", 2), Column("left", 2))
    told = Bullets((reason, Line("○", 0, (f"정정한 곳: {len(found)}곳",))))
    return Section(KEY, "part", "", "정오표", (told, Table(KEY, "앞 판과 달라진 곳", columns, (head,), body)))
