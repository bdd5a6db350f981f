"""The lists. Rights stand in rights.py."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

from django.core import signing
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django_tables2 import RequestConfig
from django_tables2.rows import BoundRows

from seoulwork.figures.labels import lazily
from seoulwork.pages import filters, tables
from seoulwork.pages.export import download, workbook_of
from seoulwork.pages.paging import COUNTED, LongPaginator

PER_PAGE = 25
AT_ONCE = 2_000
"""Rows of a workbook that is made while somebody waits for it: half a second (docs/maintainers/measurements.md). A task makes longer ones."""
MOST = 500_000
"""Rows of a workbook, half of what a sheet holds: a worker is busy with so many for some minutes."""
READ_AT_ONCE = 2_000
"""Rows that are in memory while a workbook is made."""
TOO_MANY = f"{MOST:,}건이 넘어 한 파일로 만들 수 없습니다. 찾기·거르기(기간 등)로 나누어 내려받아 주세요."
SALT = "a list that is long"
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


class WholeList(HttpRequest):
    """A task's request for the whole of a list as a workbook, for a user who waits for the file: nobody sees anything of it yet."""

    def __init__(self, user: Any, address: str, tell: Callable[[int, int], None]) -> None:
        super().__init__()
        self.method = "GET"
        self.user = user
        self.path = self.path_info = path_of(address)
        query = address.partition("?")[2]
        self.META["QUERY_STRING"] = query
        self.GET = QueryDict(query)
        self.tell = tell
        """Called with how many rows are done, and how many there are."""


def path_of(address: str) -> str:
    """The path that an address is resolved by."""
    return unquote(address.partition("?")[0])


class NoWorkbook(Exception):
    """A WholeList can't be made; `str()` is the Korean sentence for the user."""


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
    # What narrows by nothing that there is would give more than was asked for: the page says what is wrong with it.
    if request.GET.get("export") == "xlsx" and narrowed.is_valid():
        if not isinstance(request, WholeList) and _counted(narrowed.qs, AT_ONCE) > AT_ONCE:
            return redirect(f"{reverse('download_begin')}?{urlencode({'of': _handed_on(request, name or title)})}")
        return _exported(request, name or title, narrowed.qs, table)
    if isinstance(request, WholeList):
        raise NoWorkbook("그사이 찾는 조건 가운데 없어진 것이 있습니다. 목록에서 다시 찾아 내려받아 주세요.")
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


def _exported(request: HttpRequest, name: str, rows: QuerySet[Any], table: tables.ListTable) -> HttpResponse:
    """The list as a download, made row by row of what it was at one moment. Raises NoWorkbook."""
    tell = request.tell if isinstance(request, WholeList) else None
    count = _counted(rows, MOST) if tell else 0
    if count > MOST:
        raise NoWorkbook(TOO_MANY)
    done = 0

    def records() -> Iterator[Any]:
        nonlocal done
        for record in table.data.data.iterator(chunk_size=READ_AT_ONCE):
            if tell and not done % READ_AT_ONCE:
                tell(done, count)
            yield record
            done += 1

    table.rows = BoundRows(records(), table=table)
    response = download(workbook_of(name, table.as_values()), name)
    response.exported = done  # type: ignore[attr-defined]
    return response


def _handed_on(request: HttpRequest, name: str) -> str:
    """What the list is called and its address, for who has it made by a task. Signed: no other address is opened there."""
    return signing.dumps([str(name), request.get_full_path_info()], salt=SALT)


def handed_on(given: str) -> tuple[str, str]:
    """What a list is called that is too long to be made at once, and its address. Raises BadSignature."""
    name, address = signing.loads(given, salt=SALT)
    return name, address


def _counted(rows: QuerySet[Any], most: int) -> int:
    """How many rows there are, counted no further than one more than `most`: in the order that the list asks for by
    itself, for which it has an index (PostgreSQL gathers all that match before it counts in no order)."""
    return (rows if rows.query.order_by else rows.order_by())[: most + 1].count()
