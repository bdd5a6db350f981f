"""개인정보 접속기록: who looked at, took out or changed what the program knows of people. The five things that the law asks for: account,
time, from where, whose data, what was done (개인정보의 안전성 확보조치 기준 제2조, 제8조).

Each record is sealed with the one before it as it is written, under a lock: they are few, those of administrators, of who answers
questions and of who takes out evidence. Whoever looks at nothing but what they wrote themselves leaves none.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse

from seoulwork.audit.address import client_address
from seoulwork.audit.chain import closed
from seoulwork.audit.models import Access, Closing
from seoulwork.audit.seals import Sealed, alone, seal
from seoulwork.pages.lists import WholeList
from seoulwork.pages.troubles import Trouble, Unrecorded, trouble_of

Doing = Access.Doing
LOCK = 0x5E0C4A2
"""PostgreSQL's advisory lock of who appends"""
MOST_NAMED = 100
"""Of more people the record says how many there were, and by what they were narrowed."""
FIELDS = ("number", "at", "actor_id", "account", "address", "doing", "page", "subjects", "count", "narrowed")
"""All that a record says."""

View = Callable[..., HttpResponse]


def record(
    request: HttpRequest,
    doing: Access.Doing,
    page: str,
    people: Iterable[str],
    count: int | None = None,
    narrowed: str | None = None,
) -> None:
    """Somebody did that, on what is called `page`, with what is known of `people` (accounts; `count` where they are too many to be
    named), `narrowed` by the query of the request where nothing else is said. Nothing is recorded of HEAD, whose answer holds nothing.
    2 queries, on PostgreSQL 3. Raises Unrecorded where nothing can be written: then it is not shown."""
    if request.method == "HEAD":
        return
    user: Any = request.user
    named = sorted({each for each in people if each})
    if count is None and (not named or named == [user.username]) and doing == Doing.VIEWED:
        return
    try:
        _append(
            request, doing, page, named, count, request.META.get("QUERY_STRING", "") if narrowed is None else narrowed
        )
    except DatabaseError as error:
        if doing in (Doing.VIEWED, Doing.EXPORTED) and trouble_of(error) is Trouble.READ_ONLY:
            raise Unrecorded from error
        raise


@transaction.atomic
def _append(
    request: HttpRequest, doing: Access.Doing, page: str, named: list[str], count: int | None, narrowed: str
) -> None:
    user: Any = request.user
    alone(connection, LOCK)
    number, before = last()
    access = Access(
        number=number + 1,
        actor=user,
        account=user.username,
        address=client_address(request),
        doing=doing,
        page=page,
        subjects="\n".join(named[:MOST_NAMED]),
        count=max(len(named), count or 0),
        narrowed=narrowed.replace("\0", "")[:500],
    )
    access.sealed = seal(before, {name: getattr(access, name) for name in FIELDS})
    access.save(force_insert=True)


def of_list(page: str, whose: Callable[[Any], str]) -> Callable[[View], View]:
    """For views that answer with `list_page`: whose data each shown row is; of a workbook how many rows there were. What a task
    makes goes to nobody yet: the answer bears the page's name (`personal`) for who records that it is taken."""

    def around(view: View) -> View:
        @wraps(view)
        def viewed(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
            response = view(request, *args, **options)
            if isinstance(request, WholeList):
                response.personal = page  # type: ignore[attr-defined]
            elif (rows := getattr(response, "shown", None)) is not None:
                record(request, Doing.VIEWED, page, map(whose, rows))
            elif (count := getattr(response, "exported", None)) is not None:
                record(request, Doing.EXPORTED, page, (), count)
            return response

        return viewed

    return around


def last() -> tuple[int, str]:
    """Where the chain ends: its number and seal."""
    found = Access.objects.order_by("-number").values_list("number", "sealed").first()
    return found or closed(Closing.Chain.ACCESSES)


def sealed() -> Iterator[Sealed]:
    """All records with their seals, in their order."""
    for row in Access.objects.order_by("number").values(*FIELDS, "sealed").iterator(2_000):
        yield Sealed(row["number"], row.pop("sealed"), row, f"{row['account']} {row['page']}")
