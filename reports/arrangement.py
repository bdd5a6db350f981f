"""차례: the order of a briefing's parts, divisions and programmes, and what of them is left out this time. The texts of what is
left out stay, and come along into the next briefing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from seoulwork.domain.ledger import ProgrammeRow
from seoulwork.figures.divisions import Division

PARTS = {"general": "일반현황", "vision": "비전 및 목표", "works": "주요업무 보고"}
"""The parts that every briefing may have, in the usual order."""
ROMAN = tuple("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ")
MOST_ADDED = len(ROMAN) - len(PARTS)
"""So many parts may be added to a briefing."""
LONGEST_TITLE = 60
"""Of a part that is added."""

Item = TypeVar("Item")
Key = TypeVar("Key", str, int)


class Added(BaseModel):
    """A part that was added to a briefing: a division writes its text. `number` counts from 1 and is not given twice in a briefing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    title: str
    division: str

    @property
    def key(self) -> str:
        return added_key(self.number)


def added_key(number: int) -> str:
    """How the order and the document name an added part."""
    return f"added-{number}"


class Arrangement(BaseModel):
    """What is not named stands behind what is, in the usual order. Programmes are named by their keys, divisions by theirs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parts: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    programmes: Mapping[str, tuple[int, ...]] = {}
    parts_left_out: frozenset[str] = frozenset()
    left_out: Mapping[str, frozenset[int]] = {}
    added: tuple[Added, ...] = ()

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> "Arrangement":
        return cls.model_validate(stored or {})

    @property
    def stored(self) -> dict[str, Any]:
        kept = self.model_dump(mode="json")
        kept["parts_left_out"] = sorted(self.parts_left_out)
        kept["left_out"] = {key: sorted(rows) for key, rows in self.left_out.items()}
        return kept

    def all_parts(self) -> list[str]:
        return _ordered(self.titles, self.parts, lambda each: each)

    @property
    def titles(self) -> dict[str, str]:
        """Of all parts, by their keys; those that were added behind the others."""
        return PARTS | {each.key: each.title for each in self.added}

    def mark_of(self, key: str) -> str:
        """The number of a part in print; empty where it is left out."""
        printed = self.printed_parts()
        return ROMAN[printed.index(key)] if key in printed else ""

    def printed_parts(self) -> list[str]:
        return [each for each in self.all_parts() if each not in self.parts_left_out]

    def all_divisions(self, known: Iterable[Division]) -> list[Division]:
        return _ordered(known, self.divisions, lambda each: each.key)

    def all_programmes(self, division: str, known: Iterable[ProgrammeRow]) -> list[ProgrammeRow]:
        return self.in_order(division, known, lambda each: each.id)

    def in_order(self, division: str, known: Iterable[Item], key: Callable[[Item], int]) -> list[Item]:
        """What stands for programmes of a division, `key` giving the programme's; the others behind, as they stand."""
        return _ordered(known, self.programmes.get(division, ()), key)

    def is_left_out(self, division: str, programme: int) -> bool:
        """Of a programme by its key, of an added part by its number below zero."""
        if programme < 0:
            return added_key(-programme) not in self.printed_parts()
        return programme in self.left_out.get(division, ())

    def printed_programmes(self, division: str, known: Iterable[ProgrammeRow]) -> tuple[ProgrammeRow, ...]:
        return tuple(each for each in self.all_programmes(division, known) if not self.is_left_out(division, each.id))


USUAL = Arrangement()


def _ordered(known: Iterable[Item], order: Sequence[Key], key: Callable[[Item], Key]) -> list[Item]:
    """The named ones first, in the order in which they are named; what is named and not there any more is passed over."""
    places = {name: place for place, name in enumerate(order)}
    return sorted(known, key=lambda each: places.get(key(each), len(places)))
