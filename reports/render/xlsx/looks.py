"""Fonts, colours and rules of the workbook."""

from typing import Literal, NamedTuple

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

NAVY, BLUE, PALE, GREY, RULE = "0B2A5B", "1D4FBF", "C9D6EE", "5A6472", "C3CAD5"
HEAD_TINT, TOTAL_TINT, GIST_TINT = "EEF1F6", "E3EAF5", "EAF1FD"
FONT = "맑은 고딕"
"""The Korean font that every Excel has."""


class Look(NamedTuple):
    """How a cell looks; equal looks share one style of the workbook."""

    size: float = 10
    bold: bool = False
    color: str = "1A1F29"
    fill: str = ""
    horizontal: Literal["left", "center", "right"] = "left"
    vertical: Literal["top", "center", "bottom"] = "center"
    indent: int = 0
    wrap: bool = True
    edges: str = "    "
    """Top, right, bottom, left: `-` a thin grey line, `=` a heavy navy one, `|` a heavy blue one."""
    number_format: str = "General"
    quoted: bool = False
    underline: bool = False


TEXT = Look(size=11, vertical="top")
TITLE = Look(size=17, bold=True, color=NAVY, edges="  = ")
PATH = Look(size=9, color=GREY, wrap=False)
HEADING = Look(size=13, bold=True, color=NAVY, vertical="bottom")
NUMBERED_HEADING = Look(size=13, bold=True, color="FFFFFF", fill=NAVY, indent=1)
GIST = Look(size=11, color=NAVY, fill=GIST_TINT, indent=1, edges="   |")
CAPTION = Look(size=11, bold=True, vertical="bottom", wrap=False)
SCOPE = Look(size=9, color=GREY, horizontal="right", vertical="bottom", wrap=False)
NOTE = Look(size=9, color=GREY, vertical="top")
LINK = Look(size=11, color=BLUE, underline=True)
HEAD = Look(bold=True, color=NAVY, fill=HEAD_TINT, horizontal="center")

_SIDES = {" ": Side(), "-": Side("thin", RULE), "=": Side("medium", NAVY), "|": Side("thick", BLUE)}


class Styles:
    """One style of the workbook for each look: made when it is first met, then shared by all its cells. (Setting font,
    border and so on for each cell would take openpyxl ten times as long as writing it.)"""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._made: dict[Look, StyleArray] = {}

    def apply(self, look: Look, cell: Cell | MergedCell) -> None:
        style = self._made.get(look)
        if style is None:
            style = self._made[look] = self._make(look)
        cell._style = style  # type: ignore[union-attr]

    def _make(self, look: Look) -> StyleArray:
        cell = Cell(self._sheet, 1, 1)
        underline: Literal["single"] | None = "single" if look.underline else None
        cell.font = Font(name=FONT, charset=129, family=2, sz=look.size, b=look.bold, color=look.color, u=underline)
        if look.fill:
            cell.fill = PatternFill("solid", fgColor=look.fill)
        cell.alignment = Alignment(
            horizontal=look.horizontal, vertical=look.vertical, wrap_text=look.wrap, indent=look.indent
        )
        top, right, bottom, left = (_SIDES[edge] for edge in look.edges)
        cell.border = Border(top=top, right=right, bottom=bottom, left=left)
        cell.number_format = look.number_format
        cell.quotePrefix = look.quoted
        made: StyleArray = cell._style  # type: ignore[attr-defined]
        return made
