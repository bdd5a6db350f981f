"""How a process that answers requests, or does long work, looks for memory that is no longer used."""

import gc

MADE = 50_000
"""So many objects more than before, and it looks through the new ones. A page of a month makes some ten thousand, which all go
when it is sent: with Python's own 700 they were looked through meanwhile again and again, for a tenth of the page's time, a fifth of a PDF's."""


def settle() -> None:
    """To be called when everything is loaded. That stays: to look through it, too, took a fifth of a large block's saving."""
    gc.freeze()
    gc.set_threshold(MADE)
