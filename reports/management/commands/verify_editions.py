from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.editions.verifying import differences
from reports.models import Edition


class Command(BaseCommand):
    help = "발행한 모든 판의 문서, 파일, 점검표와 이어진 지문을 다시 계산하여 발행한 때와 다른 것을 모두 알립니다."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(differences())
        for text in found:
            self.stdout.write(text)
        if found:
            raise CommandError(f"발행한 때와 다른 것이 {len(found)}건 있습니다.")
        self.stdout.write(f"발행한 판 {Edition.objects.count()}개가 모두 발행한 때와 같습니다.")
