"""A plugin of pytest that counts which lines and branches the tests run: `python -m pytest -p tools.counting --counted-in=FOLDER`.

It has to be named by `-p`, so that it is there before anything that it counts is imported. Each process of the tests, workers
too, leaves a file in the folder; tools/check_coverage.py reads them. Processes that a test starts are not counted. What is
counted stands in pyproject.toml.
"""

import json
import os
import sys
import tomllib
from pathlib import Path

import pytest
import slipcover

ROOT = Path(__file__).resolve().parent.parent
WANTED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["slipcover"]
OFTEN = 3_000
"""So often something that was counted is met again before the probes of all that has run are taken out: that looks through every
function of the program, a tenth of a second each time."""
FOUND = slipcover.Slipcover(branch=True, d_miss_threshold=OFTEN, **WANTED)

# A process that only hands tests out to workers runs none; instrumenting what it imports would keep all of them waiting.
HANDS_OUT = "PYTEST_XDIST_WORKER" not in os.environ and any(each.startswith("--numprocesses") for each in sys.argv)
if not HANDS_OUT:
    slipcover.ImportManager(FOUND, slipcover.FileMatcher(WANTED["source"], WANTED["omit"])).__enter__()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--counted-in", type=Path, required=True, help="Folder for what was counted, a file a process.")


@pytest.hookimpl(tryfirst=True)  # a worker that has said that it is done may be ended before it has written
def pytest_sessionfinish(session: pytest.Session) -> None:
    if not HANDS_OUT:
        path = Path(session.config.getoption("--counted-in"), f"{os.getpid()}.json")
        path.write_text(json.dumps(FOUND.get_coverage()))
