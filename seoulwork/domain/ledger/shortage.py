"""What a figure lacks, in short words as they may be printed behind it."""

from collections.abc import Collection, Iterable
from itertools import chain

from seoulwork.domain.ledger.rows import ValueRow
from seoulwork.domain.periods import Month, Run


def months_of(rows: Iterable[ValueRow]) -> frozenset[Month]:
    return frozenset(chain.from_iterable(row.run.months() for row in rows))


def lacking_words(lacking: Collection[Month], due: Collection[Month]) -> str:
    """`5월까지` where the last of the due months are lacking, else which: `2~3월·5월 제외`."""
    told = [month for month in due if month not in lacking]
    year = max(due).year
    if told and max(told) < min(lacking):
        return f"{Run(max(told), max(told)).short(year)}까지"
    return f"{'·'.join(run.short(year) for run in _runs(lacking))} 제외"


def as_of_words(month: Month, year: int) -> str:
    """Of a stock that is older than it was asked for: `5월말 기준`."""
    return f"{Run(month, month).short(year)}말 기준"


def without(path: str) -> str:
    """`청년 제외`"""
    return f"{path.replace('/', ' ')} 제외"


def _runs(months: Collection[Month]) -> list[Run]:
    """Neighbouring months as runs."""
    runs: list[Run] = []
    for month in sorted(months):
        if runs and runs[-1].last + 1 == month:
            runs[-1] = Run(runs[-1].first, month)
        else:
            runs.append(Run(month, month))
    return runs
