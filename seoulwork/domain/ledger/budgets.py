"""Budgets: what is appropriated, committed and spent at the end of a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from seoulwork.domain.ledger.index import Index
from seoulwork.domain.ledger.rows import BudgetRow, Found
from seoulwork.domain.ledger.sums import add_up
from seoulwork.domain.periods import Month, Run


@dataclass(frozen=True)
class Budgets(Index):
    """The amounts of the budget lines."""

    def division_budget(self, name: str = "예산액", run: Run | None = None) -> Found | None:
        """예산현액 of the division, or what was committed or spent of it, in won; of the years that `budget` takes."""
        return self.budget((line for line in self.budgets if line.kind == "current"), run=run, name=name)

    def budget(
        self, lines: Iterable[BudgetRow], part: str = "", run: Run | None = None, name: str = "예산액"
    ) -> Found | None:
        """The amount in won, of the lines of the run's year (default: of 예산액 the plan year, else the reference year): 예산액 in
        force, or the cumulative 원인행위액 or 지출액, at the end of the run or of the reference month, whichever is earlier.
        `part` is a part or a fund source."""
        end = (run or (self.clock.plan if name == "예산액" else self.clock.results_year)).last
        coming = name == "예산액" and end.year > self.reference_month.year
        last = end if coming else min(end, self.reference_month)
        chosen = [line for line in lines if line.year == end.year and part in ("", line.part, line.fund_source)]
        return add_up(self._amount(line, name, last) for line in chosen)

    def _amount(self, line: BudgetRow, name: str, last: Month) -> Found | None:
        rows = [row for row in self._amounts.get((line.id, name), []) if row.month <= last]
        if not rows:
            return None
        latest = max(rows, key=lambda row: row.month)
        return Found(Decimal(latest.amount), amounts=(latest,))
