from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from reports.council.searching import PER_PAGE, found, in_order
from reports.models import Edition
from reports.printed import PrintedLine
from seoulwork.domain.finding import words
from seoulwork.operations.measuring import HEAD, RUNS, Line, Work, medians

from .benchmark_lists import add_publications, analyse

ASKED = ("일자리", "노동", "카페 조성", "13,869", "청년 취업 상담", "69.4")
ALLOWED = 3


class Command(BaseCommand):
    help = "발행한 판이 많을 때의 찾기를, 같은 표에서 첫 낱말 하나를 색인으로 찾는 것과 견줍니다. 넣은 것은 되돌립니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--editions", type=int, default=200)
        parser.add_argument("--runs", type=int, default=RUNS)

    def handle(self, *args: Any, **options: Any) -> None:
        lines = list(PrintedLine.objects.filter(edition=Edition.objects.first()))
        if not lines:
            raise CommandError("발행한 판이 없습니다. publish_briefing으로 발행한 뒤 재 주세요.")
        with transaction.atomic():
            known = set(Edition.objects.values_list("pk", flat=True))
            add_publications(0, options["editions"])
            for edition in Edition.objects.exclude(pk__in=known):
                for line in lines:
                    line.pk, line.edition = None, edition
                PrintedLine.objects.bulk_create(lines, 500)
            analyse()
            self.stdout.write(HEAD)
            for asked in ASKED:
                wanted = words(asked)
                works: list[Work] = [partial(floor, wanted[0]), partial(page, wanted)]
                one, measured = medians(works, options["runs"])
                name = f"찾기 '{asked}', 판 {options['editions']:,}개 더: 낱말 하나를 색인으로"
                self.stdout.write(str(Line(name, one, measured, ALLOWED)))
            transaction.set_rollback(True)


def page(wanted: list[str]) -> None:
    """The lines of the first page, as the view reads them, and whether there is another."""
    list(found(wanted)[: PER_PAGE + 1])


def floor(word: str) -> None:
    """As many lines with one word, found by the index of the table, in the same order and read as well."""
    list(in_order(PrintedLine.objects.by_index([word]))[: PER_PAGE + 1])
