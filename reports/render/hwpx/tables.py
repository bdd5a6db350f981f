"""Tables: heads that repeat on each page, cells over several columns and rows, frames and widths; and boxes, which are tables of one
cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from reports.document import Cell, Placed, Table, placed
from reports.render.fitting import setting_of
from reports.render.fonts import text_width
from reports.render.hwpx import fields
from reports.render.hwpx.looks import HEAD, NAVY, STYLES, TEXT_WIDTH, TOTAL, Edge, Frame, Setting, mm, points
from reports.render.hwpx.text import Text, sub_list
from reports.render.hwpx.words import attribute
from reports.render.tables import ITEM_MARKS
from reports.values import Figure

ALIGNS = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}
LINE = 1.4
"""From line to line, in the size of the letters"""
_INNER, _OUTER = Edge(), Edge("0.5 mm", NAVY)
_ITEM = mm(3)


@dataclass(frozen=True, slots=True)
class Box:
    """One cell as it is set: its content are paragraphs."""

    row: int
    column: int
    content: str
    frame: Frame
    rows: int = 1
    columns: int = 1
    head: bool = False
    name: str = ""
    height: int = 0
    align: str = "CENTER"
    """Where its content stands, from above to below"""


@dataclass(frozen=True, slots=True)
class Margin:
    side: int = mm(1.8)
    above: int = mm(1.2)

    @property
    def words(self) -> str:
        return f'left="{self.side}" right="{self.side}" top="{self.above}" bottom="{self.above}"'


def write_grid(
    text: Text,
    boxes: Sequence[Box],
    widths: Sequence[int],
    *,
    margin: Margin | None = None,
    align: str = "LEFT",
    bookmark: str = "",
    after: int = mm(1),
) -> None:
    """A table of such cells in a paragraph of its own, which bears the bookmark."""
    margin = margin or Margin()
    rows = max(each.row + each.rows for each in boxes)
    heights = [
        max((each.height for each in boxes if each.row == row and each.rows == 1), default=mm(6)) for row in range(rows)
    ]
    lines = []
    for row in range(rows):
        cells = [_cell(text, each, widths, heights, margin) for each in boxes if each.row == row]
        lines.append(f"<hp:tr>{''.join(cells)}</hp:tr>")
    heads = any(each.head for each in boxes)
    table = (
        f'<hp:tbl id="{text.number()}" zOrder="{text.order()}" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" '
        f'textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" pageBreak="CELL" repeatHeader="{int(heads)}" rowCnt="{rows}" '
        f'colCnt="{len(widths)}" cellSpacing="0" borderFillIDRef="{text.looks.frames[Frame()]}" noAdjust="0">'
        f'<hp:sz width="{sum(widths)}" widthRelTo="ABSOLUTE" height="{sum(heights)}" heightRelTo="ABSOLUTE" protect="0"/>'
        '<hp:pos treatAsChar="0" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA" '
        f'horzRelTo="COLUMN" vertAlign="TOP" horzAlign="{align}" vertOffset="0" horzOffset="0"/>'
        f'<hp:outMargin left="0" right="0" top="0" bottom="{after}"/><hp:inMargin {margin.words}/>{"".join(lines)}</hp:tbl>'
    )
    letters = STYLES["anchor"].letters
    mark = fields.bookmark(bookmark) if bookmark else ""
    text.paragraph("anchor", text.run(letters, f"{mark}{table}<hp:t/>"))


def _cell(text: Text, box: Box, widths: Sequence[int], heights: Sequence[int], margin: Margin) -> str:
    width = sum(widths[box.column : box.column + box.columns])
    height = sum(heights[box.row : box.row + box.rows])
    return (
        f'<hp:tc name="{attribute(box.name)}" header="{int(box.head)}" hasMargin="0" protect="0" editable="0" dirty="0" '
        f'borderFillIDRef="{text.looks.frames[box.frame]}">{sub_list([box.content], align=box.align)}'
        f'<hp:cellAddr colAddr="{box.column}" rowAddr="{box.row}"/><hp:cellSpan colSpan="{box.columns}" rowSpan="{box.rows}"/>'
        f'<hp:cellSz width="{width}" height="{height}"/><hp:cellMargin {margin.words}/></hp:tc>'
    )


def write_box(
    text: Text,
    content: str,
    frame: Frame,
    *,
    width: int = TEXT_WIDTH,
    align: str = "LEFT",
    margin: Margin | None = None,
) -> None:
    """Paragraphs in a frame."""
    margin = margin or Margin(mm(4), mm(2))
    write_grid(text, [Box(0, 0, content, frame, height=mm(10))], [width], margin=margin, align=align)


def shares(whole: int, parts: Iterable[float]) -> list[int]:
    """Whole lengths in proportion, which add up to `whole`."""
    given = list(parts)
    total, ends, reached = sum(given), [0], 0.0
    for part in given:
        reached += part
        ends.append(round(whole * reached / total))
    return [end - begin for begin, end in pairwise(ends)]


def write_table(text: Text, table: Table) -> None:
    if table.caption:
        text.plain("caption", table.caption)
    if table.scope_note:
        text.plain("scope", table.scope_note)
    if table.columns and (table.head or table.body):
        _TableWriter(text, table).write()
    for note in table.notes:
        text.plain("table-note", f"※ {note}")


class _TableWriter:
    def __init__(self, text: Text, table: Table) -> None:
        self.text, self.table = text, table
        fitted = setting_of(table)
        self.size = fitted.size
        self.margin = Margin(mm(0.8) if fitted.tight else mm(1.8))
        self.widths = shares(TEXT_WIDTH, [column.width for column in table.columns])
        self.rows = len(table.head) + len(table.body)

    def write(self) -> None:
        boxes = [self._box(each, 0, head=True) for each in placed(self.table.head)]
        boxes += [self._box(each, len(self.table.head), head=False) for each in placed(self.table.body)]
        write_grid(self.text, boxes, self.widths, margin=self.margin, bookmark=f"table-{self.table.key}", after=mm(1))

    def _box(self, place: Placed, above: int, *, head: bool) -> Box:
        cell, row = place.cell, place.row + above
        total = not head and self.table.body[place.row].total
        align = "CENTER" if head else ALIGNS[self.table.columns[place.column].align]
        named = not head and isinstance(cell.content, Figure)
        with self.text.inside() as content:
            height = self._content(cell, align, bold=head or total or cell.head, width=self._width(place))
        return Box(
            row,
            place.column,
            "".join(content),
            self._frame(place, row, fill=HEAD if head else TOTAL if total else None),
            cell.rowspan,
            cell.colspan,
            head,
            fields.cell_name(self.table.key, place.row, place.column) if named else "",
            height,
        )

    def _width(self, place: Placed) -> int:
        whole = sum(self.widths[place.column : place.column + place.cell.colspan])
        return whole - 2 * self.margin.side

    def _frame(self, place: Placed, row: int, fill: str | None) -> Frame:
        """Heavy above and below the table, open at its sides."""
        last = row + place.cell.rowspan >= self.rows
        return Frame(
            left=_INNER if place.column else None,
            right=_INNER if place.column + place.cell.colspan < len(self.widths) else None,
            top=_INNER if row else _OUTER,
            bottom=_OUTER if last else _INNER,
            fill=fill,
        )

    def _content(self, cell: Cell, align: str, *, bold: bool, width: int) -> int:
        """Writes the paragraphs; how high they are at least."""
        letters = replace(STYLES["cell"].letters, size=self.size, bold=bold)
        setting = replace(STYLES["cell"].setting, align=align)
        content, text = cell.content, self.text
        if isinstance(content, Figure):
            text.paragraph("cell", text.letters(text.marked(letters, content), content.text), setting=setting)
            return self._height([content.text], width)
        if isinstance(content, tuple):
            text.paragraph("cell", text.runs(letters, content), setting=setting)
            return self._height([cell.text], width)
        lines = content.split("\n")
        for line in lines:
            item = line.startswith(ITEM_MARKS)
            own = replace(setting, align="LEFT", left=_ITEM, hang=_ITEM) if item else self._plain(setting, lines)
            text.paragraph("cell", text.letters(letters, line), setting=own)
        return self._height(lines, width)

    def _plain(self, setting: Setting, lines: list[str]) -> Setting:
        return replace(setting, align="LEFT") if len(lines) > 1 and setting.align == "RIGHT" else setting

    def _height(self, lines: Iterable[str], width: int) -> int:
        unit = points(self.size)
        count = sum(max(1, ceil(text_width(line) * unit * 1.05 / max(width, unit))) for line in lines)
        return round(count * unit * LINE) + 2 * self.margin.above
