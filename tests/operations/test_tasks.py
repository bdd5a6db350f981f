"""Long work: it is asked for with a transaction or not at all, runs once, and always says how it ended."""

import gc
import weakref

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from seoulwork.operations.models import Task, Worker
from seoulwork.operations.tasks import BROKEN, TaskRefused, run, work
from seoulwork.operations.workers import Attendant

State = Task.State


@work("fine", "시험")
def fine(task: Task, *, briefing: str) -> str:
    task.report(40, "반쯤 했습니다.")
    assert Task.objects.get(pk=task.pk).progress == 40
    return f"{briefing} 발행했습니다."


@work("refuse", "시험")
def refuse(task: Task, *, briefing: str) -> str:
    raise TaskRefused("그 달의 업무보고가 없습니다.")


@work("broken", "시험")
def broken(task: Task, *, briefing: str) -> str:
    raise ZeroDivisionError


@work("taken_away", "시험")
def taken_away(task: Task, *, briefing: str) -> str:
    """Another worker begins it again meanwhile, as of one that says nothing."""
    Task.objects.filter(pk=task.pk).update(worker="another", attempts=2, message="다시 합니다.")
    with transaction.atomic():
        Worker.objects.create(name="written", host="")
        task.finish("했습니다.")
    raise AssertionError


class Boxes:
    """As those of a printed paper, which hold each other."""

    def __init__(self) -> None:
        self.held = self


made: list[weakref.ref[Boxes]] = []


@work("printing", "시험")
def printing(task: Task, *, briefing: str) -> str:
    made.append(weakref.ref(Boxes()))
    return "만들었습니다."


@pytest.fixture(autouse=True)
def kinds(settings: Settings) -> None:
    settings.WORK = {each.kind: f"{__name__}.{each.kind}" for each in (fine, refuse, broken, taken_away, printing)}


def waiting(kind: str) -> Task:
    return Task.objects.create(kind=kind, arguments={"briefing": "2018-07"})


@pytest.mark.django_db
class TestRun:
    def test_work_that_succeeds(self) -> None:
        task = run(waiting("fine").pk, worker="this")
        assert (task.state, task.progress, task.message) == (State.DONE, 100, "2018-07 발행했습니다.")
        assert (task.worker, task.attempts) == ("this", 1)
        assert task.finished

    def test_work_that_is_refused_says_why(self) -> None:
        task = run(waiting("refuse").pk)
        assert (task.state, task.message) == (State.FAILED, "그 달의 업무보고가 없습니다.")

    def test_work_that_breaks_says_so_and_leaves_its_traceback_in_the_log(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        task = run(waiting("broken").pk)
        assert (task.state, task.message) == (State.FAILED, BROKEN)
        assert "ZeroDivisionError" in caplog.text
        assert f"Task {task.pk} (broken)" in caplog.text

    @pytest.mark.each_case
    @pytest.mark.parametrize("state", [State.RUNNING, State.DONE, State.FAILED])
    def test_a_task_runs_once(self, state: str) -> None:
        task = waiting("fine")
        Task.objects.filter(pk=task.pk).update(state=state, message="먼저")
        assert (run(task.pk).state, run(task.pk).message) == (state, "먼저")

    def test_what_is_done_after_another_has_begun_again_is_not_kept(self) -> None:
        task = run(waiting("taken_away").pk, worker="slow")
        assert (task.state, task.worker, task.message) == (State.RUNNING, "another", "다시 합니다.")
        assert not Worker.objects.exists(), "the transaction of the work ends with it"


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_for_is_kept_with_the_transaction_that_asks() -> None:
    with transaction.atomic():
        fine.ask(None, briefing="2018-07")
        transaction.set_rollback(True)
    assert not Task.objects.exists() and not DBTaskResult.objects.exists()
    asked = [fine.ask(None, briefing=month) for month in ("2018-07", "2018-08")]
    assert (fine.of(briefing="2018-07").get(), fine.of().count()) == (asked[0], 2)
    Attendant(interval=0, batch=True, max_tasks=None).attend()
    assert [each.message for each in fine.of()] == ["2018-08 발행했습니다.", "2018-07 발행했습니다."]
    assert {each.status for each in DBTaskResult.objects.all()} == {"SUCCESSFUL"}
    assert not Worker.objects.exists(), "who is gone has signed off"


@pytest.mark.django_db(transaction=True)
def test_a_worker_keeps_nothing_of_what_it_has_done() -> None:
    gc.disable()  # else Python may look through it by itself
    try:
        printing.ask(None, briefing="2018-07")
        Attendant(interval=0, batch=True, max_tasks=None).attend()
    finally:
        gc.enable()
    assert [each() for each in made] == [None]


@pytest.mark.django_db
def test_who_waits_reads_why(settings: Settings) -> None:
    task = fine.ask(None, briefing="2018-07")
    assert "떠 있지 않아 기다리고 있습니다" in task.said
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Worker, "alive", lambda: [Worker(name="one")])
        assert task.said == "차례를 기다리고 있습니다."
    assert run(task.pk).said == "2018-07 발행했습니다."
