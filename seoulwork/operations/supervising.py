"""A web server and a worker as one command, for the demo; in production systemd does it (deploy/)."""

import ctypes
import logging
import signal
import subprocess
import threading
from contextlib import suppress

logger = logging.getLogger(__name__)

LOOKS_EVERY = 0.5
RESTARTS_AFTER = 2.0
PATIENCE = 30.0
"""Seconds: for the work at hand, when all is to end."""
YIELDING = ["nice", "-n", "10"]
"""Pages go before long work."""
PARENT_DEATH = 1
"""PR_SET_PDEATHSIG: whatever ends this process ends the others too, or they would go on holding the port."""


def supervise(server: list[str], worker: list[str]) -> int:
    """Run both until SIGINT or SIGTERM, or until the server ends, and give the server's status. A worker that ends is started again."""
    over = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda number, frame: over.set())
    serving, working = _start(server), _start([*YIELDING, *worker])
    while not over.wait(LOOKS_EVERY) and serving.poll() is None:
        if working.poll() is not None:
            logger.error("The worker ended with status %s and is started again.", working.returncode)
            if not over.wait(RESTARTS_AFTER):
                working = _start([*YIELDING, *worker])
    for process in (serving, working):
        _end(process)
    return 0 if over.is_set() else serving.returncode


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_end_with_parent)  # noqa: S603  no threads here, our own commands


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGTERM)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
        return
    process.kill()
    process.wait()
