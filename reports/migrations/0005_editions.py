"""A briefing may be published again with a correction: publications become editions, which keep their document and are sealed one
with the other; and the database refuses also to replace them and to empty their tables."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from seoulwork.audit import frozen

BEFORE = ("reports_publishedfile", "reports_publication")
TABLES = {
    "reports_edition": (("briefing_id", "number"),),
    "reports_publishedfile": (("edition_id", "format"),),
    "reports_withdrawal": (("edition_id",),),
}


def thaw(apps: Any, schema_editor: Any) -> None:
    frozen.thaw(schema_editor, BEFORE)


def freeze(apps: Any, schema_editor: Any) -> None:
    frozen.freeze(schema_editor, TABLES)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION reports_frozen()")
        schema_editor.execute("DROP FUNCTION reports_not_emptied()")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_published_rows_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(thaw),
        migrations.RenameModel("Publication", "Edition"),
        migrations.RemoveConstraint("publishedfile", "reports_published_file_unique"),
        migrations.RenameField("publishedfile", "publication", "edition"),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="정정 사유")),
                ("reasons", models.JSONField(blank=True, default=dict, verbose_name="줄마다의 사유")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="시작한 때")),
                ("given_up_at", models.DateTimeField(blank=True, null=True, verbose_name="그만둔 때")),
            ],
            options={
                "verbose_name": "정정",
                "verbose_name_plural": "정정",
                "ordering": ["briefing_id", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="사유")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="회수한 때")),
            ],
            options={
                "verbose_name": "회수",
                "verbose_name_plural": "회수",
            },
        ),
        migrations.AlterModelOptions(
            name="edition",
            options={
                "ordering": ["briefing_id", "number"],
                "verbose_name": "발행한 판",
                "verbose_name_plural": "발행한 판",
            },
        ),
        migrations.AlterModelOptions(
            name="publishedfile",
            options={
                "ordering": ["edition_id", "format"],
                "verbose_name": "발행 파일",
                "verbose_name_plural": "발행 파일",
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="correction",
            field=models.CharField(blank=True, db_default="", max_length=300, verbose_name="정정 사유"),
        ),
        migrations.AddField(
            model_name="edition",
            name="document",
            field=models.TextField(blank=True, db_default="", help_text="발행한 문서(JSON)", verbose_name="문서"),
        ),
        migrations.AddField(
            model_name="edition",
            name="document_sha256",
            field=models.CharField(blank=True, db_default="", max_length=64, verbose_name="문서의 SHA-256"),
        ),
        migrations.AddField(
            model_name="edition",
            name="number",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="판"),
        ),
        migrations.AddField(
            model_name="edition",
            name="sealed",
            field=models.CharField(blank=True, db_default="", max_length=64, verbose_name="이어진 SHA-256"),
        ),
        migrations.AlterField(
            model_name="edition",
            name="briefing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editions",
                to="reports.briefing",
                verbose_name="업무보고",
            ),
        ),
        migrations.AlterField(
            model_name="publishedfile",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="reports.edition",
                verbose_name="판",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("briefing", "number"), name="reports_edition_unique"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("correction", ""), ("number", 1)),
                    models.Q(("number__gt", 1), models.Q(("correction", ""), _negated=True)),
                    _connector="OR",
                ),
                name="reports_edition_correction_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedfile",
            constraint=models.UniqueConstraint(fields=("edition", "format"), name="reports_published_file_unique"),
        ),
        migrations.AddField(
            model_name="correction",
            name="briefing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="reports.briefing",
                verbose_name="업무보고",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="시작한 사람",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="edition",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="came_of",
                to="reports.edition",
                verbose_name="정정한 판",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="회수한 사람",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="edition",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawal",
                to="reports.edition",
                verbose_name="판",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("edition__isnull", True), ("given_up_at__isnull", True)),
                fields=("briefing",),
                name="reports_correction_one_under_way",
                violation_error_message="이미 정정하고 있는 업무보고입니다.",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="reports_correction_has_reason",
                violation_error_message="사유를 적어 주세요.",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("edition__isnull", True), ("given_up_at__isnull", True), _connector="OR"),
                name="reports_correction_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="reports_withdrawal_has_reason",
                violation_error_message="사유를 적어 주세요.",
            ),
        ),
        migrations.RunPython(freeze),
    ]
