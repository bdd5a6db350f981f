from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.editions.printing import keep_anew
from reports.editions.sealing import Altered
from reports.frozen import FrozenError
from reports.models import Edition


class Command(BaseCommand):
    help = (
        "발행한 모든 판의 문서에서 찾기와 수치의 화면에 쓰는 줄과 값을 다시 만듭니다. manage.py upgrade가 실행합니다."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        kept, unreadable = 0, []
        editions = Edition.objects.exclude(document_sha256="").select_related("briefing")
        for edition in editions:
            try:
                keep_anew(edition)
            except (Altered, FrozenError) as error:
                unreadable.append(f"{edition}: {error}")
            else:
                kept += 1
        self.stdout.write(
            f"판 {kept}개를 찾을 수 있게 했습니다." if kept or unreadable else "찾을 수 없는 판이 없습니다."
        )
        if unreadable:
            raise CommandError("\n".join(["읽을 수 없어 만들지 못한 판이 있습니다.", *unreadable]))
