"""Which indicator or budget a printed figure is of: from the names in which a document keeps where its figures are stored, read with the
names that there are when it is published."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q

from seoulwork.figures.divisions import divisions
from seoulwork.figures.models import in_force

from ..models import Briefing
from ..places import FORECAST_TABLE, SPENDING_TABLE, WORKED_OUT_TABLE
from ..printed import Measured
from ..values import Origin, Place

KINDS = {
    "Actual": Measured.INDICATOR,
    "Target": Measured.INDICATOR,
    WORKED_OUT_TABLE: Measured.INDICATOR,
    FORECAST_TABLE: Measured.INDICATOR,
    "Appropriation": Measured.BUDGET,
    "Execution": Measured.BUDGET,
    SPENDING_TABLE: Measured.BUDGET,
}


class Identity(NamedTuple):
    """An indicator, or the budget lines of one programme and name (by the first of them)."""

    division: str
    kind: str
    number: int


@dataclass
class Identities:
    """The names of a briefing's indicators and budgets. 2 queries a division."""

    briefing: Briefing
    _known: dict[tuple[str, str, str, str], Identity] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        year = self.briefing.reference_month.year
        own = Q(programme=None) | in_force(year, "programme__")
        for each in divisions(self.briefing.month):
            tables: tuple[tuple[str, Any], ...] = (
                (Measured.INDICATOR, each.models.Indicator),
                (Measured.BUDGET, each.models.Budget),
            )
            for kind, table in tables:
                # The first of several lines of one name is read last, and stays.
                rows = table.objects.filter(own).order_by("-pk").values_list("pk", "short_name", "programme__number")
                for key, short_name, number in rows:
                    name = (each.name, kind, "" if number is None else str(number), short_name)
                    self._known[name] = Identity(each.key, kind, key)

    def of(self, place: Place) -> Identity | None:
        """None for what is neither (staff, the bureau), and for a name that there is no more."""
        if len(place) < 4 or place[1] not in KINDS:
            return None
        return self._known.get((place[0], KINDS[place[1]], place[2], place[3]))

    def among(self, origins: Iterable[Origin]) -> dict[Identity, list[Origin]]:
        """The origins by what they are of."""
        found: dict[Identity, list[Origin]] = {}
        for origin in origins:
            if (identity := self.of(origin.place)) is not None:
                found.setdefault(identity, []).append(origin)
        return found
