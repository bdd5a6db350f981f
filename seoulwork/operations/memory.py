"""How a process that answers requests, or does long work, looks for memory that is no longer used."""

import ctypes
import gc

MADE = 50_000
"""So many objects more than before, and it looks through the new ones. A page of a month makes some ten thousand, which all go
when it is sent: with Python's own 700 they were looked through meanwhile again and again, for a tenth of the page's time, a fifth of a PDF's."""


def settle() -> None:
    """To be called when everything is loaded. That stays: to look through it, too, took a fifth of a large block's saving."""
    gc.freeze()
    gc.set_threshold(MADE)


def let_go() -> None:
    """To be called when some work is done and nobody waits: what is no longer used goes back to the system. The boxes of a printed paper
    hold each other, and would stay until Python looks through all there is: eight drafts one after the other took 400 MB."""
    gc.collect()
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):  # the C library of Debian
        library.malloc_trim(0)
