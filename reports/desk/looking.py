"""How a written text looks before it is kept: as the site prints it, what its figures say, what is wrong or only typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import Any

from django.urls import reverse

from seoulwork.domain.clock import RESULTS, Period
from seoulwork.domain.ledger import ProgrammeRow
from seoulwork.domain.manuscript import Piece, When, read
from seoulwork.domain.notation import NotationError, Operand, Reference, parse_outline
from seoulwork.domain.vocabulary import ACHIEVEMENT, COVERED, EXECUTION, TARGET
from seoulwork.figures.profiles import MilestoneRow, PassageRow, pictures, place_of
from seoulwork.figures.texts import is_date

from ..checks.dates import bindable
from ..checks.known import Shelf, written
from ..checks.matching import Match
from ..checks.registry.document import SENTENCES
from ..checks.registry.stored import DIVISION as TEXT_RULES
from ..checks.rules import Finding, spot_of_text
from ..checks.sentences import Sentence
from ..checks.typed import LISTED, NEARLY, STORED, by_rule
from ..contract import OWN_TEXTS, Contribution, Edition
from ..document import Section
from ..models import Answer
from ..narrative import Narrator
from ..outline import added_part, without_echoes
from ..parts.works import passages, programme_section
from ..render.html import part_html
from ..tables.description import DescriptionError
from ..typed import Typed, unit_behind
from ..values import Figure
from .parts import Part
from .problems import Lined, Problem, lines_of, problems

BEFORE = Period.parse(f"{RESULTS}-1")
"""The year before that of the results"""
TYPED = (STORED, NEARLY, LISTED)
INDICATOR, BUDGET = "지표", "예산"
"""What a name may be of."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reference prints; `lacks` says in Korean what is missing of it, empty for none."""

    source: str
    text: str
    lacks: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A typed number or date, from `start` to `end` of its line (from 0). Where a stored figure gives it, or nearly gives it (`slip` says how),
    the `reference` may stand instead, and prints `printed`. The checker tells it as the finding of that `digest`; `kept` is the reason for
    which it stays as it is, where there is one. Of a date nothing is told that would be answered: its digest is empty."""

    line: int
    start: int
    end: int
    typed: str
    reference: str
    printed: str
    slip: str
    digest: str
    kept: str


@dataclass(frozen=True)
class Look:
    """One part with a text that need not be stored."""

    part: Part
    text: str
    contents: bool = False
    """Whether its pictures come with what they show, for paper; else a browser fetches that"""

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        return read(self.text)

    @property
    def _programme_id(self) -> int | None:
        return self.part.home

    @cached_property
    def contribution(self) -> Contribution:
        """The division's, with this text for its own. At most 13 queries beside those of its own tables."""
        briefing = self.part.briefing
        texts = {self.part.division.key: tuple(map(self._row, self._printable))}
        contributed = self.part.division.app.contribute(Edition(briefing.name, briefing.clock, texts))
        return replace(contributed, pictures=pictures(self.part.division, briefing.name, contents=self.contents))

    @cached_property
    def _printable(self) -> tuple[Piece, ...]:
        """What of the text follows the notation: other lines are left out of the look, and told."""
        broken = {each.line for each in self._broken}
        lines = ["" if number in broken else line for number, line in enumerate(self.text.splitlines(), 1)]
        return read("\n".join(lines))

    @cached_property
    def _broken(self) -> tuple[Lined, ...]:
        """The lines that break the notation, or place what another one places already."""
        found = []
        known: set[tuple[str, str] | None] = set()
        for each in lines_of(self.pieces):
            try:
                placed = {item.placed for item in parse_outline(each.text)} - {None}
            except NotationError:
                found.append(each)
                continue
            if placed & known:
                found.append(each)
            known |= placed
        return tuple(found)

    def _row(self, piece: Piece) -> PassageRow:
        milestones = tuple(
            MilestoneRow(each.title, each.when.printed, each.detail.strip("\n"), _due(each.when), each.done)
            for each in piece.milestones
        )
        passage = self.part.division.models.Passage(
            programme=self.part.programme, kind=piece.kind, project=piece.project, heading=piece.heading
        )
        return PassageRow(
            0,
            self.part.briefing.name,
            place_of(passage),
            self._programme_id,
            piece.kind,
            piece.project,
            piece.heading,
            piece.text,
            milestones,
        )

    @cached_property
    def section(self) -> Section:
        each, programme = self.contribution, self.part.programme
        if self.part.added:
            return added_part(replace(each, arrangement=self.part.briefing.arrangement), self.part.added)
        if programme is None:
            return Section(
                OWN_TEXTS, "programme", "", self.part.title, tuple(passages(each, None, list(each.passages)))
            )
        row = next(row for row in each.ledger.programmes if row.id == programme.pk)
        return without_echoes(
            programme_section(each, row, place=self._place(row), behind=self.part.briefing.shortfalls)
        )

    def _place(self, row: ProgrammeRow) -> int:
        """Its number in print; of one that is left out its own."""
        printed = self.part.briefing.arrangement.printed_programmes(
            self.part.division.key, self.contribution.ledger.programmes
        )
        return printed.index(row) + 1 if row in printed else row.number

    @property
    def html(self) -> str:
        """The part as the site shows it."""
        name = self.part.briefing.name
        return part_html(self.section, lambda digest: reverse("briefing_picture", args=[name, digest]))

    @cached_property
    def problems(self) -> list[Problem]:
        own = self._programme_id
        names = self.contribution.ledger.names(own, self.contribution.tables_of(own))
        pictures = frozenset(each.name for each in self.contribution.pictures if each.programme_id == own)
        found = problems(self.pieces, replace(names, pictures=pictures))
        told = {each.line for each in found}
        found += [each for each in self._undrawable if each.line not in told]
        return sorted(found, key=lambda each: each.line)

    @property
    def _undrawable(self) -> Iterator[Problem]:
        """The lines that place a table which was made here and can't be drawn."""
        for each in lines_of(self._printable):
            for item in parse_outline(each.text):
                try:
                    if (self._programme_id, item.table) in self.contribution.made:
                        self.contribution.blocks_of(item.table, self._programme_id)
                except DescriptionError as error:
                    yield Problem(each.line, 1, f"표 '{item.table}': {error}")

    @property
    def shown(self) -> Iterator[Shown]:
        """Each reference of the text that can be read, once."""
        told = {each.line for each in self.problems}
        narrator = Narrator(self.contribution.ledger, self._programme_id)
        seen: set[str] = set()
        for each in lines_of(self._printable):
            if each.line in told:
                continue
            for item in parse_outline(each.text):
                for piece, run in zip(item.pieces, narrator.pieces(item.pieces), strict=True):
                    if not isinstance(piece, Reference) or piece.source in seen or is_date(piece):
                        continue
                    seen.add(piece.source)
                    lacks = run.open_words(in_sentence=True) if isinstance(run, Figure) else ""
                    yield Shown(piece.source, run.text if isinstance(run, Figure) else run, lacks)

    @cached_property
    def reasons(self) -> dict[str, str]:
        """Why findings of the briefing stay, by their digests. 1 query."""
        answers = Answer.objects.current().filter(briefing=self.part.briefing)
        return dict(answers.values_list("digest", "reason"))

    @property
    def offers(self) -> Iterator[Offer]:
        """The typed numbers that tell a measure, and the typed dates that a figure's time would print."""
        for line, typed, match, finding in self._typed:
            raw = self.text.splitlines()[line.line - 1]
            place = _place(raw, typed)
            if place is None:
                continue
            start, end = place
            known = match.known if match else None
            unit = known.unit if known else unit_behind(raw, replace(typed, start=start, end=end))
            end += len(unit) if unit and raw.startswith(unit, end) else 0
            yield Offer(
                line.line,
                start,
                end,
                raw[start:end],
                written(known.operand) if known else "",
                known.printed if known else "",
                match.slip if match else "",
                finding.digest,
                self.reasons.get(finding.digest, ""),
            )
        yield from self._dates

    @property
    def _dates(self) -> Iterator[Offer]:
        for line, sentence in self._sentences:
            raw = self.text.splitlines()[line.line - 1]
            for each in bindable(sentence):
                places = [found.start() for found in re.finditer(re.escape(each.text), _unbound(raw))]
                if each.nth < len(places):
                    start = places[each.nth]
                    end = start + len(each.text)
                    yield Offer(line.line, start, end, each.text, each.reference, each.printed, "", "", "")

    @property
    def typed_findings(self) -> list[Finding]:
        """What the checker tells of the typed numbers."""
        return [finding for *_, finding in self._typed]

    @cached_property
    def _typed(self) -> tuple[tuple[Lined, Typed, Match | None, Finding], ...]:
        return tuple(self._find_typed())

    def _find_typed(self) -> Iterator[tuple[Lined, Typed, Match | None, Finding]]:
        for line, sentence in self._sentences:
            found = {rule.key: rule.findings(sentence) for rule in SENTENCES if rule.key in TYPED}
            for key, typed, match in by_rule(sentence):
                yield line, typed, match, next(found[key])

    @cached_property
    def _sentences(self) -> tuple[tuple[Lined, Sentence], ...]:
        """The lines that can be read, as their rules read them."""
        shelf = Shelf(self.contribution.ledger)
        told = {each.line for each in self.problems}
        found = []
        for piece in self.pieces:
            spot = partial(spot_of_text, self.contribution, self._row(piece))
            for each in lines_of((piece,)):
                if each.line in told:
                    continue
                for item in parse_outline(each.text):
                    date = each.date
                    pieces = tuple(date if is_date(run) else run for run in item.pieces)
                    found.append((each, Sentence(self.contribution, self._programme_id, spot, pieces, shelf)))
        return tuple(found)

    @property
    def overdue(self) -> list[Finding]:
        """What the checker tells of milestones whose day is over, in their order."""
        (rule,) = (each for each in TEXT_RULES if each.key == "texts.overdue")
        return list(rule.findings(self.contribution))

    def names(self) -> Iterator[dict[str, Any]]:
        """What a text of the part may refer to, each with what it says now: for who looks for a figure."""
        ledger = self.contribution.ledger
        narrator = Narrator(ledger, self._programme_id)
        known = ledger.names(self._programme_id)
        for of, names in ((INDICATOR, known.indicators), (BUDGET, known.budgets)):
            for name, parts in names.items():
                for path in ("", *sorted(parts)):
                    yield _named(narrator, of, name, path)


def _due(when: When) -> date | None:
    try:
        return when.due
    except ValueError:  # a day that is none, which is told as a problem of its line
        return None


def _named(narrator: Narrator, of: str, name: str, path: str) -> dict[str, Any]:
    named = narrator.named(name)
    title = named[0].short_name if isinstance(named, tuple) else named.name
    own = (("target", TARGET), ("rate", ACHIEVEMENT)) if of == INDICATOR else (("rate", EXECUTION),)
    asked = (
        ("now", "", None),
        ("when", COVERED, None),
        *((key, each, None) for key, each in own),
        ("before", "", BEFORE),
    )
    said = {
        key: narrator.figure(Reference("", (Operand(name, path, aspect, period),))).text
        for key, aspect, period in asked
    }
    return {"name": name, "part": path, "kind": of, "title": title, **said}


_BOUND = re.compile(r"\{[^{}]*\}")


def _place(raw: str, typed: Typed) -> tuple[int, int] | None:
    """Where a typed number stands in its line as it is written; a figure's braces hold none."""
    match = re.search(rf"(?<![\d,.]){re.escape(typed.number)}(?![\d]|[,.]\d)", _unbound(raw))
    return match.span() if match else None


def _unbound(raw: str) -> str:
    """A line with nothing where a figure stands."""
    return _BOUND.sub(lambda found: "\0" * len(found[0]), raw)
