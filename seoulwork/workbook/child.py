"""The process in which workbooks are read: limits first, then the file. Started by `safety.run_child`; no Django here.

Exit status 0: the output is on stdout; REFUSED: the sentence is on stdout; OUT_OF_MEMORY or a signal: a limit ended it;
1: it failed at the file, with the traceback on stderr.
"""

import json
import resource
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from seoulwork.workbook.safety import (
    LARGEST_TEXT,
    LARGEST_WHOLE,
    MEMORY,
    OUT_OF_MEMORY,
    REFUSED,
    SECONDS,
    TOO_MUCH,
    Refused,
)


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

    output = json.dumps(scan(content), default=as_json, ensure_ascii=False, separators=(",", ":")).encode()
    if len(output) > LARGEST_TEXT:
        raise Refused(TOO_MUCH)
    return output


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
        return REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
