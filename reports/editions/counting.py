"""How many findings of a briefing are unanswered, as the last look found: a look takes too long for a first page, which says of when
it is. Kept in the cache: what is lost there the next look brings back."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from seoulwork.figures.divisions import divisions

from ..models import Briefing
from .gate import Readiness

OF_THE_WHOLE = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """When it was looked, and how many were unanswered: by the key of the division in whose programmes they are, and by severity."""

    at: datetime
    open: dict[tuple[str, str], int]

    def of(self, severity: str, division: str = "") -> int:
        """Those of a division's programmes; without one all of the briefing."""
        return sum(number for (key, grave), number in self.open.items() if grave == severity and division in ("", key))


def keep(ready: Readiness) -> None:
    """Keep what a look has found."""
    known = {each.key for each in divisions()}
    counted: Counter[tuple[str, str]] = Counter()
    for each in ready.findings:
        if not each.answer:
            key = each.finding.spot.section.partition("-")[0]
            counted[key if key in known else OF_THE_WHOLE, each.finding.severity] += 1
    cache.set(_key(ready.briefing), (timezone.now(), dict(counted)), None)


def kept(briefing: Briefing) -> Counts | None:
    """None: nobody has looked. 1 query."""
    found = cache.get(_key(briefing))
    return Counts(*found) if found else None


def _key(briefing: Briefing) -> str:
    return f"findings-{briefing.pk}"
