"""What somebody changed in an HWPX file by hand."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.editions.sealing import Altered
from reports.hancom.comparing import differences, document_to_compare
from reports.hancom.opening import NotTaken, Paper, opened
from reports.management.asked import ASKED, briefing_of
from reports.models import Briefing
from seoulwork.domain.periods import Month


class Command(BaseCommand):
    help = "한글(HWPX)에서 고쳐 온 업무보고를 저장된 보고와 견주어, 달라진 수치와 문장과 새로 적은 수를 보여 줍니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--briefing", help=f"{ASKED}. 없으면 파일에 적힌 달의 보고")
        parser.add_argument("--now", action="store_true", help="발행된 보고라도 지금의 수치와 견줌")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            came = opened(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"'{options['file']}'을(를) 읽을 수 없습니다: {error.strerror}") from error
        except NotTaken as refused:
            raise CommandError(str(refused)) from refused
        briefing = briefing_of(options["briefing"]) if options["briefing"] else briefing_in(came)
        try:
            found = differences(document_to_compare(briefing, now=options["now"]), came)
        except Altered as error:
            raise CommandError(str(error)) from error
        for each in found:
            named = f" {{{each.name}}}" if each.name else ""
            typed = f" (새로 적은 수: {', '.join(each.typed)})" if each.typed else ""
            self.stdout.write(f"[{each.word}] {each.place}{named}: {each.before} → {each.after}{typed}")
        self.stdout.write(f"다른 곳 {len(found)}곳")


def briefing_in(came: Paper) -> Briefing:
    """The one of the month that the file says. Raises CommandError."""
    month = re.search(r"(\d{4})\. (1[0-2]|[1-9])\.", came.about.get("keyword", ""))
    known = list(Briefing.objects.filter(month=Month(int(month[1]), int(month[2])))) if month else []
    if len(known) != 1:
        raise CommandError("어느 보고의 파일인지 알 수 없습니다. --briefing으로 보고의 이름을 적어 주세요.")
    return known[0]
