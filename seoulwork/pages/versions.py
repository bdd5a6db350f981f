"""Which version of a row somebody has seen."""

import hashlib
from collections.abc import Iterable
from typing import Any


def version(row: Any, names: Iterable[str] = ()) -> str:
    """A digest of the fields `names`, or of all stored ones: who changes a row says which version was seen."""
    fields = [row._meta.get_field(name) for name in names] or row._meta.concrete_fields
    values = [str(field.value_from_object(row)) for field in fields]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:32]
