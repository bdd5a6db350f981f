"""The process in which workbooks are read: limits first, then the file. Started by `safety.run_child`; no Django here.

Exit status 0: the output is on stdout; 3: refused, with the sentence on stdout; anything else: a limit ended it.
"""

import json
import resource
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from seoulwork.workbook.safety import LARGEST_WHOLE, MEMORY, SECONDS, Refused


def limit() -> None:
    """Memory, processor time, length of written files, no core dump."""
    for kind, amount in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_WHOLE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (amount, amount))


def as_json(value: Any) -> Any:
    """Dates and times as a tagged text: JSON has neither."""
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"other": str(value)}


def read(content: bytes) -> bytes:
    from seoulwork.workbook.scanning import scan

    return json.dumps(scan(content), default=as_json, ensure_ascii=False, separators=(",", ":")).encode()


def comment(content: bytes, comments: list[list[str]]) -> bytes:
    from seoulwork.workbook.commenting import add_comments

    return add_comments(content, comments)


def main() -> int:
    limit()
    content = Path("workbook").read_bytes()
    try:
        if sys.argv[1] == "comment":
            output = comment(content, json.loads(Path("request").read_text(encoding="utf-8")))
        else:
            output = read(content)
    except Refused as refusal:
        sys.stdout.write(str(refusal))
        return 3
    sys.stdout.buffer.write(output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
