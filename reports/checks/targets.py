"""Targets: the pace towards them, and the flow that makes a stock's."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import IndicatorRow, Ledger
from seoulwork.domain.numbers import format_number, in_unit, rate
from seoulwork.domain.periods import Month, Run

from .figures import shown
from .rules import Measure, Told

PACE_MARGIN = 10
"""Points off the expected pace from which an achievement is reported."""


def stock_is_not_its_flow(measure: Measure) -> Iterator[Told]:
    """The stock's target is what the flow was in the past plus what it is to be."""
    ledger, indicator = measure.ledger, measure.indicator
    flow = ledger.indicator_by_id.get(indicator.flow_id) if indicator.flow_id else None
    if indicator.accumulation == "latest" and flow is not None:
        yield from _flow(measure, flow)


def _flow(measure: Measure, flow: IndicatorRow) -> Iterator[Told]:
    ledger, stock = measure.ledger, measure.indicator
    this = ledger.reference_month.year
    past_years = [row.run.first for row in ledger.actuals if row.indicator_id == flow.id and row.run.last.year < this]
    past = ledger.actual(flow, "", Run(min(past_years), Month(this - 1, 12))) if past_years else None
    for row in ledger.targets:
        if row.indicator_id != stock.id or row.part_id is not None or row.run.last.year < this:
            continue
        coming = ledger.target(flow, "", Run(Month(this, 1), row.run.last))
        rows = [each for found in (past, coming) if found is not None for each in found.rows]
        total = sum((Decimal(each.value) for each in rows), Decimal(0))
        if rows and total != row.value:
            yield Told(
                measure.spot(kind="목표"),
                {
                    "run": row.run.korean,
                    "target": shown(stock, Decimal(row.value)),
                    "flow": flow.name + particle(flow.name, "을/를"),
                    "parts": " + ".join(format_number(in_unit(each.value, flow.unit, flow.decimals)) for each in rows),
                    "total": shown(flow, total),
                },
                shown(stock, Decimal(row.value)),
                shown(flow, total),
            )


class Pace(NamedTuple):
    """How far the actuals of some months are on the way to a target, in percent of it."""

    months: int
    reached: Decimal
    expected: Decimal


def _pace(ledger: Ledger, indicator: IndicatorRow) -> Pace | None:
    """Of a flow with a target; None of any other."""
    if indicator.accumulation != "sum":
        return None
    actual, target = ledger.actual(indicator), ledger.target(indicator)
    reached = rate(actual.value if actual else None, target.value if target else None)
    if reached is None or actual is None or target is None:
        return None
    planned = {month for row in target.rows for month in row.run.months()}
    months = {month for row in actual.rows for month in row.run.months()} & planned
    return Pace(len(months), reached, Decimal(len(months)) * 100 / len(planned))


def beyond_target(measure: Measure) -> Iterator[Told]:
    """A flow beyond its target."""
    pace = _pace(measure.ledger, measure.indicator)
    if pace and pace.reached > 100:
        yield Told(measure.spot(), {"reached": format_number(pace.reached, 1)})


def behind_pace(measure: Measure) -> Iterator[Told]:
    """A flow that is far off the pace of its months."""
    indicator = measure.indicator
    pace = _pace(measure.ledger, measure.indicator)
    if pace is None or indicator.frequency != "monthly" or indicator.lower_is_better:
        return
    if pace.reached < pace.expected - PACE_MARGIN:
        yield Told(
            measure.spot(),
            {
                "months": str(pace.months),
                "reached": format_number(pace.reached, 1),
                "expected": format_number(pace.expected, 1),
                "margin": str(PACE_MARGIN),
            },
        )
