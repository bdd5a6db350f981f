"""Every kind of error that the checker knows, planted at a random place of a random right briefing, is found at its place.

SEOULWORK_PLANTS says how often each kind is planted."""

import os
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from reports.checks.registry import RULES
from tests.reports.planting import (
    plants_budgets,
    plants_complete,
    plants_figures,
    plants_improbable,
    plants_labels,
    plants_relations,
    plants_texts,
    plants_typed,
)
from tests.reports.planting.making import paper
from tests.reports.planting.plants import PLANTS, NotHere

FAMILIES = (
    plants_budgets,
    plants_complete,
    plants_figures,
    plants_improbable,
    plants_labels,
    plants_relations,
    plants_texts,
    plants_typed,
)
"""Each puts its kinds into PLANTS"""
# What is random comes of one number, so that a smaller one is no simpler briefing: nothing to shrink.
COUNT = int(os.environ.get("SEOULWORK_PLANTS", "2"))


@pytest.mark.parametrize("kind", PLANTS)
@settings(max_examples=COUNT, phases=[Phase.generate], suppress_health_check=[HealthCheck.filter_too_much])
@given(st.integers(0, 2**32), st.data())
def test_a_planted_error_is_found_at_its_place(kind: str, seed: int, data: st.DataObject) -> None:
    own = paper(seed)
    try:
        planted = PLANTS[kind](own, lambda low, high: data.draw(st.integers(low, high)))
    except NotHere:
        reject()
    found = own.findings()
    assert any(map(planted.is_told_by, found)), [planted, *((each.rule, each.place, each.sentence) for each in found)]


def test_each_rule_has_an_error_that_it_finds() -> None:
    assert len(PLANTS) >= 90
    assert {rule.key for rule in RULES} == set().union(*(_rules(kind) for kind in PLANTS))


def _rules(kind: str) -> set[str]:
    """Those of the first briefing in which the error can be planted."""
    for seed in range(200):
        try:
            return set(PLANTS[kind](paper(seed), Random(seed).randint).rules)
        except NotHere:
            continue
    raise AssertionError(f"{kind} can be planted nowhere")
