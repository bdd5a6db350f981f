"""A preview as plain values: what the command prints as JSON, and what the page shows without reading the file again."""

from collections.abc import Iterable
from typing import Any

from seoulwork.domain.numbers import stored_text
from seoulwork.domain.vocabulary import BUDGET_UNIT
from seoulwork.workbook.consequences import Consequences, Movement
from seoulwork.workbook.contents import Asked, Content, Place
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.matching.questions import Question
from seoulwork.workbook.outcome import BARRED, ERROR, WARNING, Executed, Finding, Preview

CELL = ("programme", "figure", "unit", "month", "sheet", "cell", "raw", "old", "new", "difference", "state")
"""The fields of each of a report's cells, in their order: of 100,000 cells, the names would be the most of it."""


def report(found: Preview) -> Content:
    """Everything that a preview says. Figures are texts in the unit of their line; cells, each as CELL, stand by programme, in
    printed order."""
    warnings, movements = _consequences(found)
    # Each once: of 100,000 cells, texts of their own would be most of the report's memory.
    names = {line.identifier: tuple(_names(line).values()) for line in found.lines}
    months = {month: str(month) for month in {cell.month for cell in found.cells}}
    return {
        "division": found.division.key,
        "period": found.run.korean if found.run else "",
        "importable": found.importable,
        "fingerprint": found.fingerprint,
        "counts": found.counts,
        "nothing": found.nothing,
        "freely": found.freely,
        "others": list(found.others),
        "errors": places(found.errors),
        "barred": places(found.barred),
        "warnings": places((*found.warnings, *warnings)),
        "questions": [asked(each) for each in found.questions],
        "answers": [{**asked(each), "answer": each.answer, "label": _answer(each, found)} for each in found.answered],
        "lines": [{"answer": each.identifier, **_names(each)} for each in found.lines] if found.asked else [],
        "left": [each._asdict() for each in found.left],
        "executed": _executed(found.executed) if found.executed else None,
        "replacements": [
            {
                **_names(each.line),
                "period": each.run.korean,
                "stored": each.stored_text,
                "months": each.monthly_text,
                "adds_up": each.adds_up,
            }
            for each in found.replacements
        ],
        "movements": [
            {
                **_names(each.line),
                "period": each.period.korean,
                "before": each.before_text,
                "after": each.after_text,
                "difference": each.difference_text,
                "rate_before": each.rate_texts[0],
                "rate_after": each.rate_texts[1],
            }
            for each in movements
        ],
        "cells": [
            (
                *names[cell.line.identifier],
                months[cell.month],
                cell.sheet,
                cell.cell,
                cell.raw,
                cell.old_text,
                cell.new_text,
                cell.difference_text,
                cell.state,
            )
            for _, cells in found.by_programme
            for cell in cells
        ],
    }


def _executed(found: Executed) -> dict[str, Any]:
    """What a list of executions comes to; amounts in 백만원, all their digits."""
    return {
        "month": found.month.korean,
        "unit": BUDGET_UNIT,
        "sums": [
            {
                "heading": each.heading,
                "measure": each.measure,
                "before": _amount(each.before),
                "after": _amount(each.after),
                "difference": _amount(each.difference),
            }
            for each in found.sums
        ],
        "appropriated": [
            {
                "programme": each.line.heading,
                "line": each.line.name,
                "lines": each.lines,
                "in_file": _amount(each.in_file),
                "stored": _amount(each.stored),
                "same": each.in_file == each.stored,
            }
            for each in found.appropriated
        ],
        "policies": [
            {
                "name": each.name,
                "lines": each.lines,
                "budget": _amount(each.budget),
                "committed": _amount(each.committed),
                "spent": _amount(each.spent),
                "into": each.into,
            }
            for each in found.policies
        ],
    }


def _amount(won: int | None) -> str:
    return "-" if won is None else stored_text(won, BUDGET_UNIT)


def findings_of(content: Content) -> list[Finding]:
    """The errors, what is left out, and the warnings of a report, as they were found."""
    lists = ((ERROR, content["errors"]), (BARRED, content.get("barred", [])), (WARNING, content["warnings"]))
    return [Finding(level, **each) for level, found in lists for each in found]


def _consequences(found: Preview) -> tuple[tuple[Finding, ...], tuple[Movement, ...]]:
    """Only what they say outlives this: the ledgers before and after are as large as all that is stored."""
    consequences = Consequences(found)
    said = consequences.warnings, consequences.movements
    consequences.before.forget()
    consequences.after.forget()
    return said


def asked(question: Question) -> Asked:
    """A question as it is kept."""
    return {
        "key": question.key,
        "place": question.place,
        "text": question.text,
        "values": question.values,
        "any_line": question.any_line,
        "choices": [choice._asdict() for choice in question.choices],
    }


def _answer(question: Question, found: Preview) -> str:
    """What was answered, in words."""
    labels = {line.identifier: line.title for line in found.lines} | dict(question.choices)
    return labels[question.answer]


def _names(line: Line) -> dict[str, str]:
    return {
        "programme": line.heading,
        "figure": " · ".join(filter(None, [line.name, line.measure])),
        "unit": line.unit,
    }


def places(findings: Iterable[Finding]) -> list[Place]:
    """Without their level, which is the list that they stand in."""
    return [{"sheet": each.sheet, "cell": each.cell, "value": each.value, "cause": each.cause} for each in findings]
