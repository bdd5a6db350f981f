from typing import Any

from django.db import migrations
from django.db.models import Count, OuterRef, Subquery

MODELS = ("Passage", "Manuscript")


def fill(apps: Any, schema_editor: Any) -> None:
    """The briefing of its month, of which there is one. Whose month has none is told: no cover is made up."""
    briefings = apps.get_model("reports", "Briefing").objects
    lost = []
    for name in MODELS:
        rows = apps.get_model("programmes", name).objects.filter(briefing=None)
        found = briefings.filter(month=OuterRef("briefing_month"), number=1).values("pk")[:1]
        rows.update(briefing=Subquery(found))
        for month, count in rows.order_by().values_list("briefing_month").annotate(Count("pk")):
            lost.append(f"{month} {count}개")
    if lost:
        raise RuntimeError(
            f"업무보고가 없는 달의 글이 있습니다(programmes: {', '.join(lost)}). 이전 판의 화면에서 그 달의 업무보고를 시작하거나 "
            "'보고 글' 목록에서 그 글을 지운 뒤 다시 실행해 주세요. 이 단계에서는 바뀐 것이 없습니다."
        )


def months(apps: Any, schema_editor: Any) -> None:
    briefings = apps.get_model("reports", "Briefing").objects
    for name in MODELS:
        rows = apps.get_model("programmes", name).objects.filter(briefing_month=None)
        rows.update(briefing_month=Subquery(briefings.filter(pk=OuterRef("briefing")).values("month")[:1]))


class Migration(migrations.Migration):
    dependencies = [("programmes", "0007_texts_may_name_their_briefing")]

    operations = [migrations.RunPython(fill, months)]
