"""Which tests run, in which order, and how much processor time each file takes."""

import os
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest
from django.db import connection

LONG = bool(os.environ.get("SEOULWORK_LONG"))
"""Whether everything is tried, before a release (`make test-long`), and not what each commit has to pass."""


def amount(variable: str, each_commit: int, *, long: int) -> int:
    """How many random examples: as many as the variable of the environment says, if it is set."""
    return int(os.environ.get(variable, long if LONG else each_commit))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-engine",
        action="store_true",
        help="Leave out what has passed on another database and can't turn out otherwise on this one.",
    )
    parser.addoption("--quick", action="store_true", help="Leave out what uses a database or a browser.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = [item for item in items if not _is_left_out(item, config)]
    if config.getoption("--second-engine") and not LONG:
        kept = [item for item, is_first in zip(kept, _are_first_cases(kept), strict=True) if is_first or _counts(item)]
    if left_out := [*{*items} - {*kept}]:
        config.hook.pytest_deselected(items=left_out)
    # A worker takes file by file. Were a long one the last, the other workers would be idle meanwhile.
    effort: Counter[Path] = Counter()
    for item in kept:
        effort[item.path] += _effort(item)
    items[:] = sorted(kept, key=lambda item: -effort[item.path])


def _effort(item: pytest.Item) -> int:
    """How long a test takes: one of the database is 2."""
    marker = item.get_closest_marker("slow")
    if marker and marker.args:
        return int(marker.args[0])
    return 20 if _is_slow(item) else 2 if _uses_database(item) else 1


def _is_left_out(item: pytest.Item, config: pytest.Config) -> bool:
    if item.get_closest_marker("long") and not LONG:
        return True
    if config.getoption("--quick"):
        return _uses_database(item) or _is_slow(item)
    if config.getoption("--second-engine"):
        return not _uses_database(item) or (item.get_closest_marker("any_engine") is not None and not LONG)
    # Against SQLite the first engine would be compared with itself.
    return connection.vendor == "sqlite" and item.get_closest_marker("against_sqlite") is not None


def _are_first_cases(items: list[pytest.Item]) -> list[bool]:
    """Of each test whether it is the first of the cases of its function."""
    met: set[str] = set()
    first = []
    for item in items:
        function = item.nodeid.partition("[")[0]
        first.append(function not in met)
        met.add(function)
    return first


def _counts(item: pytest.Item) -> bool:
    return item.get_closest_marker("each_case") is not None


def _uses_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return bool({"db", "transactional_db", "live_server"} & set(fixtures) or item.get_closest_marker("django_db"))


def _is_slow(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ()) or item.get_closest_marker("slow") is not None


used_before: list[float] = []
"""How many processor seconds had been used when the last file was over"""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    if not used_before:
        used_before.append(_processor_seconds())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """What a file took stands in the report (junitxml) at its last test; to ask for it takes longer than most tests."""
    result = yield
    if nextitem is None or nextitem.path != item.path:
        now = _processor_seconds()
        # What a process of the browser has used goes with it when it ends.
        used = max(0.0, now - used_before[0])
        used_before[0] = now
        item.user_properties.append(("processor", f"{used:.2f}"))
    return result


def _processor_seconds() -> float:
    """Used by this process and by those that it has started, the browser too, so far."""
    ticks = sum(_ticks(each) for each in _descendants(os.getpid()))
    return sum(os.times()[:4]) + ticks / os.sysconf("SC_CLK_TCK")


def _descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(each) for each in task.read_text().split()]
        except OSError:  # that thread has ended
            continue
        for child in children:
            found += [child, *_descendants(child)]
    return found


def _ticks(pid: int) -> int:
    """With what its ended children used."""
    try:
        return sum(int(each) for each in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15])
    except OSError:  # it has ended: its parent has it by now
        return 0
