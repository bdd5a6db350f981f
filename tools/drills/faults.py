"""What can go wrong around the program, done to it: processes killed, disks full, databases away, clocks put back, many at the same things.
`make faults`. Prints a line a drill, and ends with 1 when something was lost, doubled, half written or answered by an error."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tools.drills import kills, together, troubles
from tools.drills.installation import Installation, Lost, Server, begin_django, scratch

ENGINES = ("sqlite", "postgresql")


class Drills:
    """The drills of one engine, each on the same installation unless it says otherwise."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options, self.engine = folder, options, options.engine
        self.server: Server | None = None
        if self.engine == "postgresql":
            self.server = Server(folder / "server", durable=False)
        self.site = Installation(folder / "site", self.server.url() if self.server else "", options.port)
        self.chance = random.Random(options.seed)

    def begin(self) -> None:
        self.site.prepare()
        begin_django(self.site)

    def run(self) -> int:
        """How many drills found something."""
        known: dict[str, Callable[[], str]] = {
            "away": self.away,
            "read-only": lambda: troubles.reading_only(self.site, self.server),
            "web-kills": lambda: kills.web(self.site, self.options.kills, self.chance),
            "worker-kills": lambda: kills.workers(self.options.kills, self.chance),
            "pairs": lambda: together.pairs(self.site),
            "eight": lambda: together.eight(self.site),
            "hunt": lambda: together.hunt(self.site, self.server, self.options.hunt),
            "full": self.full,  # the last: what this process keeps of its database would be wrong for the other's
        }
        wrong = 0
        for name, drill in known.items():
            if self.options.only and name not in self.options.only:
                continue
            began = time.monotonic()
            try:
                said = drill()
            except Lost as lost:
                said, wrong = f"LOST: {lost}", wrong + 1
            except Exception:  # noqa: BLE001  the next drill is tried all the same
                said, wrong = f"FAILED: {traceback.format_exc(limit=-4)}", wrong + 1
            finally:
                self.site.end()
            print(f"{self.engine} {name} ({time.monotonic() - began:.0f} s): {said}", flush=True)
        return wrong

    def away(self) -> str:
        if self.server is None:
            return troubles.locked(self.site)
        return troubles.away(self.site, self.server, self.options.away)

    def full(self) -> str:
        """On a small disk of its own: SQLite with all its folder, PostgreSQL with the tables of one database."""
        from django.db import connection, connections

        own = self.site
        with troubles.small_disk(self.folder / "small", 600) as disk:
            if self.server:
                self._tablespace(disk)
                site = Installation(own.folder, self.server.url("small"), own.port)
            else:
                site = Installation(disk / "site", port=own.port)
                shutil.copytree(own.folder, site.folder, dirs_exist_ok=True)
            connections.close_all()
            before = connection.settings_dict["NAME"]
            connection.settings_dict["NAME"] = "small" if self.server else str(site.folder / "seoulwork.sqlite3")
            try:
                said = troubles.full(site, disk, kills.standing)
                tasks = troubles.published_on_a_full_disk(disk, kills.Work(), kills.finish, kills.standing)
            finally:
                site.end()
                connections.close_all()
                connection.settings_dict["NAME"] = before
                if self.server:
                    self.server.sql("DROP DATABASE small WITH (FORCE)")
                    self.server.sql("DROP TABLESPACE small")
        return f"{said}; {tasks}"

    def _tablespace(self, disk: Path) -> None:
        from django.db import connections

        assert self.server is not None
        place = disk / "tables"
        place.mkdir()
        if os.geteuid() == 0:
            shutil.chown(place, "postgres", "postgres")
        connections.close_all()
        self.server.sql(f"CREATE TABLESPACE small LOCATION '{place}'")
        self.server.sql("CREATE DATABASE small TEMPLATE postgres TABLESPACE small")


def whole(site: Installation) -> str:
    """That all editions and the record are as they were written, after everything. Raises Lost."""
    done = site.manage("verify_editions", check=False)
    if done.returncode:
        raise Lost(f"verify_editions: {done.stdout[-600:]}{done.stderr[-600:]}")
    return done.stdout.strip().splitlines()[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--kills", type=int, default=int(os.environ.get("KILLS", 200)))
    parser.add_argument(
        "--away", type=float, default=float(os.environ.get("AWAY", 10)), help="seconds without a database"
    )
    parser.add_argument(
        "--hunt", type=float, default=float(os.environ.get("HUNT", 600)), help="seconds of looking for deadlocks"
    )
    parser.add_argument("--port", type=int, default=8761)
    parser.add_argument("--seed", type=int, default=20180711)
    options = parser.parse_args()
    if not options.engine:
        # A process each: the program is set up for one database.
        arguments = [*sys.argv[1:], "--engine"]
        return max(
            subprocess.run([sys.executable, "-m", "tools.drills.faults", *arguments, each], check=False).returncode
            for each in ENGINES
        )
    with scratch("faults") as folder:
        drills = Drills(folder, options)
        try:
            drills.begin()
            wrong = drills.run()
            print(f"{options.engine} at the end: {whole(drills.site)}", flush=True)
        except Lost as lost:
            wrong = 1
            print(f"LOST: {lost}")
        finally:
            drills.site.end()
            if drills.server:
                drills.server.stop()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
