"""History replays, and what is sent twice is done once: against a plain dictionary, in random mixes."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seoulwork.domain.cells import Cell
from seoulwork.entry import history
from seoulwork.entry.attempts import Attempt
from seoulwork.entry.saving import save
from seoulwork.figures.divisions import Division
from tests.entry.moments import amount_at

from .conftest import JULY, People, cell_of

# The order of the saves decides; test_saving.py and test_resends.py try each of them on both engines.
pytestmark = [pytest.mark.any_engine, pytest.mark.slow(150)]

ACTIONS = st.lists(
    st.fixed_dictionaries(
        {
            "user": st.integers(0, 1),
            "cell": st.integers(0, 3),
            "value": st.sampled_from(["", "-", "0", "1", "2", "100,000", "105,000", "△3"]),
            # What the page knows: the newest version, the one from before, or the blank page of the morning (back, refresh).
            "knows": st.sampled_from(["newest", "newest", "newest", "before", "blank"]),
            # A double click sends at once, a lost answer sends the last request again later.
            "repeat": st.sampled_from(["no", "no", "double", "resend"]),
        }
    ),
    min_size=10,
    max_size=12,
)


def test_rows_alone_tell_every_cells_value_at_any_time(july: Division, people: People) -> None:
    """100 random mixes, together at least 1,000 actions."""
    line = july.models.Budget.objects.get(kind="current")
    cells = [cell_of(july, "상담"), cell_of(july, "공간이용", "스터디룸"), f"c{line.pk}", f"s{line.pk}"]
    users = [people.officer, people.colleague]

    @settings(
        max_examples=100,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(ACTIONS)
    def replay(actions: list[dict[str, Any]]) -> None:
        with transaction.atomic():
            _check(july, users, cells, actions)
            transaction.set_rollback(True)

    replay()


def _check(july: Division, users: list[Any], cells: list[str], actions: list[dict[str, Any]]) -> None:
    versions: dict[str, list[int | None]] = {cell: [None] for cell in cells}
    held: dict[str, int | None] = dict.fromkeys(cells)
    moments: list[tuple[datetime, dict[str, int | None]]] = [(timezone.now(), dict(held))]
    changed = dict.fromkeys(cells, 0)
    last: dict[str, Any] | None = None
    for action in actions:
        cell = cells[action["cell"]]
        known = versions[cell]
        seen = {"newest": known[-1], "before": known[-2] if len(known) > 1 else None, "blank": None}[action["knows"]]
        sending = {"attempts": [Attempt(cell, action["value"], seen)], "by": users[action["user"]], "request": uuid4()}
        _, outcome = save(july, JULY, **sending)
        [result] = outcome.results
        if result.state == "saved":
            parsed = {"": None, "-": None, "0": 0, "1": 1, "2": 2, "100,000": 100_000, "105,000": 105_000, "△3": -3}[
                action["value"]
            ]
            held[cell] = None if parsed is None else parsed * (1_000_000 if cell[0] in "cs" else 1)
            changed[cell] += 1
            versions[cell].append(result.version)
            sibling = str(Cell.parse(cell).sibling)
            if sibling in versions:
                versions[sibling].append(result.version)
        moments.append((timezone.now(), dict(held)))
        before = _count(july)
        if action["repeat"] == "double":
            _, again = save(july, JULY, **sending)
            assert [each.state for each in again.results] == [result.state]
        if action["repeat"] == "resend" and last is not None:
            save(july, JULY, **last)
        assert _count(july) == before, "what was sent again was written again"
        if result.state == "saved":
            last = sending
    rows = {cell: history.rows_of(july, JULY, Cell.parse(cell).place) for cell in cells}
    for at, expected in moments:
        assert {cell: amount_at(rows[cell], Cell.parse(cell).field, at) for cell in cells} == expected
    for cell in cells:
        told = history.changes(july, JULY, Cell.parse(cell))
        assert len(told) == changed[cell], "one line of history for each real change"
        assert [each.before for each in told[:-1]] == [each.after for each in told[1:]]
        assert all(each.by for each in told)


def _count(july: Division) -> int:
    return int(july.models.Actual.objects.count() + july.models.Execution.objects.count())
