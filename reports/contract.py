"""What a division hands over for a briefing. `<division>.briefing.contribute(edition)` returns a Contribution."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from seoulwork.divisions import Division
from seoulwork.ledger import Ledger
from seoulwork.periods import Month
from seoulwork.queries import PassageRow, Profile

from .document import Block


@dataclass(frozen=True, slots=True)
class Edition:
    """Which briefing is being made: its month, the last month of its figures, and the day of its staff count."""

    month: Month
    reference_month: Month

    @property
    def day(self) -> date:
        return self.month.last_day


@dataclass(frozen=True)
class Contribution:
    """One division's rows and its own tables and charts.

    `tables` are the blocks that texts place by name (`[표: 기술교육원]`), by (programme number or None, name).
    """

    division: Division
    ledger: Ledger
    profile: Profile
    passages: tuple[PassageRow, ...]
    tables: Mapping[tuple[int | None, str], tuple[Block, ...]] = field(default_factory=dict)
