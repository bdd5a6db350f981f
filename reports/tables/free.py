"""From the description of a free table to the document's: cells of words and figures, merged as they are described."""

from collections.abc import Iterator
from dataclasses import replace

from seoulwork.domain.notation import Names

from ..document import Cell, Column, Row, Table, placed
from ..narrative import Narrator
from ..values import Figure, Quantity
from .description import DescriptionError, FreeRow, FreeTable
from .formulas import At, Finder, Shown
from .words import content_of, printed


def draw_free(table: FreeTable, narrator: Narrator) -> Table:
    """Raises DescriptionError for a text that breaks the notation or names what there is not, with its place."""
    names = narrator.ledger.names(narrator.programme_id)
    head, body = (
        tuple(_rows(name, rows, narrator, names)) for name, rows in (("머리", table.head), ("본문", table.body))
    )
    return Table(
        table.key,
        printed(table.caption, narrator),
        tuple(Column(each.align, each.width) for each in table.columns),
        tuple(Row(tuple(replace(cell, head=True) for cell in row.cells)) for row in head),
        tuple(_with_sums(body)),
        table.unit,
        printed(table.as_of, narrator),
        tuple(printed(note, narrator) for note in table.notes),
    )


def _rows(name: str, rows: tuple[FreeRow, ...], narrator: Narrator, names: Names) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        cells = []
        for place, each in enumerate(row.cells, 1):
            try:
                content = content_of(each.text, narrator, names)
            except DescriptionError as error:
                raise DescriptionError(f"{name} {number}행 {place}번째 칸 {error}") from error
            cells.append(Cell(content, each.colspan, each.rowspan, head=each.head))
        yield Row(tuple(cells), row.total)


def _with_sums(body: tuple[Row, ...]) -> Iterator[Row]:
    """The rows, those of totals with the sums of the figures in their columns where these are all that they hold."""
    places: dict[int, At] = {id(each.cell): (each.row, each.column) for each in placed(body)}
    shown = {
        places[id(cell)]: Shown(cell.content, "")
        for row in body
        for cell in row.cells
        if isinstance(cell.content, Figure) and isinstance(cell.content.value, Quantity)
    }
    plain = {at for at in shown if not body[at[0]].total}
    for at, cell in list(shown.items()):
        if at not in plain:
            over = tuple(sorted(each for each in plain if each[1] == at[1]))
            shown[at] = Shown(cell.figure, "", over=over)
    finder = Finder(shown, 0)
    for row in body:
        yield Row(tuple(_with_formulas(cell, places[id(cell)], finder) for cell in row.cells), row.total)


def _with_formulas(cell: Cell, at: At, finder: Finder) -> Cell:
    return replace(cell, formulas=finder.formulas(at)) if at in finder.cells else cell
