"""Time of the files that are made while somebody waits for them, when there are many times the programmes: each beside the second that a
request may take. What takes longer is work for the queue (operations/tasks.py)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.test import Client
from django.urls import reverse

from reports.editions.drafts import is_slow
from reports.editions.printing import keep
from reports.editions.publishing import draft_of, render
from reports.editions.sealing import sha256
from reports.frozen import freeze
from reports.management.asked import ASKED, briefing_of
from reports.management.growing import multiply_programmes
from reports.models import Briefing, Edition, Format
from reports.open_data.rows import ROWS
from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import divisions
from seoulwork.operations.measuring import HEAD, RUNS, Line, Work, medians
from seoulwork.pages.lists import AT_ONCE
from seoulwork.workbook.lists.books import BOOKS

from .benchmark_editions import fetched, signed_in
from .benchmark_lists import BENCHMARK, add_events, analyse

ALLOWED = 1.0
"""Seconds of a request"""


class Command(BaseCommand):
    help = "누르면 곧바로 만드는 파일(서식, 초안, 공개 자료)의 시간을 사업이 많을 때에 1초와 견줍니다. 넣은 것은 모두 되돌립니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("briefing", help=ASKED)
        parser.add_argument("--times", type=int, nargs="*", default=[1, 20], help="사업 수의 배수")
        parser.add_argument("--runs", type=int, default=RUNS)

    def handle(self, *args: Any, **options: Any) -> None:
        briefing = briefing_of(options["briefing"])
        self.stdout.write(HEAD)
        for times in options["times"]:
            with transaction.atomic():
                if times > 1:
                    multiply_programmes(times)
                User.objects.create(username=BENCHMARK, name="성능 측정", role=Role.ADMINISTRATOR)
                add_events(0, AT_ONCE)
                analyse()
                client = signed_in(Role.ADMINISTRATOR, "benchmark-files")
                names, making = zip(*works(briefing, client), strict=True)
                most: dict[str, float] = {}
                for name, taken in zip(names, medians(list(making), options["runs"]), strict=True):
                    most[name] = max(taken, most.get(name, 0))
                for name, taken in most.items():
                    self.stdout.write(str(Line(f"{name}, 사업 {times}배: {ALLOWED:g}초", ALLOWED, taken, 1)))
                transaction.set_rollback(True)


def works(briefing: Briefing, client: Client) -> Iterator[tuple[str, Work]]:
    """What each is, and the making of it; of the divisions' workbooks the slowest counts."""
    year = {"year": str(briefing.reference_month.year)}
    for division in divisions():
        address = reverse("import_template", args=[division.key])
        yield "실적 서식", partial(made, client, address, year | {"first": "1", "last": "12"})
        for book in BOOKS.values():
            address = reverse("import_list_template", args=[division.key, book.key])
            asked = year | {"month": "1", "run": "", "day": f"{briefing.reference_month}-01"}
            yield f"목록 서식 {book.label}", partial(made, client, address, asked)
        for kind in ("actuals", "indicators"):
            address = reverse("list", args=[division.key, kind])
            yield f"목록의 엑셀 {kind}", partial(made, client, address, {"export": "xlsx"}, or_asked=True)
    longest = {"q": "성능 측정", "export": "xlsx"}
    yield f"목록의 엑셀, 활동 기록 {AT_ONCE:,}건", partial(made, client, reverse("user_events"), longest)
    for kind in (each for each in Format if not is_slow(each)):
        yield f"초안 {kind.label}", partial(_draft, briefing, kind)
    edition = _edition(briefing)
    own = [edition.briefing.name, edition.number]
    yield "공개 자료 datapackage.json", partial(fetched, client, reverse("open_package", args=own))
    for called in ROWS:
        for form in ("csv", "json"):
            address = reverse("open_rows", args=[*own, called, form])
            yield f"공개 자료 {called}.{form}", partial(fetched, client, address)


def made(client: Client, address: str, asked: dict[str, str], *, or_asked: bool = False) -> None:
    """`or_asked`: or the way to where a task is asked to make it."""
    response = client.get(address, asked)
    if or_asked and response.headers.get("Location", "").startswith(reverse("download_begin")):
        return
    if "spreadsheetml" not in response.headers["Content-Type"]:
        raise CommandError(f"{address}: HTTP {response.status_code}, {response.headers['Content-Type']}")


def _draft(briefing: Briefing, kind: str) -> None:
    render(draft_of(briefing), kind)


def _edition(briefing: Briefing) -> Edition:
    """What stands now, as an edition of a month of a century ago."""
    month = Month(1901, 1)
    document = draft_of(briefing)
    kept = freeze(document)
    other = Briefing.objects.create(month=month, reference_month=month, plan_year=month.year, title=briefing.title)
    edition = Edition.objects.create(briefing=other, document=kept, document_sha256=sha256(kept))
    keep(edition, document)
    return edition
