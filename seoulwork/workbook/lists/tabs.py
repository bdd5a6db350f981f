"""What a list's workbook is made of: a book of sheets, each with its columns and its lines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from seoulwork.figures.divisions import Division
from seoulwork.figures.labels import of_divisions
from seoulwork.workbook.lists.columns import Column, Shown
from seoulwork.workbook.lists.steps import Step

Options = Mapping[str, str]
"""What was asked for when the workbook was downloaded: `year`, and for some `month` or `day`"""


@dataclass(frozen=True)
class Line:
    """One row of a sheet. `labels` are the texts of the columns that are locked in it; the others belong to its steps, the first
    of which is what the line is of."""

    identifier: str
    """Empty for a line that is new"""
    heading: str
    """What it stands under: a programme, or the division as a whole"""
    title: str
    steps: tuple[Step, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    decimals: int = 0
    owner: object = None
    """The stored row that the line is of"""

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        """The step that each of the open columns belongs to."""
        return {key: step for step in self.steps for key in step.columns}

    def shown(self, column: Column) -> Shown:
        if column.key in self.labels:
            return self.labels[column.key] or None
        step = self.step_of.get(column.key)
        return None if step is None else step.shown(column)


@dataclass(frozen=True)
class Naming:
    """By which name a new line is known, so that one that is nearly another's is asked about."""

    column: str
    scope: Callable[[Mapping[str, str]], str]
    """Among which a new line's name is to be new, from its texts"""
    names: dict[str, dict[str, str]]
    """The names there are, by their scope, each with the identifier of its line (empty: of a new one)"""


@dataclass(frozen=True)
class Tab:
    """One sheet. `new` makes a line of what was typed in a row without an identifier (by the keys of the columns that hold no
    amount); it raises Wrong."""

    name: str
    about: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    blanks: int = 0
    """Rows for new lines"""
    new: Callable[[Mapping[str, str]], Line] | None = None
    naming: Naming | None = None

    @cached_property
    def by_identifier(self) -> Mapping[str, Line]:
        return {line.identifier: line for line in self.lines}


@dataclass(frozen=True)
class Book:
    """A kind of workbook. `asks` are the options without which it can't be made."""

    key: str
    label: str
    rows: str
    """Of what its lines are, as the page says it"""
    list: str
    """The list of the administrator's pages that it belongs to"""
    asks: tuple[str, ...]
    tabs: Callable[[Division, Options], Sequence[Callable[[], Tab]]]
    """Its sheets, each made when it is its turn: what the one before has written is there by then"""


def heading_of(programme: object) -> str:
    return str(programme or of_divisions())
