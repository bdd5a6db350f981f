"""Time of the lists that grow with every day, each as a ratio to the same list with few rows."""

import statistics
import time
from typing import Any

from axes.models import AccessLog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import Briefing, Format, Publication, PublishedFile
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month

FILE = b"\0" * 1_000_000
AT_ONCE = 10_000


class Command(BaseCommand):
    help = (
        "활동 기록, 로그인 기록, 업무보고 목록의 시간을 쌓인 수에 따라 견주어 보여 줍니다. 넣은 것은 모두 되돌립니다."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--events", type=int, nargs=2, default=[1_000, 5_000_000], help="적을 때와 많을 때의 활동 기록"
        )
        parser.add_argument(
            "--sign-ins", type=int, nargs=2, default=[1_000, 1_000_000], help="적을 때와 많을 때의 로그인 기록"
        )
        parser.add_argument("--publications", type=int, nargs=2, default=[5, 205], help="적을 때와 많을 때의 발행")
        parser.add_argument("--runs", type=int, default=9)

    def handle(self, *args: Any, **options: Any) -> None:
        lists = (
            ("user_events", "활동 기록", add_events, options["events"]),
            ("user_sign_ins", "로그인 기록", add_sign_ins, options["sign_ins"]),
            ("briefings", "업무보고", add_publications, options["publications"]),
        )
        with transaction.atomic():
            self.client = Client(
                headers={"host": next((each for each in settings.ALLOWED_HOSTS if each != "*"), "localhost")}
            )
            self.client.force_login(
                User.objects.create(username="benchmark", name="성능 측정", role=Role.ADMINISTRATOR),
                settings.AUTHENTICATION_BACKENDS[-1],
            )
            for name, label, add, (few, many) in lists:
                add(few)
                before = self._seconds(name, options["runs"])
                add(many - few)
                analyse()
                after = self._seconds(name, options["runs"])
                self.stdout.write(
                    f"{label}: {few:,}건 {before * 1000:.1f} ms, {many:,}건 {after * 1000:.1f} ms, 비율 {after / before:.2f}"
                )
            transaction.set_rollback(True)

    def _seconds(self, name: str, runs: int) -> float:
        times = []
        for _ in range(runs + 1):
            start = time.perf_counter()
            response = self.client.get(reverse(name))
            times.append(time.perf_counter() - start)
            if response.status_code != 200:
                raise SystemExit(f"{name}: HTTP {response.status_code}")
        return statistics.median(times[1:])


def add_events(count: int) -> None:
    now = timezone.now()
    _add(
        Event,
        [Event(at=now, action=Action.values[number % 20], subject="성능 측정") for number in range(AT_ONCE)],
        count,
    )


def add_sign_ins(count: int) -> None:
    row = {"user_agent": "성능 측정", "ip_address": "127.0.0.1", "username": "benchmark", "path_info": "/"}
    _add(AccessLog, [AccessLog(**row) for _ in range(AT_ONCE)], count)


def add_publications(count: int) -> None:
    known = Briefing.objects.filter(month__lt=Month(2000, 1)).count()
    for number in range(known, known + count):
        month = Month(1901, 1) + number
        briefing = Briefing.objects.create(
            month=month, reference_month=month, plan_year=month.year, title="주요업무보고"
        )
        publication = Publication.objects.create(briefing=briefing)
        for kind in Format.values:
            PublishedFile.of(publication, kind, FILE)


def _add(model: type[models.Model], rows: list[Any], count: int) -> None:
    for start in range(0, count, AT_ONCE):
        chosen = rows[: count - start]
        for row in chosen:
            row.pk = None
        model._default_manager.bulk_create(chosen)


def analyse() -> None:
    """Tell the database how many rows there are now, as it finds out by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
