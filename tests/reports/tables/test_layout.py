"""The rows of a long table in blocks side by side: each cell is there once, and its formula adds up the same cells."""

import pytest

from reports.document import Cell, Column, Formula, Minus, Rate, Ref, Row, Sum, Table
from reports.tables.layout import in_blocks

NAMES = ("종로구", "중구", "용산구", "성동구", "광진구")


def table() -> Table:
    """A row a district, with a sum of two cells to its left."""
    body = tuple(
        Row(
            (
                Cell(name),
                Cell(f"{name} 하나"),
                Cell(f"{name} 둘"),
                Cell(f"{name} 계", formulas=(Sum((Ref(at, 1), Ref(at, 2))), Minus(Ref(at, 1), Ref(at, 2)))),
                Cell(f"{name} 비율", formulas=(Rate(Ref(at, 1), Ref(at, 2)),)),
            )
        )
        for at, name in enumerate(NAMES)
    )
    return Table("districts", "자치구", (Column("left", 1),) * 5, (Row(tuple(map(Cell, "가나다라마"))),), body)


def refs(formula: Formula) -> tuple[Ref, ...]:
    return formula.of if isinstance(formula, Sum) else tuple(getattr(formula, name) for name in formula.__slots__)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_rows_in_blocks(count: int) -> None:
    found = in_blocks(table(), count)
    height = -(-len(NAMES) // count)
    assert (len(found.body), len(found.columns), len(found.head[0].cells)) == (height, 5 * count, 5 * count)
    cells = [cell for row in found.body for cell in row.cells]
    wanted = {str(cell.content): cell for row in table().body for cell in row.cells}
    assert sorted(str(cell.content) for cell in cells if cell.content) == sorted(wanted)
    for cell in cells:
        for formula in cell.formulas:
            name = str(cell.content).split()[0]
            told = [str(found.body[ref.row].cells[ref.column].content) for ref in refs(formula)]
            assert told == [f"{name} 하나", f"{name} 둘"]


@pytest.mark.parametrize("count", [1, 6])
def test_few_rows_stay_as_they_are(count: int) -> None:
    assert in_blocks(table(), count) == table()
