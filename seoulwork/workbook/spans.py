"""Figures of several months in one column (`2분기`, `상반기`, `1~2월`): what they say of the months. No database.

Actuals are kept by the month. A figure of several is held against its months where these are known; the months that make it
are never guessed.
"""

from collections.abc import Iterable, Mapping

from seoulwork.domain.ledger.sums import over_months
from seoulwork.domain.periods import Month, Run
from seoulwork.workbook.deriving import StoredRow
from seoulwork.workbook.gathering import Findings, Given
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.outcome import shown
from seoulwork.workbook.reading.sheet import Left


def settle(
    line: Line,
    spans: Mapping[Run, Given],
    monthly: Mapping[Month, Given],
    cumulative: Mapping[Month, Given],
    stored: Iterable[StoredRow],
    findings: Findings,
) -> tuple[dict[Month, Given], list[Left]]:
    """The cumulative figures of the line, with those that its figures of several months make; and what is said of the others.

    An error for one from which no month can be had.
    """
    rows = {
        row.run: amount for row in stored if (amount := row.second if line.cell.kind in "ds" else row.first) is not None
    }
    found, left = dict(cumulative), []
    for run, given in sorted(spans.items()):
        known = {month: monthly[month].value for month in run.months() if month in monthly}
        known |= {
            month: rows[Run(month, month)] for month in run.months() if month not in known and Run(month, month) in rows
        }
        same = rows.get(run) if line.rule != "money" else None
        if line.rule != "money" and len(known) == len(run.months()):
            same = int(over_months(line.rule, [(Run(month, month), value) for month, value in known.items()]))
        if same is not None:
            if same == given.value:
                left.append(
                    Left(given.sheet, given.cell, f"'{line.name}' {run.korean}의 값은 그 달들의 값과 같습니다.")
                )
            elif any(month in monthly for month in run.months()):
                findings.warn(given, f"달마다의 합({shown(line, same)})과 다릅니다. 달의 값을 반입합니다.")
            else:
                findings.refuse(given, _otherwise(line, run, same))
            continue
        before = 0 if run.first.number == 1 else _before(line, run.first - 1, found, monthly, rows)
        if before is None or (run.first.number > 1 and line.rule != "money") or line.rule == "mean":
            findings.refuse(given, _undivided(run))
        elif run.last not in found:
            found[run.last] = given._replace(value=before + given.value)
        elif found[run.last].value != before + given.value:
            findings.warn(
                given,
                f"{run.last.number}월까지의 누계({shown(line, found[run.last].value)})와 다릅니다. 누계를 반입합니다.",
            )
    return found, left


def _before(
    line: Line, month: Month, cumulative: Mapping[Month, Given], monthly: Mapping[Month, Given], rows: Mapping[Run, int]
) -> int | None:
    """Money up to the end of a month: as the workbook has it, else as it is stored."""
    if line.rule != "money" or month in monthly:
        return None
    return cumulative[month].value if month in cumulative else rows.get(Run(month, month))


def _otherwise(line: Line, run: Run, same: int) -> str:
    return (
        f"저장된 {run.korean}의 값({shown(line, same)})과 다릅니다. 여러 달을 한 값으로 적은 것으로는 고칠 수 없으니 "
        f"달마다의 값을 적거나, {run.last.korean} 화면에서 고쳐 주세요."
    )


def _undivided(run: Run) -> str:
    return f"{run.korean}의 값 하나로는 달마다의 값을 알 수 없습니다. 실적은 달마다 보관하니, 달마다의 값이나 1월부터의 누계를 적어 주세요."
