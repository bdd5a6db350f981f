"""What is told of lists of executions before they are imported: their sums beside what is stored. No database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from seoulwork.domain.cells import Place
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.periods import Month, Run
from seoulwork.workbook.deriving import StoredRow
from seoulwork.workbook.executions.checking import Entry, Read
from seoulwork.workbook.gathering import Findings
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.outcome import WARNING, Appropriated, Finding, Policy, PreviewCell, Sum, shown
from seoulwork.workbook.reading.sheet import reference


class Part(NamedTuple):
    """A line of a list with the budget lines that it counts for (identifiers of their 지출액)."""

    read: Read
    entry: Entry
    meaning: str
    targets: tuple[str, ...]


def _latest(parts: Iterable[Part]) -> list[Part]:
    """The last word of each line of the lists."""
    found: dict[tuple[object, ...], Part] = {}
    for part in sorted(parts, key=lambda each: (each.entry.month, each.entry.day or each.entry.month.first_day)):
        found[part.entry.row.identity] = part
    return list(found.values())


def _executed(part: Part, kind: str) -> int | None:
    return part.read.total(part.entry, kind, part.meaning)


def policies(parts: Sequence[Part], lines: Mapping[str, Line]) -> tuple[Policy, ...]:
    """What the file holds, by 정책사업 (or the widest name that it has), and where it goes. `lines` by their identifiers."""
    groups: dict[tuple[str, tuple[str, ...]], list[Part]] = defaultdict(list)
    for part in _latest(parts):
        name = next(filter(None, part.entry.row.names[1:]), part.entry.row.title)
        groups[name, part.targets].append(part)
    return tuple(
        Policy(
            name,
            len(own),
            _total(map(_budget, own)),
            _total(_executed(each, "committed") for each in own),
            _total(_executed(each, "spent") for each in own),
            ", ".join(title_of(lines[each]) for each in targets),
        )
        for (name, targets), own in groups.items()
    )


def appropriated(parts: Sequence[Part], budgets: Iterable[Line]) -> tuple[Appropriated, ...]:
    """예산현액 of the file's lines by the budget line that they count for."""
    latest, found = _latest(parts), []
    for line in budgets:
        own = [each for each in latest if line.identifier in each.targets]
        if own and (amount := _total(map(_budget, own))) is not None:
            first = next(each for each in own if _budget(each) is not None)
            column = first.read.own.columns("budget")[0].column
            cell = reference(first.entry.row.number, column)
            found.append(Appropriated(line, len(own), amount, None, first.read.own.sheet.name, cell))
    return tuple(found)


def compare_budgets(
    found: Iterable[Appropriated], ledger: Ledger, last: Month, findings: Findings
) -> tuple[Appropriated, ...]:
    """Each with what is stored in force at the end of `last`; a difference is told, and never stored."""
    compared = []
    for each in found:
        budget = each.line.budget
        known = ledger.budget([budget], run=Run(Month(last.year, 1), last)) if budget else None
        stored = None if known is None else int(known.value)
        compared.append(each._replace(stored=stored))
        if stored != each.in_file:
            text = (
                f"파일의 예산현액 {shown(each.line, each.in_file)}백만원이 저장된 '{title_of(each.line)}' {shown(each.line, stored)}백만원과 "
                "다릅니다. 예산액은 반입하지 않습니다. 바뀌었으면 예산액 목록에서 고쳐 주세요."
            )
            value = f"{shown(each.line, each.in_file)}백만원"
            findings.found.append(Finding(WARNING, each.sheet, each.cell, value, text))
    return tuple(compared)


def sums(
    lines: Iterable[Line], cells: Iterable[PreviewCell], stored: Mapping[Place, Sequence[StoredRow]], last: Month
) -> tuple[Sum, ...]:
    """What is executed of each programme, and of the division as a whole, at the end of `last`: as it is stored (of an earlier month where
    none of that is there, as amounts stand), and after."""
    new = {cell.line.identifier: cell.new for cell in cells if cell.month == last}
    before: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    after: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    for line in lines:
        if line.rule != "money":
            continue
        rows = [each for each in stored.get(line.cell.place, ()) if each.run.last <= last]
        row = max(rows, key=lambda each: each.run.last, default=None)
        was = None if row is None else row.first if line.cell.kind == "c" else row.second
        key = (line.heading, line.measure)
        before[key].append(was)
        after[key].append(new.get(line.identifier, was))
    return tuple(
        Sum(heading, measure, _total(before[heading, measure]), made)
        for (heading, measure), amounts in after.items()
        if (made := _total(amounts)) is not None
    )


def _budget(part: Part) -> int | None:
    columns = part.read.own.columns("budget")
    return part.entry.amounts.get(columns[0].column) if columns else None


def _total(amounts: Iterable[int | None]) -> int | None:
    known = [each for each in amounts if each is not None]
    return sum(known) if known else None


def title_of(line: Line) -> str:
    return " · ".join(filter(None, [line.programme, line.name]))
