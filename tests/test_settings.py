"""Settings come from the environment: production is strict, the demo needs nothing."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from seoulwork.settings import DEMO_SECRET_KEY


def run(folder: Path, command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """A process with nothing of this one's settings."""
    of_the_tests = ("DATABASE_URL", "SECRET_KEY", "SEOULWORK_ENV", "DJANGO_ALLOW_ASYNC_UNSAFE")
    own = {key: value for key, value in os.environ.items() if key not in of_the_tests}
    changed = {**own, "SEOULWORK_VAR": str(folder), **environment}
    return subprocess.run(
        command, env=changed, capture_output=True, text=True, timeout=120, check=False, cwd=settings.BASE_DIR
    )


def manage(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(folder, [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments], **environment)


def production(folder: Path, **changes: str) -> dict[str, str]:
    values = {
        "SEOULWORK_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": f"sqlite:///{folder / 'production.sqlite3'}",
        "ALLOWED_HOSTS": "jobs.example",
        **changes,
    }
    return {key: value for key, value in values.items() if value}


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    found = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **production(tmp_path))
    assert found.returncode == 0, found.stderr


REFUSED = [
    ({"SECRET_KEY": DEMO_SECRET_KEY}, "SECRET_KEY"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY"),
    ({"SECRET_KEY": ""}, "SECRET_KEY"),
    ({"SECRET_KEY": "a" * 64}, "SECRET_KEY"),
    ({"SECRET_KEY": "abcdefgh" * 8}, "SECRET_KEY"),
    ({"SECRET_KEY": ("seoulwork-2018-secret-" * 4)[:70]}, "SECRET_KEY"),
    ({"DATABASE_URL": ""}, "DATABASE_URL"),
    ({"DATABASE_URL": "mysql-no-such://somewhere/x"}, "DATABASE_URL"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "jobs.example, *"}, "ALLOWED_HOSTS"),
    ({"SEOULWORK_ENV": "prod"}, "SEOULWORK_ENV"),
    ({"SEOULWORK_ENV": "Production"}, "SEOULWORK_ENV"),
    ({"PROXY_COUNT": "-1"}, "PROXY_COUNT"),
    ({"PROXY_COUNT": "one"}, "PROXY_COUNT"),
    ({"SECURE_SSL_REDIRECT": "yes"}, "SECURE_SSL_REDIRECT"),
    ({"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
]


@pytest.mark.parametrize(("changes", "told"), REFUSED)
def test_production_does_not_start_with_what_can_not_be_meant(
    tmp_path: Path, changes: dict[str, str], told: str
) -> None:
    """One sentence, no traceback."""
    found = manage(tmp_path, "check", **production(tmp_path, **changes))
    assert found.returncode == 1
    assert found.stderr.startswith(told) or f" {told} " in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_a_command_of_the_program_says_so_too(tmp_path: Path) -> None:
    found = manage(tmp_path, "render_briefing", "2018-07", **production(tmp_path, SECRET_KEY="a" * 64))
    assert (found.returncode, len(found.stderr.splitlines())) == (1, 1)


def test_the_web_server_says_so_and_ends(tmp_path: Path) -> None:
    """It would else start a worker again and again."""
    command = [sys.executable, "-m", "gunicorn", "seoulwork.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"]
    found = run(tmp_path, command, **production(tmp_path, ALLOWED_HOSTS="*"))
    assert found.returncode == 4
    assert "ALLOWED_HOSTS에 *는 쓸 수 없습니다" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    ("given", "used"), [({}, "0 None"), ({"PROXY_COUNT": "2"}, "2 ('HTTP_X_FORWARDED_PROTO', 'https')")]
)
def test_headers_of_web_servers_are_believed_only_where_that_is_said(
    tmp_path: Path, given: dict[str, str], used: str
) -> None:
    asked = (
        "from django.conf import settings;print(settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.SECURE_PROXY_SSL_HEADER)"
    )
    found = manage(tmp_path, "shell", "-v", "0", "-c", asked, **production(tmp_path, **given))
    assert found.stdout.strip() == used, found.stderr


def test_there_is_no_demo_in_production(tmp_path: Path) -> None:
    found = manage(tmp_path, "prepare_demo", **production(tmp_path))
    assert found.returncode != 0
    assert "운영 설정" in found.stderr
