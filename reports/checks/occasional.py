"""Figures that come as they happen, and have not come again since the briefing before."""

from collections.abc import Iterator

from seoulwork.domain.ledger import IndicatorRow
from seoulwork.domain.periods import Month, printed_as_of
from seoulwork.domain.vocabulary import ACTUAL, TIME_ASPECTS

from ..contract import Contribution
from .rules import Spot, Told
from .sentences import Sentence, sentences_of

NAMED = 3
"""How many of a text's figures are named; of the others only how many they are."""


def not_told_again(each: Contribution) -> Iterator[Told]:
    """Of each text the occasional figures that stood in the briefing before already: whoever reads them takes them for new."""
    if each.before is None:
        return
    told: dict[Spot, dict[str, str]] = {}
    for sentence in sentences_of(each):
        if found := dict(_old(sentence, each.before)):
            told.setdefault(sentence.spot, {}).update(found)
    for spot, figures in told.items():
        names = [f"{name}({day})" for name, day in figures.items()]
        more = f" 등 {len(names)}개" if len(names) > NAMED else ""
        yield Told(spot, {"before": each.before.korean, "figures": ", ".join(names[:NAMED]) + more})


def _old(sentence: Sentence, before: Month) -> Iterator[tuple[str, str]]:
    """The names of such figures, with their dates. One whose date stands in the same line says it itself; one of a period that
    the text names is meant to be of that time; and one that was looked at since stands as it is."""
    ledger, dated = sentence.contribution.ledger, set(_dated(sentence))
    for placed in sentence.figures:
        for operand in placed.reference.operands:
            named = sentence.narrator.named(operand.name)
            if (
                not isinstance(named, IndicatorRow)
                or named.frequency != "occasional"
                or operand.aspect not in ("", ACTUAL)
                or operand.period is not None
                or (operand.name, operand.part) in dated
            ):
                continue
            found = ledger.actual(named, operand.part)
            if found is not None and Month.of(found.as_of) <= before and not ledger.looked_at(found, before):
                yield named.name, printed_as_of(found.as_of)


def _dated(sentence: Sentence) -> Iterator[tuple[str, str]]:
    for piece in sentence.pieces:
        if not isinstance(piece, str):
            yield from ((each.name, each.part) for each in piece.operands if each.aspect in TIME_ASPECTS)
