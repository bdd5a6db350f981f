"""Long work, who does it, and the files that users bring, as rows."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Now
from django.utils import timezone

from seoulwork.figures.contents import ContentField
from seoulwork.figures.fields import ContentManager
from seoulwork.operations import locks

SILENT_FOR = timedelta(seconds=15)
"""A worker on PostgreSQL that nobody has heard of for so long is gone; it tells every two seconds that it is there."""


class Superseded(Exception):
    """The task was given to another worker, because this one said nothing for too long: what it did must not be kept."""


class Task(models.Model):
    """작업: one piece of long work, its progress and its outcome. What is waiting in the queue is an entry of django-tasks
    that names its key."""

    class State(models.TextChoices):
        WAITING = "waiting", "대기"
        RUNNING = "running", "진행 중"
        DONE = "done", "완료"
        FAILED = "failed", "실패"

    kind = models.CharField("종류", max_length=40)
    arguments: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField("인수", default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="시킨 사람"
    )
    post = models.ForeignKey(
        "accounts.Post", models.PROTECT, null=True, related_name="+", verbose_name="시킨 자격", db_index=False
    )
    created_at = models.DateTimeField("만든 때", default=timezone.now)
    state = models.CharField("상태", max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField("진행률", default=0, help_text="백분율")
    message = models.CharField("알림", max_length=500, blank=True)
    heard_at = models.DateTimeField("마지막 소식", null=True)
    worker = models.CharField("맡은 프로세스", max_length=64, blank=True, db_default="")
    attempts = models.PositiveSmallIntegerField("시작한 횟수", db_default=0)

    class Meta:
        verbose_name = verbose_name_plural = "작업"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done", "failed"]),
                name="operations_task_state_known",
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="operations_task_progress_limited"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.get_state_display()}"

    @property
    def finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def said(self) -> str:
        """How it stands, in a sentence for who waits for it."""
        if self.state != self.State.WAITING or self.message:
            return self.message
        if not Worker.any_alive():
            return "작업을 맡을 프로세스가 서버에 떠 있지 않아 기다리고 있습니다. 시스템 관리자에게 알려 주세요. 뜨면 저절로 시작합니다."
        return "차례를 기다리고 있습니다."

    def report(self, progress: int, message: str = "") -> None:
        """Say how far the work is. Call it outside the work's own transaction."""
        self._mine().update(progress=progress, message=message, heard_at=timezone.now())

    def hold(self) -> None:
        """Make sure, inside a transaction, that the work is still this process's; its end keeps the work and nobody takes it
        away before. Raises Superseded."""
        self._write(heard_at=timezone.now())

    def finish(self, message: str) -> None:
        """Say that the work is done; inside the work's transaction the two are kept together or not at all. Raises Superseded."""
        self._write(state=self.State.DONE, message=message, progress=100, heard_at=timezone.now())

    def fail(self, message: str) -> None:
        """Say that the work came to nothing, and why. Raises Superseded."""
        self._write(state=self.State.FAILED, message=message, progress=100, heard_at=timezone.now())

    def _mine(self) -> models.QuerySet["Task"]:
        """Its row while this process has it."""
        return type(self).objects.filter(
            pk=self.pk, state=self.State.RUNNING, worker=self.worker, attempts=self.attempts
        )

    def _write(self, **values: Any) -> None:
        if not self._mine().update(**values):
            raise Superseded
        for name, value in values.items():
            setattr(self, name, value)


class Worker(models.Model):
    """작업 프로세스: a process that takes tasks on, on whichever machine."""

    name = models.CharField("이름", max_length=64, primary_key=True)
    host = models.CharField("기계", max_length=200)
    started_at = models.DateTimeField("시작한 때", default=timezone.now)
    heard_at = models.DateTimeField("마지막 소식", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "작업 프로세스"
        ordering = ["started_at"]

    def __str__(self) -> str:
        return f"{self.host} {self.name}"

    @classmethod
    def alive(cls) -> list["Worker"]:
        """Those that are at work or ready for it. On SQLite, which is of one machine, and where nobody can write beside an import,
        a worker is known by its lock; elsewhere by what it wrote, measured by the clock of the database."""
        if connection.vendor == "sqlite":
            return [each for each in cls.objects.all() if locks.is_held(each.name)]
        return list(cls.objects.filter(heard_at__gte=Now() - SILENT_FOR))

    @classmethod
    def any_alive(cls) -> bool:
        return bool(cls.alive())


class StoredFile(models.Model):
    """보관 파일: what `files.DatabaseStorage` keeps."""

    name = models.CharField("자리", max_length=120, unique=True)
    content = ContentField("내용")
    size = models.PositiveIntegerField("크기", help_text="바이트")
    stored_at = models.DateTimeField("넣은 때", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "보관 파일"

    def __str__(self) -> str:
        return self.name


class ListFile(models.Model):
    """목록 파일: the workbook of a long list that a task has made (list_files.py)."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="list_file", verbose_name="작업")
    rows = models.PositiveIntegerField("줄 수")
    personal = models.CharField(
        "접속기록의 화면", max_length=100, blank=True, help_text="개인정보가 없는 목록이면 빈칸"
    )
    content = models.BinaryField("내용")
    made_at = models.DateTimeField("목록을 읽은 때")

    objects = ContentManager()

    class Meta:
        verbose_name = verbose_name_plural = "목록 파일"

    def __str__(self) -> str:
        return f"{self.task.arguments['name']} {self.rows:,}건"
