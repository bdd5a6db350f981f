"""What importing a list's workbook does: every cell old → new, every error at once, every question, what is new."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from seoulwork.figures.divisions import Division
from seoulwork.workbook.contents import Content
from seoulwork.workbook.matching.questions import Question
from seoulwork.workbook.outcome import CHANGED, EQUAL, ERROR, NEW, STATES, WARNING, Finding
from seoulwork.workbook.reading.sheet import Left
from seoulwork.workbook.report import asked, places


class Cell(NamedTuple):
    """A filled cell of a line: what is stored there, and what would be."""

    heading: str
    title: str
    unit: str
    column: str
    sheet: str
    cell: str
    raw: str
    old: str
    new: str
    state: str


@dataclass(frozen=True)
class Judged:
    """What importing a list's workbook does."""

    division: Division
    label: str
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    asked: tuple[Question, ...]
    left: tuple[Left, ...]
    created: tuple[str, ...]
    """What is new, by its name"""

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.level == ERROR)

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.level == WARNING)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(each for each in self.asked if not each.answer)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many cells are new, changed, equal, refused."""
        return {state: sum(cell.state == state for cell in self.cells) for state in STATES}

    @property
    def writes(self) -> int:
        """How many cells change what is stored."""
        return self.counts[NEW] + self.counts[CHANGED]

    @property
    def nothing(self) -> str:
        """Why there is nothing to write; empty when there is something, or when errors and questions come first."""
        if self.writes or self.errors or self.questions:
            return ""
        return "저장된 것과 모두 같아 반입할 것이 없습니다."

    @cached_property
    def fingerprint(self) -> str:
        """Differs when a confirmation would write something else, or over something else, than was seen."""
        kept = [(*each[4:6], *each[7:]) for each in self.cells if each.state != EQUAL]
        return hashlib.sha256(repr((kept, self.created)).encode()).hexdigest()

    def report(self) -> Content:
        """Everything that it says as plain values, of the same shape as the report on a workbook of actuals (report.py)."""
        return {
            "division": self.division.key,
            "period": self.label,
            "importable": bool(self.writes) and not self.errors and not self.questions,
            "fingerprint": self.fingerprint,
            "counts": self.counts,
            "nothing": self.nothing,
            "freely": True,
            "barred": [],
            "errors": places(self.errors),
            "warnings": places(self.warnings),
            "questions": [asked(each) for each in self.questions],
            "answers": [
                {**asked(each), "answer": each.answer, "label": dict(each.choices)[each.answer]}
                for each in self.asked
                if each.answer
            ],
            "lines": [],
            "left": [each._asdict() for each in self.left],
            "created": list(self.created),
            "replacements": [],
            "movements": [],
            "cells": [_reported(each) for each in self.cells],
        }


def _reported(cell: Cell) -> tuple[str, ...]:
    """A cell of a report, as CELL; in place of the month stands the column."""
    *place, raw, old, new, state = cell
    return (*place, raw, old or "-", new, "", state)
