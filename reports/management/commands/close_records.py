from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.editions.retaining import close


class Command(BaseCommand):
    help = (
        "보관할 기간이 지난 활동 기록과 접속기록을 LOG_ARCHIVE_DIR의 보관 파일로 옮기고 데이터베이스에서 닫습니다. 언제까지 두는지는 KEEP_EVENTS_YEARS와 KEEP_ACCESSES_YEARS가 정합니다. "
        "닫은 뒤에도 verify_editions가 남은 것과 닫은 곳을 확인합니다. PostgreSQL에서는 표의 주인 역할로 실행합니다."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOG_ARCHIVE_DIR:
            raise CommandError("LOG_ARCHIVE_DIR에 보관 파일을 둘 폴더를 적어 주세요.")
        told = list(close(timezone.now(), settings.LOG_ARCHIVE_DIR))
        for each in told or ["보관할 기간이 지난 기록이 없습니다."]:
            self.stdout.write(each)
