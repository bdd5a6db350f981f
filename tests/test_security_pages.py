"""The pages of the security review name tests and files that there are, and leave out none of the 49 and no requirement of ASVS."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

PAGES = ("docs/security.md", "docs/maintainers/security.md")
NAMED = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|lock|json|toml|md|conf|sql))(?:::(\w+))?`")


@pytest.mark.parametrize("page", PAGES)
def test_each_named_test_and_file_is_there(page: str) -> None:
    found = NAMED.findall((settings.BASE_DIR / page).read_text())
    missing = [
        f"{path}::{name}"
        for path, name in found
        if not (file := Path(settings.BASE_DIR / path)).is_file() or (name and f"def {name}(" not in file.read_text())
    ]
    assert len(found) > 30 and missing == []


def test_all_of_the_49_are_answered() -> None:
    rows = re.findall(
        r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|([^|]*)\|$", (settings.BASE_DIR / PAGES[0]).read_text(), re.M
    )
    assert [int(number) for number, *_ in rows] == list(range(1, 50))
    for number, name, state, how, shown in rows:
        assert state in ("충족", "일부", "해당 없음"), f"{number} {name}"
        assert len(how) > 5 and ("::test_" in shown or state == "해당 없음"), f"{number} {name}"


REQUIREMENTS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3
6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4
10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4
14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""
"""Of ASVS 5.0.0, level 1 and 2: how many each section has. Those of level 3 stand behind them in each."""


def test_each_requirement_of_asvs_is_answered() -> None:
    page = (settings.BASE_DIR / PAGES[1]).read_text()
    rows = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \|([^|]*)\|$", page, re.M)
    wanted = [
        f"{section}.{number}"
        for section, _, count in (each.partition(":") for each in REQUIREMENTS.split())
        for number in range(1, int(count) + 1)
    ]
    assert [number for number, *_ in rows] == wanted
    for number, what, state, how in rows:
        assert state in ("met", "partly", "not met", "none here"), f"{number} {what}"
        assert len(how.strip()) > 5 or state == "none here", f"{number} {what}"
    counted = Counter(state for _, _, state, _ in rows)
    assert ", ".join(f"{counted[each]} {each}" for each in ("met", "partly", "not met", "none here")) in page


PLANTED = {
    "BLE001": "try:\n    int('1')\nexcept Exception:\n    int('2')\n",
    "ERA001": "# number = int('1')\n",
    "F821": "int(nowhere)\n",
    "G004": "logging.getLogger('a').warning(f'{address}')\n",
    "S102": "exec(address)\n",
    "S110": "try:\n    int('1')\nexcept Exception:\n    pass\n",
    "S301": "pickle.loads(address)\n",
    "S307": "eval(address)\n",
    "S311": "random.choice([1, 2])\n",
    "S323": "ssl._create_unverified_context()\n",
    "S501": "requests.get(address, verify=False, timeout=1)\n",
    "S506": "yaml.load(address, yaml.Loader)\n",
    "S602": "subprocess.run(address, shell=True)\n",
    "S608": "connection.cursor().execute(f'SELECT a FROM b WHERE c = {address}')\n",
    "T201": "print(address)\n",
}
"""What the rules refuse that the pages name, each once."""


def test_each_planted_weakness_is_refused() -> None:
    used = (
        "import logging\nimport pickle\nimport random\nimport ssl\nimport subprocess\n\nimport requests\nimport yaml\n"
    )
    text = f"{used}from django.db import connection\n\naddress = input()\n{''.join(PLANTED.values())}"
    asked = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--output-format=json",
        "--stdin-filename=planted.py",
        "-",
    ]
    done = subprocess.run(asked, input=text, capture_output=True, text=True, cwd=settings.BASE_DIR, check=False)
    assert PLANTED.keys() - {each["code"] for each in json.loads(done.stdout)} == set()
