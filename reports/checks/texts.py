"""The divisions' texts: figures and tables that nothing stands for, headings without a text."""

from collections.abc import Iterator

from seoulwork.domain.notation import NotationError, tables
from seoulwork.figures.profiles import PassageRow
from seoulwork.figures.texts import problems

from ..contract import Contribution
from .rules import Told, spot_of_text


def unresolved(each: Contribution) -> Iterator[Told]:
    """Figures and tables of the texts that nothing stands for."""
    by_id = {row.id: row for row in each.passages}
    for problem in problems(each.ledger, each.passages, each.division.tables):
        yield Told(spot_of_text(each, by_id[problem.passage_id]), {"problem": problem.sentence})


def table_without_figures(each: Contribution) -> Iterator[Told]:
    """A table that is placed where no indicator fills it."""
    for row in each.passages:
        for name in _placed(row):
            if name in each.tables and not each.tables[name](row.programme_id):
                yield Told(spot_of_text(each, row), {"table": name})


def heading_alone(each: Contribution) -> Iterator[Told]:
    """Headings without a text below, which are not printed."""
    for row in each.passages:
        if row.heading and not row.text.strip() and not row.milestones:
            yield Told(spot_of_text(each, row))


def _placed(row: PassageRow) -> Iterator[str]:
    for text in (row.text, *(each.detail for each in row.milestones)):
        try:
            yield from tables(text)
        except NotationError:
            continue  # told already
