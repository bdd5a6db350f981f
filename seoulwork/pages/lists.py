"""The lists. Rights stand in rights.py."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_tables2 import RequestConfig

from seoulwork.figures.labels import lazily
from seoulwork.pages import filters, tables
from seoulwork.pages.export import LIMIT, workbook_response
from seoulwork.pages.paging import COUNTED, LongPaginator

PER_PAGE = 25
ADMINISTRATION = (
    ("users", "사용자"),
    ("bureau", "정책관 현황"),
    ("divisions", lazily("{division}")),
    ("units", "단위"),
    ("limits", "되묻는 기준"),
    ("read_keys", "읽기 열쇠"),
    ("user_sign_ins", "로그인 기록"),
    ("user_failures", "로그인 실패"),
    ("user_events", "활동 기록"),
    ("user_accesses", "접속기록"),
    ("system", "시스템 상태"),
)


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
    named `name`. What was shown or how many rows went out stands at the answer (`shown`, `exported`)."""
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
        if _counted(narrowed.qs, LIMIT) > LIMIT:
            messages.error(
                request, f"{LIMIT:,}건이 넘어 한 번에 내려받을 수 없습니다. 찾기·거르기로 줄인 뒤 다시 내려받아 주세요."
            )
            return redirect(request.path)
        return _exported(workbook_response(name or title, table.as_values()), table)
    count = _counted(narrowed.qs, COUNTED)
    if count > COUNTED:
        table.paginator = LongPaginator(table.rows, PER_PAGE)
    else:
        table.paginator = Paginator(table.rows, PER_PAGE)
        table.paginator.count = count
    table.page = table.paginator.get_page(request.GET.get("page"))
    address = request.GET.copy()
    for key in ("page", "export"):
        address.pop(key, None)
    response = render(
        request,
        "pages/list.html",
        {
            "title": title,
            "table": table,
            "filter": narrowed,
            "count": min(count, COUNTED),
            "more": count > COUNTED,
            "narrowed": any(value for key, value in address.items() if key != "sort"),
            "address": address.urlencode(),
            **context,
        },
    )
    response.shown = [row.record for row in table.page.object_list]  # type: ignore[attr-defined]
    return response


def _exported(response: HttpResponse, table: tables.ListTable) -> HttpResponse:
    response.exported = len(table.rows)  # type: ignore[attr-defined]
    return response


def _counted(rows: QuerySet[Any], most: int) -> int:
    """How many rows there are, counted no further than one more than `most`: in the order that the list asks for by
    itself, for which it has an index (PostgreSQL gathers all that match before it counts in no order)."""
    return (rows if rows.query.order_by else rows.order_by())[: most + 1].count()
