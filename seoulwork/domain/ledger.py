"""What the stored figures of a division say for a period. Pure Python over frozen rows: no Django, no query.

`queries.py` reads the rows, this module answers from them: an actual, a target, a budget, for a run of months, by each
indicator's own rule (reading notes §3). Values are exact: Decimals of base units × 10**decimals, not rounded.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from seoulwork.domain.clock import Clock
from seoulwork.domain.notation import Names
from seoulwork.domain.numbers import BUDGET_UNIT
from seoulwork.domain.periods import Month, Run


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    id: int
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class PartRow:
    id: int
    indicator_id: int
    dimension: str
    path: str

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    id: int
    programme_id: int | None
    programme: str
    short_name: str
    name: str
    unit: str
    decimals: int
    accumulation: str
    frequency: str
    lower_is_better: bool
    definition: str
    flow_id: int | None
    policy_order: int | None
    restates: str
    """`일자리/간접일자리`: the same measure stands there exactly, here rounded to a larger unit"""
    last_year: int | None = None
    """The last year in which it is entered; None: it goes on"""


@dataclass(frozen=True, slots=True)
class Stored:
    """The stamp of a stored figure."""

    entered: str
    """Who and when in words for any reader: `노동정책담당관 입력 · 2018년 7월 11일`, `2018년 7월 업무보고 자료`"""
    source: str = ""
    """From where, for the staff: `자료 반입 2018-07/labour/6.yaml 31행`"""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A current actual or target of an indicator (`part_id` None) or of one part."""

    indicator_id: int
    part_id: int | None
    run: Run
    value: int
    stored: Stored
    denominator: int | None = None
    as_of: date | None = None

    @property
    def effective_date(self) -> date:
        """The figure's own as-of date: as given, else the last day of its run."""
        return self.as_of or self.run.last.last_day


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget line."""

    id: int
    programme_id: int | None
    programme: str
    short_name: str
    kind: str
    kind_name: str
    year: int
    part: str
    fund_source: str
    """시비, 국비, 구비 or empty"""


@dataclass(frozen=True, slots=True)
class AmountRow:
    """An appropriation (`name` 예산액) or one amount of an execution (원인행위액, 지출액), in won, at the end of `month`."""

    budget_id: int
    month: Month
    name: str
    amount: int
    stored: Stored


@dataclass(frozen=True, slots=True)
class Found:
    """A figure that the ledger found: its exact value and the rows that it comes from."""

    value: Decimal
    rows: tuple[ValueRow, ...] = ()
    amounts: tuple[AmountRow, ...] = ()
    denominator: Decimal | None = None
    path: str = field(default="", compare=False)
    """The part that was asked for, empty for the whole"""
    asked: Run | None = field(default=None, compare=False)
    """The run of months that was asked for; None: as usual"""
    days: int = field(default=0, compare=False)
    """Of a mean: for how many days it stands"""

    @property
    def as_of(self) -> date:
        """The latest as-of date of its rows: a sum of months is as of the last one."""
        dates = [row.effective_date for row in self.rows] + [row.month.last_day for row in self.amounts]
        return max(dates)

    @property
    def covered(self) -> Run:
        """From the first month that its rows tell of to the last; an execution is told from January on."""
        firsts = [row.run.first for row in self.rows] + [Month(row.month.year, 1) for row in self.amounts]
        lasts = [row.run.last for row in self.rows] + [row.month for row in self.amounts]
        return Run(min(firsts), max(lasts))


def _sum(found: Iterable["Found | None"]) -> "Found | None":
    """Add what was found; None when nothing was (missing is not zero)."""
    present = [each for each in found if each is not None]
    if not present:
        return None
    denominators = [each.denominator for each in present if each.denominator is not None]
    return Found(
        sum((each.value for each in present), Decimal(0)),
        tuple(row for each in present for row in each.rows),
        tuple(row for each in present for row in each.amounts),
        sum(denominators, Decimal(0)) if denominators else None,
    )


def _total(rows: Iterable[ValueRow]) -> Found | None:
    return _sum(
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
class Ledger:
    """The current figures of one division, asked as of `reference_month`; plans of `plan_year` (None: of the same year)."""

    division: str
    reference_month: Month
    programmes: tuple[ProgrammeRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    parts: tuple[PartRow, ...] = ()
    actuals: tuple[ValueRow, ...] = ()
    targets: tuple[ValueRow, ...] = ()
    budgets: tuple[BudgetRow, ...] = ()
    amounts: tuple[AmountRow, ...] = ()
    plan_year: int | None = None
    clock: Clock = field(init=False, repr=False)
    _indicator_names: dict[tuple[int | None, str], IndicatorRow] = field(init=False, repr=False)
    _budget_names: dict[tuple[int | None, str], list[BudgetRow]] = field(init=False, repr=False)
    _parts: dict[int, list[PartRow]] = field(init=False, repr=False)
    _actuals: dict[tuple[int, int | None], list[ValueRow]] = field(init=False, repr=False)
    _targets: dict[tuple[int, int | None], list[ValueRow]] = field(init=False, repr=False)
    _amounts: dict[tuple[int, str], list[AmountRow]] = field(init=False, repr=False)
    indicator_by_id: dict[int, IndicatorRow] = field(init=False, repr=False)
    part_by_id: dict[int, PartRow] = field(init=False, repr=False)
    budget_by_id: dict[int, BudgetRow] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        budget_names, parts, amounts = defaultdict(list), defaultdict(list), defaultdict(list)
        actuals: dict[tuple[int, int | None], list[ValueRow]] = defaultdict(list)
        targets: dict[tuple[int, int | None], list[ValueRow]] = defaultdict(list)
        for budget in self.budgets:
            budget_names[budget.programme_id, budget.short_name].append(budget)
        for part in self.parts:
            parts[part.indicator_id].append(part)
        for source, index in ((self.actuals, actuals), (self.targets, targets)):
            for row in source:
                index[row.indicator_id, row.part_id].append(row)
        for amount in self.amounts:
            amounts[amount.budget_id, amount.name].append(amount)
        for name, value in {
            "clock": Clock(self.reference_month, self.plan_year or self.reference_month.year),
            "_indicator_names": {(each.programme_id, each.short_name): each for each in self.indicators},
            "_budget_names": budget_names,
            "_parts": parts,
            "_actuals": actuals,
            "_targets": targets,
            "_amounts": amounts,
            "indicator_by_id": {each.id: each for each in self.indicators},
            "part_by_id": {each.id: each for each in self.parts},
            "budget_by_id": {each.id: each for each in self.budgets},
        }.items():
            object.__setattr__(self, name, value)

    # ------------------------------------------------------------------------------------------- names

    def indicator(self, name: str, programme_id: int | None = None) -> IndicatorRow | None:
        """The programme's indicator of that short name, else the division's own."""
        return self._indicator_names.get((programme_id, name)) or self._indicator_names.get((None, name))

    def budget_lines(self, name: str, programme_id: int | None = None) -> tuple[BudgetRow, ...]:
        return tuple(self._budget_names.get((programme_id, name)) or self._budget_names.get((None, name), []))

    def names(self, programme_id: int | None, tables: frozenset[str] = frozenset()) -> Names:
        """What a text of the programme (None: of the division) may refer to: its own names, then the division's.

        `tables` are the names of the division's own tables."""
        indicators = {name: each for (of, name), each in self._indicator_names.items() if of is None}
        budgets = {name: lines for (of, name), lines in self._budget_names.items() if of is None}
        if programme_id is not None:
            own = {name: each for (of, name), each in self._indicator_names.items() if of == programme_id}
            lines_of = {name: lines for (of, name), lines in self._budget_names.items() if of == programme_id}
            indicators = {name: each for name, each in indicators.items() if name not in lines_of} | own
            budgets = {name: lines for name, lines in budgets.items() if name not in own} | lines_of
        return Names(
            {name: frozenset(part.path for part in self._parts.get(each.id, ())) for name, each in indicators.items()},
            {
                name: frozenset(filter(None, (word for line in lines for word in (line.part, line.fund_source))))
                for name, lines in budgets.items()
            },
            {name: each.unit for name, each in indicators.items()} | dict.fromkeys(budgets, BUDGET_UNIT),
            frozenset(name for name, each in indicators.items() if each.accumulation == "ratio"),
            tables,
        )

    def budget_groups(self) -> list[tuple[tuple[int | None, str], list[BudgetRow]]]:
        """All budgets by (programme, short name), each with its lines."""
        return list(self._budget_names.items())

    def parts_of(self, indicator: IndicatorRow, parent: str = "", dimension: str | None = None) -> tuple[PartRow, ...]:
        """The parts right below `parent` (top level: ""), of one dimension or of all."""
        return tuple(
            part
            for part in self._parts.get(indicator.id, [])
            if part.parent == parent and dimension in (None, part.dimension)
        )

    def dimensions(self, indicator: IndicatorRow) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.dimension for part in self._parts.get(indicator.id, [])))

    def stored_actuals(self, indicator_id: int, part_id: int | None = None) -> tuple[ValueRow, ...]:
        """The current actuals of an indicator's whole, or of one part, as they are stored."""
        return tuple(self._actuals.get((indicator_id, part_id), ()))

    def stored_amounts(self, budget_id: int, name: str) -> tuple[AmountRow, ...]:
        """The current rows of a budget line's 예산액, 원인행위액 or 지출액."""
        return tuple(self._amounts.get((budget_id, name), ()))

    # ------------------------------------------------------------------------------------- actuals, targets

    def actual(self, indicator: IndicatorRow, path: str = "", run: Run | None = None) -> Found | None:
        """The actual for a run of months (default: January to the reference month); None when there is none.

        sum: all rows that lie within the run. latest: the last one; without a run also one of an earlier year, since
        a stock stands until the next count. mean: weighted by days. ratio: numerators over denominators.
        A whole that is not stored itself is the sum of its parts.
        """
        within = run or self.clock.results
        found = self._found(indicator, path, lambda own, part: self._actual_rows(own, part, within, carry=run is None))
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
        for children in self._breakdowns(indicator, part.path if part else ""):
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
        for children in self._breakdowns(indicator, part.path if part else ""):
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
        found = self._found(indicator, path, lambda own, part: self._target_rows(own, part, within))
        return replace(found, path=path, asked=run) if found else None

    def _found(self, indicator: IndicatorRow, path: str, rows_of: _RowsOf) -> Found | None:
        """The whole as it is stored or as the sum of a breakdown: whichever reaches furthest, the stored one first."""
        part = next((each for each in self._parts.get(indicator.id, []) if each.path == path), None)
        if path and part is None:
            return None
        if indicator.accumulation == "sum":
            return _total(self._flow_rows(indicator, part, rows_of))
        if indicator.accumulation == "mean":
            mean = self._mean(indicator, part, rows_of)
            return Found(mean[0], mean[2], days=mean[1]) if mean else None
        breakdowns = [
            _sum(self._found(indicator, child.path, rows_of) for child in children)
            for children in self._breakdowns(indicator, path)
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
            for children in self._breakdowns(indicator, part.path if part else "")
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
        for children in self._breakdowns(indicator, part.path if part else ""):
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

    def _breakdowns(self, indicator: IndicatorRow, path: str) -> list[tuple[PartRow, ...]]:
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

    # --------------------------------------------------------------------------------------------- budgets

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
        return _sum(self._amount(line, name, last) for line in chosen)

    def _amount(self, line: BudgetRow, name: str, last: Month) -> Found | None:
        rows = [row for row in self._amounts.get((line.id, name), []) if row.month <= last]
        if not rows:
            return None
        latest = max(rows, key=lambda row: row.month)
        return Found(Decimal(latest.amount), amounts=(latest,))


def _value(indicator: IndicatorRow, rows: list[ValueRow]) -> Found | None:
    if not rows:
        return None
    if indicator.accumulation == "latest":
        latest = max(rows, key=lambda row: row.run.last)
        return _total([latest])
    return _total(rows)
