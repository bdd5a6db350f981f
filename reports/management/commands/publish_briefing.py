from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.editions.errata import Unchanged
from reports.editions.gate import accept
from reports.editions.publishing import AlreadyPublished, NotReady, Unresolved, publish, readiness_of
from reports.editions.sealing import Altered
from reports.management.asked import ASKED, briefing_of
from reports.models import Briefing


class Command(BaseCommand):
    help = "업무보고를 발행합니다(한 번만). 이미 발행되었으면 아무것도 바꾸지 않습니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("briefing", help=ASKED)
        parser.add_argument("--accept", default="", metavar="사유", help="답하지 않은 오류를 모두 이 사유로 받아들임")
        parser.add_argument("--reason", default="", help="오류나 승인되지 않은 달을 두고 발행하는 사유")

    def handle(self, *args: Any, **options: Any) -> None:
        briefing = briefing_of(options["briefing"])
        try:
            if options["accept"] and briefing.in_preparation:
                self.accept(briefing, options["accept"])
            publish(briefing, None, reason=options["reason"])
        except AlreadyPublished:
            self.stdout.write(f"{briefing}: 이미 발행되어 있습니다.")
            return
        except (Unresolved, NotReady, Unchanged, Altered) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{briefing}: 발행했습니다.")

    def accept(self, briefing: Briefing, reason: str) -> None:
        ready = readiness_of(briefing)
        found = [each.finding for each in ready.findings]
        for finding in ready.open_errors:
            if finding not in ready.unresolved:
                accept(briefing, found, finding.digest, by=None, reason=reason)
