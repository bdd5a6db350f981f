"""사회적경제담당관's rows for the briefing; it has no table of its own."""

from reports.contract import Contribution, Edition
from seoulwork.figures.divisions import division
from seoulwork.figures.queries import ledger, passages, profile


def contribute(edition: Edition) -> Contribution:
    """The division's part of a briefing."""
    own = division("socialeconomy")
    return Contribution(
        own, ledger(own, edition.reference_month), profile(own, edition.day), passages(own, edition.month)
    )
