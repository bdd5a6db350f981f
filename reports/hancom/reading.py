"""The process in which an HWPX file from outside is read. Started by `opening` through confined; no Django here.

Its answer is JSON: the lines and tables of the text in their order (`Line`, `Table` in opening.py). Text in a table of one column and
at most two rows is a line like others: offices set their boxes so. Nothing is drawn: running heads, notes and what pictures are said
to show are left out.
"""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from seoulwork.entry.looking import DAMAGED, Wrong
from seoulwork.operations.confined import answer

MEMORY = 768 * 2**20
SECONDS = 20
LARGEST_PART = 40 * 2**20
LARGEST_WHOLE = 100 * 2**20
MOST_PARTS = 2_000
DEEPEST = 120
"""Elements within each other; a table in a table in a table has some 25"""
MOST_CELLS = 100_000

NOT_HWPX = "한글 문서(HWPX)가 아닙니다. 한글에서 '다른 이름으로 저장하기'로 파일 형식을 HWPX로 골라 저장한 뒤 다시 올려 주세요."
OLD_HWP = "옛 한글 문서(HWP)입니다. 한글에서 열어 '다른 이름으로 저장하기'로 파일 형식을 HWPX로 골라 저장한 뒤 다시 올려 주세요."
ENCRYPTED = "암호가 걸린 한글 문서입니다. 한글에서 암호를 풀고 저장한 뒤 다시 올려 주세요."
UNSAFE = "바깥을 부르는 정의(DTD)가 든 파일이라 열지 않았습니다. 한글에서 새로 저장한 뒤 다시 올려 주세요."
TOO_MUCH = "풀면 너무 커지는 파일이라 열지 않았습니다. 나누어 저장한 뒤 다시 올려 주세요."
TOO_DEEP = "표가 너무 여러 겹으로 들어 있어 읽지 않았습니다. 겹친 표를 풀고 다시 올려 주세요."
INCOMPLETE = "본문이 없는 한글 문서입니다. 한글에서 열어 보고 다시 저장한 뒤 올려 주세요."

_PARAGRAPH = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
_SPACES = {"nbSpace": "\u00a0", "fwSpace": "\u3000", "tab": "\t", "lineBreak": "\n", "hyphen": "-"}
_OUTSIDE = {"header", "footer", "footNote", "endNote", "shapeComment", "hiddenComment", "parameters", "secPr"}
_FIGURE = "CLICK_HERE"

Found = dict[str, Any]


def work(content: bytes, request: Any) -> bytes:
    return json.dumps(read(content), ensure_ascii=False, separators=(",", ":")).encode()


def read(content: bytes) -> Found:
    """Raises Wrong with the sentence that says why not."""
    if content.startswith((b"\xd0\xcf\x11\xe0", b"HWP Document File")):
        raise Wrong(OLD_HWP)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _opened(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Wrong(NOT_HWPX if not content.startswith(b"PK") else DAMAGED) from error
    except (UnicodeDecodeError, ValueError, ElementTree.ParseError) as error:
        raise Wrong(DAMAGED) from error


def _opened(archive: zipfile.ZipFile) -> Found:
    names = archive.namelist()
    if len(names) > MOST_PARTS or sum(each.file_size for each in archive.infolist()) > LARGEST_WHOLE:
        raise Wrong(TOO_MUCH)
    if "mimetype" not in names or _part(archive, "mimetype").strip() != b"application/hwp+zip":
        raise Wrong(NOT_HWPX)
    if "META-INF/manifest.xml" in names and b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise Wrong(ENCRYPTED)
    sections = sorted(
        (name for name in names if name.startswith("Contents/section") and name.endswith(".xml")),
        key=lambda name: (len(name), name),
    )
    if not sections:
        raise Wrong(INCOMPLETE)
    styles = _styles(_tree(archive, "Contents/header.xml")) if "Contents/header.xml" in names else {}
    reader = _Reader(styles)
    for name in sections:
        reader.read(_tree(archive, name))
    about = _about(_tree(archive, "Contents/content.hpf")) if "Contents/content.hpf" in names else {}
    return {"about": about, "blocks": reader.blocks}


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as opened:
        read = opened.read(LARGEST_PART + 1)
    if len(read) > LARGEST_PART:
        raise Wrong(TOO_MUCH)
    return read


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    content = _part(archive, name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Wrong(UNSAFE)
    if b"\0" in content:  # of another encoding than all files of Hancom have: what it says could hide in it
        raise Wrong(DAMAGED)
    depth = 0
    root: ElementTree.Element | None = None
    # What could call anything from outside is refused above.
    for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314
        depth += 1 if event == "start" else -1
        root = element if root is None else root
        if depth > DEEPEST:
            raise Wrong(TOO_DEEP)
    if root is None:
        raise Wrong(DAMAGED)
    return root


def _styles(header: ElementTree.Element) -> dict[str, str]:
    return {each.get("id", ""): each.get("name", "") for each in header.iter() if _local(each) == "style"}


def _about(contents: ElementTree.Element) -> dict[str, str]:
    return {each.get("name", ""): each.text or "" for each in contents.iter() if _local(each) == "meta"}


def _local(element: ElementTree.Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


class _Reader:
    def __init__(self, styles: dict[str, str]) -> None:
        self.styles = styles
        self.blocks: list[Found] = []
        self.cells = 0

    def read(self, section: ElementTree.Element) -> None:
        for paragraph in section:
            if _local(paragraph) == "p":
                self.blocks += self._paragraph(paragraph)

    def _paragraph(self, paragraph: ElementTree.Element) -> list[Found]:
        """The line itself, then the tables that are anchored in it; what is in a small table comes as lines."""
        line = _Line(self.styles.get(paragraph.get("styleIDRef", ""), ""))
        tables: list[ElementTree.Element] = []
        for run in paragraph:
            if _local(run) == "run":
                self._run(run, line, tables)
        found: list[Found] = [line.said] if line.text.strip() or (line.marks and not tables) else []
        for table in tables:
            found += self._table(table, line.marks)
        return found

    def _run(self, run: ElementTree.Element, line: "_Line", tables: list[ElementTree.Element]) -> None:
        for each in run:
            name = _local(each)
            if name == "t":
                line.add(each)
            elif name == "tbl":
                tables.append(each)
            elif name == "ctrl":
                line.control(each)
            elif name not in _OUTSIDE:
                # A drawn box has text of its own.
                for inner in _paragraphs(each):
                    for block in self._paragraph(inner):
                        if block["kind"] == "line":
                            line.text += ("\n" if line.text else "") + block["text"]

    def _table(self, table: ElementTree.Element, marks: list[str]) -> list[Found]:
        cells = [each for row in table if _local(row) == "tr" for each in row if _local(each) == "tc"]
        self.cells += len(cells)
        if self.cells > MOST_CELLS:
            raise Wrong(TOO_MUCH)
        placed = [self._cell(each) for each in cells]
        columns = max((each["column"] + each["columns"] for each in placed), default=0)
        rows = max((each["row"] + each["rows"] for each in placed), default=0)
        if columns <= 1 and rows <= 2 and not any(mark.startswith("table-") for mark in marks):
            return [block for cell in cells for inner in _paragraphs(cell) for block in self._paragraph(inner)]
        return [{"kind": "table", "rows": rows, "columns": columns, "cells": placed, "marks": marks}]

    def _cell(self, cell: ElementTree.Element) -> Found:
        """A table within a cell becomes lines of it."""
        lines = [block for inner in _paragraphs(cell) for block in self._paragraph(inner)]
        texts: list[str] = []
        figures: list[list[Any]] = []
        for block in lines:
            if block["kind"] == "line":
                texts.append(block["text"])
                figures += block["figures"]
            else:
                texts += [
                    " ".join(each["text"] for each in block["cells"] if each["row"] == row)
                    for row in range(block["rows"])
                ]
        numbers = {name: _numbers(cell, name) for name in ("cellAddr", "cellSpan")}
        return {
            "row": numbers["cellAddr"].get("rowAddr", 0),
            "column": numbers["cellAddr"].get("colAddr", 0),
            "rows": max(numbers["cellSpan"].get("rowSpan", 1), 1),
            "columns": max(numbers["cellSpan"].get("colSpan", 1), 1),
            "text": "\n".join(texts),
            "name": cell.get("name", ""),
            "head": cell.get("header") == "1",
            "figures": figures,
        }


def _numbers(cell: ElementTree.Element, name: str) -> dict[str, int]:
    found = cell.find(f"{_PARAGRAPH}{name}")
    told = found.attrib if found is not None else {}
    return {key: int(value) for key, value in told.items() if value.isdecimal() and len(value) < 6}


def _paragraphs(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The nearest paragraphs within."""
    for each in element:
        if _local(each) == "p":
            yield each
        elif _local(each) not in _OUTSIDE:
            yield from _paragraphs(each)


class _Line:
    """The text of a paragraph, and which figures stand where in it."""

    def __init__(self, style: str) -> None:
        self.style, self.text = style, ""
        self.marks: list[str] = []
        self.figures: list[list[Any]] = []
        self._open: dict[str, tuple[str, int]] = {}

    def add(self, letters: ElementTree.Element) -> None:
        self.text += letters.text or ""
        for each in letters:
            name = _local(each)
            self.text += _SPACES.get(name, "")
            self.text += each.tail or ""

    def control(self, control: ElementTree.Element) -> None:
        for each in control:
            name = _local(each)
            if name == "bookmark":
                self.marks.append(each.get("name", ""))
            elif name == "fieldBegin" and each.get("type") == _FIGURE:
                self._open[each.get("id", "")] = (each.get("name", ""), len(self.text))
            elif name == "fieldEnd" and each.get("beginIDRef", "") in self._open:
                figure, start = self._open.pop(each.get("beginIDRef", ""))
                self.figures.append([figure, start, len(self.text)])

    @property
    def said(self) -> Found:
        return {
            "kind": "line",
            "text": self.text,
            "style": self.style,
            "figures": self.figures,
            "marks": self.marks,
        }


if __name__ == "__main__":
    sys.exit(answer(work, Wrong, memory=MEMORY, seconds=SECONDS, written=LARGEST_PART))
