"""Actuals and targets of a run of months, by each indicator's own rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from seoulwork.domain.ledger.index import Index
from seoulwork.domain.ledger.rows import (
    Found,
    IndicatorRow,
    Missing,
    MissingKind,
    MissingOf,
    PartRow,
    ValueRow,
    nothing,
)
from seoulwork.domain.ledger.shortage import as_of_words, lacking_words, months_of, without
from seoulwork.domain.ledger.sums import add_up
from seoulwork.domain.periods import Month, Run


def _total(rows: Iterable[ValueRow], missing_of: MissingOf = nothing) -> Found | None:
    told = tuple(rows)
    if not told:
        return None
    denominators = [row.denominator for row in told if row.denominator is not None]
    return Found(
        Decimal(sum([row.value for row in told])),
        told,
        denominator=Decimal(sum(denominators)) if denominators else None,
        missing_of=missing_of,
    )


def _uncovered(rows: list[ValueRow], covered: tuple[Run, ...]) -> list[ValueRow]:
    """The rows of none of the months that are covered."""
    return [row for row in rows if not any(row.run.overlaps(run) for run in covered)] if covered else rows


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


class _Asked(NamedTuple):
    """What is asked for: the months, the rows that lie in them, and what there should be."""

    run: Run
    rows_of: _RowsOf
    due: Callable[[], frozenset[Month]]
    """The months in which a figure is due; none where it comes as it happens"""
    expects: Callable[[PartRow], bool]
    """Whether a part that is silent should have a figure"""
    kind: MissingKind = "part"
    """Of what is missing when a part is"""


@dataclass(frozen=True)
class Values(Index):
    """The actuals and targets."""

    def actual(self, indicator: IndicatorRow, path: str = "", run: Run | None = None) -> Found | None:
        """The actual for a run of months (default: January to the reference month); None when there is none.

        sum: all rows that lie within the run. latest: the last one; without a run also one of an earlier year, since
        a stock stands until the next count. mean: weighted by days. ratio: numerators over denominators.
        A whole that is not stored itself is the sum of its parts. Nothing reads past the reference month, but an occasional
        figure of a run that is named and begins after it: what has happened since.
        """
        return self._once(("actual", indicator.id, path, run), lambda: self._actual(indicator, path, run))

    def _actual(self, indicator: IndicatorRow, path: str, run: Run | None) -> Found | None:
        months, reference = run or self.clock.results, self.reference_month
        if months.start > reference.start:
            if indicator.frequency == "monthly":
                return None
        elif months.end > reference.end:
            months = Run(months.first, reference)
        return self._actual_in(indicator, path, months, run)

    def _actual_in(self, indicator: IndicatorRow, path: str, months: Run, run: Run | None) -> Found | None:
        asked = _Asked(
            months,
            lambda own, part: self._actual_rows(own, part, months, carry=run is None),
            lambda: _due(indicator, months),
            lambda part: (
                part.counts_in(months.first.year)
                and (self._had_before(indicator, part, months) or self._has_target(indicator, part, months))
            ),
        )
        found = self._found(indicator, path, asked, is_flow=indicator.accumulation in ("sum", "ratio"))
        if found is None:
            return None
        return found.asked_for(path, run, months, lambda: (*found.missing, *_halves_missing(indicator, found.rows)))

    def _had_before(self, indicator: IndicatorRow, part: PartRow, months: Run) -> bool:
        """Whether a part has an actual in the months or in the year before them."""
        return any(months.first - 12 <= row.run.last <= months.last for row in self._rows_below(indicator, part))

    def _has_target(self, indicator: IndicatorRow, part: PartRow, months: Run, years: int = 0) -> bool:
        """Whether a part has a target other than nought in the years of the months, or as many `years` before."""
        year = Run(Month(months.first.year - years, 1), Month(months.last.year - years, 12))
        paths = [part, *self._parts_below(indicator, part)]
        return any(
            row.value and row.run in year for each in paths for row in self._targets.get((indicator.id, each.id), [])
        )

    def _parts_below(self, indicator: IndicatorRow, part: PartRow) -> list[PartRow]:
        return [each for each in self._parts.get(indicator.id, []) if each.path.startswith(f"{part.path}/")]

    def actual_around(self, indicator: IndicatorRow, path: str, month: Month) -> tuple[Run, Found] | None:
        """The figure that tells of a month, and which months it covers: the month alone where it has a figure of its own, else
        the shortest run around it. A half-year's figure is not one of its months'."""
        part = self.part(indicator, path)
        run = None if path and part is None else self._run_around(indicator, part, month)
        found = None if run is None else self._actual_in(indicator, path, run, run)
        return (run, found) if run is not None and found is not None else None

    def actuals_before(
        self, indicator: IndicatorRow, part: PartRow | None, month: Month, half: str = "value"
    ) -> dict[Run, int]:
        """What is known of the twelve months before one, runs that reach into them included: the own figures and, where
        these are silent, the sums of the first breakdown whose parts have figures of the same months. `half`: of a ratio the
        `value` above the line or the `denominator`."""
        past = Run(month - 12, month - 1)
        own = {
            row.run: amount
            for row in self.stored_actuals(indicator.id, part.id if part else None)
            if row.run.last in past and (amount := getattr(row, half)) is not None
        }
        for children in self.breakdowns(indicator, part.path if part else ""):
            given = [each for child in children if (each := self.actuals_before(indicator, child, month, half))]
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
        for row in self._actuals.get((indicator.id, part.id if part else None), ()):
            if row.run.start <= month.start <= row.run.end:
                return row.run
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
        the sum of the rows within it, and for the others the last one. A half-year's target counts only without its year's, and
        lacks the other half."""
        return self._once(("target", indicator.id, path, run), lambda: self._target(indicator, path, run))

    def _target(self, indicator: IndicatorRow, path: str, run: Run | None) -> Found | None:
        within = run or self.clock.plan
        asked = _Asked(
            within,
            lambda own, part: self._target_rows(own, part, within),
            lambda: _due(indicator, within) if indicator.accumulation == "sum" else frozenset(),
            lambda part: (
                part.counts_in(within.first.year)
                and (
                    self._has_target(indicator, part, within, 1)
                    or any(row.run.overlaps(within) for row in self._rows_below(indicator, part))
                )
            ),
            "target",
        )
        found = self._found(indicator, path, asked, is_flow=indicator.accumulation == "sum")
        return found.asked_for(path, run, within, found.missing_of) if found else None

    def _found(self, indicator: IndicatorRow, path: str, asked: _Asked, *, is_flow: bool) -> Found | None:
        """Of a flow (of a ratio's halves, too) all months, each once; of a mean their mean; else the whole as it is stored or
        as the sum of a breakdown: whichever lacks nothing and reaches furthest, the stored one first."""
        part = self.part(indicator, path)
        if path and part is None:
            return None
        if not is_flow and indicator.accumulation != "mean":
            return self._stock(indicator, part, asked)

        def lacking() -> tuple[Missing, ...]:
            return self._lacking(indicator, part, asked, asked.due())

        if is_flow:
            return _total(self._flow_rows(indicator, part, asked), lacking)
        mean = self._mean(indicator, part, asked)
        return Found(mean[0], mean[2], days=mean[1], missing_of=lacking) if mean else None

    def _stock(self, indicator: IndicatorRow, part: PartRow | None, asked: _Asked) -> Found | None:
        if part is not None and not part.counts_in(asked.run.last.year):
            return None  # what stood there last does not stand any more
        own = _value(indicator, asked.rows_of(indicator, part))
        if own is not None:
            own = own._replace(missing_of=partial(_older, own, asked))
        breakdowns = [
            self._stock_of(indicator, children, asked)
            for children in self.breakdowns(indicator, part.path if part else "")
        ]
        found = [each for each in (own, *breakdowns) if each is not None]
        if len(found) < 2:
            return next(iter(found), None)
        return max(found, key=lambda each: (each.complete, _reach(each.rows)))

    def _stock_of(self, indicator: IndicatorRow, children: tuple[PartRow, ...], asked: _Asked) -> Found | None:
        """The sum of a breakdown. What all parts lack alike is said once, of the whole."""
        below = {child: self._stock(indicator, child, asked) for child in children}
        total = add_up(below.values())
        if total is None:
            return None
        return total._replace(missing_of=lambda: self._stock_lacking(total, below, asked))

    @staticmethod
    def _stock_lacking(total: Found, below: Mapping[PartRow, Found | None], asked: _Asked) -> tuple[Missing, ...]:
        missing = list(_older(total, asked))
        for child, found in below.items():
            if found is None:
                expected = child.counts_in(asked.run.last.year) and asked.expects(child)
                missing += [Missing(asked.kind, without(child.path))] if expected else []
                continue
            old = _reach(found.rows) < _reach(total.rows)
            missing += [
                Missing(asked.kind, f"{child.name} {each.words}") if each.kind == "months" else each
                for each in found.missing
                if each.kind != "months" or old
            ]
        return tuple(missing)

    def _flow_rows(
        self, indicator: IndicatorRow, part: PartRow | None, asked: _Asked, covered: tuple[Run, ...] = ()
    ) -> list[ValueRow]:
        """A flow's own rows and, for the months in which it is silent, those of its parts. No month counts twice."""
        own, below = self._rows_by_part(indicator, part, asked, covered)
        return [*own, *(row for rows in below.values() for row in rows)] if below else own

    def _rows_by_part(
        self, indicator: IndicatorRow, part: PartRow | None, asked: _Asked, covered: tuple[Run, ...]
    ) -> tuple[list[ValueRow], dict[PartRow, list[ValueRow]]]:
        """A flow's own rows and, for the months in which it is silent, those of each part of the breakdown that lacks the
        fewest parts and reaches furthest."""
        own = _uncovered(asked.rows_of(indicator, part), covered)
        children_of = self.breakdowns(indicator, part.path if part else "")
        if not children_of:
            return own, {}
        covered = (*covered, *(row.run for row in own))
        breakdowns = [
            {child: self._flow_rows(indicator, child, asked, covered) for child in children} for children in children_of
        ]
        told = [below for below in breakdowns if any(below.values())]

        def weight(below: dict[PartRow, list[ValueRow]]) -> tuple[int, Month]:
            silent = sum(1 for child, rows in below.items() if not rows and asked.expects(child))
            return -silent, _reach(row for rows in below.values() for row in rows)

        return own, max(told, key=weight, default={})

    def _lacking(
        self,
        indicator: IndicatorRow,
        part: PartRow | None,
        asked: _Asked,
        due: frozenset[Month],
        covered: tuple[Run, ...] = (),
    ) -> tuple[Missing, ...]:
        """What a flow or a mean lacks: due months of which nothing tells, and parts that are silent, in all or in some of the
        months that their sisters tell of."""
        own, below = self._rows_by_part(indicator, part, asked, covered)
        covered = (*covered, *(row.run for row in own))
        by_own = frozenset(month for month in due if any(month in run for run in covered))
        by_parts = due & months_of(row for rows in below.values() for row in rows)
        silent = due - by_own - by_parts
        of_all: MissingKind = "target" if asked.kind == "target" else "months"
        missing = [Missing(of_all, lacking_words(silent, due))] if silent else []
        for child, rows in below.items():
            if not rows:
                missing += [Missing(asked.kind, without(child.path))] if asked.expects(child) else []
                continue
            told = by_parts & months_of(rows)
            if silent_in := {month for month in by_parts - told if child.counts_in(month.year)}:
                words = lacking_words(frozenset(silent_in), by_parts)
                missing.append(Missing(asked.kind, f"{child.path.replace('/', ' ')} {words}"))
            missing += self._lacking(indicator, child, asked, told, covered)
        return tuple(missing)

    def _mean(
        self, indicator: IndicatorRow, part: PartRow | None, asked: _Asked, covered: tuple[Run, ...] = ()
    ) -> tuple[Decimal, int, tuple[ValueRow, ...]] | None:
        """The mean by days of its own rows and, for the months in which it is silent, of the sum of its parts' means:
        (mean, days, rows)."""
        own, below = self._rows_by_part(indicator, part, asked, covered)
        covered = (*covered, *(row.run for row in own))
        weighted: list[tuple[Decimal, int, tuple[ValueRow, ...]]] = [
            (Decimal(row.value), row.run.days, (row,)) for row in own
        ]
        means = [mean for child in below if (mean := self._mean(indicator, child, asked, covered))]
        if means:
            rows = tuple(row for mean in means for row in mean[2])
            weighted.append((sum((mean[0] for mean in means), Decimal(0)), max(mean[1] for mean in means), rows))
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
        groups: dict[str, list[PartRow]] = {}
        for child in self._children.get((indicator.id, path), ()):
            groups.setdefault(child.dimension, []).append(child)
        return [tuple(each) for each in groups.values()]

    def _actual_rows(self, indicator: IndicatorRow, part: PartRow | None, run: Run, *, carry: bool) -> list[ValueRow]:
        rows = self._actuals.get((indicator.id, part.id if part else None), [])
        if indicator.accumulation == "latest":
            if carry:
                return [row for row in rows if row.run.last <= run.last]
            return [row for row in rows if row.run.last in run]
        start, end = run.start, run.end
        return [row for row in rows if start <= row.run.start and row.run.end <= end]

    def _target_rows(self, indicator: IndicatorRow, part: PartRow | None, run: Run) -> list[ValueRow]:
        rows = self._targets.get((indicator.id, part.id if part else None), [])
        inside = [row for row in rows if row.run in run]
        if len(inside) < 2:
            return inside
        return [row for row in inside if not any(row.run != other.run and row.run in other.run for other in inside)]


def _value(indicator: IndicatorRow, rows: list[ValueRow]) -> Found | None:
    if not rows:
        return None
    if indicator.accumulation == "latest":
        latest = max(rows, key=lambda row: row.run.last)
        return _total([latest])
    return _total(rows)


def _due(indicator: IndicatorRow, months: Run) -> frozenset[Month]:
    """The months in which a figure is due: of a monthly flow, mean or ratio each, of a monthly stock the last."""
    if indicator.frequency != "monthly":
        return frozenset()
    due = (months.last,) if indicator.accumulation == "latest" else months.months()
    return frozenset(month for month in due if indicator.last_year is None or month.year <= indicator.last_year)


def _older(found: Found, asked: _Asked) -> tuple[Missing, ...]:
    """What a stock lacks that is older than it was asked for."""
    last = _reach(found.rows)
    return tuple(Missing("months", as_of_words(last, month.year)) for month in asked.due() if last < month)


def _halves_missing(indicator: IndicatorRow, rows: Iterable[ValueRow]) -> tuple[Missing, ...]:
    """Of a ratio the rows that have a numerator alone."""
    if indicator.accumulation != "ratio":
        return ()
    halved = [row.run for row in rows if row.denominator is None]
    return tuple(Missing("half", f"{run.korean} 분모 제외") for run in dict.fromkeys(halved))
