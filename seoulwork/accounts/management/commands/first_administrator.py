from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.services import create_user


class Command(BaseCommand):
    help = "첫 관리자 계정을 만들고 임시 비밀번호를 한 번 알립니다. 관리자가 이미 있으면 아무것도 하지 않습니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="아이디")
        parser.add_argument("--name", default="관리자", help="이름")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
            self.stdout.write("관리자가 이미 있습니다. 계정은 관리자가 사용자 화면에서 만듭니다.")
            return
        username = User.objects.model.normalize_username(options["username"])
        user = User(username=username, name=options["name"], role=Role.ADMINISTRATOR)
        if User.objects.filter(username__iexact=username).exists():
            raise CommandError(f"'{username}'은 이미 있는 아이디입니다. 다른 아이디를 적어 주세요.")
        password = create_user(by=None, user=user)
        self.stdout.write(f"첫 관리자: {username}\n임시 비밀번호: {password}")
        self.stdout.write("처음 로그인하면 비밀번호를 바꾸고 2단계 인증을 켭니다. 이 비밀번호는 다시 보이지 않습니다.")
