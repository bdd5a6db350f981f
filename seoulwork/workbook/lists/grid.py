"""The parts of an indicator as a grid on a page, with their targets: judged and written line by line as the workbook of the same
list is, so that both take the same rows and refuse the same."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Source
from seoulwork.workbook.lists.books import PARTS
from seoulwork.workbook.lists.columns import Column, clean, text_of
from seoulwork.workbook.lists.judging import examine_marked
from seoulwork.workbook.lists.making import FIRST_COLUMN, FIRST_ROW, HEAD_ROW
from seoulwork.workbook.lists.outcome import Cell, Judged
from seoulwork.workbook.lists.pasting import NAME, PARENT, pasted
from seoulwork.workbook.lists.reading import Mark
from seoulwork.workbook.lists.steps import Medium, Writer
from seoulwork.workbook.lists.tabs import Tab
from seoulwork.workbook.outcome import EQUAL
from seoulwork.workbook.reading.sheet import Sheet, Value, reference, tidy, with_controls
from seoulwork.workbook.safety import Refused

PAGE = Medium("화면을 연 뒤", "화면을 새로 열어", Source.BROWSER, "세부 표")
BLANKS = 3
"""Lines for what is new, below those that there are."""
MOST_ROWS = 600
LAST_YEAR = "last_year"


class Stale(Exception):
    """What is asked to be stored is not what was seen in the preview."""


@dataclass
class Line:
    """A line of the grid: what is typed in its cells, by the keys of the columns."""

    identifier: str
    texts: dict[str, str]

    @property
    def filled(self) -> bool:
        return bool(self.identifier or any(self.texts.values()))

    @property
    def breakdown(self) -> tuple[str, str]:
        """Among which parts it stands: what they are parts of, and by what."""
        return self.texts[NAME].rpartition("/")[0], self.texts["dimension"]

    def counts_in(self, year: int) -> bool:
        last = self.texts[LAST_YEAR]
        return not last.isdecimal() or int(last) >= year


@dataclass
class Grid:
    """The parts of an indicator with the targets of a year. `stood`: what each line showed when the page was opened, by its
    identifier."""

    division: Division
    indicator: Any
    year: int
    lines: list[Line] = field(default_factory=list)
    stood: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def options(self) -> Mapping[str, str]:
        return {"year": str(self.year), "run": "", "indicator": str(self.indicator.pk)}

    @cached_property
    def tab(self) -> Tab:
        (make,) = PARTS.tabs(self.division, self.options)
        return make()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Those that are open."""
        return tuple(column for column in self.tab.columns if column.key not in ("indicator", "unit"))

    def load(self) -> None:
        """The lines as they are stored."""
        for each in self.tab.lines:
            texts = {column.key: text_of(each.shown(column)) for column in self.columns}
            self.lines.append(Line(each.identifier, texts))
            self.stood[each.identifier] = {key: text for key, text in texts.items() if text}
        self.add_blanks()

    def read(self, sent: Mapping[str, str]) -> None:
        """The lines as they were typed. Raises Refused for what no page sends."""
        try:
            stood = json.loads(sent.get("stood", ""))
            self.stood = {
                str(key): {str(name): str(text) for name, text in each.items()} for key, each in stood.items()
            }
            count = int(sent.get("lines", ""))
        except (ValueError, AttributeError, RecursionError) as error:
            raise Refused("보낸 표를 읽을 수 없습니다. 화면을 새로 열어 다시 고쳐 주세요.") from error
        if not 0 <= count <= MOST_ROWS:
            raise Refused(f"표의 줄이 {MOST_ROWS:,}개를 넘습니다. 나누어 넣어 주세요.")
        for number in range(count):
            texts = {column.key: clean(sent.get(f"{number}.{column.key}", "")) for column in self.columns}
            self.lines.append(Line(sent.get(f"{number}.id", "")[:20], texts))

    @property
    def stood_text(self) -> str:
        return json.dumps(self.stood, ensure_ascii=False)

    def add_blanks(self) -> None:
        self.lines = [line for line in self.lines if line.filled]
        self.lines += [Line("", dict.fromkeys((column.key for column in self.columns), "")) for _ in range(BLANKS)]

    def paste(self, text: str, *, dimension: str, parent: str) -> list[Line]:
        """Put a pasted list into the lines: of a part that there is, what was pasted for it; what is new below, in its order. Those
        of the same breakdown that the list lacks, though they count in the year, stay as they are and are given back. Raises Refused."""
        rows = pasted(text, self.columns, self.year)
        known = {tidy(line.texts[NAME]): line for line in self.lines if line.texts[NAME]}
        position = max(
            (int(line.texts["position"]) for line in self.lines if line.texts["position"].isdecimal()), default=0
        )
        self.lines = [line for line in self.lines if line.filled]
        listed: list[Line] = []
        for row in rows:
            above = row.pop(PARENT, parent)
            row[NAME] = "/".join(filter(None, (above, row[NAME])))
            line = known.pop(tidy(row[NAME]), None)  # one that comes twice is refused as a second of its name
            if line is None:
                position += 1
                line = Line("", dict.fromkeys((column.key for column in self.columns), ""))
                line.texts |= {"dimension": dimension, "position": str(position)}
                self.lines.append(line)
            line.texts |= row
            listed.append(line)
        if len(self.lines) > MOST_ROWS:
            raise Refused(f"표의 줄이 {MOST_ROWS:,}개를 넘습니다. 나누어 넣어 주세요.")
        self.add_blanks()
        breakdowns = {line.breakdown for line in listed}
        return [
            line
            for line in known.values()
            if line.identifier and line.breakdown in breakdowns and line.counts_in(self.year)
        ]

    def end(self, identifiers: Collection[str], year: int) -> None:
        """Let parts count until a year, and no further."""
        for line in self.lines:
            if line.identifier in identifiers:
                line.texts[LAST_YEAR] = str(year)

    # --------------------------------------------------------------------------------------------------- judging

    def preview(self, answers: Mapping[str, str]) -> Judged:
        """What storing the lines would do; nothing is kept of it. Raises Refused."""
        with transaction.atomic():
            found = self._examine(answers, Writer())
            transaction.set_rollback(True)
        return found

    def store(self, answers: Mapping[str, str], fingerprint: str, *, by: User, reason: str) -> Judged:
        """Write what the preview with that fingerprint showed: all of it, or nothing. Raises Refused, and Stale when that is
        not what would be written now."""
        with transaction.atomic():
            found = self._examine(answers, Writer(by, reason))
            if found.fingerprint != fingerprint or found.errors or found.questions or not found.writes:
                raise Stale
        return found

    def _examine(self, answers: Mapping[str, str], by: Writer) -> Judged:
        mark = Mark(
            PARTS,
            self.division.key,
            self.options,
            {self.tab.name: {}},
            {self.tab.name: [column.key for column in self.tab.columns]},
            {
                (self.tab.name, line.identifier): self.stood.get(line.identifier, {})
                for line in self.lines
                if line.identifier
            },
        )
        name = next(iter(self.tab.columns[0].choices))  # of the only indicator
        rows: list[list[Value]] = [[] for _ in range(HEAD_ROW)]
        for line in self.lines:
            given = {**line.texts, "indicator": "" if line.identifier or not line.filled else name}
            rows.append([line.identifier, *(given.get(column.key, "") for column in self.tab.columns)])
        sheet = Sheet(self.tab.name, False, rows, [], controls=with_controls(rows))
        return examine_marked(self.division, [sheet], mark, name=PAGE.place, answers=answers, by=by, medium=PAGE)

    def changes(self, found: Judged) -> list[Cell]:
        """The cells of the open columns in which something else would stand, or is refused."""
        headings = {column.heading for column in self.columns}
        return [each for each in found.cells if each.state != EQUAL and each.column in headings]

    def causes(self, found: Judged) -> tuple[dict[tuple[int, str], str], list[str]]:
        """What is wrong, by the line's number and the column; and what is of no one cell."""
        at = {
            reference(FIRST_ROW + number, FIRST_COLUMN + place): (number, column.key)
            for number in range(len(self.lines))
            for place, column in enumerate(self.tab.columns)
        }
        cells: dict[tuple[int, str], str] = {}
        others = []
        for each in found.errors:
            place = at.get(each.cell)
            if place is None:
                others.append(each.cause)
                continue
            number, key = place
            key = key if key in {column.key for column in self.columns} else NAME
            cells[number, key] = " ".join(filter(None, (cells.get((number, key), ""), each.cause)))
        return cells, others


def shown_rows(grid: Grid, causes: Mapping[tuple[int, str], str]) -> Sequence[dict[str, Any]]:
    """The lines as the page shows them."""
    return [
        {
            "number": number,
            "name": line.texts[NAME] or f"새 줄 {number + 1}",
            "identifier": line.identifier,
            "cells": [
                {
                    "name": f"{number}.{column.key}",
                    "column": column,
                    "text": line.texts[column.key],
                    "cause": causes.get((number, column.key), ""),
                }
                for column in grid.columns
            ],
        }
        for number, line in enumerate(grid.lines)
    ]
