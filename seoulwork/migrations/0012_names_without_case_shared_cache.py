"""User names are unique without regard to case; the cache that all workers share has its table."""

from typing import Any

from django.core.management import CommandError, call_command
from django.db import migrations, models
from django.db.models.functions import Lower

import seoulwork.models


def one_spelling(apps: Any, schema_editor: Any) -> None:
    users = apps.get_model("seoulwork", "User").objects.using(schema_editor.connection.alias)
    spelt: dict[str, str] = {}
    for user in users.order_by("pk"):
        name = seoulwork.models.User.normalize_username(user.username)
        if name in spelt:
            raise CommandError(
                f"대소문자만 다른 아이디가 있습니다: {spelt[name]}, {user.username}. 하나의 아이디를 바꾼 뒤 다시 실행해 주세요."
            )
        spelt[name] = user.username
        if name != user.username:
            user.username = name
            user.save(update_fields=["username"])


def create_cache_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [
        ("seoulwork", "0011_figures_of_a_batch_sender_of_an_answer_process_of_a_task"),
    ]

    operations = [
        migrations.AlterModelManagers(name="user", managers=[("objects", seoulwork.models.UserManager())]),
        migrations.RunPython(one_spelling, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Lower("username"), name="seoulwork_user_one_account_a_name",
                violation_error_message=seoulwork.models.USERNAME_TAKEN,
            ),
        ),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]  # fmt: skip
