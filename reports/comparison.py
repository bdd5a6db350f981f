"""Two documents held against each other: what the later says otherwise, where, and of each figure why it moved.

Sections are matched by their keys, tables, charts and pictures by what stands over them, cells by their heads; lines by what they say
apart from their figures. Whatever is printed otherwise is told: words, figures, captions, pictures, order, and how they are set. Only what
a chart says of itself in words is not, as that is made of what it draws. Pure Python: no Django, no query.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from seoulwork.domain.numbers import round_half_up
from seoulwork.domain.vocabulary import TARGET

from .document import (
    Bullets,
    Chart,
    Column,
    Document,
    Gist,
    Heading,
    Listing,
    Picture,
    Row,
    Run,
    Section,
    Table,
    Vision,
    anchor,
    note_anchor,
    placed,
    row_anchor,
    section_anchor,
)
from .values import CountWithRate, Figure, Origin, Pair, Percent, Quantity, Surplus, ToOne, Value

Kind = Literal["changed", "added", "removed"]

ALIKE = 0.5
"""Two lines in the same place are one line that was changed when this much of them is the same."""
ONE = "1줄 1칸"
SECTION_LOOKS = {"part": "부분", "goal": "목표", "programme": "사업"}
ALIGNED = {"left": "왼쪽", "center": "가운데", "right": "오른쪽"}
CHARTS = {"bars": "막대그림", "trend": "추이 그림", "pie": "원그림", "course": "꺾은선 그림"}


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that prints otherwise, and why."""

    old: str
    new: str
    difference: str
    """`+1,010명`, `+2.8%p`; empty where they can't be subtracted"""
    why: tuple[str, ...]
    before: Figure
    after: Figure


@dataclass(frozen=True, slots=True)
class Change:
    """One line, head, cell or picture. `old` is empty for what was added, `new` for what was left out."""

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
    at: str = ""
    """Where it stands in the earlier document (document.py: anchor); empty of what that does not have"""


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
    changes = [*_cover(old, new), *_arranged(old, new)]
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
    """A line, head, cell or picture: what it stands under, what it says, and what identifies it there."""

    place: str
    runs: tuple[Run, ...]
    name: str = ""
    """Of a cell: table, row and column; of a line nothing"""
    row: str = ""
    """Of a cell: the row of its table, as a place"""
    label: str = ""
    """Of a cell: what stands at the left of its row"""
    at: str = ""
    """Where it stands (document.py: anchor)"""
    look: str = ""
    """How it is set, in words; told where that alone differs"""
    kind: Literal["line", "beside", "setting"] = "line"
    """`beside`: what is read with lines and is none, as captions, heads and pictures; `setting`: how something is set, of interest only
    where both documents have it"""

    @property
    def text(self) -> str:
        return "".join(run if isinstance(run, str) else run.text for run in self.runs)

    @property
    def form(self) -> str:
        """What it says apart from its figures."""
        return "".join(run if isinstance(run, str) else "\0" for run in self.runs)


@dataclass(frozen=True, slots=True)
class Called:
    """What a table, chart or picture, its rows and its heads are called in a comparison: as those of the later document that they are."""

    name: str
    rows: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)


def figures_of(section: Section) -> Iterator[tuple[str, Figure]]:
    """Each figure that a section prints, with what it stands under."""
    for piece in pieces(section):
        yield from ((piece.place, run) for run in piece.runs if isinstance(run, Figure))


def pieces(section: Section) -> Iterator[Piece]:
    """The lines of a section, the cells of its tables among them."""
    return (piece for piece in _pieces(section, {}) if piece.kind == "line")


def _pieces(section: Section, called: Mapping[int, Called]) -> Iterator[Piece]:
    """All that it prints. `called` by the places of blocks; the others are called by their keys."""
    under = section.title
    title_at = section_anchor(section.key)
    yield Piece("제목", (titled(section),), "title", at=title_at, look=SECTION_LOOKS[section.kind])
    if section.division:
        yield Piece("담당", (section.division,), "division", at=title_at, kind="beside")
    for number, block in enumerate(section.blocks):

        def at(item: int, number: int = number) -> str:
            return anchor(section.key, number, item)

        match block:
            case Heading(title):
                under = title
                look = "번호 없음" if block.number is None else f"번호 {block.number}"
                yield Piece("소제목", (title,), at=at(0), look=look)
            case Bullets(lines) | Gist(lines):
                is_gist = isinstance(block, Gist)
                for item, line in enumerate(lines):
                    runs = (*((f"{line.mark} ",) if line.mark else ()), *line.runs)
                    depth = f"들여쓰기 {line.level}단계" if line.level else "들여쓰기 없음"
                    look = f"요지 상자, {depth}" if is_gist else depth
                    yield Piece("요지" if is_gist else under, runs, at=at(item), look=look)
            case Vision(vision, goals):
                yield Piece("비전", (vision,), at=at(0))
                for goal in goals:
                    of = f"추진목표 {goal.number}"
                    yield Piece(of, (goal.title,), at=at(0), look=of)
                    yield from (Piece(f"{of} 핵심과제", (task,), at=at(0), look=of) for task in goal.core_tasks)
            case Listing(entries):
                for item, entry in enumerate(entries):
                    yield Piece("목록", (f"{entry.mark} {entry.title}".strip(),), at=at(item), kind="beside")
            case Table():
                yield from _of_table(block, block.caption or under, called.get(number, Called(_name(block))))
            case Chart():
                yield from _of_chart(block, called.get(number, Called(_name(block))))
            case Picture():
                yield from _of_picture(block, called.get(number, Called(_name(block))))


def _of_table(table: Table, caption: str, called: Called) -> Iterator[Piece]:
    of, begin, key = f"표 '{caption}'", f"table-{table.key}", called.name
    if table.caption:
        yield Piece(f"{of} 제목", (table.caption,), f"{key}/caption", at=begin, kind="beside")
    for name, text, at in (
        ("단위·기준일", table.scope_note, begin),
        *((f"주 {number}", note, note_anchor(table.key, number)) for number, note in enumerate(table.notes, 1)),
    ):
        if text:
            yield Piece(f"{of} {name}", (text,), f"{key}/{name}", at=at)
    heads, own = _heads(table.head), _own_heads(table)
    for column, head in own.items():
        name = called.heads.get(head, head)
        if heads.get(column):
            yield Piece(f"{of} 칸 이름", (heads[column],), f"{key}//{name}/head", at=begin, kind="beside")
        yield Piece(
            f"{of} 칸 모양({head})", (_set(table.columns[column]),), f"{key}//{name}/set", at=begin, kind="setting"
        )
    names, labels = _rows(table)
    for cell, row, column in placed(table.body):
        if not cell.head and cell.text:
            head, called_head = heads.get(column) or f"{column + 1}번째 칸", own.get(column, str(column))
            runs = cell.content if isinstance(cell.content, tuple) else (cell.content,)
            place = f"{of} {names[row]}"
            name = f"{key}/{called.rows.get(names[row], names[row])}/{called.heads.get(called_head, called_head)}"
            look = f"{cell.rowspan}줄 {cell.colspan}칸"
            yield Piece(
                f"{place} / {head}",
                runs,
                name,
                place,
                labels[row],
                row_anchor(table.key, row),
                look if look != ONE else "",
            )
    for row, name in enumerate(names):
        look = "합계 줄" if table.body[row].total else "보통 줄"
        at = row_anchor(table.key, row)
        yield Piece(f"{of} 줄", (name,), f"{key}//{called.rows.get(name, name)}", at=at, look=look)


def _rows(table: Table) -> tuple[list[str], list[str]]:
    """Of each row its name, which no other has, and what stands at its left."""
    labels: dict[int, list[str]] = {}
    for cell, row, _ in placed(table.body):
        if cell.head:
            for down in range(cell.rowspan):
                labels.setdefault(row + down, []).append(cell.text)
    told = [" · ".join(labels.get(row, ())) for row in range(len(table.body))]
    return _apart(text or f"{row}번째 줄" for row, text in enumerate(told, 1)), told


def _own_heads(table: Table) -> dict[int, str]:
    """By grid column, what it is called, as no other is."""
    heads = _heads(table.head)
    columns = range(len(table.columns))
    return dict(zip(columns, _apart(heads.get(at) or f"{at + 1}번째 칸" for at in columns), strict=True))


def _apart(names: Iterable[str]) -> list[str]:
    """`합계`, `합계 (2)`"""
    taken: Counter[str] = Counter()
    found = []
    for name in names:
        taken[name] += 1
        found.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return found


def _set(column: Column) -> str:
    bar = ", 막대" if column.bar else ""
    return f"{ALIGNED[column.align]} 맞춤, 너비 {column.width:g}{bar}"


def _of_chart(chart: Chart, called: Called) -> Iterator[Piece]:
    """What a chart draws; of its figures those that stand in no table."""
    of, at = f"그림 '{chart.title}'", f"chart-{chart.key}"
    look = f"{CHARTS[chart.kind]}, {chart.marks[0]}과 {chart.marks[1]}"
    yield Piece(of, (chart.title,), f"{called.name}//title", at=at, look=look, kind="beside")
    for series in chart.series:
        named = f"{series.name} ({series.unit})" if series.unit else series.name
        points = " · ".join(f"{each.label}(계획)" if each.planned else each.label for each in series.points)
        told = f"{named}: {points}" if named else points
        yield Piece(f"{of} 계열", (told,), f"{called.name}//{series.name}", at=at, kind="beside")
        for point in series.points:
            for name, figure, ref in (
                (chart.marks[0], point.value, point.ref),
                (chart.marks[1], point.target, point.target_ref),
            ):
                if figure is not None and ref is None:
                    place = f"{series.name} {point.label} {name}"
                    yield Piece(f"{of} {place}", (figure,), f"{called.name}//{place}", at=at)


def _of_picture(picture: Picture, called: Called) -> Iterator[Piece]:
    of, at = f"그림 '{picture.caption or picture.alternative}'", f"picture-{picture.key}"
    shown = f"그림 파일(지문 {picture.sha256[:12]})"
    yield Piece(of, (shown,), f"{called.name}//picture", at=at, look=f"너비 {picture.share}%", kind="beside")
    for name, text in (("제목", picture.caption), ("자료", picture.source_note), ("대체 글", picture.alternative)):
        if text:
            yield Piece(f"{of} {name}", (text,), f"{called.name}//{name}", at=at, kind="beside")


def _heads(rows: tuple[Row, ...]) -> dict[int, str]:
    """By grid column, what stands above it."""
    found: dict[int, list[str]] = {}
    for cell, _, column in placed(rows):
        for across in range(cell.colspan):
            if cell.text and cell.text not in found.get(column + across, ()):
                found.setdefault(column + across, []).append(cell.text.replace("\n", " "))
    return {column: " · ".join(texts) for column, texts in found.items()}


# ----------------------------------------------------------------------------------------- what is the same thing


def _same(old: Section, new: Section) -> dict[int, Called]:
    """What the earlier section's tables, charts and pictures are called: as those of the later one that they are, by what stands over
    them and then by their keys, which are numbers in the order of the text."""
    before, left = dict(_keyed(old)), dict(_keyed(new))
    found: dict[int, Called] = {}
    for alike in (_alike_over, _alike_in_key):
        for at, one in before.items():
            match = next((to for to, other in left.items() if type(one) is type(other) and alike(one, other)), None)
            if at not in found and match is not None:
                found[at] = _called(one, left.pop(match))
    return {at: found.get(at, Called(f"gone.{at}")) for at in before}


Keyed = Table | Chart | Picture


def _name(block: Keyed) -> str:
    """A table and a chart may have one key."""
    return block.key if isinstance(block, Table) else f"{type(block).__name__.lower()}.{block.key}"


def _keyed(section: Section) -> Iterator[tuple[int, Keyed]]:
    return ((at, each) for at, each in enumerate(section.blocks) if isinstance(each, Keyed))


def _alike_over(one: Keyed, other: Keyed) -> bool:
    over = [each.title if isinstance(each, Chart) else each.caption for each in (one, other)]
    return over[0] == over[1] != ""


def _alike_in_key(one: Keyed, other: Keyed) -> bool:
    return one.key == other.key


def _called(one: Keyed, other: Keyed) -> Called:
    if isinstance(one, Table) and isinstance(other, Table):
        return Called(
            _name(other),
            _renamed(_rows(one)[0], _rows(other)[0]),
            _renamed(list(_own_heads(one).values()), list(_own_heads(other).values())),
        )
    return Called(_name(other))


def _renamed(old: list[str], new: list[str]) -> dict[str, str]:
    """Rows or heads that stand in the place of others: as many, between the same ones."""
    kept = [each for each in old if each in new], [each for each in new if each in old]
    if kept[0] != kept[1]:
        return {}
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pairs = [
        (old[first:last], new[start:end])
        for tag, first, last, start, end in matcher.get_opcodes()
        if tag == "replace" and last - first == end - start
    ]
    return {one: other for before, after in pairs for one, other in zip(before, after, strict=True)}


# ---------------------------------------------------------------------------------------------------- changes


def _cover(old: Document, new: Document) -> Iterator[Change]:
    for place, name in (
        ("제목", "title"),
        ("회기", "session"),
        ("위원회", "committee"),
        ("연월", "month"),
        ("기관", "bureau"),
    ):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change("changed", "", "표지", place, before, after)


def _arranged(old: Document, new: Document) -> Iterator[Change]:
    """Sections that stand in another order, or below another."""
    titles = {each.key: titled(each) for each in (*old.walk(), *new.walk())}
    if order := _reordered([each.key for each in old.walk()], [each.key for each in new.walk()]):
        before, after = (" · ".join(titles[key] for key in keys) for keys in order)
        yield Change("changed", "", "차례", "부분과 사업의 차례", before, after)
    above, below = _parents(old), _parents(new)
    for key, parent in below.items():
        if key in above and above[key] != parent:
            before, after = (titles.get(each, "맨 위") for each in (above[key], parent))
            yield Change("changed", key, titles[key], "속한 곳", before, after, at=section_anchor(key))


def _parents(document: Document) -> dict[str, str]:
    top = {each.key: "" for each in document.sections}
    return top | {child.key: each.key for each in document.walk() for child in each.children}


def _reordered(old: list[str], new: list[str]) -> tuple[list[str], list[str]] | None:
    """What both have, in the order of each; None where that is one order."""
    common = set(old) & set(new)
    before, after = ([each for each in names if each in common] for names in (old, new))
    return None if before == after else (before, after)


def _section(old: Section | None, new: Section | None) -> Iterator[Change]:
    stands = new or old
    assert stands is not None  # noqa: S101 - one of them is there
    called = _same(old, new) if old and new else {}
    before, after = list(_pieces(old, called)) if old else [], list(_pieces(new, {})) if new else []
    title = titled(stands)
    matched = list(_matched(before, after))
    for one, other in matched:
        piece = other or one
        assert piece is not None  # noqa: S101
        if one is None or other is None:
            if piece.kind != "setting":
                kind: Kind = "added" if one is None else "removed"
                yield Change(
                    kind,
                    stands.key,
                    title,
                    piece.place,
                    one.text if one else "",
                    other.text if other else "",
                    (),
                    one.at if one else "",
                )
        elif one.text != other.text:
            moved = _moved(one.runs, other.runs)
            yield Change("changed", stands.key, title, other.place, one.text, other.text, moved, one.at)
        elif one.look != other.look:
            was, said = (f"{each.text} ({each.look or ONE})" for each in (one, other))
            yield Change("changed", stands.key, title, other.place, was, said, at=one.at)
    if old and new:
        for place, earlier, later, at in (*_lists(old, new, called), *_places(before, after, matched)):
            yield Change("changed", stands.key, title, place, earlier, later, at=at)


Order = tuple[str, str, str, str]
"""A place, what stands there in the order of the earlier and of the later document, and where that was"""


def _lists(old: Section, new: Section, called: Mapping[int, Called]) -> Iterator[Order]:
    """Rows and heads of tables, and series of charts, that stand in another order."""
    later = {_name(each): each for _, each in _keyed(new)}
    for number, known in called.items():
        one, other = old.blocks[number], later.get(known.name)
        if isinstance(one, Table) and isinstance(other, Table):
            names = [known.rows.get(each, each) for each in _rows(one)[0]]
            heads = [known.heads.get(each, each) for each in _own_heads(one).values()]
            lists = [("줄의 차례", names, _rows(other)[0]), ("칸의 차례", heads, list(_own_heads(other).values()))]
            of, at = f"표 '{other.caption or new.title}'", f"table-{one.key}"
        elif isinstance(one, Chart) and isinstance(other, Chart):
            lists = [("계열의 차례", [each.name for each in one.series], [each.name for each in other.series])]
            of, at = f"그림 '{other.title}'", f"chart-{one.key}"
        else:
            continue
        for what, before, after in lists:
            if order := _reordered(before, after):
                yield f"{of} {what}", " · ".join(order[0]), " · ".join(order[1]), at


def _places(before: list[Piece], after: list[Piece], matched: "list[Match]") -> Iterator[Order]:
    """Tables, charts and pictures that stand elsewhere among the lines."""
    lines = {id(one): number for number, (one, other) in enumerate(matched) if one and other and not one.name}
    lines |= {id(other): lines[id(one)] for one, other in matched if one and other and not one.name}
    orders = []
    for told in (before, after):
        named = [str(lines.get(id(piece), "")) if not piece.name else piece.name.partition("/")[0] for piece in told]
        orders.append(list(dict.fromkeys(filter(None, named))))
    if order := _reordered(*orders):
        first = {piece.name.partition("/")[0]: piece.place for piece in reversed(after) if "/" in piece.name}
        names = {name: place[: place.rindex("'") + 1] for name, place in first.items()}
        earlier, later = (" → ".join(_grouped(each, names)) for each in order)
        yield "글·표·그림의 차례", earlier, later, before[0].at


def _grouped(order: list[str], names: Mapping[str, str]) -> Iterator[str]:
    """`글 3줄`, `표 '일자리'`"""
    for is_line, group in groupby(order, key=str.isdecimal):
        together = list(group)
        if is_line:
            yield f"글 {len(together)}줄"
        else:
            yield from (names[each] for each in together if each in names)


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
    """`+1,010명`, `△3명`, of a figure of two `+10,000, +2.8%p` and `+1/0`: as who reads the two subtracts them. Empty where they can't be
    subtracted."""
    one, other = old.value, new.value
    told = []
    for before, after in zip(_parts(one), _parts(other), strict=False):
        if before.unit != after.unit:
            return ""
        moved = round_half_up(after.value, after.decimals) - round_half_up(before.value, before.decimals)
        text = Quantity(moved, after.unit, max(before.decimals, after.decimals)).text
        told.append(f"+{text}" if moved > 0 else text if moved else "")
    if isinstance(one, Pair):
        return "/".join(each or "0" for each in told) if any(told) else ""
    return ", ".join(filter(None, told))


def _parts(value: Value) -> tuple[Quantity, ...]:
    """The numbers of a value as what can be subtracted."""
    match value:
        case Quantity():
            return (value,)
        case Percent():
            return (Quantity(value.value, "%p", value.decimals),)
        case ToOne():
            return (Quantity(value.value, "", value.shown_decimals),)
        case CountWithRate(count, Percent() as rate):
            return (count, *_parts(rate))
        case CountWithRate(count):
            return (count,)
        case Pair(left, right):
            return (Quantity(Decimal(left)), Quantity(Decimal(right)))
        case Surplus(surplus):
            return (Quantity(Decimal(surplus)),)
    return ()


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
