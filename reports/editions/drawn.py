"""Editions as their pages show them. What was published stays as it is, so what a process has drawn of it once, it keeps; only the frame
of a page is made anew. Drafts are drawn each time."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.urls import reverse

from ..comparison import titled
from ..document import Chart, Section, Table
from ..models import Edition
from ..render.html import Shown, contents_html, section_shown, whole_shown, with_pictures_at
from .kept import Known, document_of

WHOLES = 8
"""Whole editions that a process keeps in memory; one takes some 0.6 MB."""
SECTIONS = 512
"""Sections, and lists of contents; one takes some 30 KB."""

_PICTURE = re.compile(r'src="picture:([0-9a-f]{64})"')


class Own(NamedTuple):
    """A table or chart with an address of its own."""

    kind: str
    key: str
    title: str


class Drawn(NamedTuple):
    """A piece of an edition, its pictures named by digest (`located`), and the sections of the whole with their titles, in printed order;
    of one section its tables and charts."""

    shown: Shown
    sections: tuple[tuple[str, str], ...]
    own: tuple[Own, ...] = ()


def whole_of(edition: Edition) -> Drawn:
    """Raises Altered."""
    return _whole(Known(edition))


def section_of(edition: Edition, key: str) -> Drawn:
    """Raises Altered, and KeyError where the edition has no such section."""
    return _section(Known(edition), key)


def contents_of(edition: Edition, numbered: bool, current: str) -> str:
    """The contents, each entry leading to its section: at the edition (`numbered`), or at the briefing; that of `current` says so.
    Raises Altered."""
    return _contents(Known(edition), numbered, current)


def own_of(section: Section) -> Iterator[Own]:
    """The tables and charts of a section, in printed order."""
    for each in section.blocks:
        if isinstance(each, Table):
            yield Own("table", each.key, each.caption or f"{section.title}의 표")
        elif isinstance(each, Chart):
            yield Own("chart", each.key, each.title)


def located(html: str, address: Callable[[str], str]) -> str:
    """The same with its pictures at `address(digest)`."""
    return _PICTURE.sub(lambda found: f'src="{escape(address(found[1]))}"', html)


@lru_cache(maxsize=WHOLES)
def _whole(known: Known) -> Drawn:
    return _drawn(known, whole_shown(document_of(known.edition)))


@lru_cache(maxsize=SECTIONS)
def _section(known: Known, key: str) -> Drawn:
    document = document_of(known.edition)
    drawn = _drawn(known, section_shown(document, key))
    below = next(each for each in document.walk() if each.key == key).walk()
    return drawn._replace(own=tuple(each for section in below for each in own_of(section)))


@lru_cache(maxsize=SECTIONS)
def _contents(known: Known, numbered: bool, current: str) -> str:
    name, edition = known.edition.briefing.name, known.edition

    def address(key: str) -> str:
        if numbered:
            return reverse("edition_section", args=[name, edition.number, key])
        return reverse("briefing_section", args=[name, key])

    return contents_html(document_of(edition), address, current=current)


def _drawn(known: Known, shown: Shown) -> Drawn:
    """A picture within would be kept with each piece in which it stands."""
    html = with_pictures_at(shown.html, lambda digest: f"picture:{digest}")
    sections = tuple((each.key, titled(each)) for each in document_of(known.edition).walk())
    return Drawn(shown._replace(html=html), sections)
