"""The printed pages of one section as pictures, as the whole paper would have them: for who is writing it.

No archive is made of it, so it is set without tags. Not for two threads at once: the drawer of pictures does not allow that.
"""

from dataclasses import dataclass
from io import BytesIO

import pypdfium2

from reports.document import Picture, Section
from reports.render.layout import ALONE, laid_out, with_margins
from reports.render.pdf import PaperWriter, section_piece

SCALE = 1.5
"""Pixels of a picture for each point of the page"""
COLORS = 32
"""A page has a few colours and their shades towards white: with no more a picture is a quarter as large."""
MOST_COLORS = 256
"""Where a picture from outside may stand on it"""
MOST = 12
"""Pages of which pictures are made."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The pictures (PNG) of the first pages, and how many pages there are."""

    pictures: tuple[bytes, ...]
    count: int


def pages_of(section: Section, *, title: str, draft_note: str, first: int | None) -> Pages:
    """`title` stands in the running head, `draft_note` at the foot, `first` is the number of the first page; None where it is not known
    yet: then no page bears one."""
    content = section_pdf(section, title=title, draft_note=draft_note, first=first)
    with pypdfium2.PdfDocument(content) as document:
        colors = MOST_COLORS if any(isinstance(block, Picture) for block in section.blocks) else COLORS
        return Pages(tuple(_picture(document, at, colors) for at in range(min(len(document), MOST))), len(document))


def section_pdf(section: Section, *, title: str, draft_note: str, first: int | None) -> bytes:
    piece = section_piece(section, PaperWriter(draft_note))
    with ALONE:
        laid = laid_out(piece.html)
        numbers = [first + at if first else None for at in range(len(laid.pages))]
        margins = [piece.margins(title, draft_note, number) for number in numbers]
        made: bytes = laid.copy(with_margins(laid.pages, margins)).write_pdf()
    return made


def _picture(document: pypdfium2.PdfDocument, at: int, colors: int) -> bytes:
    page = document[at]
    bitmap = page.render(scale=SCALE)
    stored = BytesIO()
    bitmap.to_pil().quantize(colors, method=2).save(stored, "PNG")
    bitmap.close()
    page.close()
    return stored.getvalue()
