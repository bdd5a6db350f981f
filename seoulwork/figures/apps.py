from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class FiguresConfig(AppConfig):
    name = "seoulwork.figures"
    verbose_name = "수치"

    def ready(self) -> None:
        from seoulwork.domain.vocabulary import UNITS

        from .units import stored

        UNITS.source = stored
        post_migrate.connect(_usual_units, sender=self, dispatch_uid="figures.units")


def _usual_units(using: str, **others: Any) -> None:
    """The usual units stand in their table, whatever emptied it and whichever this version brings."""
    from .models import Unit, store_usual

    if Unit._meta.db_table in connections[using].introspection.table_names():
        store_usual(Unit, using)
