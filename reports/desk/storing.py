"""From a written text to the passages that the briefing prints. Rows that say the same stay as they are."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from seoulwork.domain.manuscript import Piece, Planned, indented, write
from seoulwork.figures.models import PassageKind

from .parts import Part, written

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Milestone, Passage

BESIDE = 10_000
"""Where rows stand while others take their positions: no two of a part may have one."""


class Unfit(Exception):
    """What no row can hold. `line` counts from 1, `str()` is the Korean sentence."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


def store(part: Part, pieces: Iterable[Piece]) -> None:
    """Bring the passages of a part to these pieces, in order. Runs in the caller's transaction. Raises Unfit."""
    models = part.division.models
    stored = list(
        models.Passage.objects.of_briefing(part.briefing.name)
        .filter(**part.rows)
        .order_by("position")
        .prefetch_related("milestones")
    )
    pairs = list(_paired(stored, list(pieces)))
    kept = {passage.pk for passage, piece in pairs if passage and piece}
    models.Passage.objects.filter(pk__in=[each.pk for each in stored if each.pk not in kept]).delete()
    wanted = [(passage, piece) for passage, piece in pairs if piece]
    moving = [
        passage
        for position, (passage, _) in enumerate(wanted, 1)
        if passage is not None and passage.position != position
    ]
    for each in moving:
        each.position += BESIDE
    models.Passage.objects.bulk_update(moving, ["position"])
    for position, (passage, piece) in enumerate(wanted, 1):
        _keep(part, passage, piece, position)


Pair = tuple["Passage | None", Piece | None]


def _paired(stored: "list[Passage]", pieces: list[Piece]) -> Iterator[Pair]:
    """Each stored row with the piece that it becomes: by their headings, and between those by their order."""
    old = [(each.kind == PassageKind.GIST, each.project, each.heading) for each in stored]
    new = [(each.kind == "gist", each.project, each.heading) for each in pieces]
    for _, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for step in range(max(last - first, end - start)):
            yield (
                stored[first + step] if first + step < last else None,
                pieces[start + step] if start + step < end else None,
            )


def _keep(part: Part, passage: "Passage | None", piece: Piece, position: int) -> None:
    if passage is not None and written([passage]) == write([piece]):
        if passage.position != position:
            passage.position = position
            passage.save(update_fields=["position"])
        return
    row = passage or part.division.models.Passage(**part.rows, briefing=part.briefing)
    row.kind, row.project, row.heading = PassageKind(piece.kind), piece.project, piece.heading
    row.text, row.position = _text(piece.text), position
    _fits(row, max(piece.line - 1, 1))
    row.save()
    row.milestones.all().delete()
    for place, planned in enumerate(piece.milestones, 1):
        milestone = _milestone(part, row, planned, place)
        _fits(milestone, planned.line)
        milestone.save()


def _text(text: str) -> str:
    return "\n".join(indented(text))


def _milestone(part: Part, passage: "Passage", planned: Planned, position: int) -> "Milestone":
    when = planned.when
    detail = planned.detail.splitlines()
    depth = min((len(line) - len(line.lstrip()) for line in detail if line.strip()), default=0)
    return part.division.models.Milestone(
        passage=passage,
        position=position,
        title=planned.title,
        first_month=when.first_month,
        first_day=when.first_day,
        last_month=when.last_month,
        last_day=when.last_day,
        open_ended=when.open_ended,
        date_note=when.note,
        detail="\n".join(line[depth:].rstrip() for line in detail if line.strip()),
        done=planned.done,
    )


def _fits(row: "Passage | Milestone", line: int) -> None:
    try:
        row.full_clean(validate_unique=False, exclude=["programme", "passage"])
    except ValidationError as error:
        raise Unfit(line, " ".join(error.messages)) from error
