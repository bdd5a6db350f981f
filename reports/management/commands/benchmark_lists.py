"""Time of the lists that grow with every day, each as a ratio to the same list with few rows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.management.growing import NUMBERS
from reports.models import Briefing, Edition, Format, PublishedFile
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import divisions
from seoulwork.operations.measuring import HEAD, RUNS, Line, medians
from seoulwork.pages.lists import PER_PAGE

FILE = b"\0" * 1_000_000
BENCHMARK = "benchmark"


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
        parser.add_argument(
            "--publications", type=int, nargs=2, default=[10, 205], help="적을 때와 많을 때의 발행: 한 쪽과 여러 쪽"
        )
        parser.add_argument("--runs", type=int, default=RUNS)

    def handle(self, *args: Any, **options: Any) -> None:
        lists = (
            ("user_events", "활동 기록", add_events, options["events"]),
            ("user_sign_ins", "로그인 기록", add_sign_ins, options["sign_ins"]),
            ("briefings", "업무보고", add_publications, options["publications"]),
        )
        self.stdout.write(HEAD)
        with transaction.atomic():
            self.client = Client(
                headers={"host": next((each for each in settings.ALLOWED_HOSTS if each != "*"), "localhost")}
            )
            self.client.force_login(
                User.objects.create(username=BENCHMARK, name="성능 측정", role=Role.ADMINISTRATOR),
                settings.AUTHENTICATION_BACKENDS[-1],
            )
            for name, label, add, (few, many) in lists:
                add(0, few)
                analyse()
                ways = narrowings(name)
                works = [partial(self._fetched, name, narrowed) for narrowed in ways.values()]
                before = medians(works, options["runs"])
                add(few, many)
                analyse()
                after = medians(works, options["runs"])
                for way, small, large in zip(ways, before, after, strict=True):
                    name_of = f"{label}, {way}: {few:,}건과 {many:,}건"
                    self.stdout.write(str(Line(name_of, small, large, allowed=2)))
            transaction.set_rollback(True)

    def _fetched(self, name: str, narrowed: dict[str, str]) -> None:
        response = self.client.get(reverse(name), narrowed)
        if response.status_code != 200:
            raise CommandError(f"{name}: HTTP {response.status_code}")


def narrowings(name: str) -> dict[str, dict[str, str]]:
    """The ways to narrow a list that are measured: each finds some rows of a small list and of a large one."""
    ways: dict[str, dict[str, str]] = {"모두": {}}
    if name == "briefings":
        return ways
    first, last = (str(timezone.localdate(OLDEST + timedelta(days=days))) for days in (700, 750))
    ways |= {"부터": {"since": first}, "까지": {"until": last}, "부터~까지": {"since": first, "until": last}}
    if name == "user_events":
        division = divisions()[0]
        programme = division.models.Programme.objects.values_list("pk", flat=True).first() or 0
        ways |= {
            "담당관": {"division": division.key},
            "한 일": {"action": Action.MONTH_CLOSED},
            "달": {"month": "2018-07"},
            "사람": {"actor": str(User.objects.get(username=BENCHMARK).pk)},
            "사업": {"programme": f"{division.key}:{programme}"},
            "담당관·한 일·달": {"division": division.key, "action": Action.MONTH_CLOSED, "month": "2018-07"},
        }
    return ways


OLDEST = datetime(2016, 1, 1, tzinfo=UTC)
MOMENT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', '2016-01-01', '+' || (numbers.i % 1440 * 3600 * 24 + numbers.i / 1440) || ' seconds')",
    "postgresql": "TIMESTAMPTZ '2016-01-01 00:00:00+00' + (numbers.i % 1440 * 3600 * 24 + numbers.i / 1440) * INTERVAL '1 second'",
}
"""Four years of days, filled evenly."""


def add_events(first: int, last: int) -> None:
    """Of all divisions, actions, programmes, months of ten years and of somebody or nobody, in one statement. The first fill a page of
    each narrowing: else the small list would be compared with fewer rows on its page."""
    person = User.objects.get(username=BENCHMARK).pk
    keys, actions = [each.key for each in divisions()], Action.values
    programmes = [each.models.Programme.objects.values_list("pk", flat=True).first() or 1 for each in divisions()]
    every = [
        "at",
        "actor_id",
        "action",
        "subject",
        "reason",
        "division",
        "programme",
        "month",
        "kind",
        "field",
        "unit",
        "decimals",
        "detail",
    ]
    _insert(
        "audit_event",
        every,
        f"{{moment}}, CASE WHEN i % 3 = 0 THEN NULL ELSE {person} END, "
        f"CASE WHEN i < {PER_PAGE} THEN '{Action.MONTH_CLOSED}' ELSE {_one_of(actions)} END, '성능 측정', '', "
        f"CASE WHEN i < {PER_PAGE} THEN {keys[0]!r} ELSE {_one_of(keys)} END, {_one_of(programmes)}, "
        f"CASE WHEN i < {PER_PAGE} THEN 201807 ELSE (2009 + i % 10) * 100 + 1 + i / 10 % 12 END, '', '', '', 0, '{{{{}}}}'",
        first,
        last,
    )


def _one_of(values: Sequence[object]) -> str:
    """SQL: one of the values after the other."""
    cases = " ".join(f"WHEN {number} THEN {value!r}" for number, value in enumerate(values))
    return f"CASE i % {len(values)} {cases} END"


def add_sign_ins(first: int, last: int) -> None:
    _insert(
        "axes_accesslog",
        ["attempt_time", "user_agent", "ip_address", "username", "http_accept", "path_info", "session_hash"],
        "{moment}, '성능 측정', '127.0.0.1', 'benchmark', '', '/', ''",
        first,
        last,
    )


def _insert(table: str, columns: Sequence[str], values: str, first: int, last: int) -> None:
    """The rows with the numbers `first` up to `last`, which is not among them; `values` is SQL over `i`."""
    numbers, moment = NUMBERS[connection.vendor].format(first, last), MOMENT[connection.vendor]
    selected = values.format(moment=moment)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {selected} FROM {numbers}")  # noqa: S608  nothing of a user's


def add_publications(first: int, last: int) -> None:
    known = Briefing.objects.filter(month__lt=Month(2000, 1)).count()
    for number in range(known, known + last - first):
        month = Month(1901, 1) + number
        briefing = Briefing.objects.create(
            month=month, reference_month=month, plan_year=month.year, title="주요업무보고"
        )
        edition = Edition.objects.create(briefing=briefing)
        PublishedFile.objects.bulk_create(PublishedFile.of(edition, kind, FILE) for kind in Format.values)


def analyse() -> None:
    """Tell the database how many rows there are now, as it finds out by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
