"""The stored figures that a text of a programme could refer to, by value: what a typed number is held against."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from seoulwork.domain.clock import Moving, Period
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Ledger
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
        ledger = self.ledger
        for indicator in ledger.indicators:
            if indicator.programme_id in (programme_id, None) and indicator.accumulation != "ratio":
                for path in ("", *(part.path for part in ledger.parts if part.indicator_id == indicator.id)):
                    yield from self._of_indicator(indicator, path)
        for (of, name), lines in ledger.budget_groups():
            if of in (programme_id, None):
                yield from self._of_budget(name, lines)

    def _of_indicator(self, indicator: IndicatorRow, path: str) -> Iterator[Known]:
        ledger, factor = self.ledger, Decimal(10) ** indicator.decimals
        part = next((each for each in ledger.parts if each.indicator_id == indicator.id and each.path == path), None)
        names = frozenset(filter(None, (indicator.short_name, indicator.name, *path.split("/"))))
        place = (indicator.id, part.id if part else None)
        runs = [row.run for row in ledger.stored_actuals(*place)]
        planned = [row.run for row in ledger.targets if (row.indicator_id, row.part_id) == place]
        found = [("", run, ledger.actual(indicator, path, run)) for run in (None, *runs)]
        found += [(TARGET, run, ledger.target(indicator, path, run)) for run in (None, *planned)]
        for aspect, run, each in found:
            if each is not None:
                operand = Operand(indicator.short_name, path, aspect, Period(run, run) if run else None)
                yield Known(operand, names, each.value / factor, indicator.unit)

    def _of_budget(self, name: str, lines: list[BudgetRow]) -> Iterator[Known]:
        parts = dict.fromkeys(word for line in lines for word in ("", line.part, line.fund_source))
        for part in parts:
            for aspect in ("", COMMITTED, SPENT):
                each = self.ledger.budget(lines, part, None, aspect or "예산액")
                if each is not None:
                    names = frozenset(filter(None, (name, part, aspect)))
                    yield Known(Operand(name, part, aspect), names, each.value, BUDGET_UNIT)


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
