"""The course of an indicator's or a budget's year against its plan and the year before, and its last years: as two charts of the paper's kind,
each with its numbers in a table. Of what an edition keeps, or for the staff of what is stored now.

What adds up stands as it had come by the end of each month: only as far as its months are told without a gap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from seoulwork.domain.numbers import BLANK
from seoulwork.domain.periods import Month, PeriodError, Run
from seoulwork.domain.vocabulary import ACTUAL, BUDGET_KINDS, SPENT, TARGET, WORKED_OUT

from ..courses import YEARS, Path
from ..document import Chart, Point, Series
from ..printed import number_and_unit
from ..values import Figure, Quantity

if TYPE_CHECKING:
    from .figures import Stored

MONTHS = range(1, 13)
PLAN, EVENLY, AS_PLANNED = "계획", "목표까지 고르게", "월별 계획"


def figure_of(text: str) -> Figure | None:
    """The number that a stored value says; None for a ratio's two."""
    value, unit = number_and_unit(text)
    return None if value is None else Figure(Quantity(value, unit, max(-int(value.as_tuple().exponent), 0)))


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a run of months, in the unit in which it is shown."""

    run: Run
    value: Decimal


def told_until(rows: Iterable[Row]) -> dict[Month, Decimal]:
    """What adds up, at the end of each month up to which all months of the year are told."""
    found: dict[Month, Decimal] = {}
    for row in sorted(rows, key=lambda each: (each.run.last, each.run.first)):
        first, last = row.run.first, row.run.last
        if first.year != last.year or last in found:
            continue
        if first.number == 1:
            found[last] = row.value
        elif first - 1 in found:
            found[last] = found[first - 1] + row.value
    return found


def standing(rows: Iterable[Row]) -> dict[Month, Decimal]:
    """What does not add up, at the end of each month that has a value."""
    return {row.run.last: row.value for row in sorted(rows, key=lambda each: each.run.first)}


def run_of_order(order: str) -> Run | None:
    """The months of a stored value, from what editions keep its order by (editions/printing.py): `2018-06 2018-01`, `2018-06`."""
    words = order.split(" ")
    try:
        months = [Month.parse(each) for each in words]
        return Run(months[-1], months[0]) if len(months) <= 2 else None
    except (PeriodError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Told:
    """All that is known: values by the month with which they end, targets by year, the plan of the year by month."""

    name: str
    unit: str
    decimals: int
    by_month: Mapping[Month, Decimal]
    targets: Mapping[int, Decimal]
    plan: Mapping[Month, Decimal]
    plan_name: str = PLAN
    adds_up: bool = True

    @property
    def year(self) -> int:
        return max(month.year for month in self.by_month)

    def figure(self, value: Decimal | None) -> Figure | None:
        return None if value is None else Figure(Quantity(value, self.unit, self.decimals))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart and its table: heads, and rows with the label of each."""

    chart: Chart
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def evenly(target: Decimal | None, year: int) -> dict[Month, Decimal]:
    """The straight line to a year's target."""
    return {} if target is None else {Month(year, month): target * month / 12 for month in MONTHS}


def charts(told: Told) -> tuple[Drawn, ...]:
    """Of a year with less than two months, and of fewer than two years, none."""
    if not told.by_month:
        return ()
    return tuple(each for each in (_year(told), _years(told)) if each is not None)


def _year(told: Told) -> Drawn | None:
    year = told.year
    lines = [
        (f"{year}년", {month.number: value for month, value in told.by_month.items() if month.year == year}),
        (f"{year - 1}년", {month.number: value for month, value in told.by_month.items() if month.year == year - 1}),
        (told.plan_name, {month.number: value for month, value in told.plan.items() if month.year == year}),
    ]
    shown = [(name, values) for name, values in lines if values]
    if max((len(values) for _, values in lines[:2]), default=0) < 2:
        return None
    series = tuple(
        Series(name, told.unit, tuple(Point(f"{month}월", told.figure(values.get(month))) for month in MONTHS))
        for name, values in shown
    )
    until = " (1월부터의 누계)" if told.adds_up else ""
    said = f"{told.name}: " + "; ".join(f"{each.name} {_said(each)}" for each in series)
    chart = Chart("course", "course", f"{year}년의 흐름{until}", said, "", series)
    rows = tuple(
        (f"{month}월", tuple(_text(told, values.get(month)) for _, values in shown))
        for month in MONTHS
        if any(month in values for _, values in shown)
    )
    return Drawn(chart, ("달", *(name for name, _ in shown)), rows)


def _said(series: Series) -> str:
    known = [point for point in series.points if point.value is not None]
    return f"{known[-1].label}까지 {known[-1].value.text}" if known and known[-1].value else BLANK


def _years(told: Told) -> Drawn | None:
    ends = {
        year: max(month for month in told.by_month if month.year == year) for year in {m.year for m in told.by_month}
    }
    years = sorted(ends)[-YEARS:]
    if len(years) < 2:
        return None
    points, rows = [], []
    for year in years:
        end = ends[year]
        label = f"{year}년" if end.number == 12 else f"{year}년 {end.number}월{'까지' if told.adds_up else ''}"
        value, target = told.figure(told.by_month[end]), told.figure(told.targets.get(year))
        points.append(Point(label, value, target=target))
        rows.append((label, (value.text if value else BLANK, target.text if target else BLANK)))
    marked = ", 세로 금은 목표" if any(point.target for point in points) else ""
    said = ", ".join(f"{label} {values[0]}" for label, values in rows)
    chart = Chart(
        "years",
        "bars",
        f"최근 {len(years)}년{marked}",
        f"{told.name}: {said}",
        "",
        (Series(told.name, told.unit, tuple(points)),),
    )
    return Drawn(chart, ("해", "값", "목표"), tuple(rows))


def _text(told: Told, value: Decimal | None) -> str:
    figure = told.figure(value)
    return figure.text if figure else BLANK


# ------------------------------------------------------------------------------------------- from where it is known


def kept(name: str, adds_up: bool | None, stored: Iterable["Stored"]) -> Told | None:
    """Of what editions keep of a whole: `adds_up` says whether its months do (None: they are what nothing is drawn of, a ratio)."""
    rows: list[Row] = []
    shown: list[Quantity] = []
    targets: dict[int, Decimal] = {}
    for each in stored:
        run, figure = run_of_order(each.order), figure_of(each.value)
        if each.part or run is None or figure is None or not isinstance(figure.value, Quantity):
            continue
        if each.kind in (ACTUAL, SPENT, WORKED_OUT):
            # What is spent is told from January on.
            since = Month(run.last.year, 1) if each.kind == SPENT else run.first
            rows.append(Row(Run(since, run.last), figure.value.value))
            shown.append(figure.value)
        elif (each.kind == TARGET and run.is_year) or each.kind in BUDGET_KINDS.values():
            targets[run.last.year] = figure.value.value
    units = {each.unit for each in shown}
    if adds_up is None or len(units) != 1:
        return None
    by_month = told_until(rows) if adds_up else standing(rows)
    if not by_month:
        return None
    year = max(month.year for month in by_month)
    plan = evenly(targets.get(year), year) if adds_up else {}
    decimals = max(each.decimals for each in shown)
    return Told(name, shown[0].unit, decimals, by_month, targets, plan, EVENLY, adds_up)


def of_path(name: str, path: Path) -> Told:
    """Of what an edition keeps of a course, or of what is stored now."""
    by_month = {step.month: step.value for step in path.came}
    targets = {step.month.year: step.value for step in path.targets}
    planned = {step.month: step.value for step in path.planned}
    year = max(month.year for month in by_month)
    plan = planned or (evenly(targets.get(year), year) if path.adds_up else {})
    named = AS_PLANNED if planned else EVENLY
    return Told(name, path.unit, path.decimals, by_month, targets, plan, named, path.adds_up)


def with_earlier(told: Told, earlier: Told | None) -> Told:
    """With what only earlier editions tell of earlier years."""
    if earlier is None or earlier.unit != told.unit:
        return told
    first = min(month.year for month in told.by_month)
    before = {month: value for month, value in earlier.by_month.items() if month.year < first}
    return replace(told, by_month={**before, **told.by_month}, targets={**earlier.targets, **told.targets})
