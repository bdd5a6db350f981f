"""What readers see when years have gone by: 200 editions, 3 million actuals and 5 million events at once."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.management.growing import add_actuals, add_printed
from reports.models import Edition
from reports.printed import Measured, PrintedLine
from seoulwork.accounts.models import Role, User
from seoulwork.domain.finding import words
from seoulwork.figures.divisions import divisions
from seoulwork.operations.measuring import HEAD, RUNS, Line, Work, medians

from .benchmark_lists import BENCHMARK, add_events, add_publications, analyse
from .benchmark_search import ALLOWED, ASKED, floor, page

FEW = 2
"""Editions that there are besides when the queries are counted for the first time"""
TABLE = "budget"
"""The key of a table that July 2018 prints"""
SENT = 2
"""How many times as long as sending the stored HTML the page of an edition may take"""


class Command(BaseCommand):
    help = (
        "판, 실적, 활동 기록이 쌓였을 때의 찾기와 판의 쪽을 각각의 바닥과 견주고, 쪽마다의 질의 수를 쌓이기 전과 견줍니다. "
        "넣은 것은 모두 되돌립니다."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--editions", type=int, default=200)
        parser.add_argument("--actuals", type=int, default=3_000_000)
        parser.add_argument("--events", type=int, default=5_000_000)
        parser.add_argument("--runs", type=int, default=RUNS)

    def handle(self, *args: Any, **options: Any) -> None:
        edition = Edition.objects.exclude(document_sha256="").order_by("pk").first()
        if edition is None or not PrintedLine.objects.filter(edition=edition).exists():
            raise CommandError("발행한 판이 없습니다. publish_briefing으로 발행한 뒤 재 주세요.")
        with transaction.atomic():
            add_publications(0, FEW)
            before = [queries(client, address) for _, client, address in pages(edition)]
            known = Edition.objects.order_by("-pk").values_list("pk", flat=True)[0]
            add_publications(FEW, options["editions"])
            add_printed(edition.pk, known)
            add_actuals(options["actuals"])
            add_events(0, options["events"])
            analyse()
            self.stdout.write(HEAD)
            grown = f"판 {options['editions']:,}개, 실적 {options['actuals']:,}개, 활동 기록 {options['events']:,}건이 쌓이기 전과 견줌"
            # Signed in anew: a session may have ended meanwhile.
            for (name, client, address), few in zip(pages(edition), before, strict=True):
                self.stdout.write(str(Line(f"{name}: 질의, {grown}", few, queries(client, address), 1, "번")))
            self._searches(options["runs"])
            self._edition(edition, options["runs"])
            transaction.set_rollback(True)

    def _searches(self, runs: int) -> None:
        for asked in ASKED:
            wanted = words(asked)
            works: list[Work] = [partial(floor, wanted[0]), partial(page, wanted)]
            one, measured = medians(works, runs)
            self.stdout.write(str(Line(f"찾기 '{asked}', 모두 쌓인 뒤: 낱말 하나를 색인으로", one, measured, ALLOWED)))

    def _edition(self, edition: Edition, runs: int) -> None:
        """As a browser asks for them: compressed."""
        client, name = signed_in(Role.COUNCIL), edition.briefing.name
        own = {
            "판의 첫 화면": reverse("briefing_front", args=[name]),
            "판 전체": reverse("briefing", args=[name]),
            "판의 한 사업": reverse("briefing_section", args=[name, "labour-6"]),
        }
        sent, *times = medians(
            [
                partial(fetched, client, address)
                for address in (reverse("briefing_download", args=[name, "html"]), *own.values())
            ],
            runs,
        )
        for label, measured in zip(own, times, strict=True):
            self.stdout.write(str(Line(f"{label}, 모두 쌓인 뒤: 보관한 HTML을 보내는 것", sent, measured, SENT)))


def pages(edition: Edition) -> Iterator[tuple[str, Client, str]]:
    """What readers and the staff open: what it is, who opens it, where."""
    council, staff = signed_in(Role.COUNCIL), signed_in(Role.ADMINISTRATOR, BENCHMARK)
    name, own = edition.briefing.name, divisions()[0].key
    measured = Measured.objects.filter(edition=edition).order_by("pk").first()
    yield "판의 첫 화면", council, reverse("briefing_front", args=[name])
    yield "판 전체", council, reverse("briefing", args=[name])
    yield "판의 한 사업", council, reverse("briefing_section", args=[name, "labour-6"])
    yield "발행된 판", council, reverse("briefing_editions", args=[name])
    yield "찾기", council, f"{reverse('search')}?q=일자리"
    if measured is not None:
        figure = reverse("figure", args=[measured.division, measured.kind, measured.number])
        yield "수치의 쪽", council, figure
        yield "수치의 쪽(직원)", staff, figure
    yield "업무보고", council, reverse("briefings")
    yield "견주기", council, reverse("briefing_changes")
    yield "질문", council, reverse("questions")
    numbered = [name, edition.number]
    yield "묻기", council, reverse("edition_ask", args=[*numbered, "labour-6"])
    yield "예상 질의답변", staff, reverse("edition_pack", args=numbered)
    yield "판의 한 표", council, reverse("edition_table", args=[*numbered, TABLE])
    yield "공개 자료", council, reverse("open_rows", args=[*numbered, "figures", "json"])
    yield "한눈에", staff, reverse("glance")
    yield "연말 전망", staff, reverse("forecasts", args=[own])
    yield "실적 목록", staff, reverse("list", args=[own, "actuals"])
    yield "활동 기록", staff, reverse("user_events")


def signed_in(role: str, name: str = "") -> Client:
    host = next((each for each in settings.ALLOWED_HOSTS if each != "*"), "localhost")
    client = Client(headers={"host": host, "accept-encoding": "gzip"})
    user, _ = User.objects.get_or_create(
        username=name or f"{BENCHMARK}-{role}", defaults={"name": "성능 측정", "role": role}
    )
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[-1])
    return client


def queries(client: Client, address: str) -> int:
    """How many the page asks when its process has shown it before."""
    fetched(client, address)
    with CaptureQueriesContext(connection) as asked:
        fetched(client, address)
    return len(asked)


def fetched(client: Client, address: str) -> None:
    response: Any = client.get(address)
    if response.status_code != 200:
        raise CommandError(f"{address}: HTTP {response.status_code}")
    for _ in response.streaming_content if response.streaming else (response.content,):
        pass
