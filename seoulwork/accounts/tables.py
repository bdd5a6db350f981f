"""Accounts and sign-ins as tables."""

import django_tables2 as tables
from django.urls import reverse

from seoulwork.figures.labels import lazily
from seoulwork.pages.tables import ListTable, TimeColumn, YesColumn


class UserTable(ListTable):
    username = tables.Column("아이디", linkify=("user", {"pk": tables.A("pk")}))
    name = tables.Column("이름")
    role = tables.Column("역할")
    division = tables.Column(lazily("{division}"))
    is_active = tables.Column("사용")
    last_login = TimeColumn("마지막 로그인")

    def render_is_active(self, value: bool) -> str:
        return "사용" if value else "중지"


class SignInTable(ListTable):
    attempt_time = TimeColumn("로그인한 때")
    logout_time = TimeColumn("로그아웃한 때")
    username = tables.Column("아이디")
    ip_address = tables.Column("주소(IP)")
    user_agent = tables.Column("브라우저")


class FailureTable(ListTable):
    attempt_time = TimeColumn("때")
    username = tables.Column("아이디")
    path_info = tables.Column("틀린 것")
    ip_address = tables.Column("주소(IP)")
    locked_out = YesColumn("잠김")
    user_agent = tables.Column("브라우저")

    def render_path_info(self, value: str) -> str:
        return "2단계 인증 숫자" if value.startswith(reverse("mfa_index")) else "비밀번호"
