"""An installation for a drill: a folder with its database (SQLite, or a PostgreSQL server of its own), web server and workers, all of
it removed at the end. A PostgreSQL server can be stopped, started and given settings meanwhile."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
PASSWORD = "seoul-demo-2018"
BUILT = ("wal_level=minimal", "max_wal_senders=0", "max_connections=200", "deadlock_timeout=200ms")
PATIENCE = 120.0


def programs() -> Path:
    """Where PostgreSQL's newest programs are."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))


def until(true: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Wait for something to be so, and give what was found. Raises TimeoutError."""
    end = time.monotonic() + patience
    while not (found := true()):
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.05)
    return found


class Server:
    """A PostgreSQL server in a folder, reached by a socket there. `settings` are `name=value`."""

    def __init__(self, folder: Path, *settings: str, data: Path | None = None, durable: bool = True) -> None:
        self.folder, self.data = folder, (data or folder) / "data"
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            for each in {folder, self.data.parent}:
                shutil.chown(each, "postgres", "postgres")
        less = () if durable else ("fsync=off", "full_page_writes=off")
        self._options = " ".join(f"-c {each}" for each in (*BUILT, *less, *settings))
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        user: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = {"user": pwd.getpwnam("postgres").pw_uid, "group": "postgres", "extra_groups": []}
        done = subprocess.run(
            [programs() / program, "-D", self.data, *arguments],
            cwd="/",
            capture_output=True,
            check=False,
            **user,
        )
        if check and done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program}: {done.stderr.decode()}{log.read_text()[-2000:] if log.exists() else ''}")
        return done.returncode

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses= {self._options}"
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self.folder}/log", f"--options={options}")

    def stop(self) -> None:
        """At once, as when its machine loses power."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--silent", check=False)

    def url(self, name: str = "postgres") -> str:
        return f"postgres:///{name}?host={self.folder}&user=postgres"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What psql says to it."""
        command = [
            str(programs() / "psql"),
            "-h",
            str(self.folder),
            "-U",
            "postgres",
            "-d",
            database,
            "-qtAc",
            statement,
        ]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


class Installation:
    """The program with its database in `folder`, and the processes that were started of it."""

    def __init__(self, folder: Path, url: str = "", port: int = 8761) -> None:
        self.folder, self.port = folder, port
        self.url = url or f"sqlite:///{folder}/seoulwork.sqlite3"
        self.environment = {
            **os.environ,
            "SEOULWORK_VAR": str(folder),
            "DATABASE_URL": self.url,
            "LOG_LEVEL": "WARNING",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "PYTHONPATH": str(ROOT),
        }
        self.started: list[subprocess.Popen[bytes]] = []
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def vendor(self) -> str:
        return self.url.partition(":")[0].replace("postgres", "postgresql").replace("postgresqlql", "postgresql")

    def manage(self, *arguments: object, check: bool = True, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a command. Raises RuntimeError with what it said when it fails."""
        done = subprocess.run(
            [PYTHON, str(ROOT / "manage.py"), *map(str, arguments)],
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done

    def prepare(self) -> None:
        """Tables, the data of 2018 with July published and open for entry, accounts, static files."""
        self.manage("prepare_demo")

    def _start(self, name: str, command: list[str], **more: str) -> "subprocess.Popen[bytes]":
        log: IO[bytes]
        with Path(self.folder, f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                env={**self.environment, **more},
                cwd=ROOT,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def web(self, workers: int = 2, *, wait: bool = True, **more: str) -> "subprocess.Popen[bytes]":
        """gunicorn as in deploy/, at `port`."""
        settled = [
            "--workers",
            str(workers),
            "--preload",
            "--no-control-socket",
            "--timeout",
            "60",
            "--log-level",
            "warning",
        ]
        settled += ["--worker-tmp-dir", "/dev/shm"]
        bind = ["--bind", f"127.0.0.1:{self.port}"]
        process = self._start("web", [PYTHON, "-m", "gunicorn", "seoulwork.wsgi", *bind, *settled], **more)
        if wait:
            until(self.answers, "the web server does not answer")
        return process

    def worker(self, **more: str) -> "subprocess.Popen[bytes]":
        """As in deploy/, behind the pages; the web server tells when one is there."""
        process = self._start("worker", ["nice", "-n", "10", PYTHON, str(ROOT / "manage.py"), "db_worker"], **more)
        until(self._has_worker, "no worker signs on")
        return process

    def _has_worker(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=20) as answer:
                found = answer.read()
        except HTTPError as error:
            found = error.read()
        return "tasks" not in json.loads(found)["problems"]

    def answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def end(self) -> None:
        """Kill what was started and still runs, with what that has started."""
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.started.clear()

    def log(self, name: str) -> str:
        path = Path(self.folder, f"{name}.log")
        return path.read_text(errors="replace") if path.exists() else ""


def child_pids(pid: int) -> list[int]:
    """The processes that a process has started itself."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(each.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found.append(int(each.parent.name))
    return sorted(found)


@contextmanager
def scratch(name: str, where: str | None = None) -> Iterator[Path]:
    """A folder of the drill that everybody may look into, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=where))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def installed(
    folder: Path, engine: str, port: int, *settings: str, durable: bool = True
) -> Iterator[tuple[Installation, Server | None]]:
    """An empty installation on the engine, and its server where it has one; both ended afterwards."""
    server = Server(folder / "server", *settings, durable=durable) if engine == "postgresql" else None
    site = Installation(folder / "site", server.url() if server else "", port)
    try:
        yield site, server
    finally:
        site.end()
        if server:
            server.stop()


def begin_django(site: Installation) -> None:
    """Use the program's own models in this process, on the database of the installation."""
    os.environ.update({name: site.environment[name] for name in ("SEOULWORK_VAR", "DATABASE_URL", "ALLOWED_HOSTS")})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


class Lost(Exception):
    """What a drill found wrong; `str()` says what."""


def expect(true: Any, what: str) -> None:
    """Raises Lost."""
    if not true:
        raise Lost(what)
