"""The units that the program knows by itself stand in their table before indicators refer to it. Those of later versions come behind
each `migrate` (seoulwork/figures/apps.py)."""

from typing import Any

from django.db import migrations

from seoulwork.figures.models.units import store_usual


def store(apps: Any, schema_editor: Any) -> None:
    store_usual(apps.get_model("figures", "Unit"), schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("figures", "0005_units")]

    operations = [migrations.RunPython(store, migrations.RunPython.noop)]
