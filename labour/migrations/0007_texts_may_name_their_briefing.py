import django.db.models.deletion
from django.db import migrations, models

import seoulwork.figures.fields


class Migration(migrations.Migration):
    """The column that takes the place of the month; the next migration fills it, and the one after that lets the month go."""

    dependencies = [
        ("reports", "0003_kind_and_number"),
        ("labour", "0006_dated_states"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="manuscript",
            options={
                "ordering": ["briefing_id", "programme_id"],
                "verbose_name": "원고",
                "verbose_name_plural": "원고",
            },
        ),
        migrations.RemoveConstraint(model_name="manuscript", name="labour_manuscript_unique"),
        migrations.RemoveConstraint(model_name="manuscript", name="labour_manuscript_division_unique"),
        migrations.RemoveConstraint(model_name="manuscript", name="labour_manuscript_month_valid"),
        migrations.RemoveConstraint(model_name="passage", name="labour_passage_position_unique"),
        migrations.RemoveConstraint(model_name="passage", name="labour_passage_division_position_unique"),
        migrations.RemoveConstraint(model_name="passage", name="labour_passage_month_valid"),
        *(
            operation
            for model in ("manuscript", "passage")
            for operation in (
                migrations.AlterField(
                    model_name=model,
                    name="briefing_month",
                    field=seoulwork.figures.fields.MonthField(verbose_name="보고 달", null=True),
                ),
                migrations.AddField(
                    model_name=model,
                    name="briefing",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.briefing",
                        verbose_name="업무보고",
                    ),
                ),
            )
        ),
    ]
