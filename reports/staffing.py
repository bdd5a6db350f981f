"""Which grades a division's staff count lacks."""

from collections.abc import Sequence

from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Grade

from .contract import Contribution

_USUAL = {str(each) for each in (Grade.GRADE_4, Grade.GRADE_5, Grade.GRADE_6, Grade.GRADE_7)}
"""From the head of a division down; who is in none of these not every division has"""


def missing_grades(contributions: Sequence[Contribution]) -> dict[Division, tuple[Grade, ...]]:
    """Of each division with a staff count the usual grades that all others have: more likely forgotten than not there."""
    grades = {each.division: {row.grade for row in each.profile.headcount} for each in contributions}
    found: dict[Division, tuple[Grade, ...]] = {}
    for own, has in grades.items():
        others = [other for division, other in grades.items() if division != own]
        wanted = set.intersection(*others) & _USUAL if len(others) > 1 and has else set()
        found[own] = tuple(Grade(each) for each in sorted(wanted - has))
    return found
