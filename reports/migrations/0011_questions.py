import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import seoulwork.figures.divisions


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0010_printed_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "division",
                    models.CharField(
                        blank=True,
                        choices=seoulwork.figures.divisions.division_choices,
                        help_text="비어 있으면 관리자가 답합니다",
                        max_length=20,
                        verbose_name="담당관",
                    ),
                ),
                ("section", models.CharField(max_length=80, verbose_name="부분")),
                ("title", models.TextField(verbose_name="부분의 제목")),
                ("place", models.TextField(blank=True, verbose_name="자리")),
                ("line", models.TextField(verbose_name="줄")),
                ("figure", models.CharField(blank=True, max_length=100, verbose_name="수치")),
                ("kind", models.CharField(blank=True, max_length=10, verbose_name="무엇의")),
                ("number", models.BigIntegerField(blank=True, null=True, verbose_name="번호")),
                ("text", models.CharField(max_length=500, verbose_name="질의")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="물은 때")),
                ("answer", models.TextField(blank=True, verbose_name="답변")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="답한 때")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="답한 사람",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="물은 사람",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="reports.edition",
                        verbose_name="판",
                    ),
                ),
            ],
            options={
                "verbose_name": "질의",
                "verbose_name_plural": "질의",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["edition", "section"], name="reports_question_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="reports_question_asks",
                        violation_error_message="질의를 적어 주세요.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="reports_question_answered_rightly",
                    ),
                ],
            },
        ),
    ]
