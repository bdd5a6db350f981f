"""The particle behind a word, by its last sound (표준어: 이/가, 을/를, 은/는, 과/와, 으로/로). Pure Python.

A digit, a unit sign and a Latin capital count as they are read aloud (6 육, % 퍼센트, L 엘).
"""

from string import ascii_letters
from typing import Literal

Pair = Literal["이/가", "을/를", "은/는", "과/와", "으로/로"]

_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS = ord("가"), ord("힣"), 28
_FINAL_RIEUL = 8
_READ_ALOUD = {
    **dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True)),
    **dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "이비씨디이프지치이이이엘엠엔오피큐알스티유이유스이트", strict=True)),
    "%": "트",
    **dict.fromkeys("㎡㎥㎞㎜㎝", "터"),
    **dict.fromkeys("℃℉", "도"),
    "㎏": "램",
    "㏊": "르",
    "‰": "밀",
    "△": "형",
}
_MEASURES = {
    **dict.fromkeys(("m", "km", "cm", "mm", "l", "ml"), "터"),
    **dict.fromkeys(("g", "kg", "mg"), "램"),
    **dict.fromkeys(("kWh", "MWh", "GWh"), "시"),
    **dict.fromkeys(("kW", "MW", "GW"), "트"),
    "t": "톤",
    "ha": "르",
}
"""Units in Latin letters, and their last sound"""


def particle(word: str, pair: Pair) -> str:
    """The fitting one of the two: `particle("목표", "이/가")` → `가`, `particle("6명", "으로/로")` → `으로`.

    Quotation marks, brackets and full stops behind the word are not heard. A word whose sound is not known
    (one in Latin small letters, a sign) gives both, as in `이(가)`.
    """
    with_final, without = pair.split("/")
    heard = word.rstrip(" '\"’”)]}」』.,")
    last = heard[-1:]
    if last.isascii() and last.isalpha():
        last = _MEASURES.get(heard[len(heard.rstrip(ascii_letters)) :], last)
    syllable = ord(_READ_ALOUD.get(last, last) or " ")
    if not _FIRST_SYLLABLE <= syllable <= _LAST_SYLLABLE:
        return f"({with_final[0]}){without}" if pair == "으로/로" else f"{with_final}({without})"
    final = (syllable - _FIRST_SYLLABLE) % _FINALS
    closed = final != 0 and not (pair == "으로/로" and final == _FINAL_RIEUL)
    return with_final if closed else without
