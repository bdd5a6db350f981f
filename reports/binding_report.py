"""How much of the briefing's sentences is bound: the numbers that come from stored figures, and the typed ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seoulwork.domain.vocabulary import UNITS

from .document import Bullets, Document, Gist, Line, Section, Table
from .values import Figure, Recorded

NUMBER = re.compile(r"(?:\d[\d,]*\d|\d)(?:\.\d+)?")

_UNIT = "|".join(sorted((name for name in UNITS if name.isalpha() and name != "일"), key=len, reverse=True))
_WHOLE = rf"(?!\d|,\d|{_UNIT})"  # nothing of a number behind, and no unit of a measure
_DAY_OF_MONTH = rf"(?:1[0-2]|0?[1-9])\s?\.\s?(?:3[01]|[12]\d|0?[1-9]){_WHOLE}"
_SHORT_YEAR = rf"['‘’]\d{{2}}(?!\d)(?:년도?)?(?:\s?\.\s?\d{{1,2}}{_WHOLE}){{0,2}}\.?"
_ENDING = r"(?:\s?(?:월\s?말?|일자?)|\.)"
_WEEKDAY = r"\s?\([월화수목금토일]\)"
_DATE = re.compile(
    rf"""(?<![\d,.])(?:
        {_SHORT_YEAR}{_ENDING}?                                       # '18, '18년, '18. 6월말, '18.7.17.
        | (?:19|20)\d{{2}}(?:\s?년도?|\.(?:\s?\d{{1,2}}\.){{0,2}}(?!\d)|\.\s?\d{{1,2}}월)  # 2018년, 2014.11.17., 2018.6월
        | (?:19|20)\d{{2}}(?!\d|[,.]\d|[가-힣]|\s(?:{_UNIT})(?![가-힣]))  # GSEF 2018, never 2018명
        | {_DAY_OF_MONTH}(?:\s?\.|일자?|{_WEEKDAY})                  # 7.17. and 6.29일, never 7.5
        | \d{{1,2}}(?:\s?~\s?\d{{1,2}})?\s?월(?:\s?말|\s?\d{{1,2}}일)?  # 6월말, 9~12월, 12월 11일
        | (?:[01]?\d|2[0-4]):[0-5]\d | 오[전후]\s?\d{{1,2}}시
    )(?:{_WEEKDAY})?
    (?:\s?~\s?(?:{_SHORT_YEAR}{_ENDING}?|{_DAY_OF_MONTH}{_ENDING}?|\d{{1,2}}(?:{_ENDING}|(?=[\s),]|$))))?""",  # the end of a run
    re.VERBOSE,
)
"""What reads as a date or a time of day. A decimal or a number behind `~` does so only with a date's ending or behind a date."""


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
