"""Ties the notation to the stored names: who writes a text has it checked for references to what does not exist, and a
change of names that would leave a text without its figures is refused."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.fitting import check
from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.notation import PICTURE_SIGN, Names, NotationError, Piece, Reference, placed
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.formulas import Unfit, unfit
from seoulwork.figures.models import PassageKind, home_of
from seoulwork.figures.profiles import PassageRow, passages
from seoulwork.figures.queries import ledger

DATE_WORD = frozenset({"일정"})
"""Stands for the date in the title of a milestone."""


def is_date(piece: Piece) -> bool:
    """Whether a piece of a line is that word in braces."""
    return isinstance(piece, Reference) and bool(piece.operands) and piece.operands[0].name in DATE_WORD


NAMED = ("Indicator", "Part", "Budget", "Passage", "Milestone")
"""The models whose rows say what a text may refer to, or refer to it."""
WORKED_OUT = ("Programme", "Indicator", "Part", "Budget")
"""The models whose rows say from what an indicator may be worked out, or work it out."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not resolve in a text: the passage, where it stands, and one Korean sentence with line and column."""

    passage_id: int
    place: str
    sentence: str


def _names_ledger(of: Division) -> Ledger:
    """The division's names, with its programmes of all years; the month matters for figures only. 6 queries."""
    return ledger(of, Month.of(timezone.localdate()), figures=False, ever=True)


def names_for(division_key: str, programme_id: int | None, briefing: BriefingName | None = None) -> Names:
    """The short names that a text of this programme (None: of the division) may use: its own, then the division's; with the tables
    and pictures that were made for it in a briefing. 8 queries."""
    of = division(division_key)
    known = placeable(of, briefing) if briefing else Placeable(of.tables)
    return known.names(_names_ledger(of), briefing, programme_id)


At = tuple[BriefingName, int | None, str]
"""A briefing, a part of it (the programme, None for the division's own text), and the name of what belongs to that."""


@dataclass(frozen=True, slots=True)
class Placeable:
    """What texts of a division may place: its own tables anywhere, tables and pictures made at the desk in the part that they belong
    to."""

    own: frozenset[str]
    made: frozenset[At] = frozenset()
    pictures: frozenset[At] = frozenset()

    def names(self, figures: Ledger, briefing: BriefingName | None, programme_id: int | None) -> Names:
        """What a text of that part may refer to."""
        made, pictures = (
            frozenset(name for *at, name in known if at == [briefing, programme_id])
            for known in (self.made, self.pictures)
        )
        return replace(figures.names(programme_id, self.own | made), pictures=pictures)


def placeable(of: Division, briefing: BriefingName | None = None) -> Placeable:
    """Of one briefing, or of all. 2 queries."""
    found = []
    for model in (of.models.ManuscriptTable, of.models.ManuscriptPicture):
        rows = model._default_manager.values_list(
            "manuscript__briefing__month",
            "manuscript__briefing__number",
            "manuscript__programme",
            "manuscript__added",
            "name",
        )
        if briefing is not None:
            rows = rows.filter(manuscript__briefing__month=briefing.month, manuscript__briefing__number=briefing.number)
        found.append(
            frozenset(
                (BriefingName(month, number), home_of(own, added), name) for month, number, own, added, name in rows
            )
        )
    return Placeable(of.tables, *found)


def check_texts(row: Any) -> None:
    """Raise ValidationError on a field of a Passage or Milestone when a reference of its text is unknown or does not fit.

    Any other row has no texts, and a Milestone without its passage nothing that says which names it may use.
    6 queries when a text has a reference, and 2 when it places a table or picture.
    """
    match row._meta.object_name:
        case "Passage":
            passage, texts = row, {"text": (frozenset[str](), row.kind != PassageKind.GIST)}
        case "Milestone":
            passage = getattr(row, "passage", None)
            texts = {"title": (DATE_WORD, False), "detail": (frozenset(), True)}
        case _:
            return
    referring = [name for name in texts if any(sign in getattr(row, name) for sign in ("{", "}", "[표:", PICTURE_SIGN))]
    if passage is None or not referring:
        return
    places = any(sign in getattr(row, name) for name in referring for sign in ("[표:", PICTURE_SIGN))
    names = names_for(row._meta.app_label, passage.home, passage.briefing.name if places else None)
    for name in referring:
        also, places_tables = texts[name]
        try:
            check(getattr(row, name), names, also, places_tables=places_tables)
        except NotationError as error:
            raise ValidationError({name: str(error)}) from error


def problems(figures: Ledger, texts: Iterable[PassageRow], known: Placeable) -> Iterator[Problem]:
    """All that does not resolve in the texts of a division: unknown references, and tables and pictures that stand twice in a briefing."""
    names = cache(lambda briefing, programme_id: known.names(figures, briefing, programme_id))
    places: dict[tuple[object, ...], str] = {}
    for row in texts:
        pieces = [(row.text, frozenset[str](), row.kind != "gist")]
        for each in row.milestones:
            pieces += [(each.title, DATE_WORD, False), (each.detail, frozenset[str](), True)]
        for text, also, places_tables in pieces:
            try:
                check(text, names(row.briefing, row.programme_id), also, places_tables=places_tables)
            except NotationError as error:
                yield Problem(row.id, row.place, str(error))
                continue
            for kind, name in placed(text):
                made = (row.briefing, row.programme_id, name)
                of_the_part = kind == "그림" or made in known.made
                at = (kind, *made) if of_the_part else (kind, row.briefing, name)
                if first := places.get(at):
                    sentence = f"{kind} '{name}'{particle(name, '은/는')} 이 보고의 '{first}'에도 있습니다. 한 곳에만 두어 주세요."
                    yield Problem(row.id, row.place, sentence)
                places[at] = row.place


def problems_of(division_key: str) -> tuple[Problem, ...]:
    """The problems of all texts of a division, of all briefings. 9 queries."""
    of = division(division_key)
    return tuple(problems(_names_ledger(of), passages(of), placeable(of)))


def unfit_formulas(division_key: str) -> tuple[Unfit, ...]:
    """The indicators of a division that can't be worked out as they say. 6 queries."""
    return tuple(unfit(_names_ledger(division(division_key))))


@contextmanager
def texts_kept(row: Any) -> Iterator[None]:
    """Around the write of a row: refuse what leaves a text with a figure or table less, or an indicator that is worked out without
    what it is made of. Must run in a transaction.

    Raises ValidationError with one sentence that names the texts and the way out. A division's writers of names and texts
    take turns, so that two of them can't place one table twice.
    """
    name, key = row._meta.object_name, row._meta.app_label
    if name not in NAMED and name not in WORKED_OUT:
        yield
        return
    list(division(key).models.Goal.objects.select_for_update())
    before = _unkept(key, name)
    yield
    after = _unkept(key, name)
    if new := [each for each in after if each not in before]:
        told = [each for each in new if isinstance(each, Problem)]
        raise ValidationError(
            _refusal(row, told) if told else _of_formulas(row, [x for x in new if isinstance(x, Unfit)])
        )


def _unkept(key: str, name: str) -> list[Problem | Unfit]:
    """What a row of that model can have to do with, and does not resolve."""
    of = division(key)
    figures = _names_ledger(of)
    found: list[Problem | Unfit] = list(problems(figures, passages(of), placeable(of))) if name in NAMED else []
    return [*found, *unfit(figures)] if name in WORKED_OUT else found


def _of_formulas(row: Any, new: list[Unfit]) -> str:
    if any(each.indicator_id == row.pk for each in new) and row._meta.object_name == "Indicator":
        return next(each.sentence for each in new if each.indicator_id == row.pk)
    return f"다른 지표의 셈에 쓰이고 있어 이렇게 바꿀 수 없습니다. {new[0].told} 그 셈을 먼저 고쳐 주세요."


def _refusal(row: Any, new: list[Problem]) -> str:
    if row._meta.object_name in ("Passage", "Milestone"):
        return f"{new[0].place}: {new[0].sentence}"
    places = list(dict.fromkeys(each.place for each in new))
    told = ", ".join(f"'{place}'" for place in places[:3])
    more = f" 외 {len(places) - 3}곳" if len(places) > 3 else ""
    return (
        f"보고 글 {told}{more}에서 쓰고 있어 이렇게 바꿀 수 없습니다({new[0].sentence}) "
        "그 글에서 먼저 빼거나, 짧은 이름은 두고 보이는 이름만 바꿔 주세요."
    )
