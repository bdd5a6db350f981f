"""Holds a list's workbook against what is stored, by doing what it says: each line is written by the form of the administrator's page.

A preview takes back what was written; an import keeps it. So one is never told anything else than the other does. A grid of the
pages (`grid.py`) is judged as the workbook of the same list is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.catalogue.services import Origin
from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import NumberError
from seoulwork.figures.divisions import Division, division_names
from seoulwork.figures.labels import division_word, means_of_divisions
from seoulwork.workbook.lists.columns import Column, text_of
from seoulwork.workbook.lists.making import FIRST_COLUMN, FIRST_ROW, NOTES_SHEET
from seoulwork.workbook.lists.naming import Near, near
from seoulwork.workbook.lists.outcome import Cell, Judged
from seoulwork.workbook.lists.reading import Mark, Typed, cell_of, problems_around, read_mark
from seoulwork.workbook.lists.steps import WORKBOOK, By, Medium, Writer, Wrong
from seoulwork.workbook.lists.tabs import Line, Tab
from seoulwork.workbook.matching.questions import Question, refuse_one_more
from seoulwork.workbook.models import Batch
from seoulwork.workbook.outcome import CHANGED, EQUAL, ERROR, NEW, REFUSED, WARNING, Finding
from seoulwork.workbook.reading.sheet import Left, Sheet, tidy
from seoulwork.workbook.safety import Refused

MOST_LINES = 300
"""Lines that one file changes: nobody else writes while they are tried (some four seconds for a hundred)."""
MOST_TOLD = 20
"""Blank cells that are named one by one."""
HOW_TO_REMOVE = "지우려면 화면의 목록에서 그 항목을 열어 '지우기'를 눌러 주세요."


@dataclass
class _Row:
    """A row of a sheet while it is judged."""

    number: int
    line: Line
    typed: dict[str, Typed] = field(default_factory=dict)
    """The filled cells, by column"""
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The columns in which something else is to stand: what stands there, and the state"""
    wrong: bool = False


def examine(
    division: Division,
    sheets: list[Sheet],
    *,
    name: str,
    answers: Mapping[str, str],
    by: User | None = None,
    reason: str = "-",
    batch: Batch | None = None,
) -> Judged:
    """Do what a workbook says, as far as it may be done, and say what that is. Must run in a transaction, which the caller takes
    back for a preview. `answers` are those to earlier questions. Raises Refused for a workbook of which nothing can be said cell by cell."""
    mark = read_mark(sheets)
    if mark.division != division.key:
        owner = division_names().get(mark.division, f"다른 {division_word()}")
        raise Refused(f"{owner}의 서식입니다. {division.name}의 서식을 올리거나 {division_word('을/를')} 바꿔 주세요.")
    return examine_marked(division, sheets, mark, name=name, answers=answers, by=Writer(by, reason, batch))


def examine_marked(
    division: Division,
    sheets: list[Sheet],
    mark: Mark,
    *,
    name: str,
    answers: Mapping[str, str],
    by: Writer,
    medium: Medium = WORKBOOK,
) -> Judged:
    """`examine` for what is known to be of the division, and to have been made as `mark` says."""
    return _Examination(division, sheets, mark, name, answers, by, medium).judge()


class _Examination:
    def __init__(
        self,
        division: Division,
        sheets: list[Sheet],
        mark: Mark,
        name: str,
        answers: Mapping[str, str],
        by: Writer,
        medium: Medium,
    ) -> None:
        self.division, self.sheets, self.mark, self.name = division, sheets, mark, name
        self.answers, self.by, self.medium = answers, by, medium
        self.cells: list[Cell] = []
        self.findings: list[Finding] = []
        self.left: list[Left] = []
        self.blank: list[Left] = []
        self.created: list[str] = []
        self.asked: dict[str, Question] = {}
        self.changed_lines = 0

    def judge(self) -> Judged:
        by_name = {sheet.name: sheet for sheet in self.sheets}
        known = {NOTES_SHEET}
        for make in self.mark.book.tabs(self.division, self.mark.options):
            tab = make()
            known.add(tab.name)
            if tab.name not in by_name or tab.name not in self.mark.columns:
                raise Refused(f"'{tab.name}' 시트가 없습니다. 서식을 새로 내려받아 값을 옮긴 뒤 올려 주세요.")
            self._judge_tab(tab, by_name[tab.name])
        for sheet in self.sheets:
            if sheet.name not in known and not sheet.hidden:
                self.left.append(Left(sheet.name, "", "서식에 없던 시트여서 읽지 않았습니다."))
        more = len(self.blank) - MOST_TOLD
        if more > 0:
            self.blank[MOST_TOLD:] = [
                Left(self.blank[0].sheet, "", f"비운 칸이 {more:,}개 더 있고, 모두 그대로 두었습니다. {HOW_TO_REMOVE}")
            ]
        options = self.mark.options
        when = options.get("day") or f"{options.get('year', '')}년"
        return Judged(
            self.division,
            f"{self.mark.book.label} · {when}",
            tuple(self.cells),
            tuple(self.findings),
            tuple(self.asked.values()),
            (*self.left, *self.blank),
            tuple(self.created),
        )

    def _judge_tab(self, tab: Tab, sheet: Sheet) -> None:
        columns = {column.key: column for column in tab.columns}
        keys = self.mark.columns[tab.name]
        if missing := [key for key in keys if key not in columns]:
            raise Refused(
                f"{self.medium.since} '{tab.name}' 시트의 기간이 바뀌었습니다({', '.join(missing)}). {self.medium.renewed} 값을 옮겨 주세요."
            )
        around = problems_around(sheet, self.mark, tab.name)
        self.findings += [Finding(ERROR, *each) for each in around]
        if any(each.cell and int("".join(filter(str.isdigit, each.cell))) < FIRST_ROW for each in around):
            return  # under other headings the cells mean something else
        seen: dict[str, int] = {}
        places = [(FIRST_COLUMN + at, columns[key]) for at, key in enumerate(keys)]
        for number in range(FIRST_ROW, len(sheet.rows) + 1):
            if all(sheet.value(number, at) is None for at, _ in places):
                continue
            identifier = tidy(sheet.value(number, 1))
            if identifier in seen:
                cause = f"{seen[identifier]}행과 같은 줄입니다. 새로 만들 것은 아래의 빈 줄에 적어 주세요."
                self._wrong(sheet, number, FIRST_COLUMN, "", cause)
                continue
            if identifier:
                seen[identifier] = number
                self._judge_known(tab, sheet, number, places, identifier)
            else:
                self._judge_new(tab, sheet, number, places)
        if gone := len([key for key in self.mark.stood if key[0] == tab.name and key[1] not in seen]):
            self.left.append(
                Left(sheet.name, "", f"서식에 있던 줄 {gone:,}개가 파일에 없습니다. 저장된 것은 그대로 둡니다.")
            )

    def _wrong(self, sheet: Sheet, row: int, column: int, value: str, cause: str) -> None:
        self.findings.append(Finding(ERROR, sheet.name, Typed(row, column, "").cell, value, cause))

    # ------------------------------------------------------------------------------------------------- known lines

    def _judge_known(
        self, tab: Tab, sheet: Sheet, number: int, places: list[tuple[int, Column]], identifier: str
    ) -> None:
        line, stood = tab.by_identifier.get(identifier), self.mark.stood.get((tab.name, identifier))
        if stood is None:
            self._wrong(
                sheet,
                number,
                FIRST_COLUMN,
                identifier,
                f"이 줄의 숨은 번호가 서식의 것이 아닙니다. {self.medium.renewed} 값을 옮겨 주세요.",
            )
            return
        if line is None:
            self._judge_gone(sheet, number, places, stood)
            return
        row = _Row(number, line)
        self._read(sheet, row, places)
        self._hold(sheet, row, places, stood)
        self._write(sheet, row, places)

    def _judge_gone(
        self, sheet: Sheet, number: int, places: list[tuple[int, Column]], stood: Mapping[str, str]
    ) -> None:
        """A line that was removed since the template was downloaded: an error where something was changed in it."""
        for at, column in places:
            text = tidy(sheet.value(number, at))
            if text and text != tidy(stood.get(column.key, "")):
                self._wrong(
                    sheet,
                    number,
                    at,
                    text,
                    f"{self.medium.since} 다른 사람이 이 줄을 지웠습니다. 줄을 되돌리거나 {self.medium.renewed} 주세요.",
                )
                return
        self.left.append(
            Left(sheet.name, f"{number}행", f"{self.medium.since} 지워진 줄입니다. 고친 것이 없어 그대로 둡니다.")
        )

    def _read(self, sheet: Sheet, row: _Row, places: list[tuple[int, Column]]) -> None:
        """Every cell of a row; what can't be read is an error."""
        for at, column in places:
            try:
                row.typed[column.key] = cell_of(sheet, row.number, at, column, row.line.unit)
                if column.key not in row.line.labels:
                    column.value(row.typed[column.key].text, row.line.unit, row.line.decimals)
            except NumberError as error:
                row.wrong = True
                value = tidy(sheet.value(row.number, at)) or sheet.errors.get((row.number, at), "")
                self._wrong(sheet, row.number, at, value, str(error))

    def _hold(self, sheet: Sheet, row: _Row, places: list[tuple[int, Column]], stood: Mapping[str, str]) -> None:
        """What of a known line is to change: neither what was left as it stood, nor what somebody else has changed since."""
        line = row.line
        for at, column in places:
            typed = row.typed.get(column.key)
            if typed is None:
                continue
            text, was, now = typed.text, stood.get(column.key, ""), text_of(line.shown(column))
            if column.key in line.labels:
                if text and tidy(text) != tidy(was):
                    row.wrong = True
                    self._wrong(
                        sheet,
                        row.number,
                        at,
                        text,
                        f"잠긴 칸입니다. '{was or '빈칸'}'{particle(was or '빈칸', '으로/로')} 되돌려 주세요.",
                    )
                continue
            if not text:
                if was and now:
                    shown = column.said(now, line.unit, line.decimals)
                    self.blank.append(
                        Left(
                            sheet.name,
                            typed.cell,
                            f"비운 칸입니다. 저장된 '{shown}'{particle(shown, '은/는')} 그대로 두었습니다. {HOW_TO_REMOVE}",
                        )
                    )
                continue
            if self._same(column, line, text, now):
                self._cell(sheet, row, column, typed, now, EQUAL)
            elif self._same(column, line, text, was):
                shown = column.said(now, line.unit, line.decimals) or "빈칸"
                self.left.append(
                    Left(
                        sheet.name,
                        typed.cell,
                        f"{self.medium.since} 다른 사람이 '{shown}'{particle(shown, '으로/로')} 바꾸었습니다. 이 칸은 고치지 않았으므로 그대로 둡니다.",
                    )
                )
            elif not self._same(column, line, was, now):
                row.wrong = True
                shown = column.said(now, line.unit, line.decimals) or "빈칸"
                self._cell(sheet, row, column, typed, now, REFUSED)
                self._wrong(
                    sheet,
                    row.number,
                    at,
                    text,
                    f"{self.medium.since} 다른 사람이 '{shown}'{particle(shown, '으로/로')} 바꾸었습니다. 어느 값이 맞는지 확인하고 {self.medium.renewed} 고쳐 주세요.",
                )
            else:
                row.changes[column.key] = (now, CHANGED if now else NEW)

    @staticmethod
    def _same(column: Column, line: Line, one: str, other: str) -> bool:
        if tidy(one) == tidy(other):
            return True
        try:
            first, second = (column.value(each, line.unit, line.decimals) for each in (one, other))
        except NumberError:
            return False
        return bool(first == second)

    # --------------------------------------------------------------------------------------------------- new lines

    def _judge_new(self, tab: Tab, sheet: Sheet, number: int, places: list[tuple[int, Column]]) -> None:
        if tab.new is None:
            at, value = next((at, sheet.value(number, at)) for at, _ in places if sheet.value(number, at) is not None)
            self._wrong(
                sheet,
                number,
                at,
                tidy(value),
                "이 시트에는 새 줄을 적을 수 없습니다. 있는 줄에 넣거나, 없는 것은 먼저 만든 뒤 서식을 새로 내려받아 주세요.",
            )
            return
        texts: dict[str, str] = {}
        for at, column in places:
            if column.holds != "figure":
                try:
                    texts[column.key] = cell_of(sheet, number, at, column, "").text
                except NumberError:
                    texts[column.key] = ""  # told below
        try:
            line = tab.new(texts)
        except (Wrong, NumberError) as error:
            causes = error.causes if isinstance(error, Wrong) else {places[0][1].key: str(error)}
            for at, column in places:
                if column.key in causes:
                    self._wrong(sheet, number, at, texts.get(column.key, ""), causes[column.key])
            return
        row = _Row(number, line)
        self._read(sheet, row, places)
        found = self._asked_about(tab, sheet, row, texts)
        if found is not None and found.identifier:
            same = tab.by_identifier[found.identifier]
            again = _Row(
                number, same, {key: each for key, each in row.typed.items() if key not in same.labels}, wrong=row.wrong
            )
            again.typed.pop(tab.naming.column if tab.naming else "", None)
            self._hold(sheet, again, places, {column.key: text_of(same.shown(column)) for _, column in places})
            self._write(sheet, again, places)
            return
        for at, column in places:
            typed = row.typed.get(column.key)
            if typed is None or not typed.text:
                continue
            if column.key not in line.labels:
                row.changes[column.key] = ("", NEW)
            elif tidy(typed.text) != tidy(line.labels[column.key]) and not (
                means_of_divisions(line.labels[column.key]) and means_of_divisions(typed.text)
            ):
                row.wrong = True
                cause = f"이 줄의 {column.heading}: '{line.labels[column.key]}'. 칸을 비우거나 그대로 적어 주세요."
                self._wrong(sheet, number, at, typed.text, cause)
        self._write(sheet, row, places, waiting=found is not None and found.waits)

    def _asked_about(self, tab: Tab, sheet: Sheet, row: _Row, texts: Mapping[str, str]) -> Near | None:
        """What is to be done with a new line whose name is nearly another's; None where it is not."""
        if tab.naming is None or not texts.get(tab.naming.column):
            return None
        typed = row.typed.get(tab.naming.column)
        place = f"{sheet.name} {typed.cell if typed else row.number}"
        found = near(tab.naming, texts, row.line.title, f"{self.mark.book.key}|{tab.name}", place, self.answers)
        if found is None:
            return None
        if found.question.key not in self.asked:
            refuse_one_more(self.asked)
            self.asked[found.question.key] = found.question
        return found

    # ----------------------------------------------------------------------------------------------------- writing

    def _write(self, sheet: Sheet, row: _Row, places: list[tuple[int, Column]], *, waiting: bool = False) -> None:
        """Write what is to change in a line, all or nothing; what the forms say against it are errors of its cells."""
        if not row.changes and not row.wrong:
            return
        self.changed_lines += 1
        if self.changed_lines > MOST_LINES:
            raise Refused(
                f"고친 줄이 {MOST_LINES:,}개를 넘습니다. 서식을 새로 내려받아 {MOST_LINES:,}줄까지 고친 파일로 나누어 올려 주세요."
            )
        line, at_of = row.line, {column.key: at for at, column in places}
        if not row.wrong and not waiting:
            cells = [row.typed[key].cell for key in row.changes]
            try:
                with transaction.atomic():
                    self._write_steps(sheet, row, self._by(sheet, row, cells), places)
            except Wrong as error:
                row.wrong = True
                for key, cause in error.causes.items():
                    key = key if key in at_of else next(iter(row.changes))
                    typed = row.typed.get(key)
                    self._wrong(sheet, row.number, at_of[key], typed.text if typed else "", cause)
            else:
                if not line.identifier:
                    self.created.append(line.title)
        for _, column in places:
            if column.key in row.changes:
                now, state = row.changes[column.key]
                self._cell(sheet, row, column, row.typed[column.key], now, REFUSED if row.wrong else state)

    def _write_steps(self, sheet: Sheet, row: _Row, by: By, places: list[tuple[int, Column]]) -> None:
        columns = {column.key: column for _, column in places}
        owner: Any = row.line.owner
        for at, step in enumerate(row.line.steps):
            typed = {
                key: columns[key].typed(row.typed[key].text, row.line.unit, row.line.decimals)
                for key in step.columns
                if key in row.changes
            }
            if typed or (at == 0 and not row.line.identifier):
                written = step.write(typed, owner, by)
                owner = written if at == 0 and owner is None else owner

    def _by(self, sheet: Sheet, row: _Row, cells: list[str]) -> By:
        place = self.medium.place or f"{self.name[-200:]} '{sheet.name}' {', '.join(cells)}"[:300]

        def warn(text: str) -> None:
            self.findings.append(Finding(WARNING, sheet.name, cells[-1], "", f"{row.line.title}: {text}"))

        return By(self.by.user, self.by.reason, Origin(self.medium.source, place, self.by.batch), warn)

    def _cell(self, sheet: Sheet, row: _Row, column: Column, typed: Typed, now: str, state: str) -> None:
        line = row.line
        old = column.said(now, line.unit, line.decimals)
        new = column.said(typed.text, line.unit, line.decimals)
        self.cells.append(
            Cell(
                line.heading, line.title, line.unit, column.heading, sheet.name, typed.cell, typed.text, old, new, state
            )
        )
