"""A briefing is published and drafted as HWPX too. Editions from before have no such file."""

from typing import Any

from django.db import migrations, models

from seoulwork.audit import frozen

TABLES = {"reports_publishedfile": (("edition_id", "format"),)}
FORMATS = [("html", "HTML"), ("pdf", "PDF"), ("xlsx", "엑셀"), ("hwpx", "한글(HWPX)")]
NAMES = {"draftfile": "reports_draft_file_format_known", "publishedfile": "reports_published_file_format_known"}


def thaw(apps: Any, schema_editor: Any) -> None:
    frozen.thaw(schema_editor, TABLES)


def freeze(apps: Any, schema_editor: Any) -> None:
    frozen.freeze(schema_editor, TABLES)


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_kind_outlines")]

    operations = [
        migrations.RunPython(thaw, freeze),
        *(migrations.RemoveConstraint(model, name) for model, name in NAMES.items()),
        *(
            migrations.AlterField(model, "format", models.CharField(choices=FORMATS, max_length=5, verbose_name="형식"))
            for model in NAMES
        ),
        *(
            migrations.AddConstraint(
                model,
                models.CheckConstraint(condition=models.Q(("format__in", [name for name, _ in FORMATS])), name=name),
            )
            for model, name in NAMES.items()
        ),
        migrations.RunPython(freeze, thaw),
    ]
