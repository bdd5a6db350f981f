"""The parts of a briefing in printed order; each makes its own sections in theirs."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from seoulwork.figures.models import ADDED
from seoulwork.figures.profiles import BureauRow

from .arrangement import ROMAN, Added
from .contract import Contribution
from .document import Block, Bullets, Heading, Section, Table
from .models import Briefing
from .parts.general import general
from .parts.vision import vision
from .parts.works import main_works, passages


def outline(briefing: Briefing, bureau: BureauRow | None, contributions: list[Contribution]) -> tuple[Section, ...]:
    """Ⅰ 일반현황, Ⅱ 비전 및 목표, Ⅲ 주요업무 보고, what was added to them, in the briefing's own order and
    without what it leaves out; nothing headed twice."""
    made: dict[str, Callable[[], Section]] = {
        "general": lambda: general(bureau, contributions),
        "vision": lambda: vision(briefing, contributions),
        "works": lambda: main_works(contributions, behind=briefing.shortfalls),
    }
    by_division = {each.division.key: each for each in contributions}
    made |= {each.key: partial(added_part, by_division[each.division], each) for each in briefing.arrangement.added}
    parts = zip(ROMAN, briefing.arrangement.printed_parts(), strict=False)
    return tuple(replace(without_echoes(made[key]()), mark=mark) for mark, key in parts)


def vision_part(briefing: Briefing, contributions: list[Contribution]) -> Section:
    """Ⅱ alone, with the number that it has in print."""
    mark = briefing.arrangement.mark_of("vision") or "Ⅱ"
    return replace(without_echoes(vision(briefing, contributions)), mark=mark)


def added_part(each: Contribution, added: Added) -> Section:
    """A part that was added to the briefing: the text that its division writes."""
    rows = [row for row in each.passages if row.programme_id == -added.number]
    blocks = passages(each, ADDED + added.number, rows)
    mark = each.arrangement.mark_of(added.key)
    return without_echoes(Section(added.key, "part", mark, added.title, tuple(blocks), division=each.division.name))


def without_echoes(section: Section) -> Section:
    """The section with nothing headed twice: a heading, or the caption of a table, that says what the line right above
    it says is left out."""
    blocks: list[Block] = []
    above = section.title
    for block in section.blocks:
        match block:
            case Heading(title, None) if _same_words(title, above):
                continue
            case Heading(title):
                above = title
            case Bullets(lines) if lines:
                above = lines[-1].text
            case Table(caption=caption):
                block = replace(block, caption="") if _same_words(caption, above) else block
                above = ""
            case _:
                above = ""
        blocks.append(block)
    return replace(section, blocks=tuple(blocks), children=tuple(map(without_echoes, section.children)))


def _same_words(one: str, other: str) -> bool:
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other)
