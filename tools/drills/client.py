"""A browser without a page, for drills: it signs in, keeps its cookies, sends forms, saves cells."""

import json
import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

PASSWORD = "seoul-demo-2018"
BOUNDARY = "drill-7d0b7f3c"
GONE = (OSError, HTTPException)
"""What asking raises when the server went away meanwhile."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def said(self) -> str:
        """The first heading and paragraph of a page, or the text of an answer to a script: what a user reads."""
        if "json" in self.headers.get("content-type", ""):
            return str(self.json.get("text", ""))
        found = re.findall(r"<(?:h1|p)[^>]*>(.*?)</(?:h1|p)>", self.text, re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", "", each).strip() for each in found[:2])


@dataclass(slots=True)
class Client:
    port: int
    timeout: float = 90
    cookies: dict[str, str] = field(default_factory=dict)
    connection: HTTPConnection | None = None
    prefix: str = ""
    """Of the names of its cookies: production's bear one"""

    def open(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Raises one of GONE."""
        if self.connection is None:
            self.connection = self.open()
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        try:
            self.connection.request(method, path, body or None, sent)
            got = self.connection.getresponse()
            answer = Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
            for name, value in got.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
        except GONE:
            self.close()
            raise
        if answer.headers.get("connection") == "close":
            self.close()
        return answer

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, values: dict[str, Any], files: dict[str, tuple[str, bytes]] | None = None) -> Answer:
        """A form as the page would send it."""
        token = self.cookies.get(f"{self.prefix}csrftoken", "")
        values = {"csrfmiddlewaretoken": token, **values}
        if files is None:
            kind, body = "application/x-www-form-urlencoded", urlencode(values, doseq=True).encode()
        else:
            kind, body = f"multipart/form-data; boundary={BOUNDARY}", _parts(values, files)
        return self.ask("POST", path, body, **{"Content-Type": kind})

    def post_json(self, path: str, content: Any) -> Answer:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        headers["X-CSRFToken"] = self.cookies.get(f"{self.prefix}csrftoken", "")
        return self.ask("POST", path, json.dumps(content).encode(), **headers)

    def sign_in(self, username: str, password: str = PASSWORD) -> "Client":
        """Raises RuntimeError when the site does not let it in."""
        self.get("/account/login/")
        answer = self.post("/account/login/", {"login": username, "password": password})
        if f"{self.prefix}sessionid" not in self.cookies:
            raise RuntimeError(f"{username} is not let in: {answer.status} {answer.said}")
        self.get("/entry/session/")
        return self

    def save(
        self, division: str, month: str, cells: dict[str, tuple[str, int | None]], number: str = "", reason: str = ""
    ) -> Answer:
        """Cells of a month, all or none: by their names the value and the version that was seen."""
        sent = [
            {"cell": name, "value": value, "seen": seen, "reason": reason, "clears": False}
            for name, (value, seen) in cells.items()
        ]
        content = {"request": number or str(uuid4()), "all_or_nothing": True, "cells": sent}
        return self.post_json(f"/entry/{division}/{month}/cells/", content)

    def upload(self, division: str, name: str, content: bytes) -> Answer:
        values = {"division": division, "sender": "시험", "year": "2018"}
        return self.post("/imports/add/", values, {"file": (name, content)})


def _parts(values: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> bytes:
    lines: list[bytes] = []
    for name, value in values.items():
        lines += [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()]
    for name, (filename, content) in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        lines += [f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(), content, b"\r\n"]
    return b"".join([*lines, f"--{BOUNDARY}--\r\n".encode()])


def grid(page: str) -> dict[str, int | None]:
    """The cells of the grid of a month's page, each with the version that the page has seen; not those below it (수시 지표)."""
    seen = dict(re.findall(r'name="seen-([a-z]\d+[^"]*)" value="([^"]*)"', page.partition('id="occasional"')[0]))
    return {cell: int(version) if version else None for cell, version in seen.items()}
