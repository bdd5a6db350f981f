"""From where a figure is asked about. Pure Python; the defaults are what a city's figures were found to need."""

from dataclasses import dataclass, replace
from decimal import Decimal

WIDE = 3
"""So many times as far an indicator may vary that is said to vary much."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What an administrator can set (figures/models/limits.py)."""

    fewest_months: int = 6
    """So many past months must be known before anything can be called usual; with fewer, `times` alone tells."""
    below: int = 80
    """Per cent under the median of the past months that are still usual."""
    above: int = 200
    """Per cent over it that are still usual: seasons are within that, and a figure with a nought too many is not."""
    times: int = 5
    """Times, or one part of so many, of the little that is known, from which a figure is asked about."""
    stock_change: int = 50
    """Per cent by which a stock may rise or fall from one count to the next."""
    stock_fall: int = 20
    """Per cent by which one that does not only grow may fall without being asked about."""
    small: int = 20
    """Smaller counts are the same three months running, or a fifth less than before, by chance alone."""
    copied_from: int = 1000
    """The same figure as a year ago is asked about from this size."""
    far_beyond: int = 150
    """Per cent of the year's target."""
    amount_step: int = 60
    """Per cent of a budget that one month may add to what is spent of it."""
    pace_margin: int = 10
    """Points off its expected pace from which a figure needs a reason and is found."""
    execution_margin: int = 15
    """Points behind its expected pace from which an execution is found."""
    working_days: int = 70
    """The least per cent of the days from Monday to Friday on which is worked: October with its long holidays has it."""
    head_times: int = 2
    """Times the posts of a grade, and"""
    head_margin: int = 5
    """so many heads above them, from which a count is more likely typed wrongly than legal."""

    @property
    def wider(self) -> "Thresholds":
        """For what varies much: three times as far; below the median as near to nought as that is of it."""
        return replace(
            self,
            below=100 - (100 - self.below) // WIDE,
            above=self.above * WIDE,
            times=self.times * WIDE,
            stock_change=self.stock_change * WIDE,
            stock_fall=min(self.stock_fall * WIDE, 99),
            far_beyond=100 + (self.far_beyond - 100) * WIDE,
        )


USUAL = Thresholds()
SPREADS = Decimal("3.5") * Decimal("1.4826")
"""How many median absolute deviations from the median are still usual: 3.5 standard deviations, were the months normally
distributed (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993)."""
CHANCES = 3
"""Counts vary by chance by their square root: so many of it are added on both sides, which matters to small counts."""
EXACT = Decimal("0.3")
"""A figure that is ten times another, give or take this share, was typed with a nought too many."""


def chance(value: Decimal) -> Decimal:
    """By how much a count of that size varies by chance alone."""
    return CHANCES * max(abs(value), Decimal(1)).sqrt()
