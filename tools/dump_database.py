#!/usr/bin/env python3
"""Fill a database through the program's own commands and pages and write it down as SQL: `make dumps`.

    tools/dump_database.py                                  tests/upgrades/<version>-sqlite.sql
    tools/with-postgresql.sh tools/dump_database.py         tests/upgrades/<version>-postgresql.sql

A later program has to bring these databases to its own state (tests/upgrades). Tables that stay empty are named at the end.
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
import uuid
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests/upgrades"
MONTH = "/entry/labour/2018-07/"


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "seoulwork.settings", "SEOULWORK_VAR": directory}
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.db import connection

        fill(Path(directory))
        tell_empty_tables()
        version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
        text = of_sqlite() if connection.vendor == "sqlite" else of_postgresql()
    path = FOLDER / f"{version}-{connection.vendor}.sql"
    path.write_text(text, encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(text) // 1000} kB")


def fill(directory: Path) -> None:
    """Everything that people do, once: loaded, entered, corrected, explained, handed in, imported, taken back, published."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)  # pages name their files by it
    call_command("migrate", verbosity=0)
    call_command("load_briefing_data", FOLDER / "data", verbosity=0)
    call_command("create_demo_accounts", verbosity=0)
    call_command("publish_briefing", "2018-07", accept="원문 그대로", reason="상반기 실적을 자료 폴더로 반입함")
    enter()
    bring_in(directory / "actuals.xlsx")


def enter() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from labour.models import Budget, Indicator

    administrator, officer, head = (signed_in(name) for name in ("administrator", "labour-officer", "labour-head"))
    posted(administrator, "/entry/open/", {"month": "2018-07", "deadline": "2030-01-01"})
    counselling, placed = (Indicator.objects.get(short_name=name).pk for name in ("상담", "취업률"))
    grant = Budget.objects.get(short_name="보조금").pk
    cell = f"a{counselling}"
    version = sent(officer, {cell: "301", f"a{placed}": "60", f"d{placed}": "100", f"c{grant}": "1,300"})[cell]
    sent(officer, {cell: "310"}, seen=version, reason="다시 셈")
    posted(officer, f"{MONTH}cells/{cell}/remark/", {"kind": "note", "text": "7월 상담 주간"})
    picture = SimpleUploadedFile("명단.png", smallest_picture(), "image/png")
    posted(officer, f"{MONTH}cells/{cell}/evidence/", {"file": picture})
    posted(officer, f"{MONTH}submit/", {"note": "나머지는 다음 달에", "unexplained": due(officer)})
    posted(head, f"{MONTH}approve/", {"unexplained": due(officer)})
    posted(administrator, f"{MONTH}close/", {})
    posted(administrator, f"{MONTH}reopen/", {"programme": "", "until": "2030-01-01", "reason": "정정"})


def smallest_picture() -> bytes:
    from PIL import Image

    content = BytesIO()
    Image.new("L", (1, 1)).save(content, "PNG")
    return content.getvalue()


def due(officer: Any) -> list[str]:
    """The lines without a reason for falling short: whoever hands in says that they are known."""
    return re.findall(r'name="unexplained" value="([^"]+)"', officer.get(f"{MONTH}?check=yes").content.decode())


def bring_in(path: Path) -> None:
    """A workbook is imported; a second one is imported and taken back."""
    from django.core.management import call_command
    from openpyxl import Workbook

    from seoulwork.workbook.models import Batch

    for month, value in (("2018-08", 55), ("2018-09", 66)):
        book = Workbook()
        assert book.active is not None
        book.active.append(["지표", month])
        book.active.append(["무료노무상담", value])
        book.save(path)
        call_command("import_actuals", path, division="labour", user="administrator", commit=True)
    last = Batch.objects.latest("pk").pk
    posted(signed_in("administrator"), f"/imports/{last}/undo/", {"reason": "잘못 올림"})


def signed_in(username: str) -> Any:
    from django.test import Client

    from seoulwork.accounts.models import User

    client = Client(HTTP_ACCEPT="application/json")
    client.force_login(User.objects.get(username=username), "seoulwork.accounts.backends.Backend")
    return client


def posted(client: Any, address: str, form: dict[str, Any]) -> None:
    answer = client.post(address, form)
    if answer.status_code not in (200, 302):
        raise SystemExit(f"{address}: {answer.status_code} {answer.content.decode()[:500]}")


def sent(client: Any, values: dict[str, str], seen: int | None = None, reason: str = "") -> dict[str, int]:
    """Save cells as the grid's script does; their new versions."""
    user = client.get("/entry/session/").json()["user"]
    cells = [{"cell": cell, "value": value, "seen": seen, "reason": reason} for cell, value in values.items()]
    body = {"request": str(uuid.uuid4()), "user": user, "all_or_nothing": True, "cells": cells}
    answer = client.post(f"{MONTH}cells/", json.dumps(body), content_type="application/json").json()
    if not answer.get("stored"):
        raise SystemExit(f"not saved: {answer}")
    return {each["cell"]: each["version"] for each in answer["cells"]}


def tell_empty_tables() -> None:
    from django.apps import apps

    print("empty:", *(each._meta.db_table for each in apps.get_models() if not each._base_manager.exists()))


def of_sqlite() -> str:
    from django.conf import settings
    from django.db import connection

    connection.close()
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as database:
        return "\n".join(database.iterdump()) + "\n"


def of_postgresql() -> str:
    """In statements only: what pg_dump writes for psql alone begins with a backslash."""
    program = max(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"), key=lambda path: int(path.parts[-3]))
    options = ["--inserts", "--no-owner", "--no-privileges", f"--dbname={os.environ['DATABASE_URL']}"]
    text = subprocess.run([program, *options], check=True, capture_output=True, text=True).stdout
    return re.sub(r"^\\.*\n", "", text, flags=re.MULTILINE)


if __name__ == "__main__":
    main()
