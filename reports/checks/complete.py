"""What is incomplete, old or empty: figures that are printed without all that they are asked for, and months that nobody told."""

from collections.abc import Iterator

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import IndicatorRow
from seoulwork.domain.numbers import BLANK
from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import APPROPRIATED, COMMITTED, SPENT

from ..document import Bullets, Cell, Chart, Gist, Line, Section, Table
from ..values import Blank, Figure
from .budgets import Lines
from .rules import Checked, Measure, Spot, Told, spot_of_section

QUOTED = 60
"""Letters of a line that are quoted."""


def lacks_a_part(checked: Checked) -> Iterator[Told]:
    """Figures in print that lack a part, half of a ratio, a target."""
    yield from _lacking(checked, months=False)


def lacks_months(checked: Checked) -> Iterator[Told]:
    """Figures in print that lack months only."""
    yield from _lacking(checked, months=True)


def _lacking(checked: Checked, *, months: bool) -> Iterator[Told]:
    homes = _homes(checked)
    for section in checked.document.walk():
        told: dict[tuple[str, str], Told] = {}
        for where, figure in _figures(section):
            if figure.missing and months == all(each.kind == "months" for each in figure.missing):
                words = {"where": where, "missing": figure.missing_words}
                told.setdefault((where, figure.missing_words), Told(_spot(section, figure, homes), words, figure.text))
        yield from told.values()


def blank_in_a_sentence(checked: Checked) -> Iterator[Told]:
    """Sentences with `-` where a figure should stand, for no other reason that is told."""
    for section in checked.document.walk():
        for line in _lines(section):
            blank = [run for run in line.runs if _is_blank(run)]
            if blank:
                yield Told(spot_of_section(section), {"line": _quoted(line.text), "count": str(len(blank))}, BLANK)


def _is_blank(run: str | Figure) -> bool:
    return isinstance(run, Figure) and isinstance(run.value, Blank) and not run.missing


def empty(checked: Checked) -> Iterator[Told]:
    """Programmes and parts with nothing in them, tables without a row, charts without a value."""
    for section in checked.document.walk():
        if not section.blocks and not section.children:
            yield Told(spot_of_section(section), {"what": section.title + particle(section.title, "이/가")})
        for block in section.blocks:
            if isinstance(block, Table) and not block.body:
                name = f"표 '{block.caption or section.title}'"
                yield Told(spot_of_section(section), {"what": f"{name}{particle(name, '이/가')}"})
            if isinstance(block, Chart) and not any(_drawn(block)):
                name = f"그림 '{block.title}'"
                yield Told(spot_of_section(section), {"what": f"{name}{particle(name, '이/가')}"})


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
        elif last is None and budget.kind == "current" and _was_executed(budget, name, month):
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


def _lines(section: Section) -> Iterator[Line]:
    """The sentences of a section, those in tables too."""
    for block in section.blocks:
        if isinstance(block, Bullets | Gist):
            yield from block.lines
        elif isinstance(block, Table):
            for row in block.body:
                yield from (Line("", 0, cell.content) for cell in row.cells if isinstance(cell.content, tuple))


def _figures(section: Section) -> Iterator[tuple[str, Figure]]:
    """The figures of a section's sentences and tables, each with the words in which it stands."""
    for line in _lines(section):
        yield from ((_quoted(line.text), run) for run in line.runs if isinstance(run, Figure))
    for block in section.blocks:
        if isinstance(block, Table):
            for row in block.body:
                yield from (
                    (_in_table(block, row.cells), cell.content)
                    for cell in row.cells
                    if isinstance(cell.content, Figure)
                )


def _in_table(table: Table, cells: tuple[Cell, ...]) -> str:
    heads = " ".join(cell.text for cell in cells if cell.head)
    return " · ".join(filter(None, (f"표 {table.caption}".strip(), heads)))


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


Homes = dict[str, Measure]


def _homes(checked: Checked) -> Homes:
    """The indicators by the name that their figures' meanings give."""
    return {
        _named(each.ledger.division, own): Measure(each, own)
        for each in checked.contributions
        for own in each.ledger.indicators
    }


def _named(division: str, indicator: IndicatorRow) -> str:
    return " · ".join(filter(None, (division, indicator.programme, indicator.name)))


def _spot(section: Section, figure: Figure, homes: Homes) -> Spot:
    """The section in which it is printed, with the page of the first indicator that it is made from."""
    spot = spot_of_section(section)
    kind = "목표" if any(each.kind == "target" for each in figure.missing) else "실적"
    for meaning in figure.meanings:
        name = dict(meaning.measure).get("지표", "")
        home = homes.get(name) or homes.get(name.rpartition(" (")[0])
        if home is not None:
            return Spot(spot.place, spot.section, home.spot(kind=kind).url)
    return spot
