from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_datetime

from reports.loading import load_briefing_folder
from seoulwork.data.datafile import DataFileError


class Command(BaseCommand):
    help = "보고 자료 폴더를 읽어 데이터베이스를 그 내용으로 맞춥니다(모두 아니면 전무, 두 번 해도 같음)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="fixtures/2018-07 같은 폴더")
        parser.add_argument("--recorded-at", help="입력한 때로 남길 시각(ISO 8601); 없으면 지금")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"'{folder}' 폴더가 없습니다.")
        at = parse_datetime(options["recorded_at"]) if options["recorded_at"] else None
        if options["recorded_at"] and (at is None or at.tzinfo is None):
            raise CommandError("--recorded-at에는 2018-07-11T09:00:00+09:00처럼 시간대가 있는 시각을 적어 주세요.")
        try:
            loading = load_briefing_folder(folder, at=at)
        except DataFileError as error:
            raise CommandError(f"반입하지 않았습니다. {error}") from error
        self.stdout.write(
            f"{folder.name}: 새로 쓰거나 바꾼 것 {loading.changed:,}개, 그대로인 것 {loading.unchanged:,}개"
        )
