"""Reminding those who owe figures: one mail a person, with all that is missing."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from seoulwork.models import Event, Role, User
from seoulwork.periods import Month
from seoulwork.recording import log

from .months import Refused, State, korean_date, stamp
from .submission import BoardRow, board

ACTION = "입력 독촉"
PAUSE = timedelta(minutes=10)
"""A second click, or two administrators at once, do not send everything twice."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """To whom mails went, and who has no address."""

    sent: tuple[str, ...]
    without_address: tuple[str, ...]

    @property
    def text(self) -> str:
        said = f"{len(self.sent)}명에게 알림 메일을 보냈습니다." if self.sent else "알림 메일을 보낼 사람이 없습니다."
        if self.without_address:
            said += f" 메일 주소가 없어 보내지 못한 사람: {', '.join(self.without_address)}."
        return said


def remind(month: Month, *, by: User | None, address: str = "") -> Reminded:
    """Mail the officers of each division whose month is open and not handed in. `address` is where the site is.

    Raises Refused within ten minutes of the last time, and when no division has the month open.
    """
    subject = f"{month.korean} 입력"
    if Event.objects.filter(action=ACTION, subject=subject, at__gt=timezone.now() - PAUSE).exists():
        raise Refused("조금 전에 알림 메일을 보냈습니다. 10분 뒤에 다시 보낼 수 있습니다.")
    owing = {row.key: row for row in board(month).rows if row.status.state == State.OPEN}
    if not owing:
        raise Refused(f"{month.korean}을 입력 중인 담당관이 없습니다.")
    officers = list(User.objects.filter(role=Role.OFFICER, division__in=owing, is_active=True))
    addressed = [each for each in officers if each.email]
    get_connection().send_messages(
        [EmailMessage(_title(month), _text(owing[each.division], each, address), to=[each.email]) for each in addressed]
    )
    reminded = Reminded(tuple(each.name for each in addressed), tuple(each.name for each in officers if not each.email))
    log(ACTION, subject, stamp(by), month=str(month), sent=[each.username for each in addressed])
    return reminded


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
