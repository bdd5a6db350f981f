"""The whole workbook: a cover with contents, a sheet for each table of a part and for each programme.

Numbers are numbers with a number format that shows them as printed; totals and rates are live formulas over the cells
of their table. A column of two-part values (정원/현원, 실적 with its rate) becomes two columns. Nothing is computed
here: every value, the last result of each formula included, is the Document's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from reports.document import Block, Chart, Document, Listing, Picture, Section, Table, Vision
from reports.render.xlsx.archive import Archive
from reports.render.xlsx.charts import add_chart, chart_height
from reports.render.xlsx.looks import (
    BLUE,
    CAPTION,
    DRAFT,
    FONT,
    GREY,
    HEADING,
    LINK,
    NAVY,
    NOTE,
    PATH,
    TITLE,
    Look,
    Styles,
)
from reports.render.xlsx.pictures import add_picture, picture_size
from reports.render.xlsx.sheets import Area, Sheet
from reports.render.xlsx.tables import Grid
from reports.render.xlsx.values import clean_text, line_count, unique_sheet_name

CONTENTS = "표지·목차"
HIGHEST_FROZEN = 260.0
"""Points that may stay in view above a table; more would leave a small screen no room for the table itself."""


def render_xlsx(document: Document) -> bytes:
    """The workbook, the same bytes for an equal Document. Raises WorkbookError for text longer than a cell can hold."""
    return _Book(document).finished()


@dataclass(slots=True)
class _Page:
    """What stands on one sheet, and where it belongs."""

    section: Section
    name: str
    title: str
    label: str
    path: str
    blocks: list[Block]

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]


def cut_into_pages(blocks: Iterable[Block]) -> list[list[Block]]:
    """The blocks of a part by sheets: a sheet ends with a table (and its charts) or with the vision; what is left in the
    end joins the last one. Lists of sections make no sheet, they are the contents."""
    pages: list[list[Block]] = [[]]
    ended = False
    for block in blocks:
        if isinstance(block, Listing):
            continue
        if ended and not isinstance(block, Chart):
            pages.append([])
            ended = False
        pages[-1].append(block)
        ended = ended or isinstance(block, (Table, Vision))
    if len(pages) > 1 and not ended:
        rest = pages.pop()
        pages[-1] += rest
    return [page for page in pages if page]


class _Book:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.workbook = Workbook()
        cover = self.workbook.worksheets[0]
        cover.title = CONTENTS
        # Column widths count digits of the font of the style Normal, which openpyxl has no public way to set.
        self.workbook._named_styles["Normal"].font = Font(name=FONT, charset=129, family=2, sz=10)  # type: ignore[attr-defined]
        self.styles = Styles(cover)
        self.first_sheet: dict[str, str] = {}
        """For each section's key the name of the first sheet that shows it or a section below it."""
        self.pages = self._plan()
        self.grids: dict[str, tuple[Sheet, Grid]] = {}
        self.charts: list[tuple[Chart, Area]] = []
        self.pictures: list[tuple[Picture, Area]] = []
        self.sheets = [self._write_cover(cover), *[self._write_page(page) for page in self.pages]]
        self.descriptions = [
            text for chart, area in self.charts for text in add_chart(chart, area, *self.grids[chart.table])
        ]
        self.alternatives = [add_picture(picture, area) for picture, area in self.pictures]

    def _plan(self) -> list[_Page]:
        taken = {CONTENTS.casefold()}
        pages: list[_Page] = []

        def visit(section: Section, above: Section | None) -> None:
            begin = len(pages)
            number = section.mark.rstrip(".")
            heading = f"{section.mark} {section.title}".strip()
            if section.kind == "programme":
                prefix = f"{above.mark.rstrip('.')}-{number}" if above is not None and above.kind == "goal" else number
                path = f"{above.mark} {above.title}".strip() if above is not None else ""
                name = unique_sheet_name(f"{prefix} {section.title}", taken)
                pages.append(_Page(section, name, heading, section.title, path, list(section.blocks)))
            else:
                for blocks in cut_into_pages(section.blocks):
                    tables = [block for block in blocks if isinstance(block, Table)]
                    label = (tables[0].caption if tables else "") or section.title
                    name = unique_sheet_name(f"{number} {label}", taken)
                    pages.append(_Page(section, name, heading, label, heading, blocks))
            for child in section.children:
                visit(child, section)
            if len(pages) > begin:
                self.first_sheet[section.key] = pages[begin].name

        for section in self.document.sections:
            visit(section, None)
        return pages

    def _write_cover(self, worksheet: Worksheet) -> Sheet:
        document = self.document
        sheet = Sheet(worksheet, self.styles, columns=(9, 59, 24))
        box = Look(size=11, horizontal="center", edges="==  ")
        if document.draft_note:
            sheet.put(1, 1, document.draft_note, DRAFT)
        sheet.next_row(20)
        for text, edges in ((document.session, "== ="), (document.committee, " ===")):
            sheet.put(sheet.row, 3, text, box._replace(edges=edges))
            sheet.next_row(22)
        sheet.next_row(32)
        sheet.line(document.title, Look(size=28, bold=True, color=NAVY, horizontal="center", edges="= = "), 30)
        sheet.line(document.month, Look(size=15, horizontal="center"), 24)
        sheet.line(document.bureau, Look(size=18, bold=True, horizontal="center"), 16)
        sheet.next_row(20)
        sheet.line("목차", TITLE, 6)
        link = LINK._replace(size=10)
        pages: dict[str, list[_Page]] = {}
        for page in self.pages:
            pages.setdefault(page.section.key, []).append(page)
        for section in document.walk():
            own = pages.get(section.key, [])
            if section.kind == "programme":
                for page in own:
                    self._contents_row(sheet, section.mark, page.label, section.division, link, page.name)
                continue
            strong = HEADING if section.kind == "part" else Look(bold=True, color=NAVY)
            self._contents_row(sheet, section.mark, section.title, section.division, strong, "")
            for page in own:
                self._contents_row(sheet, "", page.label, "", link, page.name)
        sheet.finish(document, "", 1, None)
        return sheet

    def _contents_row(self, sheet: Sheet, mark: str, title: str, division: str, look: Look, link: str) -> None:
        plain = look._replace(underline=False, color=NAVY)
        sheet.put(sheet.row, 1, mark, plain._replace(horizontal="right" if link else "left"))
        sheet.put(sheet.row, 2, title, look._replace(indent=1 if link else 0))
        sheet.put(sheet.row, 3, division, Look(size=10, color=GREY, horizontal="right", vertical=look.vertical))
        if link:
            sheet.link(sheet.row, 2, link)
        sheet.next_row(
            line_count(title, sheet.widths[1] - 3, look.size) * look.size * 1.5 + (8 if look is HEADING else 2)
        )

    def _write_page(self, page: _Page) -> Sheet:
        worksheet = self.workbook.create_sheet(page.name)
        worksheet.sheet_properties.tabColor = BLUE if page.section.kind == "programme" else NAVY
        sheet = Sheet(worksheet, self.styles, page.tables, marks=bool(self.document.draft_note))
        sheet.put(1, 1, f"◀ {CONTENTS}", LINK._replace(size=9, wrap=False))
        sheet.link(1, 1, CONTENTS)
        if self.document.draft_note:
            sheet.put(1, sheet.columns, self.document.draft_note, DRAFT._replace(horizontal="right"))
        sheet.next_row(16)
        sheet.height = 0.0
        programme = page.section.kind == "programme"
        sheet.line(page.title, TITLE, 8)
        if programme and (page.path or page.section.division):
            sheet.line(" · ".join(filter(None, (page.path, page.section.division))), PATH)
        else:
            sheet.next_row(8)
        below_title = f"A{sheet.row}"
        for block in page.blocks:
            if isinstance(block, Chart):
                self.charts.append((block, sheet.reserve(chart_height(block))))
            elif isinstance(block, Picture):
                self._write_picture(sheet, block)
            else:
                sheet.write(block, self.first_sheet)
        self.grids |= {key: (sheet, grid) for key, grid in sheet.grids.items()}
        frozen = below_title
        worksheet.print_title_rows = "2:2"
        if sheet.head_rows is not None and len(page.tables) == 1 and not programme:
            first, last = sheet.head_rows
            worksheet.print_title_rows = f"{first}:{last}"
            above = sum(worksheet.row_dimensions[row].height or 15 for row in range(1, last + 1))
            if above < HIGHEST_FROZEN:
                frozen = f"{'B' if sheet.landscape else 'A'}{last + 1}"
        sheet.finish(self.document, page.path if programme else page.title, 2, frozen)
        return sheet

    def _write_picture(self, sheet: Sheet, picture: Picture) -> None:
        if picture.caption:
            sheet.line(picture.caption, CAPTION, 12)
        self.pictures.append((picture, sheet.reserve(picture_size(picture, sheet.width)[1] + 6)))
        if picture.source:
            sheet.line(picture.source_note, NOTE)

    def finished(self) -> bytes:
        properties = self.workbook.properties
        properties.title, properties.creator = clean_text(self.document.title), clean_text(self.document.bureau)
        properties.subject = clean_text(f"{self.document.session} {self.document.committee}".strip())
        properties.language = "ko-KR"
        made = self.document.made_on
        properties.created = properties.modified = datetime(made.year, made.month, made.day)  # noqa: DTZ001 - the format knows no time zone
        stream = BytesIO()
        with Archive(stream, [sheet.results for sheet in self.sheets], self.descriptions, self.alternatives) as archive:
            ExcelWriter(self.workbook, archive).write_data()
        return stream.getvalue()
