from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from reports.editions import counting, retaining
from reports.editions.publishing import readiness_of
from reports.editions.telling import tell_changed
from reports.models import Briefing
from seoulwork.entry.daily import daily
from seoulwork.operations.tasks import kept


class Command(BaseCommand):
    help = "날마다 저절로 할 일: 일정에 따라 달을 열고, 제출할 사람에게 기한 앞에, 담당관에게 기한 뒤에 알리며, 판이 적은 수치가 발행 뒤 바뀌었으면 담당관과 관리자에게 알리고, 보관할 기간이 지난 기록을 지우거나 닫습니다. 두 번 해도 두 번 알리지 않습니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", default="", help="메일에 적을 이 누리집의 주소(https://…/)")

    def handle(self, *args: Any, **options: Any) -> None:
        with kept("daily") as said:
            for each in self._done(options["site"]):
                said.append(each)
                self.stdout.write(each)

    def _done(self, site: str) -> Iterator[str]:
        yield daily(timezone.localdate(), site=site).text
        if under_way := Briefing.objects.with_editions().in_preparation().order_by("-month", "-number").first():
            counting.keep(readiness_of(under_way))
        if changed := tell_changed(site=site):
            yield f"발행 뒤 바뀐 수치가 있는 판: {', '.join(map(str, changed))}"
        yield from retaining.retain(timezone.now())
