"""The milestones of a part whose day is over: done, dated anew, or told as progress. Each is an edit of the text like any other."""

from dataclasses import dataclass
from datetime import date

from seoulwork.accounts.models import User
from seoulwork.domain.manuscript import NotAMilestone, Planned, When, planned_at, read, replanned, told_as_progress
from seoulwork.entry.months import Refused

from .keeping import Kept, current_text, manuscript_of, save
from .parts import Part

PROGRESS = "추진현황"
"""What the text is headed into which a done milestone goes, where the sub-project has none that tells of results."""
TELLING = ("추진현황", "추진실적", "실적", "현황")


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone that waits for a word: its day is over (`is_late`), or it is done and still stands among the plans."""

    planned: Planned
    is_late: bool
    kept: str = ""
    """Why it stays though it is late"""


def waiting(text: str, on: date) -> list[Due]:
    """Those of a text that were due before a day, and those that are done."""
    return [
        Due(each, is_late=not each.done)
        for piece in read(text)
        for each in piece.milestones
        if each.done or _is_over(each.when, on)
    ]


def _is_over(when: When, on: date) -> bool:
    try:
        return when.due is not None and when.due < on
    except ValueError:  # a day that is none, which is told as a problem of its line
        return False


def done(part: Part, line: int, title: str, *, by: User) -> Kept:
    """Raises Refused."""
    text, planned = _found(part, line, title)
    return save(part, base=text, text=replanned(text, planned, done=True), by=by)


def dated_anew(part: Part, line: int, title: str, when: str, *, by: User) -> Kept:
    """Raises Refused for a date that can't be read."""
    text, planned = _found(part, line, title)
    new = When.read(when)
    if new.first_month is None and new.last_month is None:
        raise Refused("일정을 읽을 수 없습니다. '18. 9월, '18. 9월~12월, '18. 9. 5.처럼 적어 주세요.")
    return save(part, base=text, text=replanned(text, planned, when=new), by=by)


def moved(part: Part, line: int, title: str, *, by: User) -> Kept:
    """Into the text that tells of results. Raises Refused."""
    text, planned = _found(part, line, title)
    return save(part, base=text, text=told_as_progress(text, planned, _progress(text, planned)), by=by)


def _found(part: Part, line: int, title: str) -> tuple[str, Planned]:
    text = current_text(part, manuscript_of(part))
    try:
        return text, planned_at(text, line, title)
    except NotAMilestone as error:
        raise Refused("그 일정이 그사이 바뀌었습니다. 화면을 다시 열어 확인해 주세요.") from error


def _progress(text: str, planned: Planned) -> str:
    """The heading of the text that tells of results, in the sub-project of a milestone."""
    pieces = read(text)
    own = next(each for each in pieces if any(one.line == planned.line for one in each.milestones))
    headings = [each.heading for each in pieces if each.project == own.project and each.kind == "text"]
    return next((heading for word in TELLING for heading in headings if word in heading), PROGRESS)
