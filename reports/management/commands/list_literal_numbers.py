from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports.binding_report import binding_report
from reports.editions.publishing import document_of
from reports.management.asked import ASKED, briefing_of


class Command(BaseCommand):
    help = "문장 속 숫자 가운데 저장된 수치에 묶인 것의 비율과, 손으로 적은 숫자를 모두 보여 줍니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("briefing", help=ASKED)
        parser.add_argument("--dates", action="store_true", help="날짜로 읽히는 숫자도 나열")

    def handle(self, *args: Any, **options: Any) -> None:
        briefing = briefing_of(options["briefing"])
        report = binding_report(document_of(briefing))
        dates = sum(literal.is_date for literal in report.literals)
        others = [literal for literal in report.literals if options["dates"] or not literal.is_date]
        for literal in others:
            mark = "  [인쇄된 그대로]" if literal.recorded else ""
            self.stdout.write(f"{literal.place}: {literal.number}{mark}  ← {literal.line}")
        self.stdout.write(
            f"묶인 숫자 {report.bound:,}개, 손으로 적은 숫자 {len(report.literals) - dates:,}개, 날짜 {dates:,}개: "
            f"날짜를 뺀 숫자의 {report.share:.1f}%가 저장된 수치에 묶여 있습니다."
        )
