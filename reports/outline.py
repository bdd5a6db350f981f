"""The parts of a briefing in printed order; each makes its own sections in theirs."""

import re
from dataclasses import replace

from seoulwork.figures.profiles import BureauRow

from .arrangement import ROMAN
from .contract import Contribution
from .document import Block, Bullets, Heading, Section, Table
from .models import Briefing
from .parts.general import general
from .parts.vision import vision
from .parts.works import main_works


def outline(briefing: Briefing, bureau: BureauRow | None, contributions: list[Contribution]) -> tuple[Section, ...]:
    """Ⅰ 일반현황, Ⅱ 비전 및 목표, Ⅲ 주요업무 보고, in the briefing's own order and without what it leaves out; nothing headed twice."""
    made = {
        "general": lambda: general(bureau, contributions),
        "vision": lambda: vision(briefing, contributions),
        "works": lambda: main_works(contributions, behind=briefing.shortfalls),
    }
    parts = zip(ROMAN, briefing.arrangement.printed_parts(), strict=False)
    return tuple(replace(without_echoes(made[key]()), mark=mark) for mark, key in parts)


def vision_part(briefing: Briefing, contributions: list[Contribution]) -> Section:
    """Ⅱ alone, with the number that it has in print."""
    printed = briefing.arrangement.printed_parts()
    mark = ROMAN[printed.index("vision")] if "vision" in printed else "Ⅱ"
    return replace(without_echoes(vision(briefing, contributions)), mark=mark)


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
