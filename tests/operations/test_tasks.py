"""Long work: it runs once, in a process of its own, and always says how it ended."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import dj_database_url
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from seoulwork.operations.models import SILENT_FOR, Task
from seoulwork.operations.tasks import BROKEN, NOT_STARTED, TaskRefused, database_url, enqueue, run

State = Task.State


def work(task: Task) -> str:
    task.report(40, "반쯤 했습니다.")
    assert Task.objects.get(pk=task.pk).progress == 40
    return f"{task.arguments['briefing']} 발행했습니다."


def refuse(task: Task) -> str:
    raise TaskRefused("그 달의 업무보고가 없습니다.")


def fail(task: Task) -> str:
    raise ZeroDivisionError


@pytest.fixture
def kinds(settings: Settings) -> None:
    settings.TASKS = {each.__name__: f"{__name__}.{each.__name__}" for each in (work, refuse, fail)}


def waiting(kind: str) -> Task:
    return Task.objects.create(kind=kind, arguments={"briefing": "2018-07"})


@pytest.mark.django_db
@pytest.mark.usefixtures("kinds")
class TestRun:
    def test_work_that_succeeds(self) -> None:
        task = run(waiting("work").pk)
        assert (task.state, task.progress, task.message) == (State.DONE, 100, "2018-07 발행했습니다.")
        assert task.process == os.getpid()
        assert task.finished
        assert not task.lost

    def test_work_that_is_refused_says_why(self) -> None:
        task = run(waiting("refuse").pk)
        assert (task.state, task.message) == (State.FAILED, "그 달의 업무보고가 없습니다.")

    def test_work_that_breaks_says_so_and_leaves_its_traceback_in_the_log(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        task = run(waiting("fail").pk)
        assert task.state == State.FAILED
        assert "예상하지 못한 오류" in task.message
        assert "ZeroDivisionError" in caplog.text
        assert f"Task {task.pk} (fail)" in caplog.text

    @pytest.mark.each_case
    @pytest.mark.parametrize("state", [State.RUNNING, State.DONE, State.FAILED])
    def test_a_task_runs_once(self, state: str) -> None:
        task = waiting("work")
        Task.objects.filter(pk=task.pk).update(state=state, message="먼저")
        assert (run(task.pk).state, run(task.pk).message) == (state, "먼저")

    def test_the_command_runs_it(self) -> None:
        output = StringIO()
        call_command("run_task", waiting("work").pk, stdout=output)
        assert output.getvalue() == "work 완료 2018-07 발행했습니다.\n"
        with pytest.raises(CommandError, match="0번 작업이 없습니다"):
            call_command("run_task", 0)


@pytest.mark.django_db
@pytest.mark.parametrize("state", State.values)
def test_a_task_whose_process_is_silent_is_lost(state: str) -> None:
    task = Task.objects.create(kind="publish", state=state, heard_at=timezone.now() - SILENT_FOR + timedelta(seconds=5))
    assert not task.lost
    task.heard_at = timezone.now() - SILENT_FOR - timedelta(seconds=1)
    assert task.lost == (state in (State.WAITING, State.RUNNING))
    assert task.finished
    task.report(50, "다시 소식")
    task.refresh_from_db()
    assert not task.lost


@pytest.mark.django_db
def test_a_task_is_not_lost_while_its_process_is_there(kinds: None) -> None:
    """A long transaction says nothing until it is over."""
    task = waiting("work")
    sleep = [sys.executable, "-c", "import time; time.sleep(60)", "run_task"]
    heard = timezone.now() - SILENT_FOR - timedelta(seconds=1)
    with subprocess.Popen([*sleep, str(task.pk)]) as own, subprocess.Popen([*sleep, str(task.pk + 1)]) as other:
        try:
            for process, lost in ((own, False), (other, True)):
                Task.objects.filter(pk=task.pk).update(state=State.RUNNING, heard_at=heard, process=process.pid)
                task.refresh_from_db()
                assert (task.lost, task.finished) == (lost, lost)
        finally:
            own.kill()
            other.kill()
    Task.objects.filter(pk=task.pk).update(process=own.pid)
    task.refresh_from_db()
    assert task.lost


@pytest.mark.django_db
def test_a_task_that_was_called_lost_is_not_begun_any_more(kinds: None) -> None:
    task = waiting("work")
    Task.objects.filter(pk=task.pk).update(created_at=timezone.now() - SILENT_FOR - timedelta(seconds=1))
    assert run(task.pk).state == State.WAITING
    assert run(task.pk).lost


@pytest.mark.django_db
def test_the_process_starts_when_the_request_is_committed(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    started: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str], **options: object) -> None:
            started.append(command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr("subprocess.Popen", Process)
    with django_capture_on_commit_callbacks(execute=True):
        task = enqueue("publish", {"briefing": "2018-07"}, None)
        assert started == []
    ((_, manage, *command),) = started
    assert manage.endswith("manage.py")
    assert command == ["run_task", str(task.pk)]


@pytest.mark.django_db
def test_the_process_gets_the_database_in_use() -> None:
    parsed = dj_database_url.parse(database_url())
    for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT"):
        assert (parsed[name] or "") == (connection.settings_dict[name] or ""), name
    if connection.vendor == "postgresql":
        assert parsed["OPTIONS"] == connection.settings_dict["OPTIONS"]


def test_an_address_keeps_signs_that_addresses_use(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {
        "NAME": "seoulwork",
        "USER": "일자리@시",
        "PASSWORD": "p:/?#",
        "HOST": "/var/run/postgresql",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require"},
    }
    monkeypatch.setattr(
        "seoulwork.operations.tasks.connection",
        type("Connection", (), {"vendor": "postgresql", "settings_dict": settings}),
    )
    parsed = dj_database_url.parse(database_url())
    assert {name: parsed[name] for name in settings} == settings  # type: ignore[literal-required]


@pytest.mark.django_db(transaction=True)
def test_a_process_of_its_own_does_the_work(wait_for_processes: Callable[[], None]) -> None:
    task = enqueue("publish", {"briefing": "1999-01"}, None)
    wait_for_processes()
    task.refresh_from_db()
    assert (task.state, task.message) == (State.FAILED, "그 업무보고가 없습니다.")


@pytest.mark.django_db(transaction=True)
def test_the_process_writes_into_the_log_of_who_started_it(
    wait_for_processes: Callable[[], None], capfd: pytest.CaptureFixture[str]
) -> None:
    """`briefing` is missing, which no page ever leaves out."""
    task = enqueue("publish", {}, None)
    wait_for_processes()
    task.refresh_from_db()
    assert (task.state, task.message) == (State.FAILED, BROKEN)
    assert "KeyError: 'briefing'" in capfd.readouterr().err


@pytest.mark.django_db
def test_a_process_that_does_not_start_is_told(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("subprocess.Popen", fail)
    with django_capture_on_commit_callbacks(execute=True):
        task = enqueue("publish", {"briefing": "2018-07"}, None)
    task.refresh_from_db()
    assert (task.state, task.message) == (State.FAILED, NOT_STARTED)
