"""Fifty clients at once: nobody is refused by the database, no update is lost, and each loser is told."""

import json
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from seoulwork.accounts.models import User
from seoulwork.domain.cells import Cell
from seoulwork.entry import judging, saving
from seoulwork.figures.divisions import Division

from .conftest import JULY, make_july
from .test_saving import ADDRESS

CLIENTS = 50


@pytest.fixture
def cells(transactional_db: None) -> list[str]:
    """Fifty blank cells of July."""
    july = make_july()
    made = july.models.Indicator.objects.bulk_create(
        july.models.Indicator(short_name=f"칸{number}", name=f"칸{number}", position=number)
        for number in range(CLIENTS)
    )
    return [f"a{each.pk}" for each in made]


def clients() -> list[Client]:
    users = [
        User.objects.create(username=f"o{each}", name=f"담당 {each}", role="officer", division="programmes")
        for each in range(CLIENTS)
    ]
    found = []
    for user in users:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        found.append(client)
    return found


def at_once(work: Callable[[int, Client], Any]) -> list[Any]:
    """Run the work of all clients in threads of their own, from one starting signal."""
    barrier = Barrier(CLIENTS)

    def run(number: int, client: Client) -> Any:
        try:
            barrier.wait()
            return work(number, client)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [each.result() for each in [pool.submit(run, number, client) for number, client in enumerate(clients())]]


def add_one(client: Client, cell: str, value: int, seen: int | None) -> dict[str, Any]:
    """Save the cell's known value plus one."""
    body = {"request": str(uuid4()), "cells": [{"cell": cell, "value": str(value + 1), "seen": seen}]}
    answer = client.post(ADDRESS, json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    result: dict[str, Any] = answer.json()["cells"][0]
    return result


def count_up(cells: list[str], rounds: int) -> Callable[[int, Client], Counter[str]]:
    """Each client adds one to cells of its choice, and learns from a conflict what is there."""

    def work(number: int, client: Client) -> Counter[str]:
        chance = random.Random(number)
        known: dict[str, tuple[int, int | None]] = {}
        accepted: Counter[str] = Counter()
        for _ in range(rounds):
            cell = chance.choice(cells)
            value, seen = known.get(cell, (0, None))
            result = add_one(client, cell, value, seen)
            if result["state"] == "saved":
                accepted[cell] += 1
                known[cell] = value + 1, result["version"]
            elif result["state"] == "conflict":
                assert result["theirs"]["by"]
                accepted["told"] += 1
                known[cell] = int(result["theirs"]["value"].replace(",", "")), result["theirs"]["version"]
            else:
                # Somebody else had added the same one: that is there already, and this client's is not counted.
                assert result["state"] == "unchanged"
                known[cell] = value + 1, result["version"]
        return accepted

    return work


def current(cell: str) -> tuple[int, int]:
    """The cell's value, and how many rows its history has."""
    from seoulwork.figures.divisions import division

    rows = division("programmes").models.Actual.objects.filter(indicator_id=Cell.parse(cell).owner_id, first_month=JULY)
    return rows.get(superseded_at__isnull=True).value, rows.count()


def test_no_update_of_the_same_twenty_cells_is_lost(cells: list[str]) -> None:
    total: Counter[str] = sum(at_once(count_up(cells[:20], 6)), Counter())
    assert total["told"] > 0
    for cell in cells[:20]:
        value, rows = current(cell)
        assert value == rows == total[cell]


def test_fifty_different_cells_are_all_saved(cells: list[str]) -> None:
    def work(number: int, client: Client) -> list[str]:
        first = add_one(client, cells[number], 0, None)
        return [first["state"], add_one(client, cells[number], 1, first["version"])["state"]]

    assert at_once(work) == [["saved", "saved"]] * CLIENTS
    assert {current(cell) for cell in cells} == {(2, 2)}


def test_without_the_version_check_updates_are_lost(cells: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same clients, and a server that takes every save as if it had seen the newest."""
    judge = judging.judge

    def blind(division: Division, what: Any, attempts: Any, there: Any, status: Any, **more: Any) -> Any:
        stored = there.rows
        newest = [
            replace(each, seen=stored[place].version if (place := Cell.parse(each.cell).place) in stored else None)
            for each in attempts
        ]
        return judge(division, what, newest, there, status, **more)

    monkeypatch.setattr(saving, "judge", blind)
    total: Counter[str] = sum(at_once(count_up(cells[:20], 6)), Counter())
    assert any(current(cell)[0] < total[cell] for cell in cells[:20] if total[cell])
