"""The whole judgement on a workbook: reading its tables, matching their rows, and holding every figure against what is stored.

It reads and never writes; confirming runs it again inside the transaction and writes only when it says the same (see
importing/commit.py). The only part of a preview that asks the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

from django.utils import timezone

from seoulwork.domain.cells import Cell, Place
from seoulwork.domain.ledger.sums import over_months
from seoulwork.domain.periods import Month, PeriodError, Run
from seoulwork.domain.places import impossible_money, impossible_ratio
from seoulwork.domain.runs import lacking, replaced_by, torn
from seoulwork.entry.months import UNOPENED, Status, statuses_by_month
from seoulwork.figures.divisions import Division, division_names, divisions
from seoulwork.figures.queries import ledger as read_ledger
from seoulwork.workbook import template
from seoulwork.workbook.blanks import Blanks
from seoulwork.workbook.deriving import Figures, StoredRow, drop_wholes, months_of
from seoulwork.workbook.framing import Framing, Meant
from seoulwork.workbook.gathering import Findings, Gathered, Given, gather
from seoulwork.workbook.matching.lines import Line, fillable
from seoulwork.workbook.matching.matcher import Match, Matched, Matcher
from seoulwork.workbook.matching.questions import SKIP, Choice, Question
from seoulwork.workbook.outcome import CHANGED, EQUAL, NEW, REFUSED, Finding, Preview, PreviewCell, Replacement, Write
from seoulwork.workbook.reading.sheet import Left, Sheet, reference, tidy
from seoulwork.workbook.reading.tables import Row, Table, find_tables
from seoulwork.workbook.safety import Refused
from seoulwork.workbook.scanning import position
from seoulwork.workbook.stored import KINDS, PlaceState, read_store, rows_after


def examine(
    division: Division,
    sheets: list[Sheet],
    *,
    name: str,
    year: int | None = None,
    answers: Mapping[str, str] | None = None,
) -> Preview:
    """Judge a workbook of which `read_sheets` made `sheets`.

    `name` is the file's name, for the origin of its figures; `year` the one that was asked for; `answers` those to earlier
    questions, by their keys. Raises Refused for a workbook of which nothing can be said cell by cell.
    """
    return _Examination(division, sheets, name, year, answers or {}).judge()


class _Examination:
    def __init__(
        self, division: Division, sheets: list[Sheet], name: str, year: int | None, answers: Mapping[str, str]
    ) -> None:
        self.division, self.sheets, self.name, self.year, self.answers = division, sheets, name, year, answers
        self.findings = Findings()
        self.unreadable: set[tuple[Place, Month]] = set()
        """Where a cell is refused by itself: what lacks it is told by that cell's own error"""
        self.torn: set[tuple[Place, Month]] = set()
        """Where a month would tear a run of its whole or of a part: refused"""
        self.left: list[Left] = []
        self.cells: list[PreviewCell] = []
        self.replacements: list[Replacement] = []
        self.writes: list[Write] = []
        self.superseded: dict[str, dict[int, int]] = {"Actual": {}, "Execution": {}}
        self.statuses: dict[Month, Status] = {}
        self.blanks = Blanks(answers)
        self.foreign: tuple[Question, ...] = ()
        """What is asked about rows of other divisions"""

    def judge(self) -> Preview:
        try:
            mark = template.read_mark(self.sheets)
        except PeriodError as error:
            raise Refused(str(error)) from error
        if mark:
            self._check_mark(mark)
        year = mark.run.first.year if mark else self.year
        tables = self._tables(mark, year)
        months = sorted({column.month for table in tables for column in table.columns})
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
        if run:
            meanings = self._meanings(tables, match)
            questions += tuple({each.key: each for meant in meanings.values() for each in meant.questions}.values())
            this_month = Month.of(timezone.localdate())
            gathered = gather(match.matched, meanings, self.answers, this_month, self.findings)
            questions += gathered.questions
            self.statuses = statuses_by_month(self.division, months)
            self._judge_figures(gathered, read_store(self.division, run))
            questions += self.blanks.question
        return Preview(
            self.division,
            self.name,
            run,
            tuple(self.cells),
            tuple(sorted(self.findings.found, key=self._order)),
            questions,
            tuple(self.left),
            tuple(self.replacements),
            tuple(self.writes),
            self.superseded,
            self.lines,
            self.ledger,
        )

    def _order(self, finding: Finding) -> tuple[int, int, int, str]:
        names = [sheet.name for sheet in self.sheets]
        row, column = position(finding.cell) if finding.cell else (0, 0)
        return names.index(finding.sheet), row, column, finding.level

    # ------------------------------------------------------------------------------------------ tables and rows

    def _check_mark(self, mark: template.Mark) -> None:
        if mark.division != self.division.key:
            owner = division_names().get(mark.division, "다른 담당관")
            raise Refused(f"{owner}의 서식입니다. {self.division.name}의 서식을 올리거나 담당관을 바꿔 주세요.")
        if self.year is not None and mark.run.first.year != self.year:
            raise Refused(f"{mark.run.first.year}년의 서식입니다. 고른 연도는 {self.year}년입니다.")

    def _tables(self, mark: template.Mark | None, year: int | None) -> tuple[Table, ...]:
        sheets = (
            [sheet for sheet in self.sheets if sheet.name not in (template.MARK, template.NOTES_SHEET)]
            if mark
            else self.sheets
        )
        own_heads = (*template.HEADS, *template.BUDGET_HEADS) if mark else ()
        reading = find_tables(sheets, year, own_heads)
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
                    f"다른 담당관({division_names()[owner]})의 지표입니다. 이 행을 지우거나 그 담당관으로 따로 올려 주세요.",
                )
            return
        key = f"다른 담당관:{owners}"
        answer = SKIP if self.answers.get(key) == SKIP else ""
        table, row, _ = match.foreign[0]
        self.foreign = (
            Question(
                key,
                f"{table.sheet.name} {row.number}행",
                f"다른 담당관({owners})의 행이 {len(match.foreign):,}개 있습니다. {self.division.name}의 행만 반입합니까?",
                (Choice(SKIP, f"{self.division.name}의 행만 반입"),),
                any_line=False,
                answer=answer,
            ),
        )
        for table, row, owner in match.foreign if answer else ():
            text = f"'{' · '.join(row.labels)}' 행은 {division_names()[owner]}의 것이어서 읽지 않았습니다. 그 담당관으로도 올려 주세요."
            self.left.append(Left(table.sheet.name, str(row.number), text))

    def _meanings(self, tables: Iterable[Table], match: Match) -> dict[int, Meant]:
        """What the frames of the tables mean, by the identity of the table; says which tables are refused or left."""
        others = [each for each in divisions() if each.key != self.division.key]
        framing = Framing(self.division, others, self.lines, self.name, self.answers)
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

    # -------------------------------------------------------------------------------------------------- figures

    def _judge_figures(self, gathered: Gathered, stored: Mapping[Place, list[StoredRow]]) -> None:
        figures: Figures = defaultdict(lambda: defaultdict(dict))
        by_identifier = {line.identifier: line for line in self.lines}
        self.unreadable |= {
            (by_identifier[identifier].cell.place, month)
            for identifier, months in gathered.unreadable.items()
            for month in months
        }
        for identifier in dict.fromkeys([*gathered.monthly, *gathered.cumulative]):
            line = by_identifier[identifier]
            place = line.cell.place
            monthly, cumulative = gathered.monthly.get(identifier, {}), gathered.cumulative.get(identifier, {})
            blank = gathered.blank.get(identifier, {})
            none = self.blanks.none(line, monthly, cumulative, blank, stored.get(place, ()))
            if none is None:
                if self.blanks.answer:
                    first = next(iter({**monthly, **cumulative}.values()))
                    text = f"'{line.name}' 행은 빈 달이 있어 반입하지 않기로 했습니다."
                    self.left.append(Left(first.sheet, str(first.row), text))
                continue
            derived = months_of(
                line,
                {**none, **monthly} if monthly else monthly,
                {**none, **cumulative} if not monthly else cumulative,
                stored.get(place, ()),
                gathered.unreadable.get(identifier, ()),
                self.findings,
            )
            self.unreadable |= {(place, month) for month in derived.refused}
            for month, given in derived.months.items():
                figures[place][month][line.cell.kind] = given
        self.left += drop_wholes(figures, self.lines, self.ledger, self.unreadable, self.findings)
        self._refuse_torn(figures, stored)
        for place, by_month in figures.items():
            names = {
                kind: f"{self.division.key}:{Cell(kind, place.owner_id, place.part_id)}" for kind in KINDS[place.table]
            }
            lines = {kind: by_identifier[name] for kind, name in names.items() if name in by_identifier}
            rows = stored.get(place, ())
            single = {row.run.first: row for row in rows if row.run.is_month}
            runs = tuple(row for row in rows if not row.run.is_month)
            self._judge_place(PlaceState(place, lines, single, runs, by_month))
        sheets = {sheet.name: index for index, sheet in enumerate(self.sheets)}
        self.cells.sort(key=lambda cell: (sheets[cell.sheet], *position(cell.cell), cell.month))

    def _refuse_torn(self, figures: Figures, stored: Mapping[Place, list[StoredRow]]) -> None:
        """Refuse new months that would tear a run of months of their whole or of a part (see domain/runs.py)."""
        for indicator in self.ledger.indicators:
            paths = {part.id: part.path for part in self.ledger.parts if part.indicator_id == indicator.id}
            places = {path: Place("Actual", indicator.id, part) for part, path in ({None: ""} | paths).items()}
            if indicator.accumulation == "latest" or not any(place in figures for place in places.values()):
                continue
            rows = {path: rows_after(stored.get(place, ()), figures.get(place, {})) for path, place in places.items()}
            for each in torn(rows):
                place = places[each.by]
                known = {row.run for row in stored.get(place, ())}
                for month, given in figures.get(place, {}).items():
                    if month in each.run and Run(month, month) not in known and (place, month) not in self.torn:
                        self.torn.add((place, month))
                        for one in given.values():
                            self.findings.refuse(one, each.text)

    def _judge_place(self, own: PlaceState) -> None:
        refused = {month for month in own.given if (own.place, month) in self.torn}
        for row in own.runs:
            covered = [month for month in own.given if month in row.run]
            missing = lacking(row.run, [Run(month, month) for month in own.given])
            if covered and missing:
                refused.update(covered)
                if all((own.place, month) in self.unreadable for month in missing):
                    continue
                silent = ", ".join(f"{month.number}월" for month in missing)
                for month in covered:
                    for given in own.given[month].values():
                        self.findings.refuse(
                            given,
                            f"{row.run.korean}의 값이 한 줄로 저장되어 있어 그 달들을 모두 넣어야 나눌 수 있습니다. 없는 달: {silent}",
                        )
        written: dict[Month, tuple[int | None, int | None]] = {}
        first_write = len(self.writes)
        for month in own.given:
            amounts = self._judge_month(own, month, refused=month in refused)
            if amounts is not None:
                written[month] = amounts
        for row in own.runs:
            if replaced_by(row.run, written):
                own_writes = enumerate(self.writes[first_write:], first_write)
                follower = next(at for at, write in own_writes if write.month == row.run.first)
                self.superseded[own.place.table][row.pk] = follower
                self._judge_replacement(own, row, [(month, written[month]) for month in row.run.months()])

    def _judge_month(self, own: PlaceState, month: Month, *, refused: bool) -> tuple[int | None, int | None] | None:
        """Judge the one or two figures of a row; what would be written for the month, or None when it is refused."""
        given, old = own.given[month], own.old(month)
        # A figure that the workbook does not give stays.
        new = {kind: given[kind].value if kind in given else amount for kind, amount in old.items()}
        changed = new != old
        if not refused and changed:
            refused = self._refuse(own, month, new)
        for kind, each in given.items():
            line = own.lines[kind]
            if refused:
                state = REFUSED
            elif old[kind] is None:
                state = NEW
            else:
                state = EQUAL if old[kind] == new[kind] else CHANGED
            raw = each.text + each.unit
            self.cells.append(PreviewCell(line, month, each.sheet, each.cell, old[kind], each.value, state, raw))
            if each.value < 0 and state in (NEW, CHANGED) and line.rule != "money":
                self._warn_negative(each)
        if refused:
            return None
        first, second = (new[kind] for kind in own.kinds)
        if changed:
            where = f"{self.name[-200:]} {_places(given.values())}"
            place = own.place
            reason = self.statuses[month].reason_for(own.line.programme_id)
            self.writes.append(Write(place.table, place.owner_id, place.part_id, month, first, second, where, reason))
            if month in own.stored:
                self.superseded[place.table][own.stored[month].pk] = len(self.writes) - 1
        return first, second

    def _warn_negative(self, given: Given) -> None:
        """Once for each cell: a cumulative figure that falls has said so already."""
        if (given.sheet, given.cell) not in self.findings.warned:
            self.findings.warn(given, "음수입니다. 맞는지 확인해 주세요.")

    def _refuse(self, own: PlaceState, month: Month, new: Mapping[str, int | None]) -> bool:
        """Whether the row can't be written; says why, once for each of its cells."""
        line = own.line
        cause = self._locked(month, line.programme_id)
        if not cause and (own.place, month) in self.unreadable:
            return True
        if not cause and line.rule == "ratio" and None in new.values():
            half = "분모" if new["d"] is None else "분자"
            cause = f"{month.korean}의 {half}가 없습니다. 비율 지표는 분자와 분모를 함께 넣어 주세요."
        if not cause and line.indicator is not None and line.rule == "ratio":
            own_indicator = line.indicator
            cause = impossible_ratio(new["a"], new["d"], own_indicator.unit, within_whole=own_indicator.within_whole)
        if not cause and line.budget is not None:
            budget = self.ledger.budget([line.budget], run=Run(Month(month.year, 1), month))
            cause = impossible_money(
                new["c"],
                new["s"],
                None if budget is None else int(budget.value),
            )
        for each in own.given[month].values() if cause else ():
            self.findings.refuse(each, cause)
        return bool(cause)

    def _locked(self, month: Month, programme_id: int | None) -> str:
        """Why the month is not to be written; empty when it is open, or never went through monthly entry."""
        known = self.statuses[month]
        return "" if known.state == UNOPENED else known.locked(programme_id)

    def _judge_replacement(
        self, own: PlaceState, row: StoredRow, written: list[tuple[Month, tuple[int | None, int | None]]]
    ) -> None:
        """Whether the months add up to the run that they take the place of; a warning when they don't."""
        for kind, stored in zip("ad", (row.first, row.second), strict=True):
            amounts = [amount[0 if kind == "a" else 1] for _, amount in written]
            if stored is None or None in amounts:
                continue
            line = own.lines[kind]
            months = [
                (Run(month, month), each) for (month, _), each in zip(written, amounts, strict=True) if each is not None
            ]
            found = Replacement(line, row.run, stored, over_months(line.rule, months))
            self.replacements.append(found)
            if not found.adds_up:
                last = own.given[row.run.last]
                self.findings.warn(
                    last.get(kind) or next(iter(last.values())),
                    f"달마다의 값으로 바꾸면 {row.run.korean}의 값이 달라집니다: {found.stored_text} → {found.monthly_text}.",
                )


def _places(given: Iterable[Given]) -> str:
    """`'실적' C2, C3`: the cells that a row's figures come from, by sheet."""
    cells: dict[str, dict[str, None]] = defaultdict(dict)
    for each in given:
        cells[each.sheet][each.cell] = None
    return ", ".join(f"'{sheet}' {', '.join(own)}" for sheet, own in cells.items())
