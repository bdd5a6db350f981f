from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.editions.publishing import draft_of, render
from reports.management.asked import ASKED, briefing_of
from reports.models import Format, PublishedFile


class Command(BaseCommand):
    help = "업무보고를 HTML, PDF, 엑셀, 한글(HWPX) 파일로 만듭니다. 발행된 보고는 발행된 파일 그대로, 나머지는 쪽마다 '작성 중'과 만든 때를 적어 내놓습니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("briefing", help=ASKED)
        parser.add_argument("--format", required=True, choices=Format.values)
        parser.add_argument("--output", required=True, type=Path)
        parser.add_argument("--draft", action="store_true", help="발행된 보고라도 지금의 수치로 다시 만듦")
        parser.add_argument(
            "--drafted-at", type=datetime.fromisoformat, help="초안에 적을 때(ISO 8601, +09:00까지). 없으면 지금"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        briefing = briefing_of(options["briefing"])
        published = PublishedFile.objects.filter(edition=briefing.edition, format=options["format"]).first()
        if published and not options["draft"]:
            content = bytes(published.content)
        else:
            content = render(draft_of(briefing, options["drafted_at"]), options["format"])
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"'{options['output']}'에 쓸 수 없습니다: {error.strerror}") from error
        self.stdout.write(f"{options['output']} {len(content):,}바이트")
