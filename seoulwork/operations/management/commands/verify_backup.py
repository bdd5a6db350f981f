from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulwork.operations.backup.archive import Refused, opened


class Command(BaseCommand):
    help = "백업 파일을 처음부터 끝까지 읽어 만들 때와 같은지 확인합니다. 데이터베이스는 쓰지 않습니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, help="비밀 열쇠 파일")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with opened(options["file"], options["key"]) as archive:
                archive.check()
                manifest = archive.manifest
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        rows = sum(table.rows for table in manifest.tables)
        self.stdout.write(
            f"{manifest.made_at}에 {manifest.engine}에서 만든 백업입니다. 표 {len(manifest.tables)}개, {rows:,}행이 만들 때와 같습니다."
        )
