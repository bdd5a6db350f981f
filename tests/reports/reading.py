"""What stands in printed files, to look for words in it."""

import io
import re

import pypdfium2
from openpyxl import load_workbook


def flat(text: str) -> str:
    """Without what the formats have differently: breaks of lines, and the commas of numbers."""
    return re.sub(r"[\s,]+", "", text)


def text_of_pdf(file: bytes) -> str:
    with pypdfium2.PdfDocument(file) as paper:
        return "".join(page.get_textpage().get_text_bounded() for page in paper)


def text_of_workbook(file: bytes) -> str:
    book = load_workbook(io.BytesIO(file))
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    )
