"""What the divisions are called and how many teams they have, as of any month. The few rows are read once and kept by each process; who signs in brings along
whether there are others by now, so that no page asks for them."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, Subquery, Value

from seoulwork.domain.periods import Month

Version = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class State:
    division: str
    from_month: Month
    name: str
    unit: str
    position: int
    teams: int | None
    """None: unknown"""


@dataclass(slots=True)
class Kept:
    version: Version | None = None
    """How many rows there were and when the last one changed; None: not read yet"""
    states: tuple[State, ...] = ()


NONE_STORED: Version = (None, None)
kept = Kept()


def _rows() -> Any:
    return apps.get_model("figures", "DivisionState")._default_manager.order_by()


def version_columns() -> dict[str, Subquery]:
    """What a query reads besides, to be told to `see`."""
    whole = _rows().values(whole=Value(1))
    return {
        "organisation_count": Subquery(whole.annotate(number=Count("pk")).values("number")),
        "organisation_changed": Subquery(whole.annotate(last=Max("changed_at")).values("last")),
    }


def see(version: Version) -> None:
    """Read the rows anew if they are not of that version. 1 query when they are not."""
    if kept.version != version:
        read(version)


def read(version: Version = NONE_STORED) -> None:
    """1 query."""
    columns = ("division", "from_month", "name", "unit", "position", "teams")
    kept.states = tuple(State(*row) for row in _rows().order_by("from_month").values_list(*columns))
    kept.version = version


def states(month: Month) -> dict[str, State]:
    """The state of each division of which one is stored, as of a month. Reads the rows where nothing has yet."""
    if kept.version is None:
        read()
    return {each.division: each for each in kept.states if each.from_month <= month}
