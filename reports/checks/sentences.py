"""The sentences of a division's texts, as their rules read them: what is typed, and which figure stands where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial

from seoulwork.domain.notation import NotationError, Operand, Reference, Style, parse_outline
from seoulwork.domain.vocabulary import EXPLAINED, TIME_ASPECTS
from seoulwork.figures.profiles import PassageRow
from seoulwork.figures.texts import is_date

from ..contract import Contribution
from ..document import Line
from ..narrative import Narrator
from ..typed import Typed, is_measure, numbers
from ..values import Blank, Figure, Value
from .known import Known, Shelf
from .matching import Match, match
from .rules import Spot, list_page, spot_of_programme, spot_of_text


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure of a sentence: from where to where it is printed, what it refers to, and its value."""

    start: int
    end: int
    reference: Reference
    figure: Figure

    @property
    def operand(self) -> Operand | None:
        """What it is, where it is one figure of the store and no ratio of two."""
        operands = self.reference.operands
        return operands[0] if len(operands) == 1 and not isinstance(self.figure.value, Blank) else None


@dataclass(frozen=True)
class Sentence:
    """One line of a text, a heading or a title, of a programme or (None) of the division. `pieces` as the notation
    reads them; nothing is resolved until a rule asks for it."""

    contribution: Contribution
    programme_id: int | None
    written: Callable[[], Spot]
    """Gives the place where it is written"""
    pieces: tuple[str | Reference, ...]
    shelf: Shelf

    @property
    def spot(self) -> Spot:
        return self.written()

    @property
    def known(self) -> tuple[Known, ...]:
        """The stored figures that it could refer to."""
        return self.shelf.of(self.programme_id)

    @cached_property
    def typed(self) -> str:
        """What is typed, with a gap where a figure stands."""
        return "\0".join(piece for piece in self.pieces if isinstance(piece, str))

    @property
    def has_figures(self) -> bool:
        return any(isinstance(piece, Reference) for piece in self.pieces)

    @property
    def has_times(self) -> bool:
        """Whether a time is bound: one of a clock, or of a figure."""
        return any(isinstance(piece, Reference) and (piece.time or _is_time(piece)) for piece in self.pieces)

    @cached_property
    def narrator(self) -> Narrator:
        return Narrator(self.contribution.ledger, self.programme_id)

    @cached_property
    def _runs(self) -> tuple[str | Figure, ...]:
        return self.narrator.pieces(self.pieces)

    @cached_property
    def text(self) -> str:
        """As it is printed."""
        return Line("", 0, self._runs).text

    @cached_property
    def words(self) -> str:
        """As it is printed, with NUL in the place of each sign of a figure."""
        words = self.text
        for each in self.figures:
            words = words[: each.start] + "\0" * (each.end - each.start) + words[each.end :]
        return words

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """From where to where of `text` is typed."""
        return tuple((start, end) for start, end, piece, _ in self._laid() if isinstance(piece, str))

    @cached_property
    def figures(self) -> tuple[Placed, ...]:
        """The figures that tell a value; a time of a figure (`{상담.기간}`) and what was written of it belong to the words."""
        return tuple(
            Placed(start, end, piece, run)
            for start, end, piece, run in self._laid()
            if isinstance(piece, Reference)
            and isinstance(run, Figure)
            and not _is_time(piece)
            and not _is_written(piece)
        )

    def _laid(self) -> Iterator[tuple[int, int, str | Reference, str | Figure]]:
        at = 0
        for piece, run in zip(self.pieces, self._runs, strict=True):
            end = at + len(run if isinstance(run, str) else run.text)
            yield at, end, piece, run
            at = end

    @cached_property
    def measures(self) -> tuple[Typed, ...]:
        """The typed numbers that tell a measure, each once."""
        if not any(is_measure(self.typed, each) for each in numbers(self.typed)):
            return ()
        found = {each.number: each for each in reversed(tuple(numbers(self.text))) if self._tells(each)}
        return tuple(sorted(found.values(), key=lambda each: each.start))

    @cached_property
    def matches(self) -> tuple[tuple[Typed, Match | None], ...]:
        """Each of these with the stored figure that it gives or nearly gives."""
        return tuple((each, match(self.text, self.typed, each, self.known)) for each in self.measures)

    def _tells(self, typed: Typed) -> bool:
        return self.is_typed(typed.start, typed.end) and is_measure(self.text, typed)

    def is_typed(self, start: int, end: int) -> bool:
        return any(first <= start and end <= last for first, last in self.spans)

    def value_of(self, operand: Operand, aspect: str) -> Value:
        """Another aspect of a figure: of a direction its change."""
        return self.narrator.figure(Reference("", (replace(operand, aspect=aspect),), Style())).value


def sentences_of(each: Contribution) -> Iterator[Sentence]:
    """The lines of the division's texts; a text that breaks the notation is told already."""
    shelf = Shelf(each.ledger)
    for row in each.passages:
        for text, date, written in _texts(each, row):
            try:
                items = parse_outline(text)
            except NotationError:
                continue
            for item in items:
                if item.pieces:
                    pieces = tuple(date if is_date(piece) else piece for piece in item.pieces)
                    yield Sentence(each, row.programme_id, written, pieces, shelf)


def titles_of(each: Contribution) -> Iterator[Sentence]:
    """What is printed as it is written, without references: headings, titles, goal, tasks and functions."""
    shelf = Shelf(each.ledger)
    projects: set[tuple[int | None, str]] = set()
    for row in each.passages:
        project = (row.programme_id, row.project)
        titles = (row.heading,) if project in projects else (row.project, row.heading)
        projects.add(project)
        for text in filter(None, titles):
            yield Sentence(each, row.programme_id, partial(spot_of_text, each, row), (text,), shelf)
    for programme in each.programmes:
        yield Sentence(each, programme.id, partial(spot_of_programme, each, programme), (programme.title,), shelf)
    own = each.profile
    for kind, name, section, texts in (
        ("goal", "추진목표", "part-2", (own.goal, own.policy_field)),
        ("core-tasks", "핵심과제", "part-2", own.core_tasks),
        ("functions", "주요기능", "part-1", own.functions),
    ):
        written = partial(_kept_in, each, kind, name, section)
        yield from (Sentence(each, None, written, (text,), shelf) for text in texts if text)


def _kept_in(each: Contribution, kind: str, name: str, section: str) -> Spot:
    return Spot(f"{each.division.name} · {name}", section, list_page(each.division.key, kind))


def _texts(each: Contribution, row: PassageRow) -> Iterator[tuple[str, str, Callable[[], Spot]]]:
    """The texts of a passage, each with the date that {일정} stands for and the place where it is written."""
    yield row.text, "", partial(spot_of_text, each, row)
    for milestone in row.milestones:
        written = partial(spot_of_text, each, row)
        yield milestone.title, milestone.printed_date, written
        yield milestone.detail, "", written


def _is_written(piece: Reference) -> bool:
    return len(piece.operands) == 1 and piece.operands[0].aspect in EXPLAINED


def _is_time(piece: Reference) -> bool:
    return len(piece.operands) == 1 and piece.operands[0].aspect in TIME_ASPECTS
