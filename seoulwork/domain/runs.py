"""Figures of several months beside figures of single ones of them.

A whole and its parts count the same thing. Where one of them has one figure for several months and the other has figures
of some of these months only, the rest counts nowhere and no sum comes out right: the run is torn. Stocks are counted at
the end of a run and can't be.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from seoulwork.domain.periods import Month, Run


@dataclass(frozen=True, slots=True)
class Torn:
    """A run that is torn."""

    path: str
    """The part whose figure it is, empty for the whole"""
    run: Run
    by: str
    """The part (or the whole) that has figures of some months of it only"""
    lacking: tuple[Month, ...]
    """The months that it has none of"""

    @property
    def text(self) -> str:
        """Why that can't be, and the way out."""
        owner = f"세부 '{self.path}'" if self.path else "전체"
        months = ", ".join(f"{month.number}월" for month in self.lacking)
        return (
            f"{owner}에 {self.run.korean} 값이 한 줄로 저장되어 있어 그 가운데 일부 달만 여기에 넣으면 합이 어긋납니다(없는 달: {months}). "
            f"{self.run.last.korean} 화면에서 그 한 줄의 값을 고치거나, 이 기간의 달을 모두 적은 엑셀을 반입해 주세요."
        )


def stands_in(run: Run, month: Month) -> bool:
    """Whether the page of a month shows a figure that covers it as one of its own: of several months that of the last one."""
    return run.last <= month


def lacking(run: Run, given: Collection[Run]) -> tuple[Month, ...]:
    """The months of a run that none of the others covers."""
    return tuple(month for month in run.months() if not any(month in each for each in given))


def replaced_by(run: Run, months: Collection[Month]) -> bool:
    """Whether figures of single months take the place of a run's figure: they do when they fill it."""
    return all(month in months for month in run.months())


def torn(rows: Mapping[str, Collection[Run]]) -> Iterator[Torn]:
    """The runs that are torn among the rows of one flow, mean or ratio: `rows` by path of the part (the whole: ""), each
    path with all of its months around."""
    for path, runs in rows.items():
        for run in (each for each in runs if not each.is_month):
            for by, others in rows.items():
                if _above(path, by) or _above(by, path):
                    silent = lacking(run, others)
                    if 0 < len(silent) < len(run.months()):
                        yield Torn(path, run, by, silent)


def _above(whole: str, part: str) -> bool:
    """Whether the part is one of the whole's, at any depth."""
    return part != whole and (not whole or part.startswith(f"{whole}/"))
