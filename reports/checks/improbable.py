"""Figures that are hardly right: what is asked where they are typed, of all that a briefing tells of its year."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from seoulwork.domain.ledger import IndicatorRow, Ledger, ValueRow
from seoulwork.domain.numbers import rate
from seoulwork.domain.periods import Run
from seoulwork.domain.questions.exchanged import exchanged
from seoulwork.domain.questions.figures import Asker
from seoulwork.domain.questions.money import of_amount, of_appropriation, of_target
from seoulwork.domain.questions.notices import Notice
from seoulwork.domain.vocabulary import APPROPRIATED, COMMITTED, SPENT, TARGET

from ..contract import Contribution
from .budgets import money
from .figures import shown
from .rules import Measure, Spot, Told, spot_of_budget


class Question(NamedTuple):
    """One question of a division: where, about which value (`2018년 6월 실적 10,200명`)."""

    spot: Spot
    value: str
    notice: Notice


class Questions(NamedTuple):
    """All of a division."""

    asked: tuple[Question, ...]


def questions_of(each: Contribution) -> Questions:
    return Questions((*_of_actuals(each), *_of_totals(each), *_of_plans(each), *_of_money(each)))


def asked(code: str) -> Callable[[Questions], Iterator[Told]]:
    """The look-function for questions of that code."""

    def look(questions: Questions) -> Iterator[Told]:
        for each in questions.asked:
            if each.notice.code == code:
                yield Told(each.spot, {"value": each.value, "text": each.notice.text})

    return look


def _of_actuals(each: Contribution) -> Iterator[Question]:
    """Of the reference year, up to its month."""
    ledger = each.ledger
    asker, results = Asker(ledger), ledger.clock.results
    by_run: dict[Run, list[ValueRow]] = defaultdict(list)
    for row in ledger.actuals:
        if row.run in results:
            by_run[row.run].append(row)
    for rows in by_run.values():
        told = [(row, notice) for row in rows for notice in asker.of_actual(row)]
        for row, notice in (*told, *exchanged(asker, rows)):
            indicator = ledger.indicator_by_id[row.indicator_id]
            if notice.code == "whole" and indicator.within_whole:
                continue  # that is no question: figures.more_than_whole
            spot = Measure(each, indicator).spot(_path(ledger, row), month=row.run.last)
            yield Question(spot, f"{row.run.korean} 실적 {_value(indicator, row)}", notice)


def _of_totals(each: Contribution) -> Iterator[Question]:
    """Of an indicator and each of its parts: whether they are far beyond their targets."""
    ledger = each.ledger
    asker = Asker(ledger)
    for indicator in ledger.indicators:
        if indicator.accumulation == "ratio":
            continue
        for path in ("", *(part.path for part in ledger.parts if part.indicator_id == indicator.id)):
            actual, target = ledger.actual(indicator, path), ledger.target(indicator, path, ledger.clock.results_year)
            if actual is None or target is None:
                continue
            reached = rate(actual.value, target.value)
            notice = asker.over(reached, indicator)
            if notice is not None:
                yield Question(Measure(each, indicator).spot(path), f"누계 {shown(indicator, actual.value)}", notice)


def _of_plans(each: Contribution) -> Iterator[Question]:
    """Of the targets and the 예산액 of the plan year."""
    ledger, plan = each.ledger, each.ledger.clock.plan
    for row in ledger.targets:
        indicator = ledger.indicator_by_id[row.indicator_id]
        part = ledger.part_by_id[row.part_id] if row.part_id else None
        if row.run in plan and (notice := of_target(ledger, indicator, part, row)) is not None:
            spot = Measure(each, indicator).spot(_path(ledger, row), kind=TARGET)
            value = f"{row.run.korean} {TARGET} {shown(indicator, Decimal(row.value))}"
            yield Question(spot, value, Notice("target", notice.text))
    for line in ledger.budgets:
        amount = ledger.budget([line]) if line.year == plan.first.year else None
        if amount is not None and (notice := of_appropriation(ledger, line, amount.value)) is not None:
            spot = spot_of_budget(each, [line], executed=False)
            yield Question(spot, f"{APPROPRIATED} {money(amount.value)}", Notice("appropriation", notice.text))


def _of_money(each: Contribution) -> Iterator[Question]:
    """Of what is committed and spent in the reference year; that it falls has a rule of its own."""
    ledger = each.ledger
    for line in ledger.budgets:
        for name in (COMMITTED, SPENT):
            for row in ledger.stored_amounts(line.id, name):
                if row.month not in ledger.clock.results:
                    continue
                for notice in of_amount(ledger, line, name, row.month):
                    if notice.code != "falls":
                        spot = spot_of_budget(each, [line], executed=True, month=row.month)
                        value = f"{row.month.korean}까지의 {name} {money(Decimal(row.amount))}"
                        yield Question(spot, value, notice)


def _path(ledger: Ledger, row: ValueRow) -> str:
    return ledger.part_by_id[row.part_id].path if row.part_id else ""


def _value(indicator: IndicatorRow, row: ValueRow) -> str:
    if row.denominator is None:
        return shown(indicator, Decimal(row.value))
    return f"{row.value:,}/{row.denominator:,}"
