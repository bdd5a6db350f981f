"""How far the divisions' months are: figures that nobody has approved may still change."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from seoulwork.domain.periods import Month

from .rules import Spot, Told


@dataclass(frozen=True, slots=True)
class DivisionMonth:
    """A division's reference month: `state` in Korean, whether it is approved (and not open again) and whether it is closed."""

    division: str
    name: str
    month: Month
    state: str
    approved: bool
    closed: bool

    @property
    def told(self) -> Told:
        spot = Spot(self.name, "", reverse("entry_month", args=[self.division, self.month]))
        return Told(spot, {"month": self.month.korean, "state": self.state})


def not_approved(month: DivisionMonth) -> Iterator[Told]:
    """A month that is not opened, not submitted, not approved, or open again."""
    if not month.approved:
        yield month.told


def not_closed(month: DivisionMonth) -> Iterator[Told]:
    """A month that is approved, and can still be opened by its head."""
    if month.approved and not month.closed:
        yield month.told
