"""Indicators that are worked out from others: each time anew, from what is stored of those. Nothing is stored of them but targets.

A value is worked out where everything that it is made of is there and lacks the same: of operands that lack different things (one
reaches to June, the other to May) none, and `lacking` says which lacks what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from seoulwork.domain.ledger.budgets import Budgets
from seoulwork.domain.ledger.formulas import Named, formula_of
from seoulwork.domain.ledger.rows import BudgetRow, Found, IndicatorRow, Missing
from seoulwork.domain.ledger.values import Values
from seoulwork.domain.notation import Operand
from seoulwork.domain.numbers import difference
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import APPROPRIATED


class _Term(NamedTuple):
    """One operand: its exact value in base units with its sign, what it comes from and what it lacks."""

    name: str
    value: Decimal | None
    found: tuple[Found, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class WorkedOut(Values, Budgets):
    """Actuals, the stored and those worked out of them."""

    def named(self, own: IndicatorRow, operand: Operand) -> Named:
        """What a name in the formula of an indicator stands for: its programme's figure, else its division's; of the division's own
        indicators that of any programme, behind its title."""
        home = self.home_of(own)
        return self.indicator(operand.name, home) or self.budget_lines(operand.name, home)

    @staticmethod
    def home_of(own: IndicatorRow) -> int:
        """Whose names its formula may use: its programme's, or (below zero) those of all."""
        return own.programme_id if own.programme_id is not None else -1

    def actual(self, indicator: IndicatorRow, path: str = "", run: Run | None = None) -> Found | None:
        if not indicator.formula:
            return super().actual(indicator, path, run)
        return self._once(("worked", indicator.id, path, run), lambda: self._worked(indicator, path, run))

    def actual_around(self, indicator: IndicatorRow, path: str, month: Month) -> tuple[Run, Found] | None:
        if not indicator.formula:
            return super().actual_around(indicator, path, month)
        run = Run(month, month)
        found = self.actual(indicator, path, run)
        return (run, found) if found is not None else None

    def lacking(self, indicator: IndicatorRow, run: Run | None = None) -> tuple[Missing, ...]:
        """Why an indicator that is worked out has no actual: which of what it is made of lacks what."""
        return _unlike(self._terms(indicator, run)) if indicator.formula else ()

    def _worked(self, indicator: IndicatorRow, path: str, run: Run | None) -> Found | None:
        if path:
            return None
        terms = self._terms(indicator, run)
        if _unlike(terms):
            return None
        split = formula_of(indicator.formula).split
        scale = Decimal(10) ** indicator.decimals
        above, below = (_sum(side) * scale for side in (terms[: split or None], terms[split:]))
        found = [each for term in terms for each in term.found]
        months = run or self.clock.results
        if months.first <= self.reference_month < months.last:
            months = Run(months.first, self.reference_month)
        return Found(
            above,
            tuple(dict.fromkeys(row for each in found for row in each.rows)),
            tuple(dict.fromkeys(row for each in found for row in each.amounts)),
            below if split else None,
            of=indicator,
        ).asked_for("", run, months, lambda: terms[0].missing)

    def _terms(self, indicator: IndicatorRow, run: Run | None) -> list[_Term]:
        formula = formula_of(indicator.formula)
        return [self._term(indicator, sign, each, run) for side in formula.sides for sign, each in side]

    def _term(self, own: IndicatorRow, sign: int, operand: Operand, run: Run | None) -> _Term:
        of = self.named(own, operand)
        name = " ".join(filter(None, [operand.name, operand.part.replace("/", " "), operand.aspect]))
        if not isinstance(of, IndicatorRow):
            return self._amount_term(name, sign, of, operand, run)
        found = self.actual(of, operand.part, run)
        if found is None or found.denominator is not None:
            return _Term(name, None, (), self.lacking(of, run))
        return _Term(name, sign * found.value / Decimal(10) ** of.decimals, (found,), found.missing)

    def _amount_term(
        self, name: str, sign: int, lines: tuple[BudgetRow, ...], operand: Operand, run: Run | None
    ) -> _Term:
        """예산액 as it stands; of an execution, which is told from January on, what fell into the run."""
        months = run or self.clock.results
        if months.first.year != months.last.year:
            return _Term(name, None, (), ())
        found = self.budget(lines, operand.part, months, operand.aspect)
        if found is None or operand.aspect == APPROPRIATED or months.first.number == 1:
            return _Term(name, found and sign * found.value, (found,) if found else (), found.missing if found else ())
        until = Run(Month(months.first.year, 1), months.first - 1)
        before = self.budget(lines, operand.part, until, operand.aspect)
        value = difference(found.value, before.value if before and before.complete else None)
        both = tuple(each for each in (found, before) if each)
        return _Term(name, None if value is None else sign * value, both, found.missing)


def _sum(terms: Iterable[_Term]) -> Decimal:
    return sum((each.value for each in terms if each.value is not None), Decimal(0))


def _unlike(terms: list[_Term]) -> tuple[Missing, ...]:
    """What keeps them from being put together: those that have no value, and what only some of them lack."""
    told: list[Missing] = []
    alike = len({frozenset(each.missing) for each in terms}) == 1
    for each in terms:
        if each.value is None:
            words = [lacks.words for lacks in each.missing] or ["없음"]
            told += [Missing("part", f"{each.name} {word}") for word in words]
        elif not alike:
            told += [Missing("part", f"{each.name} {lacks.words}") for lacks in each.missing]
    return tuple(dict.fromkeys(told))
