"""The division apps, by their key (the app label), and their concrete models.

Shared code reaches a division's tables through here, so that it never names a division.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Division:
    """`key` is the app label (`labour`), `name` the Korean name (`노동정책담당관`), `number` the place in print, from 1;
    `tables` are the names of its own tables, which texts place by `[표: 이름]` (`tables` in its `apps.py`)."""

    key: str
    name: str
    number: int
    tables: frozenset[str] = frozenset()

    def model(self, name: str) -> Any:
        """The division's concrete model of that name: `division.model("Actual")`."""
        return apps.get_model(self.key, name)

    def own(self, module: str, name: str) -> dict[str, Any]:
        """What only this division has, by key: `name` in a module of its app; empty where it has no such module."""
        path = f"{self.key}.{module}"
        return dict(getattr(import_module(path), name)) if find_spec(path) else {}


@cache
def divisions() -> tuple[Division, ...]:
    configs = [apps.get_app_config(key) for key in settings.DIVISIONS]
    return tuple(
        Division(each.label, str(each.verbose_name), number, frozenset(getattr(each, "tables", ())))
        for number, each in enumerate(configs, 1)
    )


def division(key: str) -> Division:
    """The division of that key. Raises KeyError."""
    return {each.key: each for each in divisions()}[key]


def division_names() -> dict[str, str]:
    return {each.key: each.name for each in divisions()}


def division_choices() -> list[tuple[str, str]]:
    return list(division_names().items())
