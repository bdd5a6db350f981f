"""A right briefing of random figures gives no finding but the list of the numbers that are typed in it.

SEOULWORK_BRIEFINGS says how many are tried."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.checks.typed import LISTED
from tests.choosing import amount
from tests.reports.planting.making import paper
from tests.reports.planting.writing import UNLIKE

BY_CHANCE = (LISTED, "improbable.copied")
"""Of some hundred figures that are drawn at random one is now and then the same as a year ago."""
COUNT = amount("SEOULWORK_BRIEFINGS", 12, long=300)


@settings(max_examples=COUNT)
@given(st.integers(0, 2**32))
def test_a_right_briefing_gives_no_finding(seed: int) -> None:
    found = paper(seed).findings()
    assert [f"{each.rule} {each.place}: {each.sentence}" for each in found if each.rule not in BY_CHANCE] == []
    assert all(UNLIKE in each.sentence for each in found if each.rule == LISTED)
