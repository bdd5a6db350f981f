"""The pace: how far a figure should be by now on the way to its target, and why it is not. The one place where it is worked out.

By the monthly plan of an indicator or budget line; without one by the straight line, which gives each month the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from seoulwork.domain.ledger.rows import BudgetRow, Found, IndicatorRow, ShortfallRow
from seoulwork.domain.ledger.shortage import months_of
from seoulwork.domain.ledger.worked import WorkedOut
from seoulwork.domain.numbers import rate
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import SPENT

PLANNED, STRAIGHT = PACES = ("월별 계획", "균등")
"""Where an expected pace comes from."""


class Pace(NamedTuple):
    """How far the actuals of some months are on the way to a target, and how far they should be, in percent of it."""

    months: int
    reached: Decimal
    expected: Decimal
    source: str
    """Of PACES"""


@dataclass(frozen=True)
class Paces(WorkedOut):
    """The pace of flows and of executions, and the reasons given for those that are behind."""

    def pace(self, indicator: IndicatorRow, path: str = "") -> Pace | None:
        """Of a flow with an actual and a target of the reference year; None of any other. It compares the months that the actual
        tells of: a month that nobody told is missing, not behind. A part keeps the pace of its whole."""
        if indicator.accumulation != "sum":
            return None
        actual, target = self.actual(indicator, path), self.target(indicator, path, self.clock.results_year)
        reached = rate(actual.value if actual else None, target.value if target else None)
        if reached is None or actual is None or target is None:
            return None
        due = months_of(target.rows)
        told = (frozenset(actual.covered.months()) if indicator.formula else months_of(actual.rows)) & due
        planned = self._planned_share(indicator, told)
        if planned is not None:
            return Pace(len(told), reached, planned, PLANNED)
        return Pace(len(told), reached, Decimal(len(told)) * 100 / len(due), STRAIGHT)

    def plan_of(self, indicator_id: int) -> dict[Month, int]:
        """The monthly plan of an indicator: what is to be reached by the end of each month."""
        return dict(self._plans.get((indicator_id, None), {}))

    def _planned_share(self, indicator: IndicatorRow, told: frozenset[Month]) -> Decimal | None:
        """The percentage of the target that the plan has for these months; None without a plan."""
        plan = self._plans.get((indicator.id, None), {})
        whole = self.target(indicator, "", self.clock.results_year)
        before = {month - 1 for month in told if month.number > 1}
        if whole is None or not told or not plan.keys() >= told | before:
            return None
        return rate(Decimal(sum(plan[each] for each in told) - sum(plan[each] for each in before)), whole.value)

    def spending_pace(self, lines: Sequence[BudgetRow]) -> Pace | None:
        """Of what is spent of budget lines, as of the last month that tells of it; None without it or without 예산액."""
        spent = self.budget(lines, name=SPENT)
        available = self.budget(lines, run=self.clock.results_year)
        reached = rate(spent.value if spent else None, available.value if available else None)
        if spent is None or available is None or reached is None:
            return None
        last = spent.covered.last
        expected = self._planned_spending(available, last)
        if expected is None:
            return Pace(last.number, reached, Decimal(last.number) * 100 / 12, STRAIGHT)
        return Pace(last.number, reached, rate(expected, available.value) or Decimal(0), PLANNED)

    def spending_plan_of(self, lines: Sequence[BudgetRow]) -> dict[Month, Decimal]:
        """What is to be spent of budget lines by the end of each month of the reference year, in won, where any of them has a monthly plan."""
        available = self.budget(lines, run=self.clock.results_year)
        if available is None:
            return {}
        months = Run.year(self.reference_month.year).months()
        plans = {month: self._planned_spending(available, month) for month in months}
        return {month: plan for month, plan in plans.items() if plan is not None}

    def _planned_spending(self, available: Found, month: Month) -> Decimal | None:
        """None where no line has a plan; a line that has none goes by the straight line."""
        plans = [self._plans.get((None, row.budget_id), {}).get(month) for row in available.amounts]
        if all(each is None for each in plans):
            return None
        return sum(
            (
                Decimal(row.amount * month.number) / 12 if plan is None else Decimal(plan)
                for row, plan in zip(available.amounts, plans, strict=True)
            ),
            Decimal(0),
        )

    def shortfall(self, indicator: IndicatorRow, path: str = "", run: Run | None = None) -> ShortfallRow | None:
        """The 부진 사유 that was written with the last month of the actual."""
        part = self.part(indicator, path)
        return self._written(self.actual(indicator, path, run), (indicator.id, part.id if part else None, None))

    def spending_shortfall(
        self, lines: Sequence[BudgetRow], part: str = "", run: Run | None = None
    ) -> ShortfallRow | None:
        """The 부진 사유 that was written with the last month of what is spent: of the first of the lines that has one."""
        spent = self.budget(lines, part, run, SPENT)
        written = (self._written(spent, (None, None, row.budget_id)) for row in (spent.amounts if spent else ()))
        return next((each for each in written if each is not None), None)

    def _written(self, found: Found | None, of: tuple[int | None, int | None, int | None]) -> ShortfallRow | None:
        if found is None:
            return None
        last = found.covered.last
        return next(
            (
                row
                for row in self.shortfalls
                if (row.indicator_id, row.part_id, row.budget_id) == of and row.month == last
            ),
            None,
        )
