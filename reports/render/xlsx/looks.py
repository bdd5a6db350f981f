"""Fonts, colours and rules of the workbook."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

NAVY, BLUE, PALE, GREY, RULE = "0B2A5B", "1D4FBF", "C9D6EE", "5A6472", "C3CAD5"
WARNING = "8A240F"
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

    def font(self) -> Font:
        underline: Literal["single"] | None = "single" if self.underline else None
        return Font(name=FONT, charset=129, family=2, sz=self.size, b=self.bold, color=self.color, u=underline)

    def pattern(self) -> PatternFill:
        return PatternFill("solid", fgColor=self.fill) if self.fill else PatternFill()

    def border(self) -> Border:
        top, right, bottom, left = (_SIDES[edge] for edge in self.edges)
        return Border(top=top, right=right, bottom=bottom, left=left)

    def alignment(self) -> Alignment:
        return Alignment(horizontal=self.horizontal, vertical=self.vertical, wrap_text=self.wrap, indent=self.indent)


TEXT = Look(size=11, vertical="top")
TITLE = Look(size=17, bold=True, color=NAVY, edges="  = ")
PATH = Look(size=9, color=GREY, wrap=False)
HEADING = Look(size=13, bold=True, color=NAVY, vertical="bottom")
NUMBERED_HEADING = Look(size=13, bold=True, color="FFFFFF", fill=NAVY, indent=1)
GIST = Look(size=11, color=NAVY, fill=GIST_TINT, indent=1, edges="   |")
CAPTION = Look(size=11, bold=True, vertical="bottom", wrap=False)
SCOPE = Look(size=9, color=GREY, horizontal="right", vertical="bottom", wrap=False)
NOTE = Look(size=9, color=GREY, vertical="top")
DRAFT = Look(size=9, bold=True, color=WARNING, wrap=False)
"""The line of a draft on each sheet."""
OPEN_TINT = "FDE7C8"
"""In a draft, under a figure that lacks something or a sentence without its figure."""
LINK = Look(size=11, color=BLUE, underline=True)
HEAD = Look(bold=True, color=NAVY, fill=HEAD_TINT, horizontal="center")

_SIDES = {" ": Side(), "-": Side("thin", RULE), "=": Side("medium", NAVY), "|": Side("thick", BLUE)}


class Styles:
    """One style of the workbook for each look: made when it is first met, then shared by all its cells. (Setting font,
    border and so on for each cell would take openpyxl ten times as long as writing it.)"""

    def __init__(self, sheet: Worksheet) -> None:
        self._scratch = Cell(sheet, 1, 1)
        self._made: dict[Look, StyleArray] = {}
        self._parts: dict[tuple[object, ...], int] = {}

    def apply(self, look: Look, cell: Cell | MergedCell) -> None:
        style = self._made.get(look)
        if style is None:
            style = self._made[look] = self._make(look)
        cell._style = style  # type: ignore[union-attr]

    def _make(self, look: Look) -> StyleArray:
        style = StyleArray()
        style.fontId = self._part("font", "fontId", (look.size, look.bold, look.color, look.underline), look.font)
        style.fillId = self._part("fill", "fillId", (look.fill,), look.pattern)
        style.borderId = self._part("border", "borderId", (look.edges,), look.border)
        place = (look.horizontal, look.vertical, look.wrap, look.indent)
        style.alignmentId = self._part("alignment", "alignmentId", place, look.alignment)
        style.numFmtId = self._part("number_format", "numFmtId", (look.number_format,), lambda: look.number_format)
        style.quotePrefix = int(look.quoted)
        return style

    def _part(self, kind: str, number: str, key: tuple[object, ...], make: Callable[[], object]) -> int:
        """The number that the workbook gives to a font, a border and so on: openpyxl finds equal ones but slowly."""
        known = self._parts.get((kind, *key))
        if known is None:
            setattr(self._scratch, kind, make())
            known = self._parts[kind, *key] = getattr(self._scratch._style, number)  # type: ignore[attr-defined]
        return known
