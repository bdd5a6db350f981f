"""From the divisions' contributions to one Document. Runs a constant number of queries; renderers run none."""

import re
from dataclasses import replace

from seoulwork.domain.numbers import BLANK
from seoulwork.figures.divisions import divisions
from seoulwork.figures.queries import bureau

from .contract import Contribution, Edition
from .document import Block, Bullets, Document, Heading, Section, Table
from .models import Briefing
from .parts.general import general
from .parts.vision import vision
from .parts.works import main_works


def assemble(briefing: Briefing) -> Document:
    """The whole document of a briefing. What is not known yet is blank, printed `-`."""
    return document_from(briefing, contributions(briefing))


def contributions(briefing: Briefing) -> list[Contribution]:
    """What the divisions hand over for a briefing, in printed order."""
    edition = Edition(briefing.month, briefing.reference_month)
    return [each.app.contribute(edition) for each in divisions()]


def document_from(briefing: Briefing, contributions: list[Contribution]) -> Document:
    """The document of a briefing from contributions that were read before. 1 query."""
    edition = Edition(briefing.month, briefing.reference_month)
    known = bureau(edition.day)
    parts = (general(known, contributions), vision(briefing, contributions), main_works(contributions))
    return Document(
        title=briefing.title,
        session=briefing.session,
        committee=briefing.committee,
        bureau=known.name if known else BLANK,
        month=f"{briefing.month.year}. {briefing.month.number}.",
        published_on=None,
        sections=tuple(map(_without_echoes, parts)),
    )


def _without_echoes(section: Section) -> Section:
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
    return replace(section, blocks=tuple(blocks), children=tuple(map(_without_echoes, section.children)))


def _same_words(one: str, other: str) -> bool:
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other)
