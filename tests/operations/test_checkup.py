"""What is wrong with an installation is told with its remedy, on the command line and to probes."""

import os
import shutil
import sqlite3
from contextlib import closing, nullcontext
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from seoulwork.operations import checkup
from seoulwork.operations.models import Task, Worker
from tests.test_settings import manage, production

pytestmark = pytest.mark.django_db


class Usage(NamedTuple):
    free: int


def told() -> str:
    said = StringIO()
    try:
        call_command("doctor", stdout=said)
    except CommandError as error:
        said.write(str(error))
    return said.getvalue()


@pytest.fixture(autouse=True)
def well(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation without a fault but that it is no real one."""
    settings.BACKUP_DIR = tmp_path
    (tmp_path / "seoulwork-20180701-023000.backup.age").touch()
    monkeypatch.setattr(Worker, "alive", Worker.objects.all)
    Worker.objects.create(name="one", host="jobs-1")
    monkeypatch.setattr(checkup, "static_problem", lambda: "")
    return tmp_path


def lose_the_worker() -> None:
    Task.objects.create(kind="draft")
    Worker.objects.all().delete()


def age_the_backup(folder: Path) -> None:
    (backup,) = folder.iterdir()
    os.utime(backup, (0, 0))


def test_nothing_but_the_settings_of_the_demo(well: Path) -> None:
    said = told()
    assert said.count("고칠 것  ") == 1
    assert "시연용 설정" in said and said.endswith("고칠 것이 1건 있습니다.")
    assert Task.objects.count() == 0


def test_each_fault_is_told_with_its_remedy(well: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lose_the_worker()
    age_the_backup(well)
    settings.MAIL_IS_SET_UP = False
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(5 << 20))
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    monkeypatch.setattr(checkup, "static_problem", lambda: "collectstatic을 실행해 주세요.")
    monkeypatch.setattr(Task.objects, "create", refuse)
    said = told()
    for sentence in (
        "기다리는 작업이 1건",
        "지난 36시간 안의 백업이 없습니다(마지막: 1970. 1. 1.",
        "메일이 나가지 않습니다",
        "남은 자리가 5MB뿐",
        "libharfbuzz-subset0",
        "collectstatic을 실행",
        "데이터베이스에 쓸 수 없습니다(attempt to write a readonly database)",
        "고칠 것이 8건",
    ):
        assert sentence in said, said
    settings.MAIL_IS_LEFT_OUT = True
    assert "메일 없이 쓰도록 되어 있습니다" in told()
    settings.BACKUP_DIR = well / "none"
    assert "백업이 하나도 없습니다" in told()
    settings.BACKUP_DIR = None
    assert "BACKUP_DIR에" in told()


@pytest.mark.each_case
@pytest.mark.parametrize(("apart", "sentence"), [(90, "시계가 90초 다릅니다"), (0, "시계가 맞습니다")])
def test_the_clock_of_a_database_server(apart: int, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    there = timezone.now() + timedelta(seconds=apart)
    cursor = SimpleNamespace(execute=lambda sql: None, fetchone=lambda: (there,))
    server = SimpleNamespace(vendor="postgresql", cursor=lambda: nullcontext(cursor))
    monkeypatch.setattr(checkup, "connection", server)
    monkeypatch.setattr(timezone, "now", lambda: there - timedelta(seconds=apart))
    (found,) = checkup._clock()
    assert sentence in found.text


def test_a_folder_that_can_not_be_written_and_real_settings_with_a_gap(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    settings.PRODUCTION = True
    said = told()
    assert "에 쓸 수 없습니다.\n        → 그 폴더의 주인과 권한" in said
    assert "설정 점검:" in said
    monkeypatch.setattr(checkup, "run_checks", lambda **asked: [])
    assert "실제 운영에 맞는 설정입니다." in told()


def refuse(*arguments: Any, **more: Any) -> None:
    raise OperationalError("attempt to write a readonly database")


def test_without_a_database_only_what_needs_none_is_looked_at(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "database_problem", lambda: "먼저 manage.py migrate를 실행해 주세요.")
    said = told()
    assert "→ 먼저 manage.py migrate" in said and "작업" not in said
    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "problems": ["database"]})
    assert client.get("/health/live").content == b"ok"


def test_probes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "problems": []})
    lose_the_worker()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "problems": ["tasks"]})
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(5 << 20))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["problems"]) == (503, ["disk", "tasks"])


@pytest.mark.any_engine
def test_real_settings_are_looked_at(tmp_path: Path) -> None:
    environment = production(tmp_path)
    if connection.vendor == "sqlite":  # as it stands: all migrations take ten seconds
        its_own = tmp_path / "production.sqlite3"
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as made,
            closing(sqlite3.connect(its_own)) as copy,
        ):
            made.backup(copy)
    else:
        assert manage(tmp_path, "migrate", "--verbosity", "0", **environment).returncode == 0
    said = manage(tmp_path, "doctor", **environment)
    assert "실제 운영에 맞는 설정입니다." in said.stdout or "설정 점검:" in said.stdout
    assert "시연용" not in said.stdout
