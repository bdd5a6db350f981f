"""The parts that are written: each programme's text and each division's own, and their stored passages as one text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seoulwork.domain.manuscript import Kind, Piece, Planned, write
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.models import ADDED, home_of

from ..arrangement import Added
from ..models import Briefing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from seoulwork.figures.concrete import Manuscript, Passage, Programme

MOST = 999
"""Above every programme's number."""

OWN = 0
"""The number that stands in addresses for a division's own text."""


@dataclass(frozen=True, slots=True)
class Part:
    """A programme's text in a briefing, or that of a part that was added to it; without either the division's own, which stands in Ⅱ."""

    briefing: Briefing
    division: Division
    programme: "Programme | None"
    added: Added | None = None

    @property
    def number(self) -> int:
        """In addresses."""
        if self.added:
            return ADDED + self.added.number
        return self.programme.number if self.programme else OWN

    @property
    def home(self) -> int | None:
        return home_of(self.programme.pk if self.programme else None, self.added.number if self.added else 0)

    @property
    def rows(self) -> "dict[str, Any]":
        """What its stored texts have in common beside the briefing."""
        return {"programme": self.programme, "added": self.added.number if self.added else 0}

    @property
    def title(self) -> str:
        if self.added:
            return self.added.title
        return self.programme.title if self.programme else f"{self.division.name} 추진목표 글"

    @property
    def manuscripts(self) -> "QuerySet[Manuscript, Manuscript]":
        """Its manuscript, or none."""
        models = self.division.models
        return models.Manuscript.objects.of_briefing(self.briefing.name).filter(**self.rows)


class NoSuchPart(Exception):
    """The division has no programme of that number in the briefing's plan year, and writes no part of it that was added."""


def part(briefing: Briefing, division: Division, number: int) -> Part:
    """Raises NoSuchPart."""
    if number > MOST:
        found = [each for each in _added(briefing, division) if ADDED + each.number == number]
        if not found:
            raise NoSuchPart
        return Part(briefing, division, None, found[0])
    if number == OWN:
        return Part(briefing, division, None)
    known = division.models.Programme.objects.in_force(briefing.plan_year).filter(number=number).first()
    if known is None:
        raise NoSuchPart
    return Part(briefing, division, known)


def parts(briefing: Briefing) -> tuple[Part, ...]:
    """All parts by division: its own text, its programmes, the added parts that it writes. 1 query a division."""
    found: list[Part] = []
    for each in divisions():
        programmes = each.models.Programme.objects.in_force(briefing.plan_year).order_by("number")
        found += [Part(briefing, each, programme) for programme in (None, *programmes)]
        found += [Part(briefing, each, None, added) for added in _added(briefing, each)]
    return tuple(found)


def _added(briefing: Briefing, division: Division) -> tuple[Added, ...]:
    return tuple(each for each in briefing.arrangement.added if each.division == division.key)


def written(passages: "Iterable[Passage]") -> str:
    """Stored passages, with their milestones, as one text."""
    return write(map(_piece, passages))


def _piece(passage: "Passage") -> Piece:
    kinds: dict[str, Kind] = {"gist": "gist", "plans": "plans"}
    return Piece(
        kinds.get(passage.kind, "text"),
        passage.project,
        passage.heading,
        passage.text,
        tuple(Planned(each.title, each.when, each.detail, each.done) for each in passage.milestones.all()),
    )
