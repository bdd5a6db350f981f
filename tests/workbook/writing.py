"""Workbooks for the tests, by three writers: openpyxl, XlsxWriter, and LibreOffice (which saves what openpyxl made)."""

import io
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Iterable[Iterable[Any]]
Finish = Callable[[Workbook, Worksheet], object]


def by_openpyxl(rows: Rows, *, title: str = "실적", merges: Iterable[str] = (), finish: Finish | None = None) -> bytes:
    """One sheet with the rows from A1 on; `finish` may do the rest to the workbook."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    if finish:
        finish(book, sheet)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def by_xlsxwriter(
    rows: Rows,
    *,
    title: str = "실적",
    merges: Iterable[str] = (),
    formats: Mapping[str, str] | None = None,
    cached: Mapping[str, Any] | None = None,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[str] = (),
) -> bytes:
    """One sheet with the rows from A1 on. `formats`: number formats by cell; `cached`: values of formulas by cell, as if a
    spreadsheet had calculated and saved them; without any, formulas are as XlsxWriter leaves them."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet(title)
    number_formats = {cell: book.add_format({"num_format": text}) for cell, text in (formats or {}).items()}
    plain = book.add_format()
    merged = {merge.partition(":")[0]: merge for merge in merges}
    for row_number, row in enumerate(rows, 1):
        for column_number, value in enumerate(row):
            cell = f"{chr(65 + column_number)}{row_number}"
            style = number_formats.get(cell, plain)
            if cell in merged:
                sheet.merge_range(merged[cell], value, style)
            elif value is None:
                continue
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(cell, value, style, (cached or {}).get(cell, 0))
            elif isinstance(value, str):
                sheet.write_string(cell, value, style)
            else:
                sheet.write(cell, value, style)
    for number in hidden_rows:
        sheet.set_row(number - 1, options={"hidden": True})
    for letter in hidden_columns:
        sheet.set_column(f"{letter}:{letter}", options={"hidden": True})
    if cached:
        book.calc_on_load = False
    book.close()
    return output.getvalue()


def by_libreoffice(sources: Mapping[str, bytes], directory: Path) -> dict[str, bytes]:
    """What LibreOffice makes of workbooks when it opens and saves them: all in one start of the program."""
    (directory / "out").mkdir()
    for name, content in sources.items():
        (directory / f"{name}.xlsx").write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{directory}/profile",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(directory / "out"),
            *[str(directory / f"{name}.xlsx") for name in sources],
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return {name: (directory / "out" / f"{name}.xlsx").read_bytes() for name in sources}
