"""The pages of the security review name tests and files that there are, and leave out none of the 49."""

import re
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
        assert len(how) > 5 and (shown.strip() or state == "해당 없음"), f"{number} {name}"
