from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from seoulwork.operations.roles import NoSuchRole, grant, statements


class Command(BaseCommand):
    help = (
        "PostgreSQL에서 웹 서버의 역할에 필요한 권한만 줍니다. 표의 주인인 역할로(DATABASE_URL) migrate할 때마다 그 뒤에 실행합니다. "
        "발행한 판과 활동 기록에는 읽기와 더하기만, 나머지 표에는 읽기, 더하기, 고치기, 지우기를 줍니다."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="웹 서버가 쓰는 역할")
        parser.add_argument("--print", action="store_true", help="실행하지 않고 SQL만 적음")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("PostgreSQL에서만 씁니다.")
        try:
            with transaction.atomic():
                told = list(statements(options["role"])) if options["print"] else grant(options["role"])
        except NoSuchRole as error:
            raise CommandError(str(error)) from error
        if options["print"]:
            self.stdout.write("".join(f"{sql};\n" for sql in told), ending="")
        else:
            self.stdout.write(f"'{options['role']}' 역할에 웹 서버가 쓰는 권한을 주었습니다({len(told)}개).")
