"""Budgets: what is appropriated, committed and spent at the end of a month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from seoulwork.domain.ledger.index import Index
from seoulwork.domain.ledger.rows import BudgetRow, Found, Missing, MissingKind
from seoulwork.domain.ledger.shortage import without
from seoulwork.domain.ledger.sums import add_up
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import APPROPRIATED, COMMITTED, FORECAST


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
        `part` is a part, with all below it, or a fund source. A line with lines below it counts by its own amount where it has one,
        else by theirs. It lacks what its lines lack."""
        chosen = tuple(lines)
        question = (name, part, run, tuple(line.id for line in chosen))
        return self._once(question, lambda: self._budget(chosen, part, run, name))

    def _budget(self, lines: tuple[BudgetRow, ...], part: str, run: Run | None, name: str) -> Found | None:
        end = (run or (self.clock.plan if name == APPROPRIATED else self.clock.results_year)).last
        coming = name == APPROPRIATED and end.year > self.reference_month.year
        last = end if coming else min(end, self.reference_month)
        chosen = [line for line in lines if line.year == end.year and line.is_of(part)]
        amounts = counted({line: self._amount(line, name, last) for line in chosen})
        total = add_up(amounts.values())
        if total is None:
            return None
        return total.asked_for(
            part, run, Run(Month(last.year, 1), last), lambda: self._lines_lacking(amounts, name, last)
        )

    def own_spending_forecast(
        self, lines: Iterable[BudgetRow], part: str = "", year: int | None = None
    ) -> Found | None:
        """What officers foresee to be spent of the lines of a year (None: of the reference year) by its end, in won. It lacks the lines of
        which nobody said it, though they have an amount."""
        whole = Run.year(year or self.reference_month.year)
        chosen = [line for line in lines if line.year == whole.last.year and line.is_of(part)]
        amounts = counted({line: self._amount(line, FORECAST, whole.last) for line in chosen})
        total = add_up(amounts.values())
        if total is None:
            return None
        silent = [
            line for line, found in amounts.items() if found is None and self._amount(line, APPROPRIATED, whole.last)
        ]
        return total.asked_for(
            part, None, whole, lambda: tuple(Missing("part", without(_title(line))) for line in silent)
        )

    def below(self, line: BudgetRow, name: str, run: Run | None = None) -> Found | None:
        """What the lines below a line add up to; None where there are none, or any of them lacks its amount."""
        found = self.budget((each for each in self.budgets if line.covers(each)), run=run, name=name)
        return found if found is not None and found.complete else None

    def _lines_lacking(self, amounts: Mapping[BudgetRow, Found | None], name: str, last: Month) -> tuple[Missing, ...]:
        """Lines without an amount; of an execution, which is due each month, those that end before the others or all before
        `last`."""
        kind: MissingKind = "committed" if name == COMMITTED else "part"
        if name == APPROPRIATED:
            return tuple(Missing(kind, without(_title(line))) for line, found in amounts.items() if found is None)
        due = {line: found for line, found in amounts.items() if found or self._amount(line, APPROPRIATED, last)}
        ends = {line: found.covered.last for line, found in due.items() if found is not None}
        latest = max(ends.values())
        missing = [Missing("months", f"{Run(latest, latest).short(last.year)}까지")] if latest < last else []
        for line in due:
            if line not in ends:
                missing.append(Missing(kind, without(_title(line))))
            elif ends[line] < latest:
                until = Run(ends[line], ends[line]).short(last.year)
                missing.append(Missing(kind, f"{_title(line)} {until}까지"))
        return tuple(missing)

    def _amount(self, line: BudgetRow, name: str, last: Month) -> Found | None:
        rows = [row for row in self._amounts.get((line.id, name), []) if row.month <= last]
        if not rows:
            return None
        latest = max(rows, key=lambda row: row.month)
        return Found(Decimal(latest.amount), amounts=(latest,))


def counted(amounts: Mapping[BudgetRow, Found | None]) -> dict[BudgetRow, Found | None]:
    """The lines whose amounts are added: no line that one above it with an amount stands for, and none that lines below stand for."""
    if not any("/" in line.part for line in amounts):
        return dict(amounts)
    below = {line: [each for each in amounts if line.covers(each)] for line in amounts}
    stood_for = {each for line, lines in below.items() if amounts[line] is not None for each in lines}
    return {
        line: found
        for line, found in amounts.items()
        if line not in stood_for and (found is not None or not below[line])
    }


def _title(line: BudgetRow) -> str:
    """A line among those of its name."""
    return " ".join(filter(None, (line.part, line.fund_source))) or line.programme or line.short_name
