"""A file of ours as a reader sees it: the text of each section, and the cells of each table."""

import zipfile
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

from .rules import Element, local, q


class SeenCell(NamedTuple):
    row: int
    column: int
    rows: int
    columns: int
    text: str


def body(content: bytes) -> Element:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read("Contents/section0.xml"))


def text_of(element: Element) -> str:
    """Paragraphs as lines, without running heads and what pictures are said to show."""
    lines: list[str] = []

    def visit(each: Element) -> None:
        name = local(each)
        if name in ("header", "footer", "shapeComment"):
            return
        if name == "p":
            lines.append("")
        if name == "t":
            lines[-1] += (each.text or "") + "".join(f"\n{inner.tail or ''}" for inner in each)
        for inner in each:
            visit(inner)

    visit(element)
    return "\n".join(lines)


def sections(content: bytes) -> dict[str, str]:
    """By key, from its title to that of the next one."""
    found: dict[str, str] = {}
    key = ""
    for paragraph in body(content):
        marks = [each.get("name", "") for each in paragraph.iter(q("hp:bookmark"))]
        key = next((mark.removeprefix("section-") for mark in marks if mark.startswith("section-")), key)
        if key:
            found[key] = found.get(key, "") + text_of(paragraph) + "\n"
    return found


def tables(content: bytes) -> dict[str, list[SeenCell]]:
    """By key, in the order of the rows."""
    found = {}
    for paragraph in body(content).iter(q("hp:p")):
        mark = paragraph.find(f"{q('hp:run')}/{q('hp:ctrl')}/{q('hp:bookmark')}")
        table = paragraph.find(f"{q('hp:run')}/{q('hp:tbl')}")
        if mark is not None and table is not None and mark.get("name", "").startswith("table-"):
            found[mark.get("name", "").removeprefix("table-")] = [_seen(cell) for cell in table.iter(q("hp:tc"))]
    return found


def _seen(cell: Element) -> SeenCell:
    address, span = cell[1].attrib, cell[2].attrib
    numbers = (address["rowAddr"], address["colAddr"], span["rowSpan"], span["colSpan"])
    row, column, rows, columns = map(int, numbers)
    return SeenCell(row, column, rows, columns, "\n".join(text_of(cell).split("\n")))
