"""Staff that enter figures by HTTP, as the page's scripts do: signed in, a request sent again with its number until it is answered.

Writes a line for each save that was acknowledged (JSON): who, cell, value, when it was begun and answered, what went wrong
before. Ends what is under way when the file named by --until appears.
"""

import argparse
import http.client
import json
import random
import ssl
import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from tools.drills.client import GONE, Answer, Client

NAME = "seoulwork.example.go.kr"
WAITS = (1, 2, 4, 8, 15)
"""Seconds, as templates' outbox.js waits."""
PATIENCE = 30
"""Seconds, as connection.js waits for an answer."""
LAST_TRIES = 90
"""Seconds after the end in which a save that is under way may still be answered."""


class Browser(Client):
    """By HTTPS and the site's own name, through the web server in front."""

    def __init__(self, address: str) -> None:
        super().__init__(port=443, timeout=PATIENCE, prefix="__Host-")
        self.address = address

    def open(self) -> http.client.HTTPConnection:
        unsigned = ssl._create_unverified_context()  # the drill's own certificate
        return http.client.HTTPSConnection(self.address, timeout=self.timeout, context=unsigned)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        own = {"Host": NAME, "Referer": f"https://{NAME}/", "Origin": f"https://{NAME}"}
        return super().ask(method, path, body, **own, **headers)


class Clerk:
    """One of the staff, with a cell of his own."""

    def __init__(self, number: int, post: dict[str, Any], options: argparse.Namespace, out: "Log") -> None:
        self.number, self.post, self.options, self.out = number, post, options, out
        self.browser = Browser(options.address)
        self.user = 0
        self.version: int | None = None
        self.chance = random.Random(number)

    def sign_in(self) -> None:
        """Raises RuntimeError or one of GONE when it does not come to that."""
        self.browser.cookies.clear()
        self.browser.sign_in(self.post["user"], self.options.password)
        self.user = self.browser.get("/entry/session/").json["user"]

    def work(self, stop: Path) -> None:
        for value in range(self.number * 10_000 + self.options.first, (self.number + 1) * 10_000):
            time.sleep(self.chance.uniform(*self.options.think))
            if stop.exists():
                return
            self.save(value, stop)

    def save(self, value: int, stop: Path) -> None:
        cell = {"cell": self.post["cell"], "value": str(value), "seen": self.version, "reason": "훈련", "clears": False}
        content = {"request": str(uuid4()), "user": self.user, "all_or_nothing": False, "cells": [cell]}
        line: dict[str, Any] = {"who": self.number, "value": value, "began": time.time(), "wrong": []}
        ended = 0.0
        while True:
            state = self.attempt(content, line["wrong"])
            if state:
                break
            if stop.exists():
                ended = ended or time.monotonic()
                if time.monotonic() - ended > LAST_TRIES:
                    state = "unanswered"
                    break
            time.sleep(WAITS[min(len(line["wrong"]) - 1, len(WAITS) - 1)] * self.options.hurry)
        self.out.write({**line, "ended": time.time(), "state": state})

    def attempt(self, content: Any, wrong: list[str]) -> str:
        """What became of the cell; empty when nobody has told, and why goes to `wrong`."""
        try:
            said = self.browser.post_json(self.post["address"], content)
            if said.status == 200:
                answer = said.json["cells"][0]
            else:
                wrong.append(str(said.status))
                if said.status in (401, 403):
                    self.sign_in()
                return ""
        except (*GONE, RuntimeError, ValueError) as error:
            wrong.append("time-out" if isinstance(error, TimeoutError) else type(error).__name__)
            return ""
        if answer["state"] in ("saved", "unchanged"):
            self.version = answer["version"]
        return str(answer["state"])


class Log:
    def __init__(self, path: Path) -> None:
        self.file, self.lock = path.open("a", buffering=1), threading.Lock()

    def write(self, line: dict[str, Any]) -> None:
        with self.lock:
            self.file.write(f"{json.dumps(line)}\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", required=True)
    parser.add_argument("--posts", type=Path, required=True, help="JSON: user, address, cell of each")
    parser.add_argument("--password", required=True)
    parser.add_argument("--think", type=float, nargs=2, default=(1, 3))
    parser.add_argument("--first", type=int, default=1, help="with which number each begins: no value is entered twice")
    parser.add_argument("--hurry", type=float, default=1, help="by how much waiting after failures is shortened")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--until", type=Path, required=True)
    options = parser.parse_args()
    out = Log(options.out)
    clerks = [Clerk(number, post, options, out) for number, post in enumerate(json.loads(options.posts.read_text()), 1)]
    for clerk in clerks:
        clerk.sign_in()
        # What stands in the cell by now is what the page would know.
        clerk.version = clerk.post.get("version")
    out.write({"ready": len(clerks)})
    threads = [threading.Thread(target=clerk.work, args=(options.until,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
