import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0009_printed_lines"),
    ]

    operations = [
        migrations.CreateModel(
            name="Measured",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division", models.CharField(max_length=20, verbose_name="담당관")),
                ("kind", models.CharField(max_length=10, verbose_name="무엇")),
                ("number", models.BigIntegerField(verbose_name="번호")),
                ("name", models.TextField(verbose_name="이름")),
                ("facts", models.JSONField(help_text="[[이름, 글], …]", verbose_name="뜻")),
                (
                    "stored",
                    models.JSONField(
                        help_text="[[구분, 세부, 기간, 차례, 값, 기준일, 입력], …]", verbose_name="저장된 값"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measured",
                        to="reports.edition",
                        verbose_name="판",
                    ),
                ),
            ],
            options={
                "verbose_name": "인쇄된 지표",
                "verbose_name_plural": "인쇄된 지표",
                "ordering": ["edition_id", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PrintedFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="수치")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="reports.printedline",
                        verbose_name="줄",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="reports.measured",
                        verbose_name="지표",
                    ),
                ),
            ],
            options={
                "verbose_name": "인쇄된 수치",
                "verbose_name_plural": "인쇄된 수치",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="measured",
            index=models.Index(fields=["division", "kind", "number", "-edition"], name="reports_measured_editions"),
        ),
        migrations.AddConstraint(
            model_name="measured",
            constraint=models.UniqueConstraint(
                fields=("edition", "division", "kind", "number"), name="reports_measured_once_an_edition"
            ),
        ),
        migrations.AddConstraint(
            model_name="measured",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["indicator", "budget"])), name="reports_measured_kind_known"
            ),
        ),
    ]
