"""Two documents held against each other: what the later says otherwise, where, and of each figure why it moved.

Sections are matched by their keys, tables by theirs and cells by what stands in their heads; lines by what they say apart from
their figures. Pure Python: no Django, no query.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from seoulwork.domain.vocabulary import TARGET

from .document import Bullets, Cell, Chart, Document, Gist, Heading, Row, Run, Section, Table, Vision, placed
from .values import Figure, Origin, Quantity

Kind = Literal["changed", "added", "removed"]

ALIKE = 0.5
"""Two lines in the same place are one line that was changed when this much of them is the same."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that prints otherwise, and why."""

    old: str
    new: str
    difference: str
    """Of two quantities of one unit: `+1,010명`; else empty"""
    why: tuple[str, ...]
    before: Figure
    after: Figure


@dataclass(frozen=True, slots=True)
class Change:
    """One line, head or cell. `old` is empty for what was added, `new` for what was left out."""

    kind: Kind
    section: str
    """The key of the section: of the later document, or of the earlier where only that has it"""
    title: str
    """The section's number and title"""
    place: str
    """What it stands under: a head, or a table with its row and column"""
    old: str
    new: str
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    added: tuple[str, ...]
    """Titles of the sections that only the later document has"""
    removed: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def moved(self) -> Iterator[tuple[Change, Moved]]:
        """Each figure that moved, with where."""
        return ((change, moved) for change in self.changes for moved in change.moved)


def compared(old: Document, new: Document) -> Comparison:
    """What `new` says otherwise than `old`."""
    before = {section.key: section for section in old.walk()}
    after = {section.key: section for section in new.walk()}
    changes = list(_cover(old, new))
    for key, section in after.items():
        changes += _section(before.get(key), section)
    for key, section in before.items():
        if key not in after:
            changes += _section(section, None)
    return Comparison(
        tuple(titled(section) for key, section in after.items() if key not in before),
        tuple(titled(section) for key, section in before.items() if key not in after),
        tuple(changes),
    )


def titled(section: Section) -> str:
    return f"{section.mark} {section.title}".strip()


# ----------------------------------------------------------------------------------------------------- pieces


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, head or cell: what it stands under, what it says, and what identifies it there."""

    place: str
    runs: tuple[Run, ...]
    name: str = ""
    """Of a cell: table, row and column; of a line nothing"""
    row: str = ""
    """Of a cell: the row of its table, as a place"""
    label: str = ""
    """Of a cell: what stands at the left of its row"""

    @property
    def text(self) -> str:
        return "".join(run if isinstance(run, str) else run.text for run in self.runs)

    @property
    def form(self) -> str:
        """What it says apart from its figures."""
        return "".join(run if isinstance(run, str) else "\0" for run in self.runs)


def figures_of(section: Section) -> Iterator[tuple[str, Figure]]:
    """Each figure that a section prints, with what it stands under."""
    for piece in pieces(section):
        yield from ((piece.place, run) for run in piece.runs if isinstance(run, Figure))


def pieces(section: Section) -> Iterator[Piece]:
    under = section.title
    yield Piece("제목", (titled(section),))
    for block in section.blocks:
        match block:
            case Heading(title):
                under = title
                yield Piece("소제목", (title,))
            case Bullets(lines) | Gist(lines):
                place = "요지" if isinstance(block, Gist) else under
                yield from (Piece(place, (*((f"{line.mark} ",) if line.mark else ()), *line.runs)) for line in lines)
            case Vision(vision, goals):
                yield Piece("비전", (vision,))
                for goal in goals:
                    yield Piece(f"추진목표 {goal.number}", (goal.title,))
                    yield from (Piece(f"추진목표 {goal.number} 핵심과제", (task,)) for task in goal.core_tasks)
            case Table():
                yield from _cells(block, block.caption or under)
            case Chart():
                yield from _points(block)


def _cells(table: Table, caption: str) -> Iterator[Piece]:
    of = f"표 '{caption}'"
    for name, text in (
        ("단위·기준일", table.scope_note),
        *((f"주 {at}", note) for at, note in enumerate(table.notes, 1)),
    ):
        if text:
            yield Piece(f"{of} {name}", (text,), f"{table.key}/{name}")
    heads = _heads(table.head)
    rows: list[list[Cell]] = [[] for _ in table.body]
    labels: dict[int, list[str]] = {}
    cells = list(placed(table.body))
    for cell, row, _ in cells:
        rows[row].append(cell)
        if cell.head:
            for down in range(cell.rowspan):
                labels.setdefault(row + down, []).append(cell.text)
    taken: Counter[str] = Counter()
    names: list[str] = []
    for row in range(len(rows)):
        name = " · ".join(labels.get(row, ())) or f"{row + 1}번째 줄"
        taken[name] += 1
        names.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    for cell, row, column in cells:
        if not cell.head and cell.text:
            head = heads.get(column) or f"{column + 1}번째 칸"
            runs = cell.content if isinstance(cell.content, tuple) else (cell.content,)
            label = " · ".join(labels.get(row, ()))
            name = f"{table.key}/{names[row]}/{head}"
            yield Piece(f"{of} {names[row]} / {head}", runs, name, f"{of} {names[row]}", label)
    shown = Counter(names)
    for name in shown:
        yield Piece(f"{of} 줄", (name,), f"{table.key}//{name}")


def _points(chart: Chart) -> Iterator[Piece]:
    """What a chart draws that stands in no table."""
    for series in chart.series:
        for point in series.points:
            for name, figure, ref in (
                (chart.marks[0], point.value, point.ref),
                (chart.marks[1], point.target, point.target_ref),
            ):
                if figure is not None and ref is None:
                    place = f"{series.name} {point.label} {name}"
                    yield Piece(f"그림 '{chart.title}' {place}", (figure,), f"{chart.key}//{place}")


def _heads(rows: tuple[Row, ...]) -> dict[int, str]:
    """By grid column, what stands above it."""
    found: dict[int, list[str]] = {}
    for cell, _, column in placed(rows):
        for across in range(cell.colspan):
            if cell.text and cell.text not in found.get(column + across, ()):
                found.setdefault(column + across, []).append(cell.text.replace("\n", " "))
    return {column: " · ".join(texts) for column, texts in found.items()}


# ---------------------------------------------------------------------------------------------------- changes


def _cover(old: Document, new: Document) -> Iterator[Change]:
    for place, name in (("제목", "title"), ("회기", "session"), ("위원회", "committee"), ("기관", "bureau")):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change("changed", "", "표지", place, before, after)


def _section(old: Section | None, new: Section | None) -> Iterator[Change]:
    stands = new or old
    assert stands is not None  # noqa: S101 - one of them is there
    before, after = list(pieces(old)) if old else [], list(pieces(new)) if new else []
    title = titled(stands)
    for one, other in _matched(before, after):
        if one is None or other is None:
            piece = other or one
            assert piece is not None  # noqa: S101
            yield Change(
                "added" if one is None else "removed",
                stands.key,
                title,
                piece.place,
                one.text if one else "",
                other.text if other else "",
            )
        elif one.text != other.text:
            yield Change("changed", stands.key, title, other.place, one.text, other.text, _moved(one.runs, other.runs))


Match = tuple[Piece | None, Piece | None]


def _matched(before: list[Piece], after: list[Piece]) -> Iterator[Match]:
    """Cells by their names, lines by what they say, in the order of the later document; what only the earlier has follows."""
    named = {piece.name: piece for piece in before if piece.name}
    lines = iter(_matched_lines([each for each in before if not each.name], [each for each in after if not each.name]))
    for piece in after:
        if piece.name:
            yield named.pop(piece.name, None), piece
            continue
        for one, other in lines:
            yield one, other
            if other is piece:
                break
    yield from lines
    yield from ((piece, None) for piece in named.values())


def _matched_lines(before: list[Piece], after: list[Piece]) -> Iterator[Match]:
    matcher = SequenceMatcher(None, [each.form for each in before], [each.form for each in after], autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(before[first:last], after[start:end], strict=True)
        else:
            yield from _paired(before[first:last], after[start:end])


def _paired(before: list[Piece], after: list[Piece]) -> Iterator[Match]:
    """Lines that stand in one place: each with the first that is like it."""
    left = list(before)
    for piece in after:
        at = next((at for at, each in enumerate(left) if _alike(each, piece)), None)
        if at is None:
            yield None, piece
            continue
        yield from ((each, None) for each in left[:at])
        yield left[at], piece
        left = left[at + 1 :]
    yield from ((each, None) for each in left)


def _alike(one: Piece, other: Piece) -> bool:
    return SequenceMatcher(None, one.text, other.text, autojunk=False).ratio() >= ALIKE


# ------------------------------------------------------------------------------------------------ why it moved


def _moved(old: tuple[Run, ...], new: tuple[Run, ...]) -> tuple[Moved, ...]:
    """The figures of a line in their order, where both have as many."""
    before = [run for run in old if isinstance(run, Figure)]
    after = [run for run in new if isinstance(run, Figure)]
    if len(before) != len(after):
        return ()
    return tuple(
        Moved(one.text, other.text, difference(one, other), why_moved(one, other), one, other)
        for one, other in zip(before, after, strict=True)
        if one.text != other.text
    )


def difference(old: Figure, new: Figure) -> str:
    """`+1,010명`, `△3명`; empty where the two can't be subtracted."""
    one, other = old.value, new.value
    if not (isinstance(one, Quantity) and isinstance(other, Quantity) and one.unit == other.unit):
        return ""
    decimals = max(one.decimals, other.decimals)
    text = Quantity(other.value - one.value, one.unit, decimals).text
    return text if other.value <= one.value else f"+{text}"


def why_moved(old: Figure, new: Figure) -> tuple[str, ...]:
    """Why a figure prints otherwise, in short sentences: what was corrected, what came, what is asked otherwise."""
    before, after = _by_place(old.origins), _by_place(new.origins)
    told = [
        f"{_kind(origin)} 고침: {origin.indicator} {origin.period} {before[place].value} → {origin.value}"
        for place, origin in after.items()
        if place in before and before[place].value != origin.value
    ]
    come = [origin for place, origin in after.items() if place not in before]
    gone = [origin for place, origin in before.items() if place not in after]
    told += _told("들어온", come)
    told += _told("빠진", gone)
    if {each.measure for each in old.meanings} != {each.measure for each in new.meanings}:
        told.append("무엇을 재는지(정의·단위)가 바뀜")
    return tuple(dict.fromkeys(told)) or ("글에서 고침",)


def _kind(origin: Origin) -> str:
    return "목표" if origin.kind == TARGET else origin.kind


def _by_place(origins: Iterable[Origin]) -> dict[tuple[str, ...], Origin]:
    return {each.place or (each.indicator, each.kind, each.period): each for each in origins}


def _told(how: str, origins: list[Origin]) -> Iterator[str]:
    """By kind, which months came or went: `새로 들어온 실적: 2018년 7월`."""
    by_kind: dict[str, list[str]] = {}
    for each in origins:
        by_kind.setdefault(_kind(each), []).append(each.period)
    for kind, periods in by_kind.items():
        named = list(dict.fromkeys(periods))
        rest = f" 등 {len(named)}개 기간" if len(named) > 3 else ""
        yield f"{how} {kind}: {', '.join(named[:3])}{rest}"
