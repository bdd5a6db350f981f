"""What the cells of matched rows say: every figure by line and month, every cell that can't be read. No database."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import LARGEST, NumberError
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import MEANT, SCALES, SETTLED, UNITS
from seoulwork.workbook.framing import Meant, resolved
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.matching.matcher import Matched
from seoulwork.workbook.matching.questions import CUMULATIVE, MONTHLY, Choice, Question, money_key, values_of
from seoulwork.workbook.outcome import BARRED, ERROR, WARNING, Finding
from seoulwork.workbook.reading.columns import MonthColumn
from seoulwork.workbook.reading.frame import Words
from seoulwork.workbook.reading.sheet import Other, Sheet, reference, squeeze, tidy
from seoulwork.workbook.reading.tables import Row, Table


class Around(NamedTuple):
    """What the frame says of a row's figures: in the row itself, and around its table."""

    said: Words
    meant: Meant


class Given(NamedTuple):
    """A figure that the workbook gives: read from one cell, or derived from a cumulative one."""

    value: int
    sheet: str
    row: int
    column: int
    text: str
    unit: str = ""
    """In which it was read"""
    more: int = 0
    """How many other cells it was added up with"""

    @property
    def cell(self) -> str:
        return reference(self.row, self.column)

    @property
    def cells(self) -> str:
        """`E5`, `E5 외 29칸`"""
        return f"{self.cell} 외 {self.more:,}칸" if self.more else self.cell


class Findings:
    """The errors and warnings of a judgement, as they are found."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self.warned: set[tuple[str, str]] = set()
        """Sheet and cell of every warning"""

    def error(self, sheet: str, cell: str, value: str, cause: str) -> None:
        self.found.append(Finding(ERROR, sheet, cell, value, cause))

    def refuse(self, given: Given, cause: str) -> None:
        """An error at the cell that a figure comes from."""
        self.error(given.sheet, given.cell, given.text, cause)

    def bar(self, given: Given, cause: str) -> None:
        """What who imports may not write, at the cell that it comes from."""
        self.found.append(Finding(BARRED, given.sheet, given.cell, given.text, cause))

    def warn(self, given: Given, cause: str) -> None:
        """A warning at the cell that a figure comes from."""
        self.found.append(Finding(WARNING, given.sheet, given.cell, given.text, cause))
        self.warned.add((given.sheet, given.cell))


Series = dict[str, dict[Month, Given]]
"""Figures by the identifier of their line, and by month"""


class Gathered(NamedTuple):
    monthly: Series
    """The figures of a month alone"""
    cumulative: Series
    """The figures from January to the month's end"""
    unreadable: Mapping[str, set[Month]]
    """Where a cell is refused by itself, by the identifier of its line: what lacks it is told by that cell's own error"""
    spans: dict[str, dict[Run, Given]]
    """The figures of several months, by the identifier of their line"""
    blank: Series
    """The blank cells of rows that have figures, as none"""
    questions: tuple[Question, ...]


def gather(
    matched: Iterable[Matched],
    meanings: Mapping[int, Meant],
    answers: Mapping[str, str],
    this_month: Month,
    findings: Findings,
) -> Gathered:
    """Every figure of the rows. `meanings` are those of the frames, by the identity of their table, `answers` those to earlier
    questions; figures of months after `this_month` are refused."""
    return _Gathering(meanings, answers, this_month, findings).gather(matched)


class _Gathering:
    def __init__(
        self, meanings: Mapping[int, Meant], answers: Mapping[str, str], this_month: Month, findings: Findings
    ) -> None:
        self.meanings = meanings
        self.answers, self.this_month, self.findings = answers, this_month, findings
        self.questions: dict[str, Question] = {}

    def gather(self, matched: Iterable[Matched]) -> Gathered:
        monthly: Series = defaultdict(dict)
        cumulative: Series = defaultdict(dict)
        unreadable: dict[str, set[Month]] = defaultdict(set)
        blank: Series = defaultdict(dict)
        spans: dict[str, dict[Run, Given]] = defaultdict(dict)
        for table, row, lines, said in matched:
            around = Around(said, self.meanings[id(table)])
            if not around.meant.known:
                continue
            for column in table.columns:
                line = lines.get(column.measure) or (lines.get("") if not column.measure else None)
                if line is None:
                    self._refuse_column(table, row, column, lines)
                    continue
                known = len(self.findings.found)
                given = self._given(table, row, column, line, around)
                if given is None:
                    if len(self.findings.found) > known:
                        unreadable[line.identifier].add(column.month)
                    elif not column.first:
                        blank[line.identifier][column.month] = Given(0, table.sheet.name, row.number, column.column, "")
                    continue
                meaning = self._meaning(table, row, column, line, around)
                if meaning is None:
                    continue
                if column.first and meaning != CUMULATIVE and line.rule != "latest":
                    self._keep_span(spans[line.identifier], Run(column.first, column.month), given)
                    continue
                series = (cumulative if meaning == CUMULATIVE or column.first else monthly)[line.identifier]
                if twin := series.get(column.month):
                    self.findings.refuse(given, _twice(twin))
                    continue
                series[column.month] = given
        return Gathered(monthly, cumulative, unreadable, spans, blank, tuple(self.questions.values()))

    def _keep_span(self, spans: dict[Run, Given], run: Run, given: Given) -> None:
        if twin := spans.get(run):
            self.findings.refuse(given, _twice(twin))
        else:
            spans[run] = given

    def _refuse_column(self, table: Table, row: Row, column: MonthColumn, lines: Mapping[str, Line]) -> None:
        value = tidy(table.sheet.value(row.number, column.column))
        if value and value != "-":
            line = next(iter(lines.values()))
            cause = f"'{column.heading}' 열의 값은 '{line.name}'에 쓸 수 없습니다."
            self.findings.error(table.sheet.name, reference(row.number, column.column), value, cause)

    def _meaning(self, table: Table, row: Row, column: MonthColumn, line: Line, around: Around) -> str | None:
        """Whether a cell holds a month or a cumulative figure; None when that has to be asked first."""
        if column.cumulative or around.meant.cumulative or around.said.cumulative:
            return CUMULATIVE
        if line.rule == "money" and column.first and column.first.number == 1:
            return CUMULATIVE  # which is the same
        if around.said.of_the_month or around.meant.monthly or line.rule != "money":
            return MONTHLY
        key = money_key(table)
        answer = self.answers.get(key, "")
        known = answer in (MONTHLY, CUMULATIVE)
        if key not in self.questions:
            choices = (Choice(CUMULATIVE, "1월부터 그 달 말까지의 누계"), Choice(MONTHLY, "그 달(그 분기)만의 금액"))
            self.questions[key] = Question(
                key,
                f"{table.sheet.name} {table.head_row}행",
                "예산 집행 금액은 누계입니까, 한 달의 금액입니까?",
                choices,
                any_line=False,
                answer=answer if known else "",
                values=f"{line.name}: {values_of(table, row)}",
            )
        return answer if known else None

    def _given(self, table: Table, row: Row, column: MonthColumn, line: Line, around: Around) -> Given | None:
        """The figure of a cell; None when it is blank, or refused (then the error is recorded)."""
        sheet, at = table.sheet, (row.number, column.column)
        value = sheet.value(*at)
        own_unit = not (column.units or around.said.units or around.meant.units) and row.unit in ("", line.unit)
        if (
            type(value) is float
            and own_unit
            and value.is_integer()
            and abs(value) * line.slot.factor <= LARGEST
            and not (at in sheet.percents or at in sheet.shown_with or at in sheet.uncached)
        ):
            whole = int(value)
            stored, text, unit = whole * line.scale, str(whole), line.unit
        else:
            text = tidy(value)
            try:
                number = number_in(sheet, at, line, value, text, partial(unit_of, row, column, line, around))
            except NumberError as error:
                self.findings.error(sheet.name, reference(*at), text or sheet.errors.get(at, ""), str(error))
                return None
            if number is None:
                return None
            stored, unit = number
            if at in sheet.percents:
                text = f"{Decimal(text) * 100:f}".rstrip("0").rstrip(".")
        given = Given(stored, sheet.name, *at, text, unit)
        cause = ""
        if sheet.merge_at(*at):
            cause = "여러 칸을 합친 칸의 값입니다. 칸을 나누어 달마다 따로 넣어 주세요."
        elif line.rule == "ratio" and (impossible := line.slot.impossible(stored)):
            cause = impossible
        elif column.month.start > self.this_month.start:
            cause = f"{column.month.korean}은 아직 오지 않은 달입니다. 연도와 달을 확인해 주세요."
        if cause:
            self.findings.refuse(given, cause)
            return None
        return given


def _twice(twin: Given) -> str:
    return f"같은 지표의 같은 달이 '{twin.sheet}' {twin.cell}에도 있습니다. 한 곳만 남겨 주세요."


def unit_of(row: Row, column: MonthColumn, line: Line, around: Around) -> str:
    """The unit in which a plain number stands: of its row, of its column, or one of those around the table; else the line's own.

    Raises NumberError when what is written there fits the line in no way, or in more than one.
    """
    own = squeeze(row.unit).strip("()-[]")
    near = list(dict.fromkeys(filter(None, (own, *around.said.units, *column.units))))
    wide = list(dict.fromkeys(around.meant.units))
    if line.rule == "ratio" and not line.unit:
        if any(each in SCALES or (each in UNITS and UNITS[each].factor > 1) for each in (*near, *wide)):
            raise NumberError(
                f"단위가 맞지 않습니다: 적힌 단위 '{', '.join((*near, *wide))}', 분자와 분모는 단위 없는 수입니다."
            )
        return line.unit
    if not (near or wide):
        return line.unit
    in_wide = list(dict.fromkeys(filter(None, (resolved(each, line.unit) for each in wide))))
    fitting = list(dict.fromkeys(filter(None, (resolved(each, line.unit) for each in near)))) or in_wide
    if not fitting or (near and not all(resolved(each, line.unit) for each in near)):
        raise NumberError(f"단위가 맞지 않습니다: 적힌 단위 '{', '.join(near or wide)}', 이 지표의 단위 '{line.unit}'.")
    if near and wide and not in_wide and around.meant.unfitting:
        raise NumberError(
            f"표의 둘레에 적힌 단위 '{', '.join(wide)}'가 맞는 지표가 없습니다. 단위를 고치거나 지운 뒤 올려 주세요."
        )
    if len(fitting) > 1 or (in_wide and fitting[0] not in in_wide):
        fitting = list(dict.fromkeys((*fitting, *in_wide)))
        raise NumberError(
            f"어느 단위의 값인지 알 수 없습니다: 적힌 단위 '{', '.join(fitting)}'. 단위를 하나만 적거나 값 뒤에 단위를 붙여 주세요."
        )
    return fitting[0]


def number_in(
    sheet: Sheet, at: tuple[int, int], line: Line, value: object, text: str, unit_of: Callable[[], str]
) -> tuple[int, str] | None:
    """What a cell stores and in which unit it stands; None for a blank. Raises NumberError with the sentence for the user."""
    typed = typed_number(sheet, at, value, text, unit_of)
    if typed is None:
        return None
    text, unit = typed
    stored = line.slot.read(text, unit)
    written = _WRITTEN.search(text)
    own = squeeze(written[0]) if written else ""
    return None if stored is None else (stored, own if own and own in UNITS else unit)


_WRITTEN = re.compile(r"[^\d\s().,]+$")
"""The unit behind a number in its cell"""


def typed_number(
    sheet: Sheet, at: tuple[int, int], value: object, text: str, unit_of: Callable[[], str]
) -> tuple[str, str] | None:
    """A cell that is to hold a number, as one would type it, and the unit of what has none; None for a blank.

    Raises NumberError for what shows another number than it holds, and for what is none at all.
    """
    if at in sheet.errors:
        raise NumberError(f"수식의 오류({sheet.errors[at]})입니다. 수식을 고치거나 값을 넣어 주세요.")
    if at in sheet.uncached:
        raise NumberError("수식의 계산된 값이 파일에 없습니다. 엑셀에서 열어 저장한 뒤 올리거나 값을 넣어 주세요.")
    if isinstance(value, bool | date | Other):
        raise NumberError(f"숫자가 아닙니다: '{text or value}'. 칸의 서식을 숫자로 바꾸어 1,234처럼 넣어 주세요.")
    if value is None or text in ("", "-", "–", "—", "−"):
        if value is None and sheet.merge_at(*at) and sheet.merged_value(*at) is not None:
            raise NumberError("여러 칸을 합친 칸입니다. 칸을 나누어 달마다 따로 넣어 주세요.")
        return None
    if isinstance(value, str):
        _check_level(value)
    unit = unit_of()
    if isinstance(value, float | int):
        number = Decimal(f"{value:.15g}")  # the precision that spreadsheets keep
        if not number.is_finite():
            raise NumberError(f"숫자가 아닙니다: '{text}'. 1,234처럼 숫자만 넣어 주세요.")
        if how := _shown_otherwise(sheet.shown_with.get(at, ""), unit):
            raise NumberError(
                f"보이는 값과 든 값이 다릅니다: 칸에는 {text}{particle(text, '이/가')} 들어 있고 표시 형식이 {how}. "
                "표시 형식을 '일반'으로 바꾸고 값을 확인해 주세요."
            )
        if at in sheet.percents:
            if unit != "%":
                raise NumberError("백분율로 표시된 칸입니다. 이 지표의 값을 숫자로 넣어 주세요.")
            number *= 100
        text = f"{number:f}"
    return text, unit


_LEVELS = ("<super>", "<sub>", "<circle>", "<fraction>")


def _check_level(text: str) -> None:
    """Raises NumberError for a text with raised, lowered or circled digits, which are marks of notes: `10²` is not 102."""
    if not text.isascii() and any(unicodedata.decomposition(letter).startswith(_LEVELS) for letter in text):
        raise NumberError(
            f"작거나 동그라미를 친 숫자가 붙어 있습니다: '{text.strip()}'. 그 표시를 지우고 숫자만 넣어 주세요."
        )


_HARMLESS = re.compile(rf"(?:약|{'|'.join((*MEANT, *SETTLED))}|[^\w△▲▽▼₩%\-]|[A-Za-z])*")
"""What a number format may put beside a number without saying anything else of it."""


def _shown_otherwise(beside: str, unit: str) -> str:
    """How a number format makes another thing of the number that it shows; empty when it doesn't."""
    if beside == ";":
        return "그 수를 보이지 않게 합니다"
    if beside == ",":
        return "천 단위를 줄여 보입니다"
    if beside and not beside.strip("()-△▲"):
        return "그 수를 음수처럼 보입니다"
    rest = beside.replace("약", "").strip("()[]")
    if rest != unit and not _HARMLESS.fullmatch(rest):
        return f"'{beside}'{particle(beside, '을/를')} 붙여 보입니다"
    return ""
