"""Long work outside the request: a row says what is to be done and how far it is, a worker does it.

    @work("publish", "발행")
    def publish_task(task: Task, *, briefing: str) -> str: ...

    publish_task.ask(user, briefing="2018-07")

The queue is that of django-tasks in the database, so what is asked for is kept, or not, with the transaction that asks. A worker
(`manage.py db_worker`, any number, on any machine) takes entry by entry. Of a worker that died the task is begun again
(`workers.py`): work therefore keeps its writes in one transaction that ends with `task.finish`, or looks for what it has done.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Concatenate, Generic, ParamSpec

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskContext
from django_tasks import task as queued

from seoulwork.figures import organisation, units
from seoulwork.operations import numbering
from seoulwork.operations.models import Superseded, Task
from seoulwork.pages.troubles import Trouble, trouble_of

logger = logging.getLogger(__name__)

P = ParamSpec("P")

BROKEN = "예상하지 못한 오류로 멈췄습니다. 까닭은 서버의 로그에 남았습니다. 관리자에게 시각을 알려 주세요."
GIVEN_UP = "세 번 시작했으나 그때마다 중간에 끊겨 그만두었습니다. 까닭은 서버의 로그에 남았습니다. 관리자에게 시각을 알려 주세요."
BY_TIMERS = {"daily": "날마다 할 일", "backup": "백업"}
"""What `kept` keeps, by kind: its title."""
MOST_ATTEMPTS = 3
"""What has ended its worker so often would end the next one too."""


class TaskRefused(Exception):
    """The work can't be done; `str()` is the Korean sentence for the user."""


class Work(Generic[P]):
    """A kind of long work: `kind` is a key of settings.WORK, `title` what administrators read, `do` does it and returns what to tell."""

    def __init__(self, kind: str, title: str, do: Callable[Concatenate[Task, P], str]) -> None:
        self.kind = kind
        self.title = title
        self.do = do

    def ask(self, by: Any, *nothing: P.args, **arguments: P.kwargs) -> Task:
        """Have it done, once the current transaction is kept."""
        with transaction.atomic():
            task = Task.objects.create(kind=self.kind, arguments=arguments, by=by, post=by.post if by else None)
            perform.enqueue(task.pk)
        return task

    def of(self, **arguments: Any) -> models.QuerySet[Task]:
        """What was asked for with such arguments among others, the latest first."""
        return of_kinds([self], **arguments)

    def forget(self, before: datetime) -> None:
        """What was asked for before that and has come to an end."""
        ended = (Task.State.DONE, Task.State.FAILED)
        self.of().filter(created_at__lt=before, state__in=ended).delete()


def of_kinds(kinds: list["Work[Any]"], **arguments: Any) -> models.QuerySet[Task]:
    """What was asked for of any of the kinds, with such arguments among others, the latest first."""
    given = {f"arguments__{name}": value for name, value in arguments.items()}
    return Task.objects.filter(kind__in=[each.kind for each in kinds], **given).select_related("by")


def work(kind: str, title: str) -> Callable[[Callable[Concatenate[Task, P], str]], Work[P]]:
    """A function as a kind of long work."""
    return lambda do: Work(kind, title, do)


@queued(takes_context=True)
def perform(context: TaskContext, pk: int) -> None:
    """The entry of the queue."""
    run(pk, worker=context.task_result.worker_ids[-1])


def run(pk: int, worker: str = "") -> Task:
    """Do the task's work: claim it (a task runs once), call its function, record the outcome.

    Raises Task.DoesNotExist; whatever comes of a database that is away, busy or can't even keep the outcome: the task is begun again.
    """
    claimed = Task.objects.filter(pk=pk, state=Task.State.WAITING).update(
        state=Task.State.RUNNING,
        worker=worker,
        attempts=models.F("attempts") + 1,
        message="",
        heard_at=timezone.now(),
    )
    task = Task.objects.select_related("by", "post__deputy_for").get(pk=pk)
    if task.by and task.post:
        task.by.work_as(task.post)
    if claimed:
        organisation.read()
        units.read()
        try:
            with numbering.numbered(f"task-{pk}"):
                _do(task)
        except Superseded:
            logger.warning("Task %s (%s) was begun again elsewhere; what was done here is not kept.", pk, task.kind)
        task.refresh_from_db()
    return task


def _do(task: Task) -> None:
    try:
        message = _work(task.kind).do(task, **task.arguments)
    except Superseded:
        raise
    except TaskRefused as error:
        task.fail(str(error))
    except Exception as error:
        trouble = trouble_of(error)
        if trouble in (Trouble.AWAY, Trouble.BUSY):
            raise
        logger.exception("Task %s (%s) failed.", task.pk, task.kind)
        task.fail(trouble.text if trouble else BROKEN)
    else:
        if not task.finished:
            task.finish(message)


@contextmanager
def kept(kind: str, *refusals: type[Exception]) -> Iterator[list[str]]:
    """Work that a timer starts and no worker does: its end is kept as a task of that kind, so that everybody can see whether it ran, with
    what was put into the list, or with the sentence of a refusal. Nothing is kept where the database can't be written to, or is older."""
    said: list[str] = []
    try:
        yield said
    except Exception as error:
        _keep(kind, Task.State.FAILED, str(error) if isinstance(error, refusals) else BROKEN)
        raise
    _keep(kind, Task.State.DONE, " ".join(said))


def _keep(kind: str, state: str, message: str) -> None:
    with suppress(DatabaseError), transaction.atomic():
        Task.objects.create(kind=kind, state=state, message=message[:500], progress=100, heard_at=timezone.now())


def last_done(kind: str) -> datetime | None:
    """When work of that kind last came to its end."""
    done = Task.objects.filter(kind=kind, state=Task.State.DONE)
    return done.order_by("-created_at").values_list("heard_at", flat=True).first()


def title_of(task: Task) -> str:
    """What was to be done; the key of a kind that an earlier version had."""
    return _work(task.kind).title if task.kind in settings.WORK else BY_TIMERS.get(task.kind, task.kind)


def _work(kind: str) -> Work[...]:
    found: Work[...] = import_string(settings.WORK[kind])
    return found
