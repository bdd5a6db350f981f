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
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

SILENT_FOR = timedelta(seconds=60)
"""A task that nobody has heard of for so long is lost, unless its process is still there: a transaction says nothing."""


class Task(models.Model):
    """작업: one piece of long work, its progress and its outcome."""

    class State(models.TextChoices):
        WAITING = "waiting", "대기"
        RUNNING = "running", "진행 중"
        DONE = "done", "완료"
        FAILED = "failed", "실패"

    kind = models.CharField("종류", max_length=40)
    arguments: Any = models.JSONField("인수", default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="시킨 사람"
    )
    created_at = models.DateTimeField("만든 때", default=timezone.now)
    state = models.CharField("상태", max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField("진행률", default=0, help_text="백분율")
    message = models.CharField("알림", max_length=500, blank=True)
    heard_at = models.DateTimeField("마지막 소식", null=True)
    process = models.PositiveIntegerField("프로세스", null=True, help_text="일을 맡은 프로세스의 번호")

    class Meta:
        app_label = "seoulwork"
        verbose_name = verbose_name_plural = "작업"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done", "failed"]),
                name="seoulwork_task_state_known",
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="seoulwork_task_progress_limited"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.get_state_display()}"

    @property
    def lost(self) -> bool:
        """Whether its process is gone without a word, or never came: it will write nothing any more, and can be asked for
        again."""
        if self.state not in (self.State.WAITING, self.State.RUNNING):
            return False
        return timezone.now() - (self.heard_at or self.created_at) > SILENT_FOR and not self._is_at_work()

    def _is_at_work(self) -> bool:
        """Whether the process that took it on runs on this machine. The number alone may be another's by now."""
        try:
            command = Path(f"/proc/{self.process}/cmdline").read_bytes()
        except OSError:
            return False
        return command.endswith(b"\0run_task\0%d\0" % self.pk)

    @property
    def finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED) or self.lost

    def report(self, progress: int, message: str = "") -> None:
        """Say how far the work is. Call it outside the work's own transaction."""
        type(self).objects.filter(pk=self.pk).update(progress=progress, message=message, heard_at=timezone.now())


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
