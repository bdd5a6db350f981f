"""Settings come from the environment: production is strict, the demo needs nothing."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from seoulwork.settings import DEMO_SECRET_KEY


def manage(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py in a process with nothing of this one's settings."""
    of_the_tests = ("DATABASE_URL", "SECRET_KEY", "SEOULWORK_ENV", "DJANGO_ALLOW_ASYNC_UNSAFE")
    own = {key: value for key, value in os.environ.items() if key not in of_the_tests}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    changed = {**own, "SEOULWORK_VAR": str(folder), **environment}
    return subprocess.run(command, env=changed, capture_output=True, text=True, timeout=120, check=False)


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


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"SECRET_KEY": DEMO_SECRET_KEY}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
    ],
)
def test_production_does_not_start_without_what_it_needs(tmp_path: Path, changes: dict[str, str], told: str) -> None:
    found = manage(tmp_path, "check", **production(tmp_path, **changes))
    assert found.returncode != 0
    assert told in found.stderr.splitlines()[-1]


@pytest.mark.parametrize("command", ["create_demo_accounts", "prepare_demo"])
def test_there_is_no_demo_in_production(tmp_path: Path, command: str) -> None:
    found = manage(tmp_path, command, **production(tmp_path))
    assert found.returncode != 0
    assert "운영 설정" in found.stderr
