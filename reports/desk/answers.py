"""What was answered to a question about an earlier briefing, as lines of the text of the next one."""

from seoulwork.accounts.models import User
from seoulwork.domain.manuscript import BAR
from seoulwork.entry.months import Refused

from ..asking import Question
from . import keeping
from .parts import Part

HEADING = "□ 지난 질의와 답변"
SIGNS = ("{", "}", BAR)
"""What lines of a text mean something by"""


def put(part: Part, question: Question, *, by: User) -> None:
    """At the end of the part's text, under a heading of its own. Raises Refused where the text can't take it or may not be changed."""
    if any(sign in f"{question.text}{question.answer}" for sign in SIGNS):
        signs = " ".join(SIGNS)
        raise Refused(f"질의나 답변에 글에서 다른 뜻이 있는 부호({signs})가 있습니다. 원고를 열어 직접 적어 주세요.")
    text = keeping.current_text(part, keeping.manuscript_of(part))
    answer = [line for each in question.answer.splitlines() if (line := " ".join(each.split()))]
    lines = [f"○ {' '.join(question.text.split())}", *(f"- {line}" for line in answer)]
    headings = [line for line in text.splitlines() if line.startswith("□")]
    head = [] if headings and headings[-1] == HEADING else [HEADING]
    keeping.save(part, base=text, text="\n".join(filter(None, [text, *head, *lines])), by=by)
