"""Putting what was made for a part into its text: a table or a picture, as a line of its own."""

from seoulwork.accounts.models import User
from seoulwork.domain.notation import placed_picture, placed_table

from .keeping import current_text, manuscript_of, save
from .parts import Part

TABLE, PICTURE = "표", "그림"
PLACED = {TABLE: placed_table, PICTURE: placed_picture}


def place(part: Part, kind: str, name: str, line: int, *, by: User) -> bool:
    """Put a table or picture into the text of its part, below a line (from 1; 0: at its end), unless it stands there; whether it was
    put there. Raises Refused."""
    text = current_text(part, manuscript_of(part))
    if is_placed(text, kind, name):
        return False
    lines = text.split("\n") if text else []
    at = line if 0 < line <= len(lines) else len(lines)
    save(part, base=text, text="\n".join([*lines[:at], f"[{kind}: {name}]", *lines[at:]]), by=by)
    return True


def is_placed(text: str, kind: str, name: str) -> bool:
    """Whether a line of the text places it; the text may break the notation elsewhere."""
    return any(PLACED[kind](line) == name for line in text.splitlines())
