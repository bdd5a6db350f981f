"""The periods of a table's entries: by dates, by the clocks, or set against the period of the other axis."""

import re
from collections.abc import Iterator

from seoulwork.domain.clock import Clock, Period
from seoulwork.domain.periods import Month, PeriodError, Run

from .description import DescriptionError, Each
from .faults import is_relative

When = Run | tuple[str, ...]
"""The months, or how they are set against others: one step after the other."""

_STEP = re.compile(r"(?P<word>YTD|Y|Q|M)(?P<offset>[+-]\d+)?(?:(?P<kind>[QHM])(?P<number>\d+))?")
_MONTHS = {"Q": 3, "H": 6, "M": 1}
"""How many months a part of a year has."""


def when(text: str, clock: Clock) -> When:
    """Raises DescriptionError for a text that is no period, and for one that there is not."""
    if is_relative(text):
        return (text,)
    try:
        return Period.parse(text).at(clock)
    except PeriodError as error:
        raise DescriptionError(str(error)) from error


def together(outer: When, inner: When) -> When:
    """What both say: one that is set against another moves it."""
    if isinstance(inner, Run):
        return moved(inner, outer) if isinstance(outer, tuple) else inner
    return (*outer, *inner) if isinstance(outer, tuple) else moved(outer, inner)


def moved(run: Run, steps: tuple[str, ...]) -> Run:
    """Raises DescriptionError where there are no such months."""
    try:
        for step in steps:
            run = _moved(run, step)
    except PeriodError as error:
        raise DescriptionError(str(error)) from error
    return run


def _moved(run: Run, step: str) -> Run:
    match = _STEP.fullmatch(step)
    if match is None:
        raise PeriodError(f"'{step}'은(는) 기간이 아닙니다. Y-1, YTD-1, Q-1, M-12처럼 적어 주세요.")
    offset, last = int(match["offset"] or 0), run.last
    if match["kind"]:
        return _part(last.year, _MONTHS[match["kind"]], int(match["number"]))
    match match["word"]:
        case "Y":
            return _part(last.year + offset, 12, 1)
        case "YTD":
            return Run(Month(last.year + offset, 1), Month(last.year + offset, last.number))
        case "Q":
            first = Month(last.year, (last.number - 1) // 3 * 3 + 1) + 3 * offset
            return Run(first, first + 2)
        case _:
            return Run(run.first + offset, run.last + offset)


def _part(year: int, months: int, number: int) -> Run:
    """The part of a year that has so many months, counted from 1."""
    first = Month(year, 1) + months * (number - 1)
    return Run(first, first + (months - 1))


_PARTS = {"halves": 6, "quarters": 3, "months": 1}


def times(each: Each, clock: Clock) -> Iterator[tuple[str, Run]]:
    """Each year, half, quarter or month with its name: `2018`, `상반기`, `2/4`, `6월`; from January on `1~6월`."""
    year = when(each.year, clock)
    if not isinstance(year, Run):
        raise DescriptionError(f"'{each.year}'은(는) 해가 아닙니다. 기준년, 계획년-1, 2018처럼 적어 주세요.")
    if each.kind == "years":
        for step in range(each.first, each.last + 1):
            own = moved(year, (f"Y{step:+}",))
            yield str(own.last.year), own
        return
    months = _PARTS[each.kind]
    for number in range(each.first or 1, (each.last or 12 // months) + 1):
        run = _part(year.last.year, months, number)
        if each.cumulative:
            yield Run(Month(year.last.year, 1), run.last).short(year.last.year), Run(Month(year.last.year, 1), run.last)
        else:
            yield (
                {"halves": "상반기" if number == 1 else "하반기", "quarters": f"{number}/4"}.get(
                    each.kind, f"{number}월"
                ),
                run,
            )
