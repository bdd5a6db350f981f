"""Long work outside the request: a row says what is to be done, a process of its own does it.

The process is detached from the web server, so a restart of the server does not touch it; the work itself is one
transaction, so it is either done or not begun. The page that asked shows the row's state and can be left.
"""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from seoulwork.operations.models import SILENT_FOR, Task

logger = logging.getLogger(__name__)


BROKEN = "예상하지 못한 오류로 멈췄습니다. 까닭은 서버의 로그에 남았습니다. 관리자에게 시각을 알려 주세요."
NOT_STARTED = "작업을 시작하지 못했습니다. 서버에 여유가 없을 수 있습니다. 잠시 뒤 다시 시도해 주세요."


class TaskRefused(Exception):
    """The work can't be done; `str()` is the Korean sentence for the user."""


def enqueue(kind: str, arguments: dict[str, Any], by: Any) -> Task:
    """Record a task and start its process once the current transaction is committed. `kind` is a key of settings.TASKS."""
    task = Task.objects.create(kind=kind, arguments=arguments, by=by)
    transaction.on_commit(lambda: _start(task))
    return task


def _start(task: Task) -> None:
    """Start the task's process. What goes wrong in it stands in the log of the server: both write to one error stream."""
    try:
        process = subprocess.Popen(  # noqa: S603  our own interpreter and manage.py
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_task", str(task.pk)],
            env={**os.environ, "DATABASE_URL": database_url()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        logger.exception("Task %s (%s) did not start.", task.pk, task.kind)
        Task.objects.filter(pk=task.pk).update(state=Task.State.FAILED, message=NOT_STARTED, heard_at=timezone.now())
        return
    # Somebody has to take note of its end, or it would stay in the table of processes as long as the server runs.
    threading.Thread(target=process.wait, daemon=True).start()


def database_url() -> str:
    """The address of the database in use, as DATABASE_URL for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user, password = quote(database["USER"] or "", safe=""), quote(database["PASSWORD"] or "", safe="")
    host = quote(str(database["HOST"] or ""), safe="")
    login = f"{user}:{password}@" if user else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    options = f"?{urlencode(database['OPTIONS'])}" if database.get("OPTIONS") else ""
    return f"postgresql://{login}{host}{port}/{database['NAME']}{options}"


def run(task_id: int) -> Task:
    """Do the task's work: claim it (a task runs once), call its function, record the outcome. Raises Task.DoesNotExist.

    One that has waited for so long that it was called lost is not begun any more.
    """
    now = timezone.now()
    claimed = Task.objects.filter(pk=task_id, state=Task.State.WAITING, created_at__gte=now - SILENT_FOR).update(
        state=Task.State.RUNNING, heard_at=now, process=os.getpid()
    )
    task = Task.objects.get(pk=task_id)
    if not claimed:
        return task
    work: Callable[[Task], str] = import_string(settings.TASKS[task.kind])
    try:
        message = work(task)
    except TaskRefused as error:
        state, message = Task.State.FAILED, str(error)
    except Exception:
        logger.exception("Task %s (%s) failed.", task_id, task.kind)
        state, message = Task.State.FAILED, BROKEN
    else:
        state = Task.State.DONE
    Task.objects.filter(pk=task_id).update(state=state, message=message, progress=100, heard_at=timezone.now())
    task.refresh_from_db()
    return task
