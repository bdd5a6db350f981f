#!/usr/bin/env python3
"""Measures two commits side by side and prints one table: what, the old commit, the new one, their ratio.

    tools/compare_benchmarks.py OLD NEW

Both are checked out into a temporary folder, filled with the same data by the same means, and do the same work in turn, so that a
machine that slows down slows both: the least of the runs counts. Only what every commit has is used: commands, pages, the JSON of
a save (`measures.py`). On SQLite the processor's time is told. A commit that can't do something has `–`.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice, product
from pathlib import Path
from string import ascii_lowercase
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MOST_DIVISIONS = 60


class Checkout:
    """A commit, checked out, with the packages of this checkout."""

    def __init__(self, commit: str, folder: Path) -> None:
        self.folder = folder
        _git("worktree", "add", "--detach", "--quiet", str(folder), commit)
        for name in (".venv", "node_modules"):
            (folder / name).symlink_to((ROOT / name).resolve())

    def more_divisions(self) -> None:
        """Copies of a division's app, until there are so many."""
        settings = self.folder / "seoulwork/settings.py"
        letters = product(ascii_lowercase, repeat=2)  # an address has no digits in a division's key
        copies = [f"division{''.join(pair)}" for pair in islice(letters, MOST_DIVISIONS - 3)]
        for name in copies:
            shutil.copytree(self.folder / "socialeconomy", self.folder / name)
            for file in (self.folder / name).rglob("*.py"):
                file.write_text(file.read_text().replace("socialeconomy", name))
        listed = ", ".join(f'"{name}"' for name in ("socialeconomy", *copies))
        text = re.sub(r'(DIVISIONS = \[.*)"socialeconomy"', rf"\1{listed}", settings.read_text())
        # Their tables are made at once: the migrations of sixty apps take minutes.
        settings.write_text(f"{text}\nMIGRATION_MODULES = dict.fromkeys({copies!r})\n")


class Measured:
    """The process that measures a commit; None of an answer: it can't."""

    def __init__(self, checkout: Checkout, lines: str, sizes: dict[str, list[int]], prefix: Sequence[str]) -> None:
        self.directory = tempfile.TemporaryDirectory()
        environment = {**os.environ, "SEOULWORK_VAR": self.directory.name, "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("DATABASE_URL", None)
        self.errors = Path(self.directory.name, "errors.txt")
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-W", "ignore", str(ROOT / "tools/measures.py"), lines, json.dumps(sizes)],
            cwd=checkout.folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors.open("w"),
            text=True,
            bufsize=1,
        )

    def ask(self, question: str) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(f"{question}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        answer = self.process.stdout.readline()
        if not answer:
            print("".join(self.errors.read_text().splitlines(keepends=True)[-3:]), file=sys.stderr)
        return json.loads(answer) if answer else None

    def close(self) -> None:
        assert self.process.stdin
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait()
        self.directory.cleanup()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was checked out is removed then, too
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--years", type=int, nargs="+", default=[1, 20, 100])
    parser.add_argument("--publications", type=int, nargs="+", default=[5, 205])
    parser.add_argument("--events", type=int, nargs="+", default=[1_000, 5_000_000])
    parser.add_argument("--cells", type=int, nargs="+", default=[60, 240, 960])
    parser.add_argument("--rows", type=int, nargs="+", default=[12_600])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=LINES, default=list(LINES))
    options = parser.parse_args()
    sizes = {name: getattr(options, name) for name in ("years", "publications", "events", "cells", "rows")}
    commits = [_git("rev-parse", "--short", each) for each in (options.old, options.new)]
    print(f"{' and '.join(commits)}, {os.cpu_count()} cores, the least of {options.runs} runs in turn\n")
    print(f"| | {commits[0]} | {commits[1]} | new ÷ old |\n|---|--:|--:|--:|", flush=True)
    with checkouts(commits) as both:
        for lines in (each for each in LINES if each in options.only):
            if lines == "board":
                for each in both:
                    each.more_divisions()
            compare(both, lines, sizes, options.runs)
    return 0


LINES = {
    "documents": ("documents", ()),
    "lists": ("lists", ()),
    "entry": ("entry", ()),
    "imports": ("imports", ()),
    "imports-postgresql": ("imports", (str(ROOT / "tools/with-postgresql.sh"),)),
    "board": ("board", ()),
}
"""Which function of `measures.py` has the lines, and what runs before it. The last changes the checkouts."""


def compare(both: Sequence[Checkout], lines: str, sizes: dict[str, list[int]], runs: int) -> None:
    function, prefix = LINES[lines]
    engine = ", PostgreSQL" if prefix else ""
    with ExitStack() as stack:
        processes = [Measured(each, function, sizes, prefix) for each in both]
        for process in processes:
            stack.callback(process.close)
        while any(told := [process.ask("next") for process in processes]):
            name, _ = next(each for each in told if each)
            taken = [[process.ask("run") for process in processes] for _ in range(runs)]
            each_one = [
                [each for each in times if each] if heard else []
                for times, heard in zip(zip(*taken, strict=True), told, strict=True)
            ]
            least = [min((own for own, _ in times), default=None) for times in each_one]
            say(f"{name}{engine}", [_time(each) for each in least], _ratio(*least))
            say(f"{name}{engine}: queries", [str(each[1]) if each else "–" for each in told], "")
            if floors := [_over_floor(times) for times in each_one if times and times[0][1]]:
                say(f"{name}{engine}: times its own SQL and text", floors, "")


def say(name: str, told: Sequence[str], ratio: str) -> None:
    print(f"| {name} | {' | '.join(told)} | {ratio} |", flush=True)


def _over_floor(times: list[Any]) -> str:
    return f"{min(own for own, _ in times) / min(floor for _, floor in times):.1f}"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def _ratio(old: float | None, new: float | None) -> str:
    return f"{new / old:.2f}" if old and new else ""


@contextmanager
def checkouts(commits: Sequence[str]) -> Iterator[list[Checkout]]:
    with tempfile.TemporaryDirectory() as directory:
        folders = [Path(directory, name) for name in ("old", "new")]
        try:
            yield [Checkout(commit, folder) for commit, folder in zip(commits, folders, strict=True)]
        finally:
            for folder in folders:
                _git("worktree", "remove", "--force", str(folder))


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
