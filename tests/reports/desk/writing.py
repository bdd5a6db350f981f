"""What is written at the desk of July 2018, and what of it is printed."""

import json
from typing import Any

from django.test import Client

from reports.desk.parts import written
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division

DESK = "/briefings/2018-07/desk/"
PART = f"{DESK}labour/1/"
models = division("labour").models


def text_of(client: Client, part: str = PART) -> str:
    return str(client.get(part).context["text"])


def keep(client: Client, text: str, base: str, part: str = PART) -> Any:
    response = client.post(f"{part}keep/", json.dumps({"text": text, "base": base}), content_type="application/json")
    return response.json()


def passages(number: int = 1) -> str:
    """The text of the passages that are printed."""
    stored = models.Passage.objects.filter(programme__number=number, briefing__month=Month(2018, 7))
    return written(stored.order_by("position").prefetch_related("milestones"))
