from django.db import migrations, models

import seoulwork.figures.fields


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_arranged"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="briefing",
            options={
                "ordering": ["-month", "number"],
                "verbose_name": "업무보고",
                "verbose_name_plural": "업무보고",
            },
        ),
        migrations.AddField(
            model_name="briefing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("report", "주요업무보고"),
                    ("audit", "행정사무감사"),
                    ("settlement", "예산결산"),
                    ("monthly", "월간"),
                ],
                db_default="report",
                default="report",
                max_length=10,
                verbose_name="보고 종류",
            ),
        ),
        migrations.AddField(
            model_name="briefing",
            name="number",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, editable=False, verbose_name="그 달의 번째"
            ),
        ),
        migrations.AlterField(
            model_name="briefing",
            name="month",
            field=seoulwork.figures.fields.MonthField(verbose_name="보고 달"),
        ),
        migrations.AddConstraint(
            model_name="briefing",
            constraint=models.UniqueConstraint(fields=("month", "number"), name="reports_briefing_name_unique"),
        ),
        migrations.AddConstraint(
            model_name="briefing",
            constraint=models.UniqueConstraint(
                fields=("month", "kind", "session", "committee"),
                name="reports_briefing_told_apart",
                violation_error_message="그 달에 종류, 회기, 위원회가 같은 업무보고가 이미 있습니다. 목록에서 열거나, 다른 것을 적어 주세요.",
            ),
        ),
        migrations.AddConstraint(
            model_name="briefing",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__range", (1, 99))), name="reports_briefing_number_valid"
            ),
        ),
        migrations.AddConstraint(
            model_name="briefing",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["report", "audit", "settlement", "monthly"])),
                name="reports_briefing_kind_known",
            ),
        ),
    ]
