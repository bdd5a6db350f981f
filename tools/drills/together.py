"""Several people at the same things: two administrators at each step, eight publishings at once, all writers for minutes. One wins and the
other is told; nothing is done twice; no deadlock reaches anybody."""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tools.drills import kills
from tools.drills.client import GONE, Answer, Client, grid
from tools.drills.installation import Installation, Lost, Server, expect, until
from tools.drills.troubles import MONTH, ended, evidence, no_faults, workbook

LABOUR = f"/entry/labour/{MONTH}/"


def fields(page: str) -> dict[str, str]:
    """What the forms of a page hold, but for what is chosen or ticked."""
    found = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', page))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def said(client: Client, answer: Answer) -> str:
    """What whoever sent the form reads next."""
    page = client.get(answer.headers["location"]) if answer.status in (302, 303) else answer
    notices = re.findall(r'class="(?:notice|errorlist)[^"]*"[^>]*>(.*?)</(?:li|ul)>', page.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", each).strip() for each in notices) or page.said


class Pair:
    """Two administrators, each with a session."""

    def __init__(self, site: Installation) -> None:
        from seoulwork.accounts.models import User

        first = User.objects.get(username="administrator")
        User.objects.update_or_create(
            username="administrator2", defaults={"name": "관리자 둘", "role": first.role, "password": first.password}
        )
        self.clients = [Client(site.port).sign_in(each) for each in ("administrator", "administrator2")]

    def at_once(self, path: str, values: Callable[[Client], dict[str, Any]]) -> list[Answer]:
        sent = [values(each) for each in self.clients]
        both = threading.Barrier(2)

        def send(number: int) -> Answer:
            both.wait()
            return self.clients[number].post(path, sent[number])

        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(send, range(2)))
        for answer in answers:
            expect(answer.status < 500, f"{path} is answered {answer.status} {answer.said}")
        return answers


def events() -> Counter[str]:
    """What was done so far, by its name; signing in aside."""
    from seoulwork.audit.models import Event

    return Counter(each for each in Event.objects.values_list("action", flat=True) if not each.startswith("session"))


def pairs(site: Installation) -> str:
    """Each step by two at once, each in the order that a briefing and a month take. Raises Lost."""
    site.web(3)
    site.worker()
    pair = Pair(site)
    one = pair.clients[0]
    reason: Callable[[Client], dict[str, Any]] = lambda client: {"reason": "훈련"}  # noqa: E731
    told: list[str] = []

    def both(name: str, path: str, values: Callable[[Client], dict[str, Any]], *, differ: bool = True) -> list[Answer]:
        before = events()
        answers = pair.at_once(path, values)
        heard = [said(client, answer) for client, answer in zip(pair.clients, answers, strict=True)]
        gained = events() - before
        expect(all(number == 1 for number in gained.values()), f"{name} was done twice: {dict(gained)}")
        if differ:
            expect(gained, f"{name} was done by neither: {heard}")
            expect(heard[0] != heard[1], f"{name}: both are told {heard[0]}")
        told.append(name)
        return answers

    both("correct", f"/briefings/{MONTH}/correct/", reason)
    both("give up", f"/briefings/{MONTH}/correct/give-up/", lambda client: {})

    address = ended(one.upload("labour", f"둘이서 {uuid4().hex}.xlsx", workbook(77_001)).headers["location"], one)
    both(
        "import", f"{address}confirm/", lambda client: {**_fingerprint(client, address), "reason": "훈련"}, differ=False
    )
    until(lambda: _batches() == 1, "the import does not end")
    both("undo", f"{address}undo/", reason)

    def submitting(client: Client) -> dict[str, Any]:
        return {"note": "훈련", "unexplained": _unexplained(client)}

    both("submit", f"{LABOUR}submit/", submitting)
    both("send back", f"{LABOUR}send-back/", reason)
    both("submit again", f"{LABOUR}submit/", submitting)
    both("approve", f"{LABOUR}approve/", lambda client: {"unexplained": _unexplained(client)})
    both("close", f"{LABOUR}close/", lambda client: {})
    from django.utils import timezone

    tomorrow = str(timezone.localdate() + timedelta(days=1))
    both("open again", f"{LABOUR}reopen/", lambda client: {"until": tomorrow, **reason(client)})
    both(
        "add a unit",
        "/units/add/",
        lambda client: {**fields(client.get("/units/add/").text), "name": "꾸러미", "base": "꾸러미", **reason(client)},
        differ=False,
    )
    both("limits", "/limits/", lambda client: {**fields(client.get("/limits/").text), **reason(client)}, differ=False)
    _one_edition(pair, one)
    told.append("publish")
    both("withdraw", f"/briefings/{MONTH}/editions/2/withdraw/", reason)
    no_faults(site)
    site.end()
    return f"{len(told)} steps by two at once ({', '.join(told)}): each done once, the other was told"


def _unexplained(client: Client) -> list[str]:
    return re.findall(r'name="unexplained" value="([^"]+)"', client.get(f"{LABOUR}?check=yes").text)


def _fingerprint(client: Client, address: str) -> dict[str, str]:
    return dict(re.findall(r'name="(fingerprint)" value="([^"]+)"', client.get(address).text))


def _batches() -> int:
    from seoulwork.workbook.models import Batch

    return Batch.objects.filter(undone_at=None, workbook__name__startswith="둘이서").count()


def _one_edition(pair: Pair, one: Client) -> None:
    """Two publish the same correction; the workers make one edition of it."""
    from seoulwork.operations.models import Task

    one.post(f"/briefings/{MONTH}/correct/", {"reason": "훈련"})
    kills.Figure().change()
    before = kills.standing()
    pair.at_once(f"/briefings/{MONTH}/publish/", lambda client: {"reason": "훈련"})
    until(lambda: not Task.objects.filter(state__in=("waiting", "running")).exists(), "publishing does not end", 600)
    gained = kills.standing()["editions"] - before["editions"]
    tasks = list(Task.objects.filter(kind="publish").order_by("-pk").values_list("state", "message")[:2])
    expect(gained == 1, f"two who publish made {gained} editions: {tasks}")


def eight(site: Installation) -> str:
    """Eight briefings are published by eight workers at once. Raises Lost."""
    import os

    from django.db.models.functions import Now

    from reports.editions import preparation
    from reports.editions.publishing import publish_task
    from reports.models import Briefing
    from seoulwork.accounts.models import User
    from seoulwork.domain.briefings import BriefingName
    from seoulwork.domain.periods import Month
    from seoulwork.operations.models import SILENT_FOR, Task, Worker

    kills.Work()  # sets the paper quickly
    by = User.objects.get(username="administrator")
    source = Briefing.objects.named(BriefingName.parse(MONTH)).get()
    cover = {
        "kind": source.kind,
        "session": "",
        "committee": source.committee,
        "title": source.title,
        "vision": source.vision,
    }
    made = []
    for number in range(8):
        month = Month.parse("2019-01") + number
        new = Briefing(month=month, reference_month=source.reference_month, plan_year=source.plan_year, **cover)
        preparation.begin(new, source, by=by)
        made.append(str(new.name))
    before = kills.standing()
    tasks = [publish_task.ask(by, briefing=each, reason="훈련") for each in made]
    Worker.objects.update(heard_at=Now() - 2 * SILENT_FOR)
    for child in [kills.forked(lambda: kills.attend(once=True)) for _ in tasks]:
        os.waitpid(child, 0)
    ended_ = [kills.finish(each) for each in tasks]
    gained = kills.standing()["editions"] - before["editions"]
    expect(gained == 8, f"8 publishings at once made {gained} editions: {[each.message for each in ended_]}")
    again = sum(Task.objects.get(pk=each.pk).attempts - 1 for each in tasks)
    return f"8 publishings at once: 8 editions, {again} begun again"


# ------------------------------------------------------------------------------------------------ all writers


class Hunt:
    """Writers of all kinds until the time is over; what they were answered."""

    def __init__(self, site: Installation, seconds: float) -> None:
        self.site, self.end = site, time.monotonic() + seconds
        self.answers: Counter[str] = Counter()
        self.wrong: list[str] = []

    def keep(self, name: str, answer: Answer) -> Answer:
        self.answers[name] += 1
        if answer.status >= 500:
            self.wrong.append(f"{name}: {answer.status} {answer.said}")
        return answer

    def until_over(self, name: str, work: Callable[[random.Random], None]) -> None:
        chance = random.Random(name)
        try:
            while time.monotonic() < self.end and not self.wrong:
                work(chance)
        except (*GONE, Lost, TimeoutError, RuntimeError) as error:
            self.wrong.append(f"{name}: {error!r}")

    def saver(self, username: str, divisions: tuple[str, ...]) -> Callable[[random.Random], None]:
        """Blocks of cells of any division, in any order."""
        client = Client(self.site.port).sign_in(username)

        def work(chance: random.Random) -> None:
            division = chance.choice(divisions)
            seen = grid(client.get(f"/entry/{division}/{MONTH}/").text)
            cells = chance.sample(list(seen), min(len(seen), 12))
            block = {cell: (str(chance.randrange(100)), seen[cell]) for cell in cells}
            self.keep("save", client.save(division, MONTH, block, reason="훈련"))

        return work

    def stepper(self) -> Callable[[random.Random], None]:
        """Months go their way and come back."""
        client = Client(self.site.port).sign_in("administrator")

        def work(chance: random.Random) -> None:
            of = f"/entry/{chance.choice(('labour', 'socialeconomy'))}/{MONTH}/"
            for step in ("submit", "approve", "send-back"):
                values = {"note": "훈련", "reason": "훈련", "unexplained": _unexplained(client)}
                self.keep(step, client.post(f"{of}{step}/", values))
                time.sleep(chance.uniform(0.1, 0.5))
            self.keep("remind", client.post(f"/entry/board/{MONTH}/remind/", {}))

        return work

    def attacher(self) -> Callable[[random.Random], None]:
        of = f"/entry/programmes/{MONTH}/"  # a cell takes so many files: another drill needs room for those of labour
        client = Client(self.site.port).sign_in("programmes-officer")
        cells = list(grid(client.get(of).text))

        def work(chance: random.Random) -> None:
            cell = chance.choice(cells)
            self.keep(
                "evidence", client.post(f"{of}cells/{cell}/evidence/", {}, {"file": ("근거.png", evidence(20_000))})
            )
            self.keep(
                "remark",
                client.post(f"{of}cells/{cell}/remark/", {"kind": "note", "text": f"훈련 {chance.random()}"}),
            )

        return work

    def importer(self) -> Callable[[random.Random], None]:
        client = Client(self.site.port).sign_in("administrator")

        def work(chance: random.Random) -> None:
            answer = self.keep(
                "upload", client.upload("labour", f"{uuid4().hex}.xlsx", workbook(chance.randrange(10**6)))
            )
            if answer.status != 302 or "progress" not in answer.headers["location"]:
                return
            address = ended(answer.headers["location"], client, 300)
            answer = self.keep(
                "confirm", client.post(f"{address}confirm/", {**_fingerprint(client, address), "reason": "훈련"})
            )
            if "progress" in answer.headers.get("location", ""):
                ended(answer.headers["location"], client, 300)
                self.keep("undo", client.post(f"{address}undo/", {"reason": "훈련"}))

        return work

    def publisher(self) -> Callable[[random.Random], None]:
        from seoulwork.operations.models import Task

        client = Client(self.site.port).sign_in("administrator")

        def work(chance: random.Random) -> None:
            from django.db import connection

            self.keep("correct", client.post(f"/briefings/{MONTH}/correct/", {"reason": "훈련"}))
            self.keep("publish", client.post(f"/briefings/{MONTH}/publish/", {"reason": "훈련"}))
            try:
                until(
                    lambda: not Task.objects.filter(kind="publish", state__in=("waiting", "running")).exists(),
                    "publish",
                    300,
                )
            finally:
                connection.close()

        return work


def hunt(site: Installation, server: Server | None, seconds: float) -> str:
    """Raises Lost."""
    site.web(3)
    site.worker()
    site.worker()
    every = ("programmes", "labour", "socialeconomy")
    hunting = Hunt(site, seconds)
    writers: dict[str, Callable[[random.Random], None]] = {
        **{f"officer of {each}": hunting.saver(f"{each}-officer", (each,)) for each in every},
        "administrator": hunting.saver("administrator", every),
        "administrator too": hunting.saver("administrator", every[::-1]),
        "steps": hunting.stepper(),
        "evidence": hunting.attacher(),
        "imports": hunting.importer(),
        "imports too": hunting.importer(),
        "publishing": hunting.publisher(),
    }
    threads = [threading.Thread(target=hunting.until_over, args=each) for each in writers.items()]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    found = server.log().count("deadlock detected") if server else 0
    expect(not hunting.wrong, "; ".join(hunting.wrong[:4]))
    expect(not found, f"{found} deadlocks in the server's log: {_deadlock(server)}")
    no_faults(site)
    site.end()
    counts = ", ".join(f"{name} {number}" for name, number in sorted(hunting.answers.items()))
    return f"{len(writers)} writers for {seconds:.0f} s: {counts}; 0 deadlocks, 0 errors"


def _deadlock(server: Server | None) -> str:
    log = server.log() if server else ""
    at = log.find("deadlock detected")
    return log[at : at + 1500]
