"""The tables of briefings; the database itself refuses to change or remove what was published."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import seoulwork.figures.fields

TABLES = ("reports_publishedfile", "reports_publication")
MESSAGE = "published briefings are frozen"


def freeze(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_no_{event.lower()}"
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
                )
            else:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION reports_frozen()"
                )


def create_function(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION reports_frozen() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )


def thaw(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{event.lower()}{on}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION reports_frozen()")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Briefing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "month",
                    seoulwork.figures.fields.MonthField(
                        error_messages={"unique": "그 달의 업무보고가 이미 있습니다. 목록에서 열어 주세요."},
                        unique=True,
                        verbose_name="보고 달",
                    ),
                ),
                ("reference_month", seoulwork.figures.fields.MonthField(verbose_name="실적 기준 달")),
                ("plan_year", models.PositiveSmallIntegerField(verbose_name="계획 연도")),
                ("session", models.CharField(max_length=60, verbose_name="회기")),
                ("committee", models.CharField(max_length=60, verbose_name="위원회")),
                ("title", models.CharField(max_length=60, verbose_name="제목")),
                ("vision", models.CharField(max_length=80, verbose_name="비전")),
                ("shortfalls", models.BooleanField(default=False, verbose_name="부진 사유 싣기")),
            ],
            options={
                "verbose_name": "업무보고",
                "verbose_name_plural": "업무보고",
                "ordering": ["-month"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("month__number__range", (1, 12)),
                            ("month__year__range", (1900, 2999)),
                            ("reference_month__number__range", (1, 12)),
                            ("reference_month__year__range", (1900, 2999)),
                            ("reference_month__lte", models.F("month")),
                        ),
                        name="reports_briefing_months_ordered",
                        violation_error_message="실적 기준 달이 보고 달보다 늦습니다.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reference_month__gte",
                                models.expressions.CombinedExpression(
                                    models.expressions.CombinedExpression(
                                        models.F("plan_year"), "*", models.Value(100)
                                    ),
                                    "-",
                                    models.Value(99),
                                ),
                            ),
                            (
                                "reference_month__lte",
                                models.expressions.CombinedExpression(
                                    models.expressions.CombinedExpression(
                                        models.F("plan_year"), "*", models.Value(100)
                                    ),
                                    "+",
                                    models.Value(12),
                                ),
                            ),
                        ),
                        name="reports_briefing_plan_year_near",
                        violation_error_message="계획 연도는 실적 기준 달의 해이거나 그다음 해입니다.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="발행한 때")),
                (
                    "briefing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="reports.briefing",
                        verbose_name="업무보고",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="발행한 사람",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="점검을 남기고 발행한 사유")),
                (
                    "sheet",
                    models.TextField(
                        help_text="발행할 때의 담당관별 상태, 점검 결과와 답(JSON)", verbose_name="점검표"
                    ),
                ),
                ("sheet_sha256", models.CharField(max_length=64, verbose_name="점검표의 SHA-256")),
            ],
            options={
                "verbose_name": "발행",
                "verbose_name_plural": "발행",
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[("html", "HTML"), ("pdf", "PDF"), ("xlsx", "엑셀")], max_length=5, verbose_name="형식"
                    ),
                ),
                ("content", models.BinaryField(verbose_name="내용")),
                ("made_at", models.DateTimeField(verbose_name="수치를 읽은 때")),
                (
                    "briefing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="reports.briefing",
                        verbose_name="업무보고",
                    ),
                ),
            ],
            options={
                "verbose_name": "초안 파일",
                "verbose_name_plural": "초안 파일",
                "constraints": [
                    models.UniqueConstraint(fields=("briefing", "format"), name="reports_draft_file_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["html", "pdf", "xlsx"])),
                        name="reports_draft_file_format_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[("html", "HTML"), ("pdf", "PDF"), ("xlsx", "엑셀")], max_length=5, verbose_name="형식"
                    ),
                ),
                ("size", models.PositiveIntegerField(help_text="바이트", verbose_name="크기")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reports.publication",
                        verbose_name="발행",
                    ),
                ),
                ("content", models.BinaryField(verbose_name="내용")),
            ],
            options={
                "verbose_name": "발행 파일",
                "verbose_name_plural": "발행 파일",
                "ordering": ["publication_id", "format"],
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "format"), name="reports_published_file_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["html", "pdf", "xlsx"])),
                        name="reports_published_file_format_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="점검 결과")),
                ("rule", models.CharField(max_length=60, verbose_name="규칙")),
                ("place", models.CharField(max_length=300, verbose_name="자리")),
                ("sentence", models.TextField(verbose_name="내용")),
                ("reason", models.CharField(max_length=300, verbose_name="사유")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="받아들인 때")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="되돌린 때")),
                (
                    "briefing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="reports.briefing",
                        verbose_name="업무보고",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="받아들인 사람",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="되돌린 사람",
                    ),
                ),
            ],
            options={
                "verbose_name": "점검 답",
                "verbose_name_plural": "점검 답",
                "ordering": ["briefing_id", "at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("briefing", "digest"),
                        name="reports_answer_current_unique",
                        violation_error_message="이미 받아들인 점검 결과입니다.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="reports_answer_has_reason",
                        violation_error_message="사유를 적어 주세요.",
                    ),
                ],
            },
        ),
        migrations.RunPython(create_function, migrations.RunPython.noop),
        migrations.RunPython(freeze, thaw),
    ]
