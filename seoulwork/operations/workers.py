"""A worker: takes entries of the queue one by one, says that it is there, and begins again what a worker that died has left.

django-tasks-db takes and runs them; what it lacks stands here. It leaves the entry of a worker that died running for ever, and
ends when the database is locked or away.
"""

import faulthandler
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic, sleep

from django.db import Error, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from seoulwork.operations import locks
from seoulwork.operations.memory import let_go
from seoulwork.operations.models import Task, Worker
from seoulwork.operations.tasks import GIVEN_UP, MOST_ATTEMPTS, perform
from seoulwork.pages.troubles import trouble_of

logger = logging.getLogger(__name__)

TELLS_EVERY = 2.0
"""Seconds; and so often it looks for what others have left."""
WAITS = 3.0
"""Seconds, for a database that is away."""
SAME_WORD = 2.0
"""Seconds in which a second signal is the same request to stop: Ctrl+C reaches all of a group, and who started it hands it on.
A later one ends the work at hand."""
LONGEST = 30 * 60.0
"""Seconds that one task may take, far more than any needs. What hangs in a library would look alive for ever."""
KEPT = timedelta(days=7)
"""Entries of the queue that are done, and workers that are gone; the tasks themselves stay."""


class Attendant(QueueWorker):
    """The library's worker, which attends to the queue until it is told to stop (SIGTERM, SIGINT: after the task that it is at)."""

    def __init__(self, *, interval: float, batch: bool, max_tasks: int | None, longest: float = LONGEST) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=True,  # each look takes all there is; what comes between two looks is decided below
            backend_name="default",
            startup_delay=False,
            max_tasks=max_tasks,
            worker_id=get_random_string(16),
            excluded_queue_names=[],
        )
        self.once = batch
        self.longest = longest
        self.stop = threading.Event()
        self.told_at = 0.0

    def shutdown(self, signum: int, frame: object) -> None:
        if monotonic() - self.told_at < SAME_WORD:
            return
        self.told_at = monotonic()
        self.stop.set()
        super().shutdown(signum, None)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """A task that takes too long ends the process, which first says where it hung: its service is started again, and another
        worker begins the task again. The watch is kept outside Python, which may be what hangs."""
        faulthandler.dump_traceback_later(self.longest, exit=True)
        try:
            super().run_task(db_task_result)
        finally:
            faulthandler.cancel_dump_traceback_later()

    def attend(self) -> None:
        with announced(self.worker_id):
            looked = -TELLS_EVERY
            while self.running:
                try:
                    if monotonic() - looked >= TELLS_EVERY:
                        begin_again(self.worker_id)
                        looked = monotonic()
                    if DBTaskResult.objects.ready().exists():
                        self.run()
                        let_go()
                except Error as error:
                    if trouble_of(error) is None:
                        raise
                    logger.exception("The database can't be used; worker %s looks again soon.", self.worker_id)
                    connection.close()
                    self.stop.wait(WAITS)
                    looked = -TELLS_EVERY
                    continue
                if self.once or (self.max_tasks is not None and self._run_tasks >= self.max_tasks):
                    return
                self.stop.wait(self.interval)


@contextmanager
def announced(name: str) -> Iterator[None]:
    """While inside, everybody can see that the worker is there: by its lock on SQLite, by what it tells elsewhere. A database that is
    away or busy is waited for."""
    while not _signed_on(name):
        sleep(WAITS)
    try:
        with locks.held(name) if connection.vendor == "sqlite" else _telling(name):
            yield
    finally:  # who is told to stop between two tasks leaves by SystemExit
        try:
            Worker.objects.filter(pk=name).delete()
        except Error:
            logger.warning("Worker %s could not sign off.", name)


def _signed_on(name: str) -> bool:
    try:
        Worker.objects.create(name=name, host=socket.gethostname())
    except Error as error:
        if trouble_of(error) is None:
            raise
        logger.warning("The database can't be used; worker %s signs on as soon as it can.", name, exc_info=True)
        connection.close()
        return False
    return True


@contextmanager
def _telling(name: str) -> Iterator[None]:
    over = threading.Event()

    def tell() -> None:
        while not over.wait(TELLS_EVERY):
            try:
                Worker.objects.filter(pk=name).update(heard_at=Now())
            except Error:
                logger.warning("Worker %s could not tell that it is there.", name)
                connection.close()
        connection.close()

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def begin_again(own: str) -> None:
    """Put what a worker has left back into the queue. `own` is between two tasks: what still bears its name is left too.

    What has ended three workers is given up, in a sentence.
    """
    alive = {each.name for each in Worker.alive()} - {own}
    with transaction.atomic():
        back = set()
        for entry in DBTaskResult.objects.running():
            if entry.worker_ids[-1] not in alive:
                ready = DBTaskResult.objects.running().filter(pk=entry.pk, worker_ids=entry.worker_ids)
                if ready.update(status="READY"):
                    back.add(entry.args_kwargs["args"][0])
        for task in Task.objects.filter(state=Task.State.RUNNING).exclude(worker__in=alive):
            _begin_again(task, queued=task.pk in back)
    before = timezone.now() - KEPT
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    gone = Worker.objects.filter(heard_at__lt=before).exclude(name__in=alive | {own})
    for name in gone.values_list("name", flat=True):
        locks.forget(name)
    gone.delete()


def _begin_again(task: Task, *, queued: bool) -> None:
    left = Task.objects.filter(pk=task.pk, state=Task.State.RUNNING, worker=task.worker, attempts=task.attempts)
    if task.attempts >= MOST_ATTEMPTS:
        if left.update(state=Task.State.FAILED, message=GIVEN_UP, progress=100, heard_at=timezone.now()):
            logger.error("Task %s (%s) has ended %s workers and is given up.", task.pk, task.kind, task.attempts)
        return
    said = "작업 프로세스가 중간에 꺼져 처음부터 다시 합니다."
    if left.update(state=Task.State.WAITING, worker="", progress=0, message=said, heard_at=timezone.now()):
        logger.warning("Task %s (%s) is begun again: worker %s is gone.", task.pk, task.kind, task.worker)
        if not queued:
            perform.enqueue(task.pk)
