"""What the scripts of monthly entry send, as docs/maintainers/entry-api.md has it. What is of another shape raises pydantic's
ValidationError (a ValueError)."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from seoulwork.entry.attempts import Attempt
from seoulwork.entry.steps import storable

LARGEST_KEY = 2**63 - 1

Key = Annotated[int, Field(gt=0, le=LARGEST_KEY)]
"""The number of a row"""


def version_key(value: str) -> int | None:
    """A version as a form sends it: a key, or None of an empty text. Raises ValueError."""
    if not value:
        return None
    key = int(value)
    if not 0 < key <= LARGEST_KEY:
        raise ValueError(value)
    return key


def _storable(text: str) -> str:
    if not storable(text):
        raise ValueError("no database keeps this text")
    return text


class _Sent(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class SentCell(_Sent):
    """A cell as typed; `seen` is the version that the page knows."""

    cell: Annotated[str, AfterValidator(_storable)]
    value: str
    seen: Key | None
    reason: str = ""
    clears: bool = False

    @property
    def attempt(self) -> Attempt:
        return Attempt(self.cell, self.value, self.seen, self.reason, self.clears)


class SentCells(_Sent):
    """A sending of cells: `request` is its number, `user` the number of who typed them."""

    request: Annotated[UUID, Field(strict=False)]
    user: Key | str | None = None
    all_or_nothing: bool = False
    cells: list[SentCell]
