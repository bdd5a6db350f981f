"""Runs the benchmarks on SQLite and PostgreSQL, each on a database of its own, and writes docs/maintainers/performance.md: what is
measured, its floor in the same run, the median of five, their ratio, the most that it may be. Run at two commits, the pages stand side by side.

    tools/run_benchmarks.py [--full] [--only benchmark_lists …]

`--full` takes the sizes of many years, which last for hours."""

import argparse
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/maintainers/performance.md"
COMMANDS = (
    "benchmark_entry --actuals 100000 300000",
    "benchmark_briefing 2018-07 --times 1",
    "benchmark_lists --events 1000 200000 --sign-ins 1000 100000",
    "benchmark_search",
    "benchmark_files 2018-07",
    "benchmark_import --rows 12600 --skip-import-export",
)
FULL = (
    "benchmark_entry",
    "benchmark_briefing 2018-07",
    "benchmark_lists",
    "benchmark_search",
    "benchmark_files 2018-07",
    "benchmark_import",
    "benchmark_editions",
)
"""Each prints the head of the table and its lines."""
ENDED = "# ended"
"""Printed behind what a command printed"""
ENGINES = {"SQLite": (), "PostgreSQL": (str(ROOT / "tools/with-postgresql.sh"),)}
TEXT = """# Performance

Written by `make benchmark` (`tools/run_benchmarks.py`), not by hand: two commits are compared by their pages. What was measured once, and what came
of it, stands in [measurements](measurements.md).

Each measure is the median of five, taken in turn with its floor, which is named behind the colon; the ratio is what counts, and what exceeds its limit is
bold. In one process on SQLite it is processor time, else the time that passed. PostgreSQL does not wait for its disk here (`fsync=off`).

Commit `{commit}`, {date}; {cores} cores, Python {python}, SQLite {sqlite}; load of the machine {before} at the beginning, {after} at the end. Run were
these alone (`--only` chooses among them, `--full` takes larger sizes):

{commands}

{lines}
"""


class Measure(NamedTuple):
    """What a command printed of one thing, in the words of the table; its limit may be empty."""

    floor: str
    measured: str
    ratio: str
    limit: str


class Run(NamedTuple):
    """One command on one engine."""

    seconds: float
    measures: dict[str, Measure]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", nargs="+", default=[], metavar="COMMAND")
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    options = parser.parse_args(arguments)
    commands = [
        each for each in (FULL if options.full else COMMANDS) if not options.only or each.split()[0] in options.only
    ]
    before = load()
    runs = {(command, engine): found for engine in options.engine for command, found in run(commands, engine)}
    PAGE.write_text(
        TEXT.format(
            commit=git("rev-parse", "--short", "HEAD"),
            date=datetime.now(UTC).date(),
            cores=os.cpu_count(),
            python=platform.python_version(),
            sqlite=sqlite3.sqlite_version,
            before=before,
            after=load(),
            commands=commands_table(commands, options.engine, runs),
            lines=lines_table(commands, options.engine, runs),
        )
    )
    return 0


def run(commands: Sequence[str], engine: str) -> Iterable[tuple[str, Run]]:
    """The commands one after the other on a database of that engine with the data of the demo, made for them. Raises CalledProcessError."""
    manage = f"{sys.executable} manage.py"
    script = [f"{manage} prepare_demo >&2; echo '{ENDED}'", *(f"{manage} {each}; echo '{ENDED}'" for each in commands)]
    waiting, printed, began = iter(commands), "", 0.0
    with tempfile.TemporaryDirectory() as directory:
        environment = {**os.environ, "SEOULWORK_VAR": directory}
        environment.pop("DATABASE_URL", None)
        call = [*ENGINES[engine], "sh", "-ec", "; ".join(script)]
        with subprocess.Popen(call, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                if not line.startswith(ENDED):
                    printed += line
                    continue
                if began:  # else it is the demo that is there now
                    command, taken = next(waiting), time.monotonic() - began
                    print(f"{engine}: {command}, {taken:.0f} s\n{printed}", flush=True)
                    yield command, Run(taken, dict(measures(printed)))
                printed, began = "", time.monotonic()
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, call)


def measures(printed: str) -> Iterable[tuple[str, Measure]]:
    """Of each line of the table what it is about and what it says."""
    for line in printed.splitlines():
        if line.startswith("| ") and not line.startswith("| 무엇"):
            name, *told = (cell.strip() for cell in line.strip("|").split("|"))
            yield name, Measure(*told)


def commands_table(commands: Sequence[str], engines: Sequence[str], runs: dict[tuple[str, str], Run]) -> str:
    """What was run, and how many minutes it took."""
    rows = [
        [f"`manage.py {command}`", *(f"{runs[command, engine].seconds / 60:.1f} min" for engine in engines)]
        for command in commands
    ]
    return table(["command", *engines], rows)


def lines_table(commands: Sequence[str], engines: Sequence[str], runs: dict[tuple[str, str], Run]) -> str:
    """A row for each thing that was measured, its engines beside each other; what only one of them has is empty for the other."""
    rows = []
    for command in commands:
        found = [runs[command, engine].measures for engine in engines]
        for name in dict.fromkeys(name for each in found for name in each):
            told = [each.get(name, Measure("", "", "", "")) for each in found]
            limit = next((each.limit for each in told if each.limit), "")
            rows.append([name, *(cell for each in told for cell in (each.floor, each.measured, _judged(each))), limit])
    return table(
        ["무엇: 바닥", *(f"{engine}{word}" for engine in engines for word in (" 바닥", "", " 비율")), "허용"], rows
    )


def _judged(measure: Measure) -> str:
    missed = measure.limit and float(measure.ratio) > float(measure.limit)
    return f"**{measure.ratio}**" if missed else measure.ratio


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
