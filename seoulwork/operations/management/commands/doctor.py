from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulwork.operations.checkup import database, examine


class Command(BaseCommand):
    help = "설치에 잘못된 것이 있는지 살피고, 있으면 어떻게 고치는지 알립니다. 아무것도 바꾸지 않습니다."
    requires_system_checks: Any = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", action="store_true", help="데이터베이스가 이 프로그램과 같은 판인지만 살핌")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(database()) if options["database"] else examine()
        for each in found:
            self.stdout.write(f"{'고칠 것' if each.remedy else '좋음'}  {each.text}")
            if each.remedy:
                self.stdout.write(f"        → {each.remedy}")
        wrong = sum(bool(each.remedy) for each in found)
        if wrong:
            raise CommandError(f"고칠 것이 {wrong}건 있습니다.")
        self.stdout.write("잘못된 것이 없습니다.")
