"""Where a list of executions stands, what its columns are, and its rows. Pure Python: no Django, no storage."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from seoulwork.domain.vocabulary import (
    BUDGET_KINDS,
    COMMITTED,
    EXECUTION,
    EXECUTION_LIST,
    OF_THE_MONTH,
    SPENT,
    TIME_COLUMN,
    YEAR_COLUMN,
)
from seoulwork.domain.vocabulary import CUMULATIVE as CUMULATIVE_WORDS
from seoulwork.workbook.matching.questions import CUMULATIVE, MONTHLY, kept_key
from seoulwork.workbook.reading.frame import Around, units_of_heading
from seoulwork.workbook.reading.headings import OWNER_HEADS, month_heading
from seoulwork.workbook.reading.sheet import Left, Sheet, Value, column_letters, is_figure, reference, squeeze, tidy
from seoulwork.workbook.reading.tables import is_note, is_total, texts

NAMES = ("account", "policy", "unit", "detail")
"""The levels of a line's name, from the widest to the narrowest."""
EXECUTED = ("committed", "spent")
AMOUNTS = ("budget", *EXECUTED, "balance", "rate")
_KINDS = {word: kind for kind, words in EXECUTION_LIST.items() for word in words} | {
    **dict.fromkeys(TIME_COLUMN, "month"),
    **dict.fromkeys(YEAR_COLUMN, "year"),
    BUDGET_KINDS["current"]: "budget",
    COMMITTED: "committed",
    SPENT: "spent",
    EXECUTION: "rate",
}
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_OF_DAY = "당일"
_SUBTOTAL = re.compile(r".*(?:소계|합계|총계)")


class AmountColumn(NamedTuple):
    column: int
    kind: str
    """One of AMOUNTS"""
    heading: str
    meaning: str
    """CUMULATIVE or MONTHLY, where the heading says so"""
    units: tuple[str, ...]


class SourceRow(NamedTuple):
    """A line of the list."""

    number: int
    names: tuple[str, ...]
    """By NAMES, as they stand in the file; those above that are said once are said of the rows below"""
    owner: str
    identity: tuple[str, ...]
    """All that it says of itself in words"""
    time: Value
    year: Value

    @property
    def title(self) -> str:
        return " · ".join(filter(None, self.names))

    @property
    def key(self) -> str:
        """What is remembered of the line: 회계, 정책사업, 단위사업 and 세부사업."""
        return kept_key("집행:" + "|".join(map(squeeze, self.names)))


class TotalRow(NamedTuple):
    """A row that adds up others: those whose names begin with `names`."""

    number: int
    names: tuple[str, ...]
    label: str
    called: bool
    """Whether it calls itself a sum; else it names no line, only those that it would be the sum of"""


@dataclass(frozen=True)
class ExecutionList:
    sheet: Sheet
    head: int
    names: Mapping[str, int]
    """The columns of NAMES that there are"""
    amounts: tuple[AmountColumn, ...]
    time: int | None
    by_day: bool
    rows: tuple[SourceRow, ...]
    totals: tuple[TotalRow, ...]
    nameless: tuple[int, ...]
    """Rows with amounts that name no line"""
    frame: tuple[Around, ...]
    left: tuple[Left, ...]

    def columns(self, kind: str) -> list[AmountColumn]:
        return [each for each in self.amounts if each.kind == kind]

    @property
    def place(self) -> str:
        return f"{self.sheet.name} {self.head}행"

    @property
    def heads(self) -> str:
        """Its headings, as far as an answer about its amounts goes by them."""
        return "|".join(squeeze(each.heading) for each in self.amounts)


def find_lists(sheets: Iterable[Sheet]) -> list[ExecutionList]:
    """The lists of a workbook, one a sheet at most; none for a workbook of another kind."""
    return [found for sheet in sheets if (found := _list(sheet))]


def _list(sheet: Sheet) -> ExecutionList | None:
    for number, row in enumerate(sheet.rows, 1):
        kinds = {_kind(value) for value in row if isinstance(value, str)}
        if number < len(sheet.rows) and not _is_head(kinds) and kinds & set(NAMES):
            kinds |= {_kind(value) for value in sheet.rows[number] if isinstance(value, str)}
        if not _is_head(kinds) or any(month_heading(value) for value in row if isinstance(value, str)):
            continue
        return _Reader(sheet, number).read()
    return None


def _is_head(kinds: set[str]) -> bool:
    """Two levels of names, or one beside what was appropriated and what is left of it; and an executed amount."""
    levels = len(kinds & set(NAMES))
    told = "budget" in kinds and bool(kinds & {"balance", "rate"})
    return bool(kinds & set(EXECUTED)) and (levels > 1 or (levels == 1 and told))


def _bare(text: str) -> str:
    """A heading without what stands in brackets and what says of which time its amounts are."""
    bare = _BRACKETS.sub("", squeeze(text))
    for word in (*CUMULATIVE_WORDS, *OF_THE_MONTH, _OF_DAY, "현재"):
        bare = bare.replace(word, "")
    return bare.strip("·:*")


def _kind(value: Value) -> str:
    bare = _bare(tidy(value))
    return "owner" if OWNER_HEADS.fullmatch(bare) else _KINDS.get(bare, "")


def _meaning(heading: str) -> str:
    squeezed = squeeze(heading)
    if any(word in squeezed for word in CUMULATIVE_WORDS):
        return CUMULATIVE
    return MONTHLY if any(word in squeezed for word in (*OF_THE_MONTH, _OF_DAY)) else ""


def _filled(own: list[str], above: list[str]) -> list[str]:
    """The names of a row, where those that are said once are said of the rows below, as long as no wider one changes."""
    found: list[str] = []
    same = True
    for text, before in zip(own, above, strict=True):
        same = same and text in ("", before)
        found.append(text or (before if same else ""))
    return found


class _Reader:
    """Reads the list under a heading."""

    def __init__(self, sheet: Sheet, head: int) -> None:
        self.sheet, self.head = sheet, head
        width = len(sheet.rows[head - 1])
        self.headings = {column: tidy(sheet.merged_value(head, column)) for column in range(1, width + 1)}
        self.last_head = head + self._goes_on(head + 1)
        kinds = {column: _kind(text) for column, text in self.headings.items()}
        for column, below in self._below().items():
            kinds[column] = _kind(below) or kinds.get(column, "")
            self.headings[column] = f"{self.headings.get(column, '')} {below}".strip()
        self.first = {kind: column for column, kind in reversed(kinds.items()) if kind}
        self.names = {level: self.first[level] for level in NAMES if level in self.first}
        self.amounts = tuple(
            AmountColumn(column, kinds[column], text, _meaning(text), units_of_heading(text))
            for column, text in self.headings.items()
            if kinds[column] in AMOUNTS
        )
        self.day, self.month = self.first.get("day"), self.first.get("month")
        self.known = {column for column, kind in kinds.items() if kind}
        self.left: list[Left] = []

    def _goes_on(self, number: int) -> bool:
        """Whether the row below the heading belongs to it: it says only which amount, or of which time, a column is."""
        if number > len(self.sheet.rows):
            return False
        said = [tidy(value) for value in self.sheet.rows[number - 1] if value not in (None, "")]
        return bool(said) and all(_kind(text) or (text and not _bare(text)) for text in said)

    def _below(self) -> dict[int, str]:
        """The second row of the heading, if there is one."""
        if self.last_head == self.head:
            return {}
        row = self.sheet.rows[self.last_head - 1]
        return {column: text for column, value in enumerate(row, 1) if (text := tidy(value))}

    def read(self) -> ExecutionList:
        rows: list[SourceRow] = []
        totals: list[TotalRow] = []
        nameless: list[int] = []
        frame = [Around(tidy(self.sheet.name), "", "시트 이름"), *texts(self.sheet, range(1, self.head), "표의 위")]
        frame += texts(self.sheet, range(self.head, self.head + 1), "머리글", self._outside())
        context = [""] * len(NAMES)
        for number in range(self.last_head + 1, len(self.sheet.rows) + 1):
            own = [tidy(self._name(number, level)) for level in NAMES]
            if self._repeats(number):
                continue
            if not self._has_amounts(number):
                found = texts(self.sheet, range(number, number + 1), "표의 아래")
                notes = [each for each in found if is_note(each.text) or not any(own)]
                frame += notes
                if not notes:
                    context = _filled(own, context)
                continue
            if total := self._total(number, own, context):
                totals.append(total)
                self._hide(number, total.label)
                continue
            if not any(own):
                nameless.append(number)
                continue
            context = _filled(own, context)
            narrowest = max(index for index, level in enumerate(NAMES) if level in self.names)
            if not own[narrowest]:
                deepest = max(index for index, text in enumerate(own) if text)
                totals.append(TotalRow(number, tuple(context[: deepest + 1]), own[deepest], called=False))
                continue
            rows.append(self._row(number, tuple(context)))
            self._hide(number, context[narrowest])
        self._leave_columns()
        return ExecutionList(
            self.sheet,
            self.head,
            self.names,
            self.amounts,
            self.day or self.month,
            self.day is not None,
            tuple(rows),
            tuple(totals),
            tuple(nameless),
            tuple(frame),
            tuple(self.left),
        )

    def _name(self, number: int, level: str) -> Value:
        column = self.names.get(level)
        return None if column is None else self.sheet.merged_value(number, column)

    def _repeats(self, number: int) -> bool:
        """Whether a row is the heading once more, as it stands on each printed page."""
        row = [tidy(value) for value in self.sheet.rows[number - 1]]
        return any(row) and row in [
            [tidy(value) for value in self.sheet.rows[at - 1]] for at in (self.head, self.last_head)
        ]

    def _has_amounts(self, number: int) -> bool:
        return any(self.sheet.value(number, each.column) is not None for each in self.amounts)

    def _total(self, number: int, own: list[str], context: list[str]) -> TotalRow | None:
        """A row that calls itself a sum; of those whose names stand left of where it says so."""
        for index, text in enumerate(own):
            squeezed = squeeze(text)
            if text and (is_total(squeezed) or _SUBTOTAL.fullmatch(squeezed)):
                above = tuple(_filled([*own[:index], *[""] * (len(NAMES) - index)], context)[:index])
                return TotalRow(number, above, text, called=True)
        said = next((tidy(self.sheet.value(number, column)) for column in self._words()), "")
        called = bool(said) and is_total(squeeze(said)) and not any(own)
        return TotalRow(number, (), said, called=True) if called else None

    def _words(self) -> list[int]:
        """The columns that hold no amount, from the left."""
        amounts = {each.column for each in self.amounts}
        return [column for column in self.headings if column not in amounts]

    def _row(self, number: int, names: tuple[str, ...]) -> SourceRow:
        times = {self.day, self.month, self.first.get("year")}
        said = [self.sheet.merged_value(number, column) for column in self._words() if column not in times]
        time = self.day or self.month
        owner, year = self.first.get("owner"), self.first.get("year")
        return SourceRow(
            number,
            names,
            tidy(self.sheet.merged_value(number, owner)) if owner else "",
            (*names, *(tidy(each) for each in said if isinstance(each, str))),
            self.sheet.merged_value(number, time) if time else None,
            self.sheet.merged_value(number, year) if year else None,
        )

    def _hide(self, number: int, what: str) -> None:
        if number in self.sheet.hidden_rows:
            self.left.append(Left(self.sheet.name, str(number), f"숨긴 행입니다: '{what}'. 값은 함께 읽었습니다."))

    def _outside(self) -> list[int]:
        return [column for column in self.headings if column not in self.known]

    def _leave_columns(self) -> None:
        """Say of columns with figures that they are not read, and of figures above the list."""
        for column in range(1, max(map(len, self.sheet.rows)) + 1):
            if column in self.known:
                if column in self.sheet.hidden_columns:
                    text = f"숨긴 열입니다: '{self.headings[column]}'. 값은 함께 읽었습니다."
                    self.left.append(Left(self.sheet.name, column_letters(column), text))
                continue
            below = range(self.head + 1, len(self.sheet.rows) + 1)
            if any(is_figure(self.sheet.value(number, column)) for number in below):
                heading = self.headings.get(column, "")
                text = f"'{heading}' 열은 집행 목록에서 쓰지 않아 읽지 않았습니다."
                self.left.append(Left(self.sheet.name, column_letters(column), text))
        for number in range(1, self.head):
            for column, value in enumerate(self.sheet.rows[number - 1], 1):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    place = reference(number, column)
                    self.left.append(Left(self.sheet.name, place, f"목록 위의 수 {tidy(value)}은 읽지 않았습니다."))
