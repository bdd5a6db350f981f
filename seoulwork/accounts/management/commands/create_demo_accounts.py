from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from seoulwork.accounts.models import Role, User
from seoulwork.figures.divisions import divisions

PASSWORD = "seoul-demo-2018"  # noqa: S105


def accounts() -> list[User]:
    """An officer and a head of each division, the administrator and a council member; named by position, no real people."""
    staff = [
        User(username=f"{division.key}-{role}", name=name, role=role, division=division.key)
        for division in divisions()
        for role, name in ((Role.OFFICER, f"{division.name} {Role.OFFICER.label}"), (Role.HEAD, division.name))
    ]
    others = [User(username=role.value, name=str(role.label), role=role) for role in (Role.ADMINISTRATOR, Role.COUNCIL)]
    return [*staff, *others]


class Command(BaseCommand):
    help = "시연 계정을 만들고 로그인 정보를 알려 줍니다. 이미 있는 계정은 그대로 둡니다."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("시연 계정은 운영 설정에서 만들지 않습니다. SEOULWORK_ENV를 비우고 실행해 주세요.")
        demo = accounts()
        with transaction.atomic():
            present = set(
                User.objects.filter(username__in=[user.username for user in demo]).values_list("username", flat=True)
            )
            missing = [user for user in demo if user.username not in present]
            if missing:
                password = make_password(PASSWORD)
                for user in missing:
                    user.password = password
                    user.email = f"{user.username}@localhost"
                User.objects.bulk_create(missing)
        self.stdout.write(f"시연 계정 (비밀번호는 바꾸지 않았다면 모두 {PASSWORD}):")
        for user in demo:
            self.stdout.write(f"  {user.username:<24}{user.name}")
