"""Actuals and targets of a run of months, by each indicator's own rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from seoulwork.domain.ledger.index import Index
from seoulwork.domain.ledger.rows import Found, IndicatorRow, PartRow, ValueRow
from seoulwork.domain.ledger.sums import add_up
from seoulwork.domain.periods import Month, Run


def _total(rows: Iterable[ValueRow]) -> Found | None:
    return add_up(
        Found(Decimal(row.value), (row,), denominator=None if row.denominator is None else Decimal(row.denominator))
        for row in rows
    )


def _reach(rows: Iterable[ValueRow]) -> Month:
    """The last month that the rows tell of."""
    return max(row.run.last for row in rows)


def _closed(runs: list[Run], others: list[Run]) -> Run:
    """The shortest run that holds all the runs and cuts off none of the others."""
    whole = Run(min(run.first for run in runs), max(run.last for run in runs))
    cut = [run for run in others if run.overlaps(whole) and run not in whole]
    return _closed([whole, *cut], others) if cut else whole


_RowsOf = Callable[[IndicatorRow, PartRow | None], list[ValueRow]]
"""The rows of the indicator (part None) or of one of its parts, for the run that is asked."""


@dataclass(frozen=True)
class Values(Index):
    """The actuals and targets."""

    def actual(self, indicator: IndicatorRow, path: str = "", run: Run | None = None) -> Found | None:
        """The actual for a run of months (default: January to the reference month); None when there is none.

        sum: all rows that lie within the run. latest: the last one; without a run also one of an earlier year, since
        a stock stands until the next count. mean: weighted by days. ratio: numerators over denominators.
        A whole that is not stored itself is the sum of its parts.
        """
        within = run or self.clock.results
        found = self._found(
            indicator,
            path,
            lambda own, part: self._actual_rows(own, part, within, carry=run is None),
            is_flow=indicator.accumulation in ("sum", "ratio"),
        )
        return replace(found, path=path, asked=run) if found else None

    def actual_around(self, indicator: IndicatorRow, path: str, month: Month) -> tuple[Run, Found] | None:
        """The figure that tells of a month, and which months it covers: the month alone where it has a figure of its own, else
        the shortest run around it. A half-year's figure is not one of its months'."""
        part = next((each for each in self._parts.get(indicator.id, []) if each.path == path), None)
        run = None if path and part is None else self._run_around(indicator, part, month)
        found = None if run is None else self.actual(indicator, path, run)
        return (run, found) if run is not None and found is not None else None

    def actuals_before(self, indicator: IndicatorRow, part: PartRow | None, month: Month) -> dict[Run, int]:
        """What is known of the twelve months before one, runs that reach into them included: the own figures and, where
        these are silent, the sums of the first breakdown whose parts have figures of the same months."""
        own = {
            row.run: row.value
            for row in self.stored_actuals(indicator.id, part.id if part else None)
            if month - 12 <= row.run.last < month
        }
        for children in self.breakdowns(indicator, part.path if part else ""):
            given = [each for child in children if (each := self.actuals_before(indicator, child, month))]
            sums = {
                run: sum(each[run] for each in given)
                for run in (given[0] if given else ())
                if all(run in each for each in given) and not any(run.overlaps(known) for known in own)
            }
            if sums:
                return own | sums
        return own

    def _run_around(self, indicator: IndicatorRow, part: PartRow | None, month: Month) -> Run | None:
        """The months that the own row covers which covers the month; else the fewest that rows of one breakdown fill
        together, none of them cut off."""
        own = next(
            (row.run for row in self.stored_actuals(indicator.id, part.id if part else None) if month in row.run), None
        )
        if own is not None:
            return own
        found = []
        for children in self.breakdowns(indicator, part.path if part else ""):
            runs = [run for child in children if (run := self._run_around(indicator, child, month))]
            if runs:
                below = [row.run for child in children for row in self._rows_below(indicator, child)]
                found.append(_closed(runs, below))
        return min(found, key=lambda run: run.days, default=None)

    def _rows_below(self, indicator: IndicatorRow, part: PartRow) -> list[ValueRow]:
        """The rows of a part and of all parts below it."""
        below = [row for child in self.parts_of(indicator, part.path) for row in self._rows_below(indicator, child)]
        return [*self.stored_actuals(indicator.id, part.id), *below]

    def target(self, indicator: IndicatorRow, path: str = "", run: Run | None = None) -> Found | None:
        """The target for a run of months (default: the plan year): the row of just that run; else, for a flow,
        the sum of the rows within it, and for the others the last one. A half-year's target counts only without its year's."""
        within = run or self.clock.plan
        found = self._found(
            indicator,
            path,
            lambda own, part: self._target_rows(own, part, within),
            is_flow=indicator.accumulation == "sum",
        )
        return replace(found, path=path, asked=run) if found else None

    def _found(self, indicator: IndicatorRow, path: str, rows_of: _RowsOf, *, is_flow: bool) -> Found | None:
        """Of a flow (of a ratio's halves, too) all months, each once; of a mean their mean; else the whole as it is stored or
        as the sum of a breakdown: whichever reaches furthest, the stored one first."""
        part = next((each for each in self._parts.get(indicator.id, []) if each.path == path), None)
        if path and part is None:
            return None
        if is_flow:
            return _total(self._flow_rows(indicator, part, rows_of))
        if indicator.accumulation == "mean":
            mean = self._mean(indicator, part, rows_of)
            return Found(mean[0], mean[2], days=mean[1]) if mean else None
        breakdowns = [
            add_up(self._found(indicator, child.path, rows_of, is_flow=is_flow) for child in children)
            for children in self.breakdowns(indicator, path)
        ]
        found = [each for each in (_value(indicator, rows_of(indicator, part)), *breakdowns) if each is not None]
        return max(found, key=lambda each: _reach(each.rows), default=None)

    def _flow_rows(
        self, indicator: IndicatorRow, part: PartRow | None, rows_of: _RowsOf, covered: tuple[Run, ...] = ()
    ) -> list[ValueRow]:
        """A flow's own rows and, for the months in which it is silent, those of its parts. No month counts twice."""
        own = [row for row in rows_of(indicator, part) if not any(row.run.overlaps(run) for run in covered)]
        covered = (*covered, *(row.run for row in own))
        breakdowns = [
            [row for child in children for row in self._flow_rows(indicator, child, rows_of, covered)]
            for children in self.breakdowns(indicator, part.path if part else "")
        ]
        return [*own, *max(filter(None, breakdowns), key=_reach, default=[])]

    def _mean(
        self, indicator: IndicatorRow, part: PartRow | None, rows_of: _RowsOf, covered: tuple[Run, ...] = ()
    ) -> tuple[Decimal, int, tuple[ValueRow, ...]] | None:
        """The mean by days of its own rows and, for the months in which it is silent, of the sum of its parts' means:
        (mean, days, rows)."""
        own = [row for row in rows_of(indicator, part) if not any(row.run.overlaps(run) for run in covered)]
        covered = (*covered, *(row.run for row in own))
        below = []
        for children in self.breakdowns(indicator, part.path if part else ""):
            means = [mean for child in children if (mean := self._mean(indicator, child, rows_of, covered))]
            if means:
                rows = tuple(row for mean in means for row in mean[2])
                below.append((sum((mean[0] for mean in means), Decimal(0)), max(mean[1] for mean in means), rows))
        weighted: list[tuple[Decimal, int, tuple[ValueRow, ...]]] = [
            (Decimal(row.value), row.run.days, (row,)) for row in own
        ]
        if below:
            weighted.append(max(below, key=lambda each: _reach(each[2])))
        if not weighted:
            return None
        days = sum(each[1] for each in weighted)
        total = sum((value * each_days for value, each_days, _ in weighted), Decimal(0))
        return total / days, days, tuple(row for each in weighted for row in each[2])

    def sums_of_parts(
        self, indicator: IndicatorRow, path: str, find_value: Callable[[IndicatorRow, str], Found | None]
    ) -> dict[str, Decimal]:
        """What the parts right below add up to, by dimension, of each whose parts all have a figure; `find_value` is `actual`
        or `target`."""
        totals = {}
        for parts in self.breakdowns(indicator, path):
            found = [find_value(indicator, part.path) for part in parts]
            if None not in found and (total := add_up(found)) is not None:
                totals[parts[0].dimension] = total.value
        return totals

    def breakdowns(self, indicator: IndicatorRow, path: str) -> list[tuple[PartRow, ...]]:
        """The parts right below, one group for each dimension."""
        children = self.parts_of(indicator, path)
        return [self.parts_of(indicator, path, name) for name in dict.fromkeys(child.dimension for child in children)]

    def _actual_rows(self, indicator: IndicatorRow, part: PartRow | None, run: Run, *, carry: bool) -> list[ValueRow]:
        rows = self._actuals.get((indicator.id, part.id if part else None), [])
        if indicator.accumulation == "latest":
            if carry:
                return [row for row in rows if row.run.last <= run.last]
            return [row for row in rows if row.run.last in run]
        return [row for row in rows if row.run in run]

    def _target_rows(self, indicator: IndicatorRow, part: PartRow | None, run: Run) -> list[ValueRow]:
        rows = self._targets.get((indicator.id, part.id if part else None), [])
        inside = [row for row in rows if row.run in run]
        return [row for row in inside if not any(row.run != other.run and row.run in other.run for other in inside)]


def _value(indicator: IndicatorRow, rows: list[ValueRow]) -> Found | None:
    if not rows:
        return None
    if indicator.accumulation == "latest":
        latest = max(rows, key=lambda row: row.run.last)
        return _total([latest])
    return _total(rows)
