from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulwork.operations import maintenance


class Command(BaseCommand):
    help = "점검 화면을 겁니다(on): 모든 주소가 503과 그 화면으로 답합니다. off로 내립니다."
    requires_system_checks: Any = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=("on", "off"))
        parser.add_argument("--until", metavar="18:00", help="마칠 예정인 시각")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["state"] == "off":
            there = maintenance.end()
            self.stdout.write("점검 화면을 내렸습니다." if there else "점검 화면이 걸려 있지 않습니다.")
            return
        maintenance.begin(self._time(options["until"]))
        self.stdout.write(f"점검 화면을 걸었습니다: {maintenance.page_path()}")

    def _time(self, text: str | None) -> datetime | None:
        try:
            return datetime.strptime(text, "%H:%M") if text else None  # noqa: DTZ007  a time of the wall clock, shown as it is
        except ValueError as error:
            raise CommandError(f"--until에는 18:00처럼 시각을 적어 주세요. 지금 값은 '{text}'입니다.") from error
