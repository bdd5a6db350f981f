"""The list of a briefing's parts beside the text, and what of the part's tables and pictures the editor places."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.desk import tables
from reports.desk.parts import part
from reports.models import Briefing
from seoulwork.accounts.models import Role, User
from seoulwork.figures.divisions import division
from tests.reports.desk.writing import DESK, PART, keep, models, text_of

FREE: dict[str, Any] = {"kind": "free", "columns": [{}, {}], "body": [{"cells": [{"text": "상담"}, {"text": "10곳"}]}]}


def listed(client: Client) -> str:
    page = client.get(PART).content.decode()
    return re.sub(r"\s+", " ", page[page.index('<nav aria-label="이 보고의 글">') :].partition("</nav>")[0])


def test_every_part_is_listed_with_how_far_it_is_own_ones_first(
    briefing_data: None, signed_in: Callable[..., Client]
) -> None:
    officer, head = signed_in(Role.OFFICER, "labour"), signed_in(Role.HEAD, "labour")
    text = text_of(officer)
    keep(officer, f"{text}\n○ 더", text)
    head.post(f"{PART}remark/", {"text": "근거는?", "line": "1"})
    officer.post(f"{PART}submit/")
    briefing = Briefing.objects.get()
    left_out = models.Programme.objects.get(number=2)
    briefing.arranged = {"left_out": {"labour": [left_out.pk]}}
    briefing.save()
    found = listed(officer)
    assert f'href="{PART}" aria-current="page"' in found
    own = found.partition(f'href="{PART}"')[2].partition("</li>")[0]
    assert "제출" in own and "<strong>의견 1</strong>" in own
    assert "이번에 뺌" in found.partition(left_out.title)[2].partition("</li>")[0]
    assert found.index("labour/0/") < found.index('id="parts-of-programmes"')
    # Those of others are read as they are printed.
    assert "/desk/programmes/" not in found and 'href="/briefings/2018-07/sections/programmes-1/"' in found
    assert 'href="/briefings/2018-07/sections/part-1/"' in found
    everybody = listed(signed_in(Role.ADMINISTRATOR))
    assert all(f'href="{DESK}{key}/' in everybody for key in ("labour", "programmes", "socialeconomy"))


@pytest.mark.any_engine
def test_the_page_takes_the_same_queries_whatever_is_open_and_tells_what_it_places(
    briefing_data: None, signed_in: Callable[..., Client]
) -> None:
    officer, head = signed_in(Role.OFFICER, "labour"), signed_in(Role.HEAD, "labour")
    at = part(Briefing.objects.get(), division("labour"), 1)
    by = User.objects.get(username="labour-officer")
    tables.keep(at, "거점 현황", FREE, seen=0, by=by)
    counts = []
    for more in range(2):
        officer.get(PART)
        with CaptureQueriesContext(connection) as asked:
            page = officer.get(PART)
        counts.append(len(asked))
        if more:
            continue
        for number in (2, 3, 4):
            other = f"{DESK}labour/{number}/"
            text = text_of(officer, other)
            keep(officer, f"{text}\n○ 더", text, other)
            head.post(f"{other}remark/", {"text": "근거는?", "line": "1"})
        tables.keep(at, "둘째 표", FREE, seen=0, by=by)
    assert counts[0] == counts[1]
    content = page.content.decode()
    assert 'data-put="[표: 거점 현황]"' in content and 'data-put="[표: 둘째 표]"' in content
    (first, _) = page.context["data"]["placeable"]
    assert first["shown"] == "[id='table-labour-1-table-거점-현황']"
    assert officer.get(first["address"]).status_code == 200
