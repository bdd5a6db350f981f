"""사회적경제담당관's rows for the briefing; it has no table of its own."""

from reports.contract import Contribution, Edition, read
from seoulwork.figures.profiles import profile
from seoulwork.figures.queries import relations


def contribute(edition: Edition) -> Contribution:
    """The division's part of a briefing."""
    own = edition.division("socialeconomy")
    figures, texts, made = read(own, edition)
    return Contribution(own, figures, profile(own, edition.day), texts, relations=relations(own), made=made)
