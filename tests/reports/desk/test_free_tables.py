"""Free tables through their page: pasted, merged, bound, saved, placed; and the same in a browser."""

import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from reports.assemble import assemble
from reports.document import Table
from reports.models import Briefing
from reports.values import Figure
from seoulwork.accounts.models import Role
from tests.reports.desk.writing import DESK, PART, models, passages
from tests.reports.tables.copied import EXCEL, HANCOM

FREE = f"{PART}tables/free/"


def form_of(page: str) -> dict[str, str]:
    """What the form of a page would send, with nothing clicked."""
    sent = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    }
    sent |= {
        name: html.unescape(value).removeprefix("\n")
        for name, value in re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>([^<]*)</textarea>', page)
    }
    for name, inside in re.findall(r'<select[^>]* name="([\w-]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside) or re.search(r'value="([^"]*)"', inside)
        sent[name] = chosen[1] if chosen else ""
    for name, value in re.findall(r'<input (?:id="\w+" )name="(\w+)"[^>]* value="([^"]*)"', page):
        sent[name] = html.unescape(value)
    return sent


def click(client: Client, page: str, do: str, **typed: str) -> str:
    response = client.post(FREE, form_of(page) | typed | {"do": do})
    assert response.status_code == 200
    return response.content.decode()


def error(page: str) -> str:
    found = re.search(r'id="free-said" role="status"><p class="problem">(.*?)</p>', page)
    return html.unescape(found[1]) if found else ""


def tables() -> list[Table]:
    sections = assemble(Briefing.objects.get()).walk()
    return [each for section in sections for each in section.blocks if isinstance(each, Table) and "table" in each.key]


def start(client: Client, text: str) -> str:
    return click(client, client.get(FREE).content.decode(), "paste", pasted=text)


@pytest.mark.any_engine
def test_a_pasted_table_is_changed_bound_saved_placed_and_printed(officer: Client) -> None:
    page = start(officer, EXCEL)
    assert "3행 4열의 표를 붙였습니다." in page and 'rowspan="2"' in page
    page = click(officer, page, "draw", heads="2", unit="명", caption="전환 현황", notes="시 본청만")
    assert "적은 숫자" in page and "{교통공사전환}" in html.unescape(page)
    do = re.search(r'value="(bind 2 1 0 0)"', page)
    assert do
    page = click(officer, page, do[1])
    assert form_of(page)["t-2-1"] == "{교통공사전환:값}"
    page = click(officer, page, "row-add 3")
    page = click(officer, page, "merge", top="4", left="1", bottom="4", right="2", **{"t-3-0": "가", "t-3-1": "나"})
    assert form_of(page)["t-3-0"] == "가\n나" and 'colspan="2"' in page
    page = click(officer, page, "undo")
    assert (form_of(page)["t-3-0"], form_of(page)["t-3-1"]) == ("가", "나")
    response = officer.post(FREE, form_of(page) | {"do": "save", "name": "전환 현황"})
    assert response.status_code == 302
    row = models.ManuscriptTable.objects.get()
    assert (row.name, row.description["kind"], len(row.description["head"])) == ("전환 현황", "free", 2)

    assert passages().endswith("[표: 전환 현황]")
    (table,) = tables()
    assert (table.caption, table.unit, table.notes) == ("전환 현황", "명", ("시 본청만",))
    assert [[cell.text for cell in each.cells] for each in table.head] == [["구분", "2018년", "비고"], ["목표", "실적"]]
    assert [(cell.rowspan, cell.colspan) for cell in table.head[0].cells] == [(2, 1), (1, 2), (2, 1)]
    bound = table.body[0].cells[1]
    assert bound.text == "1,285" and isinstance(bound.content, Figure)
    assert "전환 현황" in officer.get("/briefings/2018-07/sections/labour-1/").content.decode()

    again = officer.get(f"{FREE}?name=전환 현황").content.decode()
    assert form_of(again)["t-2-1"] == "{교통공사전환:값}" and "표 고치기" in again


@pytest.mark.any_engine
def test_two_makers_of_one_table_lose_nothing(officer: Client, head: Client) -> None:
    officer.post(FREE, form_of(start(officer, HANCOM)) | {"do": "save", "name": "위원회"})
    pages = [client.get(f"{FREE}?name=위원회").content.decode() for client in (officer, head)]
    assert head.post(FREE, form_of(pages[1]) | {"do": "save", "t-2-2": "16명"}).status_code == 302
    page = click(officer, pages[0], "save", **{"t-2-2": "17명"})
    assert "다른 사람이 그사이" in error(page) and "16명" in page and "17명" in page
    assert officer.post(FREE, form_of(page) | {"do": "save"}).status_code == 302
    assert models.ManuscriptTable.objects.get().versions.count() == 3


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("do", "typed", "word"),
    [
        ("paste", {"pasted": "<table><tr><td><table>"}, "칸 안에 다른 표"),
        ("merge", {"top": "1", "left": "1", "bottom": "99", "right": "1"}, "표에 없는 칸"),
        ("sort", {"left": "9"}, "표에 없는 칸"),
        ("bind 0 0 0 0", {}, "그사이 바뀌었습니다"),
        ("save", {"name": "가", "t-2-1": "{없는지표}"}, "없는 이름"),
        ("save", {"name": "가", "t-2-1": "{"}, "중괄호"),
        ("save", {"name": "[]"}, "대괄호"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_the_table(
    officer: Client, do: str, typed: dict[str, str], word: str
) -> None:
    page = click(officer, start(officer, EXCEL), do, **typed)
    assert word in error(page)
    assert form_of(page)["t-2-0"] == "무기계약직\n전환"
    assert not models.ManuscriptTable.objects.exists()


@pytest.mark.any_engine
@pytest.mark.parametrize(
    "sent",
    [
        {"description": "[]"},
        {"description": "{"},
        {"description": '{"kind": "figures"}'},
        {"past": "[1]"},
        {"past": "[" * 5_000},
        {"do": "row-add 99"},
        {"do": "row"},
        {"do": "table-add 1"},
        {"width-0": "99"},
        {"align-0": "middle"},
    ],
    ids=json.dumps,
)
def test_what_the_page_does_not_send_is_not_found(officer: Client, sent: dict[str, str]) -> None:
    page = start(officer, EXCEL)
    assert officer.post(FREE, form_of(page) | {"do": "draw"} | sent).status_code == 404


def test_a_name_that_there_is_not_is_not_found(officer: Client) -> None:
    for name in ("없는 표", "%00", "가" * 500):
        assert officer.get(f"{FREE}?name={name}").status_code == 404


def test_only_those_who_write_the_part_make_its_tables(officer: Client, signed_in: Any) -> None:
    assert officer.get(f"{DESK}programmes/1/tables/free/").status_code == 403
    assert signed_in(Role.COUNCIL).get(FREE).status_code == 403


def test_a_figure_is_chosen_into_a_cell(officer: Client) -> None:
    """By its name, what of it, of when and in which shape; what there is not is told with what may be meant, and the cell stays."""
    page = start(officer, EXCEL)
    assert re.search(r'<option value="교통공사전환">[^<]*1,285', page)
    page = click(
        officer, page, "figure", figure="교통공사전환", figure_shape="값", top="3", left="3", bottom="3", right="3"
    )
    before = form_of(page)["t-2-2"]
    assert before.endswith("{교통공사전환:값}") and "1,285" in page
    page = click(
        officer, page, "figure", figure="교통공사전환", figure_aspect="기준일", figure_shape="", top="3", left="4"
    )
    assert form_of(page)["t-2-3"].endswith("{교통공사전환.기준일}")
    page = click(officer, page, "draw", figure_aspect="")
    for name, sentence in (("교통공사전한", "없는 이름입니다"), ("", "골라 주세요"), ("}{", "골라 주세요")):
        page = click(officer, page, "figure", figure=name, top="3", left="3")
        assert sentence in error(page)
        assert form_of(page)["t-2-2"] == before
    assert "없는 칸" in error(click(officer, page, "figure", figure="교통공사전환", top="90"))
