"""Hosts of a network of their own, made of network namespaces: nothing else of the machine is touched. Needs root."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tools.drills.deploy import DEPLOY, ROOT, Server, run

PREFIX = "swc-"
NETWORK = "10.213.77"
SWITCH = f"{PREFIX}switch"


class Host:
    """One machine: a namespace with one address, on the switch by a cable that can be pulled."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.address = name, f"{NETWORK}.{number}"
        self.namespace = f"{PREFIX}{name}"
        self.inside = ("ip", "netns", "exec", self.namespace)

    def make(self) -> None:
        run("ip", "netns", "add", self.namespace)
        cable = ("type", "veth", "peer", "name", self.name, "netns", SWITCH)
        run("ip", "-n", self.namespace, "link", "add", "eth0", *cable)
        run("ip", "-n", SWITCH, "link", "set", self.name, "master", "bridge", "up")
        run("ip", "-n", self.namespace, "address", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            run("ip", "-n", self.namespace, "link", "set", device, "up")

    def pull(self) -> None:
        """Pull the cable: nobody is told that the host is gone."""
        run("ip", "-n", SWITCH, "link", "set", self.name, "down")

    def plug(self) -> None:
        run("ip", "-n", SWITCH, "link", "set", self.name, "up")

    def lose(self, others: "list[Host]") -> None:
        """Between this host and the others nothing comes through any more; `find` ends it."""
        addresses = ", ".join(each.address for each in others)
        rules = "".join(
            f"chain {way} {{ type filter hook {way} priority 0; ip {end} {{ {addresses} }} drop; }}\n"
            for way, end in (("input", "saddr"), ("output", "daddr"))
        )
        subprocess.run([*self.inside, "nft", "-f", "-"], input=f"table inet cut {{\n{rules}}}\n", text=True, check=True)

    def find(self) -> None:
        run(*self.inside, "nft", "delete", "table", "inet", "cut")

    def pids(self) -> list[int]:
        return [int(each) for each in run("ip", "netns", "pids", self.namespace, check=False).split() if each.isdigit()]

    def kill(self) -> int:
        """SIGKILL for all that runs there; how many it were."""
        found = self.pids()
        for pid in found:
            with_end(pid)
        return len(found)

    def start(
        self, command: list[str], log: IO[bytes], environment: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*self.inside, *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            cwd=ROOT,
            start_new_session=True,
        )


def with_end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def network(hosts: list[Host]) -> Iterator[None]:
    """The hosts, joined by a switch; at the end, however it comes, they are gone with all that runs on them."""
    remove(hosts)
    try:
        run("ip", "netns", "add", SWITCH)
        run("ip", "-n", SWITCH, "link", "add", "bridge", "type", "bridge")
        run("ip", "-n", SWITCH, "link", "set", "bridge", "up")
        for host in hosts:
            host.make()
        yield
    finally:
        remove(hosts)


def remove(hosts: list[Host]) -> None:
    there = run("ip", "netns", "list").split()
    for host in hosts:
        if host.namespace in there:
            while host.kill():
                time.sleep(0.1)
            run("ip", "netns", "del", host.namespace)
    if SWITCH in there:
        run("ip", "netns", "del", SWITCH)


def command_of(unit: str, **values: str) -> list[str]:
    """What systemd would start for the unit of deploy/, with the programs of this folder."""
    text = (DEPLOY / unit).read_text().replace("\\\n", " ").replace("/opt/seoulwork", str(ROOT))
    found = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)
    assert found
    return [re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], each) for each in found[1].split()]


class Database(Server):
    """PostgreSQL on a host, with the files of deploy/."""

    def __init__(self, host: Host, folder: Path) -> None:
        super().__init__(folder)
        self.host = host

    def as_postgres(self, *command: object, check: bool = True) -> str:
        own = ("env", f"PGPASSFILE={self.folder}/passwords", "PGSSLMODE=require")
        return run(*self.host.inside, "runuser", "-u", "postgres", "--", *own, *command, check=check, cwd=Path("/"))

    def know(self, password: str) -> None:
        """The password of the role that streams, for connections from here."""
        file = self.folder / "passwords"
        file.write_text(f"*:*:*:seoulwork_standby:{password}\n")
        file.chmod(0o600)
        run("chown", "postgres:", file)

    def follow(self, primary: "Database", password: str) -> None:
        """Become the standby of the primary: what docs/maintainers/cluster.md says is done by hand."""
        self.know(password)
        copy = ("-h", primary.host.address, "-U", "seoulwork_standby", "-S", "seoulwork_standby", "-X", "stream")
        self.as_postgres(self.bin / "pg_basebackup", "-D", self.data, "-c", "fast", *copy)
        (self.data / "standby.signal").touch()
        self.set_up()
        (self.data / "conf.d/seoulwork-primary.conf").unlink(missing_ok=True)
        text = (DEPLOY / "postgresql/standby.conf").read_text()
        (self.data / "conf.d/seoulwork-standby.conf").write_text(
            text.replace("database-1.example.go.kr", primary.host.address)
        )
        self.start()

    def wait_for_both(self) -> None:
        """From here on an answer is given once the standby has it as well."""
        (self.data / "conf.d/seoulwork-primary.conf").write_text((DEPLOY / "postgresql/primary.conf").read_text())
        self.sql("SELECT pg_reload_conf()")
        self.until("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'", "1")

    def until(self, question: str, answer: str, seconds: float = 60) -> None:
        """Raises SystemExit when it does not come to that."""
        end = time.monotonic() + seconds
        while (said := self.sql(question)) != answer:
            if time.monotonic() > end:
                raise SystemExit(f"{self.host.name}: {question} → {said}, not {answer}")
            time.sleep(0.2)

    def promote(self) -> None:
        self.as_postgres(self.bin / "pg_ctl", "promote", "-D", self.data, "-s", "-w")
        (self.data / "conf.d/seoulwork-standby.conf").unlink()


class Service:
    """A unit of deploy/ on a host, begun again two seconds after it has ended, as systemd would."""

    def __init__(self, host: Host, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        self.host, self.command, self.environment = host, command, environment
        self.log = log.open("ab")
        self.ended_by_itself = 0
        self._stopped, self._killed = threading.Event(), False
        self.process = host.start(command, self.log, environment)
        self._thread = threading.Thread(target=self._attend, daemon=True)
        self._thread.start()

    def _attend(self) -> None:
        while not self._stopped.wait(0.1):
            if self.process.poll() is None:
                continue
            self.ended_by_itself += bool(self.process.returncode) and not self._killed
            self._killed = False
            if not self._stopped.wait(2):
                self.process = self.host.start(self.command, self.log, self.environment)

    def kill(self) -> None:
        """SIGKILL for it and all that it has started."""
        self._killed = True
        os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()
