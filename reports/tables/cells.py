"""Small builders of cells, shared by the divisions' tables and the bureau's."""

from collections.abc import Iterable
from decimal import Decimal

from seoulwork.domain.ledger import Missing
from seoulwork.domain.numbers import rate

from ..document import Cell, Row
from ..values import Blank, Figure, Meaning, Origin, Percent


def head(*texts: str, total: bool = False) -> Row:
    """A head row of plain cells."""
    return Row(tuple(Cell(text, head=True) for text in texts), total)


def head_cell(text: str, colspan: int = 1, rowspan: int = 1) -> Cell:
    return Cell(text, colspan, rowspan, head=True)


def label(text: str, rowspan: int = 1, colspan: int = 1) -> Cell:
    """A cell that heads its row."""
    return Cell(text, colspan, rowspan, head=True)


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


def percent_figure(
    top: Decimal | int | None,
    bottom: Decimal | int | None,
    figure_origins: tuple[Origin, ...],
    meanings: tuple[Meaning, ...],
    missing: tuple[Missing, ...] = (),
) -> Figure:
    """A rate, `-` without a denominator, or where what it is made from lacks something."""
    value = rate(top, bottom)
    if missing:
        return Figure(Blank(), figure_origins, meanings, missing)
    return Figure(Blank() if value is None else Percent(value), figure_origins, meanings)
