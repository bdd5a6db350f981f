"""What the checker finds in a briefing, for tests."""

from reports.assemble import contributions, document_from
from reports.checks import Finding, find
from reports.models import Briefing


def findings(briefing: Briefing) -> tuple[Finding, ...]:
    """As its figures stand now."""
    rows = contributions(briefing)
    return find(document_from(briefing, rows), rows)
