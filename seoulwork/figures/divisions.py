"""The division apps, by their key (the app label), their concrete models, and what only one of them has.

Shared code reaches a division's tables through here, so that it never names a division.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from seoulwork.domain.periods import Month
from seoulwork.figures import guards, organisation

if TYPE_CHECKING:
    from reports.contract import Contribution, Edition
    from seoulwork.catalogue.kinds import Kind
    from seoulwork.catalogue.maintenance import MaintenanceForm
    from seoulwork.data.run import Loader
    from seoulwork.figures import concrete


class Models(Protocol):
    """What each division's `models.py` holds."""

    Programme: "type[concrete.Programme]"
    Indicator: "type[concrete.Indicator]"
    Part: "type[concrete.Part]"
    Target: "type[concrete.Target]"
    Actual: "type[concrete.Actual]"
    ActualMonth: "type[concrete.ActualMonth]"
    Budget: "type[concrete.Budget]"
    Appropriation: "type[concrete.Appropriation]"
    Execution: "type[concrete.Execution]"
    Forecast: "type[concrete.Forecast]"
    SpendingForecast: "type[concrete.SpendingForecast]"
    MonthPlan: "type[concrete.MonthPlan]"
    Passage: "type[concrete.Passage]"
    Milestone: "type[concrete.Milestone]"
    Manuscript: "type[concrete.Manuscript]"
    ManuscriptVersion: "type[concrete.ManuscriptVersion]"
    ManuscriptClash: "type[concrete.ManuscriptClash]"
    ManuscriptRemark: "type[concrete.ManuscriptRemark]"
    ManuscriptTable: "type[concrete.ManuscriptTable]"
    ManuscriptTableVersion: "type[concrete.ManuscriptTableVersion]"
    ManuscriptPicture: "type[concrete.ManuscriptPicture]"
    ManuscriptPictureVersion: "type[concrete.ManuscriptPictureVersion]"
    Headcount: "type[concrete.Headcount]"
    Function: "type[concrete.Function]"
    CoreTask: "type[concrete.CoreTask]"
    Goal: "type[concrete.Goal]"
    Relation: "type[concrete.Relation]"
    Reopening: "type[concrete.Reopening]"
    Remark: "type[concrete.Remark]"
    Evidence: "type[concrete.Evidence]"
    Look: "type[concrete.Look]"


class DivisionConfig(AppConfig):
    """The app of a division: `verbose_name` is its Korean name as long as no other is stored, `tables` are the names of its own tables, which texts place
    by `[표: 이름]`. What the methods give is imported when it is asked for: apps are made before there are models."""

    tables: frozenset[str] = frozenset()

    def ready(self) -> None:
        guards.stand(self)

    def kinds(self) -> "Mapping[str, Kind]":
        """The lists of what only this division has, by their key."""
        return {}

    def forms(self) -> "Mapping[str, type[MaintenanceForm]]":
        """The forms in which these are kept, by the list's key."""
        return {}

    def loaders(self) -> "Mapping[str, Loader]":
        """What reads the keys of briefing data files that only this division has."""
        return {}

    def contribute(self, edition: "Edition") -> "Contribution":
        """The division's part of a briefing."""
        raise NotImplementedError(f"{self.label}: a division says what it hands over for a briefing")


USUAL_WORD = "담당관"
"""As what a division is counted of which nothing is stored"""


@dataclass(frozen=True, slots=True)
class Division:
    """`key` is the app label (`labour`), which never changes; as of a month are `name`, the Korean name (`노동정책담당관`), `unit`, as
    what it is counted (담당관), and `number`, the place in print, from 1."""

    key: str
    name: str = field(compare=False)
    number: int = field(compare=False)
    app: DivisionConfig = field(compare=False, repr=False)
    unit: str = field(default=USUAL_WORD, compare=False)

    @property
    def shared(self) -> str:
        """What belongs to it as a whole, and to no programme: `담당관 공통`."""
        return f"{self.unit} 공통"

    @property
    def models(self) -> Models:
        """The division's concrete models: `division.models.Actual`."""
        return cast(Models, self.app.models_module)

    def entered(self, table: str) -> "type[concrete.Actual] | type[concrete.Execution]":
        """The model of the figures that are entered, by the table that a place names (domain/cells.py)."""
        return self.models.Actual if table == "Actual" else self.models.Execution

    @property
    def tables(self) -> frozenset[str]:
        """The names of its own tables."""
        return self.app.tables


def divisions(month: Month | None = None) -> tuple[Division, ...]:
    """In printed order, as of a month (None: of now)."""
    if month is None:
        known = organisation.kept.states and organisation.states(Month.of(timezone.localdate()))
    else:
        known = organisation.states(month)
    return _divisions(tuple(known.values()) if known else ())


@lru_cache(maxsize=64)
def _divisions(known: tuple[organisation.State, ...]) -> tuple[Division, ...]:
    states = {each.division: each for each in known}
    usual = {key: place for place, key in enumerate(settings.DIVISIONS, 1)}
    order = sorted(usual, key=lambda key: (states[key].position if key in states else usual[key], usual[key]))
    return tuple(_division(key, number, states.get(key)) for number, key in enumerate(order, 1))


def _division(key: str, number: int, state: organisation.State | None) -> Division:
    app = apps.get_app_config(key)
    if not isinstance(app, DivisionConfig):
        raise ImproperlyConfigured(f"{key}: the app of a division has a DivisionConfig in its apps.py")
    if state is None:
        return Division(key, str(app.verbose_name), number, app)
    return Division(key, state.name, number, app, state.unit)


def division(key: str, month: Month | None = None) -> Division:
    """The division of that key, as of a month (None: of now). Raises KeyError."""
    return {each.key: each for each in divisions(month)}[key]


def division_called(name: str, month: Month) -> Division:
    """The division that was called so in a month, or else ever, be it only by its app before another name was stored. Raises KeyError."""
    for each in (*divisions(month), *divisions()):
        if each.name == name:
            return each
    by_apps = {each.name: each.key for each in _divisions(())}
    return division((by_apps | {each.name: each.division for each in organisation.kept.states})[name])


def division_names(month: Month | None = None) -> dict[str, str]:
    return {each.key: each.name for each in divisions(month)}


def division_choices() -> list[tuple[str, str]]:
    return list(division_names().items())
