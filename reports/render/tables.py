"""Tables as HTML: heads and cells over several columns and rows, and the heads that each cell names.

Part of a writer (markup.py), which says how text, figures and identifiers are written.
"""

from html import escape

from reports.document import Cell, Column, Row, Run, Table, note_anchor, placed, row_anchor
from reports.values import CountWithRate, Figure, Percent

ITEM_MARKS = ("· ", "• ", "- ", "○ ", "※ ")
"""Marks that begin an item where a cell holds several lines."""


def by_row(rows: tuple[Row, ...]) -> list[list[tuple[int, Cell]]]:
    """For each row, its cells with the grid column in which each begins."""
    found: list[list[tuple[int, Cell]]] = [[] for _ in rows]
    for each in placed(rows):
        found[each.row].append((each.column, each.cell))
    return found


def percent_of(content: str | Figure | tuple[Run, ...]) -> Percent | None:
    """The rate that a cell shows, for its bar."""
    if isinstance(content, Figure):
        match content.value:
            case Percent():
                return content.value
            case CountWithRate(_, Percent() as rate):
                return rate
    return None


class TableWriter:
    """Writes tables into `parts`."""

    names_heads = True
    """Whether cells under a merged head name the heads that they belong to."""

    parts: list[str]

    # ------------------------------------------------------------------- what the writer of a document knows

    def text(self, text: str) -> str:
        """Plain text of the tree."""
        return escape(text)

    def name(self, kind: str, key: str) -> str:
        """The identifier of a table. Raises ValueError for a key that is malformed or taken."""
        raise NotImplementedError

    def marked(self, figure: Figure, *, in_sentence: bool = False) -> str:
        """A figure, in a draft with a mark where it lacks something or a sentence has none."""
        raise NotImplementedError

    def runs(self, runs: tuple[Run, ...]) -> str:
        raise NotImplementedError

    # ------------------------------------------------------------------ what screen and paper do their own way

    def bar(self, rate: Percent) -> str:
        """The thin bar under a rate."""
        raise NotImplementedError

    def found_at(self, name: str) -> str:
        """What carries a name by which only paper is asked, for the page; as an attribute."""
        return ""

    def open_table(self, table: Table, name: str) -> None: ...

    def close_table(self) -> None: ...

    def table_attributes(self, table: Table) -> str:
        """What says how tightly a table is set."""
        return ' class="dense"' if len(table.columns) > 9 else ""

    def columns(self, table: Table) -> str:
        """`<colgroup>` where widths are set."""
        return ""

    def table(self, table: Table) -> None:
        name = self.name("table", table.key)
        parts = self.parts
        self.open_table(table, name)
        parts.append(f'<table id="{name}"{self.table_attributes(table)}>')
        if table.caption or table.scope_note:
            caption = f'<span class="caption">{self.text(table.caption)}</span>' if table.caption else ""
            scope = f' <span class="scope">{self.text(table.scope_note)}</span>' if table.scope_note else ""
            parts.append(f'<caption id="{name}.caption"><span class="caption-line">{caption}{scope}</span></caption>')
        parts.append(self.columns(table))
        merged = self.names_heads and len(table.head) > 1
        column_heads: dict[int, list[str]] = {}
        if table.head:
            parts.append("<thead>")
            for number, cells in enumerate(by_row(table.head)):
                parts.append("<tr>")
                for column, cell in cells:
                    identifier = ""
                    if merged:
                        head_name = f"{name}.{number}.{column}"
                        identifier = f' id="{head_name}"'
                        for at in range(column, column + cell.colspan):
                            column_heads.setdefault(at, []).append(head_name)
                    scope = "colgroup" if cell.colspan > 1 else "col"
                    parts.append(f'<th{identifier} scope="{scope}"{_spans(cell)}>{self.text(cell.text)}</th>')
                parts.append("</tr>")
            parts.append("</thead>")
        parts.append("<tbody>")
        self._body(table, name, column_heads)
        parts.append("</tbody></table>")
        self.close_table()
        for place, note in enumerate(table.notes, 1):
            found = self.found_at(note_anchor(table.key, place))
            parts.append(f'<p class="table-note"{found}><span class="mark">※</span> {self.text(note)}</p>')

    def _body(self, table: Table, name: str, column_heads: dict[int, list[str]]) -> None:
        """Body rows; rows that a cell reaches over are one group.

        With `column_heads` (of a merged head) every cell names the heads that it belongs to.
        """
        parts, columns = self.parts, table.columns
        row_heads: list[tuple[int, str]] = []
        grouped = any(cell.rowspan > 1 for row in table.body for cell in row.cells)
        reach = 0
        for number, cells in enumerate(by_row(table.body)):
            if grouped and not reach:
                parts.append("</tbody><tbody>" if number else "")
            reach = max(reach, *[cell.rowspan for _, cell in cells], 1) - 1
            attributes = ' class="total"' if table.body[number].total else ""
            parts.append(f"<tr{attributes}{self.found_at(row_anchor(table.key, number))}>")
            row_heads = [(left - 1, head) for left, head in row_heads if left > 1]
            for column, cell in cells:
                heads = ""
                if cell.head:
                    identifier = ""
                    if column_heads:
                        row_head = f"{name}.row.{number}.{column}"
                        identifier = f' id="{row_head}"'
                        row_heads.append((cell.rowspan, row_head))
                    scope = "rowgroup" if cell.rowspan > 1 else "row"
                    opening = f'<th{identifier} scope="{scope}"'
                    closing = "</th>"
                else:
                    if column_heads:
                        named = [head for _, head in row_heads]
                        named += dict.fromkeys(
                            head for at in range(column, column + cell.colspan) for head in column_heads.get(at, ())
                        )
                        heads = f' headers="{" ".join(named)}"' if named else ""
                    opening = f"<td{heads}"
                    closing = "</td>"
                align = columns[column].align
                kind = f' class="{align}"' if align != "right" else ""
                parts.append(f"{opening}{kind}{_spans(cell)}>{self._content(cell, columns[column])}{closing}")
            parts.append("</tr>")

    def _content(self, cell: Cell, column: Column) -> str:
        content = cell.content
        if isinstance(content, Figure):
            shown = self.marked(content)
            if column.bar and (rate := percent_of(content)) is not None:
                return f"{shown}{self.bar(rate)}"
            return shown
        if isinstance(content, tuple):
            return self.runs(content)
        if "\n" in content or content.startswith(ITEM_MARKS):
            return "".join(self._item(line) for line in content.split("\n"))
        return self.text(content)

    def _item(self, line: str) -> str:
        if line.startswith(ITEM_MARKS):
            return f'<span class="item"><span class="mark">{escape(line[0])}</span> {self.text(line[2:])}</span>'
        return f'<span class="item plain">{self.text(line)}</span>'


def _spans(cell: Cell) -> str:
    columns = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    return f'{columns} rowspan="{cell.rowspan}"' if cell.rowspan > 1 else columns
