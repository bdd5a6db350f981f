"""What keeps a written text from being printed, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass

from seoulwork.domain.fitting import check
from seoulwork.domain.korean import particle
from seoulwork.domain.manuscript import Piece
from seoulwork.domain.notation import Names, NotationError, parse_outline
from seoulwork.figures.texts import DATE_WORD

NOTHING = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` and `column` count from 1; one of `near` may be meant for the unknown word `wrong`."""

    line: int
    column: int
    sentence: str
    wrong: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lined:
    """One line of a text that is printed: where it stands, as it is written, and what of the notation it may hold."""

    line: int
    text: str
    also: frozenset[str] = NOTHING
    places_tables: bool = True
    date: str = ""
    """Of a milestone as it is printed"""


def lines_of(pieces: tuple[Piece, ...]) -> Iterator[Lined]:
    """The lines of a written text but for its headings."""
    for piece in pieces:
        tables = piece.kind != "gist"
        for number, line in enumerate(piece.text.splitlines(), piece.line):
            yield Lined(number, line, places_tables=tables)
        for planned in piece.milestones:
            yield Lined(planned.line, planned.title, DATE_WORD, places_tables=False, date=planned.when.printed)
            for number, line in enumerate(planned.detail.splitlines(), planned.line + 1):
                yield Lined(number, line)


def problems(pieces: tuple[Piece, ...], names: Names) -> list[Problem]:
    """The first of each line, in order."""
    found: list[Problem] = []
    placed: dict[tuple[str, str], int] = {}
    for each in lines_of(pieces):
        try:
            check(each.text, names, each.also, places_tables=each.places_tables)
        except NotationError as error:
            found.append(Problem(each.line, error.column, error.message, error.wrong, error.near))
            continue
        for item in parse_outline(each.text):
            if item.placed is None:
                continue
            kind, name = item.placed
            if first := placed.get(item.placed):
                sentence = (
                    f"{kind} '{name}'{particle(name, '이/가')} {first}번째 줄에도 있습니다. 한 곳에만 두어 주세요."
                )
                found.append(Problem(each.line, 1, sentence))
            else:
                placed[item.placed] = each.line
    return found
