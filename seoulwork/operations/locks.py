"""A lock that a process holds for as long as it lives: the system takes it back however the process ends.

Of use only where all processes are on one machine.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def _path(name: str) -> Path:
    return Path(settings.VAR_DIR, "workers", f"{name}.lock")


@contextmanager
def held(name: str) -> Iterator[None]:
    """Hold the lock of that name. Raises BlockingIOError when another process does."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
        forget(name)


def forget(name: str) -> None:
    """Remove what a process that is gone has left of its lock."""
    _path(name).unlink(missing_ok=True)


def is_held(name: str) -> bool:
    """Whether a living process holds it."""
    try:
        with _path(name).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
