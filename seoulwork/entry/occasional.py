"""Figures that come as they happen: beside the month's grid, to be looked at and changed where they have changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.domain.cells import Cell, Place
from seoulwork.domain.numbers import BLANK, format_number
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import Node, quotient
from seoulwork.domain.runs import stands_in
from seoulwork.entry.attempts import Attempt
from seoulwork.entry.due import NOBODY, Due, due_of, owed_by
from seoulwork.entry.months import Status, korean_date, korean_time
from seoulwork.entry.requests import version_key
from seoulwork.figures.asking import Read, Rows, ask
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Frequency
from seoulwork.figures.stamps import stored_run

OCCASIONAL = (Frequency.OCCASIONAL.value,)


class Box(NamedTuple):
    """One input: blank, or the value that the month has."""

    cell: str
    label: str
    short: str
    value: str
    version: int | None
    error: str = ""


class Line(NamedTuple):
    """An indicator or one part of it: the last value that is known, and the inputs for a new one."""

    place: str
    name: str
    indent: int
    unit: str
    boxes: tuple[Box, ...]
    last: str
    when: str
    """Of which day or months the last value is"""
    who: str
    looked: str
    """When it was looked at last, and by whom"""
    fresh: bool
    """Whether it was looked at, or got a value, for this month"""
    as_of: str
    """The day of the month's own value, as a date input has it"""
    locked: str
    same: bool = False
    """Whether it was just marked as standing as it is"""

    @property
    def unseen(self) -> bool:
        """Whether it has a value that nobody has looked at for this month."""
        return not self.fresh and self.last != BLANK


class Group(NamedTuple):
    title: str
    number: int | None
    lines: tuple[Line, ...]

    @property
    def unseen(self) -> int:
        return sum(line.unseen for line in self.lines)

    @property
    def wrong(self) -> bool:
        return any(box.error for line in self.lines for box in line.boxes)


@dataclass(frozen=True, slots=True)
class Occasions:
    """All occasional figures of a division as they stand for a month."""

    what: Due
    groups: tuple[Group, ...]

    def lines(self) -> Iterator[Line]:
        for group in self.groups:
            yield from group.lines

    @property
    def unseen(self) -> list[Line]:
        return [line for line in self.lines() if line.unseen]

    @property
    def open(self) -> bool:
        """Whether anything can be entered."""
        return any(not line.locked for line in self.lines())


def occasions(division: Division, status: Status, *, by: User | None = None) -> Occasions:
    """The occasional figures of the month, as `by` may use them. 1 query."""
    month = status.month
    *owed, actuals, looks = ask(_read, division, year=month.year, month=month)
    what = due_of(month, *map(tuple, owed))
    may_write = by is None or may(by, "entry_occasional", "POST", division.key)
    by_place, seen = _by_place(actuals), _by_place(looks)
    titles: dict[int | None, Any] = {each.id: each for each in what.structure.programmes}
    groups = []
    for programme_id, nodes in groupby(what.nodes, key=lambda node: node.programme_id):
        locked = status.locked(programme_id) or ("" if may_write else "값은 입력 담당이 넣습니다.")
        lines = tuple(
            _line(each, by_place[each.place], seen[each.place], month, locked) for node in nodes for each in node.walk()
        )
        programme = titles.get(programme_id)
        groups.append(
            Group(programme.title if programme else division.shared, programme.number if programme else None, lines)
        )
    return Occasions(what, tuple(groups))


def _read(division: Division, year: Any, month: Any) -> list[Read]:
    models = division.models
    stored = models.Actual.objects.current().filter(indicator__frequency__in=OCCASIONAL, first_month__lte=month)
    return [
        *owed_by(division, year, OCCASIONAL)[:2],
        owed_by(division, year, OCCASIONAL)[2].none(),
        Read(
            stored,
            (
                "pk",
                "indicator_id",
                "part_id",
                "first_month",
                "last_month",
                "value",
                "denominator",
                "as_of",
                "entered_by__name",
                "entered_at",
            ),
        ),
        Read(
            models.Look.objects.filter(month__lte=month), ("pk", "indicator_id", "part_id", "month", "by__name", "at")
        ),
    ]


def _by_place(rows: Rows) -> dict[Place, list[Any]]:
    found: dict[Place, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=attrgetter("pk")):
        found[Place("Actual", row.indicator_id, row.part_id)].append(row)
    return found


def _line(node: Node, actuals: Sequence[Any], looks: Sequence[Any], month: Month, locked: str) -> Line:
    runs = [(stored_run(row.first_month, row.last_month), row) for row in actuals]
    run, last = max(runs, key=lambda each: (each[0].last, each[0].first), default=(None, None))
    own = next((row for at, row in runs if month in at and stands_in(at, month)), None)
    around = next((at for at, row in runs if month in at), None)
    if not locked and around is not None and own is None:
        locked = f"{around.korean} 실적에 들어 있습니다. {around.last.korean} 화면에서 고쳐 주세요."
    look = looks[-1] if looks else None
    boxes = []
    for slot, _, name, label in node.inputs:
        amount = None if own is None else getattr(own, slot.field)
        boxes.append(
            Box(name, label, slot.measure, "" if amount is None else slot.written(amount), own.pk if own else None)
        )
    return Line(
        place=str(node.cells[0]),
        name=node.path.rpartition("/")[2] or node.name,
        indent=min(node.path.count("/") + 1, 2) if node.path else 0,
        unit=node.unit,
        boxes=tuple(boxes),
        last=BLANK if last is None else _shown(node, last),
        when="" if run is None or last is None else _when(run, last.as_of),
        who="" if last is None else f"{last.entered_by__name or NOBODY} {korean_time(last.entered_at)}",
        looked="" if look is None else f"{korean_time(look.at)} {look.by__name or NOBODY}",
        fresh=own is not None or (look is not None and int(look.month) == int(month)),
        as_of=own.as_of.isoformat() if own is not None and own.as_of else "",
        locked=locked,
    )


def _shown(node: Node, row: Any) -> str:
    """`541/1,000` of a ratio, with its rate; else the figure itself."""
    texts = [slot.written(amount) for slot in node.slots if (amount := getattr(row, slot.field)) is not None]
    if node.accumulation != "ratio":
        return f"{texts[0]}{node.unit}"
    share = quotient(row.value, row.denominator, node.unit)
    return "/".join(texts) + (
        f" ({format_number(share, 1)}{node.unit})" if share is not None and node.unit == "%" else ""
    )


def _when(run: Run, as_of: date | None) -> str:
    return f"{korean_date(as_of)} 기준" if as_of else run.korean


# --------------------------------------------------------------------------------------------------- what is sent


class Typed(NamedTuple):
    """What a user typed beside the lines, and what is wrong with it."""

    values: dict[str, str]
    """By cell; the day by the line's place with `as_of-` before it"""
    same: frozenset[str]
    errors: dict[str, str]
    clears: bool = False


def read(found: Occasions, sent: Mapping[str, str]) -> tuple[list[Attempt], list[Place], Typed]:
    """What is wanted of the lines: new values, and which stand as they are. Errors are told beside their cells."""
    attempts, looked, errors = [], [], dict[str, str]()
    clears, month = "clears" in sent, found.what.month
    same = frozenset(line.place for line in found.lines() if f"same-{line.place}" in sent)
    values = {}
    for line in found.lines():
        first, day = line.boxes[0].cell, sent.get(f"as_of-{line.place}", "").strip()
        values[f"as_of-{line.place}"] = day
        texts = {box.cell: sent[box.cell] for box in line.boxes if box.cell in sent}
        values |= texts
        as_of = None
        if day and day != line.as_of:
            try:
                as_of = date.fromisoformat(day)
            except ValueError:
                errors[first] = "기준일을 2018-07-15처럼 적어 주세요."
                continue
            if Month.of(as_of) != month:
                errors[first] = f"기준일이 {month.korean}이 아닙니다. 그날이 든 달의 화면에서 넣어 주세요."
                continue
            if not any(text.strip() for text in texts.values()):
                errors[first] = "기준일만 있습니다. 새 값을 함께 적어 주세요."
                continue
        if line.place in same:
            if as_of or any(texts[box.cell].strip() != box.value for box in line.boxes if box.cell in texts):
                errors[first] = "'그대로임'과 새 값을 함께 넣었습니다. 하나만 남겨 주세요."
            else:
                looked.append(Cell.parse(line.place).place)
            continue
        attempts += [
            Attempt(box.cell, texts[box.cell], version_key(sent.get(f"seen-{box.cell}", "")), "", clears, as_of)
            for box in line.boxes
            if box.cell in texts
        ]
    return attempts, looked, Typed(values, same, errors)


def with_typed(found: Occasions, typed: Typed) -> Occasions:
    """The lines with what was typed and what is wrong with it."""

    def line(each: Line) -> Line:
        boxes = tuple(
            box._replace(value=typed.values.get(box.cell, box.value), error=typed.errors.get(box.cell, ""))
            for box in each.boxes
        )
        return each._replace(
            boxes=boxes, as_of=typed.values.get(f"as_of-{each.place}", each.as_of), same=each.place in typed.same
        )

    groups = tuple(group._replace(lines=tuple(map(line, group.lines))) for group in found.groups)
    return replace(found, groups=groups)
