"""How the tests run: their database, the files that pages name, the browser."""

import gc
import os
import shutil
import threading
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.models import Model
from django.db.models.signals import post_migrate
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserContext, Playwright, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from reports.editions import publishing
from reports.loading import load_briefing_folder
from reports.models import Format
from seoulwork.accounts.models import User
from seoulwork.audit.frozen import STANDING, Editor, thaw
from seoulwork.figures import organisation, units
from seoulwork.figures.models import Unit
from seoulwork.operations import confined, memory
from seoulwork.staticfiles import collect_static_files, static_files_are_current
from tests import opening
from tests.choosing import amount
from tests.choosing import pytest_addoption as pytest_addoption
from tests.choosing import pytest_collection_modifyitems as pytest_collection_modifyitems
from tests.choosing import pytest_runtest_setup as pytest_runtest_setup
from tests.choosing import pytest_runtest_teardown as pytest_runtest_teardown

# Playwright keeps an event loop in the thread of the tests. Django would take that thread for an asynchronous one and
# give it a second connection, beside the one that stays open from before; one for each thread is what a test means.
connections._connections = threading.local()  # type: ignore[attr-defined]

# A time limit for each example would make the result depend on what else the machine does. Continuous integration tries
# the same examples each time, so that a change is judged by itself; everywhere else new ones are looked for, and many more before a
# release.
hypothesis_settings.register_profile(
    "seoulwork", deadline=None, derandomize="CI" in os.environ, max_examples=amount("EXAMPLES", 50, long=300)
)
hypothesis_settings.load_profile("seoulwork")

PATIENCE = 60_000
"""Milliseconds that the browser may take for anything."""


NO_UNITS = (None, None)
"""Of how many units and when, where none is added"""


def pytest_configure() -> None:
    # Tests that use no database know the usual units.
    units.see(NO_UNITS)
    # Passwords are hashed slowly so that stolen ones can't be tried out; tests have none to protect.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # How long a page may take is no matter of these tests, and the machine does other things beside.
    expect.set_options(timeout=PATIENCE)


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


def pytest_collection_finish() -> None:
    """What stays to the end, modules and thousands of tests, need not be looked through each time that memory is tidied up."""
    gc.collect()
    memory.settle()


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


@pytest.fixture(autouse=True)
def opened_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files from outside are opened without a process of their own, but in tests that are marked `confined`."""
    if request.node.get_closest_marker("confined") is None:
        monkeypatch.setattr(confined, "run", opening.run)


_emptying: Any = TransactionTestCase
_emptied = _emptying._fixture_teardown


def _emptied_of_what_stands_too(test: TransactionTestCase) -> None:
    """The database refuses to remove what was published and recorded; at the end of a test with transactions of its own it has to. What
    Django sends behind it freezes the tables again, as behind each `migrate`."""
    thaw(Editor(), STANDING)
    _emptied(test)
    cache.clear()  # its table is none of a model


_emptying._fixture_teardown = _emptied_of_what_stands_too


UNREAD = {Format.PDF: b"%PDF-1.7\n%%EOF\n", Format.HWPX: b"PK\x05\x06" + bytes(18)}
made_once = lru_cache(maxsize=24)(publishing.render)
"""Equal documents give equal bytes (tests/reports/test_pdf.py, tests/reports/xlsx/test_bytes.py): most tests publish July as it stands."""


@pytest.fixture(autouse=True)
def printed_paper_is_not_set(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering takes most of what publishing costs, and most tests that publish look at something else: theirs get a PDF and an HWPX of
    nothing, and the other files of an equal document that was published before. Not so in tests that are marked `printed`."""
    if request.node.get_closest_marker("printed") is None:
        monkeypatch.setattr(
            publishing, "render", lambda document, kind: UNREAD.get(Format(kind)) or made_once(document, kind)
        )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite lives in a file, as in the demo: a database in memory locks differently and knows no WAL. The tables are made from the models:
    all migrations would take four times as long, and tests/upgrades holds that they come to the same."""
    connection.settings_dict["TEST"]["MIGRATE"] = False
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test with transactions of its own empties the database. Django would fill in permissions again, which nothing here uses.

    The browser keeps its lines to the live server open, and each of those its connection: PostgreSQL would not remove a database
    that somebody uses."""
    post_migrate.disconnect(create_permissions, dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
    with django_db_blocker.unblock():
        add_what_stands_in_migrations_alone()
    yield
    with django_db_blocker.unblock():
        end_all_other_connections()


OF_OTHERS = {"django_tasks_database"}
"""Whose own code in migrations speaks of tables and fields that are no more."""


def add_what_stands_in_migrations_alone() -> None:
    """What their own code and their SQL make, and that all migrations are there; frozen tables are so already (post_migrate)."""
    executor = MigrationExecutor(connection)
    registry: Any = apps
    plan = [each for each, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    executor.recorder.ensure_schema()
    executor.recorder.migration_qs.bulk_create(
        executor.recorder.Migration(app=app, name=name)
        for each in plan
        for app, name in [*each.replaces, (each.app_label, each.name)]
    )
    with connection.schema_editor() as editor:
        for migration in plan:
            for operation in migration.operations:
                if isinstance(operation, RunSQL):
                    operation.database_forwards(migration.app_label, editor, ProjectState(), ProjectState())
                elif isinstance(operation, RunPython) and migration.app_label not in OF_OTHERS:
                    operation.code(registry, editor)


def end_all_other_connections() -> int:
    """As a restart of PostgreSQL does; how many there were. SQLite has no server that could go."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        return len(cursor.fetchall())


RECORDED_AT = datetime.fromisoformat("2018-07-11T09:00:00+09:00")
"""When the data of `briefing_data` was entered."""


def _stored_models() -> list[type[Model]]:
    """Those with a table: a benchmark that some test has loaded brings a model without one."""
    return [model for model in apps.get_models() if model._meta.managed]


Statements = list[tuple[str, Any]]
"""SQL, each with its parameters."""


@pytest.fixture(scope="session")
def briefing_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Statements:
    """What puts in the rows that `load_briefing_data fixtures/2018-07` stores, under the keys that they were loaded with. Loaded once a
    session and rolled back; a test runs the statements, which costs less than making them anew from models."""
    with django_db_blocker.unblock():
        with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
            # The database holds all of it; asking beforehand, in words, takes half the time.
            patch.setattr(Model, "validate_constraints", lambda row, exclude=None: None)
            load_briefing_folder(settings.BASE_DIR / "fixtures/2018-07", at=RECORDED_AT)
            rows = [list(model._base_manager.all()) for model in _stored_models()]
            transaction.set_rollback(True)
        statements: Statements = []

        def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            if not sql.startswith(("SAVEPOINT", "RELEASE")):
                statements.append((sql, params))
            return execute(sql, params, many, context)

        with transaction.atomic():
            with connection.execute_wrapper(keep):
                for each in rows:
                    if each and not isinstance(each[0], ContentType | Permission | Unit):
                        type(each[0])._base_manager.bulk_create(each)
            transaction.set_rollback(True)
        statements += ((sql, None) for sql in connection.ops.sequence_reset_sql(no_style(), _stored_models()))
        return statements if connection.vendor == "sqlite" else _as_one(statements)


def _as_one(statements: Statements) -> Statements:
    """Sent at once: of PostgreSQL each would be a way there and back, and two in three of the time."""
    with connection.cursor() as cursor:
        whole = b";\n".join(cursor.mogrify(sql, params) for sql, params in statements)
    return [(whole.decode(), None)]


def insert_rows(statements: Statements) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)


@pytest.fixture
def briefing_data(db: None, briefing_rows: Statements) -> None:
    """The 2018 data, in the test's own transaction (with live_server: in the database that it flushes at its end)."""
    insert_rows(briefing_rows)


@pytest.fixture
def briefing_data_live(transactional_db: None, briefing_rows: Statements) -> None:
    """The 2018 data for a test whose own transactions, connections or processes see it."""
    insert_rows(briefing_rows)


@pytest.fixture(scope="session", autouse=True)
def collected_static_files(request: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """Pages name their files through the manifest, as in production. Collected once, and again when one has changed."""
    directory = request.config.cache.mkdir(f"static-files-{connection.vendor}-{worker_id}")
    uncompressed = {"BACKEND": "tests.static_files.UncompressedStorage"}
    with override_settings(
        STATIC_ROOT=directory,
        STORAGES={**settings.STORAGES, "staticfiles": uncompressed},
        WHITENOISE_AUTOREFRESH=True,  # else each test client would first read a list of all files: a second
    ):
        if not static_files_are_current():
            collect_static_files()
        yield


@pytest.fixture(autouse=True)
def divisions_as_their_apps_call_them() -> Iterator[None]:
    """As in a process that has found no other names stored: what one test stores does not last for the next."""
    organisation.kept.version, organisation.kept.states = organisation.NONE_STORED, ()
    yield
    organisation.kept.version, organisation.kept.states = organisation.NONE_STORED, ()


@pytest.fixture(autouse=True)
def units_as_the_program_brings_them() -> Iterator[None]:
    """As in a process that has asked and found no others stored."""
    units.see(NO_UNITS)
    yield
    units.see(NO_UNITS)


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """`signed_in(role, division)`: a test client in which such a user has logged in; made when there is none yet."""

    def sign_in(role: str, division: str = "") -> Client:
        key = {"username": "-".join(filter(None, [division, role])), "role": role, "division": division}
        user, _ = User.objects.get_or_create(**key, defaults={"name": "시험 사용자"})
        client = Client(raise_request_exception=False)
        client.force_login(user, "seoulwork.accounts.backends.Backend")
        return client

    return sign_in


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """Where Playwright keeps its event loop, Django would refuse the ORM."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium without its windows: a new tab, one a test, costs a fifth of the processor time (0.15 s for 0.9). As root it
    runs only without its sandbox. It paints as fast without a made-up graphics card."""
    chromium = shutil.which("chromium-headless-shell")
    assert chromium, "chromium-headless-shell is not installed: make test installs it"
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "chromium_sandbox": os.geteuid() != 0,
        "args": ["--disable-gpu", "--disable-software-rasterizer"],
    }


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """What `page.goto("/…")` starts from: a test that asks for a page gets the running program with it."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "ko-KR", "timezone_id": settings.TIME_ZONE}


@pytest.fixture(scope="session")
def kept_context(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    context = browser.new_context(**browser_context_args)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def context(kept_context: BrowserContext, base_url: str) -> Iterator[BrowserContext]:
    """The browser of a user who was never here before, but for the style sheets and fonts that it has fetched already:
    a new one for each test would spend most of its time on those."""
    yield kept_context
    kept_context.set_offline(False)
    kept_context.clear_permissions()
    page = kept_context.new_page()
    kept_context.new_cdp_session(page).send(
        "Storage.clearDataForOrigin", {"origin": base_url, "storageTypes": "cookies,local_storage,indexeddb"}
    )
    for each in kept_context.pages:
        each.close()
    kept_context.clear_cookies()
