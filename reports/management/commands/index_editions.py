from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.editions.printing import keep_anew
from reports.editions.sealing import Altered
from reports.frozen import FrozenError
from reports.models import Edition
from reports.printed import PrintedLine


class Command(BaseCommand):
    help = "발행한 모든 판에서 찾기에 쓰는 줄을 다시 만듭니다. 이 기능이 없던 때에 발행한 판이 있으면 한 번 실행합니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="찾기에 쓰는 줄이 없는 판만")

    def handle(self, *args: Any, **options: Any) -> None:
        kept, unreadable = 0, []
        editions = Edition.objects.exclude(document_sha256="").select_related("briefing")
        if options["missing"]:
            editions = editions.exclude(pk__in=PrintedLine.objects.values("edition"))
        for edition in editions:
            try:
                keep_anew(edition)
            except (Altered, FrozenError) as error:
                unreadable.append(f"{edition}: {error}")
            else:
                kept += 1
        self.stdout.write(
            f"판 {kept}개를 찾을 수 있게 했습니다." if kept or unreadable else "찾을 수 없는 판이 없습니다."
        )
        if unreadable:
            raise CommandError("\n".join(["읽을 수 없어 만들지 못한 판이 있습니다.", *unreadable]))
