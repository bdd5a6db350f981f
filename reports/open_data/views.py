"""Open data, for programs: all answers are JSON or CSV. Whom they are given to stands in seoulwork/accounts/rights.py."""

import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from seoulwork.accounts.outside import asks_too_often, too_many
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.periods import PeriodError

from ..document import Document
from ..editions.kept import document_of
from ..editions.reading import all_visible, reading
from ..editions.sealing import OnlyFiles, sha256
from ..models import Briefing, Edition
from ..printed import Measured
from .csvs import written
from .description import EditionRow, File, Listed, description
from .package import columns, descriptor
from .rows import ROWS, Row, rows_of

LONGEST_NUMBER = 9
CSV, JSON = "text/csv; charset=utf-8", "application/json"

View = Callable[..., HttpResponse]


def answering(view: View) -> View:
    """What the view says is not there is told in JSON; who reads without a key may not ask without end."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if asks_too_often(request):
            return too_many()
        try:
            return view(request, *args, **kwargs)
        except Http404:
            told = {"error": "not found", "text": "그런 판이 없거나, 읽을 수 없는 판입니다."}
            return JsonResponse(told, status=404, json_dumps_params={"ensure_ascii": False})

    return answer


@answering
def described(request: HttpRequest) -> HttpResponse:
    return _answer(request, _json(description()), JSON)


@answering
def editions(request: HttpRequest) -> HttpResponse:
    """All editions that may be read, the newest briefing first. A constant number of queries."""
    known = all_visible(request).prefetch_related("editions__files")
    return _answer(request, Listed(editions=[*_listed(known)]).model_dump_json(), JSON)


def _listed(known: Iterable[Briefing]) -> Iterable[EditionRow]:
    for briefing in known:
        for edition in sorted(briefing.editions.all(), key=lambda each: -each.number):
            if hasattr(edition, "withdrawal"):
                continue
            own = (str(briefing.name), edition.number)
            yield EditionRow(
                id=name_of(briefing, edition),
                briefing=str(briefing.name),
                edition=edition.number,
                title=briefing.title,
                committee=briefing.committee,
                session=briefing.session,
                month=str(briefing.month),
                figures_until=str(briefing.reference_month),
                published_at=edition.published_at.isoformat(timespec="seconds"),
                correction=edition.correction,
                is_newest=edition == briefing.edition,
                page=reverse("edition", args=own),
                package=reverse("open_package", args=own) if edition.document_sha256 else None,
                files=[
                    File(
                        format=file.format,
                        size=file.size,
                        sha256=file.sha256,
                        address=reverse("edition_download", args=[*own, file.format]),
                    )
                    for file in edition.files.all()
                ],
            )


@answering
def package(request: HttpRequest, name: str, edition: str) -> HttpResponse:
    briefing, found, document = _found(request, name, edition)
    measured = list(Measured.objects.filter(edition=found))
    files = {called: _csv(called, rows_of(called, name_of(briefing, found), document, measured)) for called in ROWS}
    return _answer(request, _json(descriptor(briefing, found, files)), JSON, stays=True)


@answering
def rows(request: HttpRequest, name: str, edition: str, called: str, form: str) -> HttpResponse:
    """`called` is of ROWS, `form` is csv or json."""
    if called not in ROWS or form not in ("csv", "json"):
        raise Http404
    briefing, found, document = _found(request, name, edition)
    made = rows_of(called, name_of(briefing, found), document, Measured.objects.filter(edition=found))
    if form == "csv":
        return _answer(request, _csv(called, made), CSV, stays=True)
    return _answer(request, _json([each.model_dump() for each in made]), JSON, stays=True)


def name_of(briefing: Briefing, edition: Edition) -> str:
    return f"{briefing.name}/{edition.number}"


def _found(request: HttpRequest, name: str, number: str) -> tuple[Briefing, Edition, Document]:
    """An edition that may be read as data. Raises Http404."""
    if not (number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER):
        raise Http404
    try:
        at = reading(request, BriefingName.parse(name), int(number))
    except PeriodError as error:
        raise Http404 from error
    if at.edition is None or at.withdrawal:
        raise Http404
    try:
        return at.briefing, at.edition, document_of(at.edition)
    except OnlyFiles as error:
        raise Http404 from error


def _csv(called: str, made: Iterable[Row]) -> str:
    names = columns(ROWS[called])
    return written(names, ([getattr(row, name) for name in names] for row in made))


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)


def _answer(request: HttpRequest, content: str, content_type: str, *, stays: bool = False) -> HttpResponse:
    """With `stays` it may be kept, and whether its reader may still have it is asked each time."""
    etag = f'"{sha256(content)}"'
    made = HttpResponse(content, content_type=content_type, headers={"ETag": etag})
    response = get_conditional_response(request, etag=etag, response=made) or made
    response["ETag"] = etag
    if stays:
        response["Cache-Control"] = "private, no-cache"
    return response
