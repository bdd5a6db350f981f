"""Who is told what happened to a part: its writers, who may settle it, who asked. Each once for what happened, and never who
did it. Who is told is recorded with what happened, before any mail goes out (seoulwork/notices)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.audit.actions import Action
from seoulwork.notices.models import Kind
from seoulwork.notices.telling import tell

from .parts import Part

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Manuscript, ManuscriptRemark


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told, and to whom."""

    kind: Kind
    to: tuple[User, ...]
    title: str
    text: str

    @property
    def detail(self) -> dict[str, list[str]]:
        """For the record of activity."""
        return {"sent": [each.username for each in self.to]} if self.to else {}


KINDS = {
    Action.MANUSCRIPT_SUBMITTED: Kind.SUBMITTED,
    Action.MANUSCRIPT_SETTLED: Kind.APPROVED,
    Action.MANUSCRIPT_RETURNED: Kind.SENT_BACK,
}
SAID = {
    Action.MANUSCRIPT_SUBMITTED: "원고를 제출했습니다. 읽고 확정하거나 사유를 적어 돌려보내 주세요.",
    Action.MANUSCRIPT_SETTLED: "원고를 확정했습니다.",
    Action.MANUSCRIPT_RETURNED: "원고를 돌려보냈습니다. 사유를 보고 고쳐 다시 제출해 주세요.",
}


def of_step(part: Part, manuscript: "Manuscript", action: Action, *, by: User, reason: str) -> Notice:
    """Handed in: to who may settle it. Settled or sent back: to its writers."""
    heads = User.objects.heads_of(part.division.key)
    to = heads if action == Action.MANUSCRIPT_SUBMITTED else _writers(part, manuscript)
    return _notice(KINDS[action], part, to, by, SAID[action], f"사유: {reason}" if reason else "")


def of_remark(part: Part, remark: "ManuscriptRemark", *, by: User) -> Notice:
    """To the writers of the part."""
    about = f"> {remark.line}\n{remark.text}" if remark.line else remark.text
    return _notice(Kind.REMARK, part, _writers(part, remark.manuscript), by, "원고에 의견을 남겼습니다.", about)


def of_answer(part: Part, remark: "ManuscriptRemark", text: str, *, by: User) -> Notice:
    """To who asked, and to who answered before."""
    to = User.objects.filter(Q(pk=remark.by_id) | Q(pk__in=remark.answers.order_by().values("by")))
    return _notice(Kind.ANSWER, part, to, by, "의견에 답했습니다.", f"> {remark.text}\n{text}")


def _writers(part: Part, manuscript: "Manuscript") -> Iterable[User]:
    """Who has written in it; where nobody has yet, the division's officers."""
    wrote = manuscript.versions.exclude(by=None).order_by().values("by")
    writers = User.objects.filter(pk__in=wrote)
    return writers if writers.exists() else User.objects.officers_of(part.division.key)


def _notice(kind: Kind, part: Part, to: Iterable[User], by: User, said: str, more: str) -> Notice:
    division = part.division.key
    told = tuple(
        each for each in to if each.is_active and each.pk != by.pk and may(each, "desk_write", "POST", division)
    )
    first = said.partition(".")[0]
    lines = [f"{part.division.name} · {part.title}", f"{by.name} 님이 {said}", *([more] if more else [])]
    return Notice(kind, told, " ".join(f"{part.title}: {first}".split()), "\n\n".join(lines))


def send(notice: Notice, address: str) -> str:
    """Tell it, with the `address` of the part; what is said of the mails to who did it, empty where none goes out."""
    told = tell(notice.to, notice.kind, notice.title, address, more=notice.text)
    mailed = [str(each.user) for each in told if each.by_mail]
    return f" {', '.join(mailed)} 님에게 메일로 알립니다." if mailed else ""
