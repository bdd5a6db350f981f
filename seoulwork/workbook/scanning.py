"""Reads a workbook's sheets as plain values: python-calamine for the values, and a look at the XML for what it does not
tell (formulas without a value, errors, hidden rows and columns, percentages). Runs in the child process."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from seoulwork.workbook.packaging import usual
from seoulwork.workbook.safety import (
    BROKEN,
    MOST_CELLS,
    MOST_MERGES,
    MOST_ROWS,
    MOST_SHEETS,
    OLD_EXCEL,
    WIDEST_AREA,
    Refused,
    check_archive,
    check_parts,
    local,
    parse,
    read_part,
    sheet_parts,
)
from seoulwork.workbook.separated import is_text, scan_text

COLUMNS = 16_384
TOO_MANY_CELLS = f"값이 든 칸이 {MOST_CELLS:,}개를 넘습니다. 필요한 시트와 행만 남겨 올려 주세요."
BUILT_IN_PERCENTS = {9, 10}


@dataclass
class Look:
    """What one sheet's XML says beside the values. Rows and columns count from 1."""

    rows: int = 0
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merges: list[list[int]] = field(default_factory=list)
    uncached: list[list[int]] = field(default_factory=list)
    errors: list[list[Any]] = field(default_factory=list)
    percents: list[list[int]] = field(default_factory=list)
    shown_with: list[list[Any]] = field(default_factory=list)


class Style(NamedTuple):
    """What a cell's number format makes of the number that it holds."""

    percent: bool = False
    """Shown a hundred times larger: a cell that shows 52.4% holds 0.524"""
    scaled: bool = False
    """Shown without its last three digits, or six …"""
    literal: str = ""
    """The text that stands beside the number, without blanks"""
    hidden: bool = False
    """Shown without the number at all"""


def scan(content: bytes) -> list[dict[str, Any]]:
    """Every sheet of the workbook, or of a table saved as text, as a dictionary. Raises Refused."""
    if content and not content.startswith((b"PK", OLD_EXCEL)) and is_text(content):
        return scan_text(content)
    archive = check_archive(content)
    check_parts(archive)
    archive, content = usual(archive, content)
    parts = list(sheet_parts(archive))
    if len(parts) > MOST_SHEETS:
        raise Refused(f"시트가 {len(parts):,}개입니다. {MOST_SHEETS}개까지만 읽으니, 필요한 시트만 남겨 올려 주세요.")
    styles = _styles(archive)
    recalculated = _recalculated(archive)
    looks, cells = {}, 0
    there = set(archive.namelist())
    for name, part in parts:
        if part not in there:
            continue
        looks[name] = look_at(read_part(archive, part), name, styles, recalculated=recalculated)
        cells += looks[name].cells
        if cells > MOST_CELLS:
            raise Refused(TOO_MANY_CELLS)
    if not looks:
        raise Refused(BROKEN)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            (
                meta.name,
                meta.visible != SheetVisibleEnum.Visible,
                meta.name not in looks,
                []
                if meta.typ != SheetTypeEnum.WorkSheet or meta.name not in looks
                else _values(workbook, meta.name, looks[meta.name]),
            )
            for meta in workbook.sheets_metadata
        ]
    except (CalamineError, KeyError, OSError, ValueError) as error:
        raise Refused(BROKEN) from error
    return [
        {
            "name": name,
            "hidden": hidden,
            "lost": lost,
            "rows": rows,
            "merges": look.merges,
            "hidden_rows": look.hidden_rows,
            "hidden_columns": look.hidden_columns,
            "uncached": look.uncached,
            "errors": look.errors,
            "percents": look.percents,
            "shown_with": look.shown_with,
        }
        for name, hidden, lost, rows in sheets
        for look in (looks.get(name, Look()),)
    ]


def _values(workbook: CalamineWorkbook, name: str, look: Look) -> list[list[Any]]:
    return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) if look.cells else []


class _Eye:
    """Goes through a sheet's XML and notes in `look` what it sees. Rows and columns count from 1."""

    def __init__(self, sheet: str, styles: dict[str, Style], *, recalculated: bool) -> None:
        self.look = Look()
        self.sheet, self.styles, self.recalculated = sheet, styles, recalculated
        self.row = self.column = 0
        self.kind = self.style = ""
        self.formula = self.in_value = False
        self.value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = local(name)
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self.in_value = True
        elif name == "f":
            self.formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), min(int(attributes["max"]), COLUMNS)
            self.look.hidden_columns.extend(range(first, min(last, first + 1_000) + 1))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, data: str) -> None:
        if self.in_value:
            self.value.append(data)

    def end(self, name: str) -> None:
        if ":" in name:
            name = local(name)
        if name in ("v", "t"):
            self.in_value = False
        elif name == "c":
            self._end_cell("".join(self.value))

    def _start_row(self, attributes: dict[str, str]) -> None:
        look = self.look
        self.row = int(attributes.get("r") or self.row + 1)
        self.column = 0
        look.rows += 1
        if look.rows > MOST_ROWS:
            raise Refused(
                f"'{self.sheet}' 시트의 행이 {MOST_ROWS:,}개를 넘습니다. 자료 아래의 빈 행을 모두 지우고(서식만 있는 행 포함) 올려 주세요."
            )
        if attributes.get("hidden") in ("1", "true"):
            look.hidden_rows.append(self.row)

    def _merge(self, area: str) -> None:
        first_cell, _, last_cell = area.partition(":")
        self.look.merges.append([*position(first_cell), *position(last_cell or first_cell)])
        if len(self.look.merges) > MOST_MERGES:
            raise Refused(f"'{self.sheet}' 시트에 합친 칸이 {MOST_MERGES:,}개를 넘습니다. 병합을 풀고 올려 주세요.")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        row_here, self.column = position(reference) if reference else (self.row, self.column + 1)
        if row_here != self.row:
            raise Refused(BROKEN)
        self.kind, self.style = attributes.get("t", ""), attributes.get("s", "")
        self.formula = False
        self.value.clear()

    def _end_cell(self, text: str) -> None:
        look, row, column = self.look, self.row, self.column
        if self.kind == "e":
            look.errors.append([row, column, text])
        elif self.formula and (self.recalculated or (not text and self.kind not in ("str", "s"))):
            look.uncached.append([row, column])
        if not text and not self.formula:
            return
        look.cells += 1
        if look.cells > MOST_CELLS:
            raise Refused(TOO_MANY_CELLS)
        if row > look.last_row:
            look.last_row = row
        if column > look.last_column:
            look.last_column = column
        if shown := self.styles.get(self.style):
            if shown.percent:
                look.percents.append([row, column])
            if shown.scaled or shown.literal or shown.hidden:
                mark = ";" if shown.hidden else "," if shown.scaled else shown.literal
                look.shown_with.append([row, column, mark])


def look_at(content: bytes, sheet: str, styles: dict[str, Style], *, recalculated: bool = False) -> Look:
    """Look at a sheet's XML. `styles`: those that matter, by their index; `recalculated`: see `_recalculated`.

    Raises Refused for a sheet that its reader would choke on.
    """
    eye = _Eye(sheet, styles, recalculated=recalculated)
    try:
        parse(content, eye.start, eye.end, eye.text)
    except (ValueError, KeyError) as error:
        raise Refused(BROKEN) from error
    look = eye.look
    if look.last_row * look.last_column > WIDEST_AREA:
        raise Refused(
            f"'{sheet}' 시트의 자료가 {look.last_row:,}행 {look.last_column:,}열까지 흩어져 있습니다. "
            "표에서 멀리 떨어진 칸을 지우고 올려 주세요."
        )
    if _merged_area(look) > look.last_row * look.last_column:
        raise Refused(f"'{sheet}' 시트의 합친 칸들이 서로 겹쳐 있습니다. 병합을 풀고 올려 주세요.")
    return look


def _merged_area(look: Look) -> int:
    """How many cells of the rectangle that is laid out the merged ranges cover: more than it has, and some must overlap."""
    return sum(
        max(0, min(last_row, look.last_row) - first_row + 1)
        * max(0, min(last_column, look.last_column) - first_column + 1)
        for first_row, first_column, last_row, last_column in look.merges
    )


def position(reference: str) -> tuple[int, int]:
    """`C12` → (12, 3). Raises Refused."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not digits or not 1 <= (row := int(digits)) <= 1_048_576:
        raise Refused(BROKEN)
    return row, _column_of(letters)


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise Refused(BROKEN)
        column = column * 26 + ord(letter) - 64
    if not 1 <= column <= COLUMNS:
        raise Refused(BROKEN)
    return column


_FORMAT_TOKEN = re.compile(r'"([^"]*)"|\\(.)|(\[[^\]]*\]|[_*].)|(.)', re.DOTALL)
_LETTER = re.compile("[가-힣₩△▲▽▼()+-]")
_SHOWS = re.compile(r"[0#?@]|General|[ymdhs]", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")


def style_of(number_format: str) -> Style:
    """Read a number format: `0.0%` → a percentage, `0.0"%"` → a number beside a sign, `#,##0,` → thousands left out.

    Only the section of positive numbers counts, the first one.
    """
    code, literal = [], []
    for quoted, escaped, _, plain in _FORMAT_TOKEN.findall(number_format):
        if plain == ";":
            break
        code.append(plain)
        literal.append(quoted or escaped or (plain if _LETTER.fullmatch(plain) else ""))
    text = "".join(code)
    return Style(
        "%" in text,
        _SCALED.search(text) is not None,
        "".join("".join(literal).split()),
        not _SHOWS.search(text),
    )


def _recalculated(archive: zipfile.ZipFile) -> bool:
    """Whether the writer asks for all formulas to be calculated when the workbook is opened: it could not do so itself, and
    the values beside them (zeros, mostly) are none."""
    found = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal found
        if local(name) == "calcPr" and attributes.get("fullCalcOnLoad") in ("1", "true"):
            found = True

    parse(read_part(archive, "xl/workbook.xml"), start)
    return found


def _styles(archive: zipfile.ZipFile) -> dict[str, Style]:
    """The cell styles that show a number otherwise than as it is, by their index."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    formats: dict[str, Style] = {str(number): Style(percent=True) for number in BUILT_IN_PERCENTS}
    styles: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        name = local(name)
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")] = style_of(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            styles.append(attributes.get("numFmtId", "0"))

    def end(name: str) -> None:
        nonlocal inside
        if local(name) == "cellXfs":
            inside = False

    parse(read_part(archive, "xl/styles.xml"), start, end)
    plain = Style()
    return {str(index): formats[number] for index, number in enumerate(styles) if formats.get(number, plain) != plain}
