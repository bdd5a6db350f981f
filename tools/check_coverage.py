#!/usr/bin/env python3
"""What the tests ran, by line and by branch: at least 95 % of each package and 85 % of each file, or this fails.

Reads what `coverage run` has left (`.coverage.*`), prints a line a package, the files that are below and what of them was not run.
"""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE, FILE = 95, 85
"""Per cent."""


def measured() -> dict[str, dict[str, Any]]:
    """Each file with what coverage says of it."""
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory, "coverage.json")
        for arguments in (["combine", "--quiet"], ["json", "--quiet", "-o", str(report)]):
            subprocess.run([".venv/bin/coverage", *arguments], cwd=ROOT, check=True)
        files: dict[str, dict[str, Any]] = json.loads(report.read_text())["files"]
    return files


def package_of(file: str) -> str:
    """`seoulwork/entry` for what is in there at any depth, the top folder for all others."""
    top, *rest = Path(file).parts
    return f"{top}/{rest[0]}" if top == "seoulwork" and len(rest) > 1 else top


def share(summaries: list[dict[str, Any]]) -> float:
    """How much was run of all lines and branches, in per cent; 100 where there is nothing to run."""
    run = sum(each["covered_lines"] + each["covered_branches"] for each in summaries)
    there = sum(each["num_statements"] + each["num_branches"] for each in summaries)
    return 100 * run / there if there else 100.0


def main() -> int:
    files = measured()
    packages: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for file, found in files.items():
        packages[package_of(file)].append(found["summary"])
    below = 0
    for package, summaries in sorted(packages.items()):
        reached = share(summaries)
        below += reached < PACKAGE
        print(f"{reached:5.1f} %  {package}{'' if reached >= PACKAGE else f'  (at least {PACKAGE} %)'}")
    for file, found in sorted(files.items()):
        reached = share([found["summary"]])
        if reached < FILE:
            below += 1
            lines = ", ".join(map(str, found["missing_lines"]))
            print(f"{reached:5.1f} %  {file}  (at least {FILE} %); not run: {lines}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
