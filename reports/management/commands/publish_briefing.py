from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.editions.publishing import AlreadyPublished, Unresolved, publish
from reports.management.asked import briefing_of


class Command(BaseCommand):
    help = "업무보고를 발행합니다(한 번만). 이미 발행되었으면 아무것도 바꾸지 않습니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="보고 달, 2018-07처럼")

    def handle(self, *args: Any, **options: Any) -> None:
        briefing = briefing_of(options["month"])
        try:
            publish(briefing, None)
        except AlreadyPublished:
            self.stdout.write(f"{briefing}: 이미 발행되어 있습니다.")
            return
        except Unresolved as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{briefing}: 발행했습니다.")
