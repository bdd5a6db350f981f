"""What first pages say of an edition: from its frozen document, as it was on the day of publishing."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from django.urls import reverse

from ..courses import Course, overdue
from ..document import Document
from ..editions.kept import Known, document_of
from ..models import Edition
from ..places import WORKED_OUT_TABLE
from ..printed import Measured
from ..values import Figure, Place
from .works import Overdue, Paced, Told, Work

EDITIONS = 32
"""Of which a process keeps it in memory"""


@lru_cache(maxsize=EDITIONS)
def told_of(known: Known) -> Told:
    """Of an edition that its process has read; asks nothing when it was asked for before. Raises Altered."""
    return told(known.edition, document_of(known.edition))


def paces_of(edition: Edition, key: str) -> list[Paced]:
    """Of the figures that one section tells of. Raises Altered."""
    if all(each.section != key for each in document_of(edition).courses):
        return []
    return [each for each in told_of(Known(edition)).figures if each.course.section == key]


def told(edition: Edition, document: Document) -> Told:
    """Programmes and plans lead to the section of the edition that tells of them, figures to their own page where the edition printed
    them. 1 query."""

    def page(section: str) -> str:
        return section_page(edition, section)

    pages = figure_pages(edition)

    def own(course: Course) -> str:
        """The page of the figure that the course is of. Behind what is worked out stand the origins of what it is made of."""
        origins = course.actual.origins
        if origins and origins[0].place[1:2] == (WORKED_OUT_TABLE,):
            origins = origins[:1]
        return next((pages[each.place] for each in origins if each.place in pages), "")

    names = {each.section.rpartition("-")[0]: each.division for each in document.courses if each.programme}
    return Told(
        tuple(Paced(each, own(each) or page(each.section)) for each in document.courses),
        tuple(
            Work(names[key], each.title, page(each.key))
            for each in document.walk()
            if each.kind == "programme" and (key := each.key.rpartition("-")[0]) in names
        ),
        _overdue(document, page),
        knows_overdue=document.milestones is not None,
    )


def section_page(edition: Edition, section: str) -> str:
    return reverse("edition_section", args=[edition.briefing.name, edition.number, section])


def page_of(figure: Figure, pages: Mapping[Place, str]) -> str:
    """The page of what the figure is of; empty where it is of several things, or of none with a page."""
    found = {pages.get(each.place, "") for each in figure.origins if each.place[1:2] != (WORKED_OUT_TABLE,)}
    return found.pop() if len(found) == 1 else ""


def figure_pages(edition: Edition) -> dict[Place, str]:
    """By the place of a stored value the page of the indicator or budget that it is of. 1 query."""
    kept = Measured.objects.filter(edition=edition).values_list("division", "kind", "number", "places")
    return {
        tuple(place): reverse("figure", args=[division, kind, number])
        for division, kind, number, places in kept
        for place in places
    }


def _overdue(document: Document, page: Callable[[str], str]) -> dict[tuple[str, str], tuple[Overdue, ...]]:
    """By division and programme what was overdue on the day of publishing."""
    found: dict[tuple[str, str], tuple[Overdue, ...]] = {}
    for each in overdue(document.milestones or (), document.made_on):
        key = each.division, each.programme
        found[key] = (*found.get(key, ()), Overdue(each.title, each.when, page(each.section)))
    return found
