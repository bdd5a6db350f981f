"""Reminding those who owe figures: one mail a person, with all that is missing."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
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

PAUSE = timedelta(minutes=10)
"""A second click, or two administrators at once, do not send everything twice."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """The names of those to whom mails went, who has no address, and whose mail the mail server did not take."""

    sent: tuple[str, ...]
    without_address: tuple[str, ...]
    not_reached: tuple[str, ...]

    @property
    def text(self) -> str:
        said = f"{len(self.sent)}명에게 알림 메일을 보냈습니다."
        if not self.sent:
            said = "알림 메일을 보내지 못했습니다." if self.not_reached else "알림 메일을 보낼 사람이 없습니다."
        if self.without_address:
            said += f" 메일 주소가 없어 보내지 못한 사람: {', '.join(self.without_address)}."
        if self.not_reached:
            said += (
                f" 메일 서버가 받지 않아 보내지 못한 사람: {', '.join(self.not_reached)}. "
                "메일 서버를 확인하고 10분 뒤에 다시 보내 주세요."
            )
        return said


def remind(month: Month, *, by: User | None, address: str = "") -> Reminded:
    """Mail the officers of each division whose month is open and not handed in. `address` is where the site is.

    It is recorded before it is done, so that nobody gets the same mail twice; who was not reached is recorded after.
    Raises Refused within ten minutes of the last time, and when no division has the month open.
    """
    subject = f"{month.korean} 입력"
    with transaction.atomic():
        # The month's rows are held, so that of two administrators at once one is told.
        list(ReportingMonth.objects.select_for_update().filter(month=month))
        if Event.objects.filter(
            division="", month=month, action=Action.REMINDED, at__gt=timezone.now() - PAUSE
        ).exists():
            raise Refused("조금 전에 알림 메일을 보냈습니다. 10분 뒤에 다시 보낼 수 있습니다.")
        owing = {row.key: row for row in board(month).rows if row.status.state == State.OPEN}
        if not owing:
            raise Refused(f"{month.korean}을 입력 중인 {division_word('이/가')} 없습니다.")
        officers = [(row, each) for key, row in owing.items() for each in User.objects.officers_of(key)]
        addressed = [(row, each) for row, each in officers if each.email]
        log(
            Action.REMINDED,
            subject,
            stamp(by),
            target=Target(month=month),
            detail={"sent": [each.username for _, each in addressed]},
        )
    not_reached = [each for row, each in addressed if not _send(month, row, each, address)]
    if not_reached:
        log(
            Action.NOT_REACHED,
            subject,
            stamp(by),
            target=Target(month=month),
            detail={"not_reached": [each.username for each in not_reached]},
        )
    return Reminded(
        tuple(each.name for _, each in addressed if each not in not_reached),
        tuple(each.name for _, each in officers if not each.email),
        tuple(each.name for each in not_reached),
    )


def _send(month: Month, row: BoardRow, officer: User, address: str) -> bool:
    """Whether the mail server took the mail."""
    try:
        return bool(EmailMessage(_title(month), _text(row, officer, address), to=[officer.email]).send())
    except OSError:  # smtplib's errors among them
        return False


def _title(month: Month) -> str:
    return f"[주요업무보고] {month.korean} 실적을 입력해 주세요"


def _text(row: BoardRow, officer: User, address: str) -> str:
    status = row.status
    lines = [f"{officer.name} 님께", ""]
    left = f"빈칸 {row.missing}개" if row.missing else "빈칸 없음, 제출만 남음"
    lines.append(f"{row.division} {status.month.korean} 실적이 아직 제출되지 않았습니다({row.progress.text}, {left}).")
    if status.deadline:
        lines.append(f"제출 기한: {korean_date(status.deadline)}" + (" (지남)" if status.late else ""))
    owed = [each for each in row.programmes if each.missing]
    if owed:
        lines += ["", *(f"- {each.title}: {each.label}" for each in owed)]
    if address:
        lines += ["", address]
    return "\n".join(lines) + "\n"
