"""What the web server does wherever it is started from this folder. Addresses and numbers of processes: deploy/."""

from typing import Any


def post_worker_init(worker: Any) -> None:
    """A process that is new takes requests only when it can draw: else who asks for its first edition would wait for that."""
    from reports.render import engine

    engine.begin()
