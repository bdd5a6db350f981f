"""What stays as it is written, for a reason: typed numbers, and milestones whose day is over. The checker's answers keep it, so that
what is said here is not asked there again."""

from dataclasses import replace

from seoulwork.accounts.models import User
from seoulwork.entry.months import Refused
from seoulwork.entry.steps import reason_of
from seoulwork.figures.recording import Conflict

from ..checks.rules import Finding
from ..editions.gate import NoSuchFinding, accept, withdraw
from ..editions.reading import is_published
from .keeping import current_text, manuscript_of
from .looking import Look
from .parts import Part
from .plans import Due, waiting

REASONS = (
    "법령·조례의 수",
    "날짜·시각·기간",
    "다른 기관이나 자료의 수",
    "목표·계획의 수",
    "이미 확정된 지난 수",
    "규격·이름에 든 수",
)
"""Why a typed number stays, as the desk offers it; other words can be typed."""


def keep_typed(look: Look, digest: str, reason: str, *, by: User) -> None:
    """A typed number stays, or without a reason is asked again. Raises Refused."""
    if reason_of(reason):
        _accept(look.part, look.typed_findings, digest, reason, by)
        return
    try:
        withdraw(look.part.briefing, digest, by=by, reason=reason)
    except NoSuchFinding as error:
        raise Refused("그대로 두기로 한 수가 아니거나 이미 되돌렸습니다.") from error


def plans_of(look: Look) -> list[Due]:
    """The milestones that wait for a word, those that stay with their reason."""
    found = waiting(look.text, look.part.briefing.month.first_day)
    if not any(each.is_late for each in found):
        return found
    told = iter(look.overdue)
    return [replace(each, kept=look.reasons.get(next(told).digest, "")) if each.is_late else each for each in found]


def keep_plan(part: Part, line: int, title: str, reason: str, *, by: User) -> None:
    """A milestone stays though its day is over. Raises Refused."""
    if not reason_of(reason):
        raise Refused("그대로 두는 사유를 적어 주세요.")
    text = current_text(part, manuscript_of(part))
    late = [each.planned for each in waiting(text, part.briefing.month.first_day) if each.is_late]
    found = dict(zip([(each.line, each.title) for each in late], Look(part, text).overdue, strict=False))
    if (line, title) not in found:
        raise Refused("그 일정이 그사이 바뀌었습니다. 화면을 다시 열어 확인해 주세요.")
    _accept(part, [found[line, title]], found[line, title].digest, reason, by)


def _accept(part: Part, found: list[Finding], digest: str, reason: str, by: User) -> None:
    if is_published(part.briefing):
        raise Refused("발행한 보고의 글은 바꿀 수 없습니다.")
    try:
        accept(part.briefing, found, digest, by=by, reason=reason_of(reason))
    except NoSuchFinding as error:
        raise Refused("그 수가 그사이 바뀌었습니다. 글을 다시 확인해 주세요.") from error
    except Conflict as error:
        raise Refused("이미 그대로 두기로 했습니다.") from error
