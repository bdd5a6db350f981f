"""Search over all editions: the lines that have all the words, of the newest edition first."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.rights import user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.finding import snippet, words
from seoulwork.pages.paging import UncountedPaginator

from ..editions.errata import KEY as ERRATA
from ..editions.reading import all_visible
from ..models import Briefing, Edition
from ..printed import PrintedLine

PER_PAGE = 20
MOST_WORDS = 8
UNREAD = ("words", "pairs")
LONGEST = 100
"""Letters that may be looked for"""


@dataclass(frozen=True, slots=True)
class Found:
    line: PrintedLine
    pieces: list[tuple[str, bool]]
    """What stands in it, what was looked for marked"""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=노동 1,889&briefing=2018-07`. A constant number of queries."""
    asked = request.GET.get("q", "")[:LONGEST].replace("\0", " ").strip()
    wanted = words(asked)[:MOST_WORDS]
    briefings = list(all_visible(request))
    within = _named(briefings, request.GET.get("briefing", ""))
    context: dict[str, Any] = {"asked": asked, "briefings": briefings, "within": within, "told": _told(asked, wanted)}
    if wanted and not context["told"]:
        page = UncountedPaginator(found(wanted, within, user_of(request)), PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "found": [Found(each, snippet(each.text, wanted)) for each in page],
            "errata": ERRATA,
            "newest": {each.edition.pk for each in briefings if each.edition},
            "query": urlencode({"q": asked, **({"briefing": within.name} if within else {})}),
        }
    if user_of(request).role != Role.COUNCIL:
        unkept = Edition.objects.exclude(document_sha256="").filter(
            ~Exists(PrintedLine.objects.filter(edition=OuterRef("pk")))
        )
        context["unkept"] = unkept.count()
    return render(request, "reports/search.html", context)


def found(wanted: list[str], within: Briefing | None = None, user: User | None = None) -> QuerySet[PrintedLine]:
    """The lines with the words that may be read (by the user, None: by the staff), of the newest edition first."""
    known = PrintedLine.objects.readable().with_words(wanted)
    if user and user.is_council:
        known = known.filter(edition__in=Edition.objects.seen_by(user).values("pk"))
    if within:
        known = known.filter(edition__briefing=within)
    return in_order(known)


def in_order(lines: QuerySet[PrintedLine]) -> QuerySet[PrintedLine]:
    """Of the newest edition first, each with its edition. 2 queries: of a join PostgreSQL would read and sort all lines of a frequent word before
    it gives the first."""
    editions = Edition.objects.select_related("briefing").defer("document", "sheet")
    return lines.prefetch_related(Prefetch("edition", editions)).defer(*UNREAD).order_by("-edition_id", "position")


def _named(briefings: list[Briefing], text: str) -> Briefing | None:
    try:
        name = BriefingName.parse(text)
    except ValueError:
        return None
    return next((each for each in briefings if each.name == name), None)


def _told(asked: str, wanted: list[str]) -> str:
    """Why nothing is looked for."""
    if asked and not wanted:
        return f"'{asked}'에는 찾을 글자나 숫자가 없습니다. 낱말이나 수를 적어 주세요."
    if wanted and all(len(word) < 2 for word in wanted):
        return "한 글자로는 너무 많이 나옵니다. 두 글자 이상 적어 주세요."
    return ""
