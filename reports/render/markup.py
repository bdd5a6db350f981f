"""The tree as HTML: what screen and paper have in common.

A writer joins strings; whatever comes from the tree is escaped. Screen and paper override how a figure, a run of text and a
table's frame are written, nothing else.
"""

import re
from base64 import b64encode
from html import escape
from itertools import pairwise

from reports.document import (
    Bullets,
    Chart,
    Document,
    Gist,
    Heading,
    Line,
    Listing,
    Picture,
    Run,
    Section,
    Table,
    Vision,
    anchor,
)
from reports.render.charts import chart_svg
from reports.render.tables import TableWriter
from reports.values import Figure
from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import CIRCLED

CLASS_OF_MARK = {"": "plain", "※": "note", "▶": "remark", "◆": "boxed", "□": "headline"}
CLASS_OF_MARK |= dict.fromkeys(CIRCLED, "numbered")

KEY = re.compile(r"\w+(?:-\w+)*")
"""What a key of the tree may be; identifiers made from one go on after a dot, so that no two can meet."""

LEVEL = {"part": 2, "goal": 3, "programme": 4}
"""The heading level of a section's title; the document's own is 1."""


class Writer(TableWriter):
    """Writes sections and blocks into `parts`."""

    def __init__(self, draft_note: str = "") -> None:
        """`draft_note` is what a draft says of itself, empty for a published document."""
        self.draft_note = draft_note
        self.parts: list[str] = []
        self._taken: set[str] = set()
        self._heading = ""
        self._block: tuple[str, int] = ("", 0)

    # ------------------------------------------------------------------ what screen and paper do their own way

    def figure(self, figure: Figure) -> str:
        return self.text(figure.text)

    def marked(self, figure: Figure, *, in_sentence: bool = False) -> str:
        """A figure, in a draft with a mark where it lacks something or a sentence has none."""
        words = figure.open_words(in_sentence=in_sentence) if self.draft_note else ""
        return self.mark(self.figure(figure), words) if words else self.figure(figure)

    def mark(self, shown: str, words: str) -> str:
        return f'<span class="open">{shown}</span>'

    def title_attributes(self, section: Section) -> str:
        """What a section's heading carries besides its class."""
        return ""

    def entry(self, mark: str, title: str, target: str) -> str:
        """A line of the contents or of a listing, which leads to a section."""
        raise NotImplementedError

    def section_note(self, section: Section) -> str:
        """What stands under a section's title besides its division."""
        return ""

    # ------------------------------------------------------------------------------------------------ sections

    def name(self, kind: str, key: str) -> str:
        """The identifier of a section, table or chart. Raises ValueError for a key that is malformed or taken."""
        if not KEY.fullmatch(key):
            raise ValueError(
                f"'{key}'{particle(key, '은/는')} 문서 안의 이름이 될 수 없습니다. 글자와 숫자를 줄표 하나로 이어 주세요."
            )
        name = f"{kind}-{key}"
        if name in self._taken:
            raise ValueError(
                f"'{key}'{particle(key, '이/가')} 문서 안에 두 번 있습니다. 이름을 서로 다르게 지어 주세요."
            )
        self._taken.add(name)
        return name

    def cover(self, document: Document) -> None:
        self.parts.append(
            f'<header class="cover">{self.draft_line()}<p class="session">{escape(document.session)}<br>{escape(document.committee)}</p>'
            f'<h1 class="document-title">{escape(document.title)}</h1>'
            f'<p class="month">{escape(document.month)}</p><p class="bureau">{escape(document.bureau)}</p></header>'
        )

    def draft_line(self) -> str:
        return f'<p class="draft">{escape(self.draft_note)}</p>' if self.draft_note else ""

    def contents(self, document: Document) -> None:
        self.parts.append('<nav class="contents" aria-labelledby="contents.title"><h2 id="contents.title">목차</h2>')
        self._entries(document.sections)
        self.parts.append("</nav>")

    def _entries(self, sections: tuple[Section, ...]) -> None:
        self.parts.append("<ol>")
        for section in sections:
            self.parts.append(f'<li class="{section.kind}">{self.entry(section.mark, section.title, section.key)}')
            if section.children:
                self._entries(section.children)
            self.parts.append("</li>")
        self.parts.append("</ol>")

    def section(self, section: Section) -> None:
        name = self.name("section", section.key)
        level = LEVEL[section.kind]
        divider = " divider" if section.blocks and all(isinstance(block, Listing) for block in section.blocks) else ""
        division = f'<p class="division">{escape(section.division)}</p>' if section.division else ""
        self.parts.append(
            f'<section class="{section.kind}{divider}" id="{name}" aria-labelledby="{name}.title">'
            f'<h{level} id="{name}.title" class="section-title"{self.title_attributes(section)}>{self.number(section.mark)}'
            f'<span class="name">{self.text(section.title)}</span></h{level}>{division}{self.section_note(section)}'
        )
        self.blocks(section)
        for child in section.children:
            self.section(child)
        self.parts.append("</section>")

    def number(self, mark: str) -> str:
        """The number before a title; the list of what a correction changed has none."""
        return f'<span class="mark">{escape(mark)}</span> ' if mark else ""

    def blocks(self, section: Section) -> None:
        self._heading = section.title
        level = LEVEL[section.kind] + 1
        below = level
        for number, (block, following) in enumerate(pairwise((*section.blocks, None))):
            self._block = (section.key, number)
            match block:
                case Bullets(lines):
                    self.bullets(lines, leads=isinstance(following, Table))
                case Heading(title, of):
                    self._heading = title
                    if of is None:
                        self.parts.append(
                            f'<h{below} class="heading"{self.item(0)}><span class="mark">□</span> <span class="name">{self.text(title)}</span></h{below}>'
                        )
                    else:
                        below = level + 1
                        self.parts.append(
                            f'<h{level} class="project"{self.item(0)}><span class="mark">{of}</span> '
                            f'<span class="name">{self.text(title)}</span></h{level}>'
                        )
                case Table():
                    self.table(block)
                case Gist(lines):
                    self.gist(lines)
                case Chart():
                    self.chart(block)
                case Picture():
                    self.illustration(block)
                case Listing():
                    self.listing(block)
                case Vision():
                    self.vision(block)

    def item(self, item: int) -> str:
        """What an item of the block that is being written carries so that it can be found."""
        return self.found_at(anchor(*self._block, item))

    # ---------------------------------------------------------------------------------------------------- text

    def runs(self, runs: tuple[Run, ...]) -> str:
        return "".join([self.text(run) if isinstance(run, str) else self.marked(run, in_sentence=True) for run in runs])

    def gist(self, lines: tuple[Line, ...]) -> None:
        self.parts.append('<div class="gist">')
        self.bullets(lines)
        self.parts.append("</div>")

    def bullets(self, lines: tuple[Line, ...], *, leads: bool = False) -> None:
        """An outline: a list within a list for each level. A level that was left out is not made up.

        `leads` says that a table follows, from which the last line should not be parted.
        """
        if not lines:
            return
        parts = self.parts
        boxes = " boxes" if all(line.mark == "◆" for line in lines) else ""
        parts.append(f'<ul class="outline{boxes}{" leads" if leads else ""}">')
        depths = [lines[0].level]
        first = True
        for number, line in enumerate(lines):
            if not first:
                if line.level > depths[-1]:
                    depths.append(line.level)
                    parts.append("<ul>")
                else:
                    while len(depths) > 1 and line.level < depths[-1]:
                        depths.pop()
                        parts.append("</li></ul>")
                    depths[-1] = min(depths[-1], line.level)
                    parts.append("</li>")
            first = False
            kinds = CLASS_OF_MARK.get(line.mark, "")
            if len(depths) == 1 and line.level:
                kinds = f"{kinds} indented".lstrip()
            parts.append(f'<li class="{kinds}"{self.item(number)}>' if kinds else f"<li{self.item(number)}>")
            if line.mark:
                parts.append(f'<span class="mark">{escape(line.mark)}</span> {self.runs(line.runs)}')
            else:
                parts.append(self.runs(line.runs))
        parts.append("</li></ul>" * len(depths))

    # ------------------------------------------------------------------------------------- charts, vision, lists

    def chart(self, chart: Chart) -> None:
        name = self.name("chart", chart.key)
        units = {series.unit for series in chart.series}
        scope = "● 실적  ○ 목표" if chart.kind == "trend" else ""
        if chart.kind != "trend" and len(units) == 1 and (unit := next(iter(units))):
            scope = f"(단위 : {unit})"
        self.parts.append(
            f'<figure class="chart" id="{name}" aria-labelledby="{name}.caption"><figcaption id="{name}.caption"><span class="caption">{self.text(chart.title)}</span>'
            + (f' <span class="scope">{self.text(scope)}</span>' if scope else "")
            + f"</figcaption>{self.picture(chart)}</figure>"
        )

    def picture(self, chart: Chart) -> str:
        return chart_svg(chart)

    def illustration(self, picture: Picture) -> None:
        name = self.name("picture", picture.key)
        caption = f'<figcaption><span class="caption">{self.text(picture.caption)}</span></figcaption>'
        source = f'<p class="source">{self.text(picture.source_note)}</p>'
        self.parts.append(
            f'<figure class="picture share-{picture.share}" id="{name}">{caption if picture.caption else ""}'
            f'<img alt="{escape(picture.alternative)}" width="{picture.width}" height="{picture.height}" {self.image(picture)}>'
            f"{source if picture.source else ''}</figure>"
        )

    def image(self, picture: Picture) -> str:
        """Where an `img` has its picture from, as attributes: the picture itself."""
        content = b64encode(picture.content).decode()
        return f'src="data:{picture.media_type};base64,{content}" data-picture="{picture.sha256}"'

    def listing(self, listing: Listing) -> None:
        self.parts.append('<ol class="listing">')
        for number, entry in enumerate(listing.entries):
            self.parts.append(f"<li{self.item(number)}>{self.entry(entry.mark, entry.title, entry.target)}</li>")
        self.parts.append("</ol>")

    def vision(self, vision: Vision) -> None:
        self.parts.append(
            f'<div class="vision"{self.item(0)}><p class="vision-sentence"><span class="label">비전</span> {self.text(vision.vision)}</p><ol class="goals">'
        )
        for goal in vision.goals:
            tasks = "".join(f'<li><span class="mark">◆</span> {self.text(task)}</li>' for task in goal.core_tasks)
            self.parts.append(
                f'<li><p class="goal-title"><span class="label">추진목표 {goal.number}</span> {self.text(goal.title)}</p>'
                + (f'<p class="label">핵심과제</p><ul>{tasks}</ul>' if tasks else "")
                + "</li>"
            )
        self.parts.append("</ol></div>")
