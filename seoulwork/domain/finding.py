"""Words by which texts are found: parts of Korean words, of two letters too, and numbers with or without their commas. Pure Python.

A text is kept as its words in small letters, and as the pairs of letters that stand in them: a database finds by an index all texts with
the pairs of what is looked for, and of those the ones that have it as a whole.
"""

import re
import unicodedata

_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(r"(?:[^\W_]|(?<=\d)\.(?=\d))+")


def words(text: str) -> list[str]:
    """`사회적경제 4,199개(96.5%)` → 사회적경제, 4199개, 96.5"""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(_COMMA.sub("", plain))


def pairs(words: list[str]) -> list[str]:
    """The pairs of letters of the words, each once; none of a word of one letter."""
    found = (word[at : at + 2] for word in words for at in range(len(word) - 1))
    return list(dict.fromkeys(found))


def marked(text: str, wanted: list[str]) -> list[tuple[str, bool]]:
    """The text in pieces, those that were looked for marked."""
    if not wanted:
        return [(text, False)]
    alternatives = (",?".join(map(re.escape, word)) for word in sorted(wanted, key=len, reverse=True))
    pieces = re.split(f"({'|'.join(alternatives)})", text, flags=re.IGNORECASE)
    return [(piece, at % 2 == 1) for at, piece in enumerate(pieces) if piece]


def snippet(text: str, wanted: list[str], longest: int = 160) -> list[tuple[str, bool]]:
    """The text around the first thing that was looked for, in pieces."""
    pieces = marked(text, wanted)
    before = len(pieces[0][0]) if pieces and not pieces[0][1] else 0
    start = max(before - longest // 3, 0) if len(text) > longest else 0
    shown = text[start : start + longest]
    whole = f"{'…' if start else ''}{shown}{'…' if start + longest < len(text) else ''}"
    return marked(whole, wanted)
