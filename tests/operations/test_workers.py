"""Workers: what one that died has left is begun again, once and no more than thrice; they outlive a database that goes away."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connections
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from reports.management.commands import run_demo
from seoulwork.operations import supervising, workers
from seoulwork.operations.models import SILENT_FOR, Task, Worker
from seoulwork.operations.tasks import GIVEN_UP, MOST_ATTEMPTS, work
from seoulwork.operations.workers import Attendant, announced, begin_again

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

State = Task.State
PATIENCE = 60.0


@work("waits", "시험")
def waits(task: Task, *, file: str) -> str:
    """Waits while the file is there."""
    while Path(file).exists():
        time.sleep(0.02)
    return "했습니다."


@work("away", "시험")
def away(task: Task) -> str:
    raise OperationalError("server closed the connection unexpectedly")


@pytest.fixture(autouse=True)
def kinds(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WORK = {each.kind: f"{__name__}.{each.kind}" for each in (waits, away)}
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(workers, "WAITS", 0.01)
    monkeypatch.setattr(workers, "TELLS_EVERY", 0.05)


@contextmanager
def forked(**options: float) -> Iterator[int]:
    """A worker in a process of its own; it is killed at the end if it is still there."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            worker = Attendant(interval=0.02, batch=False, max_tasks=None, **options)
            worker.configure_signals()
            worker.attend()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        finally:
            os._exit(status)
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(child, 0)


def until(task: Task, state: str) -> None:
    end = time.monotonic() + PATIENCE
    while task.state != state:
        assert time.monotonic() < end, f"{task.state} {task.message}"
        time.sleep(0.02)
        task.refresh_from_db()


def once() -> None:
    Attendant(interval=0, batch=True, max_tasks=None).attend()


def silence() -> None:
    """As after fifteen seconds without a word; on SQLite the lock alone counts."""
    Worker.objects.update(heard_at=Now() - 2 * SILENT_FOR)


def test_what_a_killed_worker_left_is_done_by_another(tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    task = waits.ask(None, file=str(held))
    with forked() as child:
        until(task, State.RUNNING)
        assert [each.name for each in Worker.alive()] == [task.worker]
        once()
        task.refresh_from_db()
        assert (task.state, task.attempts) == (State.RUNNING, 1), "nobody takes from a worker that lives"
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    silence()
    assert not Worker.any_alive()
    held.unlink()
    once()
    task.refresh_from_db()
    assert (task.state, task.attempts, task.message) == (State.DONE, 2, "했습니다.")
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


def test_a_task_that_hangs_ends_its_worker_and_is_done_by_another(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    held = tmp_path / "held"
    held.touch()
    task = waits.ask(None, file=str(held))
    with forked(longest=0.5) as child:
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 1
    assert "in waits" in capfd.readouterr().err, "where it hung"
    silence()
    held.unlink()
    once()
    task.refresh_from_db()
    assert (task.state, task.attempts) == (State.DONE, 2)


def test_a_worker_that_is_told_to_stop_ends_its_work_first(tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    task, next_one = (waits.ask(None, file=str(held)) for _ in range(2))
    with forked() as child:
        until(task, State.RUNNING)
        for number in (signal.SIGINT, signal.SIGTERM):  # from the terminal, and from who started it
            os.kill(child, number)
        held.unlink()
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    task.refresh_from_db()
    next_one.refresh_from_db()
    assert (task.state, next_one.state) == (State.DONE, State.WAITING)
    assert not Worker.objects.exists()


def test_a_worker_that_is_told_to_stop_between_two_tasks_is_gone_at_once() -> None:
    """Else an upgrade that has stopped the workers would find them there."""
    with forked() as child:
        while not Worker.objects.exists():
            time.sleep(0.05)
        time.sleep(0.5)
        os.kill(child, signal.SIGTERM)
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert not Worker.objects.exists()


def test_what_ends_every_worker_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    task = away.ask(None)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        once()
        task.refresh_from_db()
        assert (task.state, task.attempts) == (State.RUNNING, attempt)
    once()
    task.refresh_from_db()
    assert (task.state, task.message) == (State.FAILED, GIVEN_UP)
    assert f"Task {task.pk} (away) has ended 3 workers" in caplog.text
    once()
    assert not DBTaskResult.objects.ready().exists()


def test_a_claim_that_came_to_no_work_goes_back_into_the_queue(tmp_path: Path) -> None:
    """Killed after it had taken the entry and before it had taken the task; and after it had done the work."""
    claimed, done = (waits.ask(None, file=str(tmp_path / "none")) for _ in range(2))
    for entry in DBTaskResult.objects.all():
        entry.claim("gone")
    Task.objects.filter(pk=done.pk).update(state=State.DONE, message="먼저")
    once()
    claimed.refresh_from_db()
    done.refresh_from_db()
    assert (claimed.message, done.message, done.attempts) == ("했습니다.", "먼저", 0)


def test_a_worker_waits_for_a_database_that_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    task = waits.ask(None, file=str(tmp_path / "none"))
    failures = iter(range(3))

    broken = DatabaseError("server closed the connection unexpectedly")
    broken.__cause__ = Exception("the driver's own")

    def look(own: str) -> None:
        for number in failures:
            raise broken if number else OperationalError("connection refused")
        begin_again(own)

    monkeypatch.setattr(workers, "begin_again", look)
    once()
    task.refresh_from_db()
    assert task.state == State.DONE
    assert caplog.text.count("can't be used") == 3


def test_a_worker_signs_on_and_off(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """The database is busy when it comes."""
    create, refused = Worker.objects.create, iter([OperationalError("database is locked")])

    def busy(**values: str) -> Worker:
        for error in refused:
            raise error
        return create(**values)

    monkeypatch.setattr(Worker.objects, "create", busy)
    with announced("one"):
        assert [each.name for each in Worker.alive()] == ["one"]
    assert not Worker.objects.exists()
    assert "signs on as soon as it can" in caplog.text


def test_a_worker_tells_that_it_is_there(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """As on PostgreSQL; the database is away for its first word."""
    refused = iter([OperationalError("connection refused")])

    def filtered(**asked: str) -> QuerySet[Worker]:
        for error in refused:
            raise error
        return Worker.objects.get_queryset().filter(**asked)

    Worker.objects.create(name="one", host="")
    silence()
    with monkeypatch.context() as patch, workers._telling("one"):
        patch.setattr(Worker.objects, "filter", filtered)
        end = time.monotonic() + PATIENCE
        while not Worker.objects.all().filter(heard_at__gte=Now() - SILENT_FOR).exists():
            assert time.monotonic() < end
            time.sleep(0.02)
    assert "could not tell that it is there" in caplog.text


def test_the_command_attends_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Attendant] = []
    monkeypatch.setattr(Attendant, "configure_signals", lambda worker: told.append(worker))

    def look(own: str) -> None:
        for _ in range(2):  # the second is the same word
            told[0].running_task = True
            told[0].shutdown(signal.SIGTERM, None)

    monkeypatch.setattr(workers, "begin_again", look)
    call_command("db_worker", interval=0.01)
    assert not told[0].running and not Worker.objects.exists()


def test_the_demo_starts_a_worker_again_and_ends_with_its_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervising, "LOOKS_EVERY", 0.02)
    monkeypatch.setattr(supervising, "RESTARTS_AFTER", 0.02)
    # Twice a worker that dies at once, then one that stays; the server ends when it sees the third.
    worker = f"echo >> {tmp_path}/begun; test $(wc -l < {tmp_path}/begun) -gt 2 && exec sleep 60"
    server = f"while test $(cat {tmp_path}/begun 2>/dev/null | wc -l) -lt 3; do sleep 0.02; done; exit 3"
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        assert supervising.supervise(["sh", "-c", server], ["sh", "-c", worker]) == 3
        assert caplog.text.count("is started again") == 2
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
        assert supervising.supervise(["sleep", "60"], ["sleep", "60"]) == 0
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


def test_the_demo_is_prepared_before_its_server_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[str]] = []
    ends = iter([0, 1])

    def prepare(command: list[str]) -> SimpleNamespace:
        begun.append(command)
        return SimpleNamespace(returncode=next(ends))

    def supervise(*commands: list[str]) -> int:
        begun.extend(commands)
        return 0

    monkeypatch.setattr(subprocess, "run", prepare)
    monkeypatch.setattr(run_demo, "supervise", supervise)
    for status in (0, 1):
        with pytest.raises(SystemExit) as ended:
            call_command("run_demo", address="127.0.0.1:9000")
        assert ended.value.code == status
    prepared, server, worker, refused = begun
    assert prepared[2:] == refused[2:] == ["prepare_demo", "--address", "127.0.0.1:9000"]
    assert "127.0.0.1:9000" in server and worker[2:] == ["db_worker"]


def test_what_a_worker_that_is_long_gone_has_left_is_cleared_away(tmp_path: Path) -> None:
    Worker.objects.create(name="gone", host="", heard_at=timezone.now() - 2 * workers.KEPT)
    lock = tmp_path / "workers" / "gone.lock"
    lock.parent.mkdir()
    lock.touch()
    once()
    assert not Worker.objects.exists() and not lock.exists()
