"""Ⅲ 주요업무 보고: each division's goal and programmes, their texts, tables and plans."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count

from seoulwork.domain.ledger import ProgrammeRow
from seoulwork.domain.notation import Item, parse_outline
from seoulwork.domain.numbers import BLANK, circled
from seoulwork.figures.profiles import MilestoneRow, PassageRow, PictureRow
from seoulwork.figures.texts import is_date

from ..contract import Contribution, programme_key
from ..document import (
    Block,
    Bullets,
    Cell,
    Column,
    Gist,
    Heading,
    Line,
    Listing,
    ListingEntry,
    Picture,
    Row,
    Section,
    Table,
)
from ..narrative import Narrator
from ..tables import label
from ..tables.description import DescriptionError
from ..values import Figure
from .shortfalls import shortfalls


def main_works(contributions: list[Contribution], *, behind: bool = False) -> Section:
    """`behind`: with what is told of the figures that are behind their pace under each programme."""
    goals = tuple(_goal(each, place, behind=behind) for place, each in enumerate(contributions, 1))
    entries = tuple(ListingEntry(goal.mark, goal.title, goal.key) for goal in goals)
    return Section("part-3", "part", "Ⅲ", "주요업무 보고", (Listing(entries),), goals)


def _goal(each: Contribution, place: int, *, behind: bool) -> Section:
    programmes = tuple(
        programme_section(each, row, place=at, behind=behind) for at, row in enumerate(each.programmes, 1)
    )
    entries = tuple(ListingEntry(circled(int(one.mark)), one.title, one.key) for one in programmes)
    return Section(
        f"goal-{each.division.number}",
        "goal",
        f"{place}.",
        each.profile.goal or BLANK,
        (Listing(entries),),
        programmes,
        each.division.name,
    )


def programme_section(each: Contribution, programme: ProgrammeRow, *, place: int, behind: bool) -> Section:
    """A programme with its texts, tables and plans; `place` is its number in print."""
    rows = [row for row in each.passages if row.programme_id == programme.id]
    blocks = passages(each, programme.number, rows)
    if behind:
        blocks += shortfalls(each, programme.id)
    return Section(
        programme_key(each.division, programme.number),
        "programme",
        str(place),
        programme.title,
        tuple(blocks),
        division=each.division.name,
    )


def passages(each: Contribution, number: int | None, rows: list[PassageRow]) -> list[Block]:
    """The texts of a programme (number None: of the division) as blocks, sub-projects numbered in order."""
    blocks: list[Block] = []
    keys = (f"{each.division.key}-{number or 0}-facts-{place}" for place in count(1))
    projects = [row.project for row in rows if row.project]
    order = {name: place for place, name in enumerate(dict.fromkeys(projects), 1)}
    shown = ""
    for row in rows:
        narrator = Narrator(each.ledger, row.programme_id)
        if row.project and row.project != shown:
            blocks.append(Heading(row.project, order[row.project]))
        shown = row.project
        if row.kind == "gist":
            blocks.append(Gist(tuple(line for _, line in narrator.lines(row.text))))
            continue
        body = [
            *_outline(each, narrator, number, row.text, keys),
            *_plans(each, narrator, number, row.milestones, keys),
        ]
        if body and row.heading:
            blocks.append(Heading(row.heading))
        blocks += body
    return blocks


def _outline(each: Contribution, narrator: Narrator, number: int | None, text: str, keys: Iterator[str]) -> list[Block]:
    """Lines gathered into bullets; `[표: …]` and `◆ label | …` lines become tables between them, the latter with the
    next of the programme's `keys`."""
    blocks: list[Block] = []
    lines: list[Line] = []
    definitions: list[Row] = []

    def close() -> None:
        if lines:
            blocks.append(Bullets(tuple(lines)))
            lines.clear()
        if definitions:
            blocks.append(Table(next(keys), "", (Column("center", 1), Column("left", 4)), (), tuple(definitions)))
            definitions.clear()

    for item, line in narrator.lines(text):
        if item.table:
            close()
            # An unknown table was refused when the text was saved; that, and one that can't be drawn, is told by the checker.
            with suppress(KeyError, DescriptionError):
                blocks += each.blocks_of(item.table, narrator.programme_id)
        elif item.picture:
            close()
            # Likewise.
            if (row := each.picture(item.picture, narrator.programme_id)) is not None:
                blocks.append(_picture(each, row))
        elif item.label:
            if lines:
                close()
            definitions.append(Row((label(item.label), _sentence_cell(line))))
        else:
            if definitions:
                close()
            lines.append(line)
    close()
    return blocks


def _picture(each: Contribution, row: PictureRow) -> Picture:
    return Picture(
        f"{each.division.key}-{row.number}-{each.pictures.index(row) + 1}",
        row.alternative,
        row.caption,
        row.source,
        row.share,
        row.kind,
        row.width,
        row.height,
        row.sha256,
        row.content,
    )


def _sentence_cell(line: Line) -> Cell:
    """A cell that holds a sentence: its runs when it has figures."""
    return Cell(line.runs if any(isinstance(run, Figure) for run in line.runs) else line.text)


def _plans(
    each: Contribution,
    narrator: Narrator,
    number: int | None,
    milestones: tuple[MilestoneRow, ...],
    keys: Iterator[str],
) -> list[Block]:
    blocks: list[Block] = []
    for row in milestones:
        (item,) = parse_outline(f"○ {row.title}")
        blocks.append(Bullets((_milestone_line(narrator, item, row.printed_date),)))
        blocks += _outline(each, narrator, number, row.detail, keys)
    return _merged(blocks)


def _milestone_line(narrator: Narrator, item: Item, date: str) -> Line:
    """`○ title : date`, or with the date where the title says {일정}."""
    placed = any(is_date(piece) for piece in item.pieces)
    runs = [date if is_date(piece) else piece for piece in item.pieces]
    if date and not placed:
        runs.append(f" : {date}")
    return narrator.line(replace(item, pieces=tuple(runs)))


def _merged(blocks: list[Block]) -> list[Block]:
    """Neighbouring bullets as one list."""
    merged: list[Block] = []
    for block in blocks:
        if merged and isinstance(block, Bullets) and isinstance(merged[-1], Bullets):
            merged[-1] = Bullets((*merged[-1].lines, *block.lines))
        else:
            merged.append(block)
    return merged
