"""Which stored figure a row of a workbook means: by identifier, by name, by a remembered answer; else a question.

A name counts only when it is the same but for blanks and bullets; one that differs otherwise is suggested, never assumed.
Pure Python over the ledger's rows: no query.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Ledger, PartRow
from seoulwork.domain.numbers import BUDGET_UNIT
from seoulwork.entry.cells import Cell
from seoulwork.figures.divisions import Division
from seoulwork.workbook.reading.sheet import squeeze
from seoulwork.workbook.reading.tables import Row, Table
from seoulwork.workbook.safety import Refused

SKIP = "skip"
"""The answer of who does not want a row imported."""
TOTAL = "sum:"
"""Before the identifier of a template's row that adds up others: computed there, never imported."""
MONTHLY, CUMULATIVE = "monthly", "cumulative"
"""The answers to how a table's amounts are meant."""
RULES = {"sum": "합계", "latest": "최근", "mean": "평균", "ratio": "비율"}
MEASURES = {"a": "", "d": "분모", "c": "원인행위액", "s": "지출액"}
WORDS = {"numerator": "a", "denominator": "d", "committed": "c", "spent": "s"}
WORD_OF = {kind: word for word, kind in WORDS.items()}
SUGGESTIONS = 5
LEAST_ALIKE = 0.3
MOST_QUESTIONS = 200
"""Nobody answers more about one workbook; and each looks at every line of the division."""


@dataclass(frozen=True)
class Line:
    """One row that can be filled: an indicator, one of its parts, or a budget line, and which of its two figures."""

    division: str
    cell: Cell
    programme_id: int | None
    programme: str
    name: str
    """`일자리카페 이용 인원 / 취업상담`"""
    unit: str
    decimals: int
    rule: str
    """`sum`, `latest`, `mean`, `ratio` or `money`"""
    has_parts: bool
    indicator: IndicatorRow | None = None
    part: PartRow | None = None
    budget: BudgetRow | None = None

    @property
    def identifier(self) -> str:
        return f"{self.division}:{self.cell}"

    @property
    def heading(self) -> str:
        """What the line stands under: its programme, or the division as a whole."""
        return self.programme or "담당관 공통"

    @property
    def measure(self) -> str:
        """분자, 분모, 원인행위액, 지출액; empty for a plain figure."""
        if self.rule == "ratio" and self.cell.kind == "a":
            return "분자"
        return MEASURES[self.cell.kind]

    @property
    def title(self) -> str:
        """`2. 청년 체감 … · 일자리카페 이용 인원 / 취업상담`"""
        return " · ".join(filter(None, [self.programme, self.name, self.measure]))

    @cached_property
    def pairs(self) -> tuple[frozenset[str], ...]:
        """The letter pairs of each way to call it, for likeness."""
        short = self.indicator.short_name if self.indicator else ""
        return tuple(_pairs(text) for text in (self.name, self.title, f"{short} {self.part.path if self.part else ''}"))

    @cached_property
    def names(self) -> tuple[frozenset[str], ...]:
        """What a label may say, squeezed: the programme's names, the figure's own, each level of the part, the measure."""
        programme = self.programme.partition(". ")
        own: list[frozenset[str]] = [_names(self.programme, programme[2], programme[0] if programme[2] else "")]
        if self.indicator is not None:
            own.append(_names(self.indicator.name, self.indicator.short_name))
            if self.part is not None:
                own += [_names(level) for level in self.part.path.split("/")]
                own[-1] |= _names(self.part.path)
                own.append(_names(self.part.dimension))
        if self.budget is not None:
            own.append(_names(self.budget.short_name, self.budget.kind_name))
            own.append(_names(self.budget.part))
            own.append(_names(self.budget.fund_source))
        own.append(_names(self.measure))
        return tuple(own)


def _names(*texts: str) -> frozenset[str]:
    return frozenset(filter(None, map(squeeze, texts)))


def fillable(division: Division, ledger: Ledger, year: int) -> tuple[Line, ...]:
    """Every line of a division that a workbook of that year may fill, in printed order: first the indicators, each with its
    parts, then the budget lines that are executed."""
    titles = {each.id: f"{each.number}. {each.title}" for each in ledger.programmes}
    order = {each.id: index for index, each in enumerate(ledger.programmes, 1)}
    lines: list[Line] = []
    for indicator in sorted(ledger.indicators, key=lambda each: order.get(each.programme_id or 0, 0)):
        if indicator.restates or (indicator.programme_id is not None and indicator.programme_id not in titles):
            continue
        programme = titles.get(indicator.programme_id or 0, "")
        for part in (None, *_parts(ledger, indicator)):
            has_parts = bool(ledger.parts_of(indicator, part.path if part else ""))
            name = indicator.name if part is None else f"{indicator.name} / {part.path.replace('/', ' / ')}"
            unit = "" if indicator.accumulation == "ratio" else indicator.unit
            kinds = "ad" if indicator.accumulation == "ratio" else "a"
            lines += [
                Line(
                    division.key, Cell(kind, indicator.id, part.id if part else None), indicator.programme_id, programme,
                    name, unit, indicator.decimals, indicator.accumulation, has_parts, indicator, part,
                )
                for kind in kinds
            ]  # fmt: skip
    for budget in sorted(ledger.budgets, key=lambda each: order.get(each.programme_id or 0, 0)):
        if budget.year == year and budget.kind in ("current", "grant"):
            name = " / ".join(filter(None, [budget.short_name, budget.part, budget.fund_source]))
            lines += [
                Line(
                    division.key, Cell(kind, budget.id), budget.programme_id, titles.get(budget.programme_id or 0, ""),
                    name, BUDGET_UNIT, 0, "money", False, budget=budget,
                )
                for kind in "cs"
            ]  # fmt: skip
    return tuple(lines)


def _parts(ledger: Ledger, indicator: IndicatorRow, parent: str = "") -> Iterable[PartRow]:
    for part in ledger.parts_of(indicator, parent):
        yield part
        yield from _parts(ledger, indicator, part.path)


class Choice(NamedTuple):
    answer: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What can't be matched, asked once for each sender. An answer is a line's identifier, SKIP, or one of `choices` only."""

    key: str
    place: str
    text: str
    choices: tuple[Choice, ...]
    """The likely answers, best first"""
    any_line: bool
    """Whether every line of the division is an answer, beside the choices."""
    answer: str = ""
    """What is remembered of it; empty while it waits for one"""


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


def question_key(row: Row) -> str:
    """What is remembered of a row: its labels, squeezed, with the section that it stands in."""
    return (
        "행:"
        + "|".join(squeeze(label) for label in ((row.section, *row.labels) if len(row.labels) == 1 else row.labels))[
            :390
        ]
    )


def money_key(table: Table) -> str:
    """What is remembered of how a table's amounts are meant: its sheet and what stands over its months, whichever these are."""
    heads = dict.fromkeys(re.sub(r"\d+", "", squeeze(column.heading)) for column in table.columns)
    return ("금액:" + "|".join([squeeze(table.sheet.name), *heads]))[:390]


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
        return _by_own_name(self.lines)

    @cached_property
    def _others_by_name(self) -> dict[str, dict[str, list[Line]]]:
        return {key: _by_own_name(lines()) for key, lines in self.others.items()}

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
                    _refuse_one_more(questions)
                    questions[key] = self._question(key, table, row)
        return Match(
            tuple(matched), tuple(foreign), tuple(contradictions), tuple(skipped), tuple(nameless), tuple(totals),
            (*questions.values(), *answered.values()),
        )  # fmt: skip

    def _contradicting(self, line: Line, row: Row) -> Line | None:
        """The other line that the labels of a row with an identifier name; labels that name none were renamed, and may be."""
        named = list(self.find(row, {WORD_OF[line.cell.kind]}).values())
        return named[0] if named and line not in named else None

    def _owner(self, identifier: str) -> str:
        """The other division that an identifier names; empty when it names none."""
        owner = identifier.partition(":")[0]
        return owner if owner in self.others else ""

    def find(self, row: Row, measures: Iterable[str] = ("",)) -> dict[str, Line]:
        """The lines that the row's labels name without doubt, by measure; empty when there is none, or more than one."""
        return _find(row, self._by_name, set(measures))

    def _with_sibling(self, line: Line, measures: set[str]) -> dict[str, Line]:
        sibling = self.by_identifier.get(f"{line.division}:{line.cell.sibling}")
        if sibling is None or not measures & set(WORDS):
            return {"": line}
        return {
            measure: each for measure in measures for each in (line, sibling) if WORDS.get(measure) == each.cell.kind
        }

    def _division_of(self, row: Row) -> str:
        """The other division that the row's labels name without doubt; empty when there is none."""
        owners = [key for key, by_name in self._others_by_name.items() if _find(row, by_name, {"", *WORDS})]
        return owners[0] if len(owners) == 1 else ""

    def _question(self, key: str, table: Table, row: Row, answer: str = "") -> Question:
        labels = " · ".join(row.labels)
        near = _nearest(" ".join(row.labels), self.lines)
        return Question(
            key, f"{table.sheet.name} {row.number}행", f"어느 지표입니까: '{labels}'",
            (*(Choice(line.identifier, line.title) for line in near), Choice(SKIP, "반입하지 않음")), any_line=True, answer=answer,
        )  # fmt: skip


def _by_own_name(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for name in line.names[1]:
            found[name].append(line)
    return found


def _find(row: Row, by_name: Mapping[str, list[Line]], measures: set[str]) -> dict[str, Line]:
    labels = [squeeze(label) for label in row.labels]
    section = squeeze(row.section)
    candidates: dict[str, Line] = {}
    for label in dict.fromkeys([*labels, section]):
        for line in by_name.get(label, ()):
            if _says(line, labels, section):
                candidates[line.identifier] = line
    lines = list(candidates.values())
    if len(lines) > 1 and section:
        # A heading row above may say which programme is meant; it never stands against the row's own labels.
        lines = [line for line in lines if section in line.names[0]] or lines
    stated = [line for line in lines if line.measure and squeeze(line.measure) in labels]
    lines = stated or lines
    if len({(line.cell.place) for line in lines}) != 1:
        return {}
    if len(lines) == 1:
        return {"": lines[0]}
    return {measure: line for measure in measures for line in lines if WORDS.get(measure) == line.cell.kind}


def _says(line: Line, labels: list[str], section: str) -> bool:
    """Whether every label is one of the line's names, and the labels (or the section) name the figure and its part."""
    allowed = frozenset().union(*line.names)
    if not all(label in allowed for label in labels):
        return False
    said = {*labels, section}
    if not said & line.names[1]:
        return False
    if line.part is not None:
        levels = line.part.path.split("/")
        leaf = line.names[1 + len(levels)]
        return bool(leaf & set(labels))
    if line.budget is not None:
        return all(not names or names & said for names in line.names[2:4])
    return True


def _nearest(label: str, lines: Iterable[Line]) -> list[Line]:
    """The lines whose names look most like the label: by the share of letter pairs in common."""
    wanted = _pairs(label)
    scored: list[tuple[float, int, Line]] = []
    for line in lines:
        best = max(_alike(wanted, pairs) for pairs in line.pairs)
        if best >= LEAST_ALIKE:
            scored.append((-best, len(scored), line))
    return [line for _, _, line in sorted(scored)[:SUGGESTIONS]]


def _pairs(text: str) -> frozenset[str]:
    letters = re.sub(r"\W", "", squeeze(text))
    return frozenset(letters[index : index + 2] for index in range(len(letters) - 1)) or frozenset({letters})


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """0 (nothing in common) … 1 (the same): Dice's coefficient."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _refuse_one_more(questions: Mapping[str, Question]) -> None:
    """Raise Refused when as many questions are asked as may be."""
    if len(questions) == MOST_QUESTIONS:
        raise Refused(
            f"알 수 없는 이름의 행이 {MOST_QUESTIONS:,}개를 넘습니다. "
            "서식을 내려받아 쓰거나, 지표 이름을 서식과 같게 고쳐 올려 주세요."
        )
