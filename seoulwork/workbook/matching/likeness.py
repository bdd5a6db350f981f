"""How much two names look alike: by the share of letter pairs in common."""

import re

from seoulwork.workbook.reading.sheet import squeeze


def pairs_of(text: str) -> frozenset[str]:
    """The letter pairs of a name."""
    letters = re.sub(r"\W", "", squeeze(text))
    return frozenset(letters[index : index + 2] for index in range(len(letters) - 1)) or frozenset({letters})


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """0 (nothing in common) … 1 (the same): Dice's coefficient."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
