"""차례: the order of a briefing's parts, divisions and programmes, and what of them is left out this time. The texts of what is
left out stay, and come along into the next briefing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from seoulwork.domain.ledger import ProgrammeRow
from seoulwork.figures.divisions import Division

PARTS = {"general": "일반현황", "vision": "비전 및 목표", "works": "주요업무 보고"}
"""The parts that every briefing may have, in the usual order."""
ROMAN = ("Ⅰ", "Ⅱ", "Ⅲ")

Item = TypeVar("Item")
Key = TypeVar("Key", str, int)


class Arrangement(BaseModel):
    """What is not named stands behind what is, in the usual order. Programmes are named by their keys, divisions by theirs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parts: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    programmes: Mapping[str, tuple[int, ...]] = {}
    parts_left_out: frozenset[str] = frozenset()
    left_out: Mapping[str, frozenset[int]] = {}

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
        return _ordered(PARTS, self.parts, lambda each: each)

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
        return programme in self.left_out.get(division, ())

    def printed_programmes(self, division: str, known: Iterable[ProgrammeRow]) -> tuple[ProgrammeRow, ...]:
        return tuple(each for each in self.all_programmes(division, known) if not self.is_left_out(division, each.id))


USUAL = Arrangement()


def _ordered(known: Iterable[Item], order: Sequence[Key], key: Callable[[Item], Key]) -> list[Item]:
    """The named ones first, in the order in which they are named; what is named and not there any more is passed over."""
    places = {name: place for place, name in enumerate(order)}
    return sorted(known, key=lambda each: places.get(key(each), len(places)))
