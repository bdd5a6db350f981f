"""Rows in the text format of COPY, keys as an array."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from seoulwork.figures.copying import Copying, as_array

ESCAPES = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}


def value_of(field: str) -> str | None:
    """What PostgreSQL reads in a field."""
    if field == "\\N":
        return None
    read, at = "", 0
    while at < len(field):
        pair = field[at : at + 2]
        read += ESCAPES.get(pair, field[at])
        at += 2 if pair in ESCAPES else 1
    return read


VALUES = st.one_of(st.integers(), st.none(), st.text(st.sampled_from("가나\\\t\n\rN12")))
ROWS = st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[VALUES] * width), max_size=5))


@given(ROWS, st.lists(VALUES, max_size=2).map(tuple))
def test_each_row_is_read_as_it_was_given(rows: list[tuple[Any, ...]], alike: tuple[Any, ...]) -> None:
    file = Copying(rows, alike)
    text = ""
    while part := file.read(8_192):
        text += part
    read = [[value_of(field) for field in line.split("\t")] for line in text.split("\n")[:-1]]
    assert read == [[None if each is None else str(each) for each in (*row, *alike)] for row in rows]


def test_many_rows_come_some_at_a_time() -> None:
    file = Copying(((number,) for number in range(2_500)), ())
    parts = [file.read(1), file.read(1), file.read(1), file.read(1)]
    assert [part.count("\n") for part in parts] == [1_000, 1_000, 500, 0]


def test_keys_as_an_array() -> None:
    assert as_array([1, None, 30]) == "{1,NULL,30}"
    assert as_array([]) == "{}"
