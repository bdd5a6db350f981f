"""Two documents held against each other: each planted change is told once, in its place, with why; nothing else is."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.comparison import Change, compared, why_moved
from reports.document import Bullets, Chart, Document, Section
from reports.values import Figure, Meaning, Origin, Quantity

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
