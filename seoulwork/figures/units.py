"""The units that are stored, as the domain knows them: read when one is first wanted and kept by each process. Who signs in brings along
whether there are others by now, so that no page asks for them."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, Subquery, Value

from seoulwork.domain.units import Unit
from seoulwork.domain.vocabulary import UNITS

Version = tuple[Any, Any]

_seen: list[Version] = []


def _rows() -> Any:
    return apps.get_model("figures", "Unit").objects.added().order_by()


def stored() -> Iterable[Unit]:
    """1 query."""
    return [Unit(*row) for row in _rows().values_list("name", "base", "factor", "offered")]


def version_columns() -> dict[str, Subquery]:
    """What a query reads besides, to be told to `see`."""
    whole = _rows().values(whole=Value(1))
    return {
        "unit_count": Subquery(whole.annotate(number=Count("pk")).values("number")),
        "unit_changed": Subquery(whole.annotate(last=Max("changed_at")).values("last")),
    }


def see(version: Version) -> None:
    """Read the units anew if they are not of that version. 1 query when they are not."""
    if _seen != [version]:
        UNITS.give(stored() if version[0] else ())
        _seen[:] = [version]


def read() -> None:
    """Know the units as they are stored now. 1 query."""
    UNITS.give(stored())
    _seen.clear()


def forget() -> None:
    """As in a process that has not asked yet."""
    _seen.clear()
    UNITS.forget()
