"""Errors that can be planted in a right briefing: what each does, at which place it has to be found, and by which rule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from reports.checks import Finding
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, ValueRow
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.profiles import PassageRow

from .paper import Paper, Share, put

Item = TypeVar("Item")


@dataclass(frozen=True)
class Planted:
    """What has to be found: a finding of one of the rules, at this place or one within it, with these words in its sentence, or this printed."""

    rules: tuple[str, ...]
    place: str
    words: str = ""
    printed: str = ""

    def is_told_by(self, finding: Finding) -> bool:
        return (
            finding.rule in self.rules
            and self.place in finding.place
            and self.words in finding.sentence
            and self.printed in ("", finding.printed)
        )


Chance = Callable[[int, int], int]
"""Any number from one to another, both included"""
Plant = Callable[[Paper, Chance], Planted]
PLANTS: dict[str, Plant] = {}


def plant(name: str) -> Callable[[Plant], Plant]:
    """Under a name of its own: `family: what is wrong`."""

    def kept(function: Plant) -> Plant:
        if name in PLANTS:
            raise ValueError(f"two errors are called {name}")
        PLANTS[name] = function
        return function

    return kept


# --------------------------------------------------------------------------------------------- at random places


class NotHere(Exception):
    """In this briefing the error can't be planted."""


def need(fitting: object) -> None:
    """Raises NotHere."""
    if not fitting:
        raise NotHere


def pick(data: Chance, things: Sequence[Item]) -> Item:
    """Any of them. Raises NotHere where there is none."""
    need(things)
    return things[data(0, len(things) - 1)]


def number(data: Chance, low: int, high: int) -> int:
    """Raises NotHere where there is none."""
    need(low <= high)
    return data(low, high)


FLOWS = ("plain_flow", "flow_in_parts", "part_of_a_whole", "money", "low")
MONTHLY = (*FLOWS, "stock", "mean")


def made(paper: Paper, data: Chance, *kinds: str) -> tuple[Share, IndicatorRow]:
    """The first indicator of one of the kinds, with its division."""
    share, own = paper.made[pick(data, kinds)]
    return share, own[0]


def actuals(share: Share, own: IndicatorRow, run: Run | None = None) -> list[ValueRow]:
    """Its rows, of a run of months."""
    return [row for row in share.actuals if row.indicator_id == own.id and (run is None or row.run in run)]


def targets(share: Share, own: IndicatorRow, run: Run | None = None) -> list[ValueRow]:
    return [row for row in share.targets if row.indicator_id == own.id and (run is None or row.run in run)]


def change(rows: list[ValueRow], row: ValueRow, value: int) -> None:
    put(rows, row, row._replace(value=value))


def drop_months(
    share: Share, own: IndicatorRow, after: Month, part_id: int | None = None, *, all_parts: bool = True
) -> None:
    """Without what is told of the months after one."""
    share.actuals = [
        row
        for row in share.actuals
        if row.indicator_id != own.id or row.run.last <= after or (not all_parts and row.part_id != part_id)
    ]


def amount_of(share: Share, line: BudgetRow, name: str, month: Month) -> int:
    return next(row.amount for row in share.amounts if (row.budget_id, row.name, row.month) == (line.id, name, month))


def set_amount(share: Share, line: BudgetRow, name: str, month: Month, won: int) -> None:
    row = next(row for row in share.amounts if (row.budget_id, row.name, row.month) == (line.id, name, month))
    put(share.amounts, row, replace(row, amount=won))


def lines(share: Share, year: int, *kinds: str) -> list[BudgetRow]:
    return [line for line in share.budgets if line.year == year and line.kind in kinds]


# -------------------------------------------------------------------------------------------------------- texts


def texts_of(share: Share, programme_id: int | None) -> list[PassageRow]:
    """The passages in which a line can stand."""
    return [row for row in share.passages if row.programme_id == programme_id and row.kind != "gist"]


def write(share: Share, programme_id: int | None, data: Chance, line: str) -> str:
    """A line more, anywhere in the texts of a programme; its place, as findings of texts name it."""
    row = pick(data, texts_of(share, programme_id))
    if row.milestones:
        at = number(data, 0, len(row.milestones) - 1)
        steps = list(row.milestones)
        steps[at] = replace(steps[at], detail="\n".join(filter(None, (steps[at].detail, line))))
        put(share.passages, row, replace(row, milestones=tuple(steps)))
    else:
        own = row.text.splitlines()
        own.insert(number(data, 0, len(own)), line)
        put(share.passages, row, replace(row, text="\n".join(own)))
    return f"{share.division.name} · {row.place}"


def section_of(share: Share, programme_id: int | None) -> str:
    """The place of what stands in print in a programme."""
    programme = next(each for each in share.programmes if each.id == programme_id)
    return f"{programme.number} {programme.title}"
