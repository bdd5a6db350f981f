"""The page of one table or chart of an edition, at an address that stays: it alone, the figures that it comes from, and the way to where it
stands; a table also as CSV."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from seoulwork.domain.briefings import BriefingName

from ..comparison import titled
from ..document import Block, Chart, Document, Section, Table
from ..editions.drawn import own_of
from ..editions.kept import document_of
from ..editions.reading import Reading, file_response, reading
from ..editions.sealing import OnlyFiles
from ..open_data.csvs import table_csv
from ..render.html import block_shown
from ..values import Figure, Origin
from .views import unreadable

KINDS: dict[str, type[Table] | type[Chart]] = {"table": Table, "chart": Chart}


@require_safe
def block(request: HttpRequest, name: BriefingName, edition: int, key: str, what: str) -> HttpResponse:
    """`what` is of KINDS."""
    at = reading(request, name, edition)
    if at.withdrawal:
        return unreadable(request, at)
    try:
        section, found = _found(_document(at), key, what)
    except OnlyFiles as error:
        return unreadable(request, at, str(error))
    shown = block_shown(section, found)
    context = {
        "briefing": at.briefing,
        "reading": at,
        "title": next(each.title for each in own_of(section) if (each.kind, each.key) == (what, key)),
        "what": what,
        "key": key,
        "section": section.key,
        "section_title": titled(section),
        # Both come from our own renderer, which escapes every text that goes in.
        "shown": mark_safe(shown.html),  # noqa: S308
        "origins": mark_safe(shown.origins),  # noqa: S308
        "stored": list(dict.fromkeys(_origins(found))),
    }
    return render(request, "reports/block.html", context)


@require_safe
def table_file(request: HttpRequest, name: BriefingName, edition: int, key: str) -> HttpResponse:
    at = reading(request, name, edition)
    if at.withdrawal:
        return unreadable(request, at)
    try:
        _, found = _found(_document(at), key, "table")
    except OnlyFiles as error:
        return unreadable(request, at, str(error))
    assert isinstance(found, Table)  # noqa: S101  by its kind
    content = table_csv(found).encode()
    return file_response(content, "csv", f"{name}_{edition}_{key}.csv")


def _document(at: Reading) -> Document:
    """Raises Http404, Altered."""
    if at.edition is None:
        raise Http404
    return document_of(at.edition)


def _found(document: Document, key: str, what: str) -> tuple[Section, Table | Chart]:
    """Raises Http404."""
    for section in document.walk():
        for each in section.blocks:
            if isinstance(each, Table | Chart) and isinstance(each, KINDS[what]) and each.key == key:
                return section, each
    raise Http404


def _origins(block: Block) -> Iterator[Origin]:
    """Of each figure in it."""
    for figure in _figures(block):
        yield from figure.origins


def _figures(block: Block) -> Iterator[Figure]:
    if isinstance(block, Table):
        for row in block.body:
            for cell in row.cells:
                runs = cell.content if isinstance(cell.content, tuple) else (cell.content,)
                yield from (run for run in runs if isinstance(run, Figure))
    if isinstance(block, Chart):
        for series in block.series:
            for point in series.points:
                yield from (each for each in (point.value, point.target) if each is not None)
