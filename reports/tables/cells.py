"""Small builders of cells, shared by the divisions' tables and the bureau's."""

from collections.abc import Iterable
from decimal import Decimal

from seoulwork.domain.ledger import Found, IndicatorRow, Ledger, Missing
from seoulwork.domain.numbers import rate
from seoulwork.domain.vocabulary import UNITS

from ..document import Cell, Formula, Rate, Row
from ..meanings import meaning_of_indicator
from ..narrative import origins
from ..values import Blank, CountWithRate, Figure, Meaning, Origin, Percent, Quantity


def head(*texts: str, total: bool = False) -> Row:
    """A head row of plain cells."""
    return Row(tuple(Cell(text, head=True) for text in texts), total)


def head_cell(text: str, colspan: int = 1, rowspan: int = 1) -> Cell:
    return Cell(text, colspan, rowspan, head=True)


def label(text: str, rowspan: int = 1, colspan: int = 1) -> Cell:
    """A cell that heads its row."""
    return Cell(text, colspan, rowspan, head=True)


def quantity(
    indicator: IndicatorRow, found: Found | None, unit: str | None = None, *, with_unit: bool = False
) -> Quantity | None:
    """The found value in the indicator's unit (or another of the same base); None when nothing was found."""
    if found is None:
        return None
    shown = unit or indicator.unit
    value = found.value / (UNITS[shown].factor * 10**indicator.decimals)
    return Quantity(value, shown if with_unit else "", indicator.decimals)


def figure_cell(
    ledger: Ledger,
    indicator: IndicatorRow,
    found: Found | None,
    kind: str = "실적",
    formulas: tuple[Formula, ...] = (),
    *,
    with_unit: bool = False,
) -> Cell:
    """A cell with an actual or target, `-` where nothing is stored."""
    value = quantity(indicator, found, with_unit=with_unit)
    meanings = (meaning_of_indicator(ledger, indicator, found.path, kind, found.run),) if found else ()
    missing = found.missing if found else ()
    return Cell(Figure(value or Blank(), origins(ledger, found, kind), meanings, missing), formulas=formulas)


def achievement_cell(
    ledger: Ledger,
    indicator: IndicatorRow,
    actual: Found | None,
    target: Found | None,
    formulas: tuple[Formula, ...] = (),
) -> Cell:
    """An actual with its achievement rate, `-` where there is no actual. A rate of what is incomplete is `-`, too."""
    count = quantity(indicator, actual)
    if count is None or actual is None:
        return Cell(Figure(Blank()))
    achieved = rate(actual.value, target.value if target else None)
    where = (*origins(ledger, actual), *origins(ledger, target, "목표"))
    meaning = meaning_of_indicator(ledger, indicator, actual.path, "달성률", actual.run)
    told = None if achieved is None else Percent(achieved)
    if actual.complete and (target is None or target.complete):
        return Cell(Figure(CountWithRate(count, told), where, (meaning,)), formulas=formulas)
    kept = tuple(each for each in formulas if not isinstance(each, Rate))
    value = CountWithRate(count, Blank() if told else None)
    return Cell(Figure(value, where, (meaning,), actual.missing), formulas=kept)


def scope(found: Iterable[tuple[str, str]]) -> str:
    """What a table's figures are as of, as it stands above the table: the one date (or period) that all share, else
    each with whom it belongs to. `found` are pairs of whose figure it is and its date as printed."""
    pairs = list(found)
    if len({shown for _, shown in pairs}) < 2:
        return pairs[0][1] if pairs else ""
    own: dict[str, dict[str, None]] = {}
    for name, shown in pairs:
        own.setdefault(name, {})[shown] = None
    return ", ".join(f"{name} {'·'.join(dates)}" for name, dates in own.items())


def percent_cell(
    top: Decimal | int | None,
    bottom: Decimal | int | None,
    figure_origins: tuple[Origin, ...],
    meanings: tuple[Meaning, ...],
    formulas: tuple[Formula, ...],
    missing: tuple[Missing, ...] = (),
) -> Cell:
    """A cell with a rate, `-` without a denominator, or where what it is made from lacks something."""
    value = rate(top, bottom)
    if missing:
        return Cell(Figure(Blank(), figure_origins, meanings, missing))
    return Cell(Figure(Blank() if value is None else Percent(value), figure_origins, meanings), formulas=formulas)
