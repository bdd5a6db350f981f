"""docs/checks.md tells every rule of the checker, and the findings on July 2018 as the command prints them."""

import json
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from reports.checks.registry import RULES
from reports.checks.rules import LABELS

RULE = re.compile(r"^(?P<title>.+) `(?P<key>[a-z_]+\.[a-z_]+)`$")


def rows() -> list[list[str]]:
    """The cells of the page's tables, by row, without heads."""
    lines = (settings.BASE_DIR / "docs/checks.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [each for each in cells if each[0] != "규칙" and set(each[0]) != {"-"}]


def test_every_rule_stands_once_with_its_title_and_rank() -> None:
    told = [(RULE.fullmatch(each[0]), each) for each in rows() if len(each) == 5]
    assert all(named for named, _ in told)
    stated = sorted((named["key"], named["title"], each[1]) for named, each in told if named)
    assert stated == sorted((rule.key, rule.title, LABELS[rule.severity]) for rule in RULES)


def test_every_rule_says_what_it_finds_shows_it_and_tells_what_to_do() -> None:
    assert not [each for each in rows() if not all(each)]
    assert not [each[0] for each in rows() if len(each) not in (4, 5)]


@pytest.mark.any_engine
def test_the_findings_on_july_are_those_of_the_command(briefing_data: None) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="답하지 않은 오류가 3건 있습니다"):
        call_command("check_briefing", "2018-07", format="json", stdout=out)
    found = [[each["title"], each["place"], each["sentence"]] for each in json.loads(out.getvalue())]
    assert sorted(each[:3] for each in rows() if len(each) == 4) == sorted(found)
