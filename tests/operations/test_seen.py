"""What administrators and monitors see of the running program: numbers of requests, metrics, the page of the system."""

import json
import logging
import os
import sys
from collections.abc import Callable
from io import StringIO
from math import inf
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as kept
from django.core.management import call_command
from django.test import Client
from django.utils.log import configure_logging
from prometheus_client.parser import text_string_to_metric_families

from reports.editions.publishing import publish_task
from seoulwork.accounts import lists
from seoulwork.accounts.models import Role
from seoulwork.operations import tasks
from seoulwork.operations.models import Task, Worker
from tests.test_settings import run

SignIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
TOKEN = {"authorization": "Bearer a-secret-of-the-monitor"}


def fail(*args: object, **kwargs: object) -> None:
    raise RuntimeError("what went wrong")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What a program that logs JSON writes."""
    logging_of_use: dict[str, Any] = kept.LOGGING
    console = {**logging_of_use["handlers"]["console"], "formatter": "json"}
    settings = {**logging_of_use, "handlers": {"console": console}}
    configure_logging(kept.LOGGING_CONFIG, settings)
    written = StringIO()
    (handler,) = [each for each in logging.getLogger().handlers if each.get_name() == "console"]
    monkeypatch.setattr(handler, "stream", written)
    return written


def test_the_page_of_an_error_and_the_log_bear_one_number(
    log: StringIO, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "list_page", fail)
    answer = signed_in(Role.ADMINISTRATOR).get("/users/")
    number = answer.headers["X-Request-ID"]
    assert len(number) == 16 and f"요청 번호: <code>{number}</code>" in answer.content.decode()
    (line,) = [json.loads(each) for each in log.getvalue().splitlines()]
    assert (line["request_number"], line["levelname"]) == (number, "ERROR")
    assert "RuntimeError: what went wrong" in line["exc_info"]


@pytest.mark.parametrize(("given", "kept"), [("3f2a-9c1d-77aa", True), ("x" * 65, False), ("<b>12345678", False)])
def test_a_number_that_the_server_in_front_gave_is_kept_where_it_is_one(client: Client, given: str, kept: bool) -> None:
    assert (client.get("/health/live", headers={"x-request-id": given}).headers["X-Request-ID"] == given) is kept


def test_a_line_of_long_work_names_its_task(log: StringIO) -> None:
    task = Task.objects.create(kind=publish_task.kind)  # without what it needs
    tasks.run(task.pk)
    assert json.loads(log.getvalue())["request_number"] == f"task-{task.pk}"


def metrics(client: Client) -> dict[str, float]:
    """Each value by its name and its labels in the order of their names."""
    text = client.get("/metrics", headers=TOKEN).content.decode()
    return {
        " ".join([sample.name, *(value for _, value in sorted(sample.labels.items()))]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_metrics_are_for_who_knows_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics", headers=TOKEN).status_code == 404
    settings.METRICS_TOKEN = "a-secret-of-the-monitor"
    assert client.get("/metrics", headers={"authorization": "Bearer other"}).status_code == 404
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers=TOKEN).headers["Content-Type"].startswith("text/plain")


def test_metrics_count_requests_queries_and_long_work(client: Client, signed_in: SignIn, settings: Any) -> None:
    settings.METRICS_TOKEN = "a-secret-of-the-monitor"
    before = metrics(client)
    administrator = signed_in(Role.ADMINISTRATOR)
    administrator.get("/users/")
    Task.objects.create(kind="publish")
    after = metrics(client)

    def more(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert more("seoulwork_requests_total GET 200 users") == 1
    assert more("seoulwork_request_seconds_count users") == 1
    assert more("seoulwork_queries_total users") > 2
    assert (after["seoulwork_tasks publish waiting"], after["seoulwork_tasks workbook_import waiting"]) == (1, 0)
    assert (after["seoulwork_workers"], after["seoulwork_backup_age_seconds"]) == (0, inf)
    assert after["seoulwork_queue_age_seconds"] >= 0


def test_methods_that_somebody_invents_are_one(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "a-secret-of-the-monitor"
    before = metrics(client)
    for number in range(5):
        client.generic(f"INVENTED{number}", "/health/live")
    after = metrics(client)
    (more,) = [each for each in after.keys() - before.keys() if "requests_total" in each and "health_live" in each]
    assert (more, after[more]) == ("seoulwork_requests_total other 302 health_live", 5)


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_was_made_elsewhere_is_known(client: Client, settings: Any, tmp_path: Path) -> None:
    """Its folder is on another host, or not to be read by the web server."""
    settings.METRICS_TOKEN = "a-secret-of-the-monitor"
    call_command("backup", tmp_path)
    settings.BACKUP_DIR = tmp_path / "of another host"
    assert metrics(client)["seoulwork_backup_age_seconds"] < 600
    settings.BACKUP_DIR = tmp_path
    (made,) = tmp_path.iterdir()
    os.utime(made, (0, 0))
    assert metrics(client)["seoulwork_backup_age_seconds"] > 3600


def test_metrics_of_several_processes_are_read_from_their_folder(
    client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.METRICS_TOKEN = "a-secret-of-the-monitor"
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    assert set(metrics(client)) >= {"seoulwork_workers", "seoulwork_tasks draft failed"}


COUNTS = """
import os, sys
import django
django.setup()
from seoulwork.operations.metrics import count_cells
for _ in range(3):  # one after the other, as a web server replaces its processes
    if not os.fork():
        count_cells(["saved"])
        os._exit(0)
    os.wait()
count_cells(["saved"])
"""


def test_processes_that_come_after_one_another_count_on_in_the_same_files(
    client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.METRICS_TOKEN = "a-secret-of-the-monitor"
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "seoulwork.settings"}
    for _ in range(2):
        found = run(tmp_path, [sys.executable, "-c", COUNTS], **environment)
        assert found.returncode == 0, found.stderr
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    assert metrics(client)["seoulwork_cells_total saved"] == 8
    assert len(list(tmp_path.glob("*.db"))) == 2


def test_the_page_of_the_system(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worker, "alive", lambda: [Worker(name="one", host="jobs-1")])
    Task.objects.create(kind="publish", state=Task.State.FAILED, message="그 업무보고가 없습니다.")
    Task.objects.create(kind="draft", state=Task.State.RUNNING, progress=40, message="파일을 만들고 있습니다.")
    Task.objects.create(kind="of an earlier version", state=Task.State.FAILED, message="판올림")
    page = " ".join(signed_in(Role.ADMINISTRATOR).get("/system/").content.decode().split())
    for said in (
        "시연용 설정으로 돌고 있습니다.",
        "SEOULWORK_ENV=production",
        "작업 프로세스 1개",
        "jobs-1 ·",
        "초안 파일 · 관리 명령 · 40% · 파일을 만들고 있습니다.",
        "<td>발행</td><td>관리 명령</td><td>그 업무보고가 없습니다.</td>",
        "<td>of an earlier version</td>",
    ):
        assert said in page, said
