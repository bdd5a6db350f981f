"""What all kinds of charts are drawn with: their sizes, where a figure stands, how much room a text takes."""

from decimal import Decimal
from typing import Any

from reports.values import CountWithRate, Figure, Percent, Quantity, Surplus, ToOne

Spec = dict[str, Any]

WIDTH = 640
"""Pixels from edge to edge: the width of the text on paper, so that letters keep their size there."""
NARROW_WIDTH = 288
"""The same on the narrowest telephone, 320 pixels wide."""

ROW = 30
LABEL_SIZE, VALUE_SIZE, TITLE_SIZE, SMALL_SIZE = 13, 13, 12, 11
TREND_COLUMNS, TREND_HEIGHT = 2, 58


def number_of(figure: Figure | None) -> float | None:
    """Where a figure stands on an axis; None for what is no single number."""
    match figure and figure.value:
        case Quantity(value) | Percent(value) | ToOne(value):
            return float(value)
        case CountWithRate(count):
            return float(count.value)
        case Surplus(value):
            return float(Decimal(value))
        case _:
            return None


def width_of(text: str, size: int) -> float:
    """Pixels that a text takes, on the safe side."""
    return sum(size if ord(letter) > 0x2E7F else size * 0.62 for letter in text)
