"""What is typed beside a bound figure and contradicts it: its date, year or period, and the direction of its change."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import Found, IndicatorRow
from seoulwork.domain.notation import Operand
from seoulwork.domain.periods import Month, PeriodError, Run, printed_as_of, printed_run, printed_year
from seoulwork.domain.vocabulary import (
    ACTUAL,
    AMOUNTS,
    APPROPRIATED,
    AS_OF,
    CHANGE,
    CHANGES,
    COVERED,
    DIRECTIONS,
    EXECUTION,
    SPENT,
    TARGET,
)

from ..values import Percent, Quantity, ToOne, Value
from .claims import Claim, claims, goes_on, heads, is_behind, is_coming, is_direct, of_event, stated
from .known import written
from .rules import Told
from .sentences import Placed, Sentence

# ------------------------------------------------------------------------------------------------- when it is of


@dataclass(frozen=True, slots=True)
class Of:
    """When a figure is of. `asked` and `covered` as in the ledger; `planned` for targets and budgets; `counted` for a stock;
    `due` says that every month is."""

    asked: Run
    covered: Run
    as_of: date
    planned: bool = False
    counted: bool = False
    due: bool = False
    named: bool = False
    """Its period stands in its reference"""

    @property
    def printed(self) -> str:
        return printed_as_of(self.as_of) if self.counted else printed_run(self.covered)


def when(sentence: Sentence, operand: Operand) -> Of | None:
    """When a figure of a sentence is of; None where nothing is stored."""
    ledger, named = sentence.contribution.ledger, sentence.narrator.named(operand.name)
    try:
        run = operand.period.at(ledger.clock) if operand.period else None
    except PeriodError:
        return None
    if isinstance(named, IndicatorRow):
        if operand.aspect == TARGET:
            return _of(ledger.target(named, operand.part, run), run, ledger.clock.plan, planned=True)
        if operand.aspect in CHANGES and run is not None and run.first.year != run.last.year:
            return None
        within = run or (ledger.clock.results if operand.aspect in CHANGES else None)
        return _of(
            ledger.actual(named, operand.part, within),
            run,
            ledger.clock.results,
            counted=named.accumulation == "latest",
            due=named.frequency == "monthly",
        )
    aspect = operand.aspect or APPROPRIATED
    if aspect == APPROPRIATED or aspect in CHANGES:
        year = (run or ledger.clock.plan).last.year
        return _of(ledger.budget(named, operand.part, run), run, Run.year(year), planned=True, covered=Run.year(year))
    spent = SPENT if aspect == EXECUTION or aspect not in AMOUNTS else aspect
    return _of(ledger.budget(named, operand.part, run, spent), run, ledger.clock.results, due=True)


def _of(
    found: Found | None,
    run: Run | None,
    usual: Run,
    *,
    covered: Run | None = None,
    planned: bool = False,
    counted: bool = False,
    due: bool = False,
) -> Of | None:
    if found is None:
        return None
    return Of(run or usual, covered or found.covered, found.as_of, planned, counted, due, run is not None)


def contradicts(claim: Claim, of: Of, words: str) -> bool:
    """Whether a claim says another time than that of the figure."""
    covered = of.covered
    if claim.kind == "years":
        years = claim.run(0)
        named = of.named and of.asked.first.year != of.asked.last.year
        return covered not in years or (
            named and (of.asked.first.year, of.asked.last.year) != (claim.first, claim.last)
        )
    if claim.year is not None and not covered.first.year <= claim.year <= covered.last.year:
        return of.planned or claim.year != of.as_of.year
    if claim.kind == "year":
        return False
    if of.planned:
        told = re.match(r"\s?(?:목표|계획)", words[claim.end :])
        return claim.kind == "run" and bool(told) and claim.run(covered.last.year) != covered
    if claim.kind == "run":
        return _run_contradicts(claim.run(covered.last.year), of)
    months = {(covered.last.year, covered.last.number), (of.as_of.year, of.as_of.month)}
    if not of.due and not of.counted:
        months |= {(each.year, each.number) for each in covered.months()}
        months |= {(of.asked.last.year, of.asked.last.number)} if claim.kind == "end" or stated(words, claim) else set()
    if claim.kind == "day":
        days = {of.as_of, *(Month(*each).last_day for each in months)}
        return not any(each.month == claim.first and each.day == claim.day for each in days)
    return not any(number == claim.last and claim.year in (None, year) for year, number in months)


def _run_contradicts(run: Run, of: Of) -> bool:
    covered = of.covered
    if of.counted:
        return covered.last not in run or (of.due and covered.last != run.last)
    return covered not in run or (of.due and covered.last != run.last)


def period(sentence: Sentence) -> Iterator[Told]:
    """A typed date, year or period beside a bound figure of another one; what heads several figures is told once."""
    if not sentence.has_figures or not (sentence.has_times or any(claims(sentence.typed))):
        return
    told = set()
    for claim, placed in meant(sentence, list(claims(sentence.words))):
        operand = placed.operand
        if operand is None or operand.aspect in CHANGES:
            continue
        of = when(sentence, operand)
        if of is None or (not of.planned and is_coming(sentence.words, placed.end)):
            continue
        if contradicts(claim, of, sentence.words) and (claim, of.printed) not in told:
            told.add((claim, of.printed))
            yield _told(sentence, claim, placed, operand, of)


def meant(sentence: Sentence, written: list[Claim]) -> Iterator[tuple[Claim, Placed]]:
    """Each claim with the figures that it counts for; brackets behind a figure go before what heads the line."""
    words, figures = sentence.words, sentence.figures
    behind = {}
    for claim in written:
        for place, placed in enumerate(figures):
            if is_behind(words, claim, placed.end) and not any(
                placed.end < other.start < claim.start for other in figures
            ):
                behind[place] = claim
    yield from ((claim, figures[place]) for place, claim in behind.items())
    for claim in written:
        if claim in behind.values() or of_event(words, claim):
            continue
        yield from ((claim, figures[place]) for place in _before(sentence, claim, written) if place not in behind)


def _before(sentence: Sentence, claim: Claim, written: list[Claim]) -> Iterator[int]:
    """The places of the figures that a claim stands before."""
    words, figures = sentence.words, sentence.figures
    first = next((place for place, each in enumerate(figures) if each.start >= claim.end), None)
    if first is None or any(claim.end <= other.start < figures[first].start for other in written):
        return
    heading = heads(words, claim, figures[first].start)
    if heading or is_direct(words, claim, figures[first].start, _names(sentence, figures[first])):
        yield first
    if not heading:
        return
    for place in range(first + 1, len(figures)):
        before, here = figures[place - 1], figures[place]
        if any(before.end <= other.start < here.start for other in written) or not goes_on(
            words, before.end, here.start
        ):
            return
        if here.operand is not None and here.operand.period is None:
            yield place


def _names(sentence: Sentence, placed: Placed) -> tuple[str, ...]:
    """What a figure may be called."""
    operand = placed.operand
    if operand is None:
        return ()
    named = sentence.narrator.named(operand.name)
    own = (named.name, named.short_name) if isinstance(named, IndicatorRow) else ()
    return tuple(dict.fromkeys(filter(None, (operand.name, *own, *operand.part.split("/"), operand.aspect))))


def _told(sentence: Sentence, claim: Claim, placed: Placed, operand: Operand, of: Of) -> Told:
    truth = printed_year(of.covered.last.year) if of.planned and of.covered.is_year else of.printed
    return Told(
        sentence.spot,
        {
            "line": sentence.text,
            "label": f"“{claim.text}”{particle(claim.text, '은/는')}",
            "figure": placed.figure.text,
            "truth": truth + particle(truth, "으로/로"),
            "way": "" if of.planned else f" 때를 {_time_of(operand, of)} 적으면 수치를 따라갑니다.",
        },
        claim.text,
        truth,
    )


def _time_of(operand: Operand, of: Of) -> str:
    """The reference that prints when a figure is of, with its particle."""
    reference = written(replace(operand, aspect=AS_OF if of.counted else COVERED))
    return reference + particle(reference, "으로/로")


# ----------------------------------------------------------------------------------------------- compared with what

_COMPARED = re.compile(
    r"(?P<with>(?:전년|작년|지난해)\s?(?:도\s?)?(?:동기|동월|같은\s?(?:기간|달))?|전월|전달|전분기)\s?(?:대비|보다|에\s?비해)\s?(?:총|약|각각)?\s?$"
)


def compared(sentence: Sentence) -> Iterator[Told]:
    """`전년 동기대비` before a change that is not against the same months of the year before."""
    if not re.search("대비|보다|비해", sentence.typed):
        return
    for placed in sentence.figures:
        operand = placed.operand
        match = _COMPARED.search(sentence.words[: placed.start])
        if operand is None or operand.aspect not in CHANGES or match is None:
            continue
        real = _really_compared(sentence, operand, match["with"])
        if real:
            yield Told(
                sentence.spot,
                {
                    "line": sentence.text,
                    "label": f"“{match['with'].strip()}”{particle(match['with'], '과/와')}",
                    "figure": placed.figure.text + particle(placed.figure.text, "은/는"),
                    "real": real + particle(real, "을/를"),
                },
                match["with"].strip(),
                real,
            )


def _really_compared(sentence: Sentence, operand: Operand, label: str) -> str:
    """What the change compares, where the label says otherwise; else empty."""
    ledger, named = sentence.contribution.ledger, sentence.narrator.named(operand.name)
    run = operand.period.at(ledger.clock) if operand.period else None
    if not isinstance(named, IndicatorRow):
        year = (run or ledger.clock.plan).last.year
        return (
            "" if label.startswith(("전년", "작년", "지난해")) and not _same_months(label) else _years(year - 1, year)
        )
    if run is not None and run.first.year != run.last.year:
        told = run.last.year - run.first.year == 1 and not _same_months(label) and not label.startswith("전월")
        return "" if told else _years(run.first.year, run.last.year)
    within = run or ledger.clock.results
    if label.startswith(("전월", "전달", "전분기")):
        return f"{printed_run(within.a_year_before())}과 {printed_run(within)}"
    new, old = (ledger.actual(named, operand.part, each) for each in (within, within.a_year_before()))
    if new is None or old is None or named.frequency != "monthly":
        return ""
    if _same_months(label) and old.covered.last != new.covered.last - 12:
        return f"{printed_run(old.covered)}과 {printed_run(new.covered)}"
    return ""


def _same_months(label: str) -> bool:
    return bool(re.search("동기|동월|같은", label))


def _years(first: int, last: int) -> str:
    return f"{printed_year(first)}과 {printed_year(last)}"


# ------------------------------------------------------------------------------------------------------ direction

_UP = ("증가", "늘어", "상승", "확대", "연장", "↑", "▲")
_DOWN = ("감소", "줄어", "하락", "축소", "단축", "↓", "▼")
_DIRECTION = "|".join((*_UP, *_DOWN))
_COMING = r"(?!\s?(?:예상|예정|목표|전망|계획|추진|필요|요인|세|에\s?따|를\s?위|하기|할))"
_AFTER_CHANGE = re.compile(
    rf"(?:[억만천백]+원?|원|명|건|개소|개|%p?|시간|회)?(?:\s?\(?\s?|로\s?)(?P<word>{_DIRECTION}){_COMING}"
)
_BEFORE_CHANGE = re.compile(r"(?P<word>증가|감소|상승|하락)(?:율|률|폭|분|액|량|치)\s?:?\s?$")
_ARROW = re.compile(r"[^,;/→]{0,14}→[^,;/→]{0,10}")
_AFTER_PAIR = re.compile(
    rf"(?:\s?\(\s?'?\d[^()]*\))?(?:으?로)?\s?\(?\s?(?:[\d.,]+\s?%?p?)?\s?(?P<word>{_DIRECTION}){_COMING}"
)
_SINCE = re.compile(
    rf"\s?\(?\s?(?:전년|작년|지난해)\s?(?:도\s?)?(?:동기|같은\s?기간)?\s?(?:대비|보다)\s?(?:[\d.,]+\s?(?:%p?|[가-힣]{{1,3}})?)?\s?(?P<word>{_DIRECTION}){_COMING}"
)


def direction(sentence: Sentence) -> Iterator[Told]:
    """A typed direction beside a bound change, a pair of figures with an arrow, or a figure that is compared, that went the
    other way."""
    if not sentence.has_figures or not re.search(_DIRECTION, sentence.typed):
        return
    for placed, word, start, change in _directed(sentence):
        if change is None or not sentence.is_typed(start, start + len(word)):
            continue
        went = (word in _UP and change > 0) or (word in _DOWN and change < 0)
        if not went:
            right = _right(word, change)
            yield Told(
                sentence.spot,
                {
                    "line": sentence.text,
                    "label": word + particle(word, "은/는"),
                    "figure": placed.figure.text,
                    "right": right,
                },
                word,
                right,
            )


def _directed(sentence: Sentence) -> Iterator[tuple[Placed, str, int, Decimal | None]]:
    """Figures with the word for their direction, where it begins, and the change that is stored."""
    words, figures = sentence.words, sentence.figures
    for place, placed in enumerate(figures):
        operand = placed.operand
        if operand is None:
            continue
        if operand.aspect in (CHANGE, "증감률"):
            change = _signed(sentence.value_of(operand, CHANGE))
            if after := _AFTER_CHANGE.match(words, placed.end):
                yield placed, after["word"], after.start("word"), change
            before = _BEFORE_CHANGE.search(words[: placed.start])
            if before and placed.reference.style.absolute:
                yield placed, before["word"], before.start("word"), change
        elif operand.aspect in ("", ACTUAL, *AMOUNTS):
            if since := _SINCE.match(words, placed.end):
                yield placed, since["word"], since.start("word"), _signed(sentence.value_of(operand, CHANGE))
            earlier = figures[place - 1] if place else None
            pair = _AFTER_PAIR.match(words, placed.end)
            if earlier and pair and _ARROW.fullmatch(words[earlier.end : placed.start]):
                yield placed, pair["word"], pair.start("word"), _step(earlier, placed)


def _step(earlier: Placed, later: Placed) -> Decimal | None:
    """From one figure to another of the same name."""
    first, second = earlier.operand, later.operand
    if first is None or second is None or (first.name, first.part) != (second.name, second.part):
        return None
    old, new = _signed(earlier.figure.value), _signed(later.figure.value)
    return None if old is None or new is None else new - old


def _signed(value: Value) -> Decimal | None:
    return value.value if isinstance(value, Quantity | Percent | ToOne) else None


def _right(word: str, change: Decimal) -> str:
    if not change:
        return "변동 없음"
    pair = next((pair for pair in DIRECTIONS.values() if word in pair), DIRECTIONS["증가"])
    return pair[0 if change > 0 else 1]
