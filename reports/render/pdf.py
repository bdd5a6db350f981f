"""The briefing as an archival, tagged PDF (PDF/A-2a with the structure of PDF/UA-1): pieces of print HTML, set by WeasyPrint."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from html import escape
from typing import NamedTuple

from weasyprint.pdf.metadata import DocumentMetadata

from reports.document import Document, Line, Run, Section, Table, section_anchor
from reports.render.fitting import setting_of
from reports.render.layout import ALONE, LAYOUTS, VARIANT, Laid, Margins, with_margins
from reports.render.markup import Writer
from reports.render.tagging import finish
from reports.render.words import KEPT_TEXTS, stretches
from reports.values import Percent

COVER, CONTENTS = "표지", "목차"

LINE_ROOM = 30
"""Letters that surely fit one line of an outline: a shorter text cannot be broken, so its words need no care."""

SHORT_TITLE = 25
"""Letters that surely fit one line of the contents or of a listing, with the page number behind."""

MOST_TIMES = 4
"""How often the contents are set: the first time without numbers, the second with them, and again where those have moved the pages."""


class Piece(NamedTuple):
    """What begins a page: cover, contents or a section without those below it. `running` and `division` stand in its running head."""

    name: str
    html: str
    running: str = ""
    division: str = ""

    def margins(self, title: str, note: str, number: int | None) -> Margins:
        """Around its page of that number, which may not be known. The cover is all margin."""
        if self.name == COVER:
            return Margins("", "", "", "")
        return Margins(f"{title}{self.division}", self.running, f"- {number} -" if number else "", note)


def render_pdf(document: Document) -> bytes:
    """The PDF. Equal documents give equal bytes: dates and identifiers come from the document, never from the clock."""
    titles = {section_anchor(section.key): f"{section.mark} {section.title}" for section in document.walk()}
    with ALONE:
        laid = numbered(document)
        pages = [(piece, page) for piece, each in laid for page in each.pages]
        title, note = document.title, document.draft_note
        margins = [piece.margins(title, note, number) for number, (piece, _) in enumerate(pages, 1)]
        whole = laid[0][1].copy(with_margins([page for _, page in pages], margins))
        whole.metadata = _metadata(document)
        finished: bytes = whole.write_pdf(pdf_variant=VARIANT, finisher=partial(finish, titles=titles))
    return finished


def numbered(document: Document) -> list[tuple[Piece, Laid]]:
    """The pieces, with the numbers of the pages that they name, and laid out. Raises RuntimeError when these can't be found."""
    numbers: dict[str, int] = {}
    laid: dict[str, Laid] = {}
    for _ in range(MOST_TIMES):
        made, found, first = list(pieces(document, numbers)), dict[str, int](), 1
        # A paper of many pages is more than is kept.
        laid = {piece.html: laid.get(piece.html) or LAYOUTS.of(piece.html) for piece in made}
        for piece in made:
            found[piece.name] = first
            first += len(laid[piece.html].pages)
        if found == numbers:
            return [(piece, laid[piece.html]) for piece in made]
        numbers = found
    raise RuntimeError("The pages move with the numbers of the contents.")


def pieces(document: Document, numbers: Mapping[str, int]) -> Iterator[Piece]:
    """`numbers` are those of the pages on which pieces begin, by their names; one that is not known is left blank."""
    writer = PaperWriter(document.draft_note, numbers)
    yield Piece(COVER, writer.written(partial(writer.cover, document)))
    yield Piece(CONTENTS, writer.written(partial(writer.contents, document)), CONTENTS)
    for section in document.walk():
        yield section_piece(section, writer)


def section_piece(section: Section, writer: "PaperWriter") -> Piece:
    html = writer.written(partial(writer.section, replace(section, children=())))
    division = f" · {section.division}" if section.division else ""
    return Piece(section_anchor(section.key), html, f"{section.mark} {section.title}", division)


def _metadata(document: Document) -> DocumentMetadata:
    made = f"{document.made_on:%Y-%m-%d}T00:00:00+09:00"
    return DocumentMetadata(
        title=f"{document.title} - {document.bureau}",
        authors=[document.bureau],
        description=f"{document.session} {document.committee} {document.title}",
        created=made,
        modified=made,
        lang="ko",
    )


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

    def __init__(self, draft_note: str = "", numbers: Mapping[str, int] | None = None) -> None:
        """`numbers`: see `pieces`."""
        super().__init__(draft_note)
        self._numbers = numbers or {}

    def written(self, write: Callable[[], None]) -> str:
        """What is written now. One writer writes a whole paper, so that no name is taken twice."""
        self.parts.clear()
        write()
        return "".join(self.parts)

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
        return f' data-running="{escape(f"{section.mark} {section.title}")}"'

    def entry(self, mark: str, title: str, target: str) -> str:
        """With a leader, which is drawn and not written, and the page number.

        The link is an inline box around nothing but text: WeasyPrint makes one more link of every box within, and none of a flex item.
        """
        name = section_anchor(target)
        length = " long" if len(title) > SHORT_TITLE else ""
        return (
            f'<span class="entry{length}">{self.number(mark)}<span class="name"><a href="#{escape(name)}">{escape(title)}</a></span> '
            f'<span class="leader"></span> <span class="page">{self._numbers.get(name, "")}</span></span>'
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
