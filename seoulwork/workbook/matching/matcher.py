"""From the rows of a workbook's tables to the lines that they fill, and to what is asked about the others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from seoulwork.figures.divisions import Division, divisions
from seoulwork.workbook.matching.lines import WORD_OF, WORDS, Line
from seoulwork.workbook.matching.names import by_own_name, is_relative, named, plain, said_of, short_name
from seoulwork.workbook.matching.questions import (
    SKIP,
    Choice,
    Question,
    nearest,
    question_key,
    refuse_one_more,
    values_of,
)
from seoulwork.workbook.reading.frame import Words
from seoulwork.workbook.reading.sheet import squeeze
from seoulwork.workbook.reading.tables import Row, Table

TOTAL = "sum:"
"""Before the identifier of a template's row that adds up others: computed there, never imported."""


class Matched(NamedTuple):
    table: Table
    row: Row
    lines: dict[str, Line]
    """By the measure of the column: `numerator`, `denominator`, `committed`, `spent`, or empty for the row's only one"""
    said: Words = Words()
    """What its labels say beside the name, and its block row"""


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
    others: tuple[tuple[Table, Row], ...]
    """Rows that say of themselves that they are no actuals: 목표, 증감, 평균 …"""
    questions: tuple[Question, ...]
    """Those that wait for an answer, then those that have one"""


@dataclass
class _Found:
    """Where the rows were put so far."""

    matched: list[Matched] = field(default_factory=list)
    foreign: list[Foreign] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    skipped: list[tuple[Table, Row]] = field(default_factory=list)
    nameless: list[tuple[Table, Row]] = field(default_factory=list)
    totals: list[tuple[Table, Row]] = field(default_factory=list)
    others: list[tuple[Table, Row]] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    answered: dict[str, Question] = field(default_factory=dict)


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
        self.names = {each.key: squeeze(each.name) for each in divisions() if each.key in others}
        self.short_names = {key: short_name(name) for key, name in self.names.items()}

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
        found = _Found()
        for table in tables:
            measures = {column.measure for column in table.columns}
            for row in table.rows:
                if not row.identifier.startswith(TOTAL):
                    self._sort(table, row, measures, answers, found)
        self._part_with(found)
        return Match(
            tuple(found.matched),
            tuple(found.foreign),
            tuple(found.contradictions),
            tuple(found.skipped),
            tuple(found.nameless),
            tuple(found.totals),
            tuple(found.others),
            (*found.questions.values(), *found.answered.values()),
        )

    def _part_with(self, found: "_Found") -> None:
        """Rows under another division's name alone are that division's, where others are the own one's."""
        owners = {
            id(table): self._owner_of_table(table) for table in {id(m.table): m.table for m in found.matched}.values()
        }
        if all(owners.values()):
            return
        for each in found.matched:
            if owner := owners[id(each.table)]:
                found.foreign.append(Foreign(each.table, each.row, owner))
        found.matched = [each for each in found.matched if not owners[id(each.table)]]

    def _owner_of_table(self, table: Table) -> str:
        """The other division whose name alone stands around a table; empty when there is none."""
        said = [squeeze(around.text) for around in table.frame]
        if any(squeeze(self.division.name) in text for text in said):
            return ""
        return next((key for key, name in self.names.items() if any(name in text for text in said)), "")

    def _sort(self, table: Table, row: Row, measures: set[str], answers: Mapping[str, str], found: "_Found") -> None:
        """Put a row where it belongs."""
        if line := self.by_identifier.get(row.identifier):
            if labelled := self._contradicting(line, row):
                found.contradictions.append(Contradiction(table, row, line, labelled))
            else:
                unknown = tuple(label for label in row.labels if squeeze(label) not in line.all_names)
                found.matched.append(Matched(table, row, {"": line}, said_of(row, unknown)))
            return
        if owner := self._owner(row.identifier) or self._owner_named(row):
            found.foreign.append(Foreign(table, row, owner))
            return
        # Of a row that is named as it stands, the labels say nothing beside the name.
        speaking: tuple[str, ...] = ()
        lines = self.find(row, measures)
        if not lines:
            speaking = row.labels
            lines = self.find(plain(row), measures)
        if lines:
            said = said_of(row, speaking)
            if said.other:
                found.others.append((table, row))
            else:
                found.matched.append(Matched(table, row, lines, said))
            return
        if row.total:
            found.totals.append((table, row))
        elif not row.labels:
            found.nameless.append((table, row))
        elif not plain(row).labels or is_relative(row.labels[-1]):
            found.others.append((table, row))
        else:
            self._ask(table, row, measures, answers, found)

    def _ask(self, table: Table, row: Row, measures: set[str], answers: Mapping[str, str], found: "_Found") -> None:
        """What names do not tell: by the answer, by the other divisions' names, or as a question."""
        key = question_key(row)
        answer = answers.get(key, "")
        if (answer == SKIP or answer in self.by_identifier) and key not in found.answered:
            found.answered[key] = self._question(key, table, row, answer)
        if answer == SKIP:
            found.skipped.append((table, row))
        elif answer in self.by_identifier:
            lines = self._with_sibling(self.by_identifier[answer], measures)
            found.matched.append(Matched(table, row, lines, said_of(row, row.labels)))
        elif other := self._division_of(row):
            found.foreign.append(Foreign(table, row, other))
        elif key not in found.questions:
            refuse_one_more(found.questions)
            found.questions[key] = self._question(key, table, row)

    def _contradicting(self, line: Line, row: Row) -> Line | None:
        """The other line that the labels of a row with an identifier name; labels that name none were renamed, and may be."""
        labelled = list(self.find(row, {WORD_OF[line.cell.kind]}).values())
        return labelled[0] if labelled and line not in labelled else None

    def _owner_named(self, row: Row) -> str:
        """The other division whose name stands in the row, in a label column or beside its figures, or over its block."""
        said = squeeze(" ".join((row.section, row.beside, row.owner, *row.labels)))
        owner = squeeze(row.owner)
        return next(
            (key for key, name in self.names.items() if name in said or owner.startswith(self.short_names[key])), ""
        )

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
            values=values_of(table, row),
        )
