"""How long writers wait for the look of their part, its printed page and a figure table that they make, when several write at once:
asked of a running server."""

import json
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import Client
from django.urls import reverse

from reports.desk.keeping import current_text, manuscript_of
from reports.desk.parts import Part, parts
from reports.desk.table_making import EMPTY, Making
from reports.desk.table_starting import started
from reports.editions.reading import is_published
from reports.models import Briefing
from reports.tables.building import entry_of
from seoulwork.accounts.models import Role, User

LOOK, PRINT = 0.3, 0.6
"""Seconds after a rest that the site's look or a table that is made may take, and the printed page more."""
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
Ask = Callable[[str, str, str], tuple[float, bool]]
"""Sends a body of a type to the address of that name: seconds that the answer took, and whether it was that too many wait."""
Pause = Callable[[int], tuple[tuple[float, bool], ...]]
"""What is asked in the pause of that number."""
HEAD = f"{'측정':<14}{'가운데':>8}{'95%':>9}{'목표':>8}"


class Command(BaseCommand):
    help = "여러 사람이 함께 원고를 쓸 때 화면 모습과 인쇄 모습이 나오는 시간을 실행 중인 서버에서 잽니다. 저장은 하지 않습니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="작성 중인 보고 (2018-09)")
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="같은 데이터베이스를 쓰는 서버")
        parser.add_argument("--writers", type=int, default=10)
        parser.add_argument("--pauses", type=int, default=10, help="한 사람이 쓰다가 쉬는 횟수")
        parser.add_argument("--typing", type=float, default=5.0, help="쉬기 전에 쓰는 초")

    def handle(self, *args: Any, **options: Any) -> None:
        briefing = next((each for each in Briefing.objects.all() if str(each.name) == options["name"]), None)
        if briefing is None or is_published(briefing):
            raise CommandError("작성 중인 그 보고가 없습니다.")
        user = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).first()
        if user is None:
            raise CommandError("관리자가 없습니다.")
        written = [each for each in parts(briefing) if each.programme]
        people = [
            (part, self.asking(user, part, options["address"], at))
            for at, part in zip(range(options["writers"]), cycle(written), strict=False)
        ]
        texts = self.sessions([self.writer(*each, at) for at, each in enumerate(people)], options)
        clicks = self.sessions([self.maker(*each) for each in people], options)
        looks, prints = ([seconds for seconds, _ in each] for each in zip(*texts, strict=True))
        busy = sum(was_busy for pause in texts for _, was_busy in pause)
        drawn = [seconds for ((seconds, _),) in clicks]
        self.stdout.write(HEAD)
        for label, found, aim in (("화면 모습", looks, LOOK), ("인쇄 모습", prints, PRINT), ("표 그리기", drawn, LOOK)):
            middle, late = statistics.median(found), sorted(found)[len(found) * 95 // 100]
            self.stdout.write(f"{label:<12}{middle * 1000:>8.0f} ms{late * 1000:>7.0f} ms{aim * 1000:>6.0f} ms")
        load = os.getloadavg()[0]
        self.stdout.write(
            f"{options['writers']}명이 {options['pauses']}번씩, 늦다고 답한 것 {busy}번, 기계의 부하 {load:.1f}"
        )

    def sessions(self, writers: list[Pause], options: dict[str, Any]) -> list[tuple[tuple[float, bool], ...]]:
        """What each pause of all of them took."""
        for write in writers[:2]:  # a process reads its style sheet and fonts once
            write(0)
        with ThreadPoolExecutor(len(writers)) as pool:
            told = [
                pool.submit(self.session, write, options["pauses"], options["typing"], at)
                for at, write in enumerate(writers)
            ]
        return [pause for each in told for pause in each.result()]

    def session(self, write: Pause, pauses: int, typing: float, at: int) -> list[tuple[tuple[float, bool], ...]]:
        """One who writes for some seconds, rests, and writes on; the writers begin one after the other."""
        told = []
        time.sleep(typing * (at % 10) / 10)
        for pause in range(1, pauses + 1):
            told.append(write(pause))
            time.sleep(typing)
        return told

    def writer(self, part: Part, ask: Ask, at: int) -> Pause:
        text = current_text(part, manuscript_of(part))

        def write(pause: int) -> tuple[tuple[float, bool], ...]:
            body = json.dumps({"text": f"{text}\n※ {at}-{pause}"})
            return ask("desk_look", body, JSON), ask("desk_print", body, JSON)

        return write

    def maker(self, part: Part, ask: Ask) -> Pause:
        """Somebody who makes a table of the first figure that may be chosen, over five years."""
        names = [entry_of(each.value) for _, own in Making(part, EMPTY).names for each in own]
        table = started(part, "years", names[:1]).description if names else EMPTY

        def click(pause: int) -> tuple[tuple[float, bool], ...]:
            body = urlencode({"do": "draw", "description": json.dumps(table), "caption": f"표 {pause}"})
            return (ask("desk_table", body, FORM),)

        return click

    def asking(self, user: User, part: Part, address: str, at: int) -> Ask:
        client = Client()
        client.force_login(user)
        token = f"{at:032d}"
        cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
        headers = {"X-CSRFToken": token, "Cookie": cookies}
        place = [part.briefing.name, part.division.key, part.number]

        def ask(name: str, body: str, kind: str) -> tuple[float, bool]:
            request = Request(address + reverse(name, args=place), body.encode(), headers | {"Content-Type": kind})  # noqa: S310 given by who measures
            began = time.perf_counter()
            try:
                with urlopen(request) as answer:  # noqa: S310
                    answer.read()
            except HTTPError as error:
                if error.code != 409:
                    raise CommandError(f"{name}: {error.code} {error.reason}") from error
                return time.perf_counter() - began, True
            return time.perf_counter() - began, False

        return ask
