"""What a rule is, and what it finds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

from seoulwork.domain.ledger import IndicatorRow, Ledger

from ..contract import Contribution
from ..document import Document

Severity = Literal["error", "warning", "note"]
LABELS: dict[Severity, str] = {"error": "오류", "warning": "확인", "note": "참고"}
"""The gravest first."""

Told = tuple[str, Mapping[str, str]]
"""Where something does not add up, and the words that the rule's sentence asks for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not add up: by which rule, how grave, where, and one Korean sentence with the figures."""

    rule: str
    severity: Severity
    place: str
    sentence: str

    @property
    def severity_label(self) -> str:
        return LABELS[self.severity]


class Checked(NamedTuple):
    """A briefing: its document, and what the divisions handed over for it."""

    document: Document
    contributions: list[Contribution]


class Measure(NamedTuple):
    """An indicator, in the ledger that has its figures."""

    ledger: Ledger
    indicator: IndicatorRow

    @property
    def place(self) -> str:
        return " · ".join(filter(None, [self.ledger.division, self.indicator.programme, self.indicator.name]))


Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One thing that must hold of a subject. `look` tells where it does not."""

    key: str
    severity: Severity
    sentence: str
    look: Callable[[Subject], Iterator[Told]]

    def findings(self, subject: Subject) -> Iterator[Finding]:
        for place, words in self.look(subject):
            yield Finding(self.key, self.severity, place, self.sentence.format(**words))
