"""Double click, refresh, back, resend: through the addresses that pages use, in random mixes, nothing is done twice.

SEOULWORK_MIXES says how many are tried."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from programmes.models import Remark, Reopening
from seoulwork.audit.models import Event
from seoulwork.domain.cells import Cell
from seoulwork.entry import history
from seoulwork.entry.models import ReportingMonth
from seoulwork.figures.divisions import Division
from tests.choosing import amount
from tests.entry.moments import amount_at

from .conftest import JULY, People, cell_of

PAGE = "/entry/programmes/2018-07/"
JSON = {"Accept": "application/json"}
PARTS = 4
MIXES = amount("SEOULWORK_MIXES", 40, long=800) // PARTS
"""Of each part"""
ACTIONS = 4
ANSWERS = {200, 302, 422}
"""Done, done and sent on, refused. Never a 500."""

Request = Callable[[], Any]


class Office:
    """The people at the month, each with a browser, and the pages that their browsers can go back to."""

    def __init__(
        self, july: Division, people: People, chance: random.Random, client_of: Callable[[Any], Client]
    ) -> None:
        line = july.models.Budget.objects.get(kind="current")
        self.july, self.chance = july, chance
        self.cells = [cell_of(july, "상담"), cell_of(july, "공간이용", "스터디룸"), f"c{line.pk}", f"s{line.pk}"]
        self.officers = [client_of(people.officer), client_of(people.colleague)]
        self.head, self.administrator = client_of(people.head), client_of(people.administrator)
        self.pages: list[dict[str, str]] = []

    def refresh(self) -> None:
        """Open the page: what its form would send, touched or not."""
        grid = self.chance.choice(self.officers).get(PAGE).context["grid"]
        page = {"request": grid.request}
        for each in (each for row in grid.rows() for each in row.inputs):
            page |= {each.cell: each.value, f"seen-{each.cell}": str(each.version or "")}
        self.pages.append(page)

    def page(self) -> dict[str, str]:
        """The newest page, or by the back button one from before."""
        return self.chance.choice([self.pages[-1], self.pages[-1], self.chance.choice(self.pages)])

    def value(self) -> str:
        return self.chance.choice(["", "-", "0", "1", "2", "100,000", "105,000", "△3", "열"])

    # -------------------------------------------------------------------------------- requests, each as one can send it

    def cells_sent(self) -> Request:
        page, chosen = self.page(), self.chance.sample(self.cells, self.chance.choice([1, 1, 2]))
        sent = [{"cell": cell, "value": self.value(), "seen": page[f"seen-{cell}"] or None} for cell in chosen]
        body = json.dumps(
            {
                "request": str(uuid4()),
                "all_or_nothing": self.chance.random() < 0.5,
                "cells": [{**each, "seen": each["seen"] and int(each["seen"])} for each in sent],
            }
        )
        client = self.chance.choice(self.officers)
        return lambda: client.post(f"{PAGE}cells/", body, content_type="application/json")

    def form_sent(self) -> Request:
        data = self.page() | {self.chance.choice(self.cells): self.value()}
        client = self.chance.choice(self.officers)
        return lambda: client.post(PAGE, data)

    def remark_sent(self) -> Request:
        cell, kind = self.chance.choice(self.cells), self.chance.choice(["note", "shortfall"])
        there = Remark.objects.filter(**Remark.beside(Cell.parse(cell)), kind=kind, superseded_at__isnull=True).first()
        data = {
            "kind": kind,
            "text": self.chance.choice(["", "센터 두 곳", "센터 세 곳"]),
            "seen": there.pk if there else "",
        }
        if kind == "shortfall":
            data["recovery"] = "2018-09-30"
        client = self.chance.choice(self.officers)
        return lambda: client.post(f"{PAGE}cells/{cell}/remark/", data, headers=JSON)

    def step_sent(self) -> Request:
        """A step of the month's way, mostly one that is possible now."""
        day = str(timezone.localdate() + timedelta(days=1))
        steps = {
            "submit": (self.officers[0], {"note": "집계 중"}),
            "send-back": (self.head, {"reason": "확인해 주세요"}),
            "reopen": (self.administrator, {"until": day, "reason": "늦은 신고"}),
            "end-reopening": (self.administrator, {}),
        }
        open_now = ReportingMonth.objects.get(division="programmes").state == "open"
        likely = ["submit"] if open_now else ["send-back", "reopen", "end-reopening"]
        name = self.chance.choice([*likely, *likely, *steps])
        client, data = steps[name]
        return lambda: client.post(f"{PAGE}{name}/", data, headers=JSON)

    # --------------------------------------------------------------------------------------------- what came of them

    def stored(self) -> dict[str, str]:
        """What a user can tell of the month: each cell's value, its remarks, the state, who may write until when."""
        found: dict[str, str] = {}
        for cell in map(Cell.parse, self.cells):
            rows = history.rows_of(self.july, JULY, cell.place)
            found[str(cell)] = str(amount_at(rows, cell.field, timezone.now()))
        for remark in Remark.objects.filter(superseded_at__isnull=True):
            found[f"{remark.cell} {remark.kind}"] = f"{remark.text} {remark.recovery}"
        found["state"] = ReportingMonth.objects.get(division="programmes").state
        found["reopened"] = str(list(Reopening.objects.order_by("pk").values_list("until", "reason", "ended_at")))
        return found

    def rows(self) -> list[int]:
        """How many rows there are of everything that keeps history."""
        tables: list[Any] = [self.july.models.Actual, self.july.models.Execution, Remark, Reopening, Event]
        return [table.objects.count() for table in tables]

    def lines(self) -> dict[str, int]:
        """How many changes each cell's history tells."""
        return {cell: len(history.changes(self.july, JULY, Cell.parse(cell))) for cell in self.cells}


@pytest.mark.slow(150)
# What is sent and in which order decides, not the engine: on another one a part of the mixes is enough.
@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.any_engine) for part in range(1, PARTS))])
def test_nothing_is_done_twice(july: Division, people: People, client_of: Any, part: int) -> None:
    """Mixes of 4 actions each. What changed nothing has left no row; each changed cell has one line of history more."""
    clients = {
        user.pk: client_of(user) for user in (people.officer, people.colleague, people.head, people.administrator)
    }
    seen: set[int] = set()
    for mix in range(part * MIXES, part * MIXES + MIXES):
        with transaction.atomic():
            office = Office(july, people, random.Random(mix), lambda user: clients[user.pk])
            seen |= _mix(office, mix)
            transaction.set_rollback(True)
    assert seen == ANSWERS, "each kind of answer has come"


def _mix(office: Office, mix: int) -> set[int]:
    office.refresh()
    sent: list[Request] = []
    statuses: set[int] = set()
    stored, rows, lines = office.stored(), office.rows(), office.lines()

    def send(request: Request, *, again: bool = False) -> None:
        nonlocal stored, rows, lines
        status = request().status_code
        assert status in ANSWERS, f"mix {mix}: {status}"
        statuses.add(status)
        before, stored = stored, office.stored()
        rows_before, rows = rows, office.rows()
        lines_before, lines = lines, lines if rows == rows_before else office.lines()
        assert not again or stored == before, f"mix {mix}: a double click has done more than a click"
        assert stored != before or rows == rows_before, f"mix {mix}: rows without a change"
        told = {cell: lines_before[cell] + (before[cell] != stored[cell]) for cell in lines}
        assert lines == told, f"mix {mix}: one line of history for each real change"

    for _ in range(ACTIONS):
        if office.chance.random() < 0.3:
            office.refresh()
        kinds = [office.cells_sent, office.form_sent, office.form_sent, office.remark_sent, office.step_sent]
        request = office.chance.choice(kinds)()
        send(request)
        if office.chance.random() < 0.5:
            send(request, again=True)
        if sent and office.chance.random() < 0.2:
            send(office.chance.choice(sent))
        sent.append(request)
    return statuses
