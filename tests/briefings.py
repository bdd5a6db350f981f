"""The briefing of a month, for tests of its texts."""

from typing import Any

from reports.models import Briefing
from seoulwork.domain.briefings import FIRST
from seoulwork.domain.periods import Month


def a_briefing(month: Month, number: int = FIRST, **values: Any) -> Briefing:
    """The one that there is, or a plain one."""
    cover = {"reference_month": month, "plan_year": month.year, "session": "임시회", "committee": f"{number} 위원회"}
    cover |= {"title": "주요업무보고", "vision": "일자리"}
    return Briefing.objects.get_or_create(month=month, number=number, defaults=cover | values)[0]
