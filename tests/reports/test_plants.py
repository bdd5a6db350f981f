"""Every kind of error that the checker knows, planted at a random place of a random right briefing, is found at its place.

SEOULWORK_PLANTS says how often each kind is planted."""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.reports.planting import plants_budgets, plants_complete, plants_figures, plants_texts
from tests.reports.planting.making import paper
from tests.reports.planting.plants import PLANTS

FAMILIES = (plants_budgets, plants_complete, plants_figures, plants_texts)
"""Each puts its kinds into PLANTS"""
# What is random comes of one number, so that a smaller one is no simpler briefing: nothing to shrink.
COUNT = int(os.environ.get("SEOULWORK_PLANTS", "5"))


@pytest.mark.parametrize("kind", PLANTS)
@settings(max_examples=COUNT, phases=[Phase.generate], suppress_health_check=[HealthCheck.filter_too_much])
@given(st.integers(0, 2**32), st.data())
def test_a_planted_error_is_found_at_its_place(kind: str, seed: int, data: st.DataObject) -> None:
    own = paper(seed)
    planted = PLANTS[kind](own, data)
    found = own.findings()
    assert any(map(planted.is_told_by, found)), [planted, *((each.rule, each.place, each.sentence) for each in found)]
