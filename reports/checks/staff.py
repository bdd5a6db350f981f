"""Staff and posts."""

from collections.abc import Iterator

from seoulwork.figures.models import Grade
from seoulwork.figures.profiles import HeadcountRow

from ..contract import Contribution
from ..staffing import missing_grades
from .homes import Checked
from .rules import Told, spot_of_division


def beyond_posts(each: Contribution) -> Iterator[Told]:
    """More staff than authorised posts in a grade is legal, and worth knowing."""
    for row in each.profile.headcount:
        if row.actual > row.authorised and not _improbable(each, row):
            yield _told(each, row)


def far_beyond_posts(each: Contribution) -> Iterator[Told]:
    """So many more that somebody should look at the count."""
    for row in each.profile.headcount:
        if _improbable(each, row):
            yield _told(each, row)


def dates_differ(checked: Checked) -> Iterator[Told]:
    """Staff counts of different days, which one table adds up under one date."""
    days = {each.division.name: {row.as_of for row in each.profile.headcount} for each in checked.contributions}
    if len(set().union(*days.values())) > 1:
        told = ", ".join(f"{name} {'·'.join(map(str, sorted(own)))}" for name, own in days.items() if own)
        for each in checked.contributions[:1]:
            yield Told(spot_of_division(each, "headcount"), {"days": told})


def missing_grade(checked: Checked) -> Iterator[Told]:
    """One of the usual grades that all other divisions have: more likely forgotten than not there."""
    lacking = missing_grades(checked.contributions)
    for each in checked.contributions:
        for grade in lacking[each.division]:
            yield Told(spot_of_division(each, "headcount"), {"grade": grade.label})


def _improbable(each: Contribution, row: HeadcountRow) -> bool:
    limits = each.ledger.limits
    return row.actual > limits.head_times * row.authorised + limits.head_margin


def _told(each: Contribution, row: HeadcountRow) -> Told:
    return Told(
        spot_of_division(each, "headcount"),
        {"grade": Grade(row.grade).label, "actual": f"{row.actual:,}", "authorised": f"{row.authorised:,}"},
    )
