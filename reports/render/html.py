"""The briefing as one HTML page: it opens from a disk on a closed network, and the site takes pieces out of it.

Where each piece begins and ends is written into the page as comments (`<!--section labour-4-->`); text is always escaped, so
nothing that is typed can look like one of them.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from reports.document import Block, Chart, Document, Picture, Run, Section, Table
from reports.render.charts import chart_svg
from reports.render.markup import Writer, section_id
from reports.values import Facts, Figure, Origin, Percent, Place, Recorded

STATIC = Path(__file__).resolve().parents[1] / "static/reports"

DRAFT = "작성 중"
"""What a part that is being written says of itself"""

_TYPES = re.compile(r"^ */\*\*(?: .*\*/|$(?:\n \* .*)*\n \*/)\n", re.MULTILINE)
_MARKERS = re.compile(r"<!--/?(?:section [\w-]+|cover|contents|briefing)-->")
_SPACED_DATE = re.compile(r"\S*\d\.(?: \d\S*)+")
_HELD_FIGURE = re.compile(r"([(\[〈「『]?)(<button [^>]*>[^<]*</button>)([)\]〉」』.,~%]*)")
_HEADING = re.compile(r"(</?h)([1-6])\b")
_TITLE_ENDS = re.compile(r"</h[1-6]>")


def render_html(document: Document) -> str:
    """The whole briefing as a page that needs nothing beside itself.

    Raises ValueError for a section key that is no word of letters, digits and single hyphens.
    """
    writer = ScreenWriter(document.draft_note)
    parts = writer.parts
    title = escape(f"{document.title} - {document.bureau}")
    parts.append(
        '<!doctype html>\n<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><meta name="author" content="{escape(document.bureau)}">'
        f"<style>{_static('briefing.css')}</style></head>\n"
        '<body class="standalone"><main><!--briefing--><article class="briefing">\n<!--cover-->'
    )
    writer.cover(document)
    parts.append("<!--/cover-->\n<!--contents-->")
    writer.contents(document)
    parts.append('<!--/contents-->\n<div class="sections">')
    for section in document.sections:
        writer.section(section)
    parts.append("</div></article><!--/briefing--></main>\n")
    origins = dict(enumerate(writer.entries))
    parts.append(f"{_ORIGINS_OPEN}{_json(origins)}</script>\n<script>{_static('briefing.js')}</script></body></html>\n")
    return "".join(parts)


def part_html(section: Section, address: Callable[[str], str]) -> str:
    """One section alone, its figures without the panels that only a whole page has; its title is a heading of the second level.

    `address` gives, by its digest, where a picture is to be had."""
    writer = PartWriter(address)
    writer.section(section)
    return f'<article class="briefing">{_MARKERS.sub("", _headed("".join(writer.parts), 2))}</article>'


def blocks_html(blocks: tuple[Block, ...]) -> str:
    """Tables and charts alone, without a heading."""
    writer = PartWriter(str)
    writer.blocks(Section("", "programme", "", "", blocks))
    return f'<div class="briefing">{"".join(writer.parts)}</div>'


def section_html(page: str, key: str, level: int = 1) -> str:
    """One section, with all below it, out of a page that `render_html` made; its own title becomes a heading of `level`.

    Raises KeyError when the page has no such section.
    """
    opening, closing = f"<!--section {key}-->", f"<!--/section {key}-->"
    start, end = page.find(opening), page.find(closing)
    if start < 0 or end < 0:
        raise KeyError(key)
    return f'<article class="briefing">{_MARKERS.sub("", _headed(page[start + len(opening) : end], level))}</article>'


def _headed(found: str, level: int) -> str:
    """The same with its first heading of `level`, and those below it as deep as before."""
    first = _HEADING.search(found)
    up = int(first[2]) - level if first else 0
    return _HEADING.sub(lambda heading: f"{heading[1]}{int(heading[2]) - up}", found) if up else found


def whole_html(page: str, beneath: Mapping[str, str] | None = None) -> str:
    """Cover, contents and all sections of a page that `render_html` made, without its head and scripts; `beneath` has HTML to stand
    under the titles of sections, by their keys."""
    shown = page[page.index("<!--briefing-->") : page.index("<!--/briefing-->")]
    for key, more in (beneath or {}).items():
        if (start := shown.find(f"<!--section {key}-->")) >= 0:
            title = _TITLE_ENDS.search(shown, start)
            shown = shown[: title.end()] + more + shown[title.end() :] if title else shown
    return _MARKERS.sub("", shown)


def with_pictures_at(shown: str, address: Callable[[str], str]) -> str:
    """A piece of a page that `render_html` made, its pictures not within but at `address(digest)`."""
    return _WITHIN.sub(lambda found: f'src="{escape(address(found[1]))}"', shown)


_WITHIN = re.compile(r'src="data:image/[^"]*" data-picture="([0-9a-f]{64})"')


def sections_of(page: str) -> list[tuple[str, str]]:
    """The sections of a page that `render_html` made, in printed order: their keys, and their marks and titles."""
    contents = page[page.index("<!--contents-->") : page.index("<!--/contents-->")]
    return [(key, unescape(_TAG.sub("", entry))) for key, entry in _ENTRY.findall(contents)]


_ENTRY = re.compile(r'<a href="#section-([\w-]+)">(.*?)</a>')
_TAG = re.compile(r"<[^>]+>")


def contents_html(page: str, address: Callable[[str], str], current: str = "") -> str:
    """The contents of a page that `render_html` made, each entry leading to `address(key)`; that of `current` says so."""
    opening = page.index("<!--contents-->")
    contents = page[opening + len("<!--contents-->") : page.index("<!--/contents-->", opening)]

    def entry(found: re.Match[str]) -> str:
        here = ' aria-current="page"' if found[1] == current else ""
        return f'<a href="{escape(address(found[1]))}"{here}>{found[2]}</a>'

    return _ENTRY.sub(entry, contents)


def origins_json(page: str, shown: str | None = None) -> str:
    """What the panels of a page's figures say, as JSON, safe within a script element: the numbers in `data-origins` (stored
    figures), `data-readings` and `data-measures` → `{"facts": [[label, text], …]}`, of a stored figure with its `place`.

    With `shown`, a piece of that page, only what the figures in that piece name.
    """
    start = page.index(_ORIGINS_OPEN) + len(_ORIGINS_OPEN)
    text = page[start : page.index("</script>", start)]
    if shown is None:
        return text
    wanted = {number for numbers in _NUMBERS.findall(shown) for number in numbers.split()}
    return _json({number: origin for number, origin in json.loads(text).items() if number in wanted})


_ORIGINS_OPEN = '<script type="application/json" id="origins">'


_NUMBERS = re.compile(r'data-(?:origins|readings|measures)="([\d ]+)"')

Entry = dict[str, list[tuple[str, str]] | Place]


def _json(origins: Mapping[Any, Entry]) -> str:
    text = json.dumps(origins, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _entry(told: Origin | Facts) -> Entry:
    """What the panel shows of a stored figure, a reading or a measure. A published file holds no more than this."""
    if not isinstance(told, Origin):
        return {"facts": [*told]}
    facts = (
        ("지표", told.indicator),
        ("구분", told.kind),
        ("값", told.value),
        ("대상 기간", told.period),
        ("기준일", _day(told.as_of) if told.as_of else ""),
        ("입력", told.entered),
    )
    return {"facts": [(label, text) for label, text in facts if text], "place": told.place}


def _day(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일"


@cache
def _static(name: str) -> str:
    """A style sheet or script as it stands in the page: without the notes of types, which say nothing to a browser."""
    return _TYPES.sub("", (STATIC / name).read_text(encoding="utf-8"))


def _held(found: re.Match[str]) -> str:
    return f'<span class="whole">{found[0]}</span>' if found[1] or found[3] else found[0]


class ScreenWriter(Writer):
    """Figures are buttons that open their origins, tables scroll within their own frame, charts fit a telephone."""

    def __init__(self, draft_note: str = "") -> None:
        super().__init__(draft_note)
        self._numbers: dict[Origin | Facts, int] = {}

    @property
    def entries(self) -> Iterator[Entry]:
        """What panels say, each thing once, in the order of the numbers that figures name."""
        return map(_entry, self._numbers)

    def _references(self, figure: Figure) -> str:
        """The numbers of what the figure's panel says, as attributes."""
        open_facts = ((("빠진 것", figure.missing_words),),) if self.draft_note and figure.missing else ()
        told: dict[str, Iterable[Origin | Facts]] = {
            "readings": dict.fromkeys((*open_facts, *(each.reading for each in figure.meanings if each.reading))),
            "measures": dict.fromkeys(each.measure for each in figure.meanings if each.measure),
        }
        numbers = self._numbers
        named = {
            name: " ".join([str(numbers.setdefault(each, len(numbers))) for each in entries])
            for name, entries in told.items()
        }
        own = " ".join([str(numbers.setdefault(each, len(numbers))) for each in figure.origins])
        return f'data-origins="{own}"' + "".join(f' data-{name}="{found}"' for name, found in named.items() if found)

    def text(self, text: str) -> str:
        """Dates with spaces in them ('18. 7월~) stay on one line."""
        escaped = escape(text)
        return _SPACED_DATE.sub(r'<span class="whole">\g<0></span>', escaped) if ". " in escaped else escaped

    def runs(self, runs: tuple[Run, ...]) -> str:
        """A browser may break a line on both sides of a button: brackets and stops stay with their figure."""
        joined = super().runs(runs)
        return _HELD_FIGURE.sub(_held, joined) if "<button" in joined else joined

    def figure(self, figure: Figure) -> str:
        value, origins = figure.value, figure.origins
        shown = escape(figure.text)
        if isinstance(value, Recorded):
            computed = f' data-computed="{escape(value.computed.text)}"' if value.computed else ""
            return (
                f'<button type="button" class="figure recorded" {self._references(figure)}{computed}>{shown}</button>'
            )
        if not origins:
            return shown
        return f'<button type="button" class="figure" {self._references(figure)}>{shown}</button>'

    def mark(self, shown: str, words: str) -> str:
        """With words for who does not see it; the button keeps its own text."""
        return f'<span class="open">{shown}</span><span class="unseen"> ({escape(words)})</span>'

    def bar(self, rate: Percent) -> str:
        return (
            '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
            f'<rect class="track" width="100" height="4"/><rect class="reached" width="{max(rate.value, 0):f}" height="4"/></svg>'
        )

    def entry(self, mark: str, title: str, target: str) -> str:
        return (
            f'<a href="#{section_id(escape(target))}"><span class="mark">{escape(mark)}</span> '
            f'<span class="name">{self.text(title)}</span></a>'
        )

    def open_section(self, section: Section) -> None:
        self.parts.append(f"\n<!--section {section.key}-->")

    def close_section(self, section: Section) -> None:
        self.parts.append(f"<!--/section {section.key}-->")

    def section_note(self) -> str:
        """A section can be a page of its own, so each says that it is a draft."""
        return self.draft_line()

    def open_table(self, table: Table, name: str) -> None:
        label = f'aria-labelledby="{name}.caption"' if table.caption else f'aria-label="{escape(self._heading)}"'
        self.parts.append(f'<div class="frame" role="group" {label} tabindex="0">')

    def close_table(self) -> None:
        self.parts.append("</div>")

    def picture(self, chart: Chart) -> str:
        """Drawn twice; the style sheet shows the one that fits."""
        return f'<div class="wide">{chart_svg(chart)}</div><div class="narrow">{chart_svg(chart, narrow=True)}</div>'


class PartWriter(ScreenWriter):
    """A part while it is written: what a figure lacks is marked as in a draft, and nothing in it can be pressed."""

    def __init__(self, address: Callable[[str], str]) -> None:
        super().__init__(DRAFT)
        self._address = address

    def image(self, picture: Picture) -> str:
        return f'src="{escape(self._address(picture.sha256))}"'

    def figure(self, figure: Figure) -> str:
        return f'<span class="figure">{escape(figure.text)}</span>'

    def section_note(self) -> str:
        return ""
