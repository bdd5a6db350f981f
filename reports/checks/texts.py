"""The divisions' texts: figures and tables that nothing stands for, headings without a text."""

from collections.abc import Iterator
from contextlib import suppress

from seoulwork.domain.ledger import Found, IndicatorRow, Ledger
from seoulwork.domain.notation import NotationError, Operand, placed_picture, tables
from seoulwork.domain.periods import PeriodError, Run, printed_as_of
from seoulwork.domain.vocabulary import TARGET
from seoulwork.figures.profiles import PassageRow
from seoulwork.figures.texts import Placeable, problems

from ..contract import Contribution
from ..reach import operands
from ..tables.description import DescriptionError
from .figures import shown
from .rules import Told, spot_of_division, spot_of_manuscript, spot_of_text


def unresolved(each: Contribution) -> Iterator[Told]:
    """Figures and tables of the texts that nothing stands for."""
    by_id = {row.id: row for row in each.passages}
    name = each.passages[0].briefing if each.passages else None
    made = frozenset((name, *at) for at in each.made if name)
    pictures = frozenset((name, one.programme_id, one.name) for one in each.pictures if name)
    for problem in problems(each.ledger, each.passages, Placeable(each.division.tables, made, pictures)):
        yield Told(spot_of_text(each, by_id[problem.passage_id]), {"problem": problem.sentence})


def table_without_figures(each: Contribution) -> Iterator[Told]:
    """A table that is placed where no indicator fills it."""
    for row in each.passages:
        for name in _placed(row):
            with suppress(KeyError, DescriptionError):  # told already
                if not each.blocks_of(name, row.programme_id):
                    yield Told(spot_of_text(each, row), {"table": name})


def undrawable_table(each: Contribution) -> Iterator[Told]:
    """A table that was made at the desk and can't be drawn, with the drawer's sentence."""
    for row in each.passages:
        for name in _placed(row):
            try:
                if (row.programme_id, name) in each.made:
                    each.blocks_of(name, row.programme_id)
            except DescriptionError as error:
                yield Told(spot_of_text(each, row), {"table": name, "problem": str(error)})


def heading_alone(each: Contribution) -> Iterator[Told]:
    """Headings without a text below, which are not printed."""
    for row in each.passages:
        if row.heading and not row.text.strip() and not row.milestones:
            yield Told(spot_of_text(each, row))


def overdue(each: Contribution) -> Iterator[Told]:
    """What was to be done before the briefing's month, and is not marked as done."""
    for row in each.passages:
        for milestone in row.milestones:
            if milestone.due and milestone.due < row.briefing.month.first_day and not milestone.done:
                words = {"title": milestone.title, "day": printed_as_of(milestone.due)}
                yield Told(spot_of_text(each, row), words)


def target_of_the_past(each: Contribution) -> Iterator[Told]:
    """A target of months that are over, printed without the actual that has come of them and differs from it."""
    ledger = each.ledger
    for row in each.passages:
        named = list(operands((row,)))
        for operand in named:
            indicator = ledger.indicator(operand.name, row.programme_id)
            run = _months(operand, ledger)
            if indicator is None or operand.aspect != TARGET or run is None or run.last > ledger.reference_month:
                continue
            beside = any(
                (one.name, one.part) == (operand.name, operand.part)
                and one.aspect != TARGET
                and (_months(one, ledger) or ledger.clock.results) == run
                for one in named
            )
            target, actual = (find(indicator, operand.part, run) for find in (ledger.target, ledger.actual))
            if target and actual and not beside and _tells_of(indicator, actual, run) and actual.value != target.value:
                words = {
                    "name": " ".join(filter(None, [indicator.name, operand.part])),
                    "run": run.korean,
                    "target": shown(indicator, target.value),
                    "actual": shown(indicator, actual.value),
                }
                yield Told(spot_of_text(each, row), words)


def _tells_of(indicator: IndicatorRow, actual: Found, run: Run) -> bool:
    """Whether an actual is that of all these months: of a stock that at their end."""
    return actual.covered == run or (indicator.accumulation == "latest" and actual.covered.last == run.last)


def _months(operand: Operand, ledger: Ledger) -> Run | None:
    """The months that a reference names by itself."""
    try:
        return operand.period.at(ledger.clock) if operand.period else None
    except PeriodError:
        return None  # told already


def _placed(row: PassageRow) -> Iterator[str]:
    for text in (row.text, *(each.detail for each in row.milestones)):
        try:
            yield from tables(text)
        except NotationError:
            continue  # told already


def broken_manuscript(each: Contribution) -> Iterator[Told]:
    """What was written last has a line that can't be printed."""
    for row in each.manuscripts:
        if row.is_broken:
            yield Told(spot_of_manuscript(each, row))


def unplaced_picture(each: Contribution) -> Iterator[Told]:
    """A picture of a part whose texts do not place it, so that it is not printed."""
    known = {
        (row.programme_id, placed_picture(line))
        for row in each.passages
        for text in (row.text, *(one.detail for one in row.milestones))
        for line in text.splitlines()
    }
    parts = {row.programme_id: row for row in each.manuscripts}
    for picture in each.pictures:
        if (picture.programme_id, picture.name) not in known and picture.programme_id in parts:
            yield Told(spot_of_manuscript(each, parts[picture.programme_id]), {"picture": picture.name})


def clashing_lines(each: Contribution) -> Iterator[Told]:
    """Lines that two writers both changed, of which nobody has chosen yet."""
    for row in each.manuscripts:
        if row.clashes:
            yield Told(spot_of_manuscript(each, row), {"count": str(row.clashes)})


def open_remarks(each: Contribution) -> Iterator[Told]:
    """Remarks on what was written that are not resolved."""
    for row in each.manuscripts:
        if row.remarks:
            yield Told(spot_of_manuscript(each, row), {"count": str(row.remarks)})


def not_settled(each: Contribution) -> Iterator[Told]:
    """What was changed at the desk, and not settled by the head."""
    if open_ := [row.place for row in each.manuscripts if not row.is_settled]:
        yield Told(spot_of_division(each), {"parts": ", ".join(open_)})
