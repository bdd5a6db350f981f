"""The fonts of the documents, installed by npm: Pretendard GOV, and Noto Sans KR for the letters that it lacks.

What neither has would be drawn by whatever font a machine happens to have, or as an empty box: `unprintable` names it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Font:
    """A family as static TrueType files by weight: variable and woff2 fonts cost seconds a render."""

    family: str
    folder: Path
    files: tuple[tuple[int, str], ...]

    @property
    def faces(self) -> str:
        """The family's `@font-face` rules."""
        return "".join(
            f"@font-face{{font-family:'{self.family}';font-weight:{weight};src:url({(self.folder / name).as_uri()})}}"
            for weight, name in self.files
        )


_MODULES = settings.BASE_DIR / "node_modules"
TEXT_FONT = Font(
    "Pretendard GOV",
    _MODULES / "pretendard-gov/dist/public/static/alternative",
    ((400, "PretendardGOV-Regular.ttf"), (600, "PretendardGOV-SemiBold.ttf"), (800, "PretendardGOV-ExtraBold.ttf")),
)
SECOND_FONT = Font(
    "Noto Sans KR",
    _MODULES / "@expo-google-fonts/noto-sans-kr",
    (
        (400, "400Regular/NotoSansKR_400Regular.ttf"),
        (600, "600SemiBold/NotoSansKR_600SemiBold.ttf"),
        (800, "800ExtraBold/NotoSansKR_800ExtraBold.ttf"),
    ),
)
FAMILIES = f"{TEXT_FONT.family},{SECOND_FONT.family}"
"""As an SVG attribute: WeasyPrint takes a space behind the comma for part of the name."""
MISSING = "〓"
"""What typesetters put where a letter is missing."""

_DRAWN_AS_NOTHING = re.compile(r"[\t\n\r\u034f\u115f\u1160\u3164\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Beside spaces and formatting characters: tabs and ends of lines, fillers, selectors of a variant."""


@cache
def letters(font: Font) -> frozenset[str]:
    """The letters that a font has."""
    from fontTools.ttLib import TTFont

    with TTFont(font.folder / font.files[0][1], lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))


@cache
def _advances() -> dict[str, float]:
    """How far each letter of the text font reaches, in its size."""
    from fontTools.ttLib import TTFont

    with TTFont(TEXT_FONT.folder / TEXT_FONT.files[1][1], lazy=True) as opened:
        unit, advances = opened["head"].unitsPerEm, opened["hmtx"].metrics
        return {chr(code): advances[name][0] / unit for code, name in opened.getBestCmap().items()}


def text_width(text: str) -> float:
    """How wide a text is in the middle weight, in its size. A letter of another font counts as a full square."""
    advances = _advances()
    return sum(advances.get(letter, 1.0) for letter in text)


def beyond(text: Iterable[str], font: Font) -> frozenset[str]:
    """The letters of a text that a font lacks and that would have to be drawn."""
    return frozenset(
        letter
        for letter in frozenset(text) - letters(font)
        if unicodedata.category(letter) not in ("Cf", "Zl", "Zp", "Zs") and not _DRAWN_AS_NOTHING.match(letter)
    )


def unprintable(text: str) -> tuple[str, ...]:
    """The letters of a text that no font of the documents has, in the order in which they stand."""
    missing = beyond(beyond(text, TEXT_FONT), SECOND_FONT)
    return tuple(dict.fromkeys(letter for letter in text if letter in missing))
