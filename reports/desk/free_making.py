"""A free table while it is made: from and to its description, how it prints, which of its typed numbers a stored figure gives."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from seoulwork.domain.vocabulary import BARE

from ..document import Section
from ..narrative import Narrator
from ..render.html import part_html
from ..tables.description import Align, DescriptionError, FreeCell, FreeColumn, FreeRow, FreeTable
from ..tables.free import draw_free
from ..tables.grids import At, Grid, Spanned
from ..tables.words import content_of
from .looking import Look, Offer
from .parts import Part
from .tables import description_of

PREFIX = "○ "
"""Makes a line of a text of what stands in a cell"""
MADE = "표"
"""Stands for the name in what is only shown"""
PARTING = str.maketrans("|", "/")
"""A bar means something in a text, and nothing in a cell"""


@dataclass(frozen=True)
class FreeMaking:
    """A table as its maker has it: `heads` rows at the top are heads, and the first column with `head_column`; `total` says that the last
    row is a total."""

    grid: Grid
    heads: int = 1
    head_column: bool = False
    total: bool = False
    columns: tuple[FreeColumn, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)
    """`caption`, `unit`, `as_of`, `notes`"""

    @property
    def description(self) -> dict[str, Any]:
        rows: list[list[FreeCell]] = [[] for _ in range(self.grid.rows)]
        for (row, column), each in self.grid:
            head = self.head_column and column == 0 and row >= self.heads
            rows[row].append(FreeCell(text=each.text, colspan=each.columns, rowspan=each.rows, head=head))
        made = [
            FreeRow(cells=tuple(cells), total=self.total and at == self.grid.rows - 1) for at, cells in enumerate(rows)
        ]
        columns = (*self.columns, *(FreeColumn(),) * self.grid.columns)[: self.grid.columns]
        table = FreeTable(
            key="made", columns=columns, head=tuple(made[: self.heads]), body=tuple(made[self.heads :]), **self.told
        )
        found: dict[str, Any] = table.model_dump(mode="json", exclude_defaults=True)
        del found["key"]
        return found | {"kind": "free"}

    @classmethod
    def of(cls, table: FreeTable) -> "FreeMaking":
        rows = (*table.head, *table.body)
        cells: dict[At, Spanned] = {}
        taken: set[At] = set()
        for number, row in enumerate(rows):
            column = 0
            for each in row.cells:
                while (number, column) in taken:
                    column += 1
                cells[number, column] = Spanned(each.text, each.rowspan, each.colspan)
                taken |= {
                    (number + down, column + right) for down in range(each.rowspan) for right in range(each.colspan)
                }
                column += each.colspan
        return cls(
            Grid(len(rows), len(table.columns), cells),
            len(table.head),
            any(row.cells and row.cells[0].head for row in table.body),
            table.body[-1].total,
            table.columns,
            {"caption": table.caption, "unit": table.unit, "as_of": table.as_of, "notes": table.notes},
        )

    def width(self, at: int) -> float:
        return float(self.columns[at].width) if at < len(self.columns) else 1.0

    def align(self, at: int) -> Align:
        return self.columns[at].align if at < len(self.columns) else "left"


@dataclass(frozen=True)
class Shown:
    """A table in its part: what it prints and what of it could be bound."""

    part: Part
    name: str
    description: dict[str, Any]

    @cached_property
    def table(self) -> FreeTable:
        """Raises DescriptionError."""
        found = description_of(self.part, MADE, self.description)
        if not isinstance(found, FreeTable):
            raise DescriptionError("자유 표가 아닙니다.")
        return found

    @cached_property
    def _lines(self) -> list[tuple[At, int, str]]:
        """The lines of all cells: the cell, which of its lines, the text."""
        making = FreeMaking.of(self.table)
        return [(at, number, line) for at, each in making.grid for number, line in enumerate(each.text.split("\n"))]

    @cached_property
    def look(self) -> Look:
        return Look(self.part, "\n".join(PREFIX + line.translate(PARTING) for *_, line in self._lines))

    @cached_property
    def html(self) -> str:
        """Raises DescriptionError."""
        section = Section("made", "programme", "", self.name or "새 표", (draw_free(self.table, self._narrator),))
        return part_html(section, str)

    @cached_property
    def _narrator(self) -> Narrator:
        programme = self.part.programme
        return Narrator(self.look.contribution.ledger, programme.pk if programme else None)

    @property
    def figures(self) -> Iterator[tuple[str, str]]:
        """What a cell may name (`상담/청년`), each with its long name and what it says now."""
        known = self._narrator.ledger.names(self._narrator.programme_id)
        for name, parts in (*known.indicators.items(), *known.budgets.items()):
            for part in ("", *sorted(parts)):
                named = self._narrator.named(name)
                now = self._narrator.figure_of(named, part).text
                yield (
                    "/".join(filter(None, (name, part))),
                    f"{'' if isinstance(named, tuple) else named.name} {now}".strip(),
                )

    def reference(self, name: str, aspect: str, period: str, shape: str) -> str:
        """A figure that was chosen, in the notation. Raises DescriptionError for one that there is not."""
        if not name or set(name) & set("{}\n"):
            raise DescriptionError("넣을 수치를 목록에서 골라 주세요.")
        behind = "".join(f"{mark}{each}" for mark, each in ((".", aspect), ("@", period), (":", shape)) if each)
        text = f"{{{name}{behind}}}"
        content_of(text, self._narrator, self._narrator.ledger.names(self._narrator.programme_id))
        return text

    @property
    def offers(self) -> Iterator[tuple[At, int, Offer]]:
        """The typed numbers that a stored figure gives or nearly gives: the cell, which of its lines, and where in that."""
        for each in self.look.offers:
            at, number, _ = self._lines[each.line - 1]
            moved = replace(each, start=each.start - len(PREFIX), end=each.end - len(PREFIX))
            if moved.start >= 0:
                yield at, number, moved


def bound(grid: Grid, at: At, number: int, offer: Offer) -> Grid:
    """The grid with a typed number of a cell's line as what it refers to, without a unit where none was typed."""
    cell = grid.cells[at]
    lines = cell.text.split("\n")
    line = lines[number]
    bare = offer.typed[-1:].isdecimal() and not offer.printed[-1:].isdecimal() and ":" not in offer.reference
    reference = f"{offer.reference[:-1]}:{BARE}}}" if bare else offer.reference
    lines[number] = f"{line[: offer.start]}{reference}{line[offer.end :]}"
    return replace(grid, cells=grid.cells | {at: replace(cell, text="\n".join(lines))})


def dumped(description: dict[str, Any]) -> str:
    return json.dumps(description, ensure_ascii=False, separators=(",", ":"))
