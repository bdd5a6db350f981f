"""Budgets and what they pay for."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import BudgetRow, Found, Ledger
from seoulwork.domain.ledger.forecasts import APART
from seoulwork.domain.numbers import format_number, in_unit, rate
from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import APPROPRIATED, COMMITTED, FUND_SOURCES, SPENT

from ..contract import Contribution
from .paces import expected, explained
from .rules import Spot, Told, spot_of_budget, spot_of_division


class Lines(NamedTuple):
    """Budget lines of one name."""

    contribution: Contribution
    lines: list[BudgetRow]

    @property
    def ledger(self) -> Ledger:
        return self.contribution.ledger

    @property
    def kind(self) -> str:
        return self.lines[0].kind

    @property
    def of_the_city(self) -> Decimal:
        """What of the amount is in the division's 예산현액: 구비 is in the districts' budgets."""
        own = self.ledger.budget(line for line in self.lines if line.fund_source != FUND_SOURCES["district"])
        return own.value if own else Decimal(0)

    def spot(self, *, executed: bool = True, month: Month | None = None) -> Spot:
        return spot_of_budget(self.contribution, self.lines, executed=executed, month=month)

    @property
    def executable(self) -> Found | None:
        """예산액 of the year whose executions are told: not the plan's, where that is of another year."""
        return self.ledger.budget(self.lines, run=self.ledger.clock.results_year)

    def executed(self, name: str) -> Found | None:
        """원인행위액 or 지출액."""
        return self.ledger.budget(self.lines, name=name)

    @property
    def foreseen(self) -> Found | None:
        """What officers foresee to be spent of the year whose executions are told."""
        return self.ledger.own_spending_forecast(self.lines)

    @property
    def why_foreseen(self) -> str:
        return " / ".join(dict.fromkeys(row.reason for row in self.foreseen.amounts)) if self.foreseen else ""

    def each(self) -> "Iterator[Lines]":
        """Line by line."""
        return (self._replace(lines=[line]) for line in self.lines)


def lines_of(each: Contribution) -> Iterator[Lines]:
    """The division's budget lines that have an amount, in the plan's year or in that of the results."""
    for _, lines in each.ledger.budget_groups():
        budget = Lines(each, lines)
        if budget.executable or each.ledger.budget(lines):
            yield budget


def not_what_is_below(budget: Lines) -> Iterator[Told]:
    """A line with an amount of its own, beside lines below it that come to another: its own is printed."""
    ledger = budget.ledger
    heads = [line for line in budget.lines if any(line.covers(other) for other in budget.lines)]
    for line in heads:
        run = ledger.clock.results_year if line.year == ledger.clock.results_year.first.year else None
        for name in (APPROPRIATED, COMMITTED, SPENT):
            own, below = ledger.budget([line], run=run, name=name), ledger.below(line, name, run)
            if own is not None and below is not None and own.value != below.value:
                yield Told(
                    budget.spot(executed=name != APPROPRIATED),
                    {"part": line.part, "name": name, "own": money(own.value), "below": money(below.value)},
                    money(own.value),
                )


def spent_beyond_committed(budget: Lines) -> Iterator[Told]:
    """Line by line: what one line has spent too much, another may have left."""
    for line in budget.each():
        committed, spent = line.executed(COMMITTED), line.executed(SPENT)
        if spent and committed and spent.value > committed.value:
            yield Told(line.spot(), {"spent": money(spent.value), "committed": money(committed.value)})


def executed_beyond_amount(budget: Lines) -> Iterator[Told]:
    """Of a line; else of all of them, where one has been executed without an amount."""
    told = list(filter(None, map(_beyond_amount, budget.each())))
    whole = None if told else _beyond_amount(budget)
    yield from (*told, *filter(None, [whole]))


def _beyond_amount(budget: Lines) -> Told | None:
    amount, most = budget.executable, budget.executed(COMMITTED) or budget.executed(SPENT)
    if amount is None or most is None or most.value <= amount.value:
        return None
    return Told(budget.spot(), {"executed": money(most.value), "amount": money(amount.value)})


def behind_pace(budget: Lines) -> Iterator[Told]:
    """What is spent is far off the pace of its months."""
    pace = budget.ledger.spending_pace(budget.lines)
    if pace and pace.reached < pace.expected - budget.ledger.limits.execution_margin:
        yield Told(
            budget.spot(),
            {
                "months": str(pace.months),
                "reached": format_number(pace.reached, 1),
                "expected": expected(pace),
                "margin": str(budget.ledger.limits.execution_margin),
                "explained": explained(budget.ledger.spending_shortfall(budget.lines)),
            },
        )


def forecast_below_spent(budget: Lines) -> Iterator[Told]:
    """An officer's forecast of a line that is below what is spent of it already."""
    for line in budget.each():
        foreseen, spent = line.foreseen, line.executed(SPENT)
        if foreseen and spent and foreseen.value < spent.value:
            words = {"forecast": money(foreseen.value), "spent": money(spent.value)}
            yield Told(line.spot(), words, money(foreseen.value), money(spent.value))


def forecast_beyond_amount(budget: Lines) -> Iterator[Told]:
    """An officer's forecast of a line that is above what may be spent of it."""
    for line in budget.each():
        foreseen, amount = line.foreseen, line.executable
        if foreseen and amount and foreseen.value > amount.value:
            words = {"forecast": money(foreseen.value), "amount": money(amount.value), "reason": line.why_foreseen}
            yield Told(line.spot(), words, money(foreseen.value), money(amount.value))


def forecasts_differ(budget: Lines) -> Iterator[Told]:
    """An officer's forecast of a line that is far from what its months so far carry on to."""
    for line in budget.each():
        foreseen, projected = line.foreseen, line.ledger.spending_forecast(line.lines)
        apart = rate(foreseen.value - projected.value, projected.value) if foreseen and projected else None
        if foreseen and projected and apart is not None and abs(apart) > APART:
            words = {
                "forecast": money(foreseen.value),
                "projected": money(projected.value),
                "months": str(projected.months),
                "source": projected.source,
                "reason": line.why_foreseen,
            }
            yield Told(line.spot(), words, money(foreseen.value), money(projected.value))


def cumulative_falls(budget: Lines) -> Iterator[Told]:
    """What is committed or spent of a line is told from January on: it does not become less within the year."""
    ledger, year = budget.ledger, budget.ledger.reference_month.year
    for line in budget.lines:
        for name in (COMMITTED, SPENT):
            rows = sorted(
                (row for row in ledger.stored_amounts(line.id, name) if row.month.year == year),
                key=lambda row: row.month,
            )
            for before, after in pairwise(rows):
                if after.amount < before.amount:
                    fallen = money(Decimal(after.amount))
                    yield Told(
                        budget.spot(month=after.month),
                        {
                            "name": " ".join(filter(None, [line.part, line.fund_source, name])),
                            "month": after.month.korean,
                            "after": fallen + particle(fallen, "으로/로"),
                            "earlier": before.month.korean,
                            "before": money(Decimal(before.amount)),
                        },
                        fallen,
                    )


def programme_beyond_division(budget: Lines) -> Iterator[Told]:
    """A programme's budget that is larger than all its division has."""
    current = budget.ledger.division_budget()
    if budget.kind in ("required", "total_cost") and current and budget.of_the_city > current.value:
        yield Told(
            budget.spot(executed=False),
            {
                "kind": budget.lines[0].kind_name,
                "amount": money(budget.of_the_city),
                "current": money(current.value),
            },
        )


def programmes_beyond_division(each: Contribution) -> Iterator[Told]:
    """Required budgets that together are larger than what the division has."""
    current = each.ledger.division_budget()
    required = sum(
        (
            budget.of_the_city
            for budget in lines_of(each)
            if budget.kind == "required" and budget.lines[0].programme_id is not None
        ),
        Decimal(0),
    )
    if current and required > current.value:
        yield Told(
            spot_of_division(each, "appropriations"),
            {
                "required": money(required),
                "current": money(current.value),
                "more": money(required - current.value),
            },
        )


def money(value: Decimal) -> str:
    return f"{format_number(in_unit(int(value), '백만원'))}백만원"
