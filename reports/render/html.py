"""The briefing as HTML: as one page that opens from a disk on a closed network, and in the pieces that the site shows."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from reports.document import Block, Chart, Document, Picture, Run, Section, Table, section_anchor
from reports.render.charts import chart_svg
from reports.render.markup import Writer
from reports.values import Facts, Figure, Origin, Percent, Place, Recorded

STATIC = Path(__file__).resolve().parents[1] / "static/reports"

DRAFT = "작성 중"
"""What a part that is being written says of itself"""

_TYPES = re.compile(r"^ */\*\*(?: .*\*/|$(?:\n \* .*)*\n \*/)\n", re.MULTILINE)
_SPACED_DATE = re.compile(r"\S*\d\.(?: \d\S*)+")
_HELD_FIGURE = re.compile(r"([(\[〈「『]?)(<button [^>]*>[^<]*</button>)([)\]〉」』.,~%]*)")
_HEADING = re.compile(r"(</?h)([1-6])\b")


def render_html(document: Document) -> str:
    """The whole briefing as a page that needs nothing beside itself.

    Raises ValueError for a section key that is no word of letters, digits and single hyphens.
    """
    shown = whole_shown(document)
    title = escape(f"{document.title} - {document.bureau}")
    return (
        '<!doctype html>\n<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><meta name="author" content="{escape(document.bureau)}">'
        f"<style>{_static('briefing.css')}</style></head>\n"
        f'<body class="standalone"><main>{shown.html}</main>\n'
        f'<script type="application/json" id="origins">{shown.origins}</script>\n<script>{_static("briefing.js")}</script></body></html>\n'
    )


class Shown(NamedTuple):
    """A piece of a briefing as it stands in a page, and as JSON, safe within a script element, what the panels of its figures say:
    the numbers in `data-origins` (stored figures), `data-readings` and `data-measures` → `{"facts": [[label, text], …]}`, of a
    stored figure with its `place`."""

    html: str
    origins: str


def whole_shown(document: Document, beneath: Mapping[str, str] | None = None) -> Shown:
    """Cover, contents and all sections; `beneath` has HTML to stand under the titles of sections, by their keys."""
    writer = ScreenWriter(document.draft_note, beneath)
    writer.parts.append('<article class="briefing">\n')
    writer.cover(document)
    writer.contents(document)
    writer.parts.append('<div class="sections">')
    for section in document.sections:
        writer.section(section)
    writer.parts.append("</div></article>")
    return writer.shown


def section_shown(document: Document, key: str, level: int = 1) -> Shown:
    """One section, with all below it; its own title becomes a heading of `level`.

    Raises KeyError when the document has no such section.
    """
    section = next((each for each in document.walk() if each.key == key), None)
    if section is None:
        raise KeyError(key)
    writer = ScreenWriter(document.draft_note)
    writer.section(section)
    html, origins = writer.shown
    return Shown(f'<article class="briefing">{_headed(html, level)}</article>', origins)


def block_shown(section: Section, block: Block) -> Shown:
    """One table or chart of a section alone."""
    writer = ScreenWriter()
    writer.blocks(replace(section, blocks=(block,)))
    html, origins = writer.shown
    return Shown(f'<div class="briefing">{html}</div>', origins)


def contents_html(document: Document, address: Callable[[str], str], current: str = "") -> str:
    """The contents, each entry leading to `address(key)`; that of `current` says so."""
    writer = ContentsWriter(address, current)
    writer.contents(document)
    return "".join(writer.parts)


def part_html(section: Section, address: Callable[[str], str]) -> str:
    """One section alone, its figures without the panels that only a whole page has; its title is a heading of the second level.

    `address` gives, by its digest, where a picture is to be had."""
    writer = PartWriter(address)
    writer.section(section)
    return f'<article class="briefing">{_headed("".join(writer.parts), 2)}</article>'


def blocks_html(blocks: tuple[Block, ...]) -> str:
    """Tables and charts alone, without a heading."""
    writer = PartWriter(str)
    writer.blocks(Section("", "programme", "", "", blocks))
    return f'<div class="briefing">{"".join(writer.parts)}</div>'


def _headed(found: str, level: int) -> str:
    """The same with its first heading of `level`, and those below it as deep as before."""
    first = _HEADING.search(found)
    up = int(first[2]) - level if first else 0
    return _HEADING.sub(lambda heading: f"{heading[1]}{int(heading[2]) - up}", found) if up else found


def with_pictures_at(shown: str, address: Callable[[str], str]) -> str:
    """A piece of a page that `render_html` made, its pictures not within but at `address(digest)`."""
    return _WITHIN.sub(lambda found: f'src="{escape(address(found[1]))}"', shown)


_WITHIN = re.compile(r'src="data:image/[^"]*" data-picture="([0-9a-f]{64})"')


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

    def __init__(self, draft_note: str = "", beneath: Mapping[str, str] | None = None) -> None:
        super().__init__(draft_note)
        self._beneath = beneath or {}
        self._numbers: dict[Origin | Facts, int] = {}

    @property
    def shown(self) -> Shown:
        """What was written, and what its panels say: each thing once, in the order of the numbers that figures name."""
        return Shown("".join(self.parts), _json(dict(enumerate(map(_entry, self._numbers)))))

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
        return f'<a href="#{section_anchor(escape(target))}">{self.entry_text(mark, title)}</a>'

    def entry_text(self, mark: str, title: str) -> str:
        return f'{self.number(mark)}<span class="name">{self.text(title)}</span>'

    def section_note(self, section: Section) -> str:
        """A section can be a page of its own, so each says that it is a draft."""
        return self._beneath.get(section.key, "") + self.draft_line()

    def open_table(self, table: Table, name: str) -> None:
        label = f'aria-labelledby="{name}.caption"' if table.caption else f'aria-label="{escape(self._heading)}"'
        self.parts.append(f'<div class="frame" role="group" {label} tabindex="0">')

    def close_table(self) -> None:
        self.parts.append("</div>")

    def picture(self, chart: Chart) -> str:
        """Drawn twice; the style sheet shows the one that fits."""
        return f'<div class="wide">{chart_svg(chart)}</div><div class="narrow">{chart_svg(chart, narrow=True)}</div>'


class ContentsWriter(ScreenWriter):
    """The contents of a briefing whose sections stand on pages of their own."""

    def __init__(self, address: Callable[[str], str], current: str) -> None:
        super().__init__()
        self._address = address
        self._current = current

    def entry(self, mark: str, title: str, target: str) -> str:
        here = ' aria-current="page"' if target == self._current else ""
        return f'<a href="{escape(self._address(target))}"{here}>{self.entry_text(mark, title)}</a>'


class PartWriter(ScreenWriter):
    """A part while it is written: what a figure lacks is marked as in a draft, and nothing in it can be pressed."""

    def __init__(self, address: Callable[[str], str]) -> None:
        super().__init__(DRAFT)
        self._address = address

    def image(self, picture: Picture) -> str:
        return f'src="{escape(self._address(picture.sha256))}"'

    def figure(self, figure: Figure) -> str:
        return f'<span class="figure">{escape(figure.text)}</span>'

    def section_note(self, section: Section) -> str:
        return ""
