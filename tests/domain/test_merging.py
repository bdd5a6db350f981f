"""Two writers in one text lose nothing and invent nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seoulwork.domain.merging import Clash, merge
from tests.choosing import amount

MERGES = amount("MERGES", 200, long=20_000)


@pytest.mark.parametrize(
    ("base", "stored", "own", "merged"),
    [
        ("가\n나\n다", "가\n나\n다", "가\n나2\n다", "가\n나2\n다"),
        ("가\n나\n다", "가1\n나\n다", "가\n나\n다3", "가1\n나\n다3"),
        ("가\n나", "가\n새 줄\n나", "가\n나\n끝 줄", "가\n새 줄\n나\n끝 줄"),
        ("가\n나", "가\n하나\n나", "가\n둘\n나", "가\n하나\n둘\n나"),
        ("가\n나\n다", "가\n다", "가\n나\n다\n라", "가\n다\n라"),
        ("○ 상담 {상담} 실시", "○ 전화 상담 {상담} 실시", "○ 상담 {상담.목표} 실시", "○ 전화 상담 {상담.목표} 실시"),
        ("○ 지원 23개소 운영", "○ 지원 24개소 운영", "○ 지원 23개소 확대 운영", "○ 지원 24개소 확대 운영"),
        ("", "가", "나", "가\n나"),
        ("같음", "바뀜", "바뀜", "바뀜"),
    ],
)
def test_both_changes_stand(base: str, stored: str, own: str, merged: str) -> None:
    found = merge(base, stored, own)
    assert (found.text, found.clashes) == (merged, ())


@pytest.mark.parametrize(
    ("base", "stored", "own"),
    [
        ("○ 23개소 운영", "○ 24개소 운영", "○ 25개소 운영"),
        ("○ {상담}명", "○ {상담.목표}명", "○ {상담.달성률}"),
        ("○ 가 나 다", "", "○ 가 나 라"),
        ("○ 가", "○ 나", "○ 다\n○ 라"),
    ],
)
def test_what_both_changed_is_told_and_never_mixed(base: str, stored: str, own: str) -> None:
    found = merge(f"처음\n{base}\n끝", f"처음\n{stored}\n끝" if stored else "처음\n끝", f"처음\n{own}\n끝")
    assert found.text == (f"처음\n{stored}\n끝" if stored else "처음\n끝")
    assert found.clashes == (Clash(base, stored, own, "처음"),)


WORDS = st.sampled_from(["○", "-", "상담", "{상담}", "{상담.목표}", "23개소", "운영", "69.4%", "확대"])
LINE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


def edited(text: list[str]) -> st.SearchStrategy[list[str]]:
    """The lines after a few changes: lines added, removed, moved, words changed."""

    def change(lines: list[str], step: tuple[str, int, int, str]) -> list[str]:
        kind, at, to, line = step
        if kind == "add" or not lines:
            at %= len(lines) + 1
            return [*lines[:at], line, *lines[at:]]
        at %= len(lines)
        rest = [*lines[:at], *lines[at + 1 :]]
        if kind == "remove":
            return rest
        if kind == "move":
            to %= len(rest) + 1
            return [*rest[:to], lines[at], *rest[to:]]
        words = lines[at].split(" ")
        words[to % len(words)] = line.split(" ")[0]
        return [*lines[:at], " ".join(words), *lines[at + 1 :]]

    step = st.tuples(st.sampled_from(["add", "remove", "move", "word"]), st.integers(0, 30), st.integers(0, 30), LINE)

    def all_of(steps: list[tuple[str, int, int, str]]) -> list[str]:
        lines = text
        for each in steps:
            lines = change(lines, each)
        return lines

    return st.lists(step, max_size=4).map(all_of)


@st.composite
def writers(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    # Each line of the base is told apart by its number, so that it can be followed.
    base = [f"{number} {line}" for number, line in enumerate(draw(st.lists(LINE, max_size=8)))]
    return base, draw(edited(base)), draw(edited(base))


def stands_in(line: str, everywhere: set[str], base: list[str]) -> bool:
    """Whether what a writer wrote anew stands in the text or in a clash: whole, or word by word, on two lines where another one has made
    two of it."""
    new = set(line.split()) - {word for each in base for word in each.split()}
    return line in everywhere or new <= {word for each in everywhere for word in each.split()}


@settings(max_examples=MERGES, deadline=None)
@given(writers())
def test_no_line_is_lost_and_none_invented(texts: tuple[list[str], list[str], list[str]]) -> None:
    base, stored, own = texts
    found = merge("\n".join(base), "\n".join(stored), "\n".join(own))
    lines = found.text.split("\n")
    told = [line for each in found.clashes for line in f"{each.kept}\n{each.other}".split("\n")]
    everywhere = {*lines, *told}
    words = {word for line in [*base, *stored, *own] for word in line.split()}
    for line in lines:
        assert line in {*stored, *own, ""} or set(line.split()) <= words
    for changed in (stored, own):
        for line in changed:
            if line in base:
                continue
            assert stands_in(line, everywhere, base)
    for line in base:
        if line in stored and line in own:
            assert line in everywhere


@settings(max_examples=MERGES, deadline=None)
@given(writers())
def test_who_saves_first_does_not_change_what_is_kept(texts: tuple[list[str], list[str], list[str]]) -> None:
    base, stored, own = ("\n".join(each) for each in texts)
    one, other = merge(base, stored, own), merge(base, own, stored)
    assert len(one.clashes) == len(other.clashes)
    if not one.clashes:
        assert sorted(one.text.split("\n")) == sorted(other.text.split("\n"))


@settings(max_examples=MERGES, deadline=None)
@given(writers())
def test_one_writer_alone_gets_what_was_written(texts: tuple[list[str], list[str], list[str]]) -> None:
    base, stored, _ = ("\n".join(each) for each in texts)
    assert merge(base, stored, base).text == stored
    assert merge(base, base, stored).text == stored
    assert merge(base, stored, stored).text == stored


@st.composite
def three_writers(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    base = [f"{number} {line}" for number, line in enumerate(draw(st.lists(LINE, max_size=6)))]
    return base, [draw(edited(base)) for _ in range(3)]


@settings(max_examples=MERGES, deadline=None)
@given(three_writers())
def test_of_three_who_write_at_once_no_line_is_lost_and_none_invented(texts: tuple[list[str], list[list[str]]]) -> None:
    """Each saves what was made of the same text, one after the other, as the server takes them in."""
    base, written = texts
    kept, told = "\n".join(base), []
    for own in written:
        found = merge("\n".join(base), kept, "\n".join(own))
        kept = found.text
        told += [line for each in found.clashes for line in f"{each.kept}\n{each.other}".split("\n")]
    lines = kept.split("\n")
    words = {word for line in [*base, *(line for own in written for line in own)] for word in line.split()}
    assert {word for line in lines for word in line.split()} <= words
    everywhere = {*lines, *told}
    for own in written:
        for line in own:
            assert line in base or stands_in(line, everywhere, base)
    for line in base:
        if all(line in own for own in written):
            assert line in everywhere
