"""The last day of a month: the staff enters, workbooks are imported, a briefing is published and the council reads. `make load`.

Asks by asyncio and raw sockets, so that what asks takes little of the machine that answers; what share it took is printed. Aims: a save
and an edition's page in less than a second for 99 of 100, no error, and the memory of the web processes flat.
"""

import argparse
import asyncio
import gzip
import json
import os
import random
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from tools.drills.client import Client, grid
from tools.drills.installation import Installation, begin_django, child_pids, installed, scratch, until
from tools.drills.troubles import ended, workbook

MONTH, NEXT = "2018-07", "2018-09"
DIVISIONS = ("programmes", "labour", "socialeconomy")
AIM = 1.0
"""Seconds, of 99 of 100 saves and of 99 of 100 pages of an edition"""
GROWTH = 1.10
EARLY, LATE = 2_000, 20_000
"""Requests after which the memory is compared"""


@dataclass(slots=True)
class Figures:
    """What was asked and how long it took, by kind; errors with what was answered."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    def line(self, kind: str) -> str:
        found = sorted(self.seconds[kind])
        if not found:
            return f"{kind}: none"
        at = [found[min(len(found) - 1, int(len(found) * share))] for share in (0.5, 0.95, 0.99)]
        return f"{kind}: {len(found)} answered, p50 {at[0]:.3f} s, p95 {at[1]:.3f} s, p99 {at[2]:.3f} s, most {found[-1]:.3f} s"

    def p99(self, kind: str) -> float:
        found = sorted(self.seconds[kind])
        return found[min(len(found) - 1, int(len(found) * 0.99))] if found else 0.0


class Reader:
    """A connection that is kept, with the cookies of somebody who is signed in."""

    def __init__(self, port: int, cookies: dict[str, str], figures: Figures) -> None:
        self.port, self.cookies, self.figures = port, cookies, figures
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, kind: str, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        began = time.perf_counter()
        try:
            status, answer = await asyncio.wait_for(self._ask(method, path, body, headers), 60)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self.close()
            self.figures.errors[f"{kind}: {type(error).__name__}"] += 1
            return 0, b""
        self.figures.seconds[kind].append(time.perf_counter() - began)
        if status >= 400:
            self.figures.errors[f"{kind}: {status}"] += 1
        return status, answer

    async def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        reader, writer = self.streams
        said = {
            "Host": f"127.0.0.1:{self.port}",
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            **headers,
        }
        if body:
            said["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head.split(" ", 2)[1])
        found = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head.split("\r\n")[1:])
        }
        if "content-length" in found:
            answer = await reader.readexactly(int(found["content-length"]))
        elif found.get("transfer-encoding") == "chunked":
            answer = await _chunks(reader)
        else:
            answer = b""
        if found.get("connection", "").lower() == "close":
            self.close()
        return status, gzip.decompress(answer) if found.get("content-encoding") == "gzip" else answer

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
        self.streams = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readline()).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readline()
    return b"".join(parts)


# ------------------------------------------------------------------------------------------------- who asks


def people(staff: int, council: int) -> tuple[list[tuple[str, str]], list[str]]:
    """Accounts with open sessions: of each officer the division and the key of the session, of each council member the key."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from seoulwork.accounts.models import Role, User

    store = import_module(settings.SESSION_ENGINE).SessionStore

    def enter(username: str, role: str, division: str = "") -> str:
        user = User.objects.create(username=username, name=f"부하 {username}", role=role, division=division)
        session = store()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        return str(session.session_key)

    officers = []
    for number in range(staff):
        division = DIVISIONS[number % len(DIVISIONS)]
        officers.append((division, enter(f"load-officer-{number}", Role.OFFICER, division)))
    return officers, [enter(f"load-council-{number}", Role.COUNCIL) for number in range(council)]


async def officer(reader: Reader, division: str, share: tuple[int, int], end: float, chance: random.Random) -> None:
    """Opens the month, and saves cell after cell with pauses, as somebody does who copies figures from paper."""
    await asyncio.sleep(chance.uniform(0, 5))
    _, page = await reader.ask("a month's page", "GET", f"/entry/{division}/{MONTH}/")
    text = page.decode("utf-8", "replace")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    cells = [each for each in grid(text).items() if each[0].startswith("a")][share[0] :: share[1]] or list(
        grid(text).items()
    )
    seen = dict(cells)
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "X-CSRFToken": token[1] if token else "",
    }
    value = 0
    while time.monotonic() < end:
        await asyncio.sleep(chance.uniform(1, 5))
        cell = chance.choice(list(seen))
        value += 1
        sent = {"cell": cell, "value": str(value), "seen": seen[cell], "reason": "부하", "clears": False}
        body = json.dumps({"request": str(uuid4()), "all_or_nothing": False, "cells": [sent]}).encode()
        status, answer = await reader.ask("a save", "POST", f"/entry/{division}/{MONTH}/cells/", body, **headers)
        if status != 200:
            continue
        (result,) = json.loads(answer)["cells"]
        reader.figures.states[result["state"]] += 1
        # Somebody else has moved the other amount of the line meanwhile: told, and right so.
        if result["state"] == "locked" or (result["state"] == "refused" and "원인행위액" not in result["text"]):
            reader.figures.errors[f"{result['state']}: {result['text']}"[:120]] += 1
        seen[cell] = result["theirs"]["version"] if result["state"] == "conflict" else result.get("version", seen[cell])
        if chance.random() < 0.05:
            await reader.ask("a month's page", "GET", f"/entry/{division}/{MONTH}/")


async def opened(site: Installation, officers: list[tuple[str, str]], council: list[str], figures: Figures) -> None:
    """What the day finds open: each process has answered each kind of page before. Its first page of an edition draws the charts."""

    async def look(number: int) -> None:
        division, key = officers[number % len(officers)]
        staff = Reader(site.port, {"sessionid": key}, figures)
        reading = Reader(site.port, {"sessionid": council[number % len(council)]}, figures)
        await staff.ask("a first page", "GET", f"/entry/{division}/{MONTH}/")
        await reading.ask("a first page", "GET", f"/briefings/{MONTH}/")
        staff.close()
        reading.close()

    for _ in range(4):
        await asyncio.gather(*map(look, range(12)))


async def councillor(reader: Reader, wait: float, chance: random.Random) -> None:
    """Opens the edition and reads two of its sections."""
    await asyncio.sleep(wait)
    _, page = await reader.ask("an edition's page", "GET", f"/briefings/{MONTH}/")
    sections = re.findall(rf'href="(/briefings/{MONTH}/[^"]*sections/[^"#]+)', page.decode("utf-8", "replace"))
    for path in chance.sample(sections, min(2, len(sections))):
        await asyncio.sleep(chance.uniform(1, 5))
        await reader.ask("an edition's page", "GET", path)
    reader.close()


def begin_briefing() -> None:
    """A briefing of September with July's texts, to be published."""
    from reports.editions import preparation
    from reports.models import Briefing
    from seoulwork.accounts.models import User
    from seoulwork.domain.briefings import BriefingName
    from seoulwork.domain.periods import Month

    source = Briefing.objects.named(BriefingName.parse(MONTH)).get()
    cover = {
        "kind": source.kind,
        "session": "제283회",
        "committee": source.committee,
        "title": source.title,
        "vision": source.vision,
    }
    new = Briefing(month=Month.parse(NEXT), reference_month=source.reference_month, plan_year=source.plan_year, **cover)
    preparation.begin(new, source, by=User.objects.get(username="administrator"))


def long_work(site: Installation, imports: int) -> list[str]:
    """Begin the publishing and the imports beside the others, as an administrator; what each was answered."""
    client = Client(site.port).sign_in("administrator")
    begun = [f"publishing {client.post(f'/briefings/{NEXT}/publish/', {'reason': '부하'}).status}"]
    for each in range(imports):
        answer = client.upload("labour", f"부하 {each} {uuid4().hex}.xlsx", workbook(1_000 + each))
        address = ended(answer.headers["location"], client, patience=600)
        form = dict(re.findall(r'name="(fingerprint)" value="([^"]+)"', client.get(address).text))
        answer = client.post(f"{address}confirm/", {**form, "reason": "부하"})
        begun.append(f"import {answer.status}")
    return begun


def unfinished() -> int:
    from seoulwork.operations.models import Task

    return Task.objects.exclude(state__in=(Task.State.DONE, Task.State.FAILED)).count()


def tasks() -> str:
    from seoulwork.operations.models import Task

    return ", ".join(
        f"{each.kind} {each.state}{': ' + each.message if each.state == 'failed' else ''}"
        for each in Task.objects.order_by("pk")
    )


# ------------------------------------------------------------------------------------------------- what it took


def memory(pids: list[int]) -> dict[int, int]:
    """Resident kilobytes."""
    found = {}
    for pid in pids:
        status = Path(f"/proc/{pid}/status")
        if status.exists() and (line := re.search(r"VmRSS:\s+(\d+)", status.read_text())):
            found[pid] = int(line[1])
    return found


async def watch(pids: Callable[[], list[int]], figures: Figures, told: list[tuple[float, int, dict[int, int]]]) -> None:
    """Note the memory every five seconds, with how many requests were answered by then."""
    began = time.monotonic()
    while True:
        told.append((time.monotonic() - began, sum(map(len, figures.seconds.values())), memory(pids())))
        await asyncio.sleep(5)


async def leak(
    site: Installation, keys: list[tuple[str, str]], council: list[str], requests: int, figures: Figures
) -> None:
    """So many requests without pauses, of all kinds."""
    left = iter(range(requests))
    pages = (f"/briefings/{MONTH}/", "/briefings/", "/briefings/search/?q=%EC%B2%AD%EB%85%84")

    async def asking(division: str, key: str, reader_key: str) -> None:
        staff = Reader(site.port, {"sessionid": key}, figures)
        reading = Reader(site.port, {"sessionid": reader_key}, figures)
        for number in left:
            if number % 3:
                await reading.ask("of the leak test", "GET", pages[number % len(pages)])
            else:
                await staff.ask("of the leak test", "GET", f"/entry/{division}/{MONTH}/")

    await asyncio.gather(*(asking(*each, key) for each, key in zip(keys[:6], council[:6], strict=True)))


async def office_day(
    site: Installation, options: argparse.Namespace, figures: Figures, keys: Any, pids: Any, told: Any
) -> None:
    officers, council = keys
    await opened(site, officers, council, figures)
    watching = asyncio.create_task(watch(pids, figures, told))
    chance = random.Random(options.seed)
    end = time.monotonic() + options.seconds
    asking: list[Awaitable[Any]] = []
    for number, (division, key) in enumerate(officers):
        reader = Reader(site.port, {"sessionid": key, "csrftoken": "0" * 32}, figures)
        asking.append(officer(reader, division, (number // 3, -(-len(officers) // 3)), end, random.Random(number)))
    asking += [
        councillor(Reader(site.port, {"sessionid": key}, figures), chance.uniform(0, options.within), chance)
        for key in council
    ]
    asking.append(asyncio.to_thread(lambda: print("long work begun:", long_work(site, options.imports), flush=True)))
    await asyncio.gather(*asking)
    if options.requests:
        await leak(site, officers, council, options.requests, figures)
    watching.cancel()


def report(figures: Figures, told: list[tuple[float, int, dict[int, int]]]) -> int:
    for kind in ("a first page", "a save", "a month's page", "an edition's page", "of the leak test"):
        print(figures.line(kind))
    print(f"saves: {dict(figures.states)}; errors: {dict(figures.errors) or 'none'}")
    wrong = [f"{sum(figures.errors.values())} errors"] if figures.errors else []
    wrong += [
        f"p99 of {kind} {figures.p99(kind):.2f} s"
        for kind in ("a save", "an edition's page")
        if figures.p99(kind) > AIM
    ]
    wrong += _leaks(told)
    print("all as wanted" if not wrong else f"NOT as wanted: {'; '.join(wrong)}")
    return int(bool(wrong))


def _leaks(told: list[tuple[float, int, dict[int, int]]]) -> list[str]:
    """What grew by more than a tenth between EARLY and LATE requests (in a shorter run: between a tenth of them and all)."""
    _, answered, last = told[-1]
    early = min(EARLY, answered // 10)
    first = next((rss for _, count, rss in told if count >= early), last)
    wrong = []
    for pid, now in sorted(last.items()):
        if pid in first:
            print(
                f"process {pid}: {first[pid] / 1024:.0f} MB after {early} requests, {now / 1024:.0f} MB after {answered}: {now / first[pid]:.2f}"
            )
            if answered >= LATE and now > GROWTH * first[pid]:
                wrong.append(f"process {pid} grew by {now / first[pid] - 1:.0%}")
    return wrong


def drill(folder: Path, options: argparse.Namespace) -> int:
    settings = ("shared_buffers=256MB", "synchronous_commit=on")
    with installed(folder, options.engine, options.port, *settings) as (site, server):
        site.prepare()
        begin_django(site)
        keys = people(options.staff, options.council)
        begin_briefing()
        from django.db import connections

        connections.close_all()
        web = site.web(options.web)
        worker = site.worker()
        os.nice(5)
        figures = Figures()
        told: list[tuple[float, int, dict[int, int]]] = []
        began, used = time.monotonic(), sum(resource.getrusage(resource.RUSAGE_SELF)[:2])

        def pids() -> list[int]:
            return [*child_pids(web.pid), worker.pid]

        asyncio.run(office_day(site, options, figures, keys, pids, told))
        seconds = time.monotonic() - began
        print(
            f"{options.engine}, {options.web} web processes, {options.staff} staff, {options.council} council members, {seconds:.0f} s"
        )
        until(lambda: not unfinished(), "long work does not end", 600)
        print(f"long work: {tasks()}")
        share = (sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - used) / seconds
        print(f"what asked took {share:.0%} of one core; load of the machine {os.getloadavg()[0]:.1f}")
        wrong = report(figures, told)
        if "Internal Server Error" in site.log("web"):
            print(f"a fault of the program: {site.log('web')[-1500:]}")
            wrong = 1
        if server and (found := server.log().count("deadlock detected")):
            print(f"{found} deadlocks in the server's log")
            wrong = 1
        return wrong


def number(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--web", type=int, default=number("WEB", 3), help="web processes")
    parser.add_argument("--staff", type=int, default=number("STAFF", 100))
    parser.add_argument("--council", type=int, default=number("COUNCIL", 200))
    parser.add_argument("--within", type=float, default=60, help="seconds in which the council opens the edition")
    parser.add_argument("--seconds", type=int, default=number("SECONDS", 180), help="of entering")
    parser.add_argument("--requests", type=int, default=number("REQUESTS", LATE), help="of the leak test, afterwards")
    parser.add_argument("--imports", type=int, default=2)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--seed", type=int, default=20180711)
    options = parser.parse_args()
    with scratch("load") as folder:
        return drill(folder, options)


if __name__ == "__main__":
    sys.exit(main())
