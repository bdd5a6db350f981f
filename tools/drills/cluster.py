"""Staff enter figures while machines fail: nginx, two web hosts, a worker host, a primary and its synchronous standby, each in a
network namespace, run with the files of deploy/ and production settings. `make cluster`; needs root; docs/maintainers/cluster.md.

At the end each acknowledged save is looked for: none may be lost, none be there twice, no import and no edition be half there,
and the others have gone on saving. Then the same is done with an asynchronous standby that was cut off before: saves must be
lost, or the drill could not see it.
"""

import argparse
import fcntl
import itertools
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.drills.deploy import DEPLOY, PASSWORD, ROOT, give_passwords, of_nginx, pool, run
from tools.drills.hosts import Database, Host, Service, command_of, network

STAFF_PASSWORD = "drill-of-several-machines-2018"
PYTHON = str(ROOT / ".venv/bin/python")
CUT = 20.0
"""Seconds for which a web host is cut off."""
LONGEST_GAP = 20.0
"""Seconds in which nobody at all may have saved, while a machine failed."""


class Phase:
    def __init__(self, title: str) -> None:
        self.title, self.began, self.ended, self.note = title, time.time(), 0.0, ""


class Cluster:
    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.nginx, self.web_1, self.web_2 = Host("nginx", 10), Host("web1", 21), Host("web2", 22)
        self.work, self.staff = Host("work", 25), Host("staff", 40)
        self.database_1, self.database_2 = Host("db1", 31), Host("db2", 32)
        self.hosts = [self.nginx, self.web_1, self.web_2, self.work, self.staff, self.database_1, self.database_2]
        self.primary = Database(self.database_1, folder / "db1")
        self.standby = Database(self.database_2, folder / "db2")
        self.services: dict[str, Service] = {}
        self.phases: list[Phase] = []
        self.environment = {
            "SEOULWORK_ENV": "production",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "seoulwork.example.go.kr",
            "PROXY_COUNT": "1",
            "LOG_LEVEL": "WARNING",
        }

    def known(self, role: str, host: Host) -> dict[str, str]:
        """The environment of a host's processes."""
        server = f"{self.database_1.address},{self.database_2.address}"
        pooled = self.options.pooled and role != "owner"
        if pooled:
            server = "127.0.0.1:6432"
        return {
            **self.environment,
            "DATABASE_URL": f"postgresql://seoulwork_{role}:{PASSWORD}@{server}/seoulwork",
            "DATABASE_POOLED": str(int(pooled)),
            "SEOULWORK_VAR": str(self.folder / host.name),
        }

    def program(self, *arguments: str, role: str = "worker") -> str:
        """A command of the program on the worker host. Raises SystemExit with what it says when it fails."""
        done = subprocess.run(
            [*self.work.inside, PYTHON, *arguments],
            env={**os.environ, **self.known(role, self.work)},
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def within(self, *arguments: str) -> Any:
        return json.loads(self.program("-m", "tools.drills.within", *arguments).splitlines()[-1])

    def prepare(self) -> None:
        self.primary.make()
        self.primary.start()
        self.primary.read(DEPLOY / "postgresql/roles.sql")
        give_passwords(self.primary)
        (self.folder / "work").mkdir()
        if self.options.database:
            restore = (self.primary.bin / "pg_restore", "-h", self.primary.folder, "-U", "postgres", "-d", "seoulwork")
            self.primary.as_postgres(*restore, self.options.database)
        self.program("manage.py", "migrate", "-v0", role="owner")
        if not self.options.database:
            self.program("manage.py", "load_briefing_data", "fixtures/2018-07", role="owner")
        for role in ("web", "worker"):
            self.program("manage.py", "grant_web_role", f"seoulwork_{role}", role="owner")
        self.program("manage.py", "collectstatic", "--noinput", "-v0", role="owner")
        self.standby.follow(self.primary, PASSWORD)
        self.primary.wait_for_both()

    def serve(self) -> None:
        """Start web hosts, worker and nginx."""
        webs = (self.web_1, self.web_2)
        if self.options.pooled:
            self.point_pools()
            for host in (*webs, self.work):
                command = [
                    "runuser",
                    "-u",
                    "postgres",
                    "--",
                    "pgbouncer",
                    "-q",
                    str(self.pool_of(host) / "pgbouncer.ini"),
                ]
                self.services[f"pool of {host.name}"] = self.service(host, command, {})
        for host in webs:
            (self.folder / host.name).mkdir()
            (self.folder / host.name / "static").symlink_to(self.folder / "work/static")
            (self.folder / host.name / "metrics").mkdir()
            command = command_of("seoulwork-web.service", SEOULWORK_LISTEN="0.0.0.0:8000", SEOULWORK_PROCESSES="3")
            more = {"PROMETHEUS_MULTIPROC_DIR": str(self.folder / host.name / "metrics")}
            self.services[host.name] = self.service(host, command, {**self.known("web", host), **more})
        worker = command_of("seoulwork-worker@.service")
        self.services["work"] = self.service(self.work, worker, self.known("worker", self.work))
        upstreams = tuple(f"{host.address}:8000" for host in webs)
        (self.folder / "nginx").mkdir()
        whole = of_nginx(self.folder / "nginx", upstreams, self.folder / "work")
        self.services["nginx"] = self.service(self.nginx, ["nginx", "-c", str(whole), "-g", "daemon off;"], {})

    def pool_of(self, host: Host) -> Path:
        return self.folder / f"pool-{host.name}"

    def point_pools(self) -> None:
        """The pools of the hosts go to the primary: after failing over, by hand."""
        for host in (self.web_1, self.web_2, self.work):
            self.pool_of(host).mkdir(exist_ok=True)
            pool(self.pool_of(host), self.primary.host.address, 5432, 6432)
            file = self.pool_of(host) / "pgbouncer.pid"
            if file.exists():
                os.kill(int(file.read_text()), signal.SIGHUP)

    def service(self, host: Host, command: list[str], environment: dict[str, str]) -> Service:
        return Service(host, command, environment, self.folder / f"{host.name}.log")

    @contextmanager
    def phase(self, title: str) -> Iterator[Phase]:
        now = Phase(title)
        self.phases.append(now)
        print(f"… {title}", flush=True)
        yield now
        now.ended = time.time()

    @contextmanager
    def entering(self, name: str, *, hurry: float = 1, first: int = 1) -> Iterator[Path]:
        """The staff enter figures meanwhile; the log of what they did."""
        log, stop, posts = (self.folder / f"{name}.{each}" for each in ("jsonl", "stop", "posts"))
        posts.write_text(json.dumps(self.within("posts", str(self.options.clients))))
        think = [str(each) for each in self.options.think]
        told = ["--address", self.nginx.address, "--posts", str(posts), "--password", STAFF_PASSWORD, "--think", *think]
        command = [PYTHON, "-m", "tools.drills.staff", *told, "--out", str(log), "--until", str(stop)]
        with (self.folder / f"{name}.log").open("wb") as file:
            process = self.staff.start([*command, "--hurry", str(hurry), "--first", str(first)], file)
        while not (log.exists() and "ready" in log.read_text()):
            if process.poll() is not None:
                raise SystemExit((self.folder / f"{name}.log").read_text()[-3000:])
            time.sleep(0.2)
        try:
            yield log
        finally:
            stop.touch()
        process.wait(300)

    def state(self, task: int) -> tuple[str, int, int]:
        """Of a task: its state, its progress, how often it was begun."""
        said = self.primary.sql(
            f"SELECT state, progress, attempts FROM operations_task WHERE id = {task}",
            database="seoulwork",
        )
        state, progress, attempts = said.split("|")
        return state, int(progress), int(attempts)

    def until(self, task: int, *, progress: int = 0, seconds: int = 240) -> tuple[str, int, int]:
        """Wait for its end, or until it has come so far. The server looks: asking anew each time would be too slow."""
        there = f"state IN ('done', 'failed') OR {progress} > 0 AND progress >= {progress}"
        self.primary.sql(
            f"DO $$BEGIN FOR tried IN 1..{seconds * 50} LOOP "
            f"EXIT WHEN EXISTS (SELECT FROM operations_task WHERE id = {task} AND ({there})); PERFORM pg_sleep(0.02); "
            "END LOOP; END$$",
            database="seoulwork",
        )
        return self.state(task)


def ended(cluster: Cluster, task: int, phase: Phase) -> None:
    state, _, attempts = cluster.until(task)
    phase.note = f"{state}, {attempts}번째에"
    if state != "done":
        raise SystemExit(f"{phase.title}: task {task} {state}")


def fail_one_by_one(cluster: Cluster) -> None:
    """What may happen to the machines, while the staff enter figures."""
    with cluster.phase("아무 일 없음"):
        time.sleep(cluster.options.calm)
    with cluster.phase("웹 서버 하나를 죽임(-9)"):
        cluster.services["web1"].kill()
        time.sleep(cluster.options.calm)
    book = looked_at(cluster, "1")
    with cluster.phase("반입하는 작업 프로세스를 죽임(-9)") as phase:
        killed_at_work(cluster, phase, cluster.within("import", book)["task"], 30)
    with cluster.phase("발행하는 작업 프로세스를 죽임(-9)") as phase:
        killed_at_work(cluster, phase, cluster.within("publish")["task"], 29)
    with cluster.phase(f"웹 서버 하나가 데이터베이스에서 {CUT:.0f}초 끊김"):
        cluster.web_1.lose([cluster.database_1, cluster.database_2])
        time.sleep(CUT)
        cluster.web_1.find()
        time.sleep(cluster.options.calm / 2)
    with cluster.phase(f"웹 서버 하나가 모두에게서 {CUT:.0f}초 끊김"):
        cluster.web_2.pull()
        time.sleep(CUT)
        cluster.web_2.plug()
        time.sleep(cluster.options.calm / 2)
    book = looked_at(cluster, "2")
    with cluster.phase("주 서버의 전원이 나가고 예비 서버를 올림(반입 중)") as phase:
        task = cluster.within("import", book)["task"]
        cluster.until(task, progress=5)
        fail_over(cluster)
        ended(cluster, task, phase)
        time.sleep(cluster.options.calm)


def looked_at(cluster: Cluster, number: str) -> str:
    """A workbook that has its preview; its key."""
    received = cluster.within("workbook", number)
    cluster.until(received["task"])
    return str(received["workbook"])


def killed_at_work(cluster: Cluster, phase: Phase, task: int, progress: int) -> None:
    """Kill the worker once the task has come so far and a moment more; another does it then."""
    cluster.until(task, progress=progress)
    cluster.services["work"].kill()
    ended(cluster, task, phase)
    if cluster.state(task)[2] < 2:
        raise SystemExit(f"{phase.title}: it was done before the worker was killed")


def fail_over(cluster: Cluster) -> None:
    """The primary's machine is gone at once, without a word; three seconds later somebody has promoted the standby."""
    cluster.primary.host.pull()
    cluster.primary.host.kill()
    cluster.standby.host.plug()
    time.sleep(3)
    cluster.standby.promote()
    cluster.primary, cluster.standby = cluster.standby, cluster.primary
    if cluster.options.pooled:
        cluster.point_pools()


def counted(phases: list[Phase], log: Path) -> list[str]:
    """A line for each phase: saves, how long they took, what the staff saw."""
    lines = [json.loads(each) for each in log.read_text().splitlines()]
    saves = sorted((each for each in lines if each.get("state") == "saved"), key=lambda each: float(each["ended"]))
    told = []
    for phase in phases:
        own = [each for each in saves if phase.began <= each["ended"] < phase.ended]
        took = sorted(each["ended"] - each["began"] for each in own) or [0.0]
        moments = [phase.began, *(each["ended"] for each in own), phase.ended]
        gap = max(after - before for before, after in itertools.pairwise(moments))
        wrong = Counter(what for each in own for what in each["wrong"])
        waited = sum(bool(each["wrong"]) for each in own)
        seen = ", ".join(f"{what} {count}" for what, count in wrong.most_common()) or "없음"
        told.append(
            f"{phase.title}{f' ({phase.note})' if phase.note else ''}: {phase.ended - phase.began:.0f}초, 저장 {len(own)}, "
            f"가운데 {took[len(took) // 2]:.2f}초, 100 가운데 99 {took[int(len(took) * 0.99)]:.1f}초, 가장 오래 {took[-1]:.1f}초, "
            f"아무도 저장하지 못한 가장 긴 동안 {gap:.1f}초, 다시 보내야 했던 저장 {waited}(오류: {seen})"
        )
        if gap > LONGEST_GAP:
            told.append(f"  잘못: {gap:.0f}초 동안 아무도 저장하지 못했습니다.")
    return told


def judged(cluster: Cluster, found: dict[str, Any]) -> list[str]:
    """What must not be; empty when all is well."""
    whole = found["indicators_of_an_import"]
    wrong = [f"{name}: {found[name]}" for name in ("lost", "doubled", "never_asked_for", "not_the_last") if found[name]]
    if set(found["states"]) - {"saved"}:
        wrong.append(f"states: {found['states']}")
    if list(found["imports"].values()) != [whole, whole] or found["imported_events"] != 2:
        wrong.append(f"imports: {found['imports']} of {whole}, {found['imported_events']} events")
    if found["editions"] != 1 or found["files"] < 3:
        wrong.append(f"editions: {found['editions']}, files: {found['files']}")
    wrong += [
        f"{name} ended by itself {each.ended_by_itself} times"
        for name, each in cluster.services.items()
        if each.ended_by_itself
    ]
    return wrong


def drill(cluster: Cluster) -> bool:
    with cluster.phase("준비"):
        cluster.prepare()
        cluster.serve()
    cluster.phases.clear()
    with cluster.entering("main") as log:
        fail_one_by_one(cluster)
    found = cluster.within("verdict", str(log))
    editions = cluster.program("manage.py", "verify_editions").strip().splitlines()[-1]
    print("\n".join(counted(cluster.phases, log)))
    print(json.dumps(found, ensure_ascii=False), editions, sep="\n")
    wrong = judged(cluster, found)
    print("\n".join(f"잘못: {each}" for each in wrong) or "잃은 것도 겹친 것도 반쪽도 없습니다.", flush=True)
    return not wrong and "잘못:" not in "\n".join(counted(cluster.phases, log))


def control(cluster: Cluster) -> bool:
    """The same with a standby that nobody waits for and that was cut off before: some must be lost, and the drill see it."""
    with cluster.phase("대조: 기다리지 않는 예비 서버"):
        cluster.standby.host.plug()
        shutil.rmtree(cluster.standby.data)
        cluster.primary.sql("SELECT pg_create_physical_replication_slot('seoulwork_standby')")
        cluster.standby.follow(cluster.primary, PASSWORD)
        cluster.primary.until("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'", "1")
        with cluster.entering("control", hurry=0.3, first=5_001) as log:
            time.sleep(5)
            cluster.standby.host.pull()
            time.sleep(8)
            fail_over(cluster)
            time.sleep(5)
    found = cluster.within("verdict", str(log))
    print(f"대조: 응답한 저장 {found['acknowledged']}건 가운데 {found['lost']}건을 잃었습니다.")
    return bool(found["lost"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument(
        "--think", type=float, nargs=2, default=(1.0, 3.0), help="seconds between two saves of one of the staff"
    )
    parser.add_argument("--calm", type=float, default=15, help="seconds before and after what fails")
    parser.add_argument("--pooled", action="store_true", help="each host reaches the database through pgbouncer")
    parser.add_argument("--database", type=Path, help="a dump (pg_dump -Fc) to begin with, instead of making one")
    parser.add_argument("--keep", action="store_true", help="leave the folder with logs")
    options = parser.parse_args()
    if os.geteuid():
        sys.exit("관리자(root)로 실행해 주세요. 네트워크를 만들어야 합니다.")
    folder = Path(tempfile.mkdtemp(prefix="seoulwork-cluster-"))
    folder.chmod(0o755)
    cluster = Cluster(folder, options)
    began = time.monotonic()
    well = False
    try:
        with Path("/run/seoulwork-cluster.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with network(cluster.hosts):
                try:
                    well = drill(cluster) and control(cluster)
                finally:
                    for service in cluster.services.values():
                        service.stop()
        print(f"모두 {time.monotonic() - began:.0f}초. {'통과' if well else '실패'}")
    finally:
        if options.keep or not well:
            print(f"기록: {folder}")
        else:
            run("rm", "-rf", folder)
    sys.exit(not well)


if __name__ == "__main__":
    main()
