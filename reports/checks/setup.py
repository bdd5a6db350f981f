"""What a briefing cannot do without; it prints `-` there, and blank totals."""

from collections.abc import Iterator

from seoulwork.domain.numbers import BLANK

from ..contract import Contribution
from .rules import Checked, Told


def no_bureau(checked: Checked) -> Iterator[Told]:
    if checked.document.bureau == BLANK:
        yield "일반현황", {}


def no_goal(each: Contribution) -> Iterator[Told]:
    if not each.profile.goal:
        yield each.division.name, {}


def no_staff(each: Contribution) -> Iterator[Told]:
    if not each.profile.headcount:
        yield each.division.name, {}


def no_budget(each: Contribution) -> Iterator[Told]:
    if each.ledger.division_budget() is None:
        yield each.division.name, {}
