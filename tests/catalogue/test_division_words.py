"""What a division is counted as (담당관, 과) is said by the organisation's words alone: no page and no workbook keeps the word of before."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.rights import RIGHTS
from seoulwork.figures import organisation
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.labels import head_word, means_of_divisions, worded
from seoulwork.figures.models import DivisionState
from seoulwork.workbook.lists.books import BOOKS
from tests.test_rights import ADDRESSES, EXAMPLES

pytestmark = pytest.mark.any_engine

OLD = "담당관"


def renamed(*units: str) -> None:
    for position, (each, unit) in enumerate(zip(divisions(), units, strict=True), 1):
        name = f"{each.name.removesuffix(OLD)}{unit}"
        DivisionState.objects.create(division=each.key, name=name, unit=unit, position=position)
    organisation.read()


def pages(client: Client, row: int) -> Iterator[tuple[str, bytes]]:
    """The pages that open for the user, of the divisions' own and of the administrator's."""
    known = {**EXAMPLES, "division": "labour", "pk": str(row)}
    kinds = (
        "programmes",
        "indicators",
        "targets",
        "budgets",
        "appropriations",
        "passages",
        "headcount",
        "goal",
        "relations",
    )
    for address in ADDRESSES.values():
        if address.name not in RIGHTS or address.name in ("guide", "guides", "account_logout"):
            continue
        for kind in kinds if "kind" in address.variables else ("",):
            values = {name: kind if name == "kind" else known[name] for name in address.variables}
            found = client.get(reverse(address.name, kwargs=values))
            if found.status_code == 200:
                content = b"".join(found) if found.streaming else found.content
                yield f"{address.name} {kind}", content


def text_of(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return html.unescape(content.decode(errors="replace"))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(html.unescape(book.read(each).decode(errors="replace")) for each in book.namelist())


def test_no_page_and_no_template_says_the_word_of_before(briefing_data: None, signed_in: Callable[..., Client]) -> None:
    renamed("과", "과", "과")
    client = signed_in(Role.ADMINISTRATOR)
    row = division("labour").models.Indicator.objects.filter(programme=None).earliest("pk").pk
    found = dict(pages(client, row))
    assert len(found) > 40
    for book in BOOKS:
        address = reverse("import_list_template", args=["labour", book])
        content = client.get(
            address, {"download": "1", "year": "2018", "run": "2018", "month": "2018-07", "day": "2018-07-11"}
        )
        found[f"template {book}"] = content.content
    said = {
        name: [text[max(0, at.start() - 30) : at.end() + 20] for at in re.finditer(OLD, text)]
        for name, content in found.items()
        if OLD in (text := text_of(content))
    }
    assert not said
    assert "과 공통" in text_of(found["list indicators"])
    assert "노동정책과" in text_of(found["list indicators"])


def test_the_word_before_is_read_in_workbooks_and_words_agree(db: None) -> None:
    assert (worded("{division:을/를} {head}"), means_of_divisions("담당관 공통")) == ("담당관을 담당관", True)
    renamed("과", "과", "과")
    assert (worded("{division:을/를} {head:이/가}"), division("labour").shared) == ("과를 과장이", "과 공통")
    assert all(map(means_of_divisions, ("담당관 공통", "과 공통")))
    assert not means_of_divisions("노동 공통")
    assert User(role=Role.HEAD, division="labour").get_role_display() == "과장"


@pytest.mark.parametrize("units", [("과", "팀", "과")])
def test_where_they_are_not_all_the_same_a_common_word_is_said(db: None, units: tuple[str, ...]) -> None:
    renamed(*units)
    assert (worded("{division:이/가}"), head_word(), division("labour").shared) == (
        "부서가",
        "부서장",
        f"{units[1]} 공통",
    )
