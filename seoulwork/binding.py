"""Ties the notation to the stored names: a text that refers to what does not exist is refused when it is saved."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from .divisions import division
from .notation import Names, NotationError, check

DATE_WORD = frozenset({"일정"})
"""Stands for the date in the title of a milestone."""

MONEY = "백만원"
"""The unit in which budgets are shown."""


def names_for(division_key: str, programme_id: int | None) -> Names:
    """The short names that a text of this programme (None: of the division) may use: its own, then the division's. 3 queries."""
    model = division(division_key).model
    scope = models.Q(programme__isnull=True) | models.Q(programme_id=programme_id)
    indicators = list(model("Indicator").objects.filter(scope).values_list("programme_id", "short_name", "unit"))
    lines = list(model("Budget").objects.filter(scope))
    stored = [(programme, "indicator", name) for programme, name, _ in indicators]
    stored += [(line.programme_id, "budget", line.short_name) for line in lines]
    meant: dict[str, tuple[int | None, str]] = {}
    for programme, kind, name in sorted(stored, key=lambda each: each[0] is None):
        meant.setdefault(name, (programme, kind))

    own = {name: unit for programme, name, unit in indicators if meant[name] == (programme, "indicator")}
    parts: dict[str, set[str]] = {name: set() for name in own}
    of_scope = models.Q(indicator__programme__isnull=True) | models.Q(indicator__programme_id=programme_id)
    paths = model("Part").objects.filter(of_scope)
    for programme, name, path in paths.values_list("indicator__programme_id", "indicator__short_name", "path"):
        if meant[name] == (programme, "indicator"):
            parts[name].add(path)
    budgets: dict[str, set[str]] = {}
    for line in lines:
        if meant[line.short_name] == (line.programme_id, "budget"):
            named = filter(None, [line.part, line.get_fund_source_display()])
            budgets.setdefault(line.short_name, set()).update(named)
    return Names(
        {name: frozenset(each) for name, each in parts.items()},
        {name: frozenset(each) for name, each in budgets.items()},
        {**own, **dict.fromkeys(budgets, MONEY)},
    )


def check_text(instance: Any, field: str, text: str, also: frozenset[str] = frozenset()) -> None:
    """Raise ValidationError on `field` of a Passage or Milestone when a reference of the text is unknown.

    `also` are words that stand in braces there and are no figures."""
    programme_id = getattr(instance, "passage", instance).programme_id
    try:
        if "{" not in text and "}" not in text:
            return
        check(text, names_for(instance._meta.app_label, programme_id), also)
    except NotationError as error:
        raise ValidationError({field: str(error)}) from error
