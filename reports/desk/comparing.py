"""Two texts held against each other, line by line and within changed lines word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from seoulwork.domain.merging import WORDS

Sign = Literal["same", "old", "new"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One line: whether it stands in both, only in the old or only in the new text; its words with whether they differ."""

    sign: Sign
    words: tuple[tuple[str, bool], ...]


def compared(old: str, new: str) -> list[Compared]:
    return list(_compared(old.splitlines(), new.splitlines()))


def _compared(old: list[str], new: list[str]) -> Iterator[Compared]:
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Compared("same", ((line, False),)) for line in old[first:last])
        elif tag == "replace" and last - first == end - start:
            for one, other in zip(old[first:last], new[start:end], strict=True):
                before, after = marked_words(one, other)
                yield Compared("old", before)
                yield Compared("new", after)
        else:
            yield from (Compared("old", ((line, True),)) for line in old[first:last])
            yield from (Compared("new", ((line, True),)) for line in new[start:end])


Words = tuple[tuple[str, bool], ...]


def marked_words(one: str, other: str) -> tuple[Words, Words]:
    """The words of two lines, with whether they differ."""
    old, new = WORDS.findall(one), WORDS.findall(other)
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if first < last:
            before.append(("".join(old[first:last]), tag != "equal"))
        if start < end:
            after.append(("".join(new[start:end]), tag != "equal"))
    return tuple(before), tuple(after)
