"""Where the cells of a figure table stand: heads above each other, labels with their groups, blocks side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace

from ..document import Cell, Column, Formula, Ref, Row, Sum, Table
from .axes import Node, Path, leaves
from .cells import head_cell, label


def head_rows(tops: Sequence[Node], heads: Mapping[int, str], labels: Sequence[str], depth: int) -> tuple[Row, ...]:
    """The rows of heads; `depth` columns name the rows, under `labels`."""
    height = max(len(path) for path in leaves(tops))
    names = [*labels, *[""] * (depth - len(labels))]
    first = [head_cell(name, rowspan=height) for name in names]
    rows: list[list[Cell]] = [first, *([] for _ in range(height - 1))]

    def put(node: Node, at: int) -> None:
        if not node.children:
            rows[at].append(head_cell(heads[id(node)], rowspan=height - at))
            return
        rows[at].append(head_cell(heads[id(node)], colspan=len(list(leaves((node,))))))
        for child in node.children:
            put(child, at + 1)

    for node in tops:
        put(node, 0)
    return tuple(Row(tuple(cells)) for cells in rows)


def row_labels(rows: Sequence[Path], heads: Mapping[int, str], depth: int) -> Iterator[list[Cell]]:
    """The cells that name each row: those of its groups stand at their first row."""
    before: Path = ()
    for number, path in enumerate(rows):
        cells = []
        for level, node in enumerate(path):
            if level < len(before) - 1 and before[level] is node:
                continue
            count = sum(1 for other in rows[number:] if len(other) > level and other[level] is node)
            last = level == len(path) - 1
            cells.append(label(heads[id(node)], 1 if last else count, depth - level if last else 1))
        before = path
        yield cells


def in_blocks(table: Table, count: int) -> Table:
    """The table with its rows in so many blocks side by side, each under the same heads."""
    if count < 2 or len(table.body) < count:
        return table
    width, height = len(table.columns), -(-len(table.body) // count)

    def moved(ref: Ref) -> Ref:
        return replace(ref, row=ref.row % height, column=ref.column + ref.row // height * width)

    def formula(own: Formula) -> Formula:
        if isinstance(own, Sum):
            return Sum(tuple(map(moved, own.of)))
        return type(own)(*(moved(getattr(own, each.name)) for each in fields(own)))

    def cell(own: Cell) -> Cell:
        return replace(own, formulas=tuple(map(formula, own.formulas)))

    body = []
    for at in range(height):
        cells: list[Cell] = []
        for block in range(count):
            row = table.body[block * height + at] if block * height + at < len(table.body) else None
            cells += [cell(each) for each in row.cells] if row else [Cell("")] * width
        body.append(Row(tuple(cells)))
    columns: tuple[Column, ...] = table.columns * count
    head = tuple(Row(row.cells * count) for row in table.head)
    return replace(table, columns=columns, head=head, body=tuple(body))
