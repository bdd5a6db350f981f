from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.editions.verifying import differences
from reports.models import Edition
from seoulwork.audit import chain


class Command(BaseCommand):
    help = (
        "발행한 모든 판의 문서, 파일, 점검표와 이어진 지문을, 그리고 활동 기록의 사슬을 다시 계산하여 발행하고 적은 때와 다른 것을 모두 알립니다. "
        "끝에 적히는 활동 기록의 끝을 밖에 적어 두면, 뒷날 --end로 넣어 그 뒤로 잘려 나간 것이 없는지 확인합니다."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--end", action="append", default=[], metavar="차례:지문", help="전에 적어 둔 활동 기록의 끝"
        )

        parser.add_argument(
            "--archive", action="append", default=[], type=Path, metavar="파일", help="닫은 기록의 보관 파일"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if missing := [each for each in options["archive"] if not each.is_file()]:
            raise CommandError(f"{missing[0]} 파일이 없습니다.")
        ends = [(each, "따로 적어 둔 끝") for each in options["end"]]
        found = list(differences(ends, options["archive"]))
        for text in found:
            self.stdout.write(text)
        if found:
            raise CommandError(f"발행한 때와 다른 것이 {len(found)}건 있습니다.")
        self.stdout.write(f"발행한 판 {Edition.objects.count()}개가 모두 발행한 때와 같습니다.")
        self.stdout.write(f"활동 기록의 끝: {chain.end() or '없음'}")
