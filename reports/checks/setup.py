"""What a briefing cannot do without; it prints `-` there, and blank totals."""

from collections.abc import Iterator

from django.urls import reverse

from seoulwork.domain.numbers import BLANK

from ..contract import Contribution
from .homes import Checked
from .rules import Spot, Told, spot_of_division


def no_bureau(checked: Checked) -> Iterator[Told]:
    if checked.document.bureau == BLANK:
        yield Told(Spot("일반현황", "part-1", reverse("bureau")))


def no_goal(each: Contribution) -> Iterator[Told]:
    if not each.profile.goal:
        yield Told(spot_of_division(each, "goal"))


def no_staff(each: Contribution) -> Iterator[Told]:
    if not each.profile.headcount:
        yield Told(spot_of_division(each, "headcount"))


def no_budget(each: Contribution) -> Iterator[Told]:
    if each.ledger.division_budget() is None:
        yield Told(spot_of_division(each, "appropriations"))
