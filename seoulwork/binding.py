"""Ties the notation to the stored names: a text that refers to what does not exist is refused when it is saved."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from .divisions import division
from .notation import Names, NotationError, check

DATE_WORD = frozenset({"일정"})


def names_for(division_key: str, programme_id: int | None) -> Names:
    """The short names that a text of this programme (None: of the division) may use: its own and the division's. 3 queries."""
    model = division(division_key).model
    scope = models.Q(programme__isnull=True) | models.Q(programme_id=programme_id)
    indicators: dict[str, set[str]] = {}
    for name in model("Indicator").objects.filter(scope).values_list("short_name", flat=True):
        indicators.setdefault(name, set())
    parts = model("Part").objects.filter(
        models.Q(indicator__programme__isnull=True) | models.Q(indicator__programme_id=programme_id)
    )
    for name, path in parts.values_list("indicator__short_name", "path"):
        indicators[name].add(path)
    budgets: dict[str, set[str]] = {}
    for budget in model("Budget").objects.filter(scope):
        budgets.setdefault(budget.short_name, set()).update(filter(None, [budget.part, budget.get_fund_source_display()]))
    return Names(
        {name: frozenset(each) for name, each in indicators.items()},
        {name: frozenset(each) for name, each in budgets.items()},
    )


def check_text(instance: Any, field: str, text: str) -> None:
    """Raise ValidationError on `field` of a Passage or Milestone when a reference of the text is unknown."""
    programme_id = getattr(instance, "passage", instance).programme_id
    try:
        if "{" not in text and "}" not in text:
            return
        check(text, names_for(instance._meta.app_label, programme_id), DATE_WORD)
    except NotationError as error:
        raise ValidationError({field: str(error)}) from error
