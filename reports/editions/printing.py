"""The lines of an edition, by which it is searched (printed.py): made with the edition, and anew by `manage.py index_editions`."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from django.db import transaction

from seoulwork.domain.finding import pairs, words

from ..comparison import Piece, pieces, titled
from ..document import Document, section_anchor
from ..models import Edition
from ..places import FORECAST_TABLE, WORKED_OUT_TABLE
from ..printed import Measured, PrintedFigure, PrintedLine
from ..values import Figure, Identity, Origin, Place
from .errata import pages_of
from .identities import Homes, among, homes_of
from .kept import document_of

BATCH = 500
SEPARATOR = " · "
VALUES = ("Actual", "Target", WORKED_OUT_TABLE)
"""The tables of an indicator's values (places.py); the others are of budget lines"""


class Kept(NamedTuple):
    """What is stored of an edition beside its document, all of which that says."""

    lines: list[PrintedLine]
    measures: list[Measured]
    figures: list[PrintedFigure]


def keep(edition: Edition, document: Document) -> None:
    """Store the lines and the figures of an edition whose files are stored. In the caller's transaction. 6 queries, and one for BATCH rows.
    Raises Altered."""
    made = made_of(edition, document)
    PrintedLine.objects.filter(edition=edition).delete()
    Measured.objects.filter(edition=edition).delete()
    PrintedLine.objects.bulk_create(made.lines, BATCH)
    Measured.objects.bulk_create(made.measures, BATCH)
    PrintedFigure.objects.bulk_create(made.figures, BATCH)


@transaction.atomic
def keep_anew(edition: Edition) -> None:
    """The same of an edition that was published before. Raises Altered."""
    keep(edition, document_of(edition))


def made_of(edition: Edition, document: Document) -> Kept:
    """1 query, for an edition of an earlier program 1 and 3 a division more. Raises Altered."""
    together = list(lines(edition, document, pages_of(edition)))
    return Kept([each.line for each in together], *_measures(edition, together, homes_of(edition, document)))


def differing(edition: Edition, document: Document) -> Iterator[str]:
    """A Korean sentence for each kind of row that is stored otherwise than the document says it. 4 queries more than to make them. Raises
    Altered."""
    stored = Kept(
        list(PrintedLine.objects.filter(edition=edition)),
        list(Measured.objects.filter(edition=edition)),
        list(PrintedFigure.objects.filter(measure__edition=edition).select_related("measure", "line")),
    )
    if not stored.lines:
        yield "찾기와 수치의 화면에 쓰는 줄이 없습니다. manage.py index_editions로 만들어 주세요."
        return
    for title, one, other in zip(TITLES, _said(made_of(edition, document)), _said(stored), strict=True):
        if one != other:
            shown = next(iter((other - one) or (one - other)))[0][:SHOWN]
            yield (
                f"{title} 보관된 문서와 다릅니다('{shown}'). 프로그램을 올린 뒤라면 manage.py index_editions로 다시 만들면 같아집니다. "
                "올린 적이 없으면 누가 바꾼 것이니, 까닭을 찾은 뒤 다시 만들어 주세요."
            )


TITLES = ("찾기에 나오는 줄이", "지표와 예산의 뜻과 값이", "지표와 예산의 화면에 나오는 수치가")
SHOWN = 40
"""Letters of what differs"""


def _said(kept: Kept) -> tuple[Counter[tuple[str, str]], ...]:
    """All that the rows say: of each what is told of it, and the whole of it."""

    def whole(*values: object) -> str:
        return json.dumps(values, ensure_ascii=False)

    def identity(of: Measured) -> Identity:
        return (of.division, of.kind, of.number)

    return (
        Counter(
            (each.text, whole(each.position, each.section, each.title, each.place, each.page, each.words, each.pairs))
            for each in kept.lines
        ),
        Counter((each.name, whole(identity(each), each.facts, each.stored, each.places)) for each in kept.measures),
        Counter((each.text, whole(identity(each.measure), each.line.position)) for each in kept.figures),
    )


class Together(NamedTuple):
    """A line with what stands in it."""

    line: PrintedLine
    pieces: list[Piece]


def lines(edition: Edition, document: Document, pages: Mapping[str, int]) -> Iterator[Together]:
    """What the document prints, a row of a table as one line."""
    position = 0
    for section in document.walk():
        told = (piece for piece in pieces(section) if not _is_name(piece))
        for row, group in groupby(told, key=lambda piece: piece.row or piece):
            together = list(group)
            text = _text(together, row if isinstance(row, str) else "")
            if not text:
                continue
            position += 1
            found = words(text)
            place = row if isinstance(row, str) else row.place
            line = PrintedLine(
                edition=edition,
                position=position,
                section=section.key,
                title=titled(section),
                place=place,
                page=pages.get(together[0].at, pages.get(section_anchor(section.key))),
                text=text,
                words=" ".join(found),
                pairs=" ".join(pairs(found)),
            )
            yield Together(line, together)


def _is_name(piece: Piece) -> bool:
    """Of a row of a table: its cells have it with them."""
    return "//" in piece.name and all(isinstance(run, str) for run in piece.runs)


def _text(together: list[Piece], row: str) -> str:
    told = SEPARATOR.join(piece.text.replace("\n", " ") for piece in together if piece.text)
    return f"{together[0].label}: {told}" if row and together[0].label else told


def _measures(edition: Edition, together: list[Together], homes: Homes) -> tuple[list[Measured], list[PrintedFigure]]:
    """Of what the figures are, and where they stand."""
    found: dict[Identity, Measured] = {}
    stored: dict[Identity, dict[Place, list[str]]] = {}
    told: dict[Identity, int] = {}
    figures = []
    for line, group in together:
        for figure in (run for piece in group for run in piece.runs if isinstance(run, Figure)):
            of = among(homes, figure.origins)
            for identity, origins in of.items():
                measure = found.setdefault(identity, _measure(edition, identity, origins))
                closeness = _closeness(figure, len(of), origins)
                if figure.meanings and closeness > told.get(identity, 0):
                    told[identity] = closeness
                    measure.facts = figure.meanings[0].measure
                    measure.name = measure.facts[0][1]
                stored.setdefault(identity, {}).update((each.place, _stored(each)) for each in origins)
                figures.append(PrintedFigure(measure=measure, line=line, text=figure.text))
    for identity, measure in found.items():
        measure.stored, measure.places = list(stored[identity].values()), list(stored[identity])
    return list(found.values()), figures


def _measure(edition: Edition, identity: Identity, origins: list[Origin]) -> Measured:
    division, kind, number = identity
    return Measured(
        edition=edition,
        division=division,
        kind=kind,
        number=number,
        name=origins[0].indicator,
        facts=[],
    )


def _closeness(figure: Figure, things: int, origins: list[Origin]) -> int:
    """How well what the figure means says what the thing is: best where it is of the whole of nothing else."""
    if things > 1 or len(figure.meanings) > 1:
        return 1
    return 2 if any(part_of(each) for each in origins) else 3


def part_of(origin: Origin) -> str:
    """Which part a stored value is of; empty for the whole."""
    if origin.place[1] == FORECAST_TABLE:
        return ""
    if origin.place[1] in VALUES:
        return origin.place[4].replace("/", " · ")
    return " ".join(filter(None, origin.place[4:6])).replace("/", " · ")


def _stored(origin: Origin) -> list[str]:
    """As `Measured.stored` has it. In its order the later months come later, and of these the longer run first."""
    place = origin.place
    order = f"{place[6]} {place[5]}" if place[1] in VALUES else place[-1]
    as_of = origin.as_of.isoformat() if origin.as_of else ""
    return [origin.kind, part_of(origin), origin.period, order, origin.value, as_of, origin.entered]
