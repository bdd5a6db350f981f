"""The briefing as an archival, tagged PDF (PDF/A-2a with the structure of PDF/UA-1): the print HTML, set by WeasyPrint."""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from html import escape
from pathlib import Path

from weasyprint import HTML

from reports.document import Document, Line, Run, Section, Table, section_anchor
from reports.render.fitting import setting_of
from reports.render.fonts import MISSING, SECOND_FONT, TEXT_FONT, beyond
from reports.render.markup import Writer
from reports.render.reaching import OwnAlone
from reports.render.tagging import finish
from reports.render.words import KEPT_TEXTS, stretches
from reports.values import Percent

VARIANT = "pdf/a-2a"
STYLE_SHEET = Path(__file__).with_name("print.css")

LINE_ROOM = 30
"""Letters that surely fit one line of an outline: a shorter text cannot be broken, so its words need no care."""

SHORT_TITLE = 25
"""Letters that surely fit one line of the contents or of a listing, with the page number behind."""


def render_pdf(document: Document) -> bytes:
    """The PDF. Equal documents give equal bytes: dates and identifiers come from the document, never from the clock."""
    page = print_html(document)
    titles = {section_anchor(section.key): f"{section.mark} {section.title}" for section in document.walk()}
    setter = HTML(string=page, url_fetcher=OwnAlone())
    finished: bytes = setter.write_pdf(pdf_variant=VARIANT, finisher=partial(finish, titles=titles))
    return finished


def print_html(document: Document) -> str:
    """The finished HTML that is set as PDF. It brings its fonts, and a letter that they lack is `MISSING`."""
    writer = PaperWriter(document.draft_note)
    made = f"{document.made_on:%Y-%m-%d}T00:00:00+09:00"
    writer.parts.append(
        '<!doctype html><html lang="ko"><head><meta charset="utf-8">'
        f"<title>{escape(f'{document.title} - {document.bureau}')}</title>"
        f'<meta name="author" content="{escape(document.bureau)}">'
        f'<meta name="description" content="{escape(f"{document.session} {document.committee} {document.title}")}">'
        f'<meta name="dcterms.created" content="{made}"><meta name="dcterms.modified" content="{made}">'
        f"<style>{_style_sheet()}{_draft_mark(document)}</style></head><body>"
    )
    writer.cover(document)
    writer.contents(document)
    for section in document.sections:
        writer.section(section)
    writer.parts.append("</body></html>")
    return _with_fonts("".join(writer.parts))


def _with_fonts(page: str) -> str:
    """The page with the font's rules: those of the second font only where it is needed, for they cost time."""
    page, both = with_missing(page)
    return page.replace("<style>", f"<style>{_faces(both=both)}", 1)


def with_missing(page: str) -> tuple[str, bool]:
    """The page with `MISSING` for what no font has, and whether it needs the second font."""
    lacking = beyond(page, TEXT_FONT)
    if lacking:
        page = page.translate(dict.fromkeys(map(ord, beyond(lacking, SECOND_FONT)), MISSING))
    return page, bool(lacking)


def _faces(*, both: bool) -> str:
    return TEXT_FONT.faces + (SECOND_FONT.faces if both else "")


def sheet_of(*, both: bool) -> str:
    """The rules of fonts, with those of the second one where `both` are needed, and of the pages."""
    return _faces(both=both) + _style_sheet()


def _draft_mark(document: Document) -> str:
    """The rule that puts the note of a draft at the foot of every page; the cover, which has no foot, bears it itself."""
    if not document.draft_note:
        return ""
    return f"@page {{ @bottom-right {{ content: '{document.draft_note}' }} }}"


@cache
def _style_sheet() -> str:
    return STYLE_SHEET.read_text(encoding="utf-8")


def keep_words(text: str) -> str:
    """Escaped text whose words are not broken over lines."""
    return f'<span class="w">{escape(text)}</span>' if stretches(text) else escape(text)


@lru_cache(maxsize=KEPT_TEXTS)
def keep_each(text: str) -> str:
    """The same with a box for each word, from which a table makes the widths of its columns."""
    parts, after = [], 0
    for begin, end in stretches(text):
        parts.append(f'{escape(text[after:begin])}<span class="word">{escape(text[begin:end])}</span>')
        after = end
    return "".join(parts) + escape(text[after:])


class PaperWriter(Writer):
    """Figures are plain text, tables have set widths."""

    names_heads = False

    _keep: Callable[[str], str] = staticmethod(keep_words)

    def text(self, text: str) -> str:
        return self._keep(text)

    def table(self, table: Table) -> None:
        self._keep = keep_each
        super().table(table)
        self._keep = keep_words

    def runs(self, runs: tuple[Run, ...]) -> str:
        if self.draft_note and Line("", 0, runs).is_open:
            return super().runs(runs)
        text = "".join([run if isinstance(run, str) else run.text for run in runs])
        return escape(text) if len(text) < LINE_ROOM else self._keep(text)

    def found_at(self, name: str) -> str:
        return f' id="{escape(name)}"'

    def bar(self, rate: Percent) -> str:
        return f'<span class="bar"><span class="reached" style="width:{max(rate.value, 0):f}%"></span></span>'

    def title_attributes(self, section: Section) -> str:
        division = f" · {section.division}" if section.division else ""
        return f' data-running="{escape(f"{section.mark} {section.title}")}" data-division="{escape(division)}"'

    def entry(self, mark: str, title: str, target: str) -> str:
        """With a leader, which is drawn and not written, and the page number.

        The link is an inline box around nothing but text: WeasyPrint makes one more link of every box within, and none of a flex item.
        """
        href = f"#{section_anchor(escape(target))}"
        length = " long" if len(title) > SHORT_TITLE else ""
        return (
            f'<span class="entry{length}">{self.number(mark)}<span class="name"><a href="{href}">{escape(title)}</a></span> '
            f'<span class="leader"></span> <span class="page" data-target="{href}"></span></span>'
        )

    def table_attributes(self, table: Table) -> str:
        size, tight = setting_of(table)
        dense = ' class="dense"' if tight else ""
        return f' style="font-size:{size}pt"{dense}'

    def columns(self, table: Table) -> str:
        whole = sum(column.width for column in table.columns)
        return (
            "<colgroup>"
            + "".join(f'<col style="width:{100 * column.width / whole:.3f}%">' for column in table.columns)
            + "</colgroup>"
        )
