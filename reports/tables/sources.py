"""What a table is drawn from: the divisions' ledgers, and what a division hands over besides figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from seoulwork.domain.clock import Clock
from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Ledger
from seoulwork.domain.notation import nearest
from seoulwork.domain.vocabulary import BUDGET_KINDS
from seoulwork.figures.labels import division_word

from ..narrative import Narrator
from .description import DescriptionError


@dataclass(frozen=True)
class Source:
    """A division as a table reads it."""

    key: str
    name: str
    ledger: Ledger
    words: Mapping[str, str] = field(default_factory=dict)
    """What may stand for its name (`분야`)"""


class Listed(NamedTuple):
    """An entry of a list that a division keeps; its name is that of a part."""

    name: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Given:
    """What a division hands over for its tables."""

    lists: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By the name of a column, and the identity of a row (`part/12`)"""


@dataclass(frozen=True)
class Context:
    """What a table is drawn from, and where it stands: in a text of a division's programme, or in the bureau's own parts."""

    sources: tuple[Source, ...]
    division: str = ""
    programme_id: int | None = None
    given: Given = Given()

    @property
    def clock(self) -> Clock:
        return self.sources[0].ledger.clock

    def source_of(self, bound: Mapping[str, Any]) -> Source:
        key = bound.get("division") or self.division
        found = {each.key: each for each in self.sources}
        if not key and len(found) == 1:
            return self.sources[0]
        if not key:
            raise DescriptionError(
                f"어느 {division_word()}의 값인지 정해지지 않았습니다. 행이나 열에서 {division_word('을/를')} 골라 주세요."
            )
        if key not in found:
            raise DescriptionError(
                f"'{key}' {division_word('이/가')} 없습니다.{nearest(key, found)} {division_word('을/를')} 골라 주세요."
            )
        return found[key]

    def programme_of(self, bound: Mapping[str, Any]) -> int | None:
        """The id of the programme, None for the division itself."""
        programme = bound.get("programme")
        if isinstance(programme, tuple):
            own: int | None = programme[0]
            return own
        source = self.source_of(bound)
        if programme is None:
            return self.programme_id if source.key == (self.division or source.key) else None
        for row in source.ledger.programmes:
            if row.number == programme:
                return row.id
        raise DescriptionError(f"{source.name}에 {programme}번 사업이 없습니다. 사업을 골라 주세요.")

    def named(self, bound: Mapping[str, Any]) -> IndicatorRow | tuple[BudgetRow, ...]:
        """The indicator or the budget lines. Raises DescriptionError where there are none of that name."""
        source, programme = self.source_of(bound), self.programme_of(bound)
        ledger = source.ledger
        if kind := bound.get("lines"):
            own = "programme" in bound or programme is not None
            lines = tuple(each for each in ledger.budgets if each.kind == kind)
            return tuple(each for each in lines if each.programme_id == programme) if own else lines
        name = bound.get("of")
        if not name:
            raise DescriptionError("무엇의 값인지 정해지지 않았습니다. 행이나 열에서 지표나 예산을 골라 주세요.")
        found = Narrator(ledger, programme).named(name)
        if isinstance(found, tuple) and not found:
            names = ledger.names(programme)
            known = [*names.indicators, *names.budgets]
            raise DescriptionError(
                f"'{name}'{particle(name, '은/는')} 없는 이름입니다.{nearest(name, known)} 지표나 예산을 골라 주세요."
            )
        return found

    def listed(self, name: str) -> tuple[Listed, ...]:
        if name not in self.given.lists:
            raise DescriptionError(f"'{name}' 목록이 없습니다.{nearest(name, self.given.lists)} 목록을 골라 주세요.")
        return self.given.lists[name]


def own_context(ledger: Ledger, programme_id: int | None = None, given: Given | None = None) -> Context:
    """Of a table of a division's own, placed by a text of the programme."""
    return Context((Source(ledger.division, ledger.division, ledger),), "", programme_id, given or Given())


def kind_name(kind: str) -> str:
    return BUDGET_KINDS.get(kind, "")
