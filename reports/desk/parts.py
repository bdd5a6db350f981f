"""The parts that are written: each programme's text and each division's own, and their stored passages as one text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seoulwork.domain.manuscript import Kind, Piece, Planned, write
from seoulwork.figures.divisions import Division, divisions

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
    """A programme's text in a briefing; without a programme the division's own, which stands in Ⅱ."""

    briefing: Briefing
    division: Division
    programme: "Programme | None"

    @property
    def number(self) -> int:
        return self.programme.number if self.programme else OWN

    @property
    def title(self) -> str:
        return self.programme.title if self.programme else f"{self.division.name} 추진목표 글"

    @property
    def manuscripts(self) -> "QuerySet[Manuscript, Manuscript]":
        """Its manuscript, or none."""
        models = self.division.models
        return models.Manuscript.objects.of_briefing(self.briefing.name).filter(programme=self.programme)


class NoSuchPart(Exception):
    """The division has no programme of that number in the briefing's plan year."""


def part(briefing: Briefing, division: Division, number: int) -> Part:
    """Raises NoSuchPart."""
    if number > MOST:
        raise NoSuchPart
    if number == OWN:
        return Part(briefing, division, None)
    known = division.models.Programme.objects.in_force(briefing.plan_year).filter(number=number).first()
    if known is None:
        raise NoSuchPart
    return Part(briefing, division, known)


def parts(briefing: Briefing) -> tuple[Part, ...]:
    """All parts in printed order, each division's own text first. 1 query a division."""
    return tuple(
        Part(briefing, each, programme)
        for each in divisions()
        for programme in (None, *each.models.Programme.objects.in_force(briefing.plan_year).order_by("number"))
    )


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
