"""The first page of an edition: what it is, what it corrects, its parts, what moved since the briefing before, what is behind its pace.

All of it is read from the frozen documents of the two editions, so it says what was so on the day of publishing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import Case, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from seoulwork.accounts.rights import user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.figures.labels import division_word

from ..comparison import titled
from ..courses import Milestone, overdue
from ..document import Document, Table
from ..editions.errata import KEY as ERRATA
from ..editions.kept import Known, document_of
from ..editions.reading import Reading, all_visible, reading
from ..editions.sealing import OnlyFiles
from ..glance.frozen import told_of
from ..glance.pages import shown
from ..glance.works import OVERDUE, Paced, Told
from ..models import Briefing, Edition, PublishedFile
from .moves import Moves, known_of, moves_of
from .views import changed_of, unreadable

FRONTS = 32
"""First pages that a process keeps in memory; one takes some 20 KB."""


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    kind: str
    programmes: int


@dataclass(frozen=True, slots=True)
class Erratum:
    page: str
    place: str
    right: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Front:
    document: Document
    parts: tuple[Part, ...]
    errata: tuple[Erratum, ...]
    moves: Moves
    """Since the briefing before"""
    behind: tuple[Paced, ...]
    overdue: tuple[Milestone, ...]
    """The plans whose day was over on the day of publishing, the earliest first"""
    in_time: int
    """How many that have a pace are not behind"""
    told: Told
    """What is told of the pace of each programme"""
    knows_paces: bool
    """Whether the edition keeps how far its figures had come: those of earlier programs do not"""


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The first page of the newest briefing that was published; without one the list, which says so."""
    known = all_visible(request).filter(editions__withdrawal=None, editions__isnull=False)
    found = known.order_by("-month", "-number").distinct().first()
    return redirect("briefing_front", found.name) if found else redirect("briefings")


@require_safe
def front(request: HttpRequest, name: BriefingName, edition: int | None = None) -> HttpResponse:
    """The first page of the edition that is asked for, without a number of the newest. A constant number of queries."""
    at = reading(request, name, edition)
    published = at.edition or at.briefing.edition
    if published is None:
        raise Http404
    at = Reading(at.briefing, published, edition)
    if at.withdrawal:
        return unreadable(request, at)
    before = earlier(request, at.briefing)
    try:
        found = front_of(published, before)
        changed = changed_of(request, at)
    except OnlyFiles as error:
        return unreadable(request, at, str(error))
    context = {
        "briefing": at.briefing,
        "reading": at,
        "edition": published,
        "before": before,
        "before_called": _called(before.briefing, at.briefing) if before else "",
        "changed_since": changed,
        "front": found,
        "works_html": None if request.GET else _works(Known(published), division_word()),
        **_shown(request.GET, found.told),
        "all_overdue": f"?{urlencode({'shown': OVERDUE})}#works",
        "files": PublishedFile.objects.filter(edition=published),
    }
    return render(request, "reports/front.html", context)


def _called(before: Briefing, briefing: Briefing) -> str:
    """The briefing before as the head of a column, with its kind where that is another."""
    kind = "" if before.kind == briefing.kind else f"{before.get_kind_display()} "
    return f"{kind}{before.name.korean}"


def _shown(given: Mapping[str, Any], told: Told) -> dict[str, Any]:
    return shown(given, told, sorted({each.course.division for each in told.figures}))


@lru_cache(maxsize=FRONTS)
def _works(known: Known, called: str) -> SafeString:
    """The table of paces as it is shown first, when nothing is chosen: it takes longer than all the rest of the page. `called`: what
    divisions are called in it."""
    return render_to_string("reports/_works.html", _shown({}, told_of(known)))


def earlier(request: HttpRequest, briefing: Briefing) -> Edition | None:
    """The newest edition, that the user may read, of the briefing before it: of one of its own kind where there is one, else of any.
    1 query, with its briefing."""
    month, number = briefing.month, briefing.number
    before = Q(briefing__month__lt=month) | Q(briefing__month=month, briefing__number__lt=number)
    known = Edition.objects.seen_by(user_of(request)).filter(before, withdrawal=None).select_related("briefing")
    of_its_kind = Case(When(briefing__kind=briefing.kind, then=Value(0)), default=Value(1))
    return known.order_by(of_its_kind, "-briefing__month", "-briefing__number", "-number").first()


def front_of(edition: Edition, before: Edition | None) -> Front:
    """What the page of an edition says beside that of the briefing before; asks nothing of the database when it was asked for before.
    Raises Altered."""
    return _front(Known(edition), known_of(before))


@lru_cache(maxsize=FRONTS)
def _front(known: Known, before: Known | None) -> Front:
    document = document_of(known.edition)
    of_all = told_of(known)
    late = sorted((each for each in of_all.figures if each.is_behind), key=lambda each: -(each.lag or 0))
    return Front(
        document=replace(document, sections=()),
        parts=tuple(_parts(document)),
        errata=tuple(_errata(document)),
        moves=moves_of(known, before) if before else Moves(),
        behind=tuple(late),
        overdue=tuple(overdue(document.milestones or (), document.made_on)),
        in_time=sum(each.standing is not None for each in document.courses) - len(late),
        told=of_all,
        knows_paces=bool(document.courses),
    )


def _parts(document: Document) -> Iterator[Part]:
    """Parts and goals; programmes are counted at their goal."""
    for section in document.walk():
        if section.kind != "programme":
            count = sum(child.kind == "programme" for child in section.children)
            yield Part(section.key, titled(section), section.kind, count)


def _errata(document: Document) -> Iterator[Erratum]:
    found = next((each for each in document.sections if each.key == ERRATA), None)
    for block in found.blocks if found else ():
        if isinstance(block, Table):
            for row in block.body:
                page, place, right, wrong, *_ = (cell.text for cell in row.cells)
                yield Erratum(f"{page}쪽" if page.isdecimal() else page, place, right, wrong)
