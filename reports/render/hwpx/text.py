"""Paragraphs and runs of letters, written as strings, with all that is numbered in a document."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from reports.document import Line, Run
from reports.render.hwpx import fields
from reports.render.hwpx.looks import INDENT, RED, STYLE_NUMBERS, STYLES, Letters, Looks, Setting
from reports.render.hwpx.words import letters_of
from reports.values import Figure


@dataclass(slots=True)
class Binary:
    """A picture within the package."""

    name: str
    kind: str
    content: bytes


@dataclass(slots=True)
class Text:
    """What is written so far. `draft_note` is what a draft says of itself, empty for a published document."""

    draft_note: str = ""
    looks: Looks = field(default_factory=Looks)
    parts: list[str] = field(default_factory=list)
    binaries: list[Binary] = field(default_factory=list)
    _last: int = 0
    _order: int = 0

    def number(self) -> int:
        """One that nothing else in the document has."""
        self._last += 1
        return self._last

    def order(self) -> int:
        """Where the next table or picture lies above the others."""
        self._order += 1
        return self._order

    @contextmanager
    def inside(self) -> Iterator[list[str]]:
        """What is written within goes to the list that is given, not to the document."""
        outer, self.parts = self.parts, []
        try:
            yield self.parts
        finally:
            self.parts = outer

    # ------------------------------------------------------------------------------------------------- letters

    def run(self, letters: Letters, content: str) -> str:
        return f'<hp:run charPrIDRef="{self.looks.letters[letters]}">{content}</hp:run>'

    def letters(self, letters: Letters, text: str) -> str:
        return self.run(letters, f"<hp:t>{letters_of(text)}</hp:t>")

    def figure(self, letters: Letters, figure: Figure, *, in_sentence: bool = True) -> str:
        """A figure as a field with its name; in a draft marked where it lacks something."""
        shown = self.letters(self.marked(letters, figure, in_sentence=in_sentence), figure.text)
        name = fields.figure_name(figure)
        if not name:
            return shown
        number = self.number()
        begin, end = fields.figure_begin(number, name), fields.figure_end(number)
        return f"{self.run(letters, begin)}{shown}{self.run(letters, end)}"

    def marked(self, letters: Letters, figure: Figure, *, in_sentence: bool = False) -> Letters:
        if self.draft_note and figure.open_words(in_sentence=in_sentence):
            return replace(letters, color=RED, dashed=True)
        return letters

    def runs(self, letters: Letters, runs: Iterable[Run]) -> str:
        return "".join(
            [self.letters(letters, run) if isinstance(run, str) else self.figure(letters, run) for run in runs]
        )

    def link(self, letters: Letters, text: str, target: str) -> str:
        number = self.number()
        begin, end = fields.link_begin(number, target), fields.link_end(number)
        return f"{self.run(letters, begin)}{self.letters(letters, text)}{self.run(letters, end)}"

    # ---------------------------------------------------------------------------------------------- paragraphs

    def paragraph(
        self, style: str, content: str = "", *, setting: Setting | None = None, new_page: bool = False
    ) -> None:
        """A paragraph of runs; of one without any the letters are those of the style."""
        own = STYLES[style]
        inner = content or self.run(own.letters, "<hp:t/>")
        self.parts.append(
            f'<hp:p id="{self.number()}" paraPrIDRef="{self.looks.setting(setting or own.setting)}" '
            f'styleIDRef="{STYLE_NUMBERS[style]}" pageBreak="{int(new_page)}" columnBreak="0" merged="0">{inner}</hp:p>'
        )

    def plain(self, style: str, text: str, *, setting: Setting | None = None, new_page: bool = False) -> None:
        self.paragraph(style, self.letters(STYLES[style].letters, text), setting=setting, new_page=new_page)

    def line(self, line: Line, style: str) -> None:
        """One of an outline: its mark is typed before it. A remark stands as deep as what it is about."""
        letters, setting = STYLES[style].letters, STYLES[style].setting
        if style == "note":
            setting = replace(setting, left=setting.left + INDENT * line.level)
        mark = self.letters(letters, f"{line.mark} ") if line.mark else ""
        self.paragraph(style, mark + self.runs(letters, line.runs), setting=setting)


def sub_list(inner: Iterable[str], *, align: str = "TOP", width: int = 0, height: int = 0) -> str:
    return (
        f'<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{align}" linkListIDRef="0" '
        f'linkListNextIDRef="0" textWidth="{width}" textHeight="{height}" hasTextRef="0" hasNumRef="0">{"".join(inner)}</hp:subList>'
    )
