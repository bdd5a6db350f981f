#!/usr/bin/env python3
"""What the tests ran, by line and by branch: at least 95 % of each package and 85 % of each file, or this fails.

Reads the folder that tools/counting.py has written to, prints a line a package, the files that are below and what of them was not run.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from slipcover import merge_coverage

PACKAGE, FILE = 95, 85
"""Per cent."""


def measured(folder: Path) -> dict[str, dict[str, Any]]:
    """Each file with what was run of it, by any process."""
    first, *others = (json.loads(path.read_text()) for path in sorted(folder.glob("*.json")))
    for other in others:
        merge_coverage(first, other)
    files: dict[str, dict[str, Any]] = first["files"]
    return files


def package_of(file: str) -> str:
    """`seoulwork/entry` for what is in there at any depth, the top folder for all others."""
    top, *rest = Path(file).parts
    return f"{top}/{rest[0]}" if top == "seoulwork" and len(rest) > 1 else top


def share(files: list[dict[str, Any]]) -> float:
    """How much was run of all lines and branches, in per cent; 100 where there is nothing to run."""
    run = sum(len(each["executed_lines"]) + len(each["executed_branches"]) for each in files)
    left = sum(len(each["missing_lines"]) + len(each["missing_branches"]) for each in files)
    return 100 * run / (run + left) if run + left else 100.0


def not_run(file: dict[str, Any]) -> str:
    """Lines, and from which line to which (0: out) no branch went although both were run."""
    lines = file["missing_lines"]
    branches = [f"{start}→{end}" for start, end in file["missing_branches"] if start not in lines and end not in lines]
    return ", ".join([*map(str, lines), *branches])


def main(folder: Path) -> int:
    """How many packages and files are below."""
    files = measured(folder)
    packages: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, file in files.items():
        packages[package_of(name)].append(file)
    below = 0
    for package, parts in sorted(packages.items()):
        reached = share(parts)
        below += reached < PACKAGE
        print(f"{reached:5.1f} %  {package}{'' if reached >= PACKAGE else f'  (at least {PACKAGE} %)'}")
    for name, file in sorted(files.items()):
        reached = share([file])
        if reached < FILE:
            below += 1
            print(f"{reached:5.1f} %  {name}  (at least {FILE} %); not run: {not_run(file)}")
    return below


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1])), 1))
