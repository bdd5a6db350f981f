"""Whether the indicators of a division that are worked out from others can be, as what there is stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from seoulwork.domain.ledger import Ledger
from seoulwork.domain.ledger.formulas import problem


@dataclass(frozen=True, slots=True)
class Unfit:
    """An indicator that can't be worked out as it says, and why in one Korean sentence."""

    indicator_id: int
    name: str
    sentence: str

    @property
    def told(self) -> str:
        return f"지표 '{self.name}'의 셈: {self.sentence}"


def unfit(figures: Ledger) -> Iterator[Unfit]:
    for each in figures.indicators:
        if each.formula:
            names = figures.names(figures.home_of(each))
            if sentence := problem(each, names, partial(figures.named, each)):
                yield Unfit(each.id, each.name, sentence)
