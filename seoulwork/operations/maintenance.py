"""The page that stands in place of all others while the program is brought to another version: one file, which the web server in front
and the program itself answer with (503)."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

RETRY_AFTER = 300
"""Seconds"""


def page_path() -> Path:
    return Path(settings.VAR_DIR, "maintenance.html")


def begin(until: datetime | None = None) -> None:
    """From now on every address answers with the page. It is there as a whole or not at all."""
    when = f"{until:%H:%M}까지 마칠 예정입니다." if until else "잠시 뒤에 다시 들어와 주세요."
    problem = f"지금 프로그램을 새 판으로 올리고 있습니다. {when} 저장한 것은 그대로 있습니다."
    new = page_path().with_suffix(".new")
    new.write_text(render_to_string("503.html", {"problem": problem}), encoding="utf-8")
    new.chmod(0o644)  # the web server in front reads it
    new.replace(page_path())


def end() -> bool:
    """Whether there was one."""
    there = page_path().exists()
    page_path().unlink(missing_ok=True)
    return there


def page() -> bytes | None:
    try:
        return page_path().read_bytes()
    except FileNotFoundError:
        return None


RECORD = "upgraded.json"
"""What an upgrade writes down for the way back, in the folder of the program's data: which backup, and whether tables were changed."""


def unfinished() -> dict[str, Any]:
    """What the upgrade that has not come to its end has written down; empty when there is none."""
    path = Path(settings.VAR_DIR, RECORD)
    record: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return {} if record.get("finished") else record
