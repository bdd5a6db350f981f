"""From the lines of lists of executions to figures of stored budget lines: mapped once, added up, and told in sums. No database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import Division, division_names
from seoulwork.figures.labels import division_word
from seoulwork.workbook.executions.checking import (
    Meaning,
    check,
    doubled,
    in_unit_of_file,
    meaning_of,
    read_amounts,
)
from seoulwork.workbook.executions.lists import EXECUTED, ExecutionList, SourceRow
from seoulwork.workbook.executions.meaning import Timing, measured, month_of_row, other_year, timing
from seoulwork.workbook.executions.telling import Part, appropriated, policies, title_of
from seoulwork.workbook.framing import Framing
from seoulwork.workbook.gathering import Findings, Gathered, Given, Series
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.matching.names import short_name
from seoulwork.workbook.matching.questions import CUMULATIVE, SKIP, Choice, Question, refuse_one_more
from seoulwork.workbook.outcome import Appropriated, Policy
from seoulwork.workbook.reading.sheet import Left, reference, squeeze, tidy
from seoulwork.workbook.reading.tables import Table

NONE = "none"
KINDS = {"committed": "c", "spent": "s"}
BOTH = "+"
"""Between two budget lines that a line of the list counts for: a grant, and the division's whole."""


@dataclass
class Added:
    """What lists come to."""

    gathered: Gathered
    questions: tuple[Question, ...]
    left: tuple[Left, ...]
    others: tuple[str, ...]
    """The keys of other divisions of which there are lines"""
    policies: tuple[Policy, ...] = ()
    appropriated: tuple[Appropriated, ...] = ()


def add_up(
    lists: Sequence[ExecutionList],
    division: Division,
    *,
    lines: Sequence[Line],
    file: str,
    year: int,
    answers: Mapping[str, str],
    today: date,
    framing: Framing,
    findings: Findings,
) -> Added:
    """Every figure of the lists by budget line and month; nothing of it while a question waits for an answer, since a sum of some
    of its lines would be wrong."""
    own = _Adding(division, lines, file, year, answers, today, framing, findings)
    return own.add(lists)


@dataclass
class _Adding:
    division: Division
    lines: Sequence[Line]
    file: str
    year: int
    answers: Mapping[str, str]
    today: date
    framing: Framing
    findings: Findings
    questions: dict[str, Question] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    foreign: list[tuple[ExecutionList, SourceRow, Division]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    broken: bool = False

    def __post_init__(self) -> None:
        self.by_identifier = {line.identifier: line for line in self.lines if line.rule == "money"}
        self.budgets = [line for line in self.by_identifier.values() if line.cell.kind == "s"]

    def add(self, lists: Sequence[ExecutionList]) -> Added:
        for own in lists:
            self._read(own)
        self._settle_foreign()
        lists_of = {id(part.entry): part.read.own for part in self.parts}
        for later, earlier in doubled([part.entry for part in self.parts]):
            self._refuse_row(
                lists_of[id(later)],
                later.row.number,
                f"{earlier.row.number}행과 같은 줄, 같은 때의 값입니다. 한 줄만 남겨 주세요.",
            )
            self.broken = True
        others = tuple(dict.fromkeys(other.key for _, _, other in self.foreign))
        empty = Gathered({}, {}, {}, {}, {}, ())
        waiting = any(not each.answer for each in self.questions.values())
        if waiting or self.broken:
            return Added(empty, tuple(self.questions.values()), tuple(self.left), others)
        gathered = self._gathered()
        waiting = any(not each.answer for each in self.questions.values())
        return Added(
            empty if waiting else gathered,
            tuple(self.questions.values()),
            tuple(self.left),
            others,
            policies(self.parts, self.by_identifier),
            appropriated(self.parts, self.budgets),
        )

    # ------------------------------------------------------------------------------------------------ one list

    def _ask(self, question: Question | None) -> None:
        if question is not None and question.key not in self.questions:
            refuse_one_more(self.questions)
            self.questions[question.key] = question

    def _read(self, own: ExecutionList) -> None:
        known = len(self.findings.found)
        self.left += own.left
        self.left += [
            Left(own.sheet.name, str(each.number), f"'{each.label}' 행은 합계여서 더하지 않았습니다.")
            for each in own.totals
        ]
        for number in own.nameless:
            self._refuse_row(own, number, "이름이 없는 줄의 값입니다. 사업 이름을 넣거나 줄을 지워 주세요.")
        for each in own.totals:
            if not each.called and not any(row.names[: len(each.names)] == each.names for row in own.rows):
                cause = f"'{each.label}'에 속한 줄이 없어 합계인지 알 수 없습니다. 가장 아래 단계의 사업 이름을 넣어 주세요."
                self._refuse_row(own, each.number, cause)
        if self._frame_stops(own):
            return
        time, unit = timing(own, self.file, self.year, self.answers), measured(own, self.file, self.answers)
        self._ask(time.question)
        self._ask(unit.question)
        for twin in own.amounts:
            if any(
                each.kind == twin.kind and each.meaning == twin.meaning and each.column < twin.column
                for each in own.amounts
            ):
                cause = f"'{twin.heading}'과 같은 뜻의 열이 앞에도 있습니다. 한 열만 남겨 주세요."
                self.findings.error(own.sheet.name, reference(own.head, twin.column), twin.heading, cause)
        if unit.problem:
            self.findings.error(*unit.problem)
        rows = [row for row in own.rows if not self._is_foreign(own, row)]
        for row in rows:
            if row.key not in self.questions:
                self._ask(self._mapping(own, row))
        known_units = unit.units.keys() >= {each.column for each in own.amounts if each.kind != "rate"}
        times = self._times(own, rows, time)
        if len(self.findings.found) > known:
            self.broken = True
        elif known_units and (own.time or time.month):
            self._judge(own, unit.units, times)

    def _frame_stops(self, own: ExecutionList) -> bool:
        """Whether the words around the list leave it out, or stop it."""
        meant = self.framing.of_list(Table(own.sheet, own.head, (), (), own.frame))
        for question in meant.questions:
            self._ask(question)
        if meant.problem:
            self.findings.error(*meant.problem)
            self.broken = True
        if meant.skipped:
            self.left.append(Left(own.sheet.name, own.place, "이 목록은 반입하지 않기로 했습니다."))
        return meant.skipped or meant.problem is not None

    def _judge(
        self, own: ExecutionList, units: Mapping[int, str], times: Mapping[int, tuple[Month, date | None]]
    ) -> None:
        read = read_amounts(own, units, times, self.findings)
        if read.broken:
            self.broken = True
            return
        meaning: Meaning = meaning_of(read, self.answers)
        self._ask(meaning.question)
        if not meaning.said:
            return
        for question in check(read, meaning.said, self.answers, self.findings, whole=len(times) == len(own.rows)):
            self._ask(question)
        for entry in read.entries:
            answer = self.questions[entry.row.key].answer
            if answer == SKIP:
                text = f"'{entry.row.title}' 줄은 반입하지 않기로 했습니다."
                self.left.append(Left(own.sheet.name, str(entry.row.number), text))
            elif answer:
                self.parts.append(Part(read, entry, meaning.said, tuple(answer.split(BOTH))))

    def _times(
        self, own: ExecutionList, rows: Iterable[SourceRow], time: Timing
    ) -> dict[int, tuple[Month, date | None]]:
        """The month and day of each row; what can't be told, and what is still to come, is an error at its cell."""
        found: dict[int, tuple[Month, date | None]] = {}
        for row in rows:
            if own.time is None and time.month is None:
                continue
            read = month_of_row(own, row, self.year) if time.month is None else (time.month, None)
            place = (row.number, own.time or own.amounts[0].column)
            cause = other_year(row, self.year) or (read if isinstance(read, str) else self._future(*read))
            if isinstance(read, str) or cause:
                self.findings.error(own.sheet.name, reference(*place), tidy(own.sheet.merged_value(*place)), cause)
            else:
                found[row.number] = read
        return found

    def _future(self, month: Month, day: date | None) -> str:
        if day is not None and day > self.today:
            return f"{day.month}월 {day.day}일은 아직 오지 않은 날입니다. 연도와 날을 확인해 주세요."
        if month > Month.of(self.today):
            return f"{month.korean}은 아직 오지 않은 달입니다. 연도와 달을 확인해 주세요."
        return ""

    # ------------------------------------------------------------------------------------------------- mapping

    def _is_foreign(self, own: ExecutionList, row: SourceRow) -> bool:
        said = squeeze(row.owner)
        if not said or squeeze(self.division.name) in said:
            return False
        for other in self.framing.others:
            if squeeze(other.name) in said or short_name(other.name) == said:
                self.foreign.append((own, row, other))
                return True
        return False

    def _settle_foreign(self) -> None:
        """Lines of other divisions beside own ones are left to those, which is asked once; alone they are errors."""
        if not self.foreign:
            return
        names = division_names()
        owners = ", ".join(dict.fromkeys(names[other.key] for _, _, other in self.foreign))
        if len(self.foreign) == sum(len(own.rows) for own in {id(each): each for each, _, _ in self.foreign}.values()):
            for own, row, other in self.foreign:
                self._refuse_row(
                    own,
                    row.number,
                    f"다른 {division_word()}({other.name})의 줄입니다. 그 {division_word('으로/로')} 따로 올려 주세요.",
                )
            self.broken = True
            return
        own, row, _ = self.foreign[0]
        key = f"다른 담당관:{owners}"
        answer = SKIP if self.answers.get(key) == SKIP else ""
        text = f"다른 {division_word()}({owners})의 줄이 {len(self.foreign):,}개 있습니다. {self.division.name}의 줄만 반입합니까?"
        choices = (Choice(SKIP, f"{self.division.name}의 줄만 반입"),)
        place = f"{own.sheet.name} {row.number}행"
        self._ask(Question(key, place, text, choices, any_line=False, answer=answer))
        for own, row, other in self.foreign if answer else ():
            text = f"'{row.title}' 줄은 {other.name}의 것이어서 읽지 않았습니다. 그 {division_word('으로/로')}도 올려 주세요."
            self.left.append(Left(own.sheet.name, str(row.number), text))

    def _mapping(self, own: ExecutionList, row: SourceRow) -> Question:
        """Which budget lines a line of the list counts for: asked once by its names."""
        choices = self._choices
        answer = self.answers.get(row.key, "")
        answer = answer if answer in {each.answer for each in choices} else ""
        owner = f" ({row.owner})" if row.owner else ""
        text = f"어느 예산의 집행입니까: '{row.title}'{owner}"
        amounts = ((each.heading, tidy(own.sheet.value(row.number, each.column))) for each in own.amounts)
        values = ", ".join(f"{heading} {amount}" for heading, amount in amounts if amount)
        return Question(row.key, f"{own.sheet.name} {row.number}행", text, choices, False, answer, values)

    @cached_property
    def _choices(self) -> tuple[Choice, ...]:
        whole = [line for line in self.budgets if line.budget and line.budget.kind == "current"]
        single = [line for line in self.budgets if line not in whole]
        return (
            *(Choice(line.identifier, title_of(line)) for line in (*whole, *single)),
            *(
                Choice(
                    f"{line.identifier}{BOTH}{each.identifier}", f"{title_of(line)}, 그리고 {title_of(each)}에도 더함"
                )
                for line in single
                for each in whole
            ),
            Choice(SKIP, "우리 예산이 아님(반입하지 않음)"),
        )

    def _refuse_row(self, own: ExecutionList, number: int, cause: str) -> None:
        """An error at the first amount of a row."""
        at = next(each.column for each in own.amounts if own.sheet.value(number, each.column) is not None)
        self.findings.error(own.sheet.name, reference(number, at), tidy(own.sheet.value(number, at)), cause)

    # ---------------------------------------------------------------------------------------------- adding up

    def _gathered(self) -> Gathered:
        monthly: Series = defaultdict(dict)
        cumulative: Series = defaultdict(dict)
        for kind in EXECUTED:
            for target in dict.fromkeys(each for part in self.parts for each in part.targets):
                line = self.by_identifier[target.replace(":s", f":{KINDS[kind]}")]
                for meaning, series in ((CUMULATIVE, cumulative), ("", monthly)):
                    if found := self._line(target, kind, meaning):
                        series[line.identifier] = found
        return Gathered(monthly, cumulative, {}, {}, {}, ())

    def _line(self, target: str, kind: str, meaning: str) -> dict[Month, Given]:
        """The figures of one budget line and kind, of one meaning, by month."""
        cells: dict[Month, list[tuple[Part, int]]] = defaultdict(list)
        for part in self.parts:
            for column in part.read.own.columns(kind) if target in part.targets else ():
                if ((column.meaning or part.meaning) == CUMULATIVE) is (meaning == CUMULATIVE):
                    cells[part.entry.month].append((part, column.column))
        if meaning == CUMULATIVE:
            return self._cumulative(cells)
        months = {part.entry.month for part in self.parts} if cells else set[Month]()
        return {month: self._sum(cells.get(month, []), cells) for month in sorted(months)}

    def _cumulative(self, cells: Mapping[Month, list[tuple[Part, int]]]) -> dict[Month, Given]:
        """Each month's last amounts of all lines. By day, a line says something on days on which something happened: what it said
        last holds on. By month it is to be there in each."""
        standing: dict[tuple[tuple[str, ...], int], tuple[Part, int]] = {}
        found: dict[Month, Given] = {}
        for month in sorted(cells):
            own = sorted(cells[month], key=lambda each: each[0].entry.day or month.first_day)
            now = {(part.entry.row.identity, column): (part, column) for part, column in own}
            gone = [each for key, each in standing.items() if key not in now]
            for part, column in gone if gone and not gone[0][0].read.own.by_day else ():
                row = part.entry.row
                cause = f"이 줄은 {month.korean}에 없습니다. 누계이면 달마다 있어야 합니다. 없는 달의 줄을 넣어 주세요."
                place = reference(row.number, column)
                value = tidy(part.read.own.sheet.value(row.number, column))
                self.findings.error(part.read.own.sheet.name, place, value, cause)
            standing |= now
            found[month] = self._sum(list(standing.values()), cells)
        return found

    def _sum(self, own: list[tuple[Part, int]], cells: Mapping[Month, list[tuple[Part, int]]]) -> Given:
        """The sum of some cells; of none, of a list that has lines in that month, nothing was executed."""
        part, column = own[0] if own else next(each for every in cells.values() for each in every)
        row = part.entry.row
        amounts = [self._amount(each, at) for each, at in own]
        unit = part.read.units[column]
        total = sum(amounts)
        if not own:
            return Given(0, part.read.own.sheet.name, row.number, column, "이 달의 줄 없음", "")
        text = in_unit_of_file(total, unit)
        told = f"{unit}({len(own):,}줄)" if len(own) > 1 else unit
        return Given(total, part.read.own.sheet.name, row.number, column, text, told, len(own) - 1)

    def _amount(self, part: Part, column: int) -> int:
        """A blank amount is none only once that was said."""
        amount = part.entry.amounts[column]
        if amount is not None:
            return amount
        key = "집행 빈칸"
        answer = NONE if self.answers.get(key) == NONE else ""
        place = f"{part.read.own.sheet.name} {reference(part.entry.row.number, column)}"
        text = f"'{part.entry.row.title}' 줄에 빈칸이 있습니다. 빈칸은 집행이 없었던(0) 것입니까?"
        self._ask(Question(key, place, text, (Choice(NONE, "없었음(0)"),), any_line=False, answer=answer))
        return 0
