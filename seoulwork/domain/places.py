"""What can be entered for a month: the indicators with their parts and the budget lines of a year, each with its one or two
figures; in which unit, with how many decimals and which signs, and how a typed number becomes the stored one. Pure Python.

The monthly grid, the workbook (template, matching, reading, judging), the data files and the scripts all ask here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Literal

from seoulwork.domain.cells import FIELDS, Cell, Place
from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, PartRow, ProgrammeRow
from seoulwork.domain.numbers import NumberError, money_text, parse_number, rate, stored_text
from seoulwork.domain.vocabulary import (
    BUDGET_UNIT,
    COMMITTED,
    DENOMINATOR,
    EXECUTED,
    NUMERATOR,
    QUOTIENTS,
    SPENT,
    UNITS,
)

Signs = Literal["any", "not_negative", "positive"]
"""Which numbers a figure may be."""
MONEY = {"c": COMMITTED, "s": SPENT}
"""The two amounts of an execution by the kind of their cell."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One figure of a stored row: what it is called, in which unit it is written, and what it may be."""

    kind: str
    """Of its cell: `a`, `d`, `c` or `s`"""
    measure: str
    """분자, 분모, 원인행위액, 지출액; empty for the only figure of a row"""
    unit: str
    decimals: int
    signs: Signs = "any"

    @property
    def field(self) -> str:
        """The field of the stored row that holds it."""
        return FIELDS[self.kind]

    @property
    def factor(self) -> int:
        """Base units in one of its unit."""
        return UNITS[self.unit].factor

    def read(self, text: str, unit: str | None = None) -> int | None:
        """A typed number as it is stored: base units × 10**decimals; None for a blank. `unit` is that of a number without one,
        where it stands in a table or a file that says so. Raises NumberError."""
        return parse_number(text, self.unit if unit is None else unit, self.decimals)

    def written(self, stored: int | Decimal) -> str:
        """A stored number as it is typed and shown."""
        return stored_text(stored, self.unit, self.decimals)

    def impossible(self, stored: int | None) -> str:
        """Why a stored number can't be, or nothing."""
        if stored is None:
            return ""
        if self.signs == "positive" and stored <= 0:
            return f"{self.measure}는 0보다 커야 합니다."
        if self.signs == "not_negative" and stored < 0:
            return f"누계 {self.measure}은 0보다 작을 수 없습니다."
        return ""


@cache
def actual_slots(accumulation: str, unit: str, decimals: int) -> tuple[Slot, ...]:
    """The figures of an actual: one, and of a ratio its halves. The numerator is written in the indicator's unit (`3억원` of
    an amount for each person), the denominator is a count; `%` and `:1` come of two counts."""
    if accumulation != "ratio":
        return (Slot("a", "", unit, decimals),)
    above = "" if unit in QUOTIENTS else unit
    return (Slot("a", NUMERATOR, above, decimals), Slot("d", DENOMINATOR, "", decimals, "positive"))


MONEY_SLOTS = tuple(Slot(kind, name, BUDGET_UNIT, 0, "not_negative") for kind, name in MONEY.items())


def read_together(text: str, slots: Sequence[Slot]) -> tuple[int | None, ...]:
    """The figures of a row written as one text: `13,869`, of a ratio `541/100`. Raises NumberError."""
    texts = text.split("/")
    values = [slot.read(each) for slot, each in zip(slots, texts, strict=False)]
    if len(texts) < len(slots):
        raise NumberError("비율 지표의 실적은 분자/분모로 적어 주세요.")
    if len(texts) > len(slots):
        raise NumberError(f"'{text}'처럼 나눗셈으로 적는 값은 합산 방법이 비율인 지표의 실적에만 씁니다.")
    for slot, value in zip(slots, values, strict=True):
        if impossible := slot.impossible(value):
            raise NumberError(impossible)
    return tuple(values)


def quotient(numerator: Decimal | int, denominator: Decimal | int | None, unit: str) -> Decimal | None:
    """A ratio out of its stored halves, in its unit: in per cent, or what comes to one; None where there is none."""
    percent = rate(numerator, denominator)
    return percent if percent is None or unit == "%" else percent / 100 / UNITS[unit].factor


def impossible_ratio(numerator: int | None, denominator: int | None, unit: str, *, within_whole: bool) -> str:
    """Why the halves of a ratio can't be, of which the one above is a part of the one below; or nothing."""
    if not within_whole or numerator is None or denominator is None or numerator <= denominator:
        return ""
    above, below = (stored_text(each, "" if unit in QUOTIENTS else unit) for each in (numerator, denominator))
    return f"분자 {above}{particle(above, '이/가')} 분모 {below}보다 많습니다. 분자가 분모의 일부인 지표입니다. 두 값을 확인해 주세요."


def impossible_money(committed: int | None, spent: int | None, budget: int | None) -> str:
    """Why an execution can't be (집행의 순서: 지출액 ≤ 원인행위액 ≤ 예산현액), or nothing. Amounts in won; a blank one is not compared."""
    if committed is not None and spent is not None and spent > committed:
        return f"지출액 {money_text(spent)}이 원인행위액 {money_text(committed)}보다 많습니다. 두 값을 확인해 주세요."
    amounts = dict(zip(MONEY_SLOTS, (committed, spent), strict=True))
    for slot, amount in amounts.items():
        if amount is not None and budget is not None and amount > budget:
            return f"{slot.measure} {money_text(amount)}이 예산현액 {money_text(budget)}보다 많습니다. 백만원 단위인지 확인해 주세요."
    return next(filter(None, (slot.impossible(amount) for slot, amount in amounts.items())), "")


@dataclass(frozen=True)
class Node:
    """An indicator, or one part of it, with the parts below it. What follows from that is worked out once: it is kept with what is
    due and serves many pages."""

    indicator_id: int
    part_id: int | None
    programme_id: int | None
    name: str
    path: str
    dimension: str
    accumulation: str
    unit: str
    decimals: int
    parts: tuple["Node", ...]
    within_whole: bool = False

    @cached_property
    def place(self) -> Place:
        return Place("Actual", self.indicator_id, self.part_id)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return actual_slots(self.accumulation, self.unit, self.decimals)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Its inputs: the value, and for a ratio the denominator."""
        return tuple(Cell(slot.kind, self.indicator_id, self.part_id) for slot in self.slots)

    @cached_property
    def label(self) -> str:
        """`취업`, `공간이용 · 스터디룸`"""
        return f"{self.name} · {self.path}" if self.path else self.name

    def label_of(self, cell: Cell) -> str:
        return self.label

    @cached_property
    def inputs(self) -> tuple[tuple[Slot, Cell, str, str], ...]:
        """For each of its inputs the slot, the cell, the cell's name, and how it is called: `취업 (명)`, `취업률 분자 (명)`."""
        return tuple(
            (slot, cell, str(cell), " ".join(filter(None, [self.label, slot.measure, slot.unit and f"({slot.unit})"])))
            for slot, cell in zip(self.slots, self.cells, strict=True)
        )

    @cached_property
    def breakdowns(self) -> tuple[tuple["Node", ...], ...]:
        """The parts right below, by dimension."""
        by_dimension = defaultdict(list)
        for part in self.parts:
            by_dimension[part.dimension].append(part)
        return tuple(tuple(parts) for parts in by_dimension.values())

    def walk(self) -> Iterator["Node"]:
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line whose execution is entered."""

    budget_id: int
    programme_id: int | None
    name: str

    @property
    def place(self) -> Place:
        return Place("Execution", self.budget_id)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return MONEY_SLOTS

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(Cell(slot.kind, self.budget_id) for slot in self.slots)

    def label_of(self, cell: Cell) -> str:
        """`예산현액 지출액`"""
        return f"{self.name} {MONEY[cell.kind]}"


def slot_of(owner: Node | Line, cell: Cell) -> Slot:
    """Of which figure of the row a cell is the input. Raises KeyError for a cell that the row has not."""
    return {slot.kind: slot for slot in owner.slots}[cell.kind]


@dataclass(frozen=True, slots=True)
class Places:
    """What can be entered in a year, in printed order."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


def places_of(
    year: int,
    programmes: Iterable[ProgrammeRow],
    indicators: Iterable[IndicatorRow],
    parts: Iterable[PartRow],
    budgets: Iterable[BudgetRow],
) -> Places:
    """What can be entered in a year; `programmes` are those that run in it. An indicator or a part that has ended, one of a programme that
    does not run, one that restates another or is worked out from others (those are entered), a plan's budget, those of other
    years and a budget line with lines below it (it is the sum of theirs) are not among them."""
    running = {None, *(each.id for each in programmes)}
    by_indicator: Mapping[int, list[PartRow]] = defaultdict(list)
    for part in parts:
        if part.counts_in(year):
            by_indicator[part.indicator_id].append(part)
    lines = [each for each in budgets if each.programme_id in running and is_executed(each.kind, each.year, year)]
    return Places(
        tuple(
            _node(each, by_indicator[each.id])
            for each in indicators
            if each.programme_id in running
            and not each.restates
            and not each.formula
            and not ended(each.last_year, year)
        ),
        tuple(
            Line(each.id, each.programme_id, _budget_name(each))
            for each in lines
            if not any(each.covers(other) for other in lines)
        ),
    )


def ended(last_year: int | None, year: int) -> bool:
    """Whether what has a last year (None: it goes on) has ended before a year."""
    return last_year is not None and last_year < year


def is_executed(kind: str, budget_year: int, year: int) -> bool:
    """Whether the execution of a budget line is entered in a year."""
    return kind in EXECUTED and budget_year == year


def _budget_name(budget: BudgetRow) -> str:
    """`예산현액`, `한국노총보조금 국비`"""
    return " ".join(filter(None, [budget.short_name, budget.part, budget.fund_source]))


def _node(of: IndicatorRow, parts: Collection[PartRow]) -> Node:
    below: Mapping[str, list[PartRow]] = defaultdict(list)
    for part in parts:
        below[part.parent].append(part)
    return _with_parts(of, None, "", "", below)


def _with_parts(
    of: IndicatorRow, part_id: int | None, path: str, dimension: str, below: Mapping[str, list[PartRow]]
) -> Node:
    parts = tuple(_with_parts(of, part.id, part.path, part.dimension, below) for part in below.get(path, ()))
    return Node(
        of.id,
        part_id,
        of.programme_id,
        of.name,
        path,
        dimension,
        of.accumulation,
        of.unit,
        of.decimals,
        parts,
        of.within_whole,
    )
