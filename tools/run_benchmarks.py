"""Runs the benchmarks on a database of their own and prints one table: what is measured, its floor in the same run, the
measure, their ratio, the most that it may be. Run at two commits, the tables stand side by side."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (("benchmark_entry",), ("benchmark_briefing", "2018-07", "--times", "1"), ("benchmark_lists",))
"""Each prints the head of the table and its lines, and may print more."""


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        environment = {**os.environ, "SEOULWORK_VAR": directory}
        environment.pop("DATABASE_URL", None)
        manage("prepare_demo", environment=environment)
        for number, command in enumerate(COMMANDS):
            table = [line for line in manage(*command, environment=environment).splitlines() if line.startswith("|")]
            print(*table[2 if number else 0 :], sep="\n", flush=True)
    return 0


def manage(*command: str, environment: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
