"""Typed times that belong to a bound figure and say what a reference to its time prints: such a date can be bound, and moves on with
the figure."""

from collections.abc import Iterator
from dataclasses import dataclass

from seoulwork.domain.ledger import IndicatorRow
from seoulwork.domain.notation import Operand, Reference, Style
from seoulwork.domain.periods import Run
from seoulwork.domain.vocabulary import (
    AS_DAY,
    AS_OF,
    COVERED,
    EXECUTION,
    FULL,
    MONTH_OF,
    REST,
    SPACED,
    SPENT,
    TARGET,
    YEAR_OF,
    YEARLESS,
)

from .claims import Claim, Kind, claims
from .known import written
from .labels import meant
from .sentences import Sentence

ASPECTS: dict[Kind, tuple[str, ...]] = {
    "end": (AS_OF,),
    "day": (AS_OF,),
    "month": (MONTH_OF,),
    "run": (COVERED,),
    "year": (YEAR_OF,),
    "years": (COVERED,),
}
"""Which time of a figure a typed one may be."""
_MONTHS = ((), (SPACED,), (YEARLESS,), (FULL,))
FORMS: dict[Kind, tuple[tuple[str, ...], ...]] = {
    "end": _MONTHS,
    "day": ((AS_DAY,), (AS_DAY, SPACED), (AS_DAY, YEARLESS), (AS_DAY, FULL)),
    "month": _MONTHS,
    "run": _MONTHS,
    "year": ((), (FULL,)),
    "years": ((),),
}
"""How it may be printed."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A typed time, the `nth` (from 0) of its letters in what is typed of the line, and the reference that prints it as `printed`."""

    text: str
    nth: int
    reference: str
    printed: str


def bindable(sentence: Sentence) -> Iterator[Dated]:
    """The typed times of a line that can be bound, each once, to the first figure that it counts for."""
    if not sentence.has_figures:
        return
    known = [claim for claim in claims(sentence.words) if _is_typed(sentence, claim)]
    told = set()
    for claim, placed in meant(sentence, known):
        if claim in told or placed.operand is None:
            continue
        if found := _reference(sentence, claim, placed.operand):
            told.add(claim)
            before = "\0".join(sentence.words[start : min(end, claim.start)] for start, end in sentence.spans)
            yield Dated(claim.text, before.count(claim.text), *found)


def _is_typed(sentence: Sentence, claim: Claim) -> bool:
    return any(start <= claim.start and claim.end <= end for start, end in sentence.spans)


def _reference(sentence: Sentence, claim: Claim, operand: Operand) -> tuple[str, str] | None:
    """What prints the same time as a claim, and how it does: in the same letters where it can."""
    named = sentence.narrator.named(operand.name)
    fixed = operand.period is not None and isinstance(operand.period.last, Run)
    if fixed or not _has_a_time(named, operand):
        return None
    alike = None
    for aspect in ASPECTS[claim.kind]:
        for words in FORMS[claim.kind]:
            of = Operand(operand.name, operand.part, aspect, operand.period)
            printed = sentence.narrator.figure(Reference("", (of,), Style(times=frozenset(words)))).text
            found = f"{written(of)[:-1]}{':' if words else ''}{','.join(words)}}}", printed
            if printed == claim.text.replace("‘", "'").replace("’", "'"):
                return found
            if alike is None and (YEARLESS in words) == (claim.year is None) and _says(printed, claim):
                alike = found
    return alike


def _has_a_time(named: object, operand: Operand) -> bool:
    """Whether a reference to the time of what is named tells when this figure was: of an indicator that of its actual, of a budget
    that of what was spent. What was granted and aimed at holds for its year, which no figure brings along."""
    if isinstance(named, IndicatorRow):
        return operand.aspect != TARGET
    return operand.aspect in (SPENT, EXECUTION, REST)


def _says(printed: str, claim: Claim) -> bool:
    """Whether a printed time is that of a claim, in other letters."""
    told = next(claims(f"{printed} 기준"), None)
    return told is not None and (told.kind, told.year, told.first, told.last, told.day) == (
        claim.kind,
        claim.year,
        claim.first,
        claim.last,
        claim.day,
    )
