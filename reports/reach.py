"""How far back a briefing's figures are read: not all that was ever stored, but the years that it names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from seoulwork.domain.clock import Clock
from seoulwork.domain.ledger import IndicatorRow
from seoulwork.domain.ledger.formulas import formula_of
from seoulwork.domain.notation import NotationError, Operand, Reference, own_name, parse_outline
from seoulwork.domain.periods import FIRST_YEAR, LAST_YEAR, Month, PeriodError, Run
from seoulwork.domain.vocabulary import GROWING
from seoulwork.figures.profiles import PassageRow
from seoulwork.figures.queries import Reach, ReachOf

from .tables.description import Description
from .tables.years import years_of

POLICY = 2
"""Years before and after the reference year for which a policy indicator is shown."""
COMPARED = 5
"""Years before and after the reference year over which a cumulative stock is checked."""


def reach_of(clock: Clock, passages: tuple[PassageRow, ...], tables: Iterable[Description] = ()) -> ReachOf:
    """What the texts, the tables and the checks of a briefing ask for: the reference year, the plan year and the year before
    each; of an indicator or budget also the years that a text or a table names, each with the year before it, with which it is
    compared."""
    this, plan = clock.reference_month.year, clock.plan_year
    named: dict[str, list[int]] = defaultdict(list)
    of_any: list[int] = []
    for table in tables:
        names, (first, last) = years_of(table, clock)
        for years in [of_any] if names is None else [named[name] for name in names]:
            years += (first - 1, last)
    for operand in operands(passages):
        try:
            run = operand.period.at(clock) if operand.period else None
        except PeriodError:
            continue  # nothing is printed for it
        if run is not None:
            named[own_name(operand.name)] += (run.first.year - 1, run.last.year)

    def found(indicators: tuple[IndicatorRow, ...]) -> Reach:
        _below(indicators, named, (this - 1, plan))
        # A stock is held against the sum of its flow over all years.
        whole = {each.flow_id for each in indicators if each.flow_id} | {each.id for each in indicators if each.flow_id}
        runs: dict[int, Run | None] = {}
        for each in indicators:
            years = [this - 1, plan, *of_any, *named[each.short_name]]
            for shown, around in ((each.policy_order, POLICY), (cumulative(each), COMPARED)):
                years += (this - around, plan + around) if shown else ()
            runs[each.id] = None if each.id in whole else _years(min(years), max(years))
        every = {
            year
            for years in (of_any, *named.values())
            for first, last in _pairs(years)
            for year in range(first, last + 1)
        }
        return Reach(runs, frozenset({this - 1, this, plan} | every))

    return found


def _below(indicators: tuple[IndicatorRow, ...], named: dict[str, list[int]], usual: tuple[int, int]) -> None:
    """What an indicator is worked out from is asked for the years that it is itself."""
    worked = [each for each in indicators if each.formula]
    for _ in worked:  # of what is worked out from others that are worked out, as deep as it goes
        for each in worked:
            years = [*usual, *named[each.short_name]]
            if each.policy_order:
                years += (usual[0] + 1 - POLICY, usual[1] + POLICY)
            for operand in formula_of(each.formula).operands:
                named[own_name(operand.name)] += (min(years), max(years))


def _years(first: int, last: int) -> Run:
    """The years from the first to the last, as far as there are any."""
    return Run(Month(max(first, FIRST_YEAR), 1), Month(min(last, LAST_YEAR), 12))


def cumulative(indicator: IndicatorRow) -> bool:
    """Whether a stock is called one that only grows."""
    return indicator.accumulation == "latest" and any(word in indicator.name for word in GROWING)


def _pairs(years: list[int]) -> Iterator[tuple[int, int]]:
    return zip(years[::2], years[1::2], strict=True)


def operands(passages: tuple[PassageRow, ...]) -> Iterator[Operand]:
    """All figures that texts refer to."""
    for row in passages:
        for text in (row.text, *(text for each in row.milestones for text in (f"○ {each.title}", each.detail))):
            try:
                items = parse_outline(text)
            except NotationError:
                # It is told where the text is read.
                continue
            for item in items:
                for piece in item.pieces:
                    if isinstance(piece, Reference):
                        yield from piece.operands
