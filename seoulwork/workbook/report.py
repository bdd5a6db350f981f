"""A preview as plain values: what the command prints as JSON, and what the page shows without reading the file again."""

from collections.abc import Iterable
from typing import Any

from .consequences import Consequences
from .matching import Line
from .preview import Finding, Preview


def report(found: Preview) -> dict[str, Any]:
    """Everything that a preview says. Figures are texts in the unit of their line; cells stand by programme, in printed order."""
    consequences = Consequences(found)
    return {
        "division": found.division.key,
        "period": found.run.korean if found.run else "",
        "importable": found.importable,
        "nothing": found.nothing,
        "fingerprint": found.fingerprint,
        "counts": found.counts,
        "errors": _places(found.errors),
        "warnings": _places((*found.warnings, *consequences.warnings)),
        "questions": [
            {
                "key": each.key, "place": each.place, "text": each.text, "any_line": each.any_line,
                "choices": [choice._asdict() for choice in each.choices],
            }
            for each in found.questions
        ],
        "lines": [{"answer": each.identifier, **_names(each)} for each in found.lines] if found.questions else [],
        "left": [each._asdict() for each in found.left],
        "replacements": [
            {
                **_names(each.line), "period": each.run.korean, "stored": each.stored_text, "months": each.monthly_text,
                "adds_up": each.adds_up,
            }
            for each in found.replacements
        ],
        "movements": [
            {
                **_names(each.line), "period": each.period.korean, "before": each.before_text, "after": each.after_text,
                "difference": each.difference_text, "rate_before": each.rate_texts[0], "rate_after": each.rate_texts[1],
            }
            for each in consequences.movements
        ],
        "cells": [
            {
                **_names(cell.line), "month": str(cell.month), "sheet": cell.sheet, "cell": cell.cell, "old": cell.old_text,
                "new": cell.new_text, "difference": cell.difference_text, "state": cell.state,
            }
            for _, cells in found.by_programme
            for cell in cells
        ],
    }  # fmt: skip


def _names(line: Line) -> dict[str, str]:
    return {
        "programme": line.heading,
        "figure": " · ".join(filter(None, [line.name, line.measure])),
        "unit": line.unit,
    }


def _places(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Without their level, which is the list that they stand in."""
    return [{"sheet": each.sheet, "cell": each.cell, "value": each.value, "cause": each.cause} for each in findings]
