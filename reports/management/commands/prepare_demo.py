import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone

from reports.models import Briefing, Edition
from seoulwork.domain.briefings import FIRST, BriefingName
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.steps import open_month
from seoulwork.operations.readiness import has_older_layout, layout_problem
from seoulwork.staticfiles import collect_static_files, static_files_are_current

MONTH = Month.parse("2018-07")
DEMO_REASON = "시연 자료: 상반기 실적을 월별 입력이 아니라 자료 폴더로 반입함"


class Command(BaseCommand):
    help = "시연을 준비합니다: 데이터베이스, 2018년 자료와 발행본, 정적 파일, 시연 계정. 이미 있는 것은 그대로 둡니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="127.0.0.1:8000", help="안내할 주소")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "시연 자료와 시연 계정은 운영 설정에서 만들지 않습니다. SEOULWORK_ENV를 비우고 실행해 주세요."
            )
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
        if has_older_layout():
            self.set_aside()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.step("데이터베이스 준비", lambda: call_command("migrate", verbosity=0))
        # Loaded once: after that the figures belong to whoever tries the demo.
        if not Briefing.objects.named(BriefingName(MONTH)).exists():
            folder = settings.BASE_DIR / "fixtures" / str(MONTH)
            self.step("2018년 자료 반입", lambda: call_command("load_briefing_data", folder, stdout=StringIO()))
        if not Edition.objects.filter(briefing__month=MONTH, briefing__number=FIRST).exists():
            self.step(
                "2018년 7월 업무보고 발행",
                lambda: call_command(
                    "publish_briefing", str(MONTH), accept="원문 그대로", reason=DEMO_REASON, stdout=StringIO()
                ),
            )
        if not ReportingMonth.objects.exists():
            # July 2018 is long over; in the demo there are ten days left to hand it in.
            deadline = timezone.localdate() + timedelta(days=10)
            self.step(f"{MONTH.korean} 입력 열기", lambda: open_month(MONTH, deadline=deadline))
        if not static_files_are_current():
            self.step("정적 파일 모음", collect_static_files)
        call_command("create_demo_accounts", stdout=self.stdout)
        address = f"http://{options['address']}"
        self.stdout.write(
            f"주소 (끝내기: Ctrl+C):\n  {address}/\n  {address}{reverse('briefing', args=[BriefingName(MONTH)])}"
        )

    def set_aside(self) -> None:
        """Move the SQLite file of the older layout out of the way, with what SQLite keeps beside it; nothing is deleted."""
        if connection.vendor != "sqlite":
            raise CommandError(layout_problem())
        connection.close()
        path = Path(connection.settings_dict["NAME"])
        aside = next(free for free in _names_aside(path) if not free.exists())
        for suffix in ("", "-wal", "-shm"):
            beside = path.with_name(path.name + suffix)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + suffix))
        self.stdout.write(f"이전 판의 구조로 된 시연 데이터베이스를 옮겨 두고 새로 만듭니다: {aside}")

    def step(self, title: str, work: Callable[[], Any]) -> None:
        """Say what begins and, at its end, how long it took."""
        began = time.monotonic()
        self.stdout.write(f"{title} ... ", ending="")
        self.stdout.flush()
        work()
        self.stdout.write(f"{time.monotonic() - began:.1f}초")


def _names_aside(path: Path) -> Iterator[Path]:
    yield path.with_name(f"{path.name}.old")
    yield from (path.with_name(f"{path.name}.old{number}") for number in count(2))
