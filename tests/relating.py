"""A relation of a division whose data has none, for tests that need a row of every list."""

from seoulwork.figures.divisions import Division
from seoulwork.figures.models import RelationKind


def relate(own: Division) -> None:
    """The division's first indicator is at most its second."""
    first, second = own.models.Indicator.objects.all()[:2]
    own.models.Relation.objects.create(kind=RelationKind.AT_MOST, indicator=first, other=second)
