"""What stands in an HWPX file from outside."""

import json
from dataclasses import dataclass
from typing import Any

from seoulwork.operations import confined

LARGEST = 20 * 2**20
WAIT = 60
"""Seconds of wall time, on a machine that does other things beside"""
TOO_LARGE = f"파일이 {LARGEST // 2**20}MB보다 큽니다. 그림을 줄이거나 나누어 저장한 뒤 다시 올려 주세요."
UNREADABLE = "파일을 읽다가 멈추었습니다. 너무 크거나 여러 겹인 파일입니다. 나누어 저장한 뒤 다시 올려 주세요."


class NotTaken(Exception):
    """The file is not read. `str()` is the Korean sentence."""


@dataclass(frozen=True, slots=True)
class Named:
    """A figure that is named in a text, from the first of its letters to behind the last."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    style: str = ""
    figures: tuple[Named, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    row: int
    column: int
    rows: int
    columns: int
    text: str
    name: str = ""
    head: bool = False
    figures: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    marks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Of a table of ours, while its bookmark stands; else empty."""
        return next((mark.removeprefix("table-") for mark in self.marks if mark.startswith("table-")), "")


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands in a file, in order. `about` are its properties: `keyword`, `creator` …"""

    blocks: tuple[Line | Table, ...]
    about: dict[str, str]


def opened(content: bytes) -> Paper:
    """Raises NotTaken."""
    if len(content) > LARGEST:
        raise NotTaken(TOO_LARGE)
    try:
        told = confined.run("reports.hancom.reading", content=content, seconds=WAIT)
    except confined.Refusal as refusal:
        raise NotTaken(str(refusal)) from refusal
    except (confined.LimitMet, confined.Failure) as error:
        raise NotTaken(UNREADABLE) from error
    return paper(json.loads(told))


def paper(found: dict[str, Any]) -> Paper:
    """Of what the process says."""
    return Paper(tuple(_block(each) for each in found["blocks"]), found["about"])


def _block(found: dict[str, Any]) -> Line | Table:
    marks = tuple(found["marks"])
    if found["kind"] == "line":
        return Line(found["text"], found["style"], _figures(found), marks)
    cells = tuple(Cell(**{**each, "figures": _figures(each)}) for each in found["cells"])
    return Table(found["rows"], found["columns"], cells, marks)


def _figures(found: dict[str, Any]) -> tuple[Named, ...]:
    return tuple(Named(*each) for each in found["figures"])
