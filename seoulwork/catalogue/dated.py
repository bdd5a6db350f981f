"""What is kept with the month from which it holds: which month a change is for, and which briefings print it."""

from collections.abc import Callable

from django.utils import timezone

from seoulwork.domain.periods import Month
from seoulwork.figures.models import Dated

prepared_months: Callable[[], list[Month]] = list
"""The months of the briefings in preparation; `reports` says (its apps.py), which is above this layer"""


def usual_month() -> Month:
    """From when on a change holds unless something else is said: the last briefing in preparation, or now. 1 query."""
    return max(prepared_months(), default=Month.of(timezone.localdate()))


def printed_by(row: Dated) -> str:
    """Which briefings in preparation print the state, in words; empty where none does. 2 queries."""
    until = row.next_month()
    months = sorted({each for each in prepared_months() if row.from_month <= each and (until is None or each < until)})
    if not months:
        return ""
    names = ", ".join(each.korean for each in months)
    return f"준비 중인 {names} 업무보고가 이 내용으로 나옵니다. 발행한 보고는 그대로입니다."
