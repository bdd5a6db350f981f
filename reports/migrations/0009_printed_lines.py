"""The lines that editions printed, found by the pairs of letters in them: by a GIN index on PostgreSQL, by an FTS5 table on SQLite, which
triggers keep as the lines are. Neither needs an extension."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE reports_printedline_found USING fts5(pairs, content='reports_printedline', content_rowid='id', "
    "detail=none, columnsize=0, tokenize=\"unicode61 remove_diacritics 0 tokenchars '.'\")",
    "CREATE TRIGGER reports_printedline_added AFTER INSERT ON reports_printedline BEGIN "
    "INSERT INTO reports_printedline_found(rowid, pairs) VALUES (new.id, new.pairs); END",
    "CREATE TRIGGER reports_printedline_removed AFTER DELETE ON reports_printedline BEGIN "
    "INSERT INTO reports_printedline_found(reports_printedline_found, rowid, pairs) VALUES ('delete', old.id, old.pairs); END",
    "CREATE TRIGGER reports_printedline_changed AFTER UPDATE ON reports_printedline BEGIN "
    "INSERT INTO reports_printedline_found(reports_printedline_found, rowid, pairs) VALUES ('delete', old.id, old.pairs); "
    "INSERT INTO reports_printedline_found(rowid, pairs) VALUES (new.id, new.pairs); END",
)


def indexed(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX reports_printedline_pairs ON reports_printedline USING gin (string_to_array(pairs, ' '))"
        )
        return
    for statement in SQLITE:
        schema_editor.execute(statement, params=None)


def bare(apps: Any, schema_editor: Any) -> None:
    """The triggers and the index go with their table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE reports_printedline_found")
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER reports_printedline_{name}")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_hwpx"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="차례")),
                ("section", models.CharField(max_length=80, verbose_name="부분")),
                ("title", models.TextField(verbose_name="부분의 제목")),
                ("place", models.TextField(help_text="소제목이나 표의 줄", verbose_name="자리")),
                ("page", models.PositiveSmallIntegerField(null=True, verbose_name="쪽")),
                ("text", models.TextField(verbose_name="글")),
                ("words", models.TextField(verbose_name="낱말")),
                ("pairs", models.TextField(verbose_name="두 글자씩")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="reports.edition",
                        verbose_name="판",
                    ),
                ),
            ],
            options={
                "verbose_name": "인쇄된 줄",
                "verbose_name_plural": "인쇄된 줄",
                "ordering": ["edition_id", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "position"), name="reports_printed_line_unique")
                ],
            },
        ),
        migrations.RunPython(indexed, bare),
    ]
