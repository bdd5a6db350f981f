"""What is asked about the cumulative amounts of a budget line, and about plans: targets and 예산액. Pure Python."""

from decimal import Decimal

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Ledger, PartRow, ValueRow
from seoulwork.domain.numbers import format_number, money_text, rate, stored_text
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.questions.notices import PLEASE_CHECK, Notice, falls
from seoulwork.domain.questions.thresholds import Thresholds
from seoulwork.domain.questions.usual import Suggestion, far_off, slip
from seoulwork.domain.vocabulary import ACTUAL, BUDGET_UNIT, TARGET

LEAST = 20
"""Per cent of the budget below which an amount is too little for its course to say anything."""


def money(won: Decimal) -> str:
    return money_text(int(won))


def of_amount(ledger: Ledger, line: BudgetRow, name: str, month: Month) -> tuple[Notice, ...]:
    """About what is committed or spent of a line at the end of a month, beside the month before it that is known."""
    told = {
        row.month: Decimal(row.amount) for row in ledger.stored_amounts(line.id, name) if row.month.year == month.year
    }
    earlier = max((each for each in told if each < month), default=None)
    if month not in told or earlier is None:
        return ()
    now, before = told[month], told[earlier]
    budget = ledger.budget([line], run=Run(Month(month.year, 1), month))
    found = falls(now, before, money) or _leap(
        now, before, earlier, month, budget.value if budget else None, ledger.limits
    )
    return (found,) if found else ()


def _leap(
    now: Decimal, before: Decimal, earlier: Month, month: Month, budget: Decimal | None, limits: Thresholds
) -> Notice | None:
    """More in a month than a budget goes out in one; at the year's end much does."""
    reached = rate(now, budget)
    if reached is None or reached < LEAST or month.number == 12:
        return None
    step = rate((now - before) / (month.start - earlier.start), budget)
    if earlier.number > 1 and (found := slip(now, [Suggestion("지난 누계", before)], money, BUDGET_UNIT)):
        return found
    if step is None or step <= limits.amount_step:
        return None
    return Notice(
        "jump",
        f"누계가 {earlier.korean} {money(before)}에서 {money(now)}{particle(money(now), '으로/로')} "
        f"한 달에 예산의 {format_number(step, 1)}%가 늘었습니다. {PLEASE_CHECK}",
    )


def of_target(ledger: Ledger, indicator: IndicatorRow, part: PartRow | None, row: ValueRow) -> Notice | None:
    """About a target beside that of the year before and what came of it."""
    if indicator.asking == "never":
        return None
    path, before = part.path if part else "", row.run.a_year_before()
    known = [
        Suggestion(f"{before.korean} {word}", found.value)
        for find, word in ((ledger.target, TARGET), (ledger.actual, ACTUAL))
        if indicator.accumulation != "ratio" and (found := find(indicator, path, before)) is not None and found.complete
    ]

    def show(value: Decimal) -> str:
        return stored_text(value.quantize(Decimal(1)), indicator.unit, indicator.decimals) + indicator.unit

    value = Decimal(row.value)
    notice = far_off(value, known, show, ledger.limits, by_chance=False)
    return notice and (slip(value, known, show, indicator.unit) or notice)


def of_appropriation(ledger: Ledger, line: BudgetRow, amount: Decimal) -> Notice | None:
    """About the 예산액 of a line beside that of the year before."""
    place = (line.year - 1, line.kind, line.part, line.fund_source)
    lines = [
        each
        for each in ledger.budget_lines(line.short_name, line.programme_id)
        if (each.year, each.kind, each.part, each.fund_source) == place
    ]
    before = ledger.budget(lines, run=Run.year(line.year - 1)) if lines else None
    known = [Suggestion(f"{line.year - 1}년 예산액", before.value)] if before else []
    found = far_off(amount, known, money, ledger.limits, by_chance=False)
    return found and (slip(amount, known, money, BUDGET_UNIT) or found)
