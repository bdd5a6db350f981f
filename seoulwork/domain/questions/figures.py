"""What is asked about a stored figure, from what else is stored of its indicator. Pure Python; asked by the grid, the preview of
a workbook and the checker alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import Found, IndicatorRow, Ledger, PartRow, ValueRow
from seoulwork.domain.numbers import format_number, stored_text
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.questions.notices import PLEASE_CHECK, Notice, falls, more_than_whole, over
from seoulwork.domain.questions.thresholds import Thresholds, chance
from seoulwork.domain.questions.usual import Suggestion, far_off, month_by_month, same, slip, unusual
from seoulwork.domain.vocabulary import GROWING, UNITS

HALVES = ("value", "denominator")
REPEATED = 3
"""So many months running with the same figure are too many."""


@dataclass(frozen=True)
class Asker:
    """What is asked about the actuals of a division, by its thresholds. Everything is looked up once."""

    ledger: Ledger
    _past: dict[tuple[int, int | None, Month, str], Mapping[Run, int]] = field(default_factory=dict, repr=False)
    _targets: dict[tuple[int, str, int], Found | None] = field(default_factory=dict, repr=False)

    @property
    def limits(self) -> Thresholds:
        return self.ledger.limits

    @cached_property
    def _rows(self) -> dict[tuple[int, int | None, Run], ValueRow]:
        return {(row.indicator_id, row.part_id, row.run): row for row in self.ledger.actuals}

    def of_actual(self, row: ValueRow) -> tuple[Notice, ...]:
        """About an actual as it is stored; nothing about what is not to be asked about."""
        if self.ledger.indicator_by_id[row.indicator_id].asking == "never":
            return ()
        return tuple(_Figure(self, row).notices())

    def over(self, reached: Decimal | None, indicator: IndicatorRow) -> Notice | None:
        """About an achievement far beyond its target."""
        limits = self.limits.wider if indicator.asking == "wide" else self.limits
        if indicator.asking == "never":
            return None
        return over(reached, limits.far_beyond, lower_is_better=indicator.lower_is_better)

    def past(self, row: ValueRow, half: str = "value") -> Mapping[Run, int]:
        """What is known of the twelve months before, of a ratio's numerators or denominators."""
        key = (row.indicator_id, row.part_id, row.run.first, half)
        if key not in self._past:
            indicator = self.ledger.indicator_by_id[row.indicator_id]
            part = self.ledger.part_by_id[row.part_id] if row.part_id else None
            self._past[key] = self.ledger.actuals_before(indicator, part, row.run.first, half)
        return self._past[key]

    def target(self, indicator: IndicatorRow, path: str, year: int) -> Found | None:
        """Each part is asked about beside all its sisters."""
        key = (indicator.id, path, year)
        if key not in self._targets:
            self._targets[key] = self.ledger.target(indicator, path, Run.year(year))
        return self._targets[key]

    def at(self, indicator_id: int, part_id: int | None, run: Run) -> ValueRow | None:
        """What is stored of just that run."""
        return self._rows.get((indicator_id, part_id, run))


@dataclass(frozen=True)
class _Figure:
    """One actual, and what is known around it."""

    asker: Asker
    row: ValueRow

    @property
    def ledger(self) -> Ledger:
        return self.asker.ledger

    @property
    def limits(self) -> Thresholds:
        limits = self.ledger.limits
        return limits.wider if self.indicator.asking == "wide" else limits

    @cached_property
    def indicator(self) -> IndicatorRow:
        return self.ledger.indicator_by_id[self.row.indicator_id]

    @cached_property
    def part(self) -> PartRow | None:
        return self.ledger.part_by_id[self.row.part_id] if self.row.part_id else None

    @property
    def path(self) -> str:
        return self.part.path if self.part else ""

    @property
    def is_ratio(self) -> bool:
        return self.indicator.accumulation == "ratio"

    @property
    def is_flow(self) -> bool:
        return self.indicator.accumulation in ("sum", "ratio")

    @cached_property
    def unit(self) -> str:
        """That in which it is written; the halves of a ratio may be counts."""
        return "" if self.is_ratio and self.indicator.unit in ("%", ":1") else self.indicator.unit

    def _of(self, run: Run) -> ValueRow | None:
        return self.asker.at(self.row.indicator_id, self.row.part_id, run)

    def show(self, value: Decimal) -> str:
        return stored_text(value.quantize(Decimal(1)), self.unit, self.indicator.decimals) + self.unit

    def digits(self, value: int) -> int:
        """The number as it is typed, without its point."""
        return abs(value) // UNITS[self.unit].factor

    def notices(self) -> Iterator[Notice]:
        asked: Iterable[Notice | None]
        if self.indicator.accumulation == "latest":
            asked = (self._negative(), self._stock(), self._copied())
        elif self.is_ratio:
            whole = None
            if self.indicator.unit == "%":
                whole = more_than_whole(self.row.value, self.row.denominator, lambda each: self.show(Decimal(each)))
            asked = (whole, *(self._size(half) for half in HALVES), self._repeated(), self._copied())
        else:
            asked = (self._negative(), self._size("value"), self._repeated(), self._copied())
        return (each for each in asked if each is not None)

    def _negative(self) -> Notice | None:
        """Below nought, where nothing was before."""
        if self.row.value >= 0 or any(value < 0 for value in self.asker.past(self.row).values()):
            return None
        return Notice("negative", f"음수입니다. {PLEASE_CHECK}")

    # ------------------------------------------------------------------------------------------------ its size

    def _size(self, half: str) -> Notice | None:
        """A flow or a mean, by the month."""
        stored = getattr(self.row, half)
        if stored is None or stored < 0:
            return None
        past = self.asker.past(self.row, half)
        if self.is_flow and self.indicator.frequency == "occasional":
            return self._in_one_go(Decimal(stored), past)
        months = len(self.row.run.months()) if self.is_flow else 1
        value = Decimal(stored) / months
        if not value and not any(each.is_month for each in past):
            return None  # a run does not tell whether some of its months have nothing
        months_known = month_by_month(past, "sum" if self.is_flow else self.indicator.accumulation)
        known = [*self._before(past), *(self._aims() if half == "value" and not self.is_ratio else ())]
        if len(months_known) >= self.limits.fewest_months:
            found = unusual(value, months_known, self.show, self.limits)
        else:
            found = far_off(value, [*known, *self._sisters()], self.show, self.limits)
        return found and (slip(value, known, self.show, self.unit) or found)

    def _in_one_go(self, value: Decimal, past: Mapping[Run, int]) -> Notice | None:
        """What comes as it happens may come in one go or month by month: far from both of what was before."""
        months = len(self.row.run.months())
        known = [*self._before(past)]
        known = [
            *(Suggestion(each.name, each.value * months) for each in known),
            *(Suggestion(_name(run, self.row.run), Decimal(amount)) for run, amount in past.items()),
        ]
        found = far_off(value, known, self.show, self.limits)
        return found and (slip(value, known, self.show, self.unit) or found)

    def _before(self, past: Mapping[Run, int]) -> Iterator[Suggestion]:
        """The month or run right before, and that of a year ago."""
        run = self.row.run
        latest = max(past, key=lambda each: each.last, default=None)
        for each in dict.fromkeys((latest, next((own for own in past if run.first - 12 in own), None))):
            if each is None:
                continue
            months = len(each.months()) if self.is_flow else 1
            yield Suggestion(_name(each, run, mean=months > 1), Decimal(past[each]) / months)

    def _aims(self) -> Iterator[Suggestion]:
        """What the year's target suggests for a month."""
        target = self._target(self.path)
        if target is not None and self.indicator.accumulation == "sum":
            yield Suggestion("목표의 한 달치", target.value / 12)
        elif target is not None:
            yield Suggestion("목표", target.value)

    def _target(self, path: str) -> Found | None:
        """That of the figure's own year, which need not be the plan's."""
        return self.asker.target(self.indicator, path, self.row.run.last.year)

    def _sisters(self) -> list[Suggestion]:
        """What the parts beside it suggest for one of which nothing else is known: as much of its target as they have of theirs.
        Of parts without targets the sizes say nothing of each other."""
        own = self._target(self.path)
        if self.part is None or self.is_ratio or own is None:
            return []
        pairs = [
            (row.value, target.value)
            for each in self.ledger.parts_of(self.indicator, self.part.parent, self.part.dimension)
            if each.id != self.part.id
            and (row := self.asker.at(self.row.indicator_id, each.id, self.row.run)) is not None
            and (target := self._target(each.path)) is not None
        ]
        planned = sum(target for _, target in pairs)
        if not planned:
            return []
        months = len(self.row.run.months()) if self.is_flow else 1
        share = own.value * sum(value for value, _ in pairs) / planned / months
        return [Suggestion("다른 세부와 목표의 비율로 본", share)]

    # ------------------------------------------------------------------------------------------------- a stock

    @cached_property
    def counts(self) -> list[tuple[Run, Decimal]]:
        """The counts of a stock before this one."""
        own = self.ledger.stored_actuals(self.row.indicator_id, self.row.part_id)
        known = {row.run: row.value for row in own if row.run.last < self.row.run.first}
        if not known:
            known = dict(self.asker.past(self.row))
        return sorted(((run, Decimal(value)) for run, value in known.items()), key=lambda each: each[0].last)

    def _stock(self) -> Notice | None:
        value = Decimal(self.row.value)
        if value < 0:
            return None
        if not self.counts:
            known = [*self._aims(), *self._sisters()]
            found = far_off(value, known, self.show, self.limits)
            return found and (slip(value, known, self.show, self.unit) or found)
        run, last = self.counts[-1]
        before = Suggestion(_name(run, self.row.run), last)
        found = self._jump(before, value)
        if found is not None:
            return slip(value, [before], self.show, self.unit) or found
        limits = self.limits
        far = self.digits(int(last)) >= limits.small and value < last - last * limits.stock_fall / 100
        return falls(value, last, self.show) if far or self._only_grows else None

    def _jump(self, before: Suggestion, value: Decimal) -> Notice | None:
        """Further from the count before than counts are from each other."""
        step, last = value - before.value, before.value
        steps = [abs(after - each) for (_, each), (_, after) in pairwise(self.counts)]
        most = max(Decimal(self.limits.stock_change) / 100 * abs(last) + chance(last), 2 * max(steps, default=0))
        if abs(step) <= most:
            return None
        share = f"{format_number(abs(step) * 100 / last, 1)}% " if last > 0 else ""
        word, shown = "늘었습니다" if step > 0 else "줄었습니다", self.show(value)
        to = particle(shown, "으로/로")
        return Notice("jump", f"{before.name} {self.show(last)}에서 {shown}{to} {share}{word}. {PLEASE_CHECK}")

    @property
    def _only_grows(self) -> bool:
        """By its name, by the flow of which it is made, or because it never fell as long as it is known."""
        if self.indicator.lower_is_better:
            return False
        named = self.indicator.flow_id is not None or any(word in self.indicator.name for word in GROWING)
        return named or (
            len(self.counts) >= self.limits.fewest_months
            and all(before <= after for (_, before), (_, after) in pairwise(self.counts))
        )

    # ------------------------------------------------------------------------------------------ the same again

    def _repeated(self) -> Notice | None:
        """The same as in the two months before."""
        row, run = self.row, self.row.run
        if not run.is_month or self.digits(row.value) < self.limits.small:
            return None
        before = [self._of(Run(run.first - step, run.first - step)) for step in range(1, REPEATED)]
        if any(each is None or (each.value, each.denominator) != (row.value, row.denominator) for each in before):
            return None
        months = ", ".join(f"{(run.first - step).number}월" for step in reversed(range(REPEATED)))
        shown = self._shown()
        return Notice(
            "repeated",
            f"{months}의 값이 모두 {shown}{particle(shown, '으로/로')} 같습니다. 지난달 값을 그대로 넣지 않았는지 확인해 주세요.",
        )

    def _copied(self) -> Notice | None:
        """The same as a year ago, or as the target."""
        row, least = self.row, self.limits.copied_from
        digits, is_stock = self.digits(row.value), self.indicator.accumulation == "latest"
        last = self.counts[-1][1] if is_stock and self.counts else None
        if last == row.value:
            return None
        ago = self._of(row.run.a_year_before())
        if ago is not None and digits >= least and (ago.value, ago.denominator) == (row.value, row.denominator):
            name = f"지난해 {ago.run.short(ago.run.first.year)}의 값"
            return Notice("copied", same(name, self._shown(), "지난해 값을 옮겨 적지 않았는지 확인해 주세요."))
        target = None if self.is_ratio else self._target(self.path)
        fewest = least if is_stock else least // 10
        if target is not None and digits >= fewest and target.value == row.value and self._is_part_of_year:
            return Notice("copied", same("목표", self._shown(), "목표를 실적 칸에 넣지 않았는지 확인해 주세요."))
        return None

    @property
    def _is_part_of_year(self) -> bool:
        """A whole year's figure may be its target."""
        return not self.row.run.is_year and not (
            self.indicator.accumulation == "latest" and self.row.run.last.number == 12
        )

    def _shown(self) -> str:
        above = self.show(Decimal(self.row.value))
        return above if self.row.denominator is None else f"{above}/{self.show(Decimal(self.row.denominator))}"


def _name(run: Run, seen: Run, *, mean: bool = False) -> str:
    """`지난달`, `지난해 7월`, `1~6월 월평균`, as it is called in the months `seen`."""
    if run.is_month and seen.is_month and run.last + 1 == seen.first:
        return "지난달"
    last_year = run == seen.a_year_before()
    word = f"지난해 {run.short(run.last.year)}" if last_year else run.short(seen.last.year)
    return f"{word} 월평균" if mean else word
