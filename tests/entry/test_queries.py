"""What requests ask of the database, from the first middleware to the last menu, and what a block of cells costs."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import Node
from seoulwork.entry import submission
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import Division, divisions

from .conftest import People, cell_of

PAGE = "/entry/programmes/2018-07/"


def asked(client: Client, method: str, address: str, **options: Any) -> list[str]:
    """The queries of one request, savepoints included; the session was renewed by the request before."""
    client.get("/entry/session/")
    with CaptureQueriesContext(connection) as found:
        assert getattr(client, method)(address, **options).status_code == 200
    return [each["sql"] for each in found.captured_queries]


def sent(*cells: tuple[str, str]) -> dict[str, Any]:
    listed = [{"cell": cell, "value": value, "seen": None} for cell, value in cells]
    return {"data": {"request": str(uuid4()), "cells": listed}, "content_type": "application/json"}


def test_a_page_a_panel_and_a_save_ask_once_for_each_thing(july: Division, people: People, client_of: Any) -> None:
    """Pinned for the whole request. The page's last one is of its occasional figures. A save's three more are the begin and the end of its transaction, and its event."""
    client, cell = client_of(people.officer), cell_of(july, "상담")
    requests = {
        "page": asked(client, "get", PAGE),
        "panel": asked(client, "get", f"{PAGE}cells/{cell}/?fragment=1"),
        "save": asked(client, "post", f"{PAGE}cells/", **sent((cell, "5"))),
    }
    assert {name: len(queries) for name, queries in requests.items()} == {"page": 8, "panel": 10, "save": 12}
    for name in ("page", "panel"):
        assert len(set(requests[name])) == len(requests[name])


def test_the_board_asks_no_more_for_more_months_and_years(july: Division, people: People, client_of: Any) -> None:
    client, address = client_of(people.administrator), "/entry/board/2018-07/"
    before = len(asked(client, "get", address))
    for month in Run(Month(2015, 1), Month(2018, 6)).months():
        open_month(month)
    assert len(asked(client, "get", address)) == before


def test_the_board_asks_no_more_for_more_divisions(
    july: Division, people: People, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, all_of_them = client_of(people.administrator), divisions()
    counts = set()
    for shown in (all_of_them[:1], all_of_them, all_of_them * 20):
        monkeypatch.setattr(submission, "divisions", lambda shown=shown: shown)
        counts.add(len(asked(client, "get", "/entry/board/2018-07/")))
    assert counts == {6}


def test_a_correction_and_an_amount_of_money_are_saved_with_few_queries_too(
    july: Division, people: People, client_of: Any
) -> None:
    """A correction has two statements more: the row before is superseded, and its months are given to the new one."""
    client, cell = client_of(people.officer), cell_of(july, "상담")
    first = client.post(f"{PAGE}cells/", **sent((cell, "5"))).json()["cells"][0]
    corrected = sent((cell, "6"))
    corrected["data"]["cells"][0]["seen"] = first["version"]
    line = july.models.Budget.objects.get().pk
    assert len(asked(client, "post", f"{PAGE}cells/", **corrected)) == 15
    assert len(asked(client, "post", f"{PAGE}cells/", **sent((f"c{line}", "110,000")))) == 12


def test_a_block_builds_the_catalogue_of_places_once_however_many_cells_it_has(
    july: Division, people: People, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = july.models.Indicator
    model.objects.bulk_create(model(short_name=f"지표 {at}", name=f"지표 {at}", unit="명") for at in range(100))
    cells = [f"a{pk}" for pk in model.objects.filter(short_name__startswith="지표 ").values_list("pk", flat=True)]
    client, walk = client_of(people.officer), Node.walk
    seen: list[Node] = []

    def counted(node: Node) -> Iterator[Node]:
        seen.append(node)
        return walk(node)

    monkeypatch.setattr(Node, "walk", counted)
    walked = []
    for block in (cells[:20], cells[20:100]):
        seen.clear()
        answer = client.post(f"{PAGE}cells/", **sent(*((cell, "5") for cell in block)))
        assert [each["state"] for each in answer.json()["cells"]] == ["saved"] * len(block)
        walked.append(len(seen))
    assert walked[1] - walked[0] <= 10 * 60, "a few times for each cell more, not all places for each"
