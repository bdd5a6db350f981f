from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import migrations

DIVISIONS = ("programmes", "labour", "socialeconomy")


def bring_in(apps: Any, schema_editor: Any) -> None:
    """The files of evidence that lay in a directory. One that is lost stays lost: its page says so."""
    stored = apps.get_model("operations", "StoredFile").objects.using(schema_editor.connection.alias)
    for division in DIVISIONS:
        rows = apps.get_model(division, "Evidence").objects.using(schema_editor.connection.alias)
        for name in rows.filter(removed_at__isnull=True).values_list("file", flat=True).distinct():
            path = Path(settings.MEDIA_ROOT) / name
            if path.is_file() and not stored.filter(name=name).exists():
                content = path.read_bytes()
                stored.create(name=name, content=content, size=len(content))


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0002_stored_files"),
        *((division, "0012_parts_that_are_added") for division in DIVISIONS),
    ]

    operations = [migrations.RunPython(bring_in, migrations.RunPython.noop)]
