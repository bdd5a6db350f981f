"""Pieces of the paper, laid out by WeasyPrint, and put together to its pages.

Each section begins a page, so it is laid out by itself, and what stands in the margins (title, page number, note of a draft) is put
around it afterwards: what did not change is not laid out again.

The setter of pages does one thing at a time, so who sets some holds `ALONE`.
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from weasyprint import CSS, HTML
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.images import SVGImage
from weasyprint.svg import SVG
from weasyprint.text.fonts import FontConfiguration

from reports.render.fonts import MISSING, SECOND_FONT, TEXT_FONT, beyond
from reports.render.reaching import OwnAlone

VARIANT = "pdf/a-2a"
PAPER, MARGINS = (Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("print.css", "margins.css"))
ALONE = Lock()
MOST_PAGES = 80
"""That are kept laid out: two papers of July 2018"""
MOST_LETTERS = 20_000_000
"""Of their HTML, in which the pictures stand: a few sections that are full of them"""

Laid = Any
"""Pages that are laid out: a weasyprint.Document, which is untyped."""


class Margins(NamedTuple):
    """What stands in the margins of a page."""

    left: str
    right: str
    number: str
    note: str


def laid_out(body: str, rules: str = PAPER) -> Laid:
    """HTML as pages whose margins are empty. A letter that no font has is `MISSING`."""
    lacking = beyond(beyond(body, TEXT_FONT), SECOND_FONT)
    if lacking:
        body = body.translate(dict.fromkeys(map(ord, lacking), MISSING))
    page = f'<!doctype html><html lang="ko"><head><meta charset="utf-8"></head><body>{body}</body></html>'
    sheet, fonts = _sheet(rules), _fonts()
    return HTML(string=page, url_fetcher=OwnAlone()).render(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)


@cache
def _fonts() -> FontConfiguration:
    """The fonts of this process, which must live as long as what is laid out with them."""
    fonts = FontConfiguration()
    CSS(string=TEXT_FONT.faces + SECOND_FONT.faces, font_config=fonts, url_fetcher=OwnAlone())
    return fonts


@cache
def _sheet(rules: str) -> CSS:
    return CSS(string=rules, font_config=_fonts(), url_fetcher=OwnAlone())


def with_margins(pages: Sequence[Page], margins: Sequence[Margins]) -> list[Page]:
    """The pages, each with what stands in its margins."""
    empty = "".join(
        f'<div data-left="{escape(left)}" data-right="{escape(right)}" data-number="{number}" data-note="{escape(note)}"></div>'
        for left, right, number, note in margins
    )
    return [_around(*each) for each in zip(pages, laid_out(empty, PAPER + MARGINS).pages, strict=True)]


def _around(page: Page, margin: Page) -> Page:
    box = page._page_box
    around = [each for each in margin._page_box.children if isinstance(each, MarginBox)]
    return Page(box.copy_with_children([*box.children, *around]))


class Layouts:
    """What was laid out last, by its HTML, so that a piece that did not change is not laid out again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Laid] = OrderedDict()

    def of(self, body: str) -> Laid:
        laid = self._kept.pop(body, None) or laid_out(body)
        self._kept[body] = laid
        while self._is_full():
            self._kept.popitem(last=False)
        return laid

    def _is_full(self) -> bool:
        pages = sum(len(laid.pages) for laid in self._kept.values())
        return pages > MOST_PAGES or sum(map(len, self._kept)) > MOST_LETTERS

    def forget(self) -> None:
        self._kept.clear()


LAYOUTS = Layouts()
"""Of this process"""

_draw = SVGImage.draw


def draw_anew(self: Any, *arguments: Any) -> None:
    """Read the drawing anew: WeasyPrint 70 uses up what it reads of one (patterns, for one, are gone the second time), and a page that is
    kept is drawn with each paper."""
    read = self._svg
    self._svg = SVG(read.tree._etree_node, read.url, read.font_config, read.url_fetcher)
    _draw(self, *arguments)


SVGImage.draw = draw_anew
