"""Processes killed (SIGKILL) at random moments, half of them aimed at the end of their work: no half edition, import or save is left,
nothing is done twice, nothing acknowledged is lost, and what was begun is ended by the next process."""

import io
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from tools.drills.client import GONE, Client, grid
from tools.drills.installation import Installation, child_pids, expect, until

MONTH = "2018-07"
IMPORTED = "시민명예노동옴부즈만 상담건수"
HANGS = 120.0
"""Seconds: none of what is done here takes twenty."""
LEAST_EACH = 8
"""Of so many kills one has to be before the end, and one after it, or the moments were badly chosen."""


def forked(work: Callable[[], Any]) -> int:
    """Do the work in a process of its own, with connections of its own; its id."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.dup2(os.open(os.environ.get("SAID", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def attend(*, once: bool) -> None:
    from seoulwork.operations.workers import Attendant

    Attendant(interval=0.02, batch=once, max_tasks=None, longest=HANGS).attend()


def finish(task: Any) -> Any:
    """Let workers do it, as many as it takes; the task as it ended."""
    from django.db.models.functions import Now

    from seoulwork.operations.models import SILENT_FOR, Worker

    for _ in range(6):
        # What the killed one left is taken after it was silent for so long; here at once.
        Worker.objects.update(heard_at=Now() - 2 * SILENT_FOR)
        _, status = os.waitpid(forked(lambda: attend(once=True)), 0)
        expect(status == 0, f"{task.kind}: a worker that nobody killed has ended ({os.waitstatus_to_exitcode(status)})")
        task.refresh_from_db()
        if task.finished:
            return task
    raise RuntimeError(f"{task.kind}: {task.state} {task.message}")


def standing() -> dict[str, int]:
    """All that a publishing or an import writes, counted."""
    from django.db.models import Count

    from reports.models import Edition, PublishedFile
    from seoulwork.audit.actions import Action
    from seoulwork.audit.models import Event
    from seoulwork.figures.divisions import divisions
    from seoulwork.operations.models import Task
    from seoulwork.workbook.models import Batch

    events = dict(Event.objects.order_by().values_list("action").annotate(Count("pk")))
    own = [each.models for each in divisions()]
    return {
        "editions": Edition.objects.count(),
        "files": PublishedFile.objects.count(),
        "published": events.get(Action.BRIEFING_PUBLISHED, 0),
        "batches": Batch.objects.count(),
        "imported": events.get(Action.WORKBOOK_IMPORTED, 0),
        "actuals": sum(each.Actual.objects.count() for each in own),
        "current": sum(each.Actual.objects.filter(superseded_at=None).count() for each in own),
        "months": sum(each.ActualMonth.objects.values("actual").distinct().count() for each in own),
        "done": Task.objects.filter(state=Task.State.DONE, kind__in=("publish", "workbook_import")).count(),
    }


def settled() -> dict[str, int]:
    """What stands once PostgreSQL has noticed that its client is gone."""
    from django.db import connection

    def alone() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            return bool(cursor.fetchone() == (0,))

    if connection.vendor == "postgresql":
        until(alone, "PostgreSQL has not let go")
    return standing()


class Figure:
    """A figure that July's edition prints, changed each time."""

    def change(self) -> None:
        from django.db import transaction

        from seoulwork.domain.periods import Month, Run
        from seoulwork.figures.divisions import division
        from seoulwork.figures.models import Source
        from seoulwork.figures.recording import Stamp, record_actual

        own = division("labour")
        key = {"indicator": own.models.Indicator.objects.get(name=IMPORTED), "part": None}
        half = Run(Month(2018, 1), Month(2018, 6))
        with transaction.atomic():
            before = own.models.Actual.objects.current().get(**key, first_month=half.first)
            stamp = Stamp(None, Source.BROWSER, reason="훈련")
            record_actual(own.models, key, half, {"value": before.value + 1}, stamp)


class Work:
    """Publishing corrections, and importing workbooks, over and over."""

    def __init__(self) -> None:
        from reports.editions import publishing
        from reports.models import Format
        from seoulwork.accounts.models import User

        self.by = User.objects.get(username="administrator")
        self.number = 0
        self.figure = Figure()
        own = publishing.render

        def quick(document: Any, kind: str) -> bytes:
            """Setting the paper takes half a minute and writes nothing; what is killed here is all the rest."""
            if kind == Format.HTML:
                return own(document, kind)
            time.sleep(0.05)
            return f"{kind} {uuid4()}".encode()

        publishing.render = quick

    def publishing(self) -> Any:
        """A correction of July with one changed figure, to be published."""
        from reports.editions import correcting
        from reports.editions.publishing import publish_task
        from reports.models import Briefing
        from seoulwork.domain.briefings import BriefingName

        briefing = Briefing.objects.named(BriefingName.parse(MONTH)).with_editions().get()
        if briefing.correction is None:
            correcting.begin(briefing, by=self.by, reason=f"훈련 {self.number}")
        self.number += 1
        self.figure.change()
        return publish_task.ask(self.by, briefing=MONTH, reason="훈련")

    def importing(self) -> Any:
        """A workbook that was looked at, to be imported."""
        from openpyxl import Workbook

        from seoulwork.figures.divisions import division
        from seoulwork.workbook.background import confirm, look
        from seoulwork.workbook.importing.receive import receive
        from seoulwork.workbook.models import Report

        self.number += 1
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (["2018년 노동정책 실적"], ["지표", "7월"], [IMPORTED, self.number]):
            sheet.append(row)
        output = io.BytesIO()
        book.save(output)
        to, name = division("labour"), f"훈련 {self.number}.xlsx"
        received, _ = receive(output.getvalue(), name=name, to=to, year=2018, sender="훈련", by=self.by)
        finish(look(received, self.by))
        report = Report.objects.get(workbook=received)
        expect(
            report.state == Report.State.READY, f"the workbook can't be imported: {report.state} {report.content}"[:500]
        )
        return confirm(received, report.content["fingerprint"], self.by, reason="훈련")


GAIN = {
    "publish": {"editions": 1, "files": 4, "published": 1, "done": 1},
    "workbook_import": {"batches": 1, "imported": 1, "actuals": 1, "done": 1},
}
"""What one piece of work adds."""


def workers(kills: int, chance: random.Random) -> str:
    """Kill workers that publish and import. Raises Lost."""
    work = Work()
    told = []
    for kind, ask in (("publish", work.publishing), ("workbook_import", work.importing)):
        began = time.monotonic()
        finish(ask())  # also brings in the modules that a worker needs
        began = time.monotonic()
        expect(finish(ask()).state == "done", f"{kind} fails without a fault, too")
        usual = aim = time.monotonic() - began
        before_end = after_end = 0
        for number in range(kills // 2):
            task = ask()
            before = standing()
            at_the_end = number % 2 == 0
            moment = chance.uniform(aim * 0.85, aim * 1.1) if at_the_end else chance.uniform(0, usual)
            child = forked(lambda: attend(once=False))
            time.sleep(moment)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            gain = _gained(before, settled(), kind)
            whole = gain == GAIN[kind]
            expect(whole or not gain, f"{kind} killed after {moment:.2f} s has left {gain}")
            before_end, after_end = before_end + (not whole), after_end + whole
            if at_the_end:
                aim *= 0.93 if whole else 1.1
            ended = finish(task)
            expect(ended.state == "done", f"{kind} killed after {moment:.2f} s: {ended.message}")
            gain = _gained(before, standing(), kind)
            expect(gain == GAIN[kind], f"{kind} killed after {moment:.2f} s and begun again has done {gain}")
        told.append(f"{kind} {before_end} before its end, {after_end} after")
        expect(
            kills < 4 * LEAST_EACH or min(before_end, after_end) >= kills // 4 // LEAST_EACH, f"badly aimed: {told[-1]}"
        )
    return f"{kills} kills of workers: {'; '.join(told)}; 0 half, 0 twice"


def _gained(before: dict[str, int], after: dict[str, int], kind: str) -> dict[str, int]:
    gain = {name: after[name] - before[name] for name in before if after[name] != before[name]}
    if kind == "workbook_import" and after["months"] != after["current"]:
        gain["months without figures"] = after["months"] - after["current"]
    for name in ("current", "months"):  # one figure gives way to another, or is the first
        gain.pop(name, None)
    return gain


def web(site: Installation, kills: int, chance: random.Random) -> str:
    """Kill web processes while four people save blocks of cells. Raises Lost."""
    server = site.web(2)
    over = threading.Event()
    counts = {"acknowledged": 0, "cut off": 0, "sent again": 0}
    wrong: list[str] = []
    people = [threading.Thread(target=_saves, args=(site, each, over, counts, wrong)) for each in range(3)]
    for each in people:
        each.start()
    until(lambda: counts["acknowledged"] > 10 or wrong, "nobody saves")
    for _ in range(kills):
        time.sleep(chance.uniform(0.05, 0.4))
        children = child_pids(server.pid)
        if children:
            try:
                os.kill(chance.choice(children), signal.SIGKILL)
            except ProcessLookupError:
                continue
    over.set()
    for each in people:
        each.join()
    expect(not wrong, "; ".join(wrong[:3]))
    expect(server.poll() is None, "the web server has ended")
    site.end()
    saved = ", ".join(f"{number} {name}" for name, number in counts.items())
    return f"{kills} kills of web processes: {saved}; 0 lost, 0 half, 0 twice"


def _saves(site: Installation, which: int, over: threading.Event, counts: dict[str, int], wrong: list[str]) -> None:
    """Save blocks of the same cells, each time other values; what is cut off is sent again under the same number."""
    try:
        division = ("programmes", "labour", "socialeconomy")[which]
        client = _patiently(lambda: Client(site.port, 20).sign_in(f"{division}-officer"))
        seen = grid(_patiently(lambda: client.get(f"/entry/{division}/{MONTH}/")).text)
        cells = [cell for cell in seen if cell.startswith("a")][:4]
        value = 100 * which
        while not over.is_set():
            value += 1
            number = str(uuid4())
            block = {cell: (str(value), seen[cell]) for cell in cells}
            answer, tries = None, 0
            while answer is None:
                tries += 1
                try:
                    answer = client.save(division, MONTH, block, number, reason="훈련")
                    if answer.status == 503:
                        answer = None
                except GONE:
                    counts["cut off"] += 1
                    time.sleep(0.02)
                if tries > 500:
                    raise TimeoutError("the web server does not come back")
            counts["sent again"] += tries > 1
            states = {each["cell"]: each for each in answer.json.get("cells", [])} if answer.status == 200 else {}
            if {each["state"] for each in states.values()} != {"saved"}:
                wrong.append(f"{division}: {answer.status} {answer.text[:300]}")
                return
            counts["acknowledged"] += 1
            seen |= {cell: states[cell]["version"] for cell in cells}
        page = grid(_patiently(lambda: client.get(f"/entry/{division}/{MONTH}/")).text)
        if differing := [cell for cell in cells if page[cell] != seen[cell]]:
            wrong.append(f"{division}: {differing} hold something else than was acknowledged last")
    except Exception as error:  # noqa: BLE001  it is told by the drill
        wrong.append(f"{which}: {error!r}")


def _patiently(ask: Callable[[], Any]) -> Any:
    for _ in range(300):
        try:
            return ask()
        except (*GONE, RuntimeError):
            time.sleep(0.05)
    return ask()


def drill(site: Installation, folder: Path, kills: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [web(site, kills, chance), workers(kills, chance)]
