"""A draft of a part from a paper that others wrote: its outline by the marks that were typed, by spaces or by styles, its tables as free
tables. Numbers stay typed: the desk suggests what they may be bound to. Pure Python but for the types."""

import re
from dataclasses import dataclass, field

from seoulwork.domain.manuscript import BAR, GIST, HEADING, PROJECT
from seoulwork.domain.notation import mark_of, placed_picture, placed_table

from ..tables.grids import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Grid, Spanned
from ..tables.made import short
from .opening import Line, Paper, Table

MARKS = {
    "□": "□▢❏❑\uf06e\uf0a8",
    "○": "○◦〇ㅇ❍●\uf06c\uf06d\uf0a1",
    "-": "-–—−―ㅡ",
    "·": "·•∙ㆍ･‧⋅",
    "※": "※☞",
    "▶": "▶▷▸►➔",
    "◆": "◆◇◈❖■\uf075",
}
"""By the mark of ours those that offices type for it, Hancom's own letters among them"""
_OURS = {letter: mark for mark, letters in MARKS.items() for letter in letters}
LEVELS = {"□": "", "○": "", "-": "  ", "·": "    "}
BY_DEPTH = ("○", "-", "·")
"""Of a line without a mark, by how far it is indented"""
BY_STYLE = {"개요 1": "□", "개요 2": "○", "개요 3": "-", "개요 4": "·"}
_NUMBERED = re.compile(r"(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+|\d{1,2})[.)]\s+(?=\D)")
_LETTERED = re.compile(r"[가나다라마바사아자차카타파하][.)]\s+")
_SCOPE = re.compile(
    r"[(<〈\[]\s*(?:단위\s*[:：]\s*(?P<unit>[^,()]+?))?\s*,?\s*(?:(?P<as_of>[^,()]*\d[^,()]*?)\s*기준)?\s*[)>〉\]]"
)
LONGEST_NAME = 30
BRACES = str.maketrans("{}", "｛｝")
_OF_PARTS = "section-"


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table as it can be kept: `name` stands in the text."""

    name: str
    grid: Grid
    heads: int
    caption: str = ""
    unit: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """`left` says in Korean what was not taken."""

    text: str
    tables: tuple[DraftTable, ...] = ()
    left: tuple[str, ...] = ()


def drafted(came: Paper, *, key: str = "", title: str = "", names: tuple[str, ...] = ()) -> Draft:
    """The draft of the part of that section's key or of that title where the file has a chapter of it, else of all that it holds. `names`
    are of the tables that the part has already."""
    writer = _Writer(names)
    for block in _chapter(came, key, title):
        writer.add(block)
    return writer.draft


def _chapter(came: Paper, key: str, title: str) -> list[Line | Table]:
    """What stands below the title of the part; the title itself is not of its text."""
    begins = [(at, each) for at, each in enumerate(came.blocks) if isinstance(each, Line) and _is_chapter(each)]
    for place, (at, line) in enumerate(begins):
        if (key and f"{_OF_PARTS}{key}" in line.marks) or (title and _squeezed(title) in _squeezed(line.text)):
            end = begins[place + 1][0] if place + 1 < len(begins) else len(came.blocks)
            return list(came.blocks[at + 1 : end])
    return list(came.blocks)


def _is_chapter(line: Line) -> bool:
    return any(mark.startswith(_OF_PARTS) for mark in line.marks)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@dataclass(slots=True)
class _Writer:
    names: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    tables: list[DraftTable] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    """Of each line the style that it had"""

    @property
    def draft(self) -> Draft:
        return Draft("\n".join(self._with_gist()), tuple(self.tables), tuple(self.left))

    def _with_gist(self) -> list[str]:
        """Emphasised lines at the very top are the gist."""
        count = next((at for at, line in enumerate(self.lines) if not line.startswith("◆")), len(self.lines))
        return [GIST, *self.lines] if count else self.lines

    def add(self, block: Line | Table) -> None:
        if isinstance(block, Table):
            self._table(block)
            return
        for text in block.text.split("\n"):
            if line := _written(text, block.style):
                self.lines.append(line)
                self.styles.append(block.style)

    # --------------------------------------------------------------------------------------------------- tables

    def _table(self, table: Table) -> None:
        number = len(self.tables) + len(self.left) + 1
        if table.rows > MOST_ROWS or table.columns > MOST_COLUMNS or table.rows * table.columns > MOST_CELLS:
            self.left.append(f"{number}번째 표는 너무 커서({table.rows}행 {table.columns}열) 옮기지 않았습니다.")
            return
        grid = _grid(table)
        if not any(each.text for _, each in grid):
            return
        unit, as_of = self._scope()
        caption = self._caption()
        name = self._named(caption or f"가져온 표 {number}")
        heads = _heads(table)
        self.tables.append(DraftTable(name, grid, heads, caption, unit, as_of))
        self.lines.append(f"[표: {name}]")
        self.styles.append("")

    def _scope(self) -> tuple[str, str]:
        """Unit and date, where the line above the table says them: that line is the table's."""
        found = _SCOPE.fullmatch(self.lines[-1].strip()) if self.lines else None
        if found is None or not (found["unit"] or found["as_of"]):
            return "", ""
        self._drop()
        return found["unit"] or "", found["as_of"] or ""

    def _caption(self) -> str:
        """The line above, where it is styled as a caption or stands in angle brackets."""
        if not self.lines:
            return ""
        line = self.lines[-1].strip()
        bracketed = re.fullmatch(r"[<〈《\[【](.+)[>〉》\]】]", line)
        if not bracketed and self.styles[-1] not in ("표 제목", "캡션"):
            return ""
        if placed_table(line):
            return ""
        self._drop()
        return (bracketed[1] if bracketed else line).strip()

    def _drop(self) -> None:
        self.lines.pop()
        self.styles.pop()

    def _named(self, wanted: str) -> str:
        """A name that no other table of the part has."""
        name = " ".join(re.sub(r"[\[\]]", " ", wanted).split())[:LONGEST_NAME].strip()
        name = name if short(name) else "가져온 표"
        known = {short(each) for each in (*self.names, *(each.name for each in self.tables))}
        free = (
            each for each in (name, *(f"{name} {number}" for number in range(2, 1_000))) if short(each) not in known
        )
        return next(free)


def _grid(table: Table) -> Grid:
    """The cells as they cover the table: one that would stand where another one does gives way, what nothing covers is blank."""
    cells: dict[tuple[int, int], Spanned] = {}
    taken: set[tuple[int, int]] = set()
    for each in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        rows, columns = min(each.rows, table.rows - each.row), min(each.columns, table.columns - each.column)
        places = {(each.row + down, each.column + right) for down in range(rows) for right in range(columns)}
        text = "\n".join(" ".join(line.split()) for line in each.text.split("\n")).strip("\n").translate(BRACES)
        if places & taken:
            continue
        taken |= places
        cells[each.row, each.column] = Spanned(text, rows, columns)
    for row in range(table.rows):
        for column in range(table.columns):
            if (row, column) not in taken:
                cells[row, column] = Spanned("")
    return Grid(table.rows, table.columns, cells)


def _heads(table: Table) -> int:
    """Rows whose cells are all heads, from above; where nobody said so, the first of several."""
    marked = [all(each.head for each in table.cells if each.row == row) for row in range(table.rows)]
    said = next((at for at, head in enumerate(marked) if not head), table.rows)
    return min(said or 1, table.rows - 1)


# ---------------------------------------------------------------------------------------------------------- lines


def _written(raw: str, style: str) -> str:
    """A line in the notation of the desk; empty for one that says nothing."""
    text = " ".join(raw.split()).translate(BRACES)
    if not text or placed_picture(text):
        return ""
    depth = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    if style == "세부사업":
        return f"{PROJECT} {re.sub(r'^[0-9]+ ', '', text)}"
    mark, words = _marked(text, style, depth)
    if not words:
        return ""
    if mark == HEADING:
        return f"{HEADING} {words}"
    if mark == "○":
        words = words.replace(BAR, "/")  # a bar would begin a date
    return f"{LEVELS.get(mark, '')}{mark} {words}" if mark else words


def _marked(text: str, style: str, depth: int) -> tuple[str, str]:
    """The mark of ours and what stands behind it."""
    first, rest = text[0], text[1:].strip()
    if first in "-–—−" and text[1:2].isdecimal():
        return "", f"−{rest}"  # below zero; the other sign would be a mark at the desk
    if first in _OURS:
        return _OURS[first], rest
    if mark_of(text):  # ① and the like
        return first, rest
    if numbered := _NUMBERED.match(text):
        return HEADING, text[numbered.end() :]
    if lettered := _LETTERED.match(text):
        return "○", text[lettered.end() :]
    if style in BY_STYLE:
        return BY_STYLE[style], text
    if depth:
        return BY_DEPTH[min(depth // 2, len(BY_DEPTH) - 1)], text
    return "", text
