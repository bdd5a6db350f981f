"""Work that was under way or waited when the program was renewed: no queue knows of it, and whoever asked is told to ask again."""

from typing import Any

from django.db import migrations

SAID = "프로그램을 판올림하느라 멈췄습니다. 아무것도 저장하지 않았으니 다시 시켜 주세요."


def tell(apps: Any, schema_editor: Any) -> None:
    left = apps.get_model("operations", "Task").objects.filter(state__in=["waiting", "running"])
    left.update(state="failed", message=SAID, progress=100)


class Migration(migrations.Migration):
    dependencies = [("operations", "0004_the_queue_and_its_workers")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
