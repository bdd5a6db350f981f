"""What is incomplete, old or empty: figures that are printed without all that they are asked for, and months that nobody told."""

from collections.abc import Callable, Iterator

from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import BLANK
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import ACTUAL, APPROPRIATED, COMMITTED, EXECUTED, SPENT, TARGET

from ..document import Cell, Chart, Section, Table
from ..reach import POLICY
from ..values import AsOf, Blank, Covered, Figure
from .budgets import Lines
from .homes import Checked
from .rules import Measure, Spot, Told

QUOTED = 60
"""Letters of a line that are quoted."""


def lacks_a_part(checked: Checked) -> Iterator[Told]:
    """Figures in print that lack a part, half of a ratio, a target."""
    return _lacking(checked, lambda figure, _: not _months_only(figure))


def lacks_months(checked: Checked) -> Iterator[Told]:
    """Figures in print that lack months only, and are printed with them or beside one that is."""
    return _lacking(checked, lambda figure, beside: _months_only(figure) and not _is_unsaid(figure, beside))


def unsaid(checked: Checked) -> Iterator[Told]:
    """A `-` for what lacks months, where nothing beside it says so."""
    return _lacking(checked, lambda figure, beside: _months_only(figure) and _is_unsaid(figure, beside))


def _lacking(checked: Checked, chosen: Callable[[Figure, tuple[Figure, ...]], bool]) -> Iterator[Told]:
    """The figures that lack something and are chosen by what they are and what stands beside them, each line with the same
    words once."""
    for section in checked.document.walk():
        told: set[tuple[str, str]] = set()
        for where, figures, spot in _printed(checked, section):
            for figure in figures:
                key = (where, figure.missing_words)
                if figure.missing and key not in told and chosen(figure, figures):
                    told.add(key)
                    words = {"where": _quoted(where), "missing": figure.missing_words}
                    yield Told(spot(section, where, figure), words, figure.text)


def _months_only(figure: Figure) -> bool:
    return all(each.kind == "months" for each in figure.missing)


def _is_unsaid(figure: Figure, beside: tuple[Figure, ...]) -> bool:
    return isinstance(figure.value, Blank) and not any(
        each.bracket or isinstance(each.value, Covered | AsOf) for each in beside
    )


def blank_in_a_sentence(checked: Checked) -> Iterator[Told]:
    """Sentences with `-` where a figure should stand, for no other reason that is told."""
    for section in checked.document.walk():
        for line in section.lines:
            blank = [run for run in line.runs if isinstance(run, Figure) and _is_blank(run)]
            if blank:
                words = {"line": _quoted(line.text), "count": str(len(blank))}
                yield Told(checked.spot_of_line(section, line.text, *blank), words, BLANK)


def _is_blank(figure: Figure) -> bool:
    return isinstance(figure.value, Blank) and not figure.missing


def empty(checked: Checked) -> Iterator[Told]:
    """Programmes and parts with nothing in them, tables without a row or a value, charts without a value."""
    for section in checked.document.walk():
        if not section.blocks and not section.children:
            yield Told(checked.spot_of_programme(section), {"what": section.title + particle(section.title, "이/가")})
        for block in section.blocks:
            if isinstance(block, Table) and not block.body:
                name = f"표 '{block.caption or section.title}'"
                yield Told(checked.spot_of_table(section, block.key), {"what": f"{name}{particle(name, '이/가')}"})
            elif isinstance(block, Table) and _has_blanks_alone(block):
                name = f"표 '{block.caption or section.title}'"
                yield Told(checked.spot_of_table(section, block.key), {"what": f"{name}의 값이 모두"})
            if isinstance(block, Chart) and not any(_drawn(block)):
                name = f"그림 '{block.title}'"
                yield Told(checked.spot_of_table(section, block.table), {"what": f"{name}{particle(name, '이/가')}"})


def _has_blanks_alone(table: Table) -> bool:
    figures = [cell.content for row in table.body for cell in row.cells if isinstance(cell.content, Figure)]
    return bool(figures) and all(isinstance(each.value, Blank) for each in figures)


def _drawn(chart: Chart) -> Iterator[Figure]:
    for series in chart.series:
        yield from (point.value for point in series.points if point.value is not None)


def actual_ends_early(measure: Measure) -> Iterator[Told]:
    """A monthly indicator whose last month lies before the reference month, in its year or the one before: what is older need
    not have been read."""
    ledger, indicator = measure.ledger, measure.indicator
    month = ledger.reference_month
    if indicator.frequency != "monthly" or (indicator.last_year is not None and indicator.last_year < month.year):
        return
    rows = [row for row in ledger.actuals_of(indicator) if row.run.last <= month]
    last = max((row.run.last for row in rows), default=None)
    if last is not None and last < month and last.year >= month.year - 1:
        yield Told(measure.spot(month=month), {"last": last.korean})


def silent_part(measure: Measure, path: str = "") -> Iterator[Told]:
    """A part without a figure where its sisters have one, although it had one the year before or has the target or the actual
    that goes with it: its row is blank, and no sum says so when another breakdown gives the total."""
    ledger, indicator = measure.ledger, measure.indicator
    results, year = ledger.clock.results, ledger.clock.results_year
    asked = (
        (ACTUAL, ledger.actual, results),
        (TARGET, ledger.target, year),
        (TARGET, ledger.target, ledger.clock.plan),
    )
    for kind, find, run in dict.fromkeys(asked):
        other = ledger.actual if kind == TARGET else ledger.target
        for parts in ledger.breakdowns(indicator, path):
            found = {part: find(indicator, part.path, run) for part in parts}
            if not any(found.values()):
                continue
            for part, figure in found.items():
                beside = other(indicator, part.path, results if kind == TARGET else year)
                if figure is None and ((beside and beside.value) or find(indicator, part.path, run.a_year_before())):
                    words = {"part": part.path.replace("/", " "), "run": run.korean, "kind": kind}
                    yield Told(measure.spot(part.path, kind=kind), {**words, "particle": particle(kind, "이/가")})
    for part in ledger.parts_of(indicator, path):
        yield from silent_part(measure, part.path)


def policy_cells(measure: Measure) -> Iterator[Told]:
    """Years of the table of policy indicators for which one of them has no figure; one without any is told as a whole."""
    ledger, indicator = measure.ledger, measure.indicator
    plan = ledger.clock.plan_year
    if not indicator.policy_order:
        return
    asked = [(ACTUAL if year < plan else TARGET, year) for year in range(plan - POLICY, plan + POLICY + 1)]
    found = [
        (ledger.actual if kind == ACTUAL else ledger.target)(indicator, "", Run.year(year)) for kind, year in asked
    ]
    for (kind, year), figure in zip(asked, found, strict=True):
        if figure is None and any(found):
            yield Told(measure.spot(kind=kind), {"year": str(year), "kind": kind})


def execution_ends_early(budget: Lines) -> Iterator[Told]:
    """Budget lines whose last execution lies before the reference month."""
    ledger, month = budget.ledger, budget.ledger.reference_month
    for name in (COMMITTED, SPENT):
        rows = [
            row
            for line in budget.lines
            for row in ledger.stored_amounts(line.id, name)
            if row.month <= month and row.month.year == month.year
        ]
        last = max((row.month for row in rows), default=None)
        if last is not None and last < month:
            yield Told(budget.spot(), {"name": name + particle(name, "이/가"), "last": last.korean})
        elif last is None and budget.kind in EXECUTED and _was_executed(budget, name, month):
            yield Told(budget.spot(), {"name": name + particle(name, "이/가"), "last": f"{month.year - 1}년"})


def _was_executed(budget: Lines, name: str, month: Month) -> bool:
    """Whether lines of that name had executions the year before."""
    ledger = budget.ledger
    names = {(line.programme_id, line.short_name) for line in budget.lines}
    return any(
        ledger.stored_amounts(line.id, name)
        for line in ledger.budgets
        if (line.programme_id, line.short_name) in names and line.year == month.year - 1
    ) and any(ledger.stored_amounts(line.id, APPROPRIATED) for line in budget.lines if line.year == month.year)


# ----------------------------------------------------------------------------------------- what stands in print


Placing = Callable[[Section, str, Figure], Spot]


def _printed(checked: Checked, section: Section) -> Iterator[tuple[str, tuple[Figure, ...], Placing]]:
    """The figures of each sentence and of each row of a section's tables: the words in which they stand, the figures, and what
    gives the place of one."""
    for line in section.lines:
        yield line.text, tuple(run for run in line.runs if isinstance(run, Figure)), checked.spot_of_line
    for block in section.blocks:
        if isinstance(block, Table):
            for row in block.body:
                figures = tuple(cell.content for cell in row.cells if isinstance(cell.content, Figure))
                yield _in_table(block, row.cells), figures, checked.spot_of_row


def _in_table(table: Table, cells: tuple[Cell, ...]) -> str:
    heads = " ".join(cell.text for cell in cells if cell.head)
    return " · ".join(filter(None, (f"표 {table.caption}".strip(), heads)))


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
