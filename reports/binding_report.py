"""How much of the briefing's sentences is bound: the numbers that come from stored figures, and the typed ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from .document import Document, Line, Section
from .typed import NUMBER, numbers
from .values import Figure, Recorded


@dataclass(frozen=True, slots=True)
class Literal:
    """A typed number of a sentence: where, in which line, and whether it reads as a date."""

    place: str
    line: str
    number: str
    is_date: bool
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class BindingReport:
    """Counts of numbers in sentences, and the literal ones one by one."""

    bound: int
    literals: tuple[Literal, ...]

    @property
    def share(self) -> float:
        """Bound numbers among all that are no dates, in percent."""
        measures = self.bound + sum(not literal.is_date for literal in self.literals)
        return self.bound * 100 / measures if measures else 100.0


def sentences(document: Document) -> Iterator[tuple[Section, Line]]:
    """All sentences of a document with the section that they stand in."""
    return ((section, line) for section in document.walk() for line in section.lines)


def binding_report(document: Document) -> BindingReport:
    """Count the numbers of all sentences."""
    bound = 0
    literals: list[Literal] = []
    for section, line in sentences(document):
        place = f"{section.mark} {section.title}"
        for run in line.runs:
            if isinstance(run, str):
                literals += _typed(place, line.text, run)
            elif isinstance(run.value, Recorded):
                literals += [Literal(place, line.text, run.value.printed, False, True)]
            elif isinstance(run, Figure):
                bound += len(NUMBER.findall(run.text))
    return BindingReport(bound, tuple(literals))


def _typed(place: str, line: str, text: str) -> Iterator[Literal]:
    return (Literal(place, line, each.number, each.is_date) for each in numbers(text))
