"""Editions as their pages show them. What was published stays as it is, so what a process has drawn of it once, it keeps; only the frame
of a page is made anew. Drafts are drawn each time."""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.urls import reverse

from ..comparison import titled
from ..models import Edition
from ..render.html import Shown, contents_html, section_shown, whole_shown, with_pictures_at
from .kept import Known, document_of

WHOLES = 8
"""Whole editions that a process keeps in memory; one takes some 0.6 MB."""
SECTIONS = 512
"""Sections, and lists of contents; one takes some 30 KB."""

_PICTURE = re.compile(r'src="picture:([0-9a-f]{64})"')


class Drawn(NamedTuple):
    """A piece of an edition, its pictures named by digest (`located`), and the sections of the whole with their titles, in printed order."""

    shown: Shown
    sections: tuple[tuple[str, str], ...]


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


def located(html: str, address: Callable[[str], str]) -> str:
    """The same with its pictures at `address(digest)`."""
    return _PICTURE.sub(lambda found: f'src="{escape(address(found[1]))}"', html)


@lru_cache(maxsize=WHOLES)
def _whole(known: Known) -> Drawn:
    return _drawn(known, whole_shown(document_of(known.edition)))


@lru_cache(maxsize=SECTIONS)
def _section(known: Known, key: str) -> Drawn:
    return _drawn(known, section_shown(document_of(known.edition), key))


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
