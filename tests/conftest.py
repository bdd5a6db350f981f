"""How the tests run: their database, the files that pages name, the browser."""

import os
import shutil
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Playwright
from pytest_django.live_server_helper import LiveServer

from seoulwork.staticfiles import collect_static_files, static_files_are_current


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that can't run has failed: nothing is skipped in silence."""
    report = yield
    _fail_when_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_when_skipped(report)
    return report


def _fail_when_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        path, line, reason = report.longrepr if isinstance(report.longrepr, tuple) else ("", 0, report.longreprtext)
        report.outcome = "failed"
        report.longrepr = f"{path}:{line}: {reason}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite lives in a file, as in the demo: a database in memory locks differently and knows no WAL."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def collected_static_files(request: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """Pages name their files through the manifest, as in production. Collected once, and again when one has changed."""
    directory = request.config.cache.mkdir(f"static-{worker_id}")
    uncompressed = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=directory, STORAGES={**settings.STORAGES, "staticfiles": uncompressed}):
        if not static_files_are_current():
            collect_static_files()
        yield


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """Playwright keeps an event loop in this thread, where Django would then refuse the ORM."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; as root it runs only without its sandbox."""
    chromium = shutil.which("chromium")
    assert chromium, "chromium is not installed: make test installs it"
    return {**browser_type_launch_args, "executable_path": chromium, "chromium_sandbox": os.geteuid() != 0}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """What `page.goto("/…")` starts from: a test that asks for a page gets the running program with it."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "ko-KR", "timezone_id": settings.TIME_ZONE}
