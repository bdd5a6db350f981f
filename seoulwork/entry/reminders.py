"""Reminding those who owe figures: one notice a person, with all that is missing, at the bell and by mail as each wants it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import Refused, State, korean_date
from seoulwork.entry.steps import stamp
from seoulwork.entry.submission import BoardRow, board
from seoulwork.figures.labels import division_word
from seoulwork.notices.models import Kind, Notice
from seoulwork.notices.telling import tell

PAUSE = timedelta(minutes=10)
"""A second click, or two administrators at once, do not send everything twice."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """The names of those to whom a mail goes, of those who are told at the bell alone, and of those who want neither."""

    by_mail: tuple[str, ...]
    in_site: tuple[str, ...]
    not_told: tuple[str, ...]

    @property
    def text(self) -> str:
        told = len(self.by_mail) + len(self.in_site)
        said = f"{told}명에게 알렸습니다." if told else "알릴 사람이 없습니다."
        if self.by_mail:
            said += f" 메일도 곧 받는 사람: {', '.join(self.by_mail)}."
        if self.in_site:
            said += f" 메일은 받지 않고(주소가 없거나 끔) 화면의 알림만 받는 사람: {', '.join(self.in_site)}."
        if self.not_told:
            said += f" 이 알림을 모두 꺼서 알리지 못한 사람: {', '.join(self.not_told)}."
        return said


@transaction.atomic
def remind(month: Month, *, by: User | None, site: str = "") -> Reminded:
    """Tell the officers of each division whose month is open and not handed in. `site` is where the site is, for mails that no request sends.

    It is recorded with what is told, so that nobody is told the same twice; whose mail no server took is recorded when that is given up.
    Raises Refused within ten minutes of the last time, and when no division has the month open.
    """
    # The month's rows are held, so that of two administrators at once one is told.
    list(ReportingMonth.objects.select_for_update().filter(month=month))
    if Event.objects.filter(division="", month=month, action=Action.REMINDED, at__gt=timezone.now() - PAUSE).exists():
        raise Refused("조금 전에 알렸습니다. 10분 뒤에 다시 알릴 수 있습니다.")
    owing = [row for row in board(month).rows if row.status.state == State.OPEN]
    if not owing:
        raise Refused(f"{month.korean}을 입력 중인 {division_word('이/가')} 없습니다.")
    officers = [each for row in owing for each in User.objects.officers_of(row.key)]
    told = [each for row in owing for each in _tell(row, site)]
    log(
        Action.REMINDED,
        f"{month.korean} 입력",
        stamp(by),
        target=Target(month=month),
        detail={"sent": [each.user.username for each in told]},
    )
    reached = {each.user_id for each in told}
    return Reminded(
        tuple(each.user.name for each in told if each.by_mail),
        tuple(each.user.name for each in told if not each.by_mail),
        tuple(each.name for each in officers if each.pk not in reached),
    )


def _tell(row: BoardRow, site: str) -> list[Notice]:
    status = row.status
    text = f"{row.division} {status.month.korean} 실적을 제출해 주세요({row.progress.text}, {left_of(row)})"
    if status.deadline:
        text += f". 제출 기한: {korean_date(status.deadline)}" + (" (지남)" if status.late else "")
    page = reverse("entry_month", args=[row.key, status.month])
    return tell(User.objects.officers_of(row.key), Kind.REMINDER, text, page, more=owed_of(row), site=site)


def left_of(row: BoardRow) -> str:
    """What is left to do, in a few words."""
    return f"빈칸 {row.missing}개" if row.missing else "빈칸 없음, 제출만 남음"


def owed_of(row: BoardRow) -> str:
    """Each programme in which figures are missing, a line."""
    return "\n".join(f"- {each.title}: {each.label}" for each in row.programmes if each.missing)
