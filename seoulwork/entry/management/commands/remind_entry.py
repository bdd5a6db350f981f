from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulwork.domain.periods import Month, PeriodError
from seoulwork.entry.months import Refused
from seoulwork.entry.reminders import remind


class Command(BaseCommand):
    help = "실적을 제출하지 않은 담당자에게 한 사람에 한 번씩 알립니다(화면의 알림과 메일). 메일은 작업 프로세스가 보냅니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="2018-07")
        parser.add_argument("--address", default="", help="메일에 적을 이 누리집의 주소(https://…/)")

    def handle(self, *args: Any, **options: Any) -> None:
        site = urlsplit(options["address"])
        try:
            reminded = remind(
                Month.parse(options["month"]), by=None, site=f"{site.scheme}://{site.netloc}/" if site.netloc else ""
            )
        except (PeriodError, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(reminded.text)
