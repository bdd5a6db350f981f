"""Which indicator or budget a printed figure is of: read by name when its edition is published, and kept in its document by key, as a name may
be another's later."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from django.db.models import Q

from seoulwork.figures.divisions import divisions
from seoulwork.figures.models import FundSource, in_force

from ..document import Document
from ..models import Briefing, Edition
from ..places import FORECAST_TABLE, SPENDING_TABLE, WORKED_OUT_TABLE
from ..printed import Measured
from ..values import Home, Identity, Origin, Place
from .kept import document_of

KINDS = {
    "Actual": Measured.INDICATOR,
    "Target": Measured.INDICATOR,
    WORKED_OUT_TABLE: Measured.INDICATOR,
    FORECAST_TABLE: Measured.INDICATOR,
    "Appropriation": Measured.BUDGET,
    "Execution": Measured.BUDGET,
    SPENDING_TABLE: Measured.BUDGET,
}
RUNS = ("Actual", "Target")
"""The tables of which a row may be of a part"""
LOST = 0
"""The row of a name that there is no more"""

Homes = Callable[[Place], Home | None]
"""Whose a stored figure is; None for what is neither indicator nor budget (staff, the bureau), and for a name that was not there"""


def homes_of(edition: Edition, document: Document | None = None) -> Homes:
    """As its document keeps them. An edition of an earlier program keeps at most which indicator or budget it is: there the names of today
    say the rest, where they still lead to that. Raises Altered."""
    known = document or document_of(edition)
    if known.homes:
        return {each.place: each for each in known.homes}.get
    now = Named(edition.briefing)
    kept = {tuple(place): each for each in Measured.objects.filter(edition=edition) for place in each.places}

    def of(place: Place) -> Home | None:
        found, was = now.of(place), kept.get(place)
        if was is None or (found and found.identity == (was.division, was.kind, was.number)):
            return found
        return Home(place, was.division, was.kind, was.number, LOST)

    return of


def with_homes(document: Document, briefing: Briefing) -> Document:
    """The document with whose the stored figures are that its figures come from, by the names that there are now. 3 queries a division."""
    now = Named(briefing)
    places = dict.fromkeys(origin.place for origin in origins_in(document))
    return replace(document, homes=tuple(home for place in places if (home := now.of(place))))


def origins_in(value: Any) -> Iterator[Origin]:
    """All that stand in a part of a document, whatever kind of part it is."""
    if isinstance(value, Origin):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from origins_in(each)
    elif is_dataclass(value):
        for one in fields(value):
            yield from origins_in(getattr(value, one.name))


@dataclass
class Named:
    """The names that a briefing's indicators and budgets have now. 3 queries a division."""

    briefing: Briefing
    _identities: dict[tuple[str, ...], Identity] = field(default_factory=dict, init=False)
    _parts: dict[tuple[str, int, str], int] = field(default_factory=dict, init=False)
    _lines: dict[tuple[str, ...], int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        year = self.briefing.reference_month.year
        for each in divisions(self.briefing.month):
            own = Q(programme=None) | in_force(year, "programme__")
            of = "programme__number", "short_name"
            for key, number, name in each.models.Indicator.objects.filter(own).values_list("pk", *of):
                self._identities[each.name, Measured.INDICATOR, _text(number), name] = (
                    each.key,
                    Measured.INDICATOR,
                    key,
                )
            own = Q(indicator__programme=None) | in_force(year, "indicator__programme__")
            for key, indicator, path in each.models.Part.objects.filter(own).values_list("pk", "indicator", "path"):
                self._parts[each.key, indicator, path] = key
            own = Q(programme=None) | in_force(year, "programme__")
            lines = each.models.Budget.objects.filter(own).order_by("pk")
            for key, number, name, *rest in lines.values_list("pk", *of, "part", "fund_source", "year"):
                fund = str(FundSource(rest[1]).label) if rest[1] else ""
                self._lines[each.name, _text(number), name, rest[0], fund, str(rest[2])] = key
                self._identities.setdefault(
                    (each.name, Measured.BUDGET, _text(number), name), (each.key, Measured.BUDGET, key)
                )

    def of(self, place: Place) -> Home | None:
        if len(place) < 4 or place[1] not in KINDS:
            return None
        name, table, *rest = place
        identity = self._identities.get((name, KINDS[table], *rest[:2]))
        if identity is None:
            return None
        row = None
        if KINDS[table] == Measured.BUDGET:
            row = self._lines.get((name, *rest[:5]), LOST)
        elif table in RUNS and rest[2]:
            row = self._parts.get((identity[0], identity[2], rest[2]), LOST)
        return Home(place, *identity, row)


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def among(homes: Homes, origins: Iterable[Origin]) -> dict[Identity, list[Origin]]:
    """The origins by what they are of."""
    found: dict[Identity, list[Origin]] = {}
    for origin in origins:
        if (home := homes(origin.place)) is not None:
            found.setdefault(home.identity, []).append(origin)
    return found
