"""Staff and posts."""

from collections.abc import Iterator

from seoulwork.figures.models import Grade

from ..contract import Contribution
from .rules import Told, spot_of_division


def beyond_posts(each: Contribution) -> Iterator[Told]:
    """More staff than authorised posts in a grade is legal, and worth knowing."""
    for row in each.profile.headcount:
        if row.actual > row.authorised:
            yield Told(
                spot_of_division(each, "headcount"),
                {"grade": Grade(row.grade).label, "actual": str(row.actual), "authorised": str(row.authorised)},
            )
