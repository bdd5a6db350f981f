"""Letters of a document that the fonts lack: the paper can't show them, so they are told before a briefing is published."""

from collections.abc import Iterator

from ..document import Block, Bullets, Chart, Document, Gist, Heading, Listing, Picture, Row, Section, Table, Vision
from ..render.fonts import unprintable
from .homes import Checked
from .rules import Spot, Told

QUOTED = 30
"""Letters of a line that are quoted."""


def unprintable_letters(checked: Checked) -> Iterator[Told]:
    """Lines with letters that cannot be printed."""
    for spot, text in _texts(checked.document):
        for letter in unprintable(text):
            at = max(0, text.index(letter) - QUOTED // 2)
            quoted = ("…" if at else "") + text[at : at + QUOTED] + ("…" if text[at + QUOTED :] else "")
            yield Told(spot, {"letter": letter, "code": f"U+{ord(letter):04X}", "quoted": quoted})


def _texts(document: Document) -> Iterator[tuple[Spot, str]]:
    """Every line that is printed, with where it stands."""
    cover = (document.title, document.session, document.committee, document.bureau, document.month)
    yield from ((Spot("표지"), text) for text in cover)
    for section in document.walk():
        place = " · ".join(filter(None, (section.division, section.title)))
        yield Spot(place, section.key), section.title
        yield from _in_section(section, place)


def _in_section(section: Section, place: str) -> Iterator[tuple[Spot, str]]:
    below = place
    for block in section.blocks:
        if isinstance(block, Heading):
            below = f"{place} · {block.title}"
        yield from ((Spot(below, section.key), text) for text in _in_block(block))


def _in_block(block: Block) -> Iterator[str]:
    match block:
        case Heading(title):
            yield title
        case Bullets(lines) | Gist(lines):
            yield from (f"{line.mark} {line.text}".strip() for line in lines)
        case Table():
            yield from (block.caption, block.scope_note, *_in_rows((*block.head, *block.body)), *block.notes)
        case Chart():
            yield block.title
            for series in block.series:
                yield from (series.name, series.unit, *(point.label for point in series.points))
        case Picture():
            yield from (block.caption, block.source_note)
        case Vision(vision, goals):
            yield vision
            for goal in goals:
                yield from (goal.title, *goal.core_tasks)
        case Listing():
            pass  # titles of sections, which stand there too


def _in_rows(rows: tuple[Row, ...]) -> Iterator[str]:
    return (line for row in rows for cell in row.cells for line in cell.text.split("\n"))
