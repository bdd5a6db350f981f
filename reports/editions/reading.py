"""Reading a briefing: whom it may be shown to, which edition of it or its draft, its files as downloads."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from seoulwork.accounts.models import Role
from seoulwork.accounts.rights import user_of
from seoulwork.domain.briefings import BriefingName

from ..document import Document, Picture
from ..models import CONTENT_TYPES, Briefing, Edition, Format, PublishedFile, Withdrawal
from .kept import content_of, document_of
from .publishing import draft_of

CSV = "text/csv; charset=utf-8"
RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))", re.ASCII)


def all_visible(request: HttpRequest) -> QuerySet[Briefing]:
    """The briefings that the user may read, the latest first: for a council member those with an edition that stands and whose hour
    has come, or of which an advance copy was given. The editions of each are those that the user may know of."""
    return _known(request, Edition.objects.seen_by(user_of(request)).filter(withdrawal=None))


def visible(request: HttpRequest, name: BriefingName) -> Briefing:
    """The one of that name, for a council member also when the editions that they might read were all withdrawn, so that they read why.
    Raises Http404."""
    known = _known(request, Edition.objects.seen_by(user_of(request)))
    return get_object_or_404(known, month=name.month, number=name.number)


def _known(request: HttpRequest, editions: QuerySet[Edition]) -> QuerySet[Briefing]:
    """All, for a council member those with one of the editions."""
    user = user_of(request)
    known = Briefing.objects.with_editions(user)
    return known.filter(Exists(editions.filter(briefing=OuterRef("pk")))) if user.is_council else known


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader has before them: an edition of a briefing, or the briefing as its figures stand now."""

    briefing: Briefing
    edition: Edition | None
    asked: int | None = None
    """The number of the edition where the address names one"""

    @property
    def document(self) -> Document:
        """Raises Altered."""
        return document_of(self.edition) if self.edition else draft_of(self.briefing)

    @property
    def newer(self) -> Edition | None:
        """The edition that has taken the place of this one."""
        newest = self.briefing.edition
        return newest if self.edition and newest and newest.number > self.edition.number else None

    @property
    def previous(self) -> Edition | None:
        """The edition that stands and comes before this one: with which this one can be compared."""
        return before(self.edition, self.briefing.editions.all()) if self.edition else None

    @property
    def withdrawal(self) -> Withdrawal | None:
        return getattr(self.edition, "withdrawal", None)


def before(edition: Edition, known: Iterable[Edition]) -> Edition | None:
    """Of those that are known the last that stands and comes before an edition."""
    earlier = (each for each in known if each.number < edition.number and not hasattr(each, "withdrawal"))
    return max(earlier, key=lambda each: each.number, default=None)


def reading(request: HttpRequest, name: BriefingName, number: int | None = None) -> Reading:
    """The edition that is asked for; without a number the newest that stands, for the staff the draft while the briefing is in
    preparation. 3 queries. Raises Http404."""
    found = visible(request, name)
    if number is not None:
        edition = next((each for each in found.editions.all() if each.number == number), None)
        if edition is None:
            raise Http404
        return Reading(found, edition, number)
    if found.in_preparation and user_of(request).role != Role.COUNCIL:
        return Reading(found, None)
    return Reading(found, found.edition or found.editions.all().last())


def picture_in_editions(briefing: Briefing, digest: str) -> Picture | None:
    """A picture as an edition that stands printed it, also when it was taken out since."""
    standing = [each for each in briefing.editions.all() if not hasattr(each, "withdrawal") and each.document_sha256]
    blocks = (block for each in standing for section in document_of(each).walk() for block in section.blocks)
    return next((each for each in blocks if isinstance(each, Picture) and each.sha256 == digest), None)


def is_published(briefing: Briefing) -> bool:
    """Whether it can't be written any more. Asks nothing of the database when `visible` gave it."""
    return not briefing.in_preparation


def file_response(content: bytes, kind: str, name: str) -> HttpResponse:
    """A download in one piece: a file response would send it in hundreds. `kind` is of Format, or `csv`."""
    response = HttpResponse(content, content_type=CSV if kind == "csv" else CONTENT_TYPES[Format(kind)])
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def stored_response(request: HttpRequest, stored: PublishedFile, edition: Edition) -> HttpResponse:
    """A file of an edition as a download, in whole or in the part that is asked for. It never changes, so a browser may keep it; whether its
    user may still have it is asked each time. Raises Altered."""
    etag = f'"{stored.sha256}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        name = file_name(edition.briefing, stored.format, edition)
        response = _as_asked(request, file_response(content_of(stored), stored.format, name), etag)
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response


def _as_asked(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """The download, or the part of it that the browser asks for to go on where it broke off (RFC 9110, one range of bytes). A range that
    can't be read, several, or one of other bytes (`If-Range`) gives the whole."""
    response["Accept-Ranges"] = "bytes"
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or asked is None or request.headers.get("If-Range", etag) != etag:
        return response
    size = len(response.content)
    first, last, at_the_end = asked.groups()
    if last and int(last) < int(first):
        return response
    begin = max(size - int(at_the_end), 0) if at_the_end else int(first)
    end = min(int(last), size - 1) if last else size - 1
    if begin > end:
        response.status_code, response.content = 416, b""
        response["Content-Range"] = f"bytes */{size}"
        return response
    response.status_code, response.content = 206, response.content[begin : end + 1]
    response["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return response


def file_name(briefing: Briefing, kind: str, edition: Edition | None = None) -> str:
    """`주요업무보고_2018-07.pdf`, of a correction `주요업무보고_2018-07_정정2.pdf`."""
    corrected = f"_정정{edition.number}" if edition and edition.correction else ""
    return f"{briefing.get_kind_display()}_{briefing.name}{corrected}.{kind}"


def draft_name(briefing: Briefing, kind: str) -> str:
    return f"작성중_{file_name(briefing, kind)}"
