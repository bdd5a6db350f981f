"""What the panels of a briefing's page say."""

import json
import re
from typing import Any

ORIGINS = re.compile(r'<script type="application/json" id="origins">(.*?)</script>', re.DOTALL)


def panels(page: str) -> dict[str, dict[str, Any]]:
    """By the numbers that the figures of the page name."""
    found = ORIGINS.search(page)
    assert found
    told: dict[str, dict[str, Any]] = json.loads(found[1])
    return told
