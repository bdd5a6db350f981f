"""How much of the briefing's sentences is bound: the numbers that come from stored figures, and the typed ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .document import Bullets, Document, Figure, Gist, Line, Recorded, Section, Table

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)*")
_DATE = re.compile(
    r"['‘’]?\d{2,4}\s?\.\s?\d{1,2}(?:\s?\.\s?\d{1,2})?\.?"  # '18. 7.17. or 2014.11.17.
    r"|['‘’]\d{2}(?:~['‘’]?\d{2})?년?도?|\d{4}\s?년|\d{4}\.|\d{1,2}\s?월\s?말?|\d{1,2}\s?일|~\s?\d{1,2}\.?|\d{1,2}[./]\s?\d{1,2}\.?|\d{1,2}\s?~\s?\d{1,2}\s?월|\d{1,2}\.\s?\d{1,2}\.|\d{1,2}:\d{2}|오[전후]\s?\d{1,2}시"
)


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
    for section in document.walk():
        for block in section.blocks:
            if isinstance(block, Bullets | Gist):
                yield from ((section, line) for line in block.lines)
            elif isinstance(block, Table):
                for row in block.body:
                    yield from (
                        (section, Line("", 0, cell.content)) for cell in row.cells if isinstance(cell.content, tuple)
                    )


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
    dates = [match.span() for match in _DATE.finditer(text)]
    for match in NUMBER.finditer(text):
        is_date = any(start <= match.start() < end for start, end in dates)
        yield Literal(place, line, match[0], is_date)
