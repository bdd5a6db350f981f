#!/usr/bin/env python3
"""Lint, the tests of the scripts in node, then every test on SQLite, whether those ran enough of each package and file, and on
PostgreSQL every test that could turn out otherwise there.

A failure keeps none of the others from running.

Each suite prints its own report; at the end stands one line a suite, and last the sum of all, in pytest's words. Lint counts as
one check, and so does how much was run. With --quick: lint, the tests in node, and those in Python that use neither database nor
browser. With --coverage: the tests on SQLite alone, and how much they ran.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [".venv/bin/python", "-m", "pytest", "--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder"]

SERVER_OPTIONS = "-c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c jit=off"
"""What tidies up or prepares for much is no use to databases of so few rows and minutes."""


def run(title: str, command: list[str]) -> int:
    """Run a command under a headline, on its own database settings, and return its exit status."""
    print(f"\n== {title}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL).returncode


def check(title: str, command: list[str]) -> tuple[int, int]:
    """Checks passed and failed: one or none."""
    return (0, 1) if run(title, command) else (1, 0)


def tests(title: str, prefix: list[str], *options: str) -> tuple[int, int]:
    """Tests passed and failed on one database. A suite that broke off counts at least one failure."""
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory, "report.xml")
        status = run(title, [*prefix, *PYTEST, *options, f"--junitxml={report}"])
        if not report.exists():
            return 0, 1
        suite = ElementTree.parse(report).getroot()[0]
    total, failed, errors, skipped = (int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
    failed += errors
    return total - failed - skipped, failed or int(status != 0)


def scripts() -> tuple[int, int]:
    """Tests of the scripts passed and failed. Node's report is shown from where it sums up, all of it when one failed."""
    print("\n== 스크립트", flush=True)
    files = sorted(map(str, ROOT.glob("tests/scripts/*.test.js")))
    command = ["node", "--test", "--test-reporter=tap", *files]
    result = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    print(result.stdout if result.returncode else result.stdout[result.stdout.rfind("\n# tests") :].strip(), flush=True)
    count = {name: int(number) for name, number in re.findall(r"^# (tests|pass) (\d+)$", result.stdout, re.MULTILINE)}
    passed = count.get("pass", 0)
    return passed, count.get("tests", 0) - passed or int(result.returncode != 0)


def suites(counted: str) -> dict[str, Callable[[], tuple[int, int]]]:
    """By title, in the order in which they run. The folder is for what is counted."""
    lint = ["make", "--no-print-directory", "lint"]
    first = {"정적 검사": lambda: check("정적 검사", lint), "스크립트": scripts}
    if "--quick" in sys.argv[1:]:
        return first | {"데이터베이스 없는 시험": lambda: tests("데이터베이스 없는 시험", [], "--quick")}
    held = [".venv/bin/python", "tools/check_coverage.py", counted]
    on_sqlite = {
        "SQLite": lambda: tests("SQLite", [], "-p", "tools.counting", f"--counted-in={counted}"),
        "시험이 실행한 코드": lambda: check("시험이 실행한 코드", held),
    }
    if "--coverage" in sys.argv[1:]:
        return on_sqlite
    server = ["env", f"SERVER_OPTIONS={SERVER_OPTIONS}", "tools/with-postgresql.sh"]
    on_postgresql = {"PostgreSQL": lambda: tests("PostgreSQL", server, "--second-engine")}
    return first | on_sqlite | on_postgresql


def main() -> int:
    lines, total_passed, total_failed = [], 0, 0
    with tempfile.TemporaryDirectory(prefix="counted-") as counted:
        for title, suite in suites(counted).items():
            began = time.monotonic()
            passed, failed = suite()
            lines.append(f"{title}: {passed} passed, {failed} failed, {time.monotonic() - began:.0f} s")
            total_passed += passed
            total_failed += failed
    print("", *lines, f"{total_passed} passed, {total_failed} failed", sep="\n")
    return 1 if total_failed else 0


if __name__ == "__main__":
    sys.exit(main())
