"""The whole judgement on a workbook: reading its tables, matching their rows, and holding every figure against what is stored
(comparing.py).

It reads and never writes; confirming runs it again inside the transaction and writes only when it says the same (see
importing/commit.py). The only part of a preview that asks the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

from django.utils import timezone

from seoulwork.domain.periods import Month, PeriodError, Run
from seoulwork.entry.months import Status, statuses_by_month
from seoulwork.figures.divisions import Division, division_names, divisions
from seoulwork.figures.labels import division_word
from seoulwork.figures.queries import ledger as read_ledger
from seoulwork.workbook import template
from seoulwork.workbook.aims import hold_aims
from seoulwork.workbook.blanks import Blanks
from seoulwork.workbook.comparing import Comparison
from seoulwork.workbook.executions.adding import add_up
from seoulwork.workbook.executions.lists import ExecutionList, find_lists
from seoulwork.workbook.executions.meaning import year_of
from seoulwork.workbook.executions.telling import compare_budgets, sums
from seoulwork.workbook.framing import Framing, Meant
from seoulwork.workbook.gathering import Findings, gather
from seoulwork.workbook.matching.lines import Line, fillable
from seoulwork.workbook.matching.matcher import Match, Matched, Matcher
from seoulwork.workbook.matching.questions import SKIP, Choice, Question, values_of
from seoulwork.workbook.outcome import Executed, Finding, Preview
from seoulwork.workbook.reading.finding import find_tables
from seoulwork.workbook.reading.sheet import Left, Sheet, reference, tidy
from seoulwork.workbook.reading.tables import Row, Table
from seoulwork.workbook.safety import Refused
from seoulwork.workbook.scanning import position
from seoulwork.workbook.stored import read_store, read_targets


def examine(
    division: Division,
    sheets: list[Sheet],
    *,
    name: str,
    year: int | None = None,
    answers: Mapping[str, str] | None = None,
    freely: bool = True,
) -> Preview:
    """Judge a workbook of which `read_sheets` made `sheets`.

    `name` is the file's name, for the origin of its figures; `year` the one that was asked for; `answers` those to earlier
    questions, by their keys; `freely` whether who imports may write months that were never opened (accounts/rights.py), and is
    stopped by one that is locked instead of leaving it out. Raises Refused for a workbook of which nothing can be said cell by cell.
    """
    return _Examination(division, sheets, name, year, answers or {}, freely).judge()


class _Examination:
    def __init__(
        self,
        division: Division,
        sheets: list[Sheet],
        name: str,
        year: int | None,
        answers: Mapping[str, str],
        freely: bool,
    ) -> None:
        self.division, self.sheets, self.name, self.year, self.answers = division, sheets, name, year, answers
        self.freely = freely
        self.position = {sheet.name: index for index, sheet in enumerate(sheets)}
        self.findings = Findings()
        self.left: list[Left] = []
        self.foreign: tuple[Question, ...] = ()
        """What is asked about rows of other divisions"""

    def judge(self) -> Preview:
        try:
            mark = template.read_mark(self.sheets)
        except PeriodError as error:
            raise Refused(str(error)) from error
        if mark:
            self._check_mark(mark)
        elif lists := find_lists(self.sheets):
            return self._judge_lists(lists)
        year = mark.run.first.year if mark else self.year
        tables = self._tables(mark, year)
        columns = {column.months for table in tables for column in table.columns}
        months = sorted({month for run in columns for month in run.months()})
        if len({month.year for month in months}) > 1:
            raise Refused("두 해 이상의 달이 섞여 있습니다. 연도를 하나 골라 그 해의 열만 남겨 주세요.")
        year = months[0].year if months else year or timezone.localdate().year
        run = Run(months[0], months[-1]) if months else None
        self.ledger = read_ledger(self.division, run.last if run else Month(year, 12), figures=False)
        self.lines = fillable(self.division, self.ledger, year)
        if mark and (mark.format != template.FORMAT or mark.fingerprint != template.fingerprint(self.lines)):
            raise Refused("지표가 바뀌기 전에 만든 옛 서식입니다. 서식을 새로 내려받아 값을 옮긴 뒤 올려 주세요.")
        match = self._match(tables, year)
        questions = match.questions + self.foreign
        statuses = statuses_by_month(self.division, months) if run else {}
        compared = self._comparison(statuses)
        if run:
            meanings = self._meanings(tables, match)
            questions += tuple({each.key: each for meant in meanings.values() for each in meant.questions}.values())
            this_month = Month.of(timezone.localdate())
            gathered = gather(match.matched, meanings, self.answers, this_month, self.findings)
            questions += gathered.questions
            if any(table.aims for table in tables):
                hold_aims(match.matched, meanings, year, read_targets(self.division, year), self.findings)
            compared.hold(gathered, read_store(self.division, run))
            questions += compared.blanks.question
        others = dict.fromkeys(owner for _, _, owner in match.foreign)
        return self._preview(run, compared, questions, others)

    def _judge_lists(self, lists: list[ExecutionList]) -> Preview:
        """A budget system's lists of executions: their lines added up to the stored budget lines, and then as anything else."""
        year, today = year_of(lists, self.name, self.year), timezone.localdate()
        self.ledger = read_ledger(self.division, Month(year, 12), figures=False)
        self.lines = fillable(self.division, self.ledger, year)
        if not any(line.rule == "money" for line in self.lines):
            raise Refused(
                f"{self.division.name}에는 {year}년에 집행을 넣을 예산 과목이 없습니다. 예산 과목을 먼저 만들어 주세요."
            )
        added = add_up(
            lists,
            self.division,
            lines=self.lines,
            file=self.name,
            year=year,
            answers=self.answers,
            today=today,
            framing=self._framing(),
            findings=self.findings,
        )
        read = {each.sheet.name for each in lists}
        self.left += [
            Left(sheet.name, "", "이 시트에는 집행 목록이 없어 읽지 않았습니다.")
            for sheet in self.sheets
            if sheet.name not in read and any(value not in (None, "") for row in sheet.rows for value in row)
        ]
        self.left += added.left
        months = sorted({month for series in added.gathered[:2] for given in series.values() for month in given})
        run = Run(months[0], months[-1]) if months else None
        compared = self._comparison(statuses_by_month(self.division, months) if run else {})
        executed = None
        if run:
            stored = read_store(self.division, run)
            compared.hold(added.gathered, stored)
            executed = Executed(
                run.last,
                sums(self.lines, compared.cells, stored, run.last),
                compare_budgets(added.appropriated, self.ledger, run.last, self.findings),
                added.policies,
            )
        return self._preview(run, compared, added.questions, added.others, executed)

    def _comparison(self, statuses: Mapping[Month, Status]) -> Comparison:
        return Comparison(
            self.name,
            self.lines,
            self.ledger,
            statuses,
            Blanks(self.answers),
            self.findings,
            freely=self.freely,
        )

    def _preview(
        self,
        run: Run | None,
        compared: Comparison,
        questions: tuple[Question, ...],
        others: Iterable[str],
        executed: Executed | None = None,
    ) -> Preview:
        return Preview(
            self.division,
            self.name,
            run,
            tuple(
                sorted(
                    compared.cells,
                    key=lambda cell: (self.position[cell.sheet], cell.row, cell.column, cell.month.start),
                )
            ),
            tuple(sorted(self.findings.found, key=self._order)),
            questions,
            (*self.left, *compared.left),
            tuple(compared.replacements),
            tuple(compared.writes),
            compared.superseded,
            self.lines,
            self.ledger,
            executed,
            self.freely,
            tuple(others),
        )

    def _order(self, finding: Finding) -> tuple[int, int, int, str]:
        row, column = position(finding.cell) if finding.cell else (0, 0)
        return self.position[finding.sheet], row, column, finding.level

    # ------------------------------------------------------------------------------------------ tables and rows

    def _check_mark(self, mark: template.Mark) -> None:
        if mark.division != self.division.key:
            owner = division_names().get(mark.division, f"다른 {division_word()}")
            raise Refused(
                f"{owner}의 서식입니다. {self.division.name}의 서식을 올리거나 {division_word('을/를')} 바꿔 주세요."
            )
        if self.year is not None and mark.run.first.year != self.year:
            raise Refused(f"{mark.run.first.year}년의 서식입니다. 고른 연도는 {self.year}년입니다.")

    def _tables(self, mark: template.Mark | None, year: int | None) -> tuple[Table, ...]:
        sheets = (
            [sheet for sheet in self.sheets if sheet.name not in (template.MARK, template.NOTES_SHEET)]
            if mark
            else self.sheets
        )
        own_heads = (*template.HEADS, *template.BUDGET_HEADS) if mark else ()
        reading = find_tables(sheets, year, own_heads, self.name)
        for problem in reading.problems:
            self.findings.error(*problem)
        if not reading.tables and not reading.problems:
            raise Refused(
                "실적 표를 찾지 못했습니다. '1월', '2018-01'처럼 달의 이름이 있는 머리글과 지표 이름의 열이 있어야 합니다."
            )
        self.left += reading.left
        return reading.tables

    def _match(self, tables: tuple[Table, ...], year: int) -> Match:
        others = {
            other.key: partial(self._lines_of, other, year) for other in divisions() if other.key != self.division.key
        }
        match = Matcher(self.division, self.lines, others).match(tables, self.answers)
        for table, row in match.skipped:
            self.left.append(
                Left(table.sheet.name, str(row.number), f"'{' · '.join(row.labels)}' 행은 반입하지 않기로 했습니다.")
            )
        for table, row in match.totals:
            self.left.append(
                Left(table.sheet.name, str(row.number), f"'{row.labels[-1]}' 행은 합계여서 읽지 않았습니다.")
            )
        for table, row in match.others:
            labels = " · ".join(row.labels)
            self.left.append(
                Left(table.sheet.name, str(row.number), f"'{labels}' 행은 달의 실적이 아니어서 읽지 않았습니다.")
            )
        self._settle_foreign(match)
        for table, row in match.nameless:
            self._refuse_row(table, row, "이름이 없는 행의 값입니다. 어느 지표인지 이름을 넣거나 행을 지워 주세요.")
        for table, row, identified, labelled in match.contradictions:
            self._refuse_row(
                table,
                row,
                f"행의 숨은 식별자는 '{identified.title}'인데 적힌 이름은 '{labelled.title}'입니다. 행이나 열이 뒤섞였습니다. "
                "서식을 새로 내려받아 값을 옮겨 주세요.",
            )
        return match

    def _settle_foreign(self, match: Match) -> None:
        """Rows of other divisions: beside own ones they are left to those, which is asked once; alone they are errors."""
        if not match.foreign:
            return
        owners = ", ".join(dict.fromkeys(division_names()[owner] for _, _, owner in match.foreign))
        if not match.matched:
            for table, row, owner in match.foreign:
                self._refuse_row(
                    table,
                    row,
                    f"다른 {division_word()}({division_names()[owner]})의 지표입니다. 이 행을 지우거나 그 {division_word('으로/로')} 따로 올려 주세요.",
                )
            return
        key = f"다른 담당관:{owners}"
        answer = SKIP if self.answers.get(key) == SKIP else ""
        table, row, _ = match.foreign[0]
        self.foreign = (
            Question(
                key,
                f"{table.sheet.name} {row.number}행",
                f"다른 {division_word()}({owners})의 행이 {len(match.foreign):,}개 있습니다. {self.division.name}의 행만 반입합니까?",
                (Choice(SKIP, f"{self.division.name}의 행만 반입"),),
                any_line=False,
                answer=answer,
                values=f"{' · '.join(row.labels)}: {values_of(table, row)}",
            ),
        )
        for table, row, owner in match.foreign if answer else ():
            text = f"'{' · '.join(row.labels)}' 행은 {division_names()[owner]}의 것이어서 읽지 않았습니다. 그 {division_word('으로/로')}도 올려 주세요."
            self.left.append(Left(table.sheet.name, str(row.number), text))

    def _framing(self) -> Framing:
        others = [each for each in divisions() if each.key != self.division.key]
        return Framing(self.division, others, self.lines, self.name, self.answers)

    def _meanings(self, tables: Iterable[Table], match: Match) -> dict[int, Meant]:
        """What the frames of the tables mean, by the identity of the table; says which tables are refused or left."""
        framing = self._framing()
        rows: dict[int, list[Matched]] = defaultdict(list)
        for each in match.matched:
            rows[id(each.table)].append(each)
        meanings = {id(table): framing.meaning(table, rows[id(table)]) for table in tables if rows[id(table)]}
        for table in tables:
            meant = meanings.get(id(table), Meant())
            if meant.problem:
                self.findings.error(*meant.problem)
            if meant.skipped:
                self.left.append(Left(table.sheet.name, f"{table.head_row}행", "이 표는 반입하지 않기로 했습니다."))
        return meanings

    def _refuse_row(self, table: Table, row: Row, cause: str) -> None:
        """An error at each of the row's filled cells."""
        for column in table.columns:
            if value := tidy(table.sheet.merged_value(row.number, column.column)):
                self.findings.error(table.sheet.name, reference(row.number, column.column), value, cause)

    @staticmethod
    def _lines_of(other: Division, year: int) -> tuple[Line, ...]:
        return fillable(other, read_ledger(other, Month(year, 12), figures=False), year)
