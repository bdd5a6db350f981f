"""How letters, paragraphs and frames look, and the named styles of the document. Lengths are in HWPUNIT: 7,200 to an inch."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from seoulwork.domain.numbers import CIRCLED

NAVY, BLUE, PALE, INK, GREY, RED = "#052561", "#256EF4", "#ECF2FE", "#1E2124", "#58616A", "#8A240F"
RULE, HEAD, TOTAL, WHITE, SOFT = "#B1B8BE", "#EEF2F7", "#F4F5F6", "#FFFFFF", "#33363D"

Key = TypeVar("Key", bound=Hashable)


def mm(length: float) -> int:
    return round(length * 7200 / 25.4)


def points(length: float) -> int:
    return round(length * 100)


PAGE_WIDTH, PAGE_HEIGHT = 59528, 84186
TEXT_WIDTH = mm(170)


@dataclass(frozen=True, slots=True)
class Edge:
    """A line: its width as the format names it (`0.12 mm`), and its colour."""

    width: str = "0.12 mm"
    color: str = RULE


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges around a cell or a paragraph and what fills it; None is no line, no fill."""

    left: Edge | None = None
    right: Edge | None = None
    top: Edge | None = None
    bottom: Edge | None = None
    fill: str | None = None


@dataclass(frozen=True, slots=True)
class Letters:
    size: float = 12.5
    """Points"""
    bold: bool = False
    color: str = INK
    shade: str = "none"
    dashed: bool = False
    """A dashed line below: what is open in a draft"""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set. `hang` is how far its first line begins before the others."""

    align: str = "LEFT"
    left: int = 0
    hang: int = 0
    before: int = 0
    after: int = 0
    spacing: int = 155
    """Percent"""
    outline: int | None = None
    """The level of what navigation lists, from 0"""
    keep: bool = False
    """With the next one on a page"""
    frame: Frame = Frame()
    room: int = 0
    """Between text and frame"""


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    english: str
    setting: Setting
    letters: Letters


INDENT = mm(6)
_THICK = Edge("0.7 mm", NAVY)
BOX = Frame(*(Edge("0.3 mm", RULE),) * 4)

STYLES: dict[str, Style] = {
    "normal": Style("바탕글", "Normal", Setting(), Letters()),
    "part": Style(
        "개요 1",
        "Outline 1",
        Setting(after=mm(3), spacing=130, outline=0, keep=True, frame=Frame(bottom=_THICK), room=mm(1.5)),
        Letters(22, bold=True, color=NAVY),
    ),
    "goal": Style(
        "개요 2",
        "Outline 2",
        Setting(after=mm(3), spacing=130, outline=1, keep=True, frame=Frame(bottom=_THICK), room=mm(1.5)),
        Letters(19, bold=True, color=NAVY),
    ),
    "programme": Style(
        "개요 3",
        "Outline 3",
        Setting(after=mm(3), spacing=130, outline=2, keep=True, frame=Frame(bottom=_THICK), room=mm(1.5)),
        Letters(19, bold=True, color=NAVY),
    ),
    "text": Style("본문", "Body", Setting(), Letters()),
    "heading": Style(
        "소제목 □",
        "Heading",
        Setting(left=INDENT, hang=INDENT, before=mm(3.4), after=mm(0.7), keep=True),
        Letters(14, bold=True),
    ),
    "project": Style(
        "세부사업",
        "Project",
        Setting(before=mm(5), after=mm(1), keep=True, frame=Frame(bottom=Edge("0.3 mm", "#8A949E"))),
        Letters(15, bold=True, color=NAVY),
    ),
    "line-0": Style("줄 ○", "Line 1", Setting(left=INDENT, hang=INDENT, after=mm(0.6)), Letters()),
    "line-1": Style("줄 -", "Line 2", Setting(left=INDENT + mm(5), hang=mm(5), after=mm(0.6)), Letters()),
    "line-2": Style("줄 ·", "Line 3", Setting(left=2 * INDENT + mm(4), hang=mm(4), after=mm(0.6)), Letters()),
    "line-3": Style("줄 4", "Line 4", Setting(left=3 * INDENT + mm(4), hang=mm(4), after=mm(0.6)), Letters()),
    "note": Style("줄 ※", "Remark", Setting(left=INDENT, hang=INDENT, after=mm(0.6)), Letters(11, color="#464C53")),
    "numbered": Style(
        "줄 ①", "Numbered", Setting(left=INDENT, hang=INDENT, before=mm(2), keep=True), Letters(bold=True)
    ),
    "headline": Style(
        "줄 □", "Headline", Setting(left=INDENT, hang=INDENT, before=mm(4), keep=True), Letters(14, bold=True)
    ),
    "gist": Style("요지", "Gist", Setting(left=INDENT, hang=INDENT), Letters(bold=True)),
    "boxed": Style("상자 ◆", "Boxed", Setting(left=INDENT, hang=INDENT), Letters(11.5)),
    "caption": Style("표 제목", "Caption", Setting(before=mm(2), after=mm(0.4), keep=True), Letters(12, bold=True)),
    "scope": Style("단위", "Scope", Setting("RIGHT", after=mm(0.4), spacing=130, keep=True), Letters(10, color=GREY)),
    "cell": Style("표 글", "Cell", Setting("RIGHT", spacing=140), Letters(11)),
    "anchor": Style("표 자리", "Anchor", Setting(after=mm(1.2), spacing=100), Letters(2)),
    "table-note": Style(
        "표 주", "Table note", Setting(left=mm(4.5), hang=mm(4.5), after=mm(1.4)), Letters(10.5, color=GREY)
    ),
    "picture": Style("그림", "Picture", Setting("CENTER", before=mm(1), after=mm(2), spacing=100), Letters()),
    "division": Style("부서", "Division", Setting("RIGHT"), Letters(12, color=GREY)),
    "listing": Style(
        "목록",
        "Listing",
        Setting(before=mm(2), after=mm(1), frame=Frame(bottom=Edge("0.12 mm", "#CDD1D5")), room=mm(1.5)),
        Letters(15, bold=True),
    ),
    "contents": Style(
        "차례 제목",
        "TOC Heading",
        Setting(after=mm(5), frame=Frame(bottom=_THICK), room=mm(2)),
        Letters(22, bold=True, color=NAVY),
    ),
    "contents-part": Style("차례 1", "TOC 1", Setting(before=mm(4)), Letters(14, bold=True, color=NAVY)),
    "contents-goal": Style("차례 2", "TOC 2", Setting(left=mm(6), before=mm(1.5)), Letters(bold=True)),
    "contents-programme": Style("차례 3", "TOC 3", Setting(left=mm(12)), Letters(11.5, color=SOFT)),
    "running": Style("머리말", "Header", Setting(spacing=100), Letters(9, color=GREY)),
    "footer": Style("꼬리말", "Footer", Setting("RIGHT", spacing=100), Letters(9, bold=True, color=RED)),
    "footnote": Style("각주", "Footnote", Setting(left=mm(4), hang=mm(4), spacing=130), Letters(9)),
    "draft": Style("작성 중", "Draft", Setting("RIGHT", after=mm(2)), Letters(12, bold=True, color=RED)),
    "session": Style("표지 회기", "Session", Setting("CENTER", spacing=160), Letters(14, bold=True, color=NAVY)),
    "space": Style("표지 자리", "Space", Setting(before=mm(50)), Letters(4)),
    "title": Style("표지 제목", "Title", Setting(spacing=125), Letters(38, bold=True, color=NAVY)),
    "month": Style("표지 연월", "Month", Setting(before=mm(12)), Letters(20, bold=True, color=SOFT)),
    "bureau": Style("표지 기관", "Bureau", Setting(before=mm(72)), Letters(24, bold=True)),
    "vision": Style("비전", "Vision", Setting("CENTER", spacing=140), Letters(19, bold=True, color=WHITE)),
    "goal-title": Style("추진목표", "Goal", Setting("CENTER", spacing=140), Letters(12.5, bold=True, color=NAVY)),
    "core-label": Style("핵심과제", "Core", Setting(spacing=140), Letters(10.5, bold=True, color=GREY)),
    "task": Style("과제 ◆", "Task", Setting(left=mm(4.5), hang=mm(4.5), spacing=150), Letters(11)),
}
"""By what the writer calls them. The first is that of a new paragraph in Hancom."""

STYLE_NUMBERS = {name: number for number, name in enumerate(STYLES)}
STYLE_OF_MARK = {"※": "note", "□": "headline", "◆": "boxed"} | dict.fromkeys(CIRCLED, "numbered")


class Numbered(Generic[Key]):
    """What has been asked for, each once, with its number."""

    def __init__(self, first: int = 0) -> None:
        self._first = first
        self._numbers: dict[Key, int] = {}

    def __getitem__(self, key: Key) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + self._first)

    def __iter__(self) -> Iterator[tuple[int, Key]]:
        return iter([(number, key) for key, number in self._numbers.items()])

    def __len__(self) -> int:
        return len(self._numbers)


class Looks:
    """The looks that a document uses, with the numbers under which its header has them."""

    def __init__(self) -> None:
        self.frames: Numbered[Frame] = Numbered(first=1)
        self.letters: Numbered[Letters] = Numbered()
        self.settings: Numbered[Setting] = Numbered()
        _ = self.frames[Frame()]
        for style in STYLES.values():
            self.setting(style.setting)
            _ = self.letters[style.letters]

    def setting(self, setting: Setting) -> int:
        _ = self.frames[setting.frame]
        return self.settings[setting]
