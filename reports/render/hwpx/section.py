"""`Contents/section0.xml`: cover, contents, and the sections with their blocks."""

from dataclasses import replace

from reports.document import (
    Bullets,
    Chart,
    Document,
    Gist,
    Heading,
    Line,
    Listing,
    Picture,
    Section,
    Table,
    Vision,
)
from reports.render.hwpx import fields
from reports.render.hwpx.looks import (
    BLUE,
    BOX,
    NAVY,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PALE,
    STYLE_OF_MARK,
    STYLES,
    TEXT_WIDTH,
    WHITE,
    Edge,
    Frame,
    mm,
)
from reports.render.hwpx.pictures import write_chart, write_picture
from reports.render.hwpx.tables import Box, Margin, shares, write_box, write_grid, write_table
from reports.render.hwpx.text import Text, sub_list
from reports.render.hwpx.words import DECLARATION, NAMESPACES

SESSION_WIDTH = mm(72)
_SESSION = Frame(Edge("0.4 mm", NAVY), Edge("0.4 mm", NAVY), Edge("1.0 mm", NAVY), Edge("0.4 mm", NAVY))
_TITLE = Frame(top=Edge("1.0 mm", NAVY), bottom=Edge("0.3 mm", NAVY))
_GIST = Frame(left=Edge("2.0 mm", BLUE), fill=PALE)
_GOAL = Edge("0.3 mm", "#90B0D5")


def section_xml(document: Document) -> tuple[str, Text]:
    """The text, and what it uses: looks and pictures."""
    text = Text(document.draft_note)
    _Writer(text, document).write()
    return f"{DECLARATION}<hs:sec {NAMESPACES}>{''.join(text.parts)}</hs:sec>", text


def bookmark_of(key: str) -> str:
    return f"section-{key}"


class _Writer:
    def __init__(self, text: Text, document: Document) -> None:
        self.text, self.document = text, document

    def write(self) -> None:
        self._cover()
        self._contents()
        for section in self.document.sections:
            self._section(section)

    # --------------------------------------------------------------------------------------- cover and contents

    def _cover(self) -> None:
        text, document = self.text, self.document
        style = "draft" if document.draft_note else "normal"
        letters = STYLES[style].letters
        first = text.run(letters, f"{_PAGE}{_COLUMNS}{_PAGE_NUMBER}{self._footer()}")
        text.paragraph(style, first + text.letters(letters, document.draft_note))
        with text.inside() as box:
            text.plain("session", document.session)
            text.plain("session", document.committee)
        write_box(text, "".join(box), _SESSION, width=SESSION_WIDTH, align="RIGHT")
        text.paragraph("space")
        with text.inside() as title:
            text.plain("title", document.title)
        write_box(text, "".join(title), _TITLE, margin=Margin(0, mm(10)))
        text.plain("month", document.month)
        text.plain("bureau", document.bureau)

    def _footer(self) -> str:
        """What a draft says at the foot of each page."""
        if not self.text.draft_note:
            return ""
        number = self.text.number()
        with self.text.inside() as inner:
            self.text.plain("footer", self.text.draft_note)
        return f'<hp:ctrl><hp:footer id="{number}" applyPageType="BOTH">{self._margin(inner, "BOTTOM")}</hp:footer></hp:ctrl>'

    def _margin(self, inner: list[str], align: str) -> str:
        return sub_list(inner, align=align, width=TEXT_WIDTH, height=mm(10))

    def _running(self, running: str, division: str = "") -> str:
        """The running head from this page on: the document at the left, where one is at the right."""
        text, letters = self.text, STYLES["running"].letters
        number = text.number()
        left = f"{self.document.title}{f' · {division}' if division else ''}"
        with text.inside() as inner:
            cells = []
            for column, (words, align, bold) in enumerate(((left, "LEFT", True), (running, "RIGHT", False))):
                with text.inside() as cell:
                    own = replace(letters, bold=bold)
                    setting = replace(STYLES["running"].setting, align=align)
                    text.paragraph("running", text.letters(own, words), setting=setting)
                cells.append(Box(0, column, "".join(cell), Frame(), height=mm(5)))
            write_grid(text, cells, shares(TEXT_WIDTH, (1, 1)), margin=Margin(0, 0), after=0)
        return (
            f'<hp:ctrl><hp:header id="{number}" applyPageType="BOTH">{self._margin(inner, "TOP")}</hp:header></hp:ctrl>'
        )

    def _contents(self) -> None:
        text, letters = self.text, STYLES["contents"].letters
        head = text.run(letters, self._running("목차") + fields.bookmark("contents"))
        text.paragraph("contents", head + text.letters(letters, "목차"), new_page=True)
        for section in self.document.walk():
            style = f"contents-{section.kind}"
            self._entry(style, section.mark, section.title, section.key)

    def _entry(self, style: str, mark: str, title: str, target: str) -> None:
        letters = STYLES[style].letters
        words = f"{mark} {title}" if mark else title
        self.text.paragraph(style, self.text.link(letters, words, bookmark_of(target)))

    # ------------------------------------------------------------------------------------------------- sections

    def _section(self, section: Section) -> None:
        text, style = self.text, STYLES[section.kind]
        running = f"{section.mark} {section.title}".strip()
        own = text.run(
            style.letters, self._running(running, section.division) + fields.bookmark(bookmark_of(section.key))
        )
        if section.mark:
            boxed = replace(style.letters, color=WHITE, shade=NAVY)
            own += text.letters(boxed, f" {section.mark} ") + text.letters(style.letters, " ")
        text.paragraph(section.kind, own + text.letters(style.letters, section.title), new_page=True)
        if section.division and section.kind != "programme":  # of a programme it stands in the running head
            text.plain("division", section.division)
        self._blocks(section)
        for child in section.children:
            self._section(child)

    def _blocks(self, section: Section) -> None:
        for block in section.blocks:
            match block:
                case Bullets(lines):
                    self._bullets(lines)
                case Heading(title, number):
                    self._heading(title, number)
                case Table():
                    write_table(self.text, block)
                case Gist(lines):
                    self._boxed(lines, _GIST, "gist")
                case Chart():
                    write_chart(self.text, block)
                case Picture():
                    write_picture(self.text, block)
                case Listing():
                    for entry in block.entries:
                        self._entry("listing", entry.mark, entry.title, entry.target)
                case Vision():
                    self._vision(block)

    def _heading(self, title: str, number: int | None) -> None:
        if number is None:
            self.text.plain("heading", f"□ {title}")
        else:
            self.text.plain("project", f"{number} {title}")

    def _bullets(self, lines: tuple[Line, ...]) -> None:
        if lines and all(line.mark == "◆" for line in lines):
            self._boxed(lines, BOX, "boxed")
            return
        for line in lines:
            usual = f"line-{min(line.level, 3)}" if line.mark else "text"
            self.text.line(line, STYLE_OF_MARK.get(line.mark, usual))

    def _boxed(self, lines: tuple[Line, ...], frame: Frame, style: str) -> None:
        if not lines:
            return
        with self.text.inside() as box:
            for line in lines:
                self.text.line(line, style)
        write_box(self.text, "".join(box), frame)

    def _vision(self, vision: Vision) -> None:
        """The sentence over the goals, which stand beside each other with their core tasks."""
        text = self.text
        across = max(len(vision.goals), 1)
        with text.inside() as sentence:
            text.plain("vision", f"비전 {vision.vision}")
        boxes = [Box(0, 0, "".join(sentence), Frame(fill=NAVY), columns=across, height=mm(16))]
        for column, goal in enumerate(vision.goals):
            with text.inside() as title:
                text.plain("goal-title", f"추진목표 {goal.number}")
                text.plain("goal-title", goal.title)
            with text.inside() as tasks:
                if goal.core_tasks:
                    text.plain("core-label", "핵심과제")
                for task in goal.core_tasks:
                    text.plain("task", f"◆ {task}")
                if not goal.core_tasks:
                    text.paragraph("task")
            edges = (_GOAL, _GOAL, _GOAL, _GOAL)
            boxes.append(Box(1, column, "".join(title), Frame(*edges, fill=PALE), height=mm(20)))
            boxes.append(Box(2, column, "".join(tasks), Frame(*edges), height=mm(40), align="TOP"))
        write_grid(text, boxes, shares(TEXT_WIDTH, [1] * across), margin=Margin(mm(2.5), mm(2.5)))


_PAGE = (
    '<hp:secPr id="" textDirection="HORIZONTAL" spaceColumns="1134" tabStop="8000" tabStopVal="4000" tabStopUnit="HWPUNIT" '
    'outlineShapeIDRef="1" memoShapeIDRef="0" textVerticalWidthHead="0" masterPageCnt="0">'
    '<hp:grid lineGrid="0" charGrid="0" wonggojiFormat="0"/>'
    '<hp:startNum pageStartsOn="BOTH" page="0" pic="0" tbl="0" equation="0"/>'
    '<hp:visibility hideFirstHeader="1" hideFirstFooter="1" hideFirstMasterPage="0" border="SHOW_ALL" fill="SHOW_ALL" '
    'hideFirstPageNum="1" hideFirstEmptyLine="0" showLineNumber="0"/>'
    '<hp:lineNumberShape restartType="0" countBy="0" distance="0" startNumber="0"/>'
    f'<hp:pagePr landscape="WIDELY" width="{PAGE_WIDTH}" height="{PAGE_HEIGHT}" gutterType="LEFT_ONLY">'
    f'<hp:margin header="{mm(10)}" footer="{mm(10)}" gutter="0" left="{mm(20)}" right="{mm(20)}" top="{mm(15)}" bottom="{mm(5)}"/>'
    '</hp:pagePr><hp:footNotePr><hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar=")" supscript="0"/>'
    '<hp:noteLine length="-1" type="SOLID" width="0.12 mm" color="#000000"/>'
    '<hp:noteSpacing betweenNotes="283" belowLine="567" aboveLine="850"/><hp:numbering type="CONTINUOUS" newNum="1"/>'
    '<hp:placement place="EACH_COLUMN" beneathText="0"/></hp:footNotePr>'
    '<hp:endNotePr><hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar=")" supscript="0"/>'
    '<hp:noteLine length="-1" type="SOLID" width="0.12 mm" color="#000000"/>'
    '<hp:noteSpacing betweenNotes="0" belowLine="567" aboveLine="850"/><hp:numbering type="CONTINUOUS" newNum="1"/>'
    '<hp:placement place="END_OF_DOCUMENT" beneathText="0"/></hp:endNotePr>'
    + "".join(
        f'<hp:pageBorderFill type="{kind}" borderFillIDRef="1" textBorder="PAPER" headerInside="0" footerInside="0" '
        'fillArea="PAPER"><hp:offset left="1417" right="1417" top="1417" bottom="1417"/></hp:pageBorderFill>'
        for kind in ("BOTH", "EVEN", "ODD")
    )
    + "</hp:secPr>"
)
_COLUMNS = '<hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="1" sameSz="1" sameGap="0"/></hp:ctrl>'
_PAGE_NUMBER = '<hp:ctrl><hp:pageNum pos="BOTTOM_CENTER" formatType="DIGIT" sideChar="-"/></hp:ctrl>'
