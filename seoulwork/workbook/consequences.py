"""What an import would change beyond its cells: how totals, rates and the sums of the period move, and the warnings that
monthly entry gives. Asked of the ledger before and after, by the same rules as everything else."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial

from seoulwork.domain.ledger import AmountRow, IndicatorRow, Ledger, PartRow, Stored, ValueRow
from seoulwork.domain.ledger.sums import Known, complete_sums
from seoulwork.domain.numbers import format_number, rate
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import quotient
from seoulwork.domain.questions import notices
from seoulwork.domain.questions.exchanged import exchanged
from seoulwork.domain.questions.figures import Asker
from seoulwork.domain.questions.money import of_amount
from seoulwork.domain.vocabulary import COMMITTED, SPENT
from seoulwork.figures.models import Source
from seoulwork.figures.queries import ledger
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.outcome import CHANGED, NEW, WARNING, Finding, Preview, PreviewCell, shown


@dataclass(frozen=True, slots=True)
class Movement:
    """A total before and after: of an indicator, a part of it, or a budget line, from January to the run's last month."""

    line: Line
    period: Run
    before: Decimal | None
    after: Decimal | None
    """Exact, in base units; of a ratio as it is shown in its unit"""
    rate_before: Decimal | None
    rate_after: Decimal | None
    """Achievement or execution rate, in per cent"""

    @property
    def before_text(self) -> str:
        return self._text(self.before)

    @property
    def after_text(self) -> str:
        return self._text(self.after)

    @property
    def difference_text(self) -> str:
        return "-" if self.before is None or self.after is None else self._text(self.after - self.before)

    @property
    def rate_texts(self) -> tuple[str, str]:
        """(before, after)"""
        before, after = (
            "-" if each is None else f"{format_number(each, 1)}%" for each in (self.rate_before, self.rate_after)
        )
        return before, after

    def _text(self, value: Decimal | None) -> str:
        if value is None:
            return "-"
        if self.line.rule == "ratio":
            return format_number(value, 1) + ("%" if self.line.indicator and self.line.indicator.unit == "%" else "")
        if self.line.rule == "mean":
            value = value.quantize(Decimal(1))
        return shown(self.line, value)


class Consequences:
    """Before and after of one preview."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self.before = ledger(preview.division, preview.structure.reference_month)
        self.after = _after(preview, self.before)

    @cached_property
    def movements(self) -> tuple[Movement, ...]:
        """Every whole, part and budget line whose total or rate moves, in printed order."""
        if self.preview.run is None:
            return ()
        touched = {(write.table, write.owner_id) for write in self.preview.writes}
        lines = [
            line
            for line in self.preview.lines
            if line.cell.kind in "as" and (line.cell.place.table, line.cell.owner_id) in touched
        ]
        found = [self._movement(line) for line in lines]
        return tuple(each for each in found if (each.before, each.rate_before) != (each.after, each.rate_after))

    def _movement(self, line: Line) -> Movement:
        (before, rate_before), (after, rate_after) = (self._figure(each, line) for each in (self.before, self.after))
        return Movement(line, self.before.clock.results, before, after, rate_before, rate_after)

    def _figure(self, own: Ledger, line: Line) -> tuple[Decimal | None, Decimal | None]:
        """The total and its rate."""
        if line.budget is not None:
            spent, budget = own.budget([line.budget], name="지출액"), own.budget([line.budget])
            return (spent.value if spent else None), rate(
                spent.value if spent else None, budget.value if budget else None
            )
        if line.indicator is None:
            return None, None
        path = line.part.path if line.part else ""
        actual, target = own.actual(line.indicator, path), own.target(line.indicator, path)
        if line.rule == "ratio":
            return (quotient(actual.value, actual.denominator, line.indicator.unit) if actual else None), None
        return (actual.value if actual else None), rate(
            actual.value if actual else None, target.value if target else None
        )

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """The warnings of monthly entry, at the cells that give rise to them."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[Finding]:
        changing = [cell for cell in self.preview.cells if cell.state in (NEW, CHANGED)]
        yield from self._questions(changing)
        last_of: dict[str, PreviewCell] = {}
        for cell in changing:
            if cell.line.cell.kind in "as" and (
                cell.line.identifier not in last_of or last_of[cell.line.identifier].month < cell.month
            ):
                last_of[cell.line.identifier] = cell
        for cell in last_of.values():
            yield from self._pace(cell)
        compared: set[tuple[int, str, str, Month]] = set()
        for cell in changing:
            yield from self._sums(cell, compared)

    def _questions(self, changing: list[PreviewCell]) -> Iterator[Finding]:
        """What is asked about each figure itself. Of a ratio at its first cell; a negative one is told where it is judged."""
        asker, cells = Asker(self.after), dict[ValueRow, PreviewCell]()
        for cell in changing:
            line, run = cell.line, Run(cell.month, cell.month)
            if line.budget is not None:
                for notice in of_amount(self.after, line.budget, line.measure, cell.month):
                    yield from _found(cell, notice)
            elif (row := asker.at(line.cell.owner_id, line.cell.part_id, run)) is not None:
                cells.setdefault(row, cell)
        asked = [(row, notice) for row in cells for notice in asker.of_actual(row)]
        for row, notice in (*asked, *exchanged(asker, list(cells))):
            if notice.code != "negative":
                yield from _found(cells[row], notice)

    def _pace(self, cell: PreviewCell) -> Iterator[Finding]:
        """Whether the year's target is passed, or the rate too far from its expected pace; of money, what is spent."""
        margin = self.after.limits.pace_margin
        if cell.line.budget is not None and cell.line.cell.kind == "s":
            pace = self.after.spending_pace([cell.line.budget])
            yield from _found(
                cell, notices.off_pace(self._figure(self.after, cell.line)[1], pace, margin, name="집행률")
            )
        if cell.line.indicator is None or cell.line.rule == "ratio":
            return
        reached = self._figure(self.after, cell.line)[1]
        lower = cell.line.indicator.lower_is_better
        yield from _found(cell, Asker(self.after).over(reached, cell.line.indicator))
        pace = self.after.pace(cell.line.indicator, cell.line.part.path if cell.line.part else "")
        yield from _found(cell, notices.off_pace(reached, pace, margin, lower_is_better=lower))

    def _sums(self, cell: PreviewCell, compared: set[tuple[int, str, str, Month]]) -> Iterator[Finding]:
        """Whether a whole and its breakdowns agree once the workbook is in, whichever of them it gives; each month once."""
        line, indicator = cell.line, cell.line.indicator
        if indicator is None:
            return
        wholes = [line.part.path if line.part else ""] if line.has_parts else []
        if line.part is not None:
            wholes.append(line.part.parent)
        for path in wholes:
            key = (indicator.id, path, line.cell.kind, cell.month)
            if key in compared:
                continue
            compared.add(key)
            part = next(
                (each for each in self.after.parts_of(indicator, path.rpartition("/")[0]) if each.path == path), None
            )
            whole = self._stored(indicator, part, line.cell.kind, cell.month)
            if whole is not None:
                totals = self._totals(indicator, path, line.cell.kind, cell.month)
                yield from _found(cell, notices.sums(whole, totals, partial(shown, line)))

    def _totals(self, indicator: IndicatorRow, path: str, kind: str, month: Month) -> list[Decimal]:
        """What each complete breakdown makes in a month: one for each dimension whose parts are all there."""
        made = complete_sums(
            [self._whole(indicator, part, kind, month) for part in parts]
            for parts in self.after.breakdowns(indicator, path)
        )
        return [Decimal(amount) for _, amount in made]

    def _whole(self, indicator: IndicatorRow, part: PartRow, kind: str, month: Month) -> Known | None:
        """What is stored of a part in a month, else the sum of its own parts."""
        own = self._stored(indicator, part, kind, month)
        if own is None:
            own = next(iter(self._totals(indicator, part.path, kind, month)), None)
        return None if own is None else (Run(month, month), int(own))

    def _stored(self, indicator: IndicatorRow, part: PartRow | None, kind: str, month: Month) -> Decimal | None:
        """What is stored for just this month, after the import."""
        for row in self.after.stored_actuals(indicator.id, part.id if part else None):
            if row.run == Run(month, month):
                value = row.denominator if kind == "d" else row.value
                return None if value is None else Decimal(value)
        return None


def _found(cell: PreviewCell, warning: notices.Notice | None) -> Iterator[Finding]:
    if warning is not None:
        yield Finding(WARNING, cell.sheet, cell.cell, cell.new_text, warning.text)


def _after(preview: Preview, before: Ledger) -> Ledger:
    """The ledger as it would be after the import."""
    stored = Stored(Source.WORKBOOK.label, f"{Source.WORKBOOK.label} {preview.name}")
    months: dict[tuple[int, int | None], set[Month]] = defaultdict(set)
    executions: set[tuple[int, Month]] = set()
    actuals: list[ValueRow] = []
    amounts: list[AmountRow] = []
    for write in preview.writes:
        if write.table == "Actual" and write.first is not None:
            months[write.owner_id, write.part_id].add(write.month)
            run = Run(write.month, write.month)
            actuals.append(ValueRow(write.owner_id, write.part_id, run, write.first, stored, write.second))
        elif write.table == "Execution":
            executions.add((write.owner_id, write.month))
            amounts += [
                AmountRow(write.owner_id, write.month, name, amount, stored)
                for name, amount in ((COMMITTED, write.first), (SPENT, write.second))
                if amount is not None
            ]
    kept = [
        row
        for row in before.actuals
        if not any(month in row.run for month in months.get((row.indicator_id, row.part_id), ()))
    ]
    standing = [row for row in before.amounts if row.name == "예산액" or (row.budget_id, row.month) not in executions]
    return replace(before, actuals=(*kept, *actuals), amounts=(*standing, *amounts))
