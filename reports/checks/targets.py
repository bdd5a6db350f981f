"""Targets: the pace towards them, and the flow that makes a stock's."""

from collections.abc import Iterator
from decimal import Decimal

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import IndicatorRow, Ledger, ValueRow
from seoulwork.domain.ledger.forecasts import APART
from seoulwork.domain.numbers import format_number, in_unit, rate
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import TARGET

from .figures import shown
from .paces import expected, explained
from .rules import Measure, Told


def stock_is_not_its_flow(measure: Measure) -> Iterator[Told]:
    """The stock's target is what the flow was in the past plus what it is to be."""
    ledger, indicator = measure.ledger, measure.indicator
    flow = ledger.indicator_by_id.get(indicator.flow_id) if indicator.flow_id else None
    if indicator.accumulation == "latest" and flow is not None:
        yield from _flow(measure, flow)


def _flow(measure: Measure, flow: IndicatorRow) -> Iterator[Told]:
    ledger, stock = measure.ledger, measure.indicator
    this = ledger.reference_month.year
    past = _past(ledger, flow, this)
    for row in ledger.stored_targets(stock.id):
        if row.run.last.year < this:
            continue
        coming = ledger.target(flow, "", Run(Month(this, 1), row.run.last))
        rows = [*past, *(coming.rows if coming else ())]
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


def _past(ledger: Ledger, flow: IndicatorRow, this: int) -> list[ValueRow]:
    """What the flow was before `this` year: its actuals, and in the years between them that have none its plan."""
    own = [row for row in ledger.actuals_of(flow) if row.run.last.year < this]
    if not own:
        return []
    whole = Run(min(row.run.first for row in own), Month(this - 1, 12))
    actual, plan = ledger.actual(flow, "", whole), ledger.target(flow, "", whole)
    told = list(actual.rows if actual else ())
    years = {month.year for row in told for month in row.run.months()}
    silent = [row for row in (plan.rows if plan else ()) if not years & {each.year for each in row.run.months()}]
    return sorted((*told, *silent), key=lambda row: row.run)


def beyond_target(measure: Measure) -> Iterator[Told]:
    """A flow beyond its target."""
    pace = measure.ledger.pace(measure.indicator)
    if pace and pace.reached > 100 and not measure.indicator.lower_is_better:
        yield Told(measure.spot(), {"reached": format_number(pace.reached, 1)})


def higher_than_wanted(measure: Measure) -> Iterator[Told]:
    """An indicator that is better low, and is above its target; a flow above what its months may have of it."""
    ledger, indicator = measure.ledger, measure.indicator
    actual, target = ledger.actual(indicator), ledger.target(indicator, "", ledger.clock.results_year)
    if not indicator.lower_is_better or indicator.accumulation == "ratio" or actual is None or target is None:
        return
    pace = ledger.pace(indicator)
    above = pace.reached > pace.expected + measure.ledger.limits.pace_margin if pace else actual.value > target.value
    if above:
        share = f"의 {format_number(pace.reached, 1)}%(기대 진도 {expected(pace)})" if pace else ""
        reached = shown(indicator, actual.value)
        yield Told(
            measure.spot(),
            {
                "actual": reached + particle(reached, "으로/로"),
                "target": shown(indicator, target.value) + share,
            },
        )


def periods_differ(measure: Measure) -> Iterator[Told]:
    """A flow's target beside those of the periods that make up its time, of the whole and of each part."""
    ledger, indicator = measure.ledger, measure.indicator
    if indicator.accumulation != "sum":
        return
    for part in (None, *ledger.all_parts_of(indicator)):
        rows, path = ledger.stored_targets(indicator.id, part.id if part else None), part.path if part else ""
        for whole in rows:
            periods = [row for row in rows if row.run in whole.run and row.run != whole.run]
            months = [month for row in periods for month in row.run.months()]
            total = sum(row.value for row in periods)
            if sorted(months) == list(whole.run.months()) and total != whole.value:
                yield Told(
                    measure.spot(path, kind=TARGET),
                    {
                        "run": whole.run.korean,
                        "target": shown(indicator, Decimal(whole.value)),
                        "parts": " + ".join(
                            format_number(in_unit(row.value, indicator.unit, indicator.decimals)) for row in periods
                        ),
                        "total": shown(indicator, Decimal(total)),
                    },
                    shown(indicator, Decimal(whole.value)),
                    shown(indicator, Decimal(total)),
                )


def forecast_below_reached(measure: Measure) -> Iterator[Told]:
    """An officer's forecast of a flow that is below what is reached already: a year does not end below its months."""
    ledger, indicator = measure.ledger, measure.indicator
    written, reached = ledger.own_forecast(indicator), ledger.actual(indicator)
    if written is None or reached is None or indicator.accumulation != "sum" or written.value >= reached.value:
        return
    yield Told(
        measure.spot(),
        {"forecast": shown(indicator, Decimal(written.value)), "actual": shown(indicator, reached.value)},
        shown(indicator, Decimal(written.value)),
        shown(indicator, reached.value),
    )


def forecasts_differ(measure: Measure) -> Iterator[Told]:
    """An officer's forecast that is far from what the months so far carry on to."""
    ledger, indicator = measure.ledger, measure.indicator
    written, projected = ledger.own_forecast(indicator), ledger.forecast(indicator)
    apart = rate(Decimal(written.value) - projected.value, projected.value) if written and projected else None
    if written is None or projected is None or apart is None or abs(apart) <= APART:
        return
    yield Told(
        measure.spot(),
        {
            "forecast": shown(indicator, Decimal(written.value)),
            "projected": shown(indicator, projected.value),
            "months": str(projected.months),
            "source": projected.source,
            "reason": written.reason,
        },
        shown(indicator, Decimal(written.value)),
        shown(indicator, projected.value),
    )


def behind_pace(measure: Measure) -> Iterator[Told]:
    """A flow that is far off the pace of its months."""
    indicator = measure.indicator
    pace = measure.ledger.pace(indicator)
    if pace is None or indicator.frequency != "monthly" or indicator.lower_is_better:
        return
    if pace.reached < pace.expected - measure.ledger.limits.pace_margin:
        yield Told(
            measure.spot(),
            {
                "months": str(pace.months),
                "reached": format_number(pace.reached, 1),
                "expected": expected(pace),
                "margin": str(measure.ledger.limits.pace_margin),
                "explained": explained(measure.ledger.shortfall(indicator)),
            },
        )
