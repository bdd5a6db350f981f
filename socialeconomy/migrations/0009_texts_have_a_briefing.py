import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("socialeconomy", "0008_texts_name_their_briefing")]

    operations = [
        *(
            operation
            for model in ("manuscript", "passage")
            for operation in (
                migrations.AlterField(
                    model_name=model,
                    name="briefing",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.briefing",
                        verbose_name="업무보고",
                    ),
                ),
                migrations.RemoveField(model_name=model, name="briefing_month"),
            )
        ),
        migrations.AddConstraint(
            model_name="manuscript",
            constraint=models.UniqueConstraint(
                fields=("programme", "briefing"), name="socialeconomy_manuscript_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="manuscript",
            constraint=models.UniqueConstraint(
                condition=models.Q(("programme__isnull", True)),
                fields=("briefing",),
                name="socialeconomy_manuscript_division_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                fields=("programme", "briefing", "position"),
                name="socialeconomy_passage_position_unique",
                violation_error_message="같은 순서의 글이 있습니다.",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("programme__isnull", True)),
                fields=("briefing", "position"),
                name="socialeconomy_passage_division_position_unique",
                violation_error_message="같은 순서의 글이 있습니다.",
            ),
        ),
    ]
