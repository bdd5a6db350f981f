"""What the drill of several machines does within the program: what is entered, asked for, and looked at in the end.

    python -m tools.drills.within posts COUNT | workbook NUMBER | import WORKBOOK | publish | verdict LOG

Each prints JSON.
"""

import io
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")
django.setup()

import xlsxwriter  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402

from reports.editions.publishing import publish_task  # noqa: E402
from reports.models import Edition, PublishedFile  # noqa: E402
from seoulwork.accounts.models import Role, User  # noqa: E402
from seoulwork.audit.actions import Action  # noqa: E402
from seoulwork.audit.models import Event  # noqa: E402
from seoulwork.domain.periods import Month  # noqa: E402
from seoulwork.entry.models import Sending  # noqa: E402
from seoulwork.entry.steps import open_month  # noqa: E402
from seoulwork.figures.divisions import division, divisions  # noqa: E402
from seoulwork.workbook import background  # noqa: E402
from seoulwork.workbook.importing.receive import receive  # noqa: E402
from seoulwork.workbook.models import Batch, Report, Workbook  # noqa: E402

PASSWORD = "drill-of-several-machines-2018"
TRIED = "훈련"
IMPORTED = 2_000
MONTHS = 6
MONTH = Month.parse("2019-01")


def posts(count: str) -> list[dict[str, Any]]:
    """An officer, a cell and its version for each clerk, in turn of the three divisions, in a month that is open to all of them."""
    names = [f"drill-{number:02}" for number in range(1, int(count) + 1)]
    of = [divisions()[number % len(divisions())] for number in range(len(names))]
    if not User.objects.filter(username=names[0]).exists():
        _make(names, of)
    found = []
    for name, own in zip(names, of, strict=True):
        indicator = own.models.Indicator.objects.get(short_name=name)
        row = own.models.Actual.objects.current().filter(indicator=indicator).first()
        address, version = f"/entry/{own.key}/{MONTH}/cells/", row.pk if row else None
        found.append({"user": name, "address": address, "cell": f"a{indicator.pk}", "version": version})
    return found


def _make(names: list[str], of: list[Any]) -> None:
    password = make_password(PASSWORD)
    User.objects.bulk_create(
        User(username=name, name=name, role=Role.OFFICER, division=own.key, password=password)
        for name, own in zip(names, of, strict=True)
    )
    User.objects.create(username="drill-administrator", name="관리자", role=Role.ADMINISTRATOR, password=password)
    for own in divisions():
        programme = own.models.Programme.objects.create(number=90, title=TRIED, first_year=2019)
        own.models.Indicator.objects.bulk_create(
            own.models.Indicator(programme=programme, short_name=name, name=f"{TRIED} {name}", unit="명")
            for name, its in zip(names, of, strict=True)
            if its is own
        )
    open_month(MONTH)


def workbook(number: str) -> dict[str, int]:
    """A file of made-up indicators, received, and the task that looks at it."""
    to, year = division("labour"), 2020 + int(number)
    programme = to.models.Programme.objects.create(number=90 + int(number), title=f"반입 {number}", first_year=year)
    names = [f"반입{number}-{each}" for each in range(IMPORTED)]
    to.models.Indicator.objects.bulk_create(
        to.models.Indicator(programme=programme, short_name=name, name=f"지표 {name}", unit="명") for name in names
    )
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet("실적")
    sheet.write_row(0, 0, ["지표", *[f"{year}-{month:02}" for month in range(1, MONTHS + 1)]])
    for row, name in enumerate(names, 1):
        sheet.write_row(row, 0, [f"지표 {name}", *range(row, row + MONTHS)])
    book.close()
    received, _ = receive(output.getvalue(), name=f"{TRIED}{number}.xlsx", to=to, by=_administrator())
    return {"workbook": received.pk, "task": background.look(received, _administrator()).pk}


def _administrator() -> User:
    return User.objects.get(username="drill-administrator")


def take(pk: str) -> dict[str, int]:
    """The task that imports a workbook."""
    received = Workbook.objects.get(pk=pk)
    said = Report.objects.get(workbook=received)
    return {"task": background.confirm(received, said.content["fingerprint"], _administrator(), TRIED).pk}


def publish() -> dict[str, int]:
    return {"task": publish_task.ask(_administrator(), briefing="2018-07", reason=TRIED).pk}


def verdict(log: str) -> dict[str, Any]:
    """What was acknowledged held against what is stored."""
    lines = [json.loads(each) for each in Path(log).read_text().splitlines()]
    saved = [each for each in lines if each.get("state") in ("saved", "unchanged")]
    stored: Counter[int] = Counter()
    last: dict[int, int] = {}
    for own in divisions():
        rows = own.models.Actual.objects.filter(indicator__programme__title=TRIED).order_by("pk")
        for value, ended in rows.values_list("value", "superseded_at"):
            stored[value] += 1
            if ended is None:
                last[value // 10_000] = value
    acknowledged = Counter(each["value"] for each in saved)
    newest = {
        who: max(each["value"] for each in saved if each["who"] == who) for who in {each["who"] for each in saved}
    }
    tried = {each["who"]: max(newest[each["who"]], each["value"]) for each in lines if each.get("who") in newest}
    imports = {
        batch.workbook.name: division("labour")
        .models.Actual.objects.filter(indicator__programme__title=f"반입 {batch.workbook.name[len(TRIED) : -5]}")
        .count()
        for batch in Batch.objects.select_related("workbook")
    }
    return {
        "acknowledged": len(acknowledged),
        "lost": len([value for value in acknowledged if not stored[value]]),
        "doubled": len([value for value, count in stored.items() if count > 1]),
        "never_asked_for": len([value for value in stored if value not in {each.get("value") for each in lines}]),
        "not_the_last": len([who for who, value in newest.items() if not value <= last.get(who, 0) <= tried[who]]),
        "sendings": Sending.objects.count(),
        "states": Counter(each["state"] for each in lines if "state" in each),
        "imports": imports,
        "imported_events": Event.objects.filter(action=Action.WORKBOOK_IMPORTED).count(),
        "indicators_of_an_import": IMPORTED * MONTHS,
        "editions": Edition.objects.count(),
        "files": PublishedFile.objects.count(),
    }


COMMANDS: dict[str, Any] = {
    "posts": posts,
    "workbook": workbook,
    "import": take,
    "publish": publish,
    "verdict": verdict,
}

if __name__ == "__main__":
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:]), ensure_ascii=False))
