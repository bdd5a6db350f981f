"""The printed pages of one section as pictures, as the whole paper would have them: for who is writing it.

No archive is made of it, so it is set without tags; fonts and style sheet are read once a process. Not for two threads at once: neither
the setter of pages nor the drawer of pictures allows that.
"""

from dataclasses import dataclass
from functools import cache
from html import escape
from io import BytesIO

import pypdfium2
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from reports.document import Picture, Section
from reports.render.pdf import PaperWriter, sheet_of, with_missing
from reports.render.reaching import OwnAlone

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
    writer = PaperWriter(draft_note)
    writer.section(section)
    number = f"@page:first{{counter-reset:page {first}}}" if first else "@page{@bottom-center{content:none}}"
    body, both = with_missing("".join(writer.parts))
    page = (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><style>{number}</style></head>'
        f'<body data-title="{escape(title)}" data-note="{escape(draft_note)}">{body}</body></html>'
    )
    sheet, fonts = _held(both)
    made: bytes = HTML(string=page, url_fetcher=OwnAlone()).render(stylesheets=[sheet], font_config=fonts).write_pdf()
    return made


@cache
def _held(both: bool) -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    told = "body{string-set:title attr(data-title),note attr(data-note)}@page{@bottom-right{content:string(note)}}"
    return CSS(string=sheet_of(both=both) + told, font_config=fonts, url_fetcher=OwnAlone()), fonts


def _picture(document: pypdfium2.PdfDocument, at: int, colors: int) -> bytes:
    page = document[at]
    bitmap = page.render(scale=SCALE)
    stored = BytesIO()
    bitmap.to_pil().quantize(colors, method=2).save(stored, "PNG")
    bitmap.close()
    page.close()
    return stored.getvalue()
