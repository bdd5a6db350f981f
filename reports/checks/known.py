"""The stored figures that a text of a programme could refer to, by value: what a typed number is held against."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from seoulwork.domain.clock import Moving, Period
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Ledger, PartRow
from seoulwork.domain.notation import Operand
from seoulwork.domain.numbers import format_number
from seoulwork.domain.periods import Run
from seoulwork.domain.vocabulary import BUDGET_UNIT, COMMITTED, SPENT, TARGET, UNITS


@dataclass(frozen=True, slots=True)
class Known:
    """A stored figure: how a text refers to it, what it is called, and its value in base units."""

    operand: Operand
    names: frozenset[str]
    value: Decimal
    unit: str
    is_budget: bool = False

    @property
    def shown(self) -> Decimal:
        """In its unit."""
        return self.value / UNITS[self.unit].factor

    @property
    def printed(self) -> str:
        return format_number(self.shown, max(0, -int(self.shown.normalize().as_tuple().exponent))) + self.unit


@dataclass(frozen=True)
class Shelf:
    """The figures of a division, by programme; read when they are first asked for."""

    ledger: Ledger
    _of: dict[int | None, tuple[Known, ...]] = field(default_factory=dict)

    def of(self, programme_id: int | None) -> tuple[Known, ...]:
        """Those of a programme (None: of the division alone) and of its division."""
        if programme_id not in self._of:
            self._of[programme_id] = tuple(self._read(programme_id))
        return self._of[programme_id]

    def _read(self, programme_id: int | None) -> Iterator[Known]:
        for of in dict.fromkeys((programme_id, None)):
            for indicator in self._indicators.get(of, ()):
                for part in (None, *self._parts(indicator)):
                    yield from self._of_indicator(indicator, part)
            for name, lines in self._budgets.get(of, ()):
                yield from self._of_budget(name, lines)

    @cached_property
    def _indicators(self) -> dict[int | None, list[IndicatorRow]]:
        found: dict[int | None, list[IndicatorRow]] = {}
        for each in self.ledger.indicators:
            if each.accumulation != "ratio":
                found.setdefault(each.programme_id, []).append(each)
        return found

    @cached_property
    def _budgets(self) -> dict[int | None, list[tuple[str, list[BudgetRow]]]]:
        found: dict[int | None, list[tuple[str, list[BudgetRow]]]] = {}
        for (of, name), lines in self.ledger.budget_groups():
            found.setdefault(of, []).append((name, lines))
        return found

    def _parts(self, indicator: IndicatorRow, parent: str = "") -> Iterator[PartRow]:
        """At every depth."""
        for part in self.ledger.parts_of(indicator, parent):
            yield part
            yield from self._parts(indicator, part.path)

    def _of_indicator(self, indicator: IndicatorRow, part: PartRow | None) -> Iterator[Known]:
        """As usual, and each run of months for which a row is stored. A ratio is no stored number."""
        if indicator.accumulation == "ratio":
            return
        ledger, factor = self.ledger, Decimal(10) ** indicator.decimals
        path = part.path if part else ""
        names = frozenset(filter(None, (indicator.short_name, indicator.name, *path.split("/"))))
        place = (indicator.id, part.id if part else None)
        told = [row for row in ledger.stored_actuals(*place) if self._is_readable(indicator, row.run)]
        for aspect, usual, rows in (
            ("", ledger.actual(indicator, path), told),
            (TARGET, ledger.target(indicator, path), ledger.stored_targets(*place)),
        ):
            if usual is not None:
                yield Known(Operand(indicator.short_name, path, aspect), names, usual.value / factor, indicator.unit)
            for row in rows:
                operand = Operand(indicator.short_name, path, aspect, Period(row.run, row.run))
                yield Known(operand, names, row.value / factor, indicator.unit)

    def _is_readable(self, indicator: IndicatorRow, run: Run) -> bool:
        """Whether a text gets the figure of a run: not past the reference month, but for what comes as it happens."""
        month = self.ledger.reference_month
        return run.last <= month or (indicator.frequency != "monthly" and run.first > month)

    def _of_budget(self, name: str, lines: list[BudgetRow]) -> Iterator[Known]:
        parts = dict.fromkeys(word for line in lines for word in ("", *line.paths, line.fund_source))
        for part in parts:
            for aspect in ("", COMMITTED, SPENT):
                each = self.ledger.budget(lines, part, None, aspect or "예산액")
                if each is not None:
                    names = frozenset(filter(None, (name, part, aspect)))
                    yield Known(Operand(name, part, aspect), names, each.value, BUDGET_UNIT, is_budget=True)


def written(operand: Operand) -> str:
    """A figure as a text refers to it: `{상담/청년.목표@2017}`."""
    part = f"/{operand.part}" if operand.part else ""
    aspect = f".{operand.aspect}" if operand.aspect else ""
    period = f"@{_period(operand.period)}" if operand.period else ""
    return f"{{{operand.name}{part}{aspect}{period}}}"


def _period(period: Period) -> str:
    first, last = (_end(end) for end in (period.first, period.last))
    return first if first == last else f"{first}~{last}"


def _end(end: Run | Moving) -> str:
    if isinstance(end, Run):
        if end.is_year:
            return str(end.first.year)
        return str(end.first) if end.is_month else f"{end.first}~{end.last}"
    offset = f"{end.offset:+d}" if end.offset else ""
    return end.word + offset + (f"-{end.within}" if end.within.isdigit() else end.within)
