"""The lists. Rights stand in rights.py."""

from typing import Any

from axes.models import AccessFailureLog, AccessLog
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from seoulwork.divisions import Division, divisions
from seoulwork.divisions import division as division_of
from seoulwork.maintenance.forms import forms_of
from seoulwork.models import Bureau, Event, User
from seoulwork.rights import may, user_of

from . import filters, tables
from .export import LIMIT, workbook_response
from .kinds import Kind, kinds_of

PER_PAGE = 25
ADMINISTRATION = (
    ("users", "사용자"), ("bureau", "정책관 현황"), ("user_sign_ins", "로그인 기록"), ("user_failures", "로그인 실패"), ("user_events", "활동 기록"),
)  # fmt: skip


def list_page(
    request: HttpRequest,
    *,
    title: str,
    rows: QuerySet[Any],
    table_class: type[tables.ListTable],
    filter_class: type[filters.ListFilter],
    name: str = "",
    **context: Any,
) -> HttpResponse:
    """One list: searched, narrowed, sorted and paged by the address; `export=xlsx` gives the whole of it as a workbook,
    named `name`."""  # fmt: skip
    narrowed = filter_class(request.GET, queryset=rows)
    table = table_class(narrowed.qs, attrs={"class": "list"}, default="-")
    table.division_key, table.kind_key = context.get("division_key", ""), context.get("kind_key", "")
    if "change" in table.columns.names() and not context.get("may_change"):
        table.columns.hide("change")
    if "superseded_at" in table.columns.names() and not request.GET.get("history"):
        table.columns.hide("superseded_at")
    # Only to sort: its paging would take the number of rows from the address, too.
    RequestConfig(request, paginate=False).configure(table)
    if request.GET.get("export") == "xlsx":
        count = narrowed.qs.count()
        if count > LIMIT:
            messages.error(
                request, f"{count:,}건은 한 번에 내려받을 수 없습니다. {LIMIT:,}건 아래로 줄인 뒤 다시 내려받아 주세요."
            )
            return redirect(request.path)
        return workbook_response(name or title, table.as_values())
    table.paginate(per_page=PER_PAGE)
    table.page = table.paginator.get_page(request.GET.get("page"))
    address = request.GET.copy()
    for key in ("page", "export"):
        address.pop(key, None)
    return render(
        request, "lists/list.html",
        {
            "title": title, "table": table, "filter": narrowed, "count": table.paginator.count,
            "narrowed": any(value for key, value in address.items() if key != "sort"), "address": address.urlencode(), **context,
        },
    )  # fmt: skip


def kind_of(division: Division, key: str) -> Kind:
    """The kind that an address names. Raises Http404."""
    try:
        return kinds_of(division)[key]
    except KeyError as error:
        raise Http404 from error


@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """The first list of the user's own division."""
    return redirect("list", user_of(request).division or divisions()[0].key, "programmes")


@require_GET
def division_list(request: HttpRequest, division: str, kind: str) -> HttpResponse:
    """One list of a division, with the ways to its other lists."""
    own = division_of(division)
    found = kind_of(own, kind)
    may_change = found.key in forms_of(own) and may(request.user, "list_change", division=own.key)
    return list_page(
        request, title=found.label, name=f"{own.name} {found.label}", rows=found.rows(own), table_class=found.table,
        filter_class=found.filter_class(own), division_key=own.key, kind_key=found.key, state=own.name,
        kinds=kinds_of(own).values(),
        divisions=[
            (each, found.key if found.key in kinds_of(each) else "programmes")
            for each in divisions() if may(request.user, "list", division=each.key)
        ],
        may_change=may_change, may_add=may_change and found.may_add(own),
        may_carry=may(request.user, "list_carry_forward", division=own.key),
    )  # fmt: skip


@require_GET
def bureau(request: HttpRequest) -> HttpResponse:
    """The bureau as of each day on which something changed."""
    return list_page(
        request, title="정책관 현황", rows=Bureau.objects.select_related("entered_by"), table_class=tables.BureauTable,
        filter_class=filters.BureauFilter, state="보고의 표지와 일반현황에 나옵니다. 보고 달까지의 가장 새로운 기준일의 값을 씁니다.",
        add_url=reverse("bureau_add"), may_change=True, tabs="administration", administration=ADMINISTRATION,
    )  # fmt: skip


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """What was done, by whom, when and why."""
    return list_page(
        request, title="활동 기록", rows=Event.objects.select_related("actor"), table_class=tables.EventTable,
        filter_class=filters.EventFilter, state="누가 언제 무엇을 왜 바꾸었는지 남습니다. 고치거나 지울 수 없습니다.", tabs="administration", administration=ADMINISTRATION,
    )  # fmt: skip


@require_GET
def users(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, title="사용자", rows=User.objects.all(), table_class=tables.UserTable, filter_class=filters.UserFilter,
        state="역할과 담당관실에 따라 볼 수 있는 화면이 다릅니다.", add_url=reverse("user_add"), tabs="administration", administration=ADMINISTRATION,
    )  # fmt: skip


@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, title="로그인 기록", rows=AccessLog.objects.order_by("-attempt_time", "-pk"), table_class=tables.SignInTable,
        filter_class=filters.SignInFilter, tabs="administration", administration=ADMINISTRATION,
    )  # fmt: skip


@require_GET
def sign_in_failures(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, title="로그인 실패", rows=AccessFailureLog.objects.order_by("-attempt_time", "-pk"),
        table_class=tables.FailureTable, filter_class=filters.FailureFilter,
        state="비밀번호나 2단계 인증의 숫자를 다섯 번 틀리면 그 계정은 30분 동안 로그인할 수 없습니다. 사용자 화면에서 풀 수 있습니다.", tabs="administration", administration=ADMINISTRATION,
    )  # fmt: skip
