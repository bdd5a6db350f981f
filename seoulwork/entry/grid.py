"""The monthly grid as rows of finished texts: what the page, a cell's answer and the plain form show.

Every number comes from the ledger, by the rule that the briefing follows too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.due import Due, Kept, Progress, due, kept, missing, whole_progress
from seoulwork.entry.months import Status, status
from seoulwork.entry.rows import Maker
from seoulwork.entry.shown import Group, Labels, Row, is_entered, labels
from seoulwork.entry.together import Together, together
from seoulwork.figures.divisions import Division
from seoulwork.figures.extracts import extracted


@dataclass(frozen=True, slots=True)
class Grid:
    division: str
    division_key: str
    month: Month
    status: Status
    progress: Progress
    labels: Labels
    groups: tuple[Group, ...]
    together: Together
    user: int = 0
    blank: frozenset[str] = frozenset()
    """The cells that are missing, where they were asked for"""
    request: str = ""
    """A fresh number for the plain form: sent twice, it is carried out once."""

    @property
    def month_before(self) -> Month | None:
        return self.month - 1 if is_entered(self.month - 1) else None

    @property
    def month_after(self) -> Month | None:
        return self.month + 1 if is_entered(self.month + 1) else None

    @property
    def choice(self) -> list[dict[str, Any]]:
        """The months to choose from: of this year, the one before and the one after, the latest year first."""
        years = [Run.year(self.month.year + step) for step in (1, 0, -1)]
        return [{"name": f"{each.first.year}년", "months": each.months()} for each in years if is_entered(each.first)]

    def rows(self) -> Iterator[Row]:
        for group in self.groups:
            yield from group.rows


def figures_of(division: Division, what: Due) -> Ledger:
    """The figures that the rows need: this year's and those of the one before. 1 query, 2 with a stock last counted earlier."""
    return extracted(division, what.month, what.structure, Month(what.month.year - 1, 1))


def grid(division: Division, month: Month, *, by: User | None = None, blanks: bool = False) -> Grid:
    """The whole page, as `by` may use it. 4 queries; one more where the month is not open, and with a stock last counted earlier."""
    what = due(division, month)
    there = kept(division, what)
    now = status(division, month, by)
    may_write = by is None or may(by, "entry_month", "POST", division.key)
    figures = figures_of(division, what)
    maker = Maker(what, there, figures, now, may_write=may_write, shared=division.shared)
    return Grid(
        division.name,
        division.key,
        month,
        now,
        whole_progress(what, there.rows),
        labels(what),
        tuple(maker.groups()),
        together(what),
        blank=frozenset(str(each.cell) for each in missing(what, there.rows)) if blanks else frozenset(),
    )


def rows_of(what: Due, there: Kept, figures: Ledger, now: Status) -> list[Row]:
    """The rows of what is due."""
    return [row for group in Maker(what, there, figures, now).groups() for row in group.rows]
