"""What readers of a manuscript say of its lines: open, answered, resolved."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.entry.months import Refused
from seoulwork.entry.steps import text_of

from .keeping import held, record
from .mails import Notice, of_answer, of_remark
from .parts import Part

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Manuscript, ManuscriptRemark

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its answers, and the number of the line that it is about; None where that line is no more, or it is about
    the whole."""

    remark: "ManuscriptRemark"
    answers: tuple["ManuscriptRemark", ...]
    line: int | None


def threads(manuscript: "Manuscript", text: str) -> list[Thread]:
    """The open ones first, each kind in the order in which they were written. 2 queries."""
    lines = [line.strip() for line in text.splitlines()]
    known = (
        manuscript.remarks.filter(answers_to=None).select_related("by", "resolved_by").prefetch_related("answers__by")
    )
    found = [
        Thread(
            each, tuple(each.answers.all()), lines.index(each.line) + 1 if each.line and each.line in lines else None
        )
        for each in known
    ]
    return sorted(found, key=lambda each: each.remark.resolved_at is not None)


@transaction.atomic
def remark(part: Part, text: str, *, line: int = 0, by: User) -> Notice:
    """Say something of a line (from 1; 0: of the whole). Raises Refused."""
    manuscript = held(part)
    lines = manuscript.text.splitlines()
    about = lines[line - 1].strip() if 1 <= line <= len(lines) else ""
    if line and not about:
        raise Refused("그 줄이 원고에 없습니다. 화면을 다시 열어 줄을 골라 주세요.")
    said = _said(text)
    if manuscript.remarks.filter(answers_to=None, resolved_at=None, line=about, text=said, by=by).exists():
        raise Refused("같은 의견을 이미 남겼습니다. 아래에서 확인해 주세요.")
    made = manuscript.remarks.create(line=about, text=said, by=by)
    notice = of_remark(part, made, by=by)
    record(Action.MANUSCRIPT_REMARKED, part, by, notice=notice)
    return notice


@transaction.atomic
def answer(part: Part, remark: "ManuscriptRemark", text: str, *, by: User) -> Notice:
    """Raises Refused for a resolved one."""
    found, said = _open(part, remark), _said(text)
    if found.answers.filter(text=said, by=by).exists():
        raise Refused("같은 답을 이미 남겼습니다. 아래에서 확인해 주세요.")
    notice = of_answer(part, found, said, by=by)
    found.answers.create(manuscript_id=found.manuscript_id, text=said, by=by)
    record(Action.MANUSCRIPT_REMARKED, part, by, notice=notice)
    return notice


@transaction.atomic
def resolve(part: Part, remark: "ManuscriptRemark", *, by: User) -> None:
    """Raises Refused where it is resolved already."""
    found = _open(part, remark)
    found.resolved_at, found.resolved_by = timezone.now(), by
    found.save(update_fields=["resolved_at", "resolved_by"])
    record(Action.MANUSCRIPT_REMARK_RESOLVED, part, by)


def _open(part: Part, remark: "ManuscriptRemark") -> "ManuscriptRemark":
    held(part)
    found = part.division.models.ManuscriptRemark.objects.open().filter(pk=remark.pk).first()
    if found is None:
        raise Refused("이미 마친 의견입니다.")
    return found


def _said(text: str) -> str:
    said = text_of(text, "의견")
    if not said:
        raise Refused("의견을 적어 주세요.")
    if len(said) > LONGEST:
        raise Refused(f"의견은 {LONGEST}자까지 적을 수 있습니다. 지금은 {len(said)}자입니다.")
    return said
