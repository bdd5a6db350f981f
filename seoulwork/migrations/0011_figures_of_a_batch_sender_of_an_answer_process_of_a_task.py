from typing import Any

from django.db import migrations, models
from django.db.models import Q


def forget_answers_of_nobody(apps: Any, schema_editor: Any) -> None:
    """Answers that were kept without a sender counted for every workbook without one; they are asked for again."""
    apps.get_model("seoulwork", "Mapping").objects.filter(sender="").delete()


def forget_previews(apps: Any, schema_editor: Any) -> None:
    """What a look said is kept in another form now; each page offers to look again."""
    apps.get_model("seoulwork", "Report").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("seoulwork", "0010_reminders_and_kept_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="process",
            field=models.PositiveIntegerField(
                help_text="일을 맡은 프로세스의 번호", null=True, verbose_name="프로세스"
            ),
        ),
        migrations.RemoveConstraint(model_name="batch", name="seoulwork_batch_wrote_something"),
        migrations.RenameField(model_name="batch", old_name="rows", new_name="figures"),
        migrations.AlterField(
            model_name="batch",
            name="figures",
            field=models.PositiveIntegerField(
                help_text="새 값과 바뀐 값; 분자와 분모, 원인행위액과 지출액은 저마다 하나", verbose_name="반입한 값"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(condition=Q(figures__gt=0), name="seoulwork_batch_wrote_something"),
        ),
        migrations.RunPython(forget_previews, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="report",
            name="content",
            field=models.JSONField(help_text="report.py가 만든 값; 칸마다 CELL 차례의 목록", verbose_name="내용"),
        ),
        migrations.RunPython(forget_answers_of_nobody, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="mapping", name="sender", field=models.CharField(max_length=80, verbose_name="보낸 곳")
        ),
        migrations.AddConstraint(
            model_name="mapping",
            constraint=models.CheckConstraint(
                condition=~Q(sender=""), name="seoulwork_mapping_has_sender",
                violation_error_message="답을 기억하려면 보낸 곳이 있어야 합니다.",
            ),
        ),
    ]  # fmt: skip
