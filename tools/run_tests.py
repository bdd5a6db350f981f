#!/usr/bin/env python3
"""Lint, the tests of the scripts in node, then every test on SQLite, whether those ran enough of each package and file, and beside
them on PostgreSQL every test that could turn out otherwise there.

A failure keeps none of the others from running.

Each suite prints its own report, what goes on beside another when both are done; then stand the files that took the most
processor time; at the end one line a suite, and last the sum of all, in pytest's words. Lint counts as one check, and so does how
much was run. With --quick: lint, the tests in node, and those in Python that use neither database nor browser. With --coverage: the
tests on SQLite alone, and how much they ran. With --long: all that there is on both databases, before a release.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [".venv/bin/python", "-m", "pytest", "--dist=loadfile", "--no-loadscope-reorder"]
CORES = os.cpu_count() or 2
LARGEST = 25
"""So many files are named with their processor time."""

SERVER_OPTIONS = "-c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c jit=off"
"""What tidies up or prepares for much is no use to databases of so few rows and minutes."""

Result = tuple[int, int]
"""Checks or tests passed and failed."""

used: defaultdict[str, float] = defaultdict(float)
"""Processor seconds by suite and file."""


def run(title: str, command: list[str], output: IO[bytes] | None = None) -> int:
    """Run a command under a headline, on its own database settings, and return its exit status."""
    headline = f"\n== {title}\n"
    if output:
        output.write(headline.encode())
        output.flush()
    else:
        print(headline, end="", flush=True)
    # Compiled code is kept, or each of the processes that tests start would compile the program for itself.
    unwanted = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    if "--long" in sys.argv[1:]:
        environment["SEOULWORK_LONG"] = "1"
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output and subprocess.STDOUT
    ).returncode


def check(title: str, command: list[str]) -> Result:
    """One or none."""
    return (0, 1) if run(title, command) else (1, 0)


def tests(title: str, prefix: list[str], *options: str, workers: int, output: IO[bytes] | None) -> Result:
    """On one database. A suite that broke off counts at least one failure."""
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory, "report.xml")
        command = [*prefix, *PYTEST, f"--numprocesses={workers}", *options, f"--junitxml={report}"]
        status = run(title, command, output)
        if not report.exists():
            return 0, 1
        suite = ElementTree.parse(report).getroot()[0]
    for each in suite.iter("testcase"):
        name = each.get("classname", "").split(".Test")[0]
        used[f"{title}: {name}"] += sum(float(own.get("value", 0)) for own in each.iter("property"))
    total, failed, errors, skipped = (int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
    failed += errors
    return total - failed - skipped, failed or int(status != 0)


def scripts() -> Result:
    """Node's report is shown from where it sums up, all of it when one failed."""
    print("\n== 스크립트", flush=True)
    files = sorted(map(str, ROOT.glob("tests/scripts/*.test.js")))
    command = ["node", "--test", "--test-reporter=tap", *files]
    result = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    print(result.stdout if result.returncode else result.stdout[result.stdout.rfind("\n# tests") :].strip(), flush=True)
    count = {name: int(number) for name, number in re.findall(r"^# (tests|pass) (\d+)$", result.stdout, re.MULTILINE)}
    passed = count.get("pass", 0)
    return passed, count.get("tests", 0) - passed or int(result.returncode != 0)


def on_sqlite(counted: str) -> Result:
    return tests("SQLite", [], "-p", "tools.counting", f"--counted-in={counted}", workers=CORES, output=None)


def on_postgresql(output: IO[bytes]) -> Result:
    """On half as many workers as the other engine, beside which it runs and which has more to do."""
    server = ["env", f"SERVER_OPTIONS={SERVER_OPTIONS}", "tools/with-postgresql.sh"]
    return tests("PostgreSQL", server, "--second-engine", workers=max(1, CORES // 2), output=output)


def timed(suite: Callable[[], Result]) -> tuple[Result, float]:
    began = time.monotonic()
    return suite(), time.monotonic() - began


def on_both(counted: str) -> dict[str, tuple[Result, float]]:
    """By title. Side by side: what one waits for, the browser, a process, the last long file, the other uses."""
    with tempfile.TemporaryFile() as output, ThreadPoolExecutor() as pool:
        second = pool.submit(timed, lambda: on_postgresql(output))
        first = timed(lambda: on_sqlite(counted))
        done = {"SQLite": first, "PostgreSQL": second.result()}
        output.seek(0)
        print(output.read().decode(errors="replace"), flush=True)
    return done


def results(counted: str) -> dict[str, tuple[Result, float]]:
    """By title, with the seconds that each took. The folder is for what is counted."""
    options = sys.argv[1:]
    done: dict[str, tuple[Result, float]] = {}
    if "--coverage" not in options:
        lint = ["make", "--no-print-directory", "lint"]
        done["정적 검사"] = timed(lambda: check("정적 검사", lint))
        done["스크립트"] = timed(scripts)
    if "--quick" in options:
        title = "데이터베이스 없는 시험"
        return done | {title: timed(lambda: tests(title, [], "--quick", workers=CORES, output=None))}
    done |= {"SQLite": timed(lambda: on_sqlite(counted))} if "--coverage" in options else on_both(counted)
    title = "시험이 실행한 코드"
    held = [".venv/bin/python", "tools/check_coverage.py", counted]
    return done | {title: timed(lambda: check(title, held))}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="counted-") as counted:
        done = results(counted)
    print(f"\n처리 시간이 가장 긴 시험 파일 (모두 {sum(used.values()):.0f} s)")
    largest = sorted(used.items(), key=lambda each: -each[1])[:LARGEST]
    print(*(f"{seconds:6.0f} s  {name}" for name, seconds in largest), sep="\n")
    lines = [
        f"{title}: {passed} passed, {failed} failed, {took:.0f} s" for title, ((passed, failed), took) in done.items()
    ]
    total_passed, total_failed = (sum(counts[each] for counts, _ in done.values()) for each in (0, 1))
    print("", *lines, f"{total_passed} passed, {total_failed} failed", sep="\n")
    return 1 if total_failed else 0


if __name__ == "__main__":
    sys.exit(main())
