"""Tables: `cells` builds them by hand, `description` says in data what one holds, `drawing` makes the document's of it."""

from .cells import head, head_cell, label, scope
from .drawing import draw, drawn
from .sources import Context, Given, Listed, Source, own_context
from .written import read_table, read_tables, write_table

__all__ = [
    "Context",
    "Given",
    "Listed",
    "Source",
    "draw",
    "drawn",
    "head",
    "head_cell",
    "label",
    "own_context",
    "read_table",
    "read_tables",
    "scope",
    "write_table",
]
