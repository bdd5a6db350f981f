"""Where what stands in print is kept: the text of a line, the indicator or the budget of a figure, the list that fills a table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from seoulwork.domain.ledger import BudgetRow
from seoulwork.domain.vocabulary import ACTUAL, COMMITTED, SPENT, TARGET

from ..contract import Contribution, programme_key
from ..document import Document, Section
from ..values import Figure
from .rules import Measure, Spot, list_page, section_of, spot_of_budget, spot_of_section
from .sentences import Sentence, sentences_of

_LISTS = {"staffing": "headcount", "functions": "functions", "budget": "appropriations", "policy": "targets"}
"""The list that fills a table of the bureau's parts, by the table's key. Other tables show indicators."""


Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Checked:
    """A briefing: its document, and what the divisions handed over for it."""

    document: Document
    contributions: list[Contribution]

    def spot_of_line(self, section: Section, line: str, *figures: Figure) -> Spot:
        """The text in which a printed line stands; its page is that on which the first of `figures` is entered, else the text's."""
        text = self._text(section, line) or spot_of_section(section)
        return Spot(text.place, section.key, self._entered(figures) or text.url)

    def spot_of_row(self, section: Section, row: str, *figures: Figure) -> Spot:
        """The row of a table, with the page on which the first of its figures is entered."""
        return Spot(f"{spot_of_section(section).place} · {row}", section.key, self._entered(figures))

    def spot_of_table(self, section: Section, key: str) -> Spot:
        """An empty table or chart, with the list that fills it."""
        return self._listed(section, _LISTS.get(key, "indicators"))

    def spot_of_programme(self, section: Section) -> Spot:
        """A programme without texts, with the list of its division's."""
        return self._listed(section, "passages")

    def _listed(self, section: Section, kind: str) -> Spot:
        spot = spot_of_section(section)
        programmes = {
            programme_key(each.division, row.number): (each, row.id)
            for each in self.contributions
            for row in each.programmes
        }
        own, number = programmes.get(section.key, (next(iter(self.contributions), None), None))
        narrowed = {"programme": str(number)} if number is not None else {}
        return Spot(spot.place, spot.section, list_page(own.division.key, kind, **narrowed) if own else "")

    def _text(self, section: Section, line: str) -> Spot | None:
        """Of several texts that could print the line, the one that holds most of its letters."""
        fitting = [each for each in self._sentences.get(section.key, ()) if _prints(each, line)]
        return max(fitting, key=lambda each: len(each.typed)).spot if fitting else None

    @cached_property
    def sentences(self) -> dict[str, tuple[Sentence, ...]]:
        """The sentences of each division's texts, by its key: what is worked out of one serves all rules."""
        return {each.division.key: tuple(sentences_of(each)) for each in self.contributions}

    @cached_property
    def _sentences(self) -> dict[str, list[Sentence]]:
        found: dict[str, list[Sentence]] = {}
        for each in self.contributions:
            for sentence in self.sentences[each.division.key]:
                found.setdefault(section_of(each, sentence.programme_id), []).append(sentence)
        return found

    def _entered(self, figures: Iterable[Figure]) -> str:
        """The page on which the first stored figure that figures are made from is entered; empty where they have none."""
        for figure in figures:
            kind = TARGET if any(each.kind == "target" for each in figure.missing) else ACTUAL
            for meaning in figure.meanings:
                facts = dict(meaning.measure)
                if measure := _of(self._measures, facts.get("지표", "")):
                    return measure.spot(kind=kind).url
                if budget := _of(self._budgets, facts.get("과목", "")):
                    executed = facts.get("구분", "").startswith((COMMITTED, SPENT))
                    return spot_of_budget(*budget, executed=executed).url
        return ""

    @cached_property
    def _measures(self) -> dict[str, Measure]:
        """The indicators by the name that their figures' meanings give."""
        return {
            _named(each, own.programme, own.name): Measure(each, own)
            for each in self.contributions
            for own in each.ledger.indicators
        }

    @cached_property
    def _budgets(self) -> dict[str, tuple[Contribution, list[BudgetRow]]]:
        """The budgets by the name that their figures' meanings give."""
        return {
            _named(each, lines[0].programme, lines[0].short_name): (each, lines)
            for each in self.contributions
            for _, lines in each.ledger.budget_groups()
        }


def _named(each: Contribution, *names: str) -> str:
    return " · ".join(filter(None, (each.ledger.division, *names)))


def _of(kept: dict[str, Kept], name: str) -> Kept | None:
    """By its name, or by that without the part in brackets behind it."""
    return kept.get(name) or kept.get(name.rpartition(" (")[0])


def _prints(sentence: Sentence, line: str) -> bool:
    """Whether a line is that sentence with some figures, a milestone's perhaps with its date."""
    typed = "".join(re.escape(piece) if isinstance(piece, str) else ".*" for piece in sentence.pieces)
    return bool(sentence.typed.strip("\0 ")) and re.fullmatch(rf"{typed}(?: : .*)?", line) is not None
