"""One sheet while it is written, row after row from the top."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import NamedTuple, cast

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import Bullets, Cell, Document, Gist, Heading, Line, Listing, Placed, Table, Vision
from reports.render.xlsx.looks import (
    CAPTION,
    GIST,
    HEAD,
    HEADING,
    LINK,
    NOTE,
    NUMBERED_HEADING,
    OPEN_TINT,
    SCOPE,
    TEXT,
    TOTAL_TINT,
    Look,
    Styles,
)
from reports.render.xlsx.tables import HALF_HEADS, Grid, cell_name, formula_of, formula_text
from reports.render.xlsx.values import (
    LONGEST_TEXT,
    Shown,
    WorkbookError,
    clean_text,
    halves,
    line_count,
    needs_quote,
    text_width,
)
from seoulwork.domain.numbers import BLANK

PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 92.0, 138.0
"""What fits on A4 at full size, in Excel's unit of column width (a digit)."""
PORTRAIT_HEIGHT, LANDSCAPE_HEIGHT = 720.0, 475.0
"""The same in points, margins off."""
TALLEST_ROW = 409.0
"""Excel's limit, in points."""
LINE_HEIGHT = 1.5
"""Of the font's size."""
CHART_ROW = 15.0
"""The height of the rows under a chart, in points."""


class Area(NamedTuple):
    """Rows kept free for a chart or a picture."""

    sheet: "Sheet"
    row: int
    height: float


class Sheet:
    """One sheet while it is written, row after row from the top."""

    def __init__(
        self,
        sheet: Worksheet,
        styles: Styles,
        tables: Iterable[Table] = (),
        columns: Iterable[float] = (),
        *,
        marks: bool = False,
    ) -> None:
        """Lay out the sheet's columns for these tables, or as given. `marks`: a draft tints what is not finished."""
        self.sheet, self.styles, self.marks = sheet, styles, marks
        self.results: dict[str, int | Decimal | str] = {}
        """The value of each formula, by cell."""
        self.row = 1
        self.height = 0.0
        self.head_rows: tuple[int, int] | None = None
        self.grids = {table.key: Grid(table) for table in tables}
        self._lay_out(list(columns) or ([] if self.grids else [PORTRAIT_WIDTH / 4] * 4))

    def _lay_out(self, own: list[float]) -> None:
        """Give the sheet the columns that its tables need together; a table whose columns lie otherwise spans some."""
        grids = self.grids.values()
        self.landscape = any(sum(grid.needs) > PORTRAIT_WIDTH + 10 for grid in grids)
        width = LANDSCAPE_WIDTH if self.landscape else PORTRAIT_WIDTH
        width = max((width, *(sum(grid.needs) for grid in grids)))
        for grid in grids:
            grid.spread(width)
        wanted = [list(accumulate(columns)) for columns in (own, *(grid.widths for grid in grids)) if columns]
        edges: list[float] = []
        for edge in sorted(edge for several in wanted for edge in several):
            if not edges or edge - edges[-1] > 0.8:
                edges.append(edge)
        for grid in grids:
            grid.columns = [1, *(_nearest(edges, edge) + 2 for edge in accumulate(grid.widths))]
        self.widths = [right - left for left, right in pairwise([0.0, *edges])]
        self.width = edges[-1]
        for number, wide in enumerate(self.widths, start=1):
            self.sheet.column_dimensions[get_column_letter(number)].width = round(wide, 2)

    @property
    def columns(self) -> int:
        return len(self.widths)

    def put(self, row: int, column: int, content: int | Decimal | str | None, look: Look) -> None:
        """Write one cell. A text is always written as text, never as a formula or an error."""
        cell = self.sheet.cell(row, column)
        if isinstance(content, str):
            text = clean_text(content)
            if len(text) > LONGEST_TEXT:
                raise WorkbookError(
                    f"'{self.sheet.title}' 시트 {cell_name(row, column)} 칸의 글이 엑셀 한 칸의 한도 {LONGEST_TEXT:,}자를 넘습니다. 글을 나누어 주세요."
                )
            if needs_quote(text):
                look = look._replace(quoted=True)
            if text:
                cell.value = text
                cell.data_type = "s"
        elif content is not None:
            cell.value = content
        self.styles.apply(look, cell)

    def put_formula(self, row: int, column: int, formula: str, result: int | Decimal | str, look: Look) -> None:
        """Write a formula and note its value, which a program that does not calculate will show."""
        cell = self.sheet.cell(row, column)
        cell.value = formula
        self.styles.apply(look, cell)
        self.results[cell.coordinate] = result

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        if (first_row, first_column) != (last_row, last_column):
            # merge_cells() would look at every earlier merge and at every border again.
            self.sheet.merged_cells.ranges.add(
                CellRange(min_row=first_row, min_col=first_column, max_row=last_row, max_col=last_column)
            )

    def next_row(self, height: float) -> None:
        height = min(height, TALLEST_ROW)
        self.sheet.row_dimensions[self.row].height = round(height, 1)
        self.height += height
        self.row += 1

    def line(self, text: str, look: Look, extra: float = 3.0, link: str = "") -> None:
        """One text over the whole width: merged and wrapped where it needs several lines, else running over the empty
        cells beside it. The row is as high as the text needs."""
        lines = self._lines(text, self.width - 1.5 - 1.6 * look.indent, look.size)
        merged = lines > 1 or look.horizontal != "left"
        self.put(self.row, 1, text, look if merged else look._replace(wrap=False))
        if merged or look.fill or look.edges.strip():
            beside = look._replace(edges=f"{look.edges[0]} {look.edges[2]} ")
            for column in range(2, self.columns + 1):
                self.put(self.row, column, None, beside)
        if merged:
            self.merge(self.row, 1, self.row, self.columns)
        if link:
            self.link(self.row, 1, link)
        self.next_row(lines * look.size * LINE_HEIGHT + extra)

    def link(self, row: int, column: int, sheet_name: str) -> None:
        quoted = sheet_name.replace("'", "''")
        cell = self.sheet.cell(row, column)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1", display=str(cell.value))

    def _lines(self, text: str, width: float, size: float) -> int:
        return line_count(text, max(width, 2.0), size)

    # -- blocks

    def write(self, block: Gist | Heading | Bullets | Vision | Listing | Table, links: dict[str, str]) -> None:
        """Write a block; `links` gives the sheet's name for the key of a section."""
        match block:
            case Gist():
                for number, each in enumerate(block.lines):
                    extra = 8 if number in (0, len(block.lines) - 1) else 3
                    self.line(f"{each.mark} {each.text}".strip(), self._marked(GIST, each), extra)
            case Heading() if block.number is not None:
                self.next_row(8)
                self.line(f"{block.number}  {block.title}", NUMBERED_HEADING, 6)
            case Heading():
                self.line(f"□ {block.title}", HEADING, 12)
            case Bullets():
                for each in block.lines:
                    heading = each.mark == "□"
                    look = HEADING if heading else TEXT._replace(indent=1 + 2 * each.level)
                    self.line(f"{each.mark} {each.text}".strip(), self._marked(look, each), 12 if heading else 3)
            case Vision():
                self.line("비전", HEADING, 12)
                self.line(block.vision, GIST._replace(size=15, bold=True, horizontal="center"), 12)
                for goal in block.goals:
                    self.next_row(8)
                    self.line(f"{goal.number}  {goal.title}", NUMBERED_HEADING, 6)
                    for task in goal.core_tasks:
                        self.line(f"◆ {task}", TEXT._replace(indent=1))
            case Listing():
                for entry in block.entries:
                    self.line(f"{entry.mark} {entry.title}", LINK, link=links.get(entry.target, ""))
            case Table():
                self._write_table(self.grids[block.key])

    def _marked(self, look: Look, each: Line | Cell) -> Look:
        return look._replace(fill=OPEN_TINT) if self.marks and each.is_open else look

    def reserve(self, height: float) -> Area:
        """Keep rows free for a chart or a picture."""
        self.next_row(10)
        area = Area(self, self.row, height)
        while height > 0:
            self.next_row(CHART_ROW)
            height -= CHART_ROW
        return area

    # -- tables

    def _write_table(self, grid: Grid) -> None:
        table = grid.table
        last = grid.columns[-1] - 1
        if table.caption or table.scope_note:
            self._write_caption(table, last)
        top = self.row
        grid.first_row = top + grid.head_rows
        if grid.head_rows:
            self.head_rows = (top, grid.first_row - 1)
        looks = TableLooks(grid, table)
        heights: dict[int, float] = {}
        for each in grid.head:
            parts: tuple[Shown, ...] = (Shown(each.cell.text),)
            if each.row == len(table.head) and grid.splits[each.column]:
                parts = tuple(Shown(name) for name in HALF_HEADS[grid.splits[each.column]])
            self._write_cell(grid, each, parts, top + each.row, looks, heights)
        for each in grid.body:
            split = grid.splits[each.column] if each.cell.colspan == 1 else ""
            self._write_cell(grid, each, halves(each.cell, split), grid.first_row + each.row, looks, heights)
        for first, cells in ((top, grid.head), (grid.first_row, grid.body)):
            for each in cells:
                if each.cell.rowspan > 1:
                    self._stretch(grid, each, first + each.row, heights)
        for row in range(top, grid.first_row + len(table.body)):
            self.next_row(max(heights.get(row, 0.0) + 6, 21))
        for note in table.notes:
            self.line(f"※ {note}", NOTE)
        self.next_row(8)

    def _write_caption(self, table: Table, last: int) -> None:
        """Caption at the left, unit and date at the right; below each other where one row is too narrow."""
        caption, scope = table.caption, table.scope_note
        one_row = last > 1 and text_width(caption, 12) < sum(self.widths[: last - 1])
        one_row = one_row and text_width(caption, 12) + text_width(scope) < sum(self.widths[:last])
        if caption:
            self.put(self.row, 1, caption, CAPTION)
            if not one_row and scope:
                self.next_row(24)
        if scope:
            self.put(self.row, last, scope, SCOPE)
        self.next_row(24 if one_row or not scope else 16)

    def _write_cell(
        self,
        grid: Grid,
        each: Placed,
        parts: tuple[Shown, ...],
        row: int,
        looks: "TableLooks",
        heights: dict[int, float],
    ) -> None:
        cell = each.cell
        start, end = grid.starts[each.column], grid.starts[each.column + cell.colspan]
        stops = [grid.columns[start], grid.columns[end]]
        if len(parts) == 2:
            stops.insert(1, grid.columns[start + 1])
        last_row = row + cell.rowspan - 1
        for number, part in enumerate(parts):
            first, last = stops[number], stops[number + 1] - 1
            look = self._marked(looks.of(each, row, last, part), cell)
            formula, half = formula_of(cell, number, len(parts)) if cell.formulas else (None, "")
            if formula is not None:
                self.put_formula(row, first, formula_text(grid, formula, half, part), part.content, look)
            else:
                self.put(row, first, part.content, look)
                if isinstance(part.content, str) and cell.rowspan == 1:
                    lines = self._lines(part.content, sum(self.widths[first - 1 : last]) - 1.2, look.size)
                    needed = lines * look.size * LINE_HEIGHT
                    if needed > heights.get(row, 0.0):
                        heights[row] = needed
            if last > first or last_row > row:
                for below in range(row, last_row + 1):
                    for beside in range(first, last + 1):
                        if (below, beside) != (row, first):
                            self.put(below, beside, None, looks.of(each, below, beside, part))
                self.merge(row, first, last_row, last)

    def _stretch(self, grid: Grid, each: Placed, first: int, heights: dict[int, float]) -> None:
        """Make the last row of a cell over several rows high enough for its text."""
        start, end = grid.starts[each.column], grid.starts[each.column + each.cell.colspan]
        width = sum(self.widths[grid.columns[start] - 1 : grid.columns[end] - 1])
        rows = range(first, first + each.cell.rowspan)
        have = sum(max(heights.get(row, 0.0) + 6, 21) for row in rows)
        need = self._lines(each.cell.text, width - 1.2, 10) * 10 * LINE_HEIGHT + 6
        if need > have:
            last = rows[-1]
            heights[last] = max(heights.get(last, 0.0) + 6, 21) + need - have - 6

    # -- page

    def finish(self, document: Document, path: str, first_printed_row: int, frozen: str | None) -> None:
        """Set what is printed, how, and what stays in view."""
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        sheet.sheet_view.zoomScale = 100
        sheet.freeze_panes = frozen
        sheet.print_area = f"A{first_printed_row}:{cell_name(self.row - 1, self.columns)}"
        if sheet.sheet_properties.pageSetUpPr is not None:
            sheet.sheet_properties.pageSetUpPr.fitToPage = True
        setup = sheet.page_setup
        setup.paperSize = 9
        setup.orientation = "landscape" if self.landscape else "portrait"
        setup.fitToWidth = 1
        wide, high = (LANDSCAPE_WIDTH, LANDSCAPE_HEIGHT) if self.landscape else (PORTRAIT_WIDTH, PORTRAIT_HEIGHT)
        # A little more than a page is made to fit on one; 0 lets a long sheet take as many as it needs.
        setup.fitToHeight = 1 if self.height * min(1.0, wide / self.width) < high * 1.3 else 0
        sheet.page_margins.left = sheet.page_margins.right = 0.6
        sheet.page_margins.top, sheet.page_margins.bottom = 0.85, 0.75
        sheet.page_margins.header = sheet.page_margins.footer = 0.4
        sheet.print_options.horizontalCentered = True
        # openpyxl makes both when the sheet is made; its stubs do not know.
        header, footer = cast(HeaderFooterItem, sheet.oddHeader), cast(HeaderFooterItem, sheet.oddFooter)
        shown = [(header.left, document.title), (header.right, path), (footer.center, "- &P -")]
        if document.draft_note:
            shown.append((footer.right, document.draft_note))
        for part, text in shown:
            part.text = text if part is footer.center else clean_text(text).replace("\n", " ").replace("&", "&&")[:100]
            part.size = 9


def _nearest(edges: list[float], wanted: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - wanted))


class TableLooks:
    """The look of each cell of a table: heavy rules above and below, thin lines inside, none at the sides."""

    def __init__(self, grid: Grid, table: Table) -> None:
        self.grid = grid
        self.last_column = grid.columns[-1] - 1
        self.top = grid.first_row - grid.head_rows
        self.bottom = grid.first_row + len(table.body) - 1
        self.halves = {grid.columns[grid.starts[number] + 1] - 1 for number, split in enumerate(grid.splits) if split}
        """The last sheet columns of left halves: no line parts them from their right halves."""

    def of(self, each: Placed, row: int, last: int, part: Shown) -> Look:
        """The look of the cell in sheet row `row` whose last sheet column is `last`."""
        in_head = row < self.grid.first_row
        top = "=" if row == self.top else " "
        heavy = row in (self.grid.first_row - 1, self.bottom)
        right = " " if last == self.last_column or (not in_head and last in self.halves) else "-"
        edges = f"{top}{right}{'=' if heavy else '-'} "
        if in_head:
            return HEAD._replace(edges=edges)
        total = self.grid.table.body[row - self.grid.first_row].total
        align = self.grid.table.columns[each.column].align
        if each.cell.head and align == "right":
            align = "left"
        if part.content == BLANK:
            align = "center" if align == "left" else align
        return Look(
            indent=0 if align == "center" or (align == "left" and each.column == 0) else 1,
            bold=total,
            fill=TOTAL_TINT if total else "",
            horizontal=align,
            wrap=isinstance(part.content, str),
            edges=edges,
            number_format=part.number_format,
        )
