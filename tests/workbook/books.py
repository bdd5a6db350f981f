"""What the tests of the lists' workbooks share: a template got from its page, filled in, sent, looked at and imported."""

import html
import io
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from seoulwork.operations.models import Task
from seoulwork.workbook.contents import Content
from seoulwork.workbook.models import Workbook
from tests.workbook.pages import work

Fill = Callable[[Book], None]


def template(client: Client, kind: str, division: str = "labour", **options: Any) -> bytes:
    """A list's workbook as its page gives it."""
    response = client.get(reverse("import_list_template", args=[division, kind]), options)
    assert response.status_code == 200
    assert "filename" in response.headers["Content-Disposition"], response.content.decode()
    return bytes(response.content)


def filled(content: bytes, fill: Fill | None = None) -> bytes:
    """The workbook as somebody saves it after filling it in."""
    book = load_workbook(io.BytesIO(content))
    if fill is not None:
        fill(book)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def heads(sheet: Any) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[4] if cell.value}


def row_of(sheet: Any, **texts: str) -> int:
    """The row whose cells under those headings say so: `row_of(sheet, 지표="상담")`."""
    columns = heads(sheet)
    return next(
        number
        for number in range(5, sheet.max_row + 1)
        if all(sheet.cell(number, columns[head]).value == (text or None) for head, text in texts.items())
    )


def put(sheet: Any, number: int, **values: Any) -> None:
    """Fill cells of a row by their headings, a space written as `_`."""
    columns = heads(sheet)
    for head, value in values.items():
        sheet.cell(number, columns[head.replace("_", " ")]).value = value


def blank_row(sheet: Any) -> int:
    """The first row below all lines."""
    filled = [row[0].row for row in sheet.iter_rows(min_row=5) if any(cell.value is not None for cell in row)]
    return max(filled, default=4) + 1


def shown(response: Any) -> str:
    """The page as it is read."""
    return html.unescape(response.content.decode())


def send(client: Client, content: bytes, division: str = "labour", name: str = "목표.xlsx") -> str:
    """Upload and look; the page that follows."""
    file = SimpleUploadedFile(name, content)
    response = client.post(reverse("import_add"), {"division": division, "file": file})
    if response.status_code == 302 and "/progress/" in response.headers["Location"]:
        work()
        response = client.get(response.headers["Location"], follow=True)
    return shown(response)


def latest() -> Workbook:
    return Workbook.objects.order_by("-pk")[0]


def report() -> Content:
    """What the last preview said."""
    return latest().report.content


def bring_in(client: Client, reason: str = "연간 계획 확정") -> Task:
    """Import what the last preview showed."""
    given = {"fingerprint": report()["fingerprint"], "reason": reason}
    client.post(reverse("import_confirm", args=[latest().pk]), given)
    return work()


def take_back(client: Client, reason: str = "잘못 올림") -> str:
    response = client.post(reverse("import_undo", args=[latest().pk]), {"reason": reason}, follow=True)
    return shown(response)


def decided() -> dict[str, tuple[str, str, str, str]]:
    """By place (`목표 F7`): the cell as in the file, what stands now, what will be, and the decision."""
    found = {}
    for cell in report()["cells"]:
        _, _, _, _, sheet, place, raw, old, new, _, state = cell
        found[f"{sheet} {place}"] = (raw, old, new, state)
    return found


def changed() -> dict[str, tuple[str, str]]:
    return {place: (old, new) for place, (_, old, new, state) in decided().items() if state in ("new", "changed")}


def errors() -> list[tuple[str, str]]:
    return [(f"{each['sheet']} {each['cell']}", each["cause"]) for each in report()["errors"]]
