"""A list as an Excel workbook."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_767


def workbook_of(title: str, rows: Iterable[Iterable[Any]]) -> bytes:
    """The rows, the first one the heads. They are taken one by one and not kept."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, value, head=number == 0) for value in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def download(content: bytes, title: str, at: datetime | None = None) -> HttpResponse:
    """A workbook, named after the list and the day on which it was made (today)."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    name = f"{title}_{timezone.localdate(at):%Y%m%d}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _cell(sheet: Any, value: Any, *, head: bool) -> Any:
    """A number stays a number and text stays text: what begins with = must not become a formula."""
    if isinstance(value, Decimal | int | datetime) and not isinstance(value, bool):
        cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # it takes Decimal; its types do not say so
        cell.number_format = _number_format(value)
    elif value is None or hasattr(value, "isoformat"):
        cell = WriteOnlyCell(sheet, value)
    else:
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST_TEXT])
        cell.data_type = "s"
    if head:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center")
    return cell


def _number_format(value: Decimal | int | datetime) -> str:
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm"
    exponent = Decimal(value).normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    digits = "#,##0" + ("." + "0" * places if places else "")
    return f'{digits};"△"{digits}'
