"""`python -m tests.workbook.peak FOLDER`: the memory that reading the files of a folder takes at most, as JSON: `own` of who has them
read, beyond what it had before, and `readers` of the processes that read. In a process of its own: what a test's process has
grown to counts for the processes that it starts."""

import json
import os
import re
import resource
import sys
from contextlib import suppress
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")
django.setup()

from seoulwork.domain.vocabulary import UNITS  # noqa: E402
from seoulwork.workbook.reading.finding import find_tables  # noqa: E402
from seoulwork.workbook.reading.sheet import read_sheets  # noqa: E402
from seoulwork.workbook.safety import Refused  # noqa: E402


def memory(kind: str) -> int:
    """What this process has now (`VmRSS`) or had at most (`VmHWM`), in bytes. The kernel's count for the program that runs now:
    `getrusage` counts the one before it, too."""
    found = re.search(rf"{kind}:\s*(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * 1024


def main() -> None:
    UNITS.give(())  # there is no database here
    before = memory("VmRSS")
    for path in sorted(Path(sys.argv[1]).iterdir()):
        with suppress(Refused):
            for sheet in (sheets := read_sheets(path.read_bytes())):
                sheet.merged_value(1_000, 1_000)
            find_tables(sheets, 2019)
    readers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    sys.stdout.write(json.dumps({"own": memory("VmHWM") - before, "readers": readers}))


if __name__ == "__main__":
    main()
