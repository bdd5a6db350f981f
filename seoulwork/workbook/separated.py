"""Reads a table that is saved as text (CSV): in UTF-8, UTF-16 or cp949, with commas, semicolons or tabs. Runs in the child
process. Its cells are texts, read like those of a sheet."""

import csv
import io
from typing import Any

from seoulwork.workbook.safety import MOST_CELLS, MOST_ROWS, SAVE_AS, WIDEST_AREA, Refused

NAME = "CSV"
"""What the only sheet is called."""
SEPARATORS = "\t;,"
_LOOKED_AT = 200
"""So many lines show the separator."""


def is_text(content: bytes) -> bool:
    """Whether the bytes may be a text at all, and no page of the web (which some systems call .xls)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\0" not in content and not content[:1_024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(b"<")


def scan_text(content: bytes) -> list[dict[str, Any]]:
    """The only sheet of a text, as `scanning.scan` gives those of a workbook. Raises Refused."""
    text = _decoded(content)
    separator = _separator(text)
    if not separator:
        raise Refused(f"엑셀 통합 문서(.xlsx)도 쉼표·탭으로 나눈 표(.csv)도 아닙니다. {SAVE_AS}")
    rows: list[list[Any]] = []
    cells = width = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(row)
            width = max(width, len(row))
            cells += sum(1 for cell in row if cell)
            if len(rows) > MOST_ROWS or cells > MOST_CELLS or len(rows) * width > WIDEST_AREA:
                raise Refused(
                    f"표의 행이 {MOST_ROWS:,}개나 칸이 {MOST_CELLS:,}개를 넘습니다. 필요한 행만 남겨 올려 주세요."
                )
    except csv.Error as error:
        line = f"{len(rows) + 1}행"
        raise Refused(f"CSV의 따옴표가 맞지 않아 {line}부터 읽을 수 없습니다. {SAVE_AS}") from error
    nothing: dict[str, list[Any]] = {
        key: [] for key in ("merges", "hidden_rows", "hidden_columns", "uncached", "errors", "percents", "shown_with")
    }
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    return [{"name": NAME, "hidden": False, "lost": False, "rows": filled, **nothing}]


def _decoded(content: bytes) -> str:
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp949"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(f"글자의 부호(인코딩)를 알 수 없는 CSV입니다. UTF-8로 저장해 올려 주세요. {SAVE_AS}")


def _separator(text: str) -> str:
    """What stands in most lines, the same number of times as far as can be; empty when there is none."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    counts = {each: sum(1 for line in lines if each in line) for each in SEPARATORS}
    best = max(SEPARATORS, key=lambda each: counts[each])
    return best if counts[best] else ""
