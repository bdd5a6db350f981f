"""Settings come from the environment: production is strict, the demo needs nothing."""

import os
import secrets
import subprocess
import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from seoulwork.settings import DEMO_SECRET_KEY

OF_THE_TESTS = ("DATABASE_URL", "SECRET_KEY", "SEOULWORK_ENV", "DJANGO_ALLOW_ASYNC_UNSAFE")


def anew(name: str) -> ModuleType:
    """A module run once more, beside the one that this process has."""
    spec = find_spec(name)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made_by(environment: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The settings as such an environment makes them."""
    for name in OF_THE_TESTS:
        monkeypatch.delenv(name, raising=False)
    for name, value in {"SEOULWORK_VAR": str(folder), **environment}.items():
        monkeypatch.setenv(name, value)
    return anew("seoulwork.settings")


def run(folder: Path, command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """A process with nothing of this one's settings."""
    own = {key: value for key, value in os.environ.items() if key not in OF_THE_TESTS}
    changed = {**own, "SEOULWORK_VAR": str(folder), **environment}
    return subprocess.run(
        command, env=changed, capture_output=True, text=True, timeout=600, check=False, cwd=settings.BASE_DIR
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
    ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT"),
    ({"EMAIL_TLS": "1"}, "EMAIL_TLS"),
    ({"EMAIL_USER": "jobs"}, "EMAIL_USER"),
    ({"DEFAULT_FROM_EMAIL": "jobs"}, "DEFAULT_FROM_EMAIL"),
]


@pytest.mark.parametrize(("changes", "told"), REFUSED)
def test_production_does_not_start_with_what_can_not_be_meant(
    tmp_path: Path, changes: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        made_by(production(tmp_path, **changes), tmp_path, monkeypatch)
    assert str(refused.value).startswith(told) or f" {told} " in str(refused.value)


def test_a_command_says_so_in_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    found = manage(tmp_path, "render_briefing", "2018-07", **production(tmp_path, SECRET_KEY="a" * 64))
    assert (found.returncode, len(found.stderr.splitlines())) == (1, 1)
    assert found.stderr.startswith("SECRET_KEY를 쓸 수 없습니다")


def test_the_web_server_says_so_and_ends(tmp_path: Path) -> None:
    """It would else start a worker again and again."""
    command = [sys.executable, "-m", "gunicorn", "seoulwork.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"]
    found = run(tmp_path, command, **production(tmp_path, ALLOWED_HOSTS="*"))
    assert found.returncode == 4
    assert "ALLOWED_HOSTS에 *는 쓸 수 없습니다" in found.stderr
    assert "Traceback" not in found.stderr


def test_what_is_loaded_before_the_web_server_divides_has_no_threads(tmp_path: Path) -> None:
    """A process that comes of it would wait for them for ever."""
    told = "import os, sys; import seoulwork.wsgi; print('reports.editions.views' in sys.modules, len(os.listdir('/proc/self/task')))"
    found = run(tmp_path, [sys.executable, "-c", told], **production(tmp_path))
    assert found.stdout.split() == ["True", "1"], found.stderr


def test_a_process_of_the_web_server_can_draw_before_its_first_request(tmp_path: Path) -> None:
    """As gunicorn reads its file and calls it."""
    told = (
        "import sys; from gunicorn.app.wsgiapp import WSGIApplication; "
        "application = WSGIApplication('', prog='gunicorn'); before = 'vl_convert' in sys.modules; "
        "application.cfg.post_worker_init(None); print(before, 'vl_convert' in sys.modules)"
    )
    command = [sys.executable, "-c", f"import sys; sys.argv = ['gunicorn', 'seoulwork.wsgi']; {told}"]
    found = run(tmp_path, command, **production(tmp_path))
    assert found.stdout.split() == ["False", "True"], found.stderr


@pytest.mark.parametrize(
    ("given", "count", "header"), [({}, 0, None), ({"PROXY_COUNT": "2"}, 2, ("HTTP_X_FORWARDED_PROTO", "https"))]
)
def test_headers_of_web_servers_are_believed_only_where_that_is_said(
    tmp_path: Path,
    given: dict[str, str],
    count: int,
    header: tuple[str, str] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = made_by(production(tmp_path, **given), tmp_path, monkeypatch)
    assert count == found.ALLAUTH_TRUSTED_PROXY_COUNT
    assert getattr(found, "SECURE_PROXY_SSL_HEADER", None) == header


def test_production_keeps_to_https_and_asks_administrators_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = made_by({}, tmp_path, monkeypatch)
    assert demo.AGENCY["telephone"]
    assert not hasattr(demo, "SECURE_SSL_REDIRECT")
    real = made_by(production(tmp_path), tmp_path, monkeypatch)
    assert not real.AGENCY["telephone"]
    assert (real.SESSION_COOKIE_NAME, real.CSRF_COOKIE_NAME) == ("__Host-sessionid", "__Host-csrftoken")
    assert (real.CSRF_COOKIE_HTTPONLY, real.SECURE_HSTS_INCLUDE_SUBDOMAINS) == (True, True)
    assert (real.SECURE_SSL_REDIRECT, real.SESSION_COOKIE_SECURE, real.CSRF_COOKIE_SECURE) == (True, True, True)
    assert ({"administrator"}, frozenset()) == (real.SECOND_FACTOR_ROLES, demo.SECOND_FACTOR_ROLES)
    assert real.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    assert made_by(production(tmp_path, SECURE_SSL_REDIRECT="0"), tmp_path, monkeypatch).SECURE_SSL_REDIRECT is False


def test_mail_goes_out_as_the_office_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = made_by(production(tmp_path, EMAIL_HOST="mail.example"), tmp_path, monkeypatch)
    assert (usual.EMAIL_HOST, usual.EMAIL_PORT, usual.EMAIL_USE_TLS, usual.EMAIL_USE_SSL) == (
        "mail.example",
        25,
        False,
        False,
    )
    given = {
        "EMAIL_USER": "jobs",
        "EMAIL_PASSWORD": "secret",
        "DEFAULT_FROM_EMAIL": "일자리노동정책관 <jobs@example.go.kr>",
    }
    for security, port in (("starttls", 587), ("ssl", 465)):
        found = made_by(production(tmp_path, **given, EMAIL_TLS=security), tmp_path, monkeypatch)
        assert (security == "starttls", security == "ssl") == (found.EMAIL_USE_TLS, found.EMAIL_USE_SSL)
        assert (port, "jobs", "secret") == (found.EMAIL_PORT, found.EMAIL_HOST_USER, found.EMAIL_HOST_PASSWORD)
    assert given["DEFAULT_FROM_EMAIL"] == found.DEFAULT_FROM_EMAIL
    assert made_by(production(tmp_path, EMAIL_PORT="2525"), tmp_path, monkeypatch).EMAIL_PORT == 2525


def test_there_is_no_demo_in_production(tmp_path: Path) -> None:
    found = manage(tmp_path, "prepare_demo", **production(tmp_path))
    assert found.returncode != 0
    assert "운영 설정" in found.stderr
