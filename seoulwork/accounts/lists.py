"""The lists of accounts and of sign-ins. Rights stand in rights.py."""

from axes.models import AccessFailureLog, AccessLog
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from seoulwork.accounts.models import User
from seoulwork.audit.accesses import of_list
from seoulwork.pages.lists import ADMINISTRATION, list_page

from . import filters, tables

LATEST = ("-attempt_time", "-pk")
"""Both records grow with every log-in: in the order of an index of ours (migrations/0001_initial.py)."""


@require_safe
@of_list("사용자 목록", lambda row: row.username)
def users(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        title="사용자",
        rows=User.objects.all(),
        table_class=tables.UserTable,
        filter_class=filters.UserFilter,
        state="역할과 소속에 따라 볼 수 있는 화면이 다릅니다.",
        add_url=reverse("user_add"),
        tabs="administration",
        administration=ADMINISTRATION,
    )


@require_safe
@of_list("로그인 기록", lambda row: row.username)
def sign_ins(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        title="로그인 기록",
        rows=AccessLog.objects.order_by(*LATEST),
        table_class=tables.SignInTable,
        filter_class=filters.SignInFilter,
        tabs="administration",
        administration=ADMINISTRATION,
    )


@require_safe
@of_list("로그인 실패", lambda row: row.username)
def sign_in_failures(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        title="로그인 실패",
        rows=AccessFailureLog.objects.order_by(*LATEST),
        table_class=tables.FailureTable,
        filter_class=filters.FailureFilter,
        state="비밀번호나 2단계 인증의 숫자를 다섯 번 틀리면 그 계정은 30분 동안 로그인할 수 없습니다. 사용자 화면에서 풀 수 있습니다.",
        tabs="administration",
        administration=ADMINISTRATION,
    )
