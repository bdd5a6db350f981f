"""Encrypts the secrets of second factors by the first of SECOND_FACTOR_KEYS."""

from typing import Any

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulwork.accounts.second_factor import encrypt_all
from seoulwork.pages.troubles import KeyIsGone


class Command(BaseCommand):
    help = "2단계 인증의 비밀을 SECOND_FACTOR_KEYS의 첫 열쇠로 암호화합니다. 열쇠를 바꿀 때는 새 열쇠를 앞에 넣고 실행합니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="새 열쇠를 만들어 적고 아무것도 바꾸지 않습니다.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            self.stdout.write(Fernet.generate_key().decode())
            return
        try:
            changed = encrypt_all()
        except (ImproperlyConfigured, KeyIsGone) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{changed}개를 첫 열쇠로 암호화했습니다." if changed else "모두 첫 열쇠로 암호화되어 있습니다."
        )
