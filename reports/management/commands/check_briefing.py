import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.editions.gate import Answered, sheet_line
from reports.editions.publishing import readiness_of
from reports.management.asked import ASKED, briefing_of


class Command(BaseCommand):
    help = "업무보고의 수치를 점검합니다. 답하지 않은 오류가 있으면 1로 끝납니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("briefing", help=ASKED)
        parser.add_argument("--format", choices=("text", "json"), default="text", help="출력 형식")

    def handle(self, *args: Any, **options: Any) -> None:
        briefing = briefing_of(options["briefing"])
        ready = readiness_of(briefing)
        if options["format"] == "json":
            found = [sheet_line(each) for each in ready.findings]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            for each in ready.findings:
                self.stdout.write(_told(each))
            for _, label, count, unanswered in ready.counts:
                self.stdout.write(f"{label} {count}건(답하지 않은 것 {unanswered}건)")
        if ready.open_errors:
            raise CommandError(f"답하지 않은 오류가 {len(ready.open_errors)}건 있습니다.", returncode=1)


def _told(each: Answered) -> str:
    finding = each.finding
    values = f" [인쇄 {finding.printed} · 셈 {finding.computed}]" if finding.computed else ""
    answer = f" ✓ {each.answer.reason}" if each.answer else ""
    return f"{finding.severity_label} {finding.rule} · {finding.place}: {finding.sentence}{values}{answer}"
