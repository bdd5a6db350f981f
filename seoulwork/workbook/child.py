"""The process in which workbooks are read, and handed back with comments. Started by `safety.run_child`; no Django here."""

import json
import sys
from datetime import date, datetime
from typing import Any

from seoulwork.operations.confined import answer
from seoulwork.workbook.safety import LARGEST_TEXT, LARGEST_WHOLE, MEMORY, SECONDS, TOO_MUCH, Refused


def as_json(value: Any) -> Any:
    """Dates and times as a tagged text: JSON has neither."""
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"other": str(value)}


def read(content: bytes) -> bytes:
    from seoulwork.workbook.scanning import scan

    output = json.dumps(scan(content), default=as_json, ensure_ascii=False, separators=(",", ":")).encode()
    if len(output) > LARGEST_TEXT:
        raise Refused(TOO_MUCH)
    return output


def comment(content: bytes, comments: list[list[str]]) -> bytes:
    from seoulwork.workbook.commenting import add_comments

    if not content.startswith(b"PK"):
        raise Refused("CSV 파일에는 메모를 넣을 수 없습니다. 화면의 목록을 보고 고쳐 주세요.")
    return add_comments(content, comments)


def work(content: bytes, comments: list[list[str]] | None) -> bytes:
    return read(content) if comments is None else comment(content, comments)


if __name__ == "__main__":
    sys.exit(answer(work, Refused, memory=MEMORY, seconds=SECONDS, written=LARGEST_WHOLE))
