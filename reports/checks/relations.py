"""What must hold between two figures, as a division keeps it in its 지표 관계. One rule a kind."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from seoulwork.domain.ledger import BudgetRow, Found, IndicatorRow, Ledger, RelationRow, Side
from seoulwork.domain.numbers import format_number, rate, round_half_up
from seoulwork.domain.periods import Run
from seoulwork.domain.vocabulary import ACTUAL, MATCHING, TARGET

from ..contract import Contribution
from .budgets import money
from .figures import shown
from .rules import Measure, Told, spot_of_budget


class Related(NamedTuple):
    """A relation of a division."""

    contribution: Contribution
    relation: RelationRow

    @property
    def ledger(self) -> Ledger:
        return self.contribution.ledger

    def lines(self, side: Side) -> list[BudgetRow]:
        """The budget lines of the plan year that a side names."""
        named = self.ledger.budget_lines(side.budget, side.programme_id)
        place = (self.ledger.clock.plan_year, side.part, side.fund_source)
        return [line for line in named if (line.year, line.part, line.fund_source) == place]


class Compared(NamedTuple):
    """The actuals, or the targets, of both indicators of a relation."""

    related: Related
    kind: str
    first: IndicatorRow
    second: IndicatorRow
    found: tuple[Found, Found]

    @property
    def values(self) -> tuple[Decimal, Decimal]:
        """In base units."""
        one, other = self.found
        return one.value / 10**self.first.decimals, other.value / 10**self.second.decimals

    def told(self, **more: str) -> Told:
        relation = self.related.relation
        return Told(
            Measure(self.related.contribution, self.first).spot(relation.first.path, kind=self.kind),
            {
                "kind": self.kind,
                "first": shown(self.first, self.found[0].value),
                "other": " ".join(filter(None, [self.second.name, relation.second.path])),
                "second": shown(self.second, self.found[1].value),
                **more,
            },
        )


def exceeds(related: Related) -> Iterator[Told]:
    """A part of something that is more than it; not where the whole is told for fewer months, and may still grow."""
    for each in _compared(related, "at_most"):
        one, other = (found.covered for found in each.found)
        growing = each.kind == ACTUAL and each.second.frequency == "monthly" and one not in other
        if each.values[0] > each.values[1] and not growing:
            yield each.told()


def differs(related: Related) -> Iterator[Told]:
    """One measure that stands in two places, of the same months."""
    for each in _compared(related, "same"):
        one, other = (found.covered for found in each.found)
        if one == other and each.values[0] != each.values[1]:
            yield each.told()


def is_not_the_mean(related: Related) -> Iterator[Told]:
    """A mean a day that its count gives on fewer or more days than are worked."""
    for each in _compared(related, "mean_of"):
        mean, count = each.values
        run = each.found[0].covered
        if each.kind != ACTUAL or run != each.found[1].covered or not mean:
            continue
        days, weekdays = count / mean, _weekdays(run)
        least = Decimal(related.ledger.limits.working_days * weekdays) / 100
        if not least <= round_half_up(days, 0) <= run.days:
            yield each.told(days=format_number(days, 1), weekdays=str(weekdays), all=str(run.days))


def is_not_matched(related: Related) -> Iterator[Told]:
    """Two budget lines that do not stand in the ratio in which they are to be paid."""
    row = related.relation
    lines = related.lines(row.first)
    first, second = related.ledger.budget(lines), related.ledger.budget(related.lines(row.second))
    if row.kind != MATCHING or first is None or second is None:
        return
    if first.value * row.shares[1] != second.value * row.shares[0]:
        share = format_number(rate(first.value, first.value + second.value) or Decimal(0), 1)
        yield Told(
            spot_of_budget(related.contribution, lines, executed=False),
            {
                "shares": ":".join(map(str, row.shares)),
                "first": f"{_name(row.first)} {money(first.value)}",
                "second": f"{_name(row.second)} {money(second.value)}",
                "share": share,
                "wanted": format_number(Decimal(row.shares[0] * 100) / sum(row.shares), 1),
            },
        )


def _compared(related: Related, kind: str) -> Iterator[Compared]:
    """The actuals and the targets of a relation of that kind, where both sides have one."""
    ledger, row = related.ledger, related.relation
    first, second = (ledger.indicator_by_id.get(side.indicator_id or 0) for side in (row.first, row.second))
    if row.kind != kind or first is None or second is None:
        return
    for name, find in ((ACTUAL, ledger.actual), (TARGET, ledger.target)):
        one, other = find(first, row.first.path), find(second, row.second.path)
        if one is not None and other is not None:
            yield Compared(related, name, first, second, (one, other))


def _name(side: Side) -> str:
    return side.fund_source or side.part or side.budget


def _weekdays(run: Run) -> int:
    """Days from Monday to Friday, holidays among them."""
    first = run.first.first_day.toordinal()
    return sum((first + day - 1) % 7 < 5 for day in range(run.days))
