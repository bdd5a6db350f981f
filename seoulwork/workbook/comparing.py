"""Every figure that a workbook gives, held against what is stored: what would be new, changed, equal or refused, and written.

A part of the judgement (judging.py), which reads the tables and matches their rows first. Asks no database: what is stored is
read before (stored.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from seoulwork.domain.cells import Place
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.ledger.sums import over_months
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import impossible_money, impossible_ratio
from seoulwork.domain.runs import lacking, replaced_by, torn
from seoulwork.entry.months import Status
from seoulwork.workbook.blanks import Blanks
from seoulwork.workbook.deriving import Figures, StoredRow, drop_wholes, months_of
from seoulwork.workbook.gathering import Findings, Gathered, Given
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.outcome import CHANGED, EQUAL, NEW, REFUSED, PreviewCell, Replacement, Write
from seoulwork.workbook.reading.sheet import Left
from seoulwork.workbook.spans import settle
from seoulwork.workbook.stored import PlaceState, rows_after


class Comparison:
    """Of one workbook of a division. `hold` fills `cells`, `writes`, `superseded`, `replacements`, `left` and the findings."""

    def __init__(
        self,
        name: str,
        lines: tuple[Line, ...],
        ledger: Ledger,
        statuses: Mapping[Month, Status],
        blanks: Blanks,
        findings: Findings,
        *,
        freely: bool = True,
    ) -> None:
        self.name, self.lines, self.ledger = name, lines, ledger
        self.statuses, self.blanks, self.findings, self.freely = statuses, blanks, findings, freely
        self.unreadable: set[tuple[Place, Month]] = set()
        """Where a cell is refused by itself: what lacks it is told by that cell's own error"""
        self.barred: set[tuple[Place, Month]] = set()
        """What who imports may not write now: left out, where an error would stop the whole workbook"""
        self.torn: set[tuple[Place, Month]] = set()
        """Where a month would tear a run of its whole or of a part: refused"""
        self.gates: dict[tuple[Month, int | None], tuple[str, str]] = {}
        """Of months and programmes: why they are not to be written (empty when they are), and the reason to write down"""
        self.left: list[Left] = []
        self.cells: list[PreviewCell] = []
        self.replacements: list[Replacement] = []
        self.writes: list[Write] = []
        self.superseded: dict[str, dict[int, int]] = {"Actual": {}, "Execution": {}}

    def hold(self, gathered: Gathered, stored: Mapping[Place, list[StoredRow]]) -> None:
        figures: Figures = defaultdict(lambda: defaultdict(dict))
        by_identifier = {line.identifier: line for line in self.lines}
        self.unreadable |= {
            (by_identifier[identifier].cell.place, month)
            for identifier, months in gathered.unreadable.items()
            for month in months
        }
        for identifier, spans in gathered.spans.items():
            line = by_identifier[identifier]
            series = gathered.monthly.get(identifier, {}), gathered.cumulative.get(identifier, {})
            found, left = settle(line, spans, *series, stored.get(line.cell.place, ()), self.findings)
            self.left += left
            if found:
                gathered.cumulative[identifier] = found
        given_lines = [by_identifier[each] for each in dict.fromkeys([*gathered.monthly, *gathered.cumulative])]
        for line in given_lines:
            self.blanks.look(
                line,
                gathered.monthly.get(line.identifier, {}),
                gathered.cumulative.get(line.identifier, {}),
                gathered.blank.get(line.identifier, {}),
                stored.get(line.cell.place, ()),
            )
        answered = self.blanks.answer
        for line in given_lines:
            identifier, place = line.identifier, line.cell.place
            monthly, cumulative = gathered.monthly.get(identifier, {}), gathered.cumulative.get(identifier, {})
            none = self.blanks.none(line)
            if none is None:
                if answered:
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
            at, kind = figures[place], line.cell.kind
            for month, given in derived.months.items():
                at[month][kind] = given
        self.left += drop_wholes(figures, self.lines, self.ledger, self.unreadable, self.findings)
        lines_at: dict[Place, dict[str, Line]] = defaultdict(dict)
        for line in self.lines:
            lines_at[line.cell.place][line.cell.kind] = line
        places = [
            _state_of(place, lines_at[place], stored.get(place, ()), by_month) for place, by_month in figures.items()
        ]
        if not self.freely:
            self._bar(places)
        self._refuse_torn({each.place: self._takeable(each) for each in places}, stored)
        for each in places:
            self._judge_place(each)

    def _bar(self, places: Iterable[PlaceState]) -> None:
        """Leave out what changes a month that is not open to who imports, with its cause at each cell."""
        for own in places:
            for month in own.given:
                old, new = own.old_and_new(month)
                locked, _ = self._gate(month, own.line.programme_id)
                if new != old and locked:
                    self._bar_month(own, month, locked)
            for row in own.runs:
                # A run is divided by all of its months: with one of them left out, so are the others.
                takeable = self._takeable(own)
                missing = lacking(row.run, [Run(month, month) for month in takeable])
                if any((own.place, month) in self.barred for month in missing):
                    for month in takeable:
                        if month in row.run:
                            self._bar_month(own, month, _undivided(row, missing))

    def _bar_month(self, own: PlaceState, month: Month, cause: str) -> None:
        self.barred.add((own.place, month))
        old, _ = own.old_and_new(month)
        for kind, each in own.given[month].items():
            if each.value != old[kind]:
                self.findings.bar(each, cause)

    def _takeable(self, own: PlaceState) -> Mapping[Month, Mapping[str, Given]]:
        """What the workbook gives of a place, without what is left out."""
        if not self.barred:
            return own.given
        return {month: given for month, given in own.given.items() if (own.place, month) not in self.barred}

    def _refuse_torn(
        self, figures: Mapping[Place, Mapping[Month, Mapping[str, Given]]], stored: Mapping[Place, list[StoredRow]]
    ) -> None:
        """Refuse new months that would tear a run of months of their whole or of a part (see domain/runs.py)."""
        # Months that are given are single ones: nothing is torn where no run of several is stored.
        wide = {place.owner_id for place, rows in stored.items() if not all(row.run.is_month for row in rows)}
        for indicator in self.ledger.indicators:
            if indicator.id not in wide or indicator.accumulation == "latest":
                continue
            paths = {part.id: part.path for part in self.ledger.parts if part.indicator_id == indicator.id}
            places = {path: Place("Actual", indicator.id, part) for part, path in ({None: ""} | paths).items()}
            if not any(place in figures for place in places.values()):
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
        takeable = self._takeable(own)
        refused: set[Month] = set()
        if self.barred or self.torn:
            refused = {month for month in own.given if month not in takeable or (own.place, month) in self.torn}
        for row in own.runs:
            covered = [month for month in takeable if month in row.run]
            missing = lacking(row.run, [Run(month, month) for month in takeable])
            if covered and missing:
                refused.update(covered)
                if all((own.place, month) in self.unreadable for month in missing):
                    continue
                for month in covered:
                    for given in own.given[month].values():
                        self.findings.refuse(given, _undivided(row, missing))
        written: dict[Month, tuple[int | None, int | None]] = {}
        first_write = len(self.writes)
        for month in own.given:
            amounts = self._judge_month(own, month, refused=bool(refused) and month in refused)
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
        given, (old, new) = own.given[month], own.old_and_new(month)
        changed = new != old
        locked, reason = self._gate(month, own.line.programme_id)
        if not refused and changed:
            refused = self._refuse(own, month, new, locked)
        for kind, each in given.items():
            line = own.lines[kind]
            if refused:
                state = REFUSED
            elif old[kind] is None:
                state = NEW
            else:
                state = EQUAL if old[kind] == new[kind] else CHANGED
            self.cells.append(
                PreviewCell(
                    line, month, each.sheet, each.row, each.column, old[kind], each.value, state, each.text, each.unit
                )
            )
            if each.value < 0 and state in (NEW, CHANGED) and line.rule != "money":
                self._warn_negative(each)
        if refused:
            return None
        first, second = new.values()
        if changed:
            where = f"{self.name[-200:]} {_places(given.values())}"
            self.writes.append(Write(*own.place, month, first, second, where, reason))
            if row := own.stored.get(month):
                self.superseded[own.place.table][row.pk] = len(self.writes) - 1
        return first, second

    def _warn_negative(self, given: Given) -> None:
        """Once for each cell: a cumulative figure that falls has said so already."""
        if (given.sheet, given.cell) not in self.findings.warned:
            self.findings.warn(given, "음수입니다. 맞는지 확인해 주세요.")

    def _refuse(self, own: PlaceState, month: Month, new: Mapping[str, int | None], locked: str) -> bool:
        """Whether the row can't be written (`locked`: why the month is not to be); says why, once for each of its cells."""
        line, cause, wrong = own.line, locked, ""
        if not cause and self.unreadable and (own.place, month) in self.unreadable:
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
            wrong = _wrong_amount(new["c"], new["s"])
        if cause:
            given = own.given[month]
            for each in [given[wrong]] if wrong in given else given.values():
                self.findings.refuse(each, cause)
        return bool(cause)

    def _gate(self, month: Month, programme_id: int | None) -> tuple[str, str]:
        """Why the month is not to be written (empty when it may be), and the reason of the reopening that lets it."""
        found = self.gates.get((month, programme_id))
        if found is None:
            known = self.statuses[month]
            locked = known.locked_to_imports(programme_id, freely=self.freely)
            found = self.gates[month, programme_id] = (locked, known.reason_for(programme_id))
        return found

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


def _state_of(
    place: Place,
    lines: Mapping[str, Line],
    rows: Collection[StoredRow],
    given: Mapping[Month, Mapping[str, Given]],
) -> PlaceState:
    single = {row.run.first: row for row in rows if row.run.is_month}
    return PlaceState(place, lines, single, tuple(row for row in rows if not row.run.is_month), given)


def _undivided(row: StoredRow, missing: Iterable[Month]) -> str:
    silent = ", ".join(f"{month.number}월" for month in missing)
    return f"{row.run.korean}의 값이 한 줄로 저장되어 있어 그 달들을 모두 넣어야 나눌 수 있습니다. 없는 달: {silent}"


def _places(given: Collection[Given]) -> str:
    """`'실적' C2, C3`: the cells that a row's figures come from, by sheet."""
    if len(given) == 1:
        (one,) = given
        return f"'{one.sheet}' {one.cell}"
    cells: dict[str, dict[str, None]] = defaultdict(dict)
    for each in given:
        cells[each.sheet][each.cells] = None
    return ", ".join(f"'{sheet}' {', '.join(own)}" for sheet, own in cells.items())


def _wrong_amount(committed: int | None, spent: int | None) -> str:
    """The kind of the amount that can't be when one of the two can't: what is spent when it is more than is committed."""
    return "s" if committed is None or (spent is not None and spent > committed) else "c"
