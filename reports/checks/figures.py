"""Indicators: a whole and its parts, a stock over the years, one measure that is given twice."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import Found, IndicatorRow, Ledger, ValueRow
from seoulwork.domain.numbers import format_number, round_half_up
from seoulwork.domain.periods import Run, printed_as_of, printed_day
from seoulwork.domain.vocabulary import ACTUAL, TARGET, UNITS

from ..document import Section, Table
from ..reach import COMPARED, cumulative
from ..values import Figure
from .homes import Checked
from .rules import Measure, Told


def shown(indicator: IndicatorRow, value: Decimal) -> str:
    """A stored value in the indicator's unit, as it is printed."""
    return (
        format_number(value / (UNITS[indicator.unit].factor * 10**indicator.decimals), indicator.decimals)
        + indicator.unit
    )


def totals_differ(measure: Measure) -> Iterator[Told]:
    """The breakdowns of one whole, and a whole that is stored beside its parts, give the same total; at every depth."""
    if measure.indicator.accumulation != "mean":
        yield from _totals(measure)


def totals_of_means_differ(measure: Measure) -> Iterator[Told]:
    """Means of parts add up only where the parts are counted apart (reading notes §3)."""
    if measure.indicator.accumulation == "mean":
        yield from _totals(measure)


def _totals(measure: Measure, path: str = "") -> Iterator[Told]:
    ledger, indicator = measure.ledger, measure.indicator
    for kind, find_value in ((TARGET, ledger.target), (ACTUAL, ledger.actual)):
        added = ledger.sums_of_parts(indicator, path, find_value)
        totals = {dimension or "세부": total for dimension, total in added.items()}
        whole = find_value(indicator, path)
        own = [row for row in whole.rows if _path(ledger, row) == path] if whole is not None else []
        if totals and whole is not None and own:
            totals["전체"] = whole.value
        if len(set(totals.values())) > 1:
            told = ", ".join(f"{name} {shown(indicator, value)}" for name, value in totals.items())
            yield Told(measure.spot(path, kind=kind), {"kind": kind, "totals": told})
    for part in ledger.parts_of(indicator, path):
        yield from _totals(measure, part.path)


def more_than_whole(measure: Measure) -> Iterator[Told]:
    """A ratio of which the one half is a part of the other, and more than it."""
    ledger, indicator = measure.ledger, measure.indicator
    if not indicator.within_whole:
        return
    for row in ledger.actuals:
        if row.indicator_id != indicator.id or row.run not in ledger.clock.results or row.denominator is None:
            continue
        if row.value > row.denominator:
            words = {"run": row.run.korean, "above": f"{row.value:,}", "below": f"{row.denominator:,}"}
            yield Told(measure.spot(_path(ledger, row), month=row.run.last), words)


def dates_of_parts_differ(measure: Measure, path: str = "") -> Iterator[Told]:
    """A stock whose parts were counted on different days; at every depth."""
    ledger, indicator = measure.ledger, measure.indicator
    if indicator.accumulation != "latest":
        return
    for parts in ledger.breakdowns(indicator, path):
        days: dict[date, list[str]] = {}
        for part in parts:
            if found := ledger.actual(indicator, part.path):
                days.setdefault(found.as_of, []).append(part.name)
        if len(days) > 1:
            told = ", ".join(f"{printed_as_of(day)} {'·'.join(names)}" for day, names in sorted(days.items()))
            yield Told(measure.spot(path), {"days": told})
    for part in ledger.parts_of(indicator, path):
        yield from dates_of_parts_differ(measure, part.path)


def dates_of_a_column_differ(checked: Checked) -> Iterator[Told]:
    """A column of a table whose figures are as of different days. What lacks months says so itself; of staff see `staff.py`."""
    for section in checked.document.walk():
        for table in section.blocks:
            if isinstance(table, Table) and table.key != "staffing":
                yield from _dates_of_table(checked, section, table)


def _dates_of_table(checked: Checked, section: Section, table: Table) -> Iterator[Told]:
    columns: dict[int, dict[date, list[tuple[str, Figure]]]] = defaultdict(lambda: defaultdict(list))
    for row in table.body:
        name = " · ".join(cell.text for cell in row.cells if cell.head)
        for column, cell in enumerate(reversed(row.cells)):  # cells that span rows stand at the left
            figure = cell.content
            if isinstance(figure, Figure) and not figure.missing:
                days = [origin.as_of for origin in figure.origins if origin.as_of]
                if days:
                    columns[column][max(days)].append((name, figure))
    for by_day in columns.values():
        usual = max(by_day, key=lambda day: (len(by_day[day]), day))
        for day, figures in sorted(by_day.items()):
            for name, figure in figures if day != usual else ():
                words = {"day": printed_day(day), "usual": printed_day(usual), "table": table.caption}
                yield Told(checked.spot_of_row(section, name, figure), words)


def dated_after_its_months(measure: Measure) -> Iterator[Told]:
    """An actual as of a day that is after the reference month, although its months are not."""
    ledger, indicator = measure.ledger, measure.indicator
    last = ledger.reference_month
    for row in ledger.actuals_of(indicator):
        if row.as_of and row.run.last <= last and row.as_of > last.last_day:
            words = {"run": row.run.korean, "day": printed_day(row.as_of), "last": printed_day(last.last_day)}
            yield Told(measure.spot(_path(ledger, row), month=row.run.last), words)


def _path(ledger: Ledger, row: ValueRow) -> str:
    return "" if row.part_id is None else ledger.part_by_id[row.part_id].path


def cumulative_falls(measure: Measure) -> Iterator[Told]:
    """A stock does not fall when it is called cumulative."""
    ledger, indicator = measure.ledger, measure.indicator
    if not cumulative(indicator):
        return
    this = ledger.reference_month.year
    years: list[tuple[int, str, Found]] = []
    for year in range(this - COMPARED, this + COMPARED + 1):
        kind = "실적" if year < this else "목표"
        found = (ledger.actual if year < this else ledger.target)(indicator, "", Run.year(year))
        if found is not None:
            years.append((year, kind, found))
    for (_, _, before), (year, kind, after) in pairwise(years):
        if after.value < before.value:
            value = shown(indicator, after.value)
            yield Told(
                measure.spot(kind=kind),
                {
                    "year": str(year),
                    "kind": kind + particle(kind, "이/가"),
                    "after": value + particle(value, "으로/로"),
                    "before": shown(indicator, before.value),
                },
            )


def restated_differs(measure: Measure) -> Iterator[Told]:
    """The same measure given twice, once rounded to a larger unit, agrees."""
    ledger, indicator = measure.ledger, measure.indicator
    name, _, path = indicator.restates.partition("/")
    other = ledger.indicator(name, indicator.programme_id) if name else None
    if other is None:
        return
    for kind, find_value in ((TARGET, ledger.target), (ACTUAL, ledger.actual)):
        own, exact = find_value(indicator), find_value(other, path)
        if own is None or exact is None:
            continue
        factor = UNITS[indicator.unit].factor
        rounded = round_half_up(exact.value / 10**other.decimals / factor, 0)
        if round_half_up(own.value / 10**indicator.decimals / factor, 0) != rounded:
            yield Told(
                measure.spot(kind=kind),
                {
                    "kind": kind + particle(kind, "이/가"),
                    "own": shown(indicator, own.value),
                    "other": " ".join(filter(None, [other.name, path])),
                    "exact": shown(other, exact.value) + particle(other.unit, "을/를"),
                    "rounded": format_number(rounded) + indicator.unit,
                },
                shown(indicator, own.value),
                format_number(rounded) + indicator.unit,
            )
