"""From the rows of a workbook's tables to the lines that they fill, and to what is asked about the others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from seoulwork.figures.divisions import Division
from seoulwork.workbook.matching.lines import WORD_OF, WORDS, Line
from seoulwork.workbook.matching.names import by_own_name, named
from seoulwork.workbook.matching.questions import SKIP, Choice, Question, nearest, question_key, refuse_one_more
from seoulwork.workbook.reading.tables import Row, Table

TOTAL = "sum:"
"""Before the identifier of a template's row that adds up others: computed there, never imported."""


class Matched(NamedTuple):
    table: Table
    row: Row
    lines: dict[str, Line]
    """By the measure of the column: `numerator`, `denominator`, `committed`, `spent`, or empty for the row's only one"""


class Foreign(NamedTuple):
    """A row of another division."""

    table: Table
    row: Row
    division: str


class Contradiction(NamedTuple):
    """A row whose hidden identifier says one figure and whose labels, without doubt, another."""

    table: Table
    row: Row
    identified: Line
    labelled: Line


@dataclass(frozen=True)
class Match:
    matched: tuple[Matched, ...]
    foreign: tuple[Foreign, ...]
    contradictions: tuple[Contradiction, ...]
    skipped: tuple[tuple[Table, Row], ...]
    nameless: tuple[tuple[Table, Row], ...]
    """Rows with figures, and nothing that says of what"""
    totals: tuple[tuple[Table, Row], ...]
    questions: tuple[Question, ...]
    """Those that wait for an answer, then those that have one"""


class Matcher:
    """Matches rows to the lines of one division; knows those of the others, to refuse their rows (they are read only when
    some row is nobody's)."""

    def __init__(
        self, division: Division, lines: Iterable[Line], others: Mapping[str, Callable[[], tuple[Line, ...]]]
    ) -> None:
        self.division = division
        self.lines = tuple(lines)
        self.by_identifier = {line.identifier: line for line in self.lines}
        self.others = others

    @cached_property
    def _by_name(self) -> dict[str, list[Line]]:
        return by_own_name(self.lines)

    @cached_property
    def _others_by_name(self) -> dict[str, dict[str, list[Line]]]:
        return {key: by_own_name(lines()) for key, lines in self.others.items()}

    def match(self, tables: Iterable[Table], answers: Mapping[str, str]) -> Match:
        """Match every row. What `answers` answers is not asked again; what an answer meant that means no line any more is.

        Raises Refused when more than MOST_QUESTIONS would have to be asked.
        """
        matched: list[Matched] = []
        foreign: list[Foreign] = []
        contradictions: list[Contradiction] = []
        skipped: list[tuple[Table, Row]] = []
        nameless: list[tuple[Table, Row]] = []
        totals: list[tuple[Table, Row]] = []
        questions: dict[str, Question] = {}
        answered: dict[str, Question] = {}
        for table in tables:
            measures = {column.measure for column in table.columns}
            for row in table.rows:
                if row.identifier.startswith(TOTAL):
                    continue
                if line := self.by_identifier.get(row.identifier):
                    if labelled := self._contradicting(line, row):
                        contradictions.append(Contradiction(table, row, line, labelled))
                        continue
                    matched.append(Matched(table, row, {"": line}))
                    continue
                if owner := self._owner(row.identifier):
                    foreign.append(Foreign(table, row, owner))
                    continue
                lines = self.find(row, measures)
                if lines:
                    matched.append(Matched(table, row, lines))
                    continue
                if row.total:
                    totals.append((table, row))
                    continue
                if not row.labels:
                    nameless.append((table, row))
                    continue
                key = question_key(row)
                answer = answers.get(key, "")
                if (answer == SKIP or answer in self.by_identifier) and key not in answered:
                    answered[key] = self._question(key, table, row, answer)
                if answer == SKIP:
                    skipped.append((table, row))
                elif answer in self.by_identifier:
                    matched.append(Matched(table, row, self._with_sibling(self.by_identifier[answer], measures)))
                elif other := self._division_of(row):
                    foreign.append(Foreign(table, row, other))
                elif key not in questions:
                    refuse_one_more(questions)
                    questions[key] = self._question(key, table, row)
        return Match(
            tuple(matched),
            tuple(foreign),
            tuple(contradictions),
            tuple(skipped),
            tuple(nameless),
            tuple(totals),
            (*questions.values(), *answered.values()),
        )

    def _contradicting(self, line: Line, row: Row) -> Line | None:
        """The other line that the labels of a row with an identifier name; labels that name none were renamed, and may be."""
        labelled = list(self.find(row, {WORD_OF[line.cell.kind]}).values())
        return labelled[0] if labelled and line not in labelled else None

    def _owner(self, identifier: str) -> str:
        """The other division that an identifier names; empty when it names none."""
        owner = identifier.partition(":")[0]
        return owner if owner in self.others else ""

    def find(self, row: Row, measures: Iterable[str] = ("",)) -> dict[str, Line]:
        """The lines that the row's labels name without doubt, by measure; empty when there is none, or more than one."""
        return named(row, self._by_name, set(measures))

    def _with_sibling(self, line: Line, measures: set[str]) -> dict[str, Line]:
        sibling = self.by_identifier.get(f"{line.division}:{line.cell.sibling}")
        if sibling is None or not measures & set(WORDS):
            return {"": line}
        return {
            measure: each for measure in measures for each in (line, sibling) if WORDS.get(measure) == each.cell.kind
        }

    def _division_of(self, row: Row) -> str:
        """The other division that the row's labels name without doubt; empty when there is none."""
        owners = [key for key, by_name in self._others_by_name.items() if named(row, by_name, {"", *WORDS})]
        return owners[0] if len(owners) == 1 else ""

    def _question(self, key: str, table: Table, row: Row, answer: str = "") -> Question:
        labels = " · ".join(row.labels)
        near = nearest(" ".join(row.labels), self.lines)
        return Question(
            key,
            f"{table.sheet.name} {row.number}행",
            f"어느 지표입니까: '{labels}'",
            (*(Choice(line.identifier, line.title) for line in near), Choice(SKIP, "반입하지 않음")),
            any_line=True,
            answer=answer,
        )
