"""The sums that figures make: of parts, and of months by an indicator's rule. The one place where figures are added."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from seoulwork.domain.ledger.rows import Found
from seoulwork.domain.periods import Run

Known = tuple[Run, int]
"""An amount with the months that it covers"""


def add_up(found: Iterable[Found | None]) -> Found | None:
    """Add what was found; None when nothing was (missing is not zero)."""
    present = [each for each in found if each is not None]
    if not present:
        return None
    denominators = [each.denominator for each in present if each.denominator is not None]
    return Found(
        sum((each.value for each in present), Decimal(0)),
        tuple(row for each in present for row in each.rows),
        tuple(row for each in present for row in each.amounts),
        sum(denominators, Decimal(0)) if denominators else None,
    )


def complete_sums(breakdowns: Iterable[Sequence[Known | None]]) -> list[Known]:
    """What each complete breakdown of a whole adds up to: one amount, with the months that it covers, for each dimension whose
    parts are all there and cover the same months."""
    totals = []
    for amounts in breakdowns:
        given = [each for each in amounts if each is not None]
        if given and len(given) == len(amounts) and len({run for run, _ in given}) == 1:
            totals.append((given[0][0], sum(amount for _, amount in given)))
    return totals


def over_months(accumulation: str, months: Sequence[tuple[Run, Decimal | int]]) -> Decimal:
    """What figures that follow each other make of their months together, by the rule of their indicator; of a ratio each half
    by itself. There must be one at least."""
    if accumulation == "latest":
        return Decimal(max(months, key=lambda each: each[0].last)[1])
    if accumulation == "mean":
        return sum((Decimal(value) * run.days for run, value in months), Decimal(0)) / sum(
            run.days for run, _ in months
        )
    return sum((Decimal(value) for _, value in months), Decimal(0))
