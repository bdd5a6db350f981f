"""What first pages say of an edition: from its frozen document, as it was on the day of publishing."""

from collections.abc import Callable

from django.urls import reverse

from ..courses import overdue
from ..document import Document
from ..models import Edition
from .works import Overdue, Paced, Told, Work


def told(edition: Edition, document: Document) -> Told:
    """Each leads to the section of the edition that tells of it. No query."""

    def page(section: str) -> str:
        return reverse("edition_section", args=[edition.briefing.name, edition.number, section])

    names = {each.section.rpartition("-")[0]: each.division for each in document.courses if each.programme}
    return Told(
        tuple(Paced(each, page(each.section)) for each in document.courses),
        tuple(
            Work(names[key], each.title, page(each.key))
            for each in document.walk()
            if each.kind == "programme" and (key := each.key.rpartition("-")[0]) in names
        ),
        _overdue(document, page),
        knows_overdue=document.milestones is not None,
    )


def _overdue(document: Document, page: Callable[[str], str]) -> dict[tuple[str, str], tuple[Overdue, ...]]:
    """By division and programme what was overdue on the day of publishing."""
    found: dict[tuple[str, str], tuple[Overdue, ...]] = {}
    for each in overdue(document.milestones or (), document.made_on):
        key = each.division, each.programme
        found[key] = (*found.get(key, ()), Overdue(each.title, each.when, page(each.section)))
    return found
