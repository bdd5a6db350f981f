"""Two people write in one text: a three-way merge by lines and, within lines that both changed, by words. Pure Python.

A reference (`{상담.목표}`) and a number are one word each, so that no figure is ever put together from two. Where both changed
the same words nothing is mixed: the merged text keeps what stood there first, and both are told as a Clash.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\{[^{}\n]*\}|\n|[^\S\n]+|[^\s{}]+|[{}]")
"""The words of a text, a reference or a number one each, and what stands between them."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Lines that both changed: how they stood before, what stands now (kept in the merged text), and what the other one wrote.
    Each is whole lines, joined by newlines; empty for none. `above` is the merged line above them, empty at the top."""

    before: str
    kept: str
    other: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    text: str
    clashes: tuple[Clash, ...] = ()


def merge(base: str, stored: str, own: str) -> Merged:
    """`stored` and `own` both come of `base`; what either changed, added or removed is in the merged text. Text is lines joined by
    newlines."""
    if own in (base, stored):
        return Merged(stored)
    if stored == base:
        return Merged(own)
    lines: list[str] = []
    clashes: list[Clash] = []
    known = set(_lines(base))
    for before, kept, other in _regions(_lines(base), _lines(stored), _lines(own)):
        agreed = _agreed(before, kept, other, known)
        if agreed is None:
            above = lines[-1] if lines else ""
            clashes.append(Clash("\n".join(before), "\n".join(kept), "\n".join(other), above))
        lines += kept if agreed is None else agreed
    return Merged("\n".join(lines), tuple(clashes))


def _beyond(lines: list[str], known: list[str]) -> list[str]:
    """The lines that `known` does not have as often."""
    spare = Counter(known)
    spare.subtract(lines)
    missing = -spare
    found = []
    for line in reversed(lines):
        if missing[line]:
            missing[line] -= 1
            found.append(line)
    return found[::-1]


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _agreed(before: list[str], kept: list[str], other: list[str], known: set[str]) -> list[str] | None:
    """The lines of a region when both can stand; None when they can't. `known` are all lines of the base."""
    if kept in (before, other):
        return other
    if other == before:
        return kept
    if not before:
        return kept + _beyond(other, kept)  # both added here, each their own
    if not kept or not other:
        return None  # one removed what the other changed
    if _has_moved(before, kept, known) or _has_moved(before, other, known):
        return None  # words are put together only of versions of one line
    words = [WORDS.findall("\n".join(each)) for each in (before, kept, other)]
    merged: list[str] = []
    for old, first, second in _regions(*words):
        if first not in (old, second) and second != old:
            return None
        merged += first if second == old else second
    return "".join(merged).split("\n")


def _has_moved(before: list[str], changed: list[str], known: set[str]) -> bool:
    """Whether a line stands here that stood elsewhere in the base, or lines that stood here in another order."""
    stood = iter(before)
    return any(line.strip() and line not in stood for line in changed if line in known)


Region = tuple[list[str], list[str], list[str]]


def _regions(base: Sequence[str], stored: Sequence[str], own: Sequence[str]) -> Iterator[Region]:
    """The three texts cut at what is the same in all: stretches that nobody changed, and between them what somebody did. Two
    changes that touch each other are one region."""
    kept, other = _same(base, stored), _same(base, own)
    start = first = second = 0
    at = 0
    while at <= len(base):
        stable = at == len(base) or (at in kept and at in other)
        if not stable:
            at += 1
            continue
        to_first = kept[at] if at < len(base) else len(stored)
        to_second = other[at] if at < len(base) else len(own)
        if (start, first, second) != (at, to_first, to_second):
            yield list(base[start:at]), list(stored[first:to_first]), list(own[second:to_second])
        if at < len(base):
            yield [base[at]], [stored[to_first]], [own[to_second]]
        start, first, second = at + 1, to_first + 1, to_second + 1
        at += 1


def _same(base: Sequence[str], changed: Sequence[str]) -> dict[int, int]:
    """Where the items of the base stand in a changed text, as far as they stand there unchanged."""
    blocks = SequenceMatcher(None, base, changed, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
