"""Numbers that are typed into texts: those that a stored figure gives or nearly gives, percentages that the two figures beside
them contradict, and all the others that tell a measure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import format_number, rate, round_half_up
from seoulwork.domain.vocabulary import ACHIEVEMENT, BUDGET_ASPECTS, EXECUTION, GROWTH, INDICATOR_ASPECTS, UNITS

from ..typed import Typed, measured, unit_behind
from .known import Known, written
from .matching import LONGEST, Match, of_one_kind
from .rules import Told
from .sentences import Sentence

LISTED = "typed.number"
"""The rule of what is listed apart: typed numbers that nothing stored gives."""
STORED, NEARLY = "typed.stored", "typed.nearly_stored"
"""The rules of those that a stored figure gives, or with a slip."""

# --------------------------------------------------------------------------------------------- typed and stored


def by_rule(sentence: Sentence) -> Iterator[tuple[str, Typed, Match | None]]:
    """Each typed number that one of these three rules tells, with the figure that it is: in the order in which each rule tells them."""
    judged = {match.start("percent") for match, _ in _percentages(sentence)}
    for each, found in sentence.matches:
        if found:
            yield NEARLY if found.slip else STORED, each, found
        elif each.start not in judged:
            yield LISTED, each, None


def stored(sentence: Sentence) -> Iterator[Told]:
    """A typed number that a stored figure gives."""
    for rule, each, found in by_rule(sentence):
        if found and rule == STORED:
            yield Told(sentence.spot, _words(sentence, each, found.known))


def nearly_stored(sentence: Sentence) -> Iterator[Told]:
    """A typed number that is a stored figure with a slip."""
    for rule, each, found in by_rule(sentence):
        if found and rule == NEARLY:
            words = {**_words(sentence, each, found.known), "slip": found.slip}
            yield Told(sentence.spot, words, each.number, found.known.printed)


def others(sentence: Sentence) -> Iterator[Told]:
    """A typed number that is a measure and that nothing stored gives. Its line is told without its figures, so that what stays
    as typed stays answered in the months to come."""
    for rule, each, _ in by_rule(sentence):
        if rule == LISTED:
            unit = unit_behind(sentence.text, each)
            number = each.number + unit
            words = {"line": re.sub("\0+", "…", sentence.words), "number": number + particle(number, "은/는")}
            yield Told(sentence.spot, {**words, "way": _way(sentence, unit)})


_RATES = (
    (re.compile("달성"), ACHIEVEMENT),
    (re.compile("집행"), EXECUTION),
    (re.compile("증가|감소|대비|증감"), GROWTH),
)
"""What in a line says which rate a typed percentage is."""


def _way(sentence: Sentence, unit: str) -> str:
    """The reference to write, where the line names a stored figure of that unit, or one of which it tells a rate."""
    rate_of = next((aspect for word, aspect in _RATES if word.search(sentence.typed)), "") if unit == "%" else ""
    names = [
        (
            max(len(name) for name in known.names if name in sentence.typed),
            written(replace(known.operand, aspect=rate_of or known.operand.aspect)),
        )
        for known in sentence.known
        if known.operand.period is None
        and (_has(known, rate_of) if rate_of else of_one_kind(unit, known))
        and _named(sentence, known)
    ]
    if not names:
        return ""
    reference = max(names, key=lambda each: each[0])[1]
    return f" 저장된 수치로 묶으려면 {reference}{particle(reference, '을/를')} 적습니다."


def _has(known: Known, rate_of: str) -> bool:
    return not known.operand.aspect and rate_of in (BUDGET_ASPECTS if known.is_budget else INDICATOR_ASPECTS)


def _words(sentence: Sentence, typed: Typed, known: Known) -> dict[str, str]:
    return {
        "line": sentence.text,
        "number": typed.number + particle(typed.number, "은/는"),
        "known": known.printed,
        "reference": written(known.operand) + particle(written(known.operand), "으로/로"),
    }


def _named(sentence: Sentence, known: Known) -> bool:
    return any(name in sentence.typed for name in known.names)


# ------------------------------------------------------------------------------------------------- typed percentages

_NOUN = r"[가-힣·\s]{0,12}?"
_PERCENT = r"\(\s?△?(?P<percent>\d[\d,]*(?:\.\d+)?)\s?%"
_SHARE, _EITHER, _GROWN = ("share",), ("share", "whole"), ("growth", "share")


@UNITS.followed
@cache
def _behind_two_figures() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """How a percentage stands behind two figures, and what it may be of them."""
    figure = rf"(?P<{{0}}>\d[\d,]*(?:\.\d+)?)\s?(?:여\s?)?(?P<{{0}}unit>{measured()})?"
    first, second = figure.format("first"), figure.format("second")
    share = rf"(?<![\d,.]){first}\s?{_NOUN}(?:중|가운데)(?:에서)?\s?{_NOUN}{second}{_NOUN}\s?{_PERCENT}\s?[),]"
    over = rf"(?<![\d,./]){first}\s?/\s?{second}\s?{_PERCENT}\s?\)"
    towards = rf"(?<![\d,.]){first}\s?→\s?{second}\s?{_PERCENT}\s?(?:\)|증가|감소|상승|하락|확대|축소|↑|↓)"
    against = rf"(?<![\d,.])목표\s?:?\s?{first}\s?(?:대비|,|/)\s?(?:실적\s?:?)?\s?{second}{_NOUN}\s?{_PERCENT}\s?\)"
    found = ((share, _SHARE), (over, _EITHER), (towards, _GROWN), (against, _SHARE))
    return tuple((re.compile(pattern), ways) for pattern, ways in found)


def percentage(sentence: Sentence) -> Iterator[Told]:
    """A typed percentage that the two figures before it do not give: `12건 중 9건(74.0%)`."""
    for match, ways in _percentages(sentence):
        right = _right_percent(match, ways)
        if right:
            printed = match["percent"] + "%"
            words = {"line": sentence.text, "printed": printed + particle(printed, "은/는"), "computed": right}
            yield Told(sentence.spot, words, printed, right)


def _percentages(sentence: Sentence) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
    """The typed percentages that stand behind two figures, and what they may be of them."""
    if "%" not in sentence.typed:
        return
    for pattern, ways in _behind_two_figures():
        for match in pattern.finditer(sentence.text):
            if sentence.is_typed(match.start("percent"), match.end("percent")):
                yield match, ways


def _right_percent(match: re.Match[str], ways: tuple[str, ...]) -> str:
    """What the percentage should be; empty where it is right, or where the two figures are of different kinds."""
    first, second = (Decimal(match[name].replace(",", "")) for name in ("first", "second"))
    if any(len(match[name]) > LONGEST for name in ("first", "second", "percent")):
        return ""
    units = [match["firstunit"] or match["secondunit"] or "", match["secondunit"] or match["firstunit"] or ""]
    if UNITS[units[0]].base != UNITS[units[1]].base or not first or not second:
        return ""
    told = Decimal(match["percent"].replace(",", ""))
    decimals = -min(0, int(told.as_tuple().exponent))
    spans = [_span(match[name], unit) for name, unit in zip(("first", "second"), units, strict=True)]
    right = ""
    for way in ways:
        values = [_percent(way, a, b) for a in spans[0] for b in spans[1]]
        if round_half_up(min(values), decimals) <= told <= round_half_up(max(values), decimals):
            return ""
        exact = _percent(way, *(_exact(span) for span in spans))
        right = right or f"{format_number(exact, max(decimals, 1))}%"
    return right


def _percent(way: str, first: Decimal, second: Decimal) -> Decimal:
    found = {
        "share": rate(second, first),
        "whole": rate(first, second),
        "growth": rate(abs(second - first), first),
    }[way]
    return found if found is not None else Decimal(0)


def _span(number: str, unit: str) -> tuple[Decimal, ...]:
    """The values that a printed number may stand for: itself where it counts single things, else what rounds to it."""
    value, factor = Decimal(number.replace(",", "")), UNITS[unit].factor
    if factor == 1 and "." not in number:
        return (value,)
    half = Decimal(5).scaleb(-1 - len(number.partition(".")[2]))
    return (value - half) * factor, (value + half) * factor


def _exact(span: tuple[Decimal, ...]) -> Decimal:
    return (span[0] + span[-1]) / 2
