"""Hands a workbook back with a comment on each wrong cell. Runs in the child process."""

import io
from collections import defaultdict

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from seoulwork.workbook.safety import check_archive, check_parts

MARK = PatternFill("solid", fgColor="FFFFD9D9")
AUTHOR = "실적 반입"


def add_comments(content: bytes, comments: list[list[str]]) -> bytes:
    """`comments` are [sheet, cell, text]; several for one cell stand under each other, below what the sender has noted there.

    Our own comments of an earlier round give way to the new ones. Raises Refused.
    """
    check_parts(check_archive(content))
    workbook = load_workbook(io.BytesIO(content))
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for sheet, reference, text in comments:
        texts[sheet, _anchor(workbook[sheet], reference).coordinate].append(text)
    for (sheet, reference), own in texts.items():
        cell = workbook[sheet][reference]
        theirs = cell.comment
        if theirs is not None and theirs.author != AUTHOR:
            own, author = [theirs.text, *(text for text in own if text not in theirs.text)], theirs.author
        else:
            author = AUTHOR
        text = "\n".join(own)
        cell.comment = Comment(text, author, width=320, height=40 + 24 * (text.count("\n") + len(text) // 30 + 1))
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
