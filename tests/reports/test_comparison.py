"""Two documents held against each other: each planted change is told once, in its place, with why; nothing else is."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.comparison import Change, compared, difference, why_moved
from reports.document import (
    Bullets,
    Cell,
    Chart,
    Column,
    Document,
    Goal,
    Heading,
    Line,
    ListingEntry,
    Picture,
    Point,
    Row,
    Section,
    Series,
    Table,
    Vision,
)
from reports.values import (
    Blank,
    CountWithRate,
    Figure,
    Meaning,
    Origin,
    Pair,
    Percent,
    Quantity,
    Recorded,
    Surplus,
    ToOne,
    Value,
    Words,
)

from .editions.test_kept import everything
from .sample import sample_document
from .sample.building import line, quantity

SAMPLE = sample_document()


def rebuilt(tree: Any, change: Callable[[Any], Any]) -> Any:
    """The tree with each figure as `change` gives it; charts, which draw what stands in tables, as they are."""
    if isinstance(tree, Figure):
        return change(tree)
    if isinstance(tree, tuple):
        return tuple(rebuilt(each, change) for each in tree)
    if is_dataclass(tree) and not isinstance(tree, type | Chart):
        return type(tree)(*(rebuilt(getattr(tree, each.name), change) for each in fields(tree)))
    return tree


def with_raised(numbers: set[int]) -> tuple[Document, list[tuple[str, str]]]:
    """The sample with the quantities of those numbers one higher, and what they printed before and after."""
    told: list[tuple[str, str]] = []
    seen = 0

    def raised(figure: Figure) -> Figure:
        nonlocal seen
        if not isinstance(figure.value, Quantity):
            return figure
        seen += 1
        if seen not in numbers:
            return figure
        other = replace(figure, value=replace(figure.value, value=figure.value.value + 1))
        told.append((figure.text, other.text))
        return other

    return rebuilt(SAMPLE, raised), told


def test_a_document_says_nothing_otherwise_than_itself() -> None:
    assert compared(SAMPLE, sample_document()).changes == ()


@given(st.sets(st.integers(1, 80), min_size=1, max_size=8))
@settings(max_examples=25)
def test_each_figure_that_moved_is_told_once(numbers: set[int]) -> None:
    other, planted = with_raised(numbers)
    found = compared(SAMPLE, other)
    in_text = [(moved.old, moved.new) for _, moved in found.moved]
    assert sorted(in_text) == sorted(planted)
    assert all(change.kind == "changed" for change in found.changes)


def paper(*texts: str, key: str = "one") -> Document:
    lines = Bullets(tuple(line("○", 0, text) for text in texts))
    section = Section(key, "programme", "1", "일자리", (lines,))
    return replace(SAMPLE, sections=(section,))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("가나다 지원",), ("가나다 지원", "새로 적은 줄"), [("added", "", "○ 새로 적은 줄")]),
        (("가나다 지원", "뺀 줄"), ("가나다 지원",), [("removed", "○ 뺀 줄", "")]),
        (("교육 4회 운영",), ("교육 5회 운영",), [("changed", "○ 교육 4회 운영", "○ 교육 5회 운영")]),
        (("가", "나"), ("나", "가"), [("added", "", "○ 나"), ("removed", "○ 나", "")]),
    ],
)
def test_lines_are_told_as_added_removed_or_changed(
    before: tuple[str, ...], after: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    found = [(each.kind, each.old, each.new) for each in compared(paper(*before), paper(*after)).changes]
    assert sorted(found) == sorted(expected)


@given(st.lists(st.text("가나다 ", min_size=1), max_size=6), st.lists(st.text("가나다 ", min_size=1), max_size=6))
def test_no_line_is_lost_or_made_up(before: list[str], after: list[str]) -> None:
    changes = compared(paper(*before), paper(*after)).changes
    kept = sorted(f"○ {text}" for text in before)
    for change in changes:
        if change.old:
            kept.remove(change.old)
        if change.new:
            kept.append(change.new)
    assert sorted(kept) == sorted(f"○ {text}" for text in after)


def test_sections_that_come_and_go_are_named_with_all_that_stands_in_them() -> None:
    found = compared(paper("가", key="one"), paper("나", key="two"))
    assert (found.added, found.removed) == (("1 일자리",), ("1 일자리",))
    assert [(each.kind, each.section) for each in found.changes] == [("added", "two")] * 2 + [("removed", "one")] * 2


UNPRINTED = {
    # Only in the site, or of the file.
    "Document.published_on": "each edition has its own",
    "Document.drafted_at": "each draft has its own",
    "Document.courses": "only in the site",
    "Document.milestones": "only in the site",
    "Document.homes": "only in the site",
    "Section.key": "an address",
    "Table.key": "an address",
    "Chart.key": "an address",
    "Picture.key": "an address",
    "ListingEntry.target": "an address",
    "Chart.table": "an address",
    "Cell.formulas": "how a spreadsheet makes it again",
    "Cell.head": "what it heads is called otherwise then",
    "Cell.colspan": "the cells behind it stand under other heads then",
    "Cell.rowspan": "the cells below it stand in other columns then",
    "Chart.description": "made of what the chart draws",
    "Point.ref": "an address",
    "Point.target_ref": "an address",
    "Picture.kind": "of the file, which its SHA-256 tells",
    "Picture.width": "of the file",
    "Picture.height": "of the file",
    "Picture.content": "of the file",
}
EACH = 3
"""Of each field so many are tried, wherever they stand"""


def plants(tree: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """The tree with one printed thing otherwise: a text, number, choice or figure; one of several left out, or two of them the other way
    round."""
    if isinstance(tree, Figure):
        yield f"{name}: figure", replace(tree, value=Words("딴 수치"), missing=())
    elif isinstance(tree, tuple):
        for at, each in enumerate(tree):
            yield from ((told, (*tree[:at], other, *tree[at + 1 :])) for told, other in plants(each, name))
        if tree and name != "Chart.marks":  # a pair
            yield f"{name}: left out", tree[:-1]
        for at, (one, other) in enumerate(pairwise(tree)):
            if one != other:
                yield f"{name}: the other way round", (*tree[:at], other, one, *tree[at + 2 :])
    elif is_dataclass(tree) and not isinstance(tree, type):
        for each in fields(tree):
            told, held = f"{type(tree).__name__}.{each.name}", getattr(tree, each.name)
            in_table = isinstance(tree, Point) and {"value": tree.ref, "target": tree.target_ref}.get(each.name)
            of_head = (name, told) == ("Table.head", "Row.total")  # only the body has totals
            if told not in UNPRINTED and not in_table and not of_head:
                yield from ((what, replace(tree, **{each.name: other})) for what, other in plants(held, told))
    elif isinstance(tree, bool):
        yield name, not tree
    elif isinstance(tree, str):
        yield name, CHOICES.get(name, {}).get(tree, f"딴 {tree}")
    elif isinstance(tree, int | float):
        yield name, tree + 1
    elif tree is None and name == "Heading.number":
        yield name, 1


CHOICES = {
    "Section.kind": {"part": "goal", "goal": "programme", "programme": "part"},
    "Chart.kind": {"bars": "pie", "trend": "bars", "pie": "bars", "course": "bars"},
    "Column.align": {"left": "right", "center": "left", "right": "center"},
}


def test_whatever_is_printed_otherwise_is_told() -> None:
    """Each field of each block, in several places."""
    tried: Counter[str] = Counter()
    untold = []
    figure = Figure(quantity(3, "명"))
    alone = Chart(
        "alone", "bars", "표가 없는 그림", "", "", (Series("실적", "명", (Point("6월", figure, target=figure),)),)
    )
    sample = everything()
    paper = replace(sample, sections=(*sample.sections, Section("alone", "part", "Ⅴ", "그림", (alone,))))
    for told, other in plants(paper):
        tried[told] += 1
        if tried[told] <= EACH and not (compared(paper, other).changes and compared(other, paper).changes):
            untold.append(told)
    assert untold == []
    assert {f"{kind.__name__}.{each.name}" for kind in PRINTED for each in fields(kind)} - set(UNPRINTED) <= {
        told.partition(":")[0] for told in tried
    }


PRINTED = (Section, Heading, Line, Table, Column, Row, Chart, Series, Point, Picture, Vision, Goal, ListingEntry)


def with_block(document: Document, kind: type, change: Callable[[Any], Any]) -> Document:
    """The first block of a kind as `change` gives it; None for none."""
    first = next(block for each in document.walk() for block in each.blocks if isinstance(block, kind))

    def section(each: Section) -> Section:
        made = (change(block) if block is first else block for block in each.blocks)
        blocks = tuple(block for block in made if block is not None)
        return replace(each, blocks=blocks, children=tuple(map(section, each.children)))

    return replace(document, sections=tuple(map(section, document.sections)))


def test_another_picture_is_one_change() -> None:
    paper = everything()
    other = with_block(paper, Picture, lambda picture: replace(picture, sha256="1" * 64))
    assert [(each.kind, each.place, each.old, each.new, each.at) for each in compared(paper, other).changes] == [
        ("changed", "그림 '점'", "그림 파일(지문 000000000000)", "그림 파일(지문 111111111111)", "picture-dot")
    ]
    gone = compared(paper, with_block(paper, Picture, lambda picture: None)).changes
    assert {each.kind for each in gone} == {"removed"}


def test_a_head_that_is_called_otherwise_is_one_change_and_its_cells_are_none() -> None:
    def renamed(table: Table) -> Table:
        *rows, last = table.head
        cells = (*last.cells[:-1], replace(last.cells[-1], content="새 이름"))
        return replace(table, head=(*rows, replace(last, cells=cells)))

    found = compared(SAMPLE, with_block(SAMPLE, Table, renamed)).changes
    assert [each.place.rpartition("'")[2] for each in found] == [" 칸 이름"]


def test_a_table_that_comes_before_others_leaves_them_what_they_were() -> None:
    """Tables have numbers for keys."""
    head = (Row((Cell("구", head=True), Cell("명", head=True))),)

    def table(key: str, caption: str, value: str) -> Table:
        return Table(key, caption, (Column(), Column()), head, (Row((Cell("강남", head=True), Cell(value))),))

    old = replace(SAMPLE, sections=(Section("one", "part", "Ⅰ", "표", (table("one-1", "교육", "11"),)),))
    both = (table("one-1", "상담", "22"), table("one-2", "교육", "11"))
    new = replace(SAMPLE, sections=(Section("one", "part", "Ⅰ", "표", both),))
    changes = compared(old, new).changes
    assert {each.kind for each in changes} == {"added"}
    assert all("'상담'" in each.place for each in changes)


def valued(value: Value) -> Figure:
    return Figure(value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (quantity(1_889, "명"), quantity(2_899, "명"), "+1,010명"),
        (quantity(9, "명"), quantity(6, "명"), "△3명"),
        (quantity(9, "명"), quantity(6, "건"), ""),
        (Percent(Decimal("69.44")), Percent(Decimal("72.26")), "+2.9%p"),
        (
            CountWithRate(quantity(245_657), Percent(Decimal("69.4"))),
            CountWithRate(quantity(255_657), Percent(Decimal("72.2"))),
            "+10,000, +2.8%p",
        ),
        (
            CountWithRate(quantity(245_657), Percent(Decimal("69.4"))),
            CountWithRate(quantity(245_657), Percent(Decimal("69.3"))),
            "△0.1%p",
        ),
        (CountWithRate(quantity(10), Blank()), CountWithRate(quantity(12), Percent(Decimal(5))), "+2"),
        (Pair(30, 28), Pair(30, 29), "0/+1"),
        (Surplus(-9), Surplus(2), "+11"),
        (ToOne(Decimal("5.41")), ToOne(Decimal("6.2")), "+0.8"),
        (Blank(), quantity(6, "건"), ""),
        (Recorded("약 10명"), quantity(6, "명"), ""),
    ],
)
def test_the_difference_is_what_who_reads_the_two_would_subtract(old: Value, new: Value, told: str) -> None:
    assert difference(valued(old), valued(new)) == told


def test_the_cover_is_compared() -> None:
    assert compared(SAMPLE, replace(SAMPLE, session="제283회")).changes == (
        Change("changed", "", "표지", "회기", SAMPLE.session, "제283회"),
    )


def figure(value: int, *origins: Origin, unit: str = "명", measure: str = "취업한 사람") -> Figure:
    return Figure(quantity(Decimal(value), unit), origins, (Meaning((("정의", measure),), ()),))


def origin(value: str, period: str, kind: str = "실적") -> Origin:
    return Origin("취업", kind, value, period, None, "", ("노동", kind, "취업", period))


JUNE, JULY = origin("10명", "2018년 6월"), origin("3명", "2018년 7월")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (figure(10, JUNE), figure(13, JUNE, JULY), ("들어온 실적: 2018년 7월",)),
        (figure(13, JUNE, JULY), figure(10, JUNE), ("빠진 실적: 2018년 7월",)),
        (figure(10, JUNE), figure(11, origin("11명", "2018년 6월")), ("실적 고침: 취업 2018년 6월 10명 → 11명",)),
        (
            figure(9, origin("9명", "2018년", "목표")),
            figure(8, origin("8명", "2018년", "목표")),
            ("목표 고침: 취업 2018년 9명 → 8명",),
        ),
        (figure(10, JUNE), figure(11, JUNE, measure="취업을 유지한 사람"), ("무엇을 재는지(정의·단위)가 바뀜",)),
        (figure(10), figure(11), ("글에서 고침",)),
    ],
)
def test_why_a_figure_moved(old: Figure, new: Figure, why: tuple[str, ...]) -> None:
    assert why_moved(old, new) == why
