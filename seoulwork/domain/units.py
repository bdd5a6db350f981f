"""Units of measure: those that the program knows by itself and those that a page has added. Pure Python.

The names are closed words to every reader (forms, workbooks, notation, checks); which there are besides the usual ones is given as
data by whoever stores them (seoulwork/figures/units.py).
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Unit:
    """A display unit: `factor` base units make one of it. One that is not `offered` is read where it stands and chosen nowhere."""

    name: str
    base: str
    factor: int
    offered: bool = True


class Kept(Protocol):
    """A function that keeps what it has found (functools.cache)."""

    def cache_clear(self) -> None: ...


K = TypeVar("K", bound=Kept)


class Units(Mapping[str, Unit]):
    """All units by name: `usual` and what `source` has, asked when a unit is first wanted and for a name that is not known yet."""

    def __init__(self, usual: Mapping[str, Unit]) -> None:
        self.usual = dict(usual)
        self.source: Callable[[], Iterable[Unit]] | None = None
        self._following: list[Kept] = []
        self._known = dict(usual)
        self._is_given = False

    def give(self, added: Iterable[Unit]) -> None:
        """From now on there are these beside the usual ones."""
        known = self.usual | {each.name: each for each in added}
        self._is_given = True
        if known != self._known:
            self._known = known
            for each in self._following:
                each.cache_clear()

    def followed(self, kept: K) -> K:
        """What a function has found by the units that there are is found anew when there are others."""
        self._following.append(kept)
        return kept

    def forget(self) -> None:
        """As in a process that has not asked yet."""
        self.give(())
        self._is_given = False

    def _all(self) -> dict[str, Unit]:
        if not self._is_given and self.source is not None:
            self.give(self.source())
        return self._known

    def __getitem__(self, name: str) -> Unit:
        try:
            return self._known[name]
        except KeyError:
            if self.source is None:
                raise
            self.give(self.source())
            return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._known or name in self._all()

    def get(self, name: str, default: Unit | None = None) -> Unit | None:  # type: ignore[override]  # of units alone
        return self._known.get(name) or self._all().get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    @property
    def offered(self) -> tuple[str, ...]:
        """The names to choose from."""
        return tuple(each.name for each in self._all().values() if each.offered)

    def like(self, name: str) -> tuple[str, ...]:
        """The names of those that count the same."""
        own = self[name].base
        return tuple(each.name for each in self._all().values() if each.base == own and each.offered)


def unsteady(units: Iterable[str]) -> frozenset[str]:
    """The signs within unit names that the plain form of a text (NFKC) would take apart: ㎡."""
    return frozenset(sign for name in units for sign in name if unicodedata.normalize("NFKC", sign) != sign)
