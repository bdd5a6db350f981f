"""Cells of tables as they are drawn, for tests of what stands in them."""

from typing import Any

from reports.document import Cell, Table
from reports.tables import draw, own_context
from reports.tables.description import Bind, Entry, FigureTable
from seoulwork.domain.ledger import Ledger


def drawn_table(ledger: Ledger, rows: dict[str, str], **column: Any) -> Table:
    """A table of one column of the indicator 상담, with a row for each part by its head."""
    aspect = column.pop("aspect", "실적")
    description = FigureTable(
        key="t",
        base=Bind(of="상담"),
        rows=tuple(Entry(head=head, bind=Bind(part=part)) for head, part in rows.items()),
        columns=(Entry(head=aspect, bind=Bind(aspect=aspect), **column),),
    )
    (table,) = draw(description, own_context(ledger))
    assert isinstance(table, Table)
    return table


def drawn_cell(ledger: Ledger, aspect: str = "실적", **column: Any) -> Cell:
    """The figure of the indicator 상담 as it stands in a table."""
    return drawn_table(ledger, {"계": ""}, aspect=aspect, **column).body[0].cells[-1]
