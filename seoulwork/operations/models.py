"""Long work, and the files that users bring, as rows."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

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
    arguments: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField("인수", default=dict)
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


class StoredFile(models.Model):
    """보관 파일: what `files.DatabaseStorage` keeps."""

    name = models.CharField("자리", max_length=120, unique=True)
    content = models.BinaryField("내용")
    size = models.PositiveIntegerField("크기", help_text="바이트")
    stored_at = models.DateTimeField("넣은 때", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "보관 파일"

    def __str__(self) -> str:
        return self.name
