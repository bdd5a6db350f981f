"""Blank months of a row that has others: none where the others make what is stored, else asked once for the file.

Pure functions over plain values: no database.
"""

from collections.abc import Iterable, Mapping

from seoulwork.domain.periods import Month, Run
from seoulwork.workbook.deriving import StoredRow
from seoulwork.workbook.gathering import Given
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.matching.questions import SKIP, Choice, Question, kept_key
from seoulwork.workbook.reading.sheet import squeeze

NONE = "none"
"""The answer of who says that in a blank month there was nothing."""
KEY = "빈칸"


class Blanks:
    """What the blank months of a workbook are taken for, and the question that has to be asked first."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.known: dict[str, Mapping[Month, Given]] = {}
        self.asked: dict[str, tuple[Line, Mapping[Month, Given]]] = {}
        """What has to be known first, by the identifier of its line"""

    @property
    def key(self) -> str:
        """Under which the answer is kept: the rows and their blank months, and no others."""
        rows = [
            f"{squeeze(line.title)}={','.join(str(month) for month in sorted(found))}"
            for line, found in self.asked.values()
        ]
        return kept_key(f"{KEY}:{'|'.join(sorted(rows))}")

    @property
    def answer(self) -> str:
        answer = self.answers.get(self.key, "") if self.asked else ""
        return answer if answer in (NONE, SKIP) else ""

    @property
    def question(self) -> tuple[Question, ...]:
        """The one question for the file, if there is anything to ask."""
        if not self.asked:
            return ()
        line, blank = next(iter(self.asked.values()))
        more = f" 등 {len(self.asked):,}개 행" if len(self.asked) > 1 else ""
        text = f"'{line.name}'{more}에 빈 달이 있습니다. 그 달은 실적이 없었던(0) 것입니까?"
        choices = (Choice(NONE, "없었음(0)"), Choice(SKIP, "빈 달이 있는 행은 반입하지 않음"))
        months = ", ".join(f"{month.number}월" for month in sorted(blank))
        first = blank[min(blank)]
        place = f"{first.sheet} {first.cell}"
        return (Question(self.key, place, text, choices, False, self.answer, f"'{line.name}'의 빈 달: {months}"),)

    def look(
        self,
        line: Line,
        monthly: Mapping[Month, Given],
        cumulative: Mapping[Month, Given],
        blank: Mapping[Month, Given],
        stored: Iterable[StoredRow],
    ) -> None:
        """Look at the blank months of a line; `none` says afterwards, when all have been looked at, what comes of them."""
        if not blank:
            self.known[line.identifier] = {}
            return
        rows = [(row.run, row.second if line.cell.kind in "ds" else row.first) for row in stored]
        open_months = _open(line, monthly, cumulative, blank, [run for run, _ in rows])
        found = {month: blank[month] for month in open_months}
        if not found or _adds_up(line, monthly, rows, open_months):
            self.known[line.identifier] = found
        else:
            self.asked[line.identifier] = (line, found)

    def none(self, line: Line) -> Mapping[Month, Given] | None:
        """The blank months in which there was nothing; None where that has to be asked first, or where the row is left out."""
        if line.identifier in self.known:
            return self.known[line.identifier]
        return self.asked[line.identifier][1] if self.answer == NONE else None


def _open(
    line: Line,
    monthly: Mapping[Month, Given],
    cumulative: Mapping[Month, Given],
    blank: Mapping[Month, Given],
    runs: list[Run],
) -> list[Month]:
    """The blank months that have to be known: those of a stored run that others would divide, and those before the first
    figure where a month's own has to be had from a cumulative one or the other way round."""
    if line.rule not in ("sum", "money"):
        return []
    given = {*monthly, *cumulative}
    torn = {
        month
        for run in runs
        if not run.is_month and any(month in run for month in given)
        for month in run.months()
        if month in blank and month not in given
    }
    derives = bool(monthly) if line.rule == "money" else bool(cumulative)
    if not (derives and blank):
        return sorted(torn)
    known = {month for run in runs for month in run.months()}
    first = min(given)
    before = [month for month in blank if month < first and month not in known]
    return sorted({*torn, *before})


def _adds_up(
    line: Line, monthly: Mapping[Month, Given], rows: list[tuple[Run, int | None]], open_months: list[Month]
) -> bool:
    """Whether the months that are given make what is stored of the whole time."""
    for run, amount in rows:
        whole = Run(Month(run.first.year, 1), run.last) if line.rule == "money" else run
        inside = [month for month in open_months if month in whole]
        if inside and amount is not None and len(inside) == len(open_months):
            own = [month for month in whole.months() if month in monthly]
            if own and {*own, *inside} == {*whole.months()}:
                return sum(monthly[month].value for month in own) == amount
    return False
