"""Hands a workbook back with a comment on each wrong cell. Runs in the child process."""

import io

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from .safety import check_archive, check_parts

MARK = PatternFill("solid", fgColor="FFFFD9D9")
AUTHOR = "실적 반입"


def add_comments(content: bytes, comments: list[list[str]]) -> bytes:
    """`comments` are [sheet, cell, text]; several for one cell stand under each other. Raises Refused."""
    check_parts(check_archive(content))
    workbook = load_workbook(io.BytesIO(content))
    for sheet, reference, text in comments:
        cell = _anchor(workbook[sheet], reference)
        text = f"{cell.comment.text}\n{text}" if cell.comment and cell.comment.author == AUTHOR else text
        cell.comment = Comment(text, AUTHOR, width=320, height=40 + 24 * (text.count("\n") + len(text) // 30 + 1))
        cell.fill = MARK
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def _anchor(sheet: Worksheet, reference: str) -> Cell:
    """The cell itself, or the first one of the merged range that it lies in: only that one can bear a comment."""
    for merged in sheet.merged_cells.ranges:
        if reference in merged:
            return sheet.cell(merged.min_row, merged.min_col)  # type: ignore[return-value]
    return sheet[reference]  # type: ignore[no-any-return]
