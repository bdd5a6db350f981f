import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from seoulwork.operations.supervising import supervise


class Command(BaseCommand):
    help = "시연을 준비하고 웹 서버와 작업 프로세스를 함께 띄웁니다(끝내기: Ctrl+C)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        # A process of its own: what publishing takes of memory ends with it.
        prepared = subprocess.run([*manage, "prepare_demo", "--address", options["address"]])  # noqa: S603
        if prepared.returncode:
            raise SystemExit(prepared.returncode)
        settled = ["--workers", "2", "--preload", "--no-control-socket", "--log-level", "warning"]
        server = [sys.executable, "-m", "gunicorn", "seoulwork.wsgi", "--bind", options["address"], *settled]
        raise SystemExit(supervise(server, [*manage, "db_worker"]))
