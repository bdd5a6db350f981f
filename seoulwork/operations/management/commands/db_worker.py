"""In place of the library's command of that name, whose options are for what this one decides by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django_tasks_db.management.commands.db_worker import valid_interval, valid_max_tasks

from seoulwork.operations.memory import settle
from seoulwork.operations.workers import Attendant


class Command(BaseCommand):
    help = "대기 중인 작업(반입, 미리보기, 발행, 파일 만들기)을 맡아 합니다. 몇 개를 어느 서버에 띄워도 됩니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=valid_interval, default=0.3, help="새 작업을 찾는 간격(초)")
        parser.add_argument("--batch", action="store_true", help="지금 있는 작업만 하고 끝냅니다.")
        parser.add_argument("--max-tasks", type=valid_max_tasks, help="작업을 이만큼 하면 끝냅니다.")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Attendant(interval=options["interval"], batch=options["batch"], max_tasks=options["max_tasks"])
        worker.configure_signals()
        settle()
        worker.attend()
