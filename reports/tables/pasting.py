"""A table that is pasted from Excel, Hancom or Word: its cells, merged as they were. Pure Python.

What can't be taken whole is refused with one sentence. What is left out without loss to the table is told (`told`).
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from lxml import etree, html

from .grids import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, At, Grid, Spanned

LONGEST = 2 * 2**20
"""Letters of what is pasted."""
LONGEST_CELL = 2_000
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4"})
UNREAD = frozenset({"script", "style", "head", "title", "xml", "noscript", "template"})
COPY_AGAIN = "엑셀이나 한글에서 표만 골라 다시 복사해 주세요."


class PasteError(ValueError):
    """What was pasted is no table that can be taken; `str()` is one Korean sentence."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """`heads`: how many rows at the top are heads; `told`: what was left out, in Korean, empty for nothing."""

    grid: Grid
    heads: int
    widths: tuple[float, ...]
    told: str = ""


def pasted(text: str) -> Pasted:
    """The table of HTML as a clipboard has it, or of lines with tabs. Raises PasteError."""
    if len(text) > LONGEST:
        raise PasteError(f"붙인 내용이 너무 깁니다. {MOST_CELLS:,}칸까지의 표를 나누어 붙여 주세요.")
    if not text.strip():
        raise PasteError("붙인 내용이 없습니다. 엑셀이나 한글에서 표를 복사해 붙여 주세요.")
    found = _of_html(text) if re.search(r"<table[\s>]", text, re.IGNORECASE) else _of_lines(text)
    if not any(each.text for each in found.grid.cells.values()):
        raise PasteError(f"붙인 표에 글이 있는 칸이 없습니다. {COPY_AGAIN}")
    return found


# ------------------------------------------------------------------------------------------------------- lines


def _of_lines(text: str) -> Pasted:
    try:
        rows = list(csv.reader(StringIO(text.replace("\r\n", "\n").strip("\n")), delimiter="\t"))
    except csv.Error as error:
        raise PasteError(f"붙인 줄을 칸으로 나눌 수 없습니다. {COPY_AGAIN}") from error
    rows = [row or [""] for row in rows]
    columns = max(map(len, rows))
    _bounded(len(rows), columns)
    cells = {
        (at, place): Spanned(_told(row[place] if place < len(row) else ""))
        for at, row in enumerate(rows)
        for place in range(columns)
    }
    return Pasted(Grid(len(rows), columns, cells), 1 if len(rows) > 1 else 0, (1.0,) * columns)


# -------------------------------------------------------------------------------------------------------- HTML


def _of_html(text: str) -> Pasted:
    try:
        # As text: what a clipboard says of its own encoding is not so any more.
        root = html.fromstring(text.replace("\0", ""), parser=html.HTMLParser(encoding=None, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PasteError(f"붙인 표를 읽을 수 없습니다. {COPY_AGAIN}") from error
    tables = list(root.iter("table"))
    if any(next(each.iterancestors("table"), None) is not None for each in tables):
        raise PasteError(f"칸 안에 다른 표가 있는 표는 받지 않습니다. {COPY_AGAIN}")
    if len(tables) != 1:
        raise PasteError(f"표가 {len(tables)}개 있습니다. 표 하나만 골라 다시 복사해 주세요.")
    (table,) = tables
    if table.find(".//img") is not None:
        raise PasteError(
            "칸에 그림이 있는 표는 받지 않습니다. 그림을 빼고 복사한 뒤 그림은 원고의 '그림'에 따로 올려 주세요."
        )
    rows = list(table.iter("tr"))
    hidden = [row for row in rows if _is_hidden(row)]
    shown = [row for row in rows if not _is_hidden(row)]
    if not shown:
        raise PasteError(f"보이는 행이 없는 표입니다. {COPY_AGAIN}")
    if hidden and any(_span(cell, "rowspan", len(rows)) > 1 for row in rows for cell in _cells(row)):
        raise PasteError(
            "숨은 행과 세로로 합친 칸이 함께 있는 표는 받지 않습니다. 숨은 행을 보이게 하거나 지우고 복사해 주세요."
        )
    grid = _grid(shown)
    heads = 0
    for row in shown:
        cells = list(_cells(row))
        in_head = row.getparent().tag == "thead" or (bool(cells) and all(cell.tag == "th" for cell in cells))
        if not in_head:
            break
        heads += 1
    heads = heads or _merged_heads(grid)
    told = f"숨은 행 {len(hidden)}개는 넣지 않았습니다." if hidden else ""
    return Pasted(grid, heads if heads < grid.rows else 0, tuple(_widths(table, grid.columns)), told)


def _merged_heads(grid: Grid) -> int:
    """How many rows at the top are heads where only merged cells say so: below a cell of the first row that covers several columns stand
    the heads of these, and none ends within another."""
    first = [cell for (row, _), cell in grid.cells.items() if row == 0]
    if all(cell.columns == 1 for cell in first):
        return 0
    heads = max(2, *(cell.rows for cell in first))
    return heads if heads < grid.rows else 0


def _is_hidden(element: Any) -> bool:
    return _HIDDEN.search(element.get("style", "")) is not None or element.get("hidden") is not None


def _cells(row: Any) -> Iterator[Any]:
    return (each for each in row if each.tag in ("td", "th"))


def _grid(rows: list[Any]) -> Grid:
    """The cells of rows at their places, as HTML has it; places that no cell takes are blank ones. Raises PasteError."""
    cells: dict[At, Spanned] = {}
    taken: set[At] = set()
    for number, row in enumerate(rows):
        column = 0
        for each in _cells(row):
            if _is_hidden(each):
                raise PasteError("숨은 열이 있는 표는 받지 않습니다. 숨은 열을 보이게 하거나 지우고 복사해 주세요.")
            while (number, column) in taken:
                column += 1
            wide, high = _span(each, "colspan", MOST_COLUMNS), _span(each, "rowspan", len(rows) - number)
            own = {(number + down, column + right) for down in range(high) for right in range(wide)}
            _bounded(number + high, column + wide)
            if own & taken:
                raise PasteError(f"{number + 1}행의 합친 칸이 다른 칸과 겹칩니다. {COPY_AGAIN}")
            if len(taken) + len(own) > MOST_CELLS:
                _bounded(MOST_CELLS, 2)
            taken |= own
            cells[number, column] = Spanned(_told(_text(each)), high, wide)
            column += wide
    columns = max((column for _, column in taken), default=-1) + 1
    _bounded(len(rows), max(columns, 1))
    places = {(number, column) for number in range(len(rows)) for column in range(columns)}
    return Grid(len(rows), columns, cells | {at: Spanned("") for at in places - taken})


def _span(cell: Any, name: str, most: int) -> int:
    """How many rows or columns a cell covers. Raises PasteError for more than there can be."""
    said = str(cell.get(name, "1")).strip()
    number = int(said) if said.isdecimal() and len(said) < 6 else 1 if not said.isdecimal() else MOST_CELLS
    if number > most:
        raise PasteError(f"합친 칸이 표보다 큽니다({name}={said[:9]}). {COPY_AGAIN}")
    return max(number, 1)


def _bounded(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise PasteError(
            f"표가 너무 큽니다. {MOST_ROWS}행, {MOST_COLUMNS}열, 모두 {MOST_CELLS:,}칸까지이니 나누어 붙여 주세요."
        )


def _text(cell: Any) -> str:
    """What is read in a cell, its paragraphs and line breaks as lines."""
    said: list[str] = []

    def visit(element: Any) -> None:
        if not isinstance(element.tag, str) or element.tag in UNREAD or _is_hidden(element):
            return
        if element.tag == "br":
            said.append("\n")
        block = element.tag in BLOCKS
        if block:
            said.append("\n")
        said.append(_BLANKS.sub(" ", element.text or ""))
        for child in element:
            visit(child)
            said.append(_BLANKS.sub(" ", child.tail or ""))
        if block:
            said.append("\n")

    visit(cell)
    return "".join(said)


def _told(text: str) -> str:
    """A cell's text without the blanks at the ends of its lines and without empty lines. Raises PasteError for one too long."""
    lines = (re.sub(r"[ \u00a0]+", " ", line).strip() for line in text.replace("\r", "").split("\n"))
    said = "\n".join(filter(None, lines))
    if len(said) > LONGEST_CELL:
        raise PasteError(f"한 칸의 글이 {LONGEST_CELL:,}자를 넘습니다. 글을 줄여 다시 복사해 주세요.")
    return said


def _widths(table: Any, columns: int) -> Iterator[float]:
    """The widths of the columns against each other, as they are told; 1 is usual."""
    told: list[float] = []
    for each in table.iter("col"):
        found = re.match(r"\s*(\d+(?:\.\d+)?)", each.get("width", "")) or re.search(
            r"width\s*:\s*(\d+(?:\.\d+)?)", each.get("style", "")
        )
        span = each.get("span", "1")
        told += [float(found[1]) if found else 0.0] * (int(span) if span.isdecimal() and len(span) < 3 else 1)
    usual = sum(told[:columns]) / columns if len(told) >= columns and all(told[:columns]) else 0
    for at in range(columns):
        yield min(max(round(told[at] / usual, 2), 0.3), 6.0) if usual else 1.0
