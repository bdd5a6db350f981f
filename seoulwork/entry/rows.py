"""The rows of a month's grid, made from what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, Self

from seoulwork.domain.cells import Cell, Place
from seoulwork.domain.ledger import Found, IndicatorRow, Ledger, Pace, ValueRow
from seoulwork.domain.numbers import BLANK, rate, stored_text
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import Line, Node, Slot, impossible_money
from seoulwork.domain.questions import notices
from seoulwork.domain.questions.exchanged import exchanged
from seoulwork.domain.questions.figures import Asker
from seoulwork.domain.questions.money import of_amount
from seoulwork.domain.questions.notices import Notice
from seoulwork.domain.runs import stands_in
from seoulwork.domain.vocabulary import BUDGET_UNIT
from seoulwork.entry.due import Current, Due, Kept, Remarks, comparable, total_of_parts
from seoulwork.entry.live import live_figure, live_money
from seoulwork.entry.months import Status
from seoulwork.entry.shown import (
    Group,
    Input,
    Row,
    achievement,
    amount_text,
    around_text,
    figure_text,
    money_labels,
    pace_text,
    percent,
    several,
)
from seoulwork.figures.models import Remark

EARLIEST = Month(1900, 1)


def _whole_number(found: Found | None) -> int | None:
    return None if found is None else int(found.value)


@dataclass(frozen=True, slots=True)
class Times:
    """The months that a month's rows tell of."""

    month: Run
    last: Month
    year_ago: Month
    this_year: Run | None
    """Those of its year before it; none in January"""
    ever: Run
    """All before it"""

    @classmethod
    def of(cls, month: Month) -> Self:
        last = month - 1
        this_year = Run(Month(month.year, 1), last) if month.number > 1 else None
        return cls(Run(month, month), last, month - 12, this_year, Run(EARLIEST, last))


@dataclass(slots=True)
class Maker:
    """Makes the rows from what was read."""

    what: Due
    there: Kept
    ledger: Ledger
    status: Status
    may_write: bool = True
    shared: str = ""
    """What the rows of no programme stand under"""
    locks: dict[int | None, str] = field(init=False, default_factory=dict)
    times: Times = field(init=False)
    asker: Asker = field(init=False)
    asked: dict[ValueRow, list[Notice]] = field(init=False)
    """What is asked about the month's own figures"""

    def __post_init__(self) -> None:
        self.times = Times.of(self.month)
        self.asker = Asker(self.ledger)
        rows = [
            stored
            for place, each in self.stored.items()
            if place.table == "Actual"
            and stands_in(each.run, self.month)
            and (stored := self.asker.at(place.owner_id, place.part_id, each.run)) is not None
        ]
        self.asked = {row: list(self.asker.of_actual(row)) for row in rows}
        for row, notice in exchanged(self.asker, rows):
            self.asked[row].append(notice)

    @property
    def month(self) -> Month:
        return self.what.month

    @property
    def stored(self) -> dict[Place, Current]:
        return self.there.rows

    @property
    def remarks(self) -> Remarks:
        return self.there.remarks

    def groups(self) -> Iterator[Group]:
        titles = {each.id: each for each in self.ledger.programmes}
        for programme_id, nodes in groupby(self.what.nodes, key=lambda node: node.programme_id):
            rows = tuple(row for node in nodes for row in self._rows(node))
            programme = titles.get(programme_id) if programme_id else None
            yield Group(
                programme.title if programme else self.shared,
                programme.number if programme else None,
                "",
                rows,
            )
        if self.what.lines:
            note = f"1월부터 {self.month.number}월까지의 누계를 백만원으로 넣습니다."
            yield Group(
                f"예산 집행({BUDGET_UNIT})",
                None,
                note,
                tuple(row for line in self.what.lines for row in self._line(line)),
                money_labels(self.month),
            )

    # ------------------------------------------------------------------------------------------ indicators

    def _rows(self, node: Node) -> tuple[Row, ...]:
        """The rows of an indicator and of its parts: those of the last page, where all that they are made of is the same (it is
        read and compared each time, which takes a twentieth of making them)."""
        key, told = (node.indicator_id, self.may_write), self._told(node)
        made = self.what.made.get(key)
        if made is None or made[0] != told:
            made = self.what.made[key] = told, tuple(self._node(node, 0))
        rows: tuple[Row, ...] = made[1]
        return rows

    def _told(self, node: Node) -> list[Any]:
        """All that the rows of an indicator are made of, but for what is due itself."""
        told: list[Any] = [self._lock(node.programme_id), self.ledger.stored_of(node.indicator_id)]
        for each in node.walk():
            told.append(self.there.rows.get(each.place))
            told += [self.remarks.get(name) for _, _, name, _ in each.inputs]
        return told

    def _node(self, node: Node, indent: int) -> Iterator[Row]:
        yield self._figure(node, indent)
        for part in node.parts:
            yield from self._node(part, min(indent + 1, 2))

    def _figure(self, node: Node, indent: int) -> Row:
        indicator, times = self.ledger.indicator_by_id[node.indicator_id], self.times
        actual = self.ledger.actual
        earlier = times.ever if node.accumulation == "latest" else times.this_year
        before = actual(indicator, node.path, earlier) if earlier else None
        cumulative = actual(indicator, node.path)
        target = self.ledger.target(indicator, node.path)
        reached = achievement(cumulative, target, indicator)
        pace = self.ledger.pace(indicator, node.path)
        row = self.there.rows.get(node.place)
        totals = total_of_parts(node, self.stored, "value")
        told = row is not None or bool(totals)
        warnings = self._warnings(node, indicator, row, reached, pace) if told else ()
        rate_text, width = percent(reached)
        name = node.inputs[0][2]
        return Row(
            responsible=indicator.responsible,
            id=name,
            name=node.path.rpartition("/")[2] or node.name,
            indent=indent,
            unit=node.unit,
            inputs=self._inputs(node, row),
            before=figure_text(before, indicator),
            last_month=around_text(self.ledger, indicator, node.path, times.last),
            cumulative=figure_text(cumulative, indicator),
            target=stored_text(target.value, node.unit, node.decimals) if target else BLANK,
            rate=rate_text,
            rate_width=width,
            pace=pace_text(pace),
            pace_source=pace.source if pace else "",
            year_ago=around_text(self.ledger, indicator, node.path, times.year_ago),
            total=self._total(totals[0], node) if totals else "",
            warnings=warnings,
            shortfall=self._unexplained(name, warnings),
            kind="mean" if node.accumulation == "mean" else "",
            live=live_figure(node, row.run if row else times.month, times.this_year, before, target, self.ledger),
        )

    def _total(self, total: tuple[Run, int], node: Node) -> str:
        """`3,718`; of several months `1~6월 22,253`"""
        run, amount = total
        return f"{several(run, self.month.year)} {stored_text(amount, node.unit, node.decimals)}".strip()

    def _inputs(self, node: Node, row: Current | None) -> tuple[Input, ...]:
        locked = self._lock(node.programme_id)
        if row is not None:
            locked = locked or later_screen(row, self.month)
        return tuple(self._input(*each, each[0].measure, row, locked) for each in node.inputs)

    def _input(
        self, slot: Slot, cell: Cell, name: str, label: str, short: str, row: Current | None, locked: str
    ) -> Input:
        remarked = Remark.Kind.mark(self.remarks[name]) if name in self.remarks else ""
        if row is None:
            return Input(name, label, short, "", None, locked, "", remarked)
        amount = row.amounts[cell.field]
        text = "" if amount is None else slot.written(amount)
        return Input(name, label, short, text, row.version, locked, row.by, remarked, several(row.run, self.month.year))

    def _lock(self, programme_id: int | None) -> str:
        if programme_id not in self.locks:
            locked = self.status.locked(programme_id)
            if not locked and not self.may_write:
                locked = "값은 입력 담당이 넣습니다. 제출한 뒤 고칠 것이 있으면 돌려보내 주세요."
            self.locks[programme_id] = locked
        return self.locks[programme_id]

    def _unexplained(self, cell: str, warnings: tuple[Notice, ...]) -> bool:
        asked = any(each.code == "pace" for each in warnings)
        return asked and Remark.Kind.SHORTFALL not in self.remarks.get(cell, ())

    def _warnings(
        self,
        node: Node,
        indicator: IndicatorRow,
        row: Current | None,
        reached: Decimal | None,
        pace: Pace | None,
    ) -> tuple[Notice, ...]:
        """Of a row that has something for the month; a blank one is only missing."""

        def show(value: Decimal) -> str:
            return stored_text(value.quantize(Decimal(1)), node.unit, node.decimals)

        stored = self.asker.at(node.indicator_id, node.part_id, row.run) if row is not None else None
        found: list[Notice | None] = [*(self.asked.get(stored, ()) if stored else ())]
        if known := comparable(node, self.stored, "value"):
            found.append(notices.sums(Decimal(known[0]), [Decimal(each) for each in known[1:]], show))
        if node.accumulation != "ratio":
            found.append(self.asker.over(reached, indicator))
        found.append(
            notices.off_pace(reached, pace, self.ledger.limits.pace_margin, lower_is_better=indicator.lower_is_better)
        )
        return tuple(each for each in found if each is not None)

    # --------------------------------------------------------------------------------------------- budgets

    def _line(self, line: Line) -> Iterator[Row]:
        budget = [self.ledger.budget_by_id[line.budget_id]]
        row, month = self.stored.get(line.place), self.month
        locked = self._lock(line.programme_id)
        available = self.ledger.budget(budget)
        impossible = self._impossible(row, available)
        for cell, slot in zip(line.cells, line.slots, strict=True):
            name = slot.measure
            amount = None if row is None else row.amounts[cell.field]
            now = self.ledger.budget(budget, name=name)
            before = self.ledger.budget(budget, run=Run(EARLIEST, month - 1), name=name) if month.number > 1 else None
            reached = rate(now.value if now else None, available.value if available else None)
            rate_text, width = percent(reached)
            warnings: list[Notice | None] = []
            pace = self.ledger.spending_pace(budget) if slot.kind == "s" else None
            if amount is not None:
                warnings = [*impossible, *of_amount(self.ledger, budget[0], name, month)]
                warnings.append(notices.off_pace(reached, pace, self.ledger.limits.pace_margin, name="집행률"))
            given = tuple(each for each in warnings if each is not None)
            yield Row(
                responsible=budget[0].responsible,
                id=str(cell),
                name=f"{line.name} {name}",
                indent=0,
                unit=BUDGET_UNIT,
                inputs=(
                    self._input(slot, cell, str(cell), f"{line.name} {name} 누계({BUDGET_UNIT})", "", row, locked),
                ),
                before=amount_text(before),
                last_month=self._month_alone(budget, name, month - 1),
                cumulative=amount_text(now),
                target=amount_text(available),
                rate=rate_text,
                rate_width=width,
                pace=pace_text(pace),
                pace_source=pace.source if pace else "",
                warnings=given,
                shortfall=self._unexplained(str(cell), given),
                kind=cell.field,
                live=live_money(slot, before, available),
            )

    def _impossible(self, row: Current | None, available: Found | None) -> list[Notice]:
        if row is None:
            return []
        text = impossible_money(row.amounts["committed"], row.amounts["spent"], _whole_number(available))
        return [Notice("money", text)] if text else []

    def _month_alone(self, budget: list[Any], name: str, month: Month) -> str:
        """What the month alone adds: the difference of two cumulative amounts, where both are known."""
        if month.year != self.month.year:
            return BLANK
        by_month = {
            each.month: each.amount
            for each in self.ledger.amounts
            if each.budget_id == budget[0].id and each.name == name
        }
        end, start = by_month.get(month), by_month.get(month - 1) if month.number > 1 else 0
        return BLANK if end is None or start is None else stored_text(end - start, BUDGET_UNIT)


def held_here(row: Current | None, month: Month) -> Current | None:
    """The row if the month's page holds it: a figure of several months stands on the page of its last one."""
    return row if row is not None and stands_in(row.run, month) else None


def later_screen(row: Current, month: Month) -> str:
    """Why a figure of several months can't be changed here; empty in its last month, where it can."""
    if held_here(row, month):
        return ""
    return f"{row.run.korean} 실적에 들어 있습니다. {row.run.last.korean} 화면에서 고쳐 주세요."
