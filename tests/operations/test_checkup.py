"""What is wrong with an installation is told with its remedy, on the command line and to probes."""

import os
import shutil
import sqlite3
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, nullcontext
from datetime import timedelta
from io import StringIO
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Thread
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from reports.editions import retaining
from seoulwork.operations import around, checkup
from seoulwork.operations.finding import Finding
from seoulwork.operations.models import Task, Worker
from seoulwork.operations.tasks import BROKEN
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
    settings: Any, well: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR = well
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    settings.PRODUCTION = True
    said = told()
    # A server's database lies elsewhere.
    assert ("에 쓸 수 없습니다.\n        → 그 폴더의 주인과 권한" in said) == (connection.vendor == "sqlite")
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


def of(key: str) -> list[Finding]:
    return [each for each in checkup.examine() if each.key == key]


class Server(ThreadingTCPServer):
    daemon_threads = True


class MailServer(StreamRequestHandler):
    """Knows one account."""

    def handle(self) -> None:
        self.wfile.write(b"220 mail.example\r\n")
        for line in self.rfile:
            word = line.split()[0].upper()
            right = b64encode(b"\0jobs\0right").strip() in line
            answers = {
                b"EHLO": b"250-mail.example\r\n250 AUTH PLAIN",
                b"AUTH": b"235 ok" if right else b"535 who is that?",
                b"QUIT": b"221 bye",
            }
            self.wfile.write(answers[word] + b"\r\n")


@pytest.fixture
def mail_server(settings: Any) -> Iterator[None]:
    with Server(("127.0.0.1", 0), MailServer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        settings.DEFAULT_FROM_EMAIL = "일자리 <jobs@example.go.kr>"
        yield
        server.shutdown()


def test_mail_is_tried_as_far_as_to_the_server(mail_server: None, settings: Any) -> None:
    (found,) = of("mail")
    assert "답합니다. 보내는 사람은 jobs@example.go.kr" in found.text and not found.remedy
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "jobs", "right"
    assert not of("mail")[0].remedy
    settings.EMAIL_HOST_PASSWORD = "wrong"
    (found,) = of("mail")
    assert "who is that?" in found.text and "EMAIL_PASSWORD" in found.remedy
    settings.DEFAULT_FROM_EMAIL = "seoulwork@localhost"
    assert "DEFAULT_FROM_EMAIL" in of("mail")[0].remedy
    settings.DEFAULT_FROM_EMAIL, settings.EMAIL_USE_SSL = "jobs@example.go.kr", True
    assert "이어지지 않아" in of("mail")[0].text


@pytest.fixture
def web_server_in_front(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[int], None]]:
    """Shows a certificate that ends after so many days."""
    settings.PRODUCTION, settings.ALLOWED_HOSTS = True, ["localhost"]
    stack = ExitStack()

    def show(days: int) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "jobs.example.go.kr")])
        end = timezone.now() + timedelta(days=days)
        made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        signed = made.not_valid_before(end - timedelta(days=90)).not_valid_after(end).sign(key, hashes.SHA256())
        both = tmp_path / "both.pem"
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        both.write_bytes(signed.public_bytes(Encoding.PEM) + secret)
        context = SSLContext(PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        server = stack.enter_context(Server(("127.0.0.1", 0), TLSGreeting))
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        monkeypatch.setattr(around, "HTTPS", server.server_address[1])

    with stack:
        yield show


class TLSGreeting(StreamRequestHandler):
    def handle(self) -> None:
        """The greeting is all that is wanted."""


def test_the_end_of_the_certificate(
    web_server_in_front: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for days, sentence, wrong in ((31, "까지입니다", False), (29, "에 끝납니다", True), (-1, "에 끝났습니다", True)):
        web_server_in_front(days)
        (found,) = of("certificate")
        assert sentence in found.text and bool(found.remedy) is wrong
    monkeypatch.setattr(around, "HTTPS", 1)  # where nobody listens
    (found,) = of("certificate")
    assert "읽지 못했습니다" in found.text and not found.remedy


def test_whether_the_work_of_the_day_was_done(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PRODUCTION = True
    MigrationRecorder.Migration.objects.update(applied=timezone.now())
    assert "내일 아침부터" in of("daily")[0].text
    MigrationRecorder.Migration.objects.update(applied=timezone.now() - timedelta(days=2))
    assert "돈 적이 없습니다" in of("daily")[0].text
    call_command("daily", stdout=StringIO())
    (found,) = of("daily")
    assert "에 돌았습니다" in found.text and not found.remedy
    Task.objects.filter(kind="daily").update(heard_at=timezone.now() - timedelta(hours=27))
    (found,) = of("daily")
    assert "하루 넘게 돌지 않았습니다" in found.text and "systemctl start seoulwork-daily" in found.remedy
    assert not of("failures")[0].remedy
    monkeypatch.setattr(retaining, "retain", refuse)
    with pytest.raises(OperationalError):
        call_command("daily", stdout=StringIO())
    assert "하루 넘게" in of("daily")[0].text
    assert "멈춘 작업이 1건" in of("failures")[0].text
    Task.objects.filter(kind="daily").update(heard_at=timezone.now() - timedelta(days=2))
    assert not of("failures")[0].remedy


def test_an_upgrade_that_broke_off(settings: Any, well: Path) -> None:
    settings.VAR_DIR = well
    record = well / "upgraded.json"
    record.write_text('{"at": "2026-11-27T03:00:00+09:00", "finished": false}')
    assert "끝나지 않았습니다" in of("upgrade")[0].text
    record.write_text('{"at": "2026-11-27T03:00:00+09:00", "finished": true}')
    assert of("upgrade") == []


def test_the_disk_of_the_backups_has_to_have_room_for_one_more(
    settings: Any, well: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (last,) = well.iterdir()
    os.truncate(last, 5 << 30)  # takes no room by itself
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(3 << 30))
    there, backups = of("disk")
    assert not there.remedy and "6,144MB는 남아 있어야" in backups.text
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(7 << 30))
    assert [bool(each.remedy) for each in of("disk")] == [False, False]


def test_nothing_is_asked_more_often_because_there_is_more(
    client: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(100) as before:
        checkup.examine()
    for number in range(20):
        Task.objects.create(kind=f"kind {number}", state=Task.State.FAILED, heard_at=timezone.now(), message=BROKEN)
        Worker.objects.create(name=str(number), host=f"jobs-{number}")
    with django_assert_num_queries(len(before)):
        checkup.examine()
    with django_assert_num_queries(3):
        client.get("/health/ready")


@pytest.mark.any_engine
def test_beside_a_database_server_the_program_need_not_write_to_its_folder(
    settings: Any, well: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR = well
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert (client.get("/health/ready").status_code == 200) is (connection.vendor == "postgresql")


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("row", "servers", "sentence", "wrong"),
    [
        ((0, 0, timedelta(0), 0), "one", "", False),
        ((0, 0, timedelta(0), 0), "one,two", "예비 서버가 이어져 있지 않습니다", True),
        ((1, 1, timedelta(0), 0), "one,two", "이 프로그램의 역할로 볼 수 없습니다", False),
        ((1, 0, timedelta(seconds=2), 3 << 20), "one,two", "늦음: 2초(3MB)", False),
        ((1, 0, timedelta(minutes=5), 1 << 20), "one", "300초(1MB) 늦습니다", True),
        ((1, 0, timedelta(minutes=5), 0), "one", "늦음: 300초(0MB)", False),
        ((1, 0, timedelta(0), 300 << 20), "one", "0초(300MB) 늦습니다", True),
    ],
)
def test_standbys(
    row: tuple[Any, ...], servers: str, sentence: str, wrong: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cursor = SimpleNamespace(execute=lambda sql: None, fetchone=lambda: row)
    server = SimpleNamespace(vendor="postgresql", cursor=lambda: nullcontext(cursor), settings_dict={"HOST": servers})
    monkeypatch.setattr(around, "connection", server)
    found = list(around.standby())
    assert [sentence in each.text and bool(each.remedy) is wrong for each in found] == [True] * bool(sentence)
