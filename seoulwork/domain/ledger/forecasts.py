"""Where a year will end: what the program works out, and what an officer wrote. The one place where it is worked out.

The program's is said of a flow that is entered each month (and of what is made of such), and of what is spent of a budget, once the
first LEAST months of the reference year are told without a gap. What is reached by then is carried on to December
- as the year before went on, where all of its months are told: reached × the whole of it ÷ the same months of it;
- else as the monthly plan goes on;
- else by the straight line.
It says nothing of stocks, means and ratios, of what comes as it happens, nor of a year that is not the reference year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from seoulwork.domain.ledger.paces import PLANNED, STRAIGHT, Paces
from seoulwork.domain.ledger.rows import BudgetRow, ForecastRow, Found, IndicatorRow
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import SPENT

LIKE_LAST_YEAR = "지난해 흐름"
LEAST = 3
"""Months that must be told"""
APART = 20
"""Percent of the program's from which on an officer's is asked about"""


class Forecast(NamedTuple):
    """The whole year as it will be if it goes on so: as exact as `Found.value`, from what was found, and by which rule."""

    value: Decimal
    months: int
    source: str
    """지난해 흐름, or of PACES"""
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Forecasts(Paces):
    """Forecasts of the reference year."""

    def forecast(self, indicator: IndicatorRow, path: str = "") -> Forecast | None:
        """The program's."""
        if indicator.accumulation != "sum" or not self._is_monthly(indicator):
            return None
        year = self.reference_month.year
        found = self.actual(indicator, path)
        told = self._told(found)
        if told is None or (indicator.last_year is not None and indicator.last_year < year):
            return None
        reached = self.actual(indicator, path, told)
        if reached is None or not reached.complete:
            return None
        whole, same = (self.actual(indicator, path, run) for run in (Run.year(year - 1), told.a_year_before()))
        plan = self._plans.get((indicator.id, None), {})
        return _carried_on(reached, told, whole, same, (plan.get(told.last), plan.get(Month(year, 12))))

    def spending_forecast(self, lines: Sequence[BudgetRow]) -> Forecast | None:
        """The program's, of what is spent of budget lines of the reference year."""
        year = self.reference_month.year
        own = [line for line in lines if line.year == year]
        told = self._told(self.budget(own, name=SPENT))
        if told is None:
            return None
        reached = self.budget(own, run=told, name=SPENT)
        if reached is None or not reached.complete:
            return None
        names = {(line.programme_id, line.short_name, line.part, line.fund_source) for line in own}
        before = [
            line
            for line in self.budgets
            if line.year == year - 1 and (line.programme_id, line.short_name, line.part, line.fund_source) in names
        ]
        alike = len(before) == len(names)
        runs = (Run.year(year - 1), told.a_year_before())
        whole, same = (self.budget(before, run=run, name=SPENT) if alike else None for run in runs)
        plans = [self._plans.get((None, row.budget_id), {}) for row in reached.amounts]
        ends = (told.last, Month(year, 12))
        planned = [[plan.get(month) for plan in plans] for month in ends]
        aims = [sum(each for each in some if each is not None) if None not in some else None for some in planned]
        return _carried_on(reached, told, whole, same, (aims[0], aims[1]))

    def own_forecast(self, indicator: IndicatorRow, year: int | None = None) -> ForecastRow | None:
        """The officer's, of a year (None: of the reference year)."""
        wanted = year or self.reference_month.year
        return next((row for row in self.forecasts if (row.indicator_id, row.year) == (indicator.id, wanted)), None)

    def _is_monthly(self, indicator: IndicatorRow) -> bool:
        return bool(indicator.formula) or indicator.frequency == "monthly"

    def _told(self, found: Found | None) -> Run | None:
        """January to the last month that is told, where that is enough to go by."""
        if found is None:
            return None
        told = found.covered
        enough = told.first == Month(self.reference_month.year, 1) and told.last.number >= LEAST
        return told if enough and told.last <= self.reference_month else None


def _carried_on(
    reached: Found, told: Run, whole: Found | None, same: Found | None, plan: tuple[int | None, int | None]
) -> Forecast:
    months = told.last.number
    before = [each for each in (whole, same) if each is not None and each.complete and each.value > 0]
    if whole is not None and same is not None and len(before) == 2 and _covers(whole, 12) and _covers(same, months):
        return Forecast(reached.value * whole.value / same.value, months, LIKE_LAST_YEAR, (reached, whole))
    until, aim = plan
    if until and aim and until > 0:
        return Forecast(reached.value * aim / until, months, PLANNED, (reached,))
    return Forecast(reached.value * 12 / months, months, STRAIGHT, (reached,))


def _covers(found: Found, months: int) -> bool:
    """Whether it tells of January to the month of that number."""
    return found.covered.first.number == 1 and found.covered.last.number == months
