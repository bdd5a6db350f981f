"""Every kind of error that the checker knows, planted at a random place of a random right briefing, is found at its place.

SEOULWORK_PLANTS says how often each kind is planted."""

import os
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

import pytest

from reports.checks import registry
from reports.checks.registry import RULES
from reports.checks.rules import Finding, Rule
from tests.choosing import LONG, amount
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
from tests.reports.planting.paper import Paper
from tests.reports.planting.plants import PLANTS, NotHere, Planted

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
COUNT = amount("SEOULWORK_PLANTS", 1, long=5)


def planted_in(kind: str, seed: int) -> tuple[Paper, Planted] | None:
    """The briefing of that number with such an error in it, if there is a place for one."""
    own = paper(seed)
    try:
        # By another row of chances than the briefing's own, or both would choose alike.
        return own, PLANTS[kind](own, Random(f"{kind} {seed}").randint)
    except NotHere:
        return None


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterable[str]], None]:
    """Have the checker ask only some rules: that all of them together say no more than they should is tried with right briefings."""
    asked = registry._broken

    def ask_only(keys: Iterable[str]) -> None:
        wanted = set(keys)

        def ask(rules: Iterable[Rule[Any]], subject: Any) -> Iterator[Finding]:
            return asked([rule for rule in rules if rule.key in wanted], subject)

        monkeypatch.setattr(registry, "_broken", ask)

    return ask_only


@pytest.mark.parametrize("kind", PLANTS)
def test_a_planted_error_is_found_at_its_place(kind: str, only: Callable[[Iterable[str]], None]) -> None:
    """What is random comes of one number, which a failure tells: a smaller one is no simpler briefing, so nothing is looked for
    but by chance. Continuous integration takes the same each time."""
    chance = Random(kind if "CI" in os.environ else None)
    tried = 0
    while tried < COUNT:
        seed = chance.randint(0, 2**32)
        if (made := planted_in(kind, seed)) is None:
            continue
        own, planted = made
        if not LONG:
            only(planted.rules)
        found = own.findings()
        told = [(each.rule, each.place, each.sentence) for each in found]
        assert any(map(planted.is_told_by, found)), [seed, planted, *told]
        tried += 1


def test_each_rule_has_an_error_that_it_finds() -> None:
    assert len(PLANTS) >= 90
    assert {rule.key for rule in RULES} == set().union(*(_rules(kind) for kind in PLANTS))


def _rules(kind: str) -> set[str]:
    """Those of the first briefing in which the error can be planted."""
    for seed in range(200):
        if made := planted_in(kind, seed):
            return set(made[1].rules)
    raise AssertionError(f"{kind} can be planted nowhere")
