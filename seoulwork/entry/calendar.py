"""연간 일정: on which day each month opens for entry and falls due. Both are working days of the month after it, as long as an
administrator has not moved them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.workdays import day_off, working_day
from seoulwork.entry.models import PlannedMonth, ReportingMonth
from seoulwork.entry.months import Refused, default_deadline, korean_date
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp


@dataclass(frozen=True, slots=True)
class Planned:
    """When a month opens and falls due; `moved` where an administrator has set it."""

    month: Month
    opens: date
    due: date
    moved: bool = False
    opened: bool = False
    """Whether it was opened for entry"""

    @property
    def opens_text(self) -> str:
        return korean_date(self.opens)

    @property
    def due_text(self) -> str:
        return korean_date(self.due)


def planned_usually(month: Month) -> Planned:
    """It opens on the first working day after it, and falls due on the tenth or the next working day."""
    return Planned(month, working_day((month + 1).first_day), default_deadline(month))


def planned(months: Iterable[Month]) -> dict[Month, Planned]:
    """1 query."""
    wanted = list(months)
    moved = {each.month: each for each in PlannedMonth.objects.filter(month__in=wanted)}
    return {
        month: Planned(month, row.opens, row.due, moved=True) if (row := moved.get(month)) else planned_usually(month)
        for month in wanted
    }


def of_year(number: int) -> list[Planned]:
    """The months of a year. 2 queries."""
    months = list(Run.year(number).months())
    opened = set(ReportingMonth.objects.filter(month__in=months).values_list("month", flat=True))
    return [
        Planned(each.month, each.opens, each.due, each.moved, each.month in opened) for each in planned(months).values()
    ]


def move(month: Month, opens: date, due: date, *, by: User) -> int:
    """Set the days of a month; how many divisions' months that are open fall due then instead. Raises Refused for days on which offices are
    closed, and such as can't be meant."""
    if due < month.last_day:
        raise Refused(f"제출 기한 {korean_date(due)}이 {month.korean}이 끝나기 전입니다. 더 늦은 날로 정해 주세요.")
    if opens < month.first_day or opens > due:
        raise Refused(
            f"여는 날은 {month.korean}이 시작된 뒤, 제출 기한 {korean_date(due)}까지의 날이어야 합니다. 여는 날을 고쳐 주세요."
        )
    for day in (opens, due):
        if why := day_off(day):
            raise Refused(f"{korean_date(day)}은 쉬는 날({why})입니다. 그 앞이나 뒤의 일하는 날로 정해 주세요.")
    usual = planned_usually(month)
    with transaction.atomic():
        if (opens, due) == (usual.opens, usual.due):
            PlannedMonth.objects.filter(month=month).delete()
        else:
            PlannedMonth.objects.update_or_create(month=month, defaults={"opens": opens, "due": due, "by": by})
        written = ReportingMonth.objects.select_for_update().filter(month=month, state=ReportingMonth.State.OPEN)
        moved = written.exclude(deadline=due).update(deadline=due)
        log(
            Action.CALENDAR_MOVED,
            f"{month.korean} 일정",
            Stamp(by, Source.BROWSER),
            target=Target(month=month),
            detail={"opens": str(opens), "due": str(due)},
        )
    return moved
