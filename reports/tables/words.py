"""The words of a table: heads, captions and notes with times in them, and cells in the notation of texts."""

from collections.abc import Mapping

from seoulwork.domain.fitting import check_reference
from seoulwork.domain.notation import Names, NotationError, Reference, parse_line
from seoulwork.domain.vocabulary import COVERED, YEAR_OF

from ..document import Run
from ..narrative import Narrator
from ..values import Figure
from .description import DescriptionError

NAME, UNIT, YEAR, PERIOD = "이름", "단위", YEAR_OF, COVERED
"""What a head may say of its own entry: `{이름}`."""


def printed(template: str, narrator: Narrator, own: Mapping[str, str] | None = None) -> str:
    """A head, caption or note as printed: with times of the clocks, and what `own` says. Raises DescriptionError."""
    if "{" not in template and "}" not in template:
        return template
    said = own or {}
    shown = []
    for piece in _parsed(template):
        if isinstance(piece, str):
            shown.append(piece)
        elif piece.source.strip() in said:
            shown.append(said[piece.source.strip()])
        elif piece.time is not None:
            shown.extend(str(each) for each in narrator.pieces((piece,)))
        else:
            can = ", ".join(f"{{{word}}}" for word in (*said, "기준년", "계획년-1"))
            raise DescriptionError(
                f"'{{{piece.source}}}'은(는) 표의 머리와 제목에 쓸 수 없습니다. {can}처럼 적어 주세요."
            )
    return "".join(shown)


def content_of(text: str, narrator: Narrator, names: Names) -> "str | Figure | tuple[Run, ...]":
    """A cell in the notation of texts: plain words, one figure, or a sentence with figures. Raises DescriptionError, also for names
    that there are not."""
    pieces = _parsed(text)
    for piece in pieces:
        if isinstance(piece, Reference):
            _checked(text, piece, names)
    runs = narrator.pieces(pieces)
    figures = [run for run in runs if isinstance(run, Figure)]
    if not figures:
        return "".join(str(run) for run in runs)
    return figures[0] if len(runs) == 1 else runs


def _checked(text: str, piece: Reference, names: Names) -> None:
    try:
        check_reference(piece, names)
    except NotationError as error:
        raise DescriptionError(f"'{text}': {error.message}") from error


def _parsed(text: str) -> tuple[str | Reference, ...]:
    try:
        return parse_line(text)
    except NotationError as error:
        raise DescriptionError(f"'{text}': {error.message}") from error
