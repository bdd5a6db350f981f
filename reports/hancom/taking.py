"""A sentence that somebody changed in the file, taken over into the text of its part: its figures stay bound."""

from collections.abc import Iterator

from seoulwork.accounts.models import User
from seoulwork.domain.manuscript import BAR
from seoulwork.domain.notation import Item, Reference, mark_of, parse_outline
from seoulwork.figures.divisions import division as division_of
from seoulwork.figures.divisions import divisions
from seoulwork.figures.models import ADDED
from seoulwork.figures.models import ManuscriptVersion as Version

from ..contract import OWN_TEXTS
from ..desk import keeping
from ..desk.looking import Look
from ..desk.parts import OWN, NoSuchPart, Part, part
from ..desk.problems import lines_of
from ..models import Briefing
from ..narrative import Narrator


class NotFitting(Exception):
    """The sentence can't be taken over. `str()` is the Korean sentence."""


MOVED = "그사이 원고가 바뀌었거나 원고에 없는 줄입니다. 원고에서 직접 고쳐 주세요."
BRACES = "중괄호 { }나 | 가 든 줄은 옮길 수 없습니다. 원고에서 직접 고쳐 주세요."
OTHER_FIGURE = "'{}' 수치가 파일에서 바뀌었거나 빠진 줄입니다. 수치는 저장된 값에서 고치고, 글은 원고에서 고쳐 주세요."


def parts_of(briefing: Briefing, section: str) -> list[Part]:
    """The parts whose text stands in the section of that key; none of one that nobody writes."""
    added = {each.key: each for each in briefing.arrangement.added}
    if section == OWN_TEXTS:
        return [Part(briefing, each, None) for each in divisions()]
    if section in added:
        return [part(briefing, division_of(added[section].division), ADDED + added[section].number)]
    division, _, number = section.rpartition("-")
    if not number.isdecimal() or int(number) == OWN or all(each.key != division for each in divisions()):
        return []
    try:
        return [part(briefing, division_of(division), int(number))]
    except NoSuchPart:
        return []


def take(known: list[Part], before: str, after: str, *, by: User) -> Part:
    """Change the one line of these parts that prints `before` so that it prints `after`. Gives its part. Raises NotFitting, and Refused
    where the text may not be changed now."""
    for each in known:
        text = keeping.current_text(each, keeping.manuscript_of(each))
        for number, item, printed in _lines(each, text):
            if _said(item.mark, "".join(printed)) == " ".join(before.split()):
                lines = text.split("\n")
                lines[number - 1] = _rewritten(lines[number - 1], item, printed, after)
                keeping.save(each, base=text, text="\n".join(lines), by=by, source=Version.Source.DESK)
                return each
    raise NotFitting(MOVED)


def _said(mark: str, text: str) -> str:
    return " ".join(f"{mark} {text}".split())


def _lines(known: Part, text: str) -> Iterator[tuple[int, Item, list[str]]]:
    """The lines of a text that print as they are written, each with what its pieces print. Milestones bring their date themselves."""
    look = Look(known, text)
    narrator = Narrator(look.contribution.ledger, known.home)
    told = {each.line for each in look.problems}
    for line in lines_of(look.pieces):
        if line.line in told or line.date:
            continue
        for item in parse_outline(line.text):
            if not item.placed:
                runs = narrator.pieces(item.pieces)
                yield line.line, item, [run if isinstance(run, str) else run.text for run in runs]


def _rewritten(raw: str, item: Item, printed: list[str], after: str) -> str:
    """The line as it is written, with the words of `after` around the same figures."""
    after = " ".join(after.split())
    mark = mark_of(after) if item.mark else ""
    words = after[len(mark) :].strip()
    if any(sign in words for sign in ("{", "}", BAR)):
        raise NotFitting(BRACES)
    written, at = "", 0
    for piece, text in zip(item.pieces, printed, strict=True):
        if not isinstance(piece, Reference):
            continue
        place = _place(words, " ".join(text.split()), at)
        if place < 0:
            raise NotFitting(OTHER_FIGURE.format(text))
        written += f"{words[at:place]}{{{piece.source}}}"
        at = place + len(" ".join(text.split()))
    indent = raw[: len(raw) - len(raw.lstrip())]
    return f"{indent}{mark} {written}{words[at:]}".rstrip() if mark else f"{indent}{written}{words[at:]}"


def _place(words: str, figure: str, start: int) -> int:
    """Where a figure stands in the words and is no part of a longer number; below zero for nowhere."""
    place = words.find(figure, start)
    while place >= 0:
        behind = words[place + len(figure) : place + len(figure) + 1]
        before = words[place - 1 : place] if place else ""
        if not (figure[:1].isdecimal() and (before.isdecimal() or before in (",", "."))) and not (
            figure[-1:].isdecimal() and behind.isdecimal()
        ):
            return place
        place = words.find(figure, place + 1)
    return -1
