"""A process of its own in which a file from outside is opened, with limits on memory, time and what it writes: a hostile
file can end that process and nothing else.

Both sides stand here: `run` starts a module in such a process, whose `main` is `answer`. No Django, which the process does
without.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

REFUSED, OUT_OF_MEMORY = 3, 4
"""Exit statuses of the process, beside 0 and those of Python and of the kernel."""


class Refusal(Exception):
    """The file is not taken; `str()` is the process's own sentence."""


class LimitMet(Exception):
    """A limit ended the process: the file is too much, or the machine has too much else to do."""


class Failure(Exception):
    """The process failed at the file; `str()` is its traceback."""


def run(module: str, *, content: bytes, request: Any = None, seconds: float) -> bytes:
    """What the module says to the file, and to the request about it (anything that JSON carries), within so many seconds of wall
    time, start included. Raises Refusal, LimitMet and Failure."""
    import subprocess  # here, so that the process itself, which starts anew for each file, need not
    import tempfile

    package = Path(__file__).resolve().parent.parent.parent
    with tempfile.TemporaryDirectory(prefix="confined-") as directory:
        Path(directory, "request").write_text(json.dumps(request), encoding="utf-8")
        Path(directory, "content").write_bytes(content)
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(package),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": directory,
            "LANG": "C.UTF-8",
        }
        try:
            done = subprocess.run(  # noqa: S603  our own modules, no text of the user on the command line
                [sys.executable, "-m", module],
                cwd=directory,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise LimitMet from error
    if done.returncode == REFUSED:
        raise Refusal(done.stdout.decode())
    if done.returncode == OUT_OF_MEMORY or done.returncode < 0:  # below 0: ended by a signal, as limits do
        raise LimitMet
    if done.returncode != 0:
        raise Failure(done.stderr.decode(errors="replace"))
    return done.stdout


def answer(
    work: Callable[[bytes, Any], bytes], refusal: type[Exception], *, memory: int, seconds: int, written: int
) -> int:
    """The `main` of such a module: limits first (bytes of memory, seconds of processor time, bytes of a written file), then `work`
    on the content and the request. Gives the exit status."""
    for kind, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (amount, amount))
    try:
        output = work(Path("content").read_bytes(), json.loads(Path("request").read_text(encoding="utf-8")))
    except refusal as error:
        sys.stdout.write(str(error))
        return REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(output)
    return 0
