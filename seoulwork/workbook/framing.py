"""What the words around a table mean for its figures: each is used, contradicts, or is asked about once. No database.

Words of one row are matching's business, those of a column reading's; here stand those of title, notes, sheet and file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from seoulwork.domain.vocabulary import ACTUAL, EXECUTION, MEASURES, MONEY_WORDS, UNITS
from seoulwork.figures.divisions import Division
from seoulwork.figures.labels import division_word
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.matching.matcher import Matched
from seoulwork.workbook.matching.names import short_name
from seoulwork.workbook.matching.questions import CUMULATIVE, MONTHLY, SKIP, Choice, Question, kept_key, values_of
from seoulwork.workbook.reading.frame import Around, Words, is_unit, only_words, words_in
from seoulwork.workbook.reading.sheet import Problem, squeeze
from seoulwork.workbook.reading.tables import Table

GIVEN = "given"
"""The answer of who says that the figures are as the table's headings have them."""
BESIDE = "옆 칸"
OWN_UNIT = "own"
EXECUTION_WORDS = (EXECUTION, "잔액")
"""What around a list of executions says nothing against it."""


@dataclass(frozen=True)
class Meant:
    """What the frame of a table means."""

    units: tuple[str, ...] = ()
    """Of all its figures, where a row or a column has no other"""
    unfitting: bool = False
    """Whether these fit none of its figures"""
    cumulative: bool = False
    monthly: bool = False
    """Said to be of one month each, by an answer"""
    skipped: bool = False
    """Left out, by an answer"""
    questions: tuple[Question, ...] = ()
    problem: Problem | None = None
    """Why nothing of it can be read"""

    @property
    def known(self) -> bool:
        """Whether its figures can be read: nothing contradicts, and every question has an answer."""
        return not self.skipped and self.problem is None and all(each.answer for each in self.questions)


class Framing:
    """Goes by the names that a division knows, and by the answers that were given."""

    def __init__(
        self,
        division: Division,
        others: Iterable[Division],
        lines: Sequence[Line],
        name: str,
        answers: Mapping[str, str],
    ) -> None:
        self.division, self.others, self.lines, self.answers = division, tuple(others), lines, answers
        self.file = Around(name.rpartition(".")[0] or name, "", "파일 이름")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the division calls its own, the longest first: words in there say nothing. Names that are nothing but words
        of the vocabulary do."""
        found = {name for line in self.lines for name in line.all_names if len(name) > 1 and not only_words(name)}
        return tuple(sorted(found, key=lambda name: (-len(name), name)))

    def meaning(self, table: Table, matched: Sequence[Matched]) -> Meant:
        """What the frame means for the rows of the table that were matched."""
        sections = [
            each
            for text, each in table.sections.items()
            if not only_words(text) and any(m.row.section == text for m in matched)
        ]
        beside = {
            m.row.beside: Around(m.row.beside, f"{m.row.number}행", BESIDE) for m in reversed(matched) if m.row.beside
        }
        wide = [self.file, *table.frame]
        if problem := self._foreign(table, wide):
            return Meant(problem=problem)
        said = [(around, words_in(around.text, self.names)) for around in (*wide, *sections, *beside.values())]
        units = [unit for around, words in said if around in wide for unit in words.units]
        questions = [
            *self._owner(table, wide),
            *self._kind(table, matched, said),
            *self._times(table, said),
        ]
        unit, unit_questions = self._bare_units(table, matched, said)
        questions += unit_questions
        meant_as, cumulative_questions = self._cumulative(table, matched, said)
        questions += cumulative_questions
        own = {line.unit for each in matched for line in each.lines.values()}
        return Meant(
            tuple(dict.fromkeys([*units, *unit])),
            bool(units) and not any(resolved(each, one) for each in units for one in own),
            meant_as == CUMULATIVE,
            meant_as == MONTHLY,
            any(each.answer == SKIP for each in questions),
            tuple(questions),
        )

    def of_list(self, table: Table) -> Meant:
        """What the frame of a list of executions means beside units, times and 누계: whose it is, and whether it is of executions."""
        wide = [self.file, *table.frame]
        if problem := self._foreign(table, wide):
            return Meant(problem=problem)
        own = {*EXECUTION_WORDS, *MONEY_WORDS}
        found = [
            (around, word) for around in wide for word in words_in(around.text, self.names).other if word not in own
        ]
        questions = [
            *self._owner(table, wide),
            *self._question(table, "값의 뜻", found, "목록의 금액은 집행 실적입니까?", [Choice(GIVEN, "집행 실적")]),
        ]
        return Meant(skipped=any(each.answer == SKIP for each in questions), questions=tuple(questions))

    def _foreign(self, table: Table, wide: Iterable[Around]) -> Problem | None:
        """A table under another division's name alone."""
        texts = [(around, squeeze(around.text)) for around in wide]
        if any(squeeze(self.division.name) in text for _, text in texts):
            return None
        for around, text in texts:
            for other in self.others:
                if squeeze(other.name) in text:
                    cause = (
                        f"{around.korean}에 '{other.name}'이라고 적혀 있습니다. {self.division.name}의 값이 아니면 "
                        f"그 {division_word('으로/로')} 올리고, 맞으면 적힌 이름을 고쳐 주세요."
                    )
                    return Problem(table.sheet.name, around.place, around.text, cause)
        return None

    def _owner(self, table: Table, wide: Iterable[Around]) -> list[Question]:
        """Short names of other divisions, and the names of some that stand beside the own one."""
        found = []
        for around in wide:
            text = squeeze(around.text)
            for name in self.names:
                text = text.replace(name, "")
            for other in self.others:
                short = short_name(other.name)
                if short in text:
                    found.append((around, short))
        return self._question(
            table, "소관", found, f"{self.division.name}의 값입니까?", [Choice(GIVEN, f"{self.division.name}의 값")]
        )

    def _kind(self, table: Table, matched: Sequence[Matched], said: list[tuple[Around, Words]]) -> list[Question]:
        """목표, 계획, 전년 … in the frame, where not every column says that it holds actuals."""
        if all(ACTUAL in squeeze(column.heading) for column in table.columns):
            return []
        rules = {line.rule for each in matched for line in each.lines.values()}
        own = {"예산"} if "money" in rules else set()
        found = [(around, word) for around, words in said for word in words.other if word not in own]
        if "money" not in rules:
            found += [(around, word) for around, words in said for word in words.money if word not in words.other]
        else:
            measures = {line.measure for each in matched for line in each.lines.values()}
            found += [
                (around, word)
                for around, words in said
                for word in words.money
                if word in dict(MEASURES) and not any(word in measure for measure in measures)
            ]
        return self._question(table, "값의 뜻", found, "표의 값은 실적입니까?", [Choice(GIVEN, "실적(집행 실적)의 값")])

    def _times(self, table: Table, said: list[tuple[Around, Words]]) -> list[Question]:
        """A year or months in the frame that the headings contradict."""
        years = {column.month.year for column in table.columns}
        months = {column.month.number for column in table.columns}
        found = []
        for around, words in said:
            if around.what == BESIDE:  # a date in a remark is the remark's
                continue
            if words.years and not years <= words.years:
                found += [(around, f"{year}년") for year in sorted(words.years)]
            inside = months <= words.months or (not words.period and max(months) in words.months)
            if words.months and not inside:
                named = sorted(words.months)
                found.append((around, f"{named[0]}월" if len(named) == 1 else f"{named[0]}~{named[-1]}월"))
        return self._question(
            table, "때", found, "머리글의 달이 맞습니까?", [Choice(GIVEN, "머리글의 연도와 달이 맞음")]
        )

    def _bare_units(
        self, table: Table, matched: Sequence[Matched], said: list[tuple[Around, Words]]
    ) -> tuple[list[str], list[Question]]:
        """Words that may be units: asked unless all figures have that unit anyway."""
        own = {line.unit for each in matched for line in each.lines.values()}
        found = [(around, unit) for around, words in said for unit in words.bare_units if own != {unit}]
        units = list(dict.fromkeys(unit for _, unit in found))
        choices = [
            Choice(OWN_UNIT, "지표마다 정해진 단위"),
            *(Choice(f"unit:{unit}", f"'{unit}' 단위") for unit in units),
        ]
        questions = self._question(table, "단위", found, "표의 값은 어느 단위입니까?", choices)
        return [each.answer.removeprefix("unit:") for each in questions if each.answer.startswith("unit:")], questions

    def _cumulative(
        self, table: Table, matched: Sequence[Matched], said: list[tuple[Around, Words]]
    ) -> tuple[str, list[Question]]:
        """누계 or 당월 in the frame, where the columns do not tell which of them are meant: the answer, and what is asked."""
        rules = {line.rule for each in matched for line in each.lines.values()}
        told = [column.cumulative for column in table.columns]
        found = []
        if rules - {"latest"} and not any(told):
            found = [(around, word) for around, words in said for word in words.cumulative]
            if "money" in rules:  # which is asked about in any case: the words are part of what is answered
                found += [(around, word) for around, words in said for word in words.of_the_month]
        elif all(told):
            found = [(around, word) for around, words in said for word in words.of_the_month]
        choices = [Choice(CUMULATIVE, "1월부터 그 달 말까지의 누계"), Choice(MONTHLY, "그 달 한 달의 값")]
        if all(told):
            choices = choices[:1]
        questions = self._question(table, "누계", found, "표의 값은 누계입니까, 한 달의 값입니까?", choices)
        return next((each.answer for each in questions), ""), questions

    def _question(
        self, table: Table, what: str, found: list[tuple[Around, str]], text: str, choices: list[Choice]
    ) -> list[Question]:
        """One question about some words; its answer is remembered for exactly these, where they stand."""
        if not found:
            return []
        words = dict.fromkeys(f"{around.what}:{word}" for around, word in found)
        key = kept_key(f"틀:{what}|{'|'.join(sorted(words))}")
        row = next((each for each in table.rows if each.labels), None)
        choices = [*choices, Choice(SKIP, "이 표는 반입하지 않음")]
        answer = self.answers.get(key, "")
        quoted = ", ".join(
            dict.fromkeys(f"{around.korean} '{around.text[:40]}'의 '{word}'" for around, word in found[:5])
        )
        return [
            Question(
                key,
                f"{table.sheet.name} {table.head_row}행의 표",
                f"{quoted}: {text}",
                tuple(choices),
                any_line=False,
                answer=answer if answer in {choice.answer for choice in choices} else "",
                values=f"{' · '.join(row.labels)}: {values_of(table, row)}" if row else "",
            )
        ]


def resolved(written: str, line_unit: str) -> str:
    """The unit that a written one is for figures of a line: `억` of 원 is 억원, `₩` is 원; empty when it fits in no way."""
    base = UNITS[line_unit].base
    if written in ("₩", "\\"):
        written = "원"
    if written in UNITS and UNITS[written].base == base:
        return written
    scaled = f"{written}{base}"
    return scaled if is_unit(written) and written not in UNITS and scaled in UNITS else ""
