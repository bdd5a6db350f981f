"""A paper that came back from hand editing, held against the briefing: figures that are others now, sentences that changed, numbers
that somebody typed. The briefing is drawn and read the same way as the file, so that both are told alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from ..document import Document
from ..editions.kept import document_of
from ..editions.publishing import document_of as present
from ..models import Briefing
from ..render.hwpx import render_hwpx
from ..typed import numbers
from .opening import Cell, Line, Named, Paper, Table, paper
from .reading import read

ALIKE = 0.5
"""From which likeness on two lines are one that was changed"""
DRAFT = re.compile(r"작성 중(?: · .*)?")
"""What a draft says on its cover: another moment each time"""

Kind = Literal["figure", "changed", "added", "removed", "cell", "unnamed"]
KINDS: dict[Kind, str] = {
    "figure": "수치가 다름",
    "changed": "문장이 바뀜",
    "added": "새로 적음",
    "removed": "빠짐",
    "cell": "표의 칸이 바뀜",
    "unnamed": "이름이 없어진 수치",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """`section` is the key of the part that it stands in, `place` says where, `before` what the briefing says and `after` what the file
    says; `name` is the figure, `typed` are the numbers that are new in a sentence."""

    kind: Kind
    section: str
    place: str
    before: str
    after: str
    name: str = ""
    typed: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return KINDS[self.kind]


def document_to_compare(briefing: Briefing, *, now: bool = False) -> Document:
    """What is written now while the briefing is being prepared, or where `now` is asked; else what was published last. Raises
    Altered."""
    if now or briefing.in_preparation or briefing.edition is None:
        return present(briefing)
    return document_of(briefing.edition)


def own_paper(document: Document) -> Paper:
    return paper(read(render_hwpx(document)))


def differences(document: Document, came: Paper) -> list[Difference]:
    """In the order of the paper."""
    titles = {each.key: f"{each.mark} {each.title}".strip() for each in document.walk()}
    own, other = _blocks(own_paper(document)), _blocks(came)
    places = _places(own)
    found: list[Difference] = []
    for mine, theirs, at in _pairs(own, other):
        section = places[min(at, len(places) - 1)] if places else ""
        found += _between(mine, theirs, section, titles.get(section, "표지와 차례"))
    return found


def _blocks(found: Paper) -> list[Line | Table]:
    return [each for each in found.blocks if isinstance(each, Table) or not DRAFT.fullmatch(each.text)]


def _places(blocks: list[Line | Table]) -> list[str]:
    """For each block the key of its section."""
    places, key = [], ""
    for each in blocks:
        key = next((mark.removeprefix("section-") for mark in each.marks if mark.startswith("section-")), key)
        places.append(key)
    return places


# -------------------------------------------------------------------------------------------------------- pairing


def _said(block: Line | Table) -> tuple[str, str]:
    if isinstance(block, Table):
        return "table", block.key or "\n".join(cell.text for cell in block.cells)
    return "line", _squeezed(block.text)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


Pair = tuple[Line | Table | None, Line | Table | None, int]


def _pairs(own: list[Line | Table], other: list[Line | Table]) -> Iterator[Pair]:
    """Each block of ours with the one that it became, and where it stands (from 0); None for what is gone, and for what is new."""
    old, new = [_said(each) for each in own], [_said(each) for each in other]
    for name, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if name == "equal":
            yield from ((own[first + step], other[start + step], first + step) for step in range(last - first))
            continue
        matched = _matched(old[first:last], new[start:end])
        at = start
        for place in range(first, last):
            to = matched.get(place - first)
            if to is None:
                yield own[place], None, place
                continue
            yield from ((None, other[step], max(place - 1, 0)) for step in range(at, start + to))
            yield own[place], other[start + to], place
            at = start + to + 1
        yield from ((None, other[step], max(last - 1, 0)) for step in range(at, end))


def _matched(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> dict[int, int]:
    """Which of the old became which of the new, in order, so that they are as alike as can be together."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    likeness = [[_likeness(before, after) for after in new] for before in old]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            both = likeness[row][column] + best[row + 1][column + 1] if likeness[row][column] >= ALIKE else 0.0
            best[row][column] = max(both, best[row + 1][column], best[row][column + 1])
    found, row, column = {}, 0, 0
    while row < len(old) and column < len(new):
        like = likeness[row][column]
        if like >= ALIKE and best[row][column] == like + best[row + 1][column + 1]:
            found[row] = column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def _likeness(before: tuple[str, str], after: tuple[str, str]) -> float:
    if before[0] != after[0]:
        return 0.0
    if before == after:
        return 1.0
    matcher = SequenceMatcher(None, before[1], after[1], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


# ------------------------------------------------------------------------------------------------------ comparing


def _between(mine: Line | Table | None, theirs: Line | Table | None, section: str, place: str) -> Iterator[Difference]:
    if mine is None and theirs is not None:
        said = _whole(theirs)
        yield Difference("added", section, place, "", said, typed=_typed("", said))
    elif theirs is None and mine is not None:
        yield Difference("removed", section, place, _whole(mine), "")
    elif isinstance(mine, Line) and isinstance(theirs, Line):
        yield from _in_line(mine, theirs, section, place)
    elif isinstance(mine, Table) and isinstance(theirs, Table):
        yield from _in_table(mine, theirs, section, place)


def _whole(block: Line | Table) -> str:
    if isinstance(block, Line):
        return block.text
    return "표: " + " · ".join(cell.text for cell in block.cells[:6] if cell.text)


Piece = tuple[str, str]
"""Text that is written, with an empty name; or a figure with its name."""


def _pieces(text: str, figures: tuple[Named, ...]) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for each in sorted(figures, key=lambda each: each.start):
        if each.start < at:
            continue  # one within another
        found += [("", text[at : each.start])] if each.start > at else []
        found.append((each.name, text[each.start : each.end]))
        at = each.end
    return [*found, ("", text[at:])] if at < len(text) else found


def _in_line(mine: Line | Cell, theirs: Line | Cell, section: str, place: str) -> Iterator[Difference]:
    old, new = _pieces(mine.text, mine.figures), _pieces(theirs.text, theirs.figures)
    yield from _figures(old, new, section, place)
    known = [name for name, _ in new if name]
    lost = [(name, text) for name, text in old if name and name not in known]
    if _squeezed(mine.text) == _squeezed(theirs.text):
        yield from (Difference("unnamed", section, place, text, theirs.text, name) for name, text in lost)
        return
    # Sentences are the same where nothing but their figures differs.
    if [name or _squeezed(text) for name, text in old] != [name or _squeezed(text) for name, text in new]:
        written = "".join(text for name, text in new if not name)
        typed = _typed("".join(text for name, text in old if not name), written)
        yield Difference("changed", section, place, mine.text, theirs.text, typed=typed)


def _figures(old: list[Piece], new: list[Piece], section: str, place: str) -> Iterator[Difference]:
    """Figures of the same name, the first with the first: one whose number is not what the figure says."""
    waiting: dict[str, list[str]] = {}
    for name, text in new:
        if name:
            waiting.setdefault(name, []).append(text)
    for name, text in old:
        if name and waiting.get(name):
            came = waiting[name].pop(0)
            if _squeezed(came) != _squeezed(text):
                yield Difference("figure", section, place, text, came, name)


def _typed(before: str, after: str) -> tuple[str, ...]:
    """The numbers of a text that are not in the one before."""
    known = [each.number for each in numbers(before)]
    found = []
    for each in numbers(after):
        if each.number in known:
            known.remove(each.number)
        else:
            found.append(each.number)
    return tuple(found)


def _in_table(mine: Table, theirs: Table, section: str, place: str) -> Iterator[Difference]:
    old = {(each.row, each.column): each for each in mine.cells}
    new = {(each.row, each.column): each for each in theirs.cells}
    for at in sorted(old.keys() | new.keys()):
        before, after = old.get(at), new.get(at)
        where = f"{place} · 표 {at[0] + 1}행 {at[1] + 1}열"
        if before is None or after is None:
            if said := (after or before):
                texts = ("", said.text) if before is None else (said.text, "")
                yield Difference("cell", section, where, *texts, typed=_typed(*texts))
        elif before.name:
            if _squeezed(before.text) != _squeezed(after.text):
                yield Difference("figure", section, where, before.text, after.text, before.name)
        elif before.figures:
            yield from _in_line(before, after, section, where)
        elif _squeezed(before.text) != _squeezed(after.text):
            yield Difference("cell", section, where, before.text, after.text, typed=_typed(before.text, after.text))
