"""The triggers that keep figures away from worked-out indicators stand behind each migration, and in the way of none."""

from contextlib import nullcontext
from copy import copy
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models.signals import post_migrate, pre_migrate

from seoulwork.domain.periods import Run
from seoulwork.figures import guards
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual


@pytest.mark.django_db(transaction=True)
def test_a_migration_may_make_a_guarded_table_anew() -> None:
    of = division("labour").models
    worked = of.Indicator.objects.create(short_name="합", name="합", unit="명", formula="{가 + 나}")
    app = apps.get_app_config("labour")
    field = of.Indicator._meta.get_field("short_name")
    longer = copy(field)
    longer.max_length = 400

    def send(signal: Any) -> None:
        signal.send(app, app_config=app, verbosity=0, interactive=False, using="default", plan=[], apps=apps)

    send(pre_migrate)
    for old, new in ((field, longer), (longer, field)):
        with connection.schema_editor() as editor:
            editor.alter_field(of.Indicator, old, new)
    send(post_migrate)
    key = {"indicator_id": worked.pk, "part_id": None}
    with pytest.raises(DatabaseError, match="worked-out"):
        record_actual(of, key, Run.parse("2018-07"), {"value": 1, "denominator": None}, Stamp(None, Source.BROWSER))


def test_what_postgresql_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """There it is carried out by the tests of what worked-out indicators refuse."""
    told: list[str] = []
    cursor = SimpleNamespace(execute=told.append)
    server = SimpleNamespace(vendor="postgresql", cursor=lambda: nullcontext(cursor))
    monkeypatch.setattr(guards, "connections", {"default": server})
    guards.guard("labour")
    whole = "\n".join(told)
    for table in ("actual", "part"):
        assert f"AFTER INSERT ON labour_{table} REFERENCING NEW TABLE AS added" in whole
    assert "BEFORE UPDATE OF formula ON labour_indicator" in whole
    assert whole.count(guards.MESSAGE) == whole.count("DROP TRIGGER IF EXISTS") == 3
