"""What a division hands over for a briefing. The `contribute` of its app (see figures/divisions.py) returns a Contribution."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.clock import Clock
from seoulwork.domain.ledger import Ledger, ProgrammeRow, RelationRow
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import Division, DivisionConfig, division
from seoulwork.figures.profiles import ManuscriptRow, PassageRow, PictureRow, Profile, made_tables, passages
from seoulwork.figures.queries import ledger

from .arrangement import USUAL, Arrangement
from .document import Block
from .posts import with_posts
from .reach import reach_of
from .tables import draw, own_context
from .tables.description import Description
from .tables.made import MadeTables

TableOf = Callable[[int | None], tuple[Block, ...]]
"""From the programme of the text that places a table to its blocks; none where there is nothing to show."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which briefing is being made: up to when its results and of which year its plans are, and the day of its staff count."""

    name: BriefingName
    clock: Clock
    texts: Mapping[str, tuple[PassageRow, ...]] = field(default_factory=dict)
    """By the key of a division: what stands in the place of the texts that it has stored"""

    @property
    def day(self) -> date:
        return self.name.month.last_day

    def division(self, key: str) -> Division:
        """A division as it is called in the month of the briefing."""
        return division(key, self.name.month)


class Written(NamedTuple):
    """What a division has stored for a briefing: the figures, the texts, the tables that were made at the desk."""

    ledger: Ledger
    passages: tuple[PassageRow, ...]
    made: MadeTables


def read(division: Division, edition: Edition, tables: Iterable[Description] = ()) -> Written:
    """The division's texts and made tables for a briefing, and its figures as far as these, its `tables` and the checks reach.
    At most 13 queries."""
    texts = edition.texts.get(division.key)
    if texts is None:
        texts = passages(division, edition.name)
    made = MadeTables(division.key, made_tables(division, edition.name))
    clock = edition.clock
    reach = reach_of(clock, texts, (*tables, *made.descriptions))
    return Written(ledger(division, clock.reference_month, plan_year=clock.plan_year, reach_of=reach), texts, made)


@dataclass(frozen=True)
class Contribution:
    """One division's rows and its own tables and charts.

    `tables` gives, by the name under which texts place it (`[표: 기술교육원]`), the blocks of each of the division's own
    tables, for the programme of the placing text (None: for the division's). Raises ValueError when they are not those
    that the division declares.
    """

    division: Division
    ledger: Ledger
    profile: Profile
    passages: tuple[PassageRow, ...]
    tables: Mapping[str, TableOf] = field(default_factory=dict)
    relations: tuple[RelationRow, ...] = ()
    manuscripts: tuple[ManuscriptRow, ...] = ()
    arrangement: Arrangement = USUAL
    pictures: tuple[PictureRow, ...] = ()
    before: Month | None = None
    """The reference month of the briefing before; None where there was none"""
    made: MadeTables = field(default_factory=MadeTables)

    @property
    def programmes(self) -> tuple[ProgrammeRow, ...]:
        """Those that are printed, in their order."""
        return self.arrangement.printed_programmes(self.division.key, self.ledger.programmes)

    @property
    def printed_passages(self) -> tuple[PassageRow, ...]:
        """The texts of what is printed."""
        return tuple(
            each
            for each in self.passages
            if each.programme_id is None or not self.arrangement.is_left_out(self.division.key, each.programme_id)
        )

    def blocks_of(self, name: str, programme_id: int | None) -> tuple[Block, ...]:
        """What `[표: name]` in a text of the programme prints: the table that was made for that part, else the division's own of that
        name. Raises DescriptionError where one that was made can't be drawn, KeyError where there is none."""
        if (programme_id, name) in self.made:
            return draw(self.made[programme_id, name], own_context(self.with_posts, programme_id))
        return self.tables[name](programme_id)

    @cached_property
    def with_posts(self) -> Ledger:
        """What tables made at the desk are drawn from."""
        return with_posts(self.ledger, self.profile.headcount)

    def tables_of(self, programme_id: int | None) -> frozenset[str]:
        """The names of all tables that a text of the programme may place."""
        return self.division.tables | self.made.names(programme_id)

    def picture(self, name: str, programme_id: int | None) -> PictureRow | None:
        """The picture that `[그림: name]` in a text of the programme places."""
        return next((each for each in self.pictures if (each.programme_id, each.name) == (programme_id, name)), None)

    def __post_init__(self) -> None:
        if self.tables.keys() != self.division.tables:
            raise ValueError(f"{self.division.key}: {sorted(self.tables)} are not the tables that its apps.py declares")


@register()
def divisions_contribute(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """At start-up: each app of settings.DIVISIONS has a DivisionConfig with its own `contribute`."""
    problems: list[CheckMessage] = []
    for key in settings.DIVISIONS:
        app = apps.get_app_config(key)
        if not isinstance(app, DivisionConfig):
            problems.append(Error(f"{key}: apps.py에 DivisionConfig가 없습니다.", id="reports.E001"))
        elif type(app).contribute is DivisionConfig.contribute:
            problems.append(Error(f"{key}: apps.py의 DivisionConfig에 contribute가 없습니다.", id="reports.E002"))
    return problems


GENERAL = "part-1"
"""The key of the section that tells of the house."""
OWN_TEXTS = "part-2"
"""The key of the section in which the divisions' own texts are printed."""


def programme_key(division: Division, number: int) -> str:
    """The key of a programme's section in the document."""
    return f"{division.key}-{number}"
