"""Ⅱ 비전 및 목표: the divisions' goals and the policy indicators."""

from seoulwork.domain.numbers import BLANK

from ..contract import OWN_TEXTS, Contribution
from ..document import Block, Bullets, Goal, Line, Section, Vision
from ..models import Briefing
from ..tables import draw
from .common import TABLES, context_of
from .works import passages


def vision(briefing: Briefing, contributions: list[Contribution]) -> Section:
    goals = tuple(
        Goal(place, each.profile.goal or BLANK, each.profile.core_tasks) for place, each in enumerate(contributions, 1)
    )
    blocks: list[Block] = [
        Vision(briefing.vision, goals),
        Bullets((Line("□", 0, ("주요 정책지표",)),)),
        *draw(TABLES["policy"], context_of(contributions)),
    ]
    for each in contributions:
        blocks += passages(each, None, [row for row in each.passages if row.programme_id is None])
    return Section(OWN_TEXTS, "part", "Ⅱ", "비전 및 목표", tuple(blocks))
