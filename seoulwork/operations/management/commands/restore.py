from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulwork.operations.backup.archive import Refused, opened
from seoulwork.operations.backup.restoring import restore


class Command(BaseCommand):
    help = "백업을 빈 데이터베이스(DATABASE_URL)에 되돌립니다. SQLite의 백업을 PostgreSQL에, 또는 거꾸로 되돌릴 수 있습니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, help="비밀 열쇠 파일")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with opened(options["file"], options["key"]) as archive:
                restore(archive)
                manifest = archive.manifest
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        rows = sum(table.rows for table in manifest.tables)
        self.stdout.write(
            f"{manifest.made_at}의 백업을 되돌렸습니다. {rows:,}행을 다시 읽어 백업과 같음을 확인했습니다."
        )
        self.stdout.write("이어서 manage.py verify_editions로 발행한 판을 확인해 주세요. 모두 새로 로그인해야 합니다.")
