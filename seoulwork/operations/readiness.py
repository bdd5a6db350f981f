"""Whether the program can work at all: its database is there and as new as the program, its static files are collected.

Who starts it before is told in one sentence what to type first: on the command line, in the server's log and in the browser.
"""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import CommandError, ManagementUtility, get_commands
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.template.loader import render_to_string

from seoulwork.operations import maintenance

logger = logging.getLogger(__name__)

OF_DJANGO = frozenset({"createsuperuser", "changepassword", "clearsessions"})
"""Commands that are not our own and need the database all the same."""
BRING_THEIR_OWN = frozenset(
    {
        "prepare_demo",
        "run_demo",
        "benchmark_entry",
        "benchmark_import",
        "backup",
        "restore",
        "verify_backup",
        "upgrade",
        "maintenance",
        "migrate",
    }
)
"""Commands that make the database which they need, take one of an earlier version or whatever there is, or need none."""
LIVE = "/health/live"
"""Answers under maintenance as well: a process that lives needs no restart."""
OF_MIGRATIONS = frozenset({"migrate", "makemigrations"})
"""Commands that take a database as it is, except one of the older layout: they would end in a traceback."""
OLDER_LAYOUT = "seoulwork"
"""The app that all shared tables belonged to before each package had its own."""


def database_problem() -> str:
    """What has to be done before the database can be used, as a Korean sentence; empty when nothing has."""
    if problem := layout_problem():
        return problem
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        reason = str(error).strip().partition("\n")[0]
        return f"데이터베이스를 열 수 없습니다. 데이터베이스 서버와 DATABASE_URL을 확인해 주세요({reason})."
    if not pending:
        return ""
    if not executor.loader.applied_migrations:
        return "데이터베이스가 아직 만들어지지 않았습니다. 먼저 manage.py migrate를 실행해 주세요."
    return f"데이터베이스가 이 프로그램보다 오래되었습니다(바꿀 것 {len(pending)}개). 백업한 뒤 먼저 manage.py migrate를 실행해 주세요."


def unknown_migrations() -> list[str]:
    """Those of the database that this program does not know, as `app.name`: a newer one made them.

    Raises DatabaseError when the database can't be asked.
    """
    loader = MigrationExecutor(connection).loader
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    )


def has_older_layout() -> bool:
    """Whether the database was made before the shared tables were divided among the apps. No migration leads on from there.

    Raises DatabaseError when the database can't be asked.
    """
    return any(app == OLDER_LAYOUT for app, _ in MigrationRecorder(connection).applied_migrations())


def layout_problem() -> str:
    """What to do about a database of the older layout; empty for any other, also for one that can't be opened."""
    try:
        older = has_older_layout()
    except DatabaseError:
        return ""
    if not older:
        return ""
    return (
        "데이터베이스가 이전 판의 구조로 되어 있어 이 프로그램이 이어 쓸 수 없습니다. 따로 보관하고 빈 데이터베이스에서 "
        "manage.py migrate로 새로 시작해 주세요. 시연이면 make run이 파일을 옮겨 두고 새로 만듭니다."
    )


def static_problem() -> str:
    """The same for the files that every page names."""
    if Path(settings.STATIC_ROOT, ManifestStaticFilesStorage.manifest_name).exists():
        return ""
    return (
        "정적 파일을 아직 모으지 않았습니다. manage.py collectstatic --noinput을 실행하고 웹 서버를 다시 시작해 주세요."
    )


class Commands(ManagementUtility):
    """manage.py: a command that needs the database looks first whether it is there, once its arguments are read."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        command = super().fetch_command(subcommand)
        look = database_problem if _needs_database(subcommand) else layout_problem
        if look is database_problem or subcommand in OF_MIGRATIONS:
            command.requires_migrations_checks = True
            # A method of the class, for this one command.
            setattr(command, "check_migrations", partial(_check, look))  # noqa: B010
        return command


def _needs_database(name: str) -> bool:
    app = get_commands().get(name)
    own = isinstance(app, str) and apps.is_installed(app) and app.partition(".")[0] in _own_packages()
    return name in OF_DJANGO or (own and name not in BRING_THEIR_OWN)


def _own_packages() -> frozenset[str]:
    return frozenset({"seoulwork", "reports", *settings.DIVISIONS})


def _check(look: Callable[[], str]) -> None:
    if problem := look():
        raise CommandError(problem)


Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def served_when_ready(application: Application) -> Application:
    """The web application; while it can't work, one page that says what is missing (503); under maintenance, that page.

    The database is looked for again at each request. Static files are read once, when the server starts.
    """
    static, database = static_problem(), database_problem()
    connection.close()  # a server that starts its workers from this process must not hand them one connection
    for problem in filter(None, (database, static)):
        logger.error(problem)

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        nonlocal database
        if environ.get("PATH_INFO") != LIVE and (page := maintenance.page()):
            return _unavailable(page, maintenance.RETRY_AFTER, start_response)
        if database:
            database = database_problem()
            connection.close()
        if not (problem := database or static):
            return application(environ, start_response)
        return _unavailable(render_to_string("503.html", {"problem": problem}).encode(), 60, start_response)

    return answer


def _unavailable(page: bytes, seconds: int, start_response: Callable[..., Any]) -> list[bytes]:
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        ("Retry-After", str(seconds)),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'"),
    ]
    start_response("503 Service Unavailable", headers)
    return [page]
