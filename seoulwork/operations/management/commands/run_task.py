from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulwork.figures import organisation
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import run


class Command(BaseCommand):
    help = "대기 중인 작업 하나를 실행합니다(웹 서버가 부릅니다)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("task", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        organisation.read()
        try:
            task = run(options["task"])
        except Task.DoesNotExist as error:
            raise CommandError(f"{options['task']}번 작업이 없습니다.") from error
        self.stdout.write(f"{task} {task.message}")
