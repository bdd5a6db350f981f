"""The lines of an edition, by which it is searched (printed.py): made with the edition, and anew by `manage.py index_editions`."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from django.db import transaction

from seoulwork.domain.finding import pairs, words

from ..comparison import Piece, pieces, titled
from ..document import Document
from ..models import Edition
from ..printed import PrintedLine
from .errata import pages_of
from .kept import document_of

BATCH = 500
SEPARATOR = " · "


def keep(edition: Edition, document: Document) -> None:
    """Store the lines of an edition whose files are stored. In the caller's transaction. 3 queries, and one for BATCH lines."""
    PrintedLine.objects.filter(edition=edition).delete()
    PrintedLine.objects.bulk_create(lines(edition, document, pages_of(edition)), BATCH)


@transaction.atomic
def keep_anew(edition: Edition) -> None:
    """The same of an edition that was published before. Raises Altered."""
    keep(edition, document_of(edition))


def lines(edition: Edition, document: Document, pages: Mapping[str, int]) -> Iterator[PrintedLine]:
    """What the document prints, a row of a table as one line."""
    position = 0
    for section in document.walk():
        told = (piece for piece in pieces(section) if not _is_name(piece))
        for row, together in groupby(told, key=lambda piece: piece.row or piece):
            text = _text(list(together), row if isinstance(row, str) else "")
            if not text:
                continue
            position += 1
            found = words(text)
            place = row if isinstance(row, str) else row.place
            yield PrintedLine(
                edition=edition,
                position=position,
                section=section.key,
                title=titled(section),
                place=place,
                page=pages.get(section.key),
                text=text,
                words=" ".join(found),
                pairs=" ".join(pairs(found)),
            )


def _is_name(piece: Piece) -> bool:
    """Of a row of a table: its cells have it with them."""
    return "//" in piece.name and all(isinstance(run, str) for run in piece.runs)


def _text(together: list[Piece], row: str) -> str:
    told = SEPARATOR.join(piece.text.replace("\n", " ") for piece in together if piece.text)
    return f"{together[0].label}: {told}" if row and together[0].label else told
