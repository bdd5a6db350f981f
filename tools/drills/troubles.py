"""What an installation meets that is no fault of the program: a disk that is full, a database that is away or takes no writes. Each page says
so in Korean, nothing is half written, and all goes on by itself afterwards."""

import os
import struct
import subprocess
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.drills.client import GONE, PASSWORD, Answer, Client, grid
from tools.drills.installation import Installation, Server, expect, until

MONTH = "2018-07"
TOLD = {
    "away": "데이터베이스와 연결이 끊겼습니다",
    "full": "저장 공간이 가득 차",
    "read-only": "읽기 전용이어서",
    "unrecorded": "접속기록을 남겨야 하는 이 화면은 열지 않았습니다",
    "busy": "다른 저장이 끝나지 않아",
}
PAGES = (
    "/",
    "/briefings/",
    f"/briefings/{MONTH}/",
    f"/briefings/{MONTH}/editions/",
    "/briefings/search/?q=%EC%B2%AD%EB%85%84",
    f"/entry/labour/{MONTH}/",
    f"/entry/board/{MONTH}/",
    "/imports/",
    "/lists/labour/indicators/",
    "/notices/",
    "/guides/",
    "/system/",
)


RECORDED = "/users/"
"""A page of which the record says who saw it: where nothing can be written it is not shown."""


def evidence(size: int) -> bytes:
    """A picture (PNG) of about so many bytes, no two alike."""
    side = max(8, int(size**0.5))
    rows = b"".join(b"\0" + os.urandom(side) for _ in range(side))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


def workbook(value: int) -> bytes:
    """A workbook with one figure of July."""
    import io

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["2018년 노동정책 실적"], ["지표", "7월"], ["시민명예노동옴부즈만 상담건수", value]):
        sheet.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


class Office:
    """People who do each thing that writes, over and over; what each was answered is counted."""

    def __init__(self, site: Installation) -> None:
        self.site, self.number = site, 0
        self.officer = Client(site.port).sign_in("labour-officer")
        self.administrator = Client(site.port).sign_in("administrator")
        self.seen = grid(self.officer.get(f"/entry/labour/{MONTH}/").text)
        self.cell = next(cell for cell in self.seen if cell.startswith("a"))

    def save(self) -> Answer:
        self.number += 1
        answer = self.officer.save(
            "labour", MONTH, {self.cell: (str(self.number), self.seen[self.cell])}, reason="훈련"
        )
        if answer.status == 200:
            (cell,) = answer.json["cells"]
            expect(cell["state"] == "saved", f"a save is answered {cell}")
            self.seen[self.cell] = cell["version"]
        return answer

    def look_again(self) -> None:
        self.seen = grid(self.officer.get(f"/entry/labour/{MONTH}/").text)

    def evidence(self, size: int = 400_000) -> Answer:
        address = f"/entry/labour/{MONTH}/cells/{self.cell}/evidence/"
        return self.officer.post(address, {}, {"file": ("근거.png", evidence(size))})

    def upload(self) -> Answer:
        self.number += 1
        return self.administrator.upload("labour", f"훈련 {self.number}.xlsx", workbook(self.number))

    def correct(self) -> Answer:
        return self.administrator.post(f"/briefings/{MONTH}/correct/", {"reason": "훈련"})

    def draft(self) -> Answer:
        return self.administrator.get(f"/briefings/{MONTH}/drafts/pdf/")


def taken(answer: Answer) -> bool:
    return answer.status in (200, 302)


def told(answer: Answer, *kinds: str) -> None:
    """The answer is that of the trouble: a sentence, and no other error. Raises Lost."""
    right = answer.status == 503 and any(TOLD[kind] in f"{answer.said} {answer.text}" for kind in kinds)
    expect(right, f"{'/'.join(kinds)} is answered {answer.status} {answer.said[:200]}")


def no_faults(site: Installation) -> None:
    """Raises Lost when a page was a fault of the program (500)."""
    log = site.log("web")
    expect(
        "Internal Server Error" not in log,
        f"a fault of the program: {log[log.find('Internal Server Error') - 200 :][:1500]}",
    )


def ended(address: str, client: Client, patience: float = 120) -> str:
    """What the page of a task leads to or says once the task is over."""

    def over() -> str:
        answer = client.get(address)
        if answer.status == 302:
            return str(answer.headers["location"])
        return ""

    return str(until(over, f"{address} does not end", patience))


# ---------------------------------------------------------------------------------------------------- away


def away(site: Installation, server: Server, seconds: float) -> str:
    """The server is stopped while people look and a worker works, and started again."""
    site.web(2)
    site.worker()
    office = Office(site)
    started = office.upload()
    server.stop()
    answers: Counter[int] = Counter()
    asks: tuple[Callable[[], Answer], ...]
    asks = (lambda: office.officer.get(f"/entry/labour/{MONTH}/"), office.save, office.evidence)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for ask in asks:
            answer = ask()
            told(answer, "away")
            answers[answer.status] += 1
        expect(Client(site.port).get("/health/live").status == 200, "the web server seems dead to a probe")
        expect(Client(site.port).get("/health/ready").status == 503, "the site seems ready to a probe")
        time.sleep(0.2)
    server.start()
    began = time.monotonic()
    until(lambda: office.officer.get(f"/entry/labour/{MONTH}/").status == 200, "pages do not come back", 60)
    back = time.monotonic() - began
    office.look_again()
    expect(taken(office.save()), "saving does not come back")
    for each in (started, office.upload()):
        expect(each.status == 302, f"an upload is answered {each.status} {each.said}")
        ended(each.headers["location"], office.administrator)
    expect(all(each.poll() is None for each in site.started), "a process has ended and was not to")
    no_faults(site)
    site.end()
    return f"away for {seconds:.0f} s: {answers[503]} times told, back {back:.1f} s after it; its work was ended"


def locked(site: Installation, seconds: float = 24) -> str:
    """SQLite: somebody holds the whole file for longer than a save waits."""
    import sqlite3

    site.web(2)
    site.worker()
    office = Office(site)
    other = sqlite3.connect(site.folder / "seoulwork.sqlite3", timeout=30)
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    try:
        expect(office.officer.get(f"/entry/labour/{MONTH}/").status == 200, "a page can't be read beside a long write")
        told(office.save(), "busy")
        time.sleep(max(0.0, seconds - (time.monotonic() - began)))
    finally:
        other.rollback()
        other.close()
    expect(taken(office.save()), "saving does not come back")
    started = office.upload()
    ended(started.headers["location"], office.administrator)
    no_faults(site)
    site.end()
    return f"file held for {seconds:.0f} s: pages were read, a save was told, then all went on"


# ---------------------------------------------------------------------------------------------------- read-only


@contextmanager
def read_only(site: Installation, server: Server | None) -> Iterator[None]:
    """PostgreSQL's default for transactions; SQLite's file mounted so that nobody, root neither, can write it."""
    if server:
        server.sql("ALTER SYSTEM SET default_transaction_read_only = on")
        server.sql("SELECT pg_reload_conf()")
        time.sleep(0.5)
        try:
            yield
        finally:
            server.sql("ALTER SYSTEM RESET default_transaction_read_only")
            server.sql("SELECT pg_reload_conf()")
            time.sleep(0.5)
        return
    path = site.folder / "seoulwork.sqlite3"
    subprocess.run(["mount", "--bind", path, path], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", path], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)


def reading_only(site: Installation, server: Server | None) -> str:
    site.web(2)
    office = Office(site)
    if server is None:
        site.end()
    with read_only(site, server):
        if server is None:
            site.web(2)
        for page in PAGES:
            answer = office.administrator.get(page)
            expect(answer.status in (200, 302), f"{page} can't be read: {answer.status} {answer.said}")
        told(office.administrator.get(RECORDED), "unrecorded")
        writes: tuple[Callable[[], Answer], ...] = (office.save, office.evidence, office.upload, office.correct)
        for each in writes:
            told(each(), "read-only")
        stranger = Client(site.port)
        stranger.get("/account/login/")
        refused = stranger.post("/account/login/", {"login": "council", "password": PASSWORD})
        # The guard against guessing can't count, and so lets nobody try.
        expect(
            refused.status in (429, 503) and "sessionid" not in stranger.cookies,
            f"signing in is answered {refused.status}",
        )
    if server is None:
        site.end()
        site.web(2)
    for each in writes:
        expect(taken(answer := each()), f"writing does not come back: {answer.status} {answer.said}")
    office.administrator.post(f"/briefings/{MONTH}/correct/give-up/", {})
    no_faults(site)
    site.end()
    return f"read-only: {len(PAGES)} pages read, {len(writes) + 1} ways to write told"


# ---------------------------------------------------------------------------------------------------- full


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own in memory."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "drill", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path) -> Path:
    """Leave no room."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return ballast


def full(site: Installation, disk: Path, standing: Any) -> str:
    """`disk` is where the database lies, and where files are put that come in; `standing` counts what must not be half written."""
    temporary = disk / "temporary"
    temporary.mkdir(exist_ok=True)
    temporary.chmod(0o777)
    site.web(2, TMPDIR=str(temporary))
    site.worker(TMPDIR=str(temporary))
    office = Office(site)
    expect(taken(office.save()), "the first save is refused")
    kept = disk / "kept"
    kept.mkdir()
    ballast = fill(disk)
    counts: Counter[str] = Counter()
    each: tuple[tuple[str, Callable[[], Answer], int], ...] = (
        ("evidence", lambda: office.evidence(3_000_000), 3),
        ("upload", office.upload, 3),
        ("save", office.save, 300),
        ("correct", office.correct, 1),
        ("draft", office.draft, 1),
    )
    for name, ask, times in each:
        for _ in range(times):
            before = standing()
            answer = ask()
            if taken(answer):
                counts[f"{name} taken"] += 1
                continue
            told(answer, "full", "busy")
            counts[f"{name} told"] += 1
            expect(standing() == before, f"{name} is half written: {before} {standing()}")
            if counts[f"{name} told"] >= 3:
                break
    done = site.manage("backup", kept, check=False)
    expect(done.returncode and "Traceback" not in done.stderr, f"backup: {done.stdout[-300:]}{done.stderr[-1500:]}")
    expect(not list(kept.glob("*.backup*")), "half a backup is left")
    expect(office.officer.get(f"/entry/labour/{MONTH}/").status == 200, "a page can't be read")
    counts["backup told"] += 1
    expect(sum(counts[f"{name} told"] for name in ("save", "evidence", "upload")), "the disk was not full")
    ballast.unlink()
    office.look_again()
    for name, ask in (("save", office.save), ("evidence", office.evidence), ("upload", office.upload)):
        expect(taken(answer := ask()), f"{name} does not go on: {answer.status} {answer.said}")
    ended(answer.headers["location"], office.administrator)
    site.manage("backup", kept)
    no_faults(site)
    site.end()
    return "full disk: " + ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))


def published_on_a_full_disk(disk: Path, work: Any, finish: Any, standing: Any) -> str:
    """Publishing and importing as tasks, begun without room and again with it."""
    told_ = []
    for ask in (work.publishing, work.importing):
        task, before = ask(), standing()
        ballast = fill(disk)
        try:
            ended_ = finish(task)
            said = f"{task.kind} {ended_.state}"
            expect(ended_.state == "done" or TOLD["full"] in ended_.message, f"{task.kind}: {ended_.message}")
        except (RuntimeError, *GONE) as error:
            said = f"{task.kind} waits ({str(error)[:60]})"
        except Exception as error:
            from seoulwork.pages.troubles import Trouble, trouble_of

            if trouble_of(error) is not Trouble.FULL:
                raise
            said = f"{task.kind} waits"
        finally:
            ballast.unlink()
        task.refresh_from_db()
        if not task.finished:
            finish(task)
        if task.state != "done":
            expect({**standing(), "done": 0} == {**before, "done": 0}, f"{task.kind} is half written")
            finish(task := ask())
        task.refresh_from_db()
        expect(task.state == "done", f"{task.kind} does not go on: {task.message}")
        told_.append(said)
    return f"tasks on a full disk: {'; '.join(told_)}; then done"
