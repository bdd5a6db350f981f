"""Every kind of long work that meets something unforeseen says so on its page, and leaves its traceback in the log."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from reports.models import Briefing
from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.operations.tasks import BROKEN, run
from seoulwork.workbook.models import Bundle, Workbook

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

MONTH = Month(2018, 7)


def briefing() -> str:
    return str(Briefing.objects.create(month=MONTH, reference_month=MONTH, plan_year=2018, title="주요업무보고").name)


def workbook() -> int:
    return Workbook.objects.create(division="labour", name="칠월.xlsx", content=b"x", size=1, sha256="0" * 64).pk


def bundle() -> int:
    return Bundle.objects.create(division="labour").pk


KINDS: dict[str, tuple[str, Callable[[], str | int], list[str], str]] = {
    "draft": ("briefing", briefing, ["pdf"], "briefing_draft"),
    "publish": ("briefing", briefing, [], "briefing_publish"),
    "workbook_preview": ("workbook", workbook, [], "import_workbook"),
    "workbook_import": ("workbook", workbook, [], "import_workbook"),
    "workbook_bundle_read": ("bundle", bundle, [], "import_bundle"),
    "workbook_bundle_take": ("bundle", bundle, [], "import_bundle"),
}
"""What each is of, and the page that tells of it"""


OF_CHANGES = {"old": "2018-07/draft", "new": "2018-07/draft"}
OF_A_LIST = {"name": "사용자", "address": "/users/?export=xlsx", "role": Role.ADMINISTRATOR, "division": ""}
"""The page of a list's file is that of the work itself, for who asked for it."""


@pytest.mark.parametrize("kind", settings.WORK)
def test_what_breaks_is_told_in_the_page_and_the_log(
    kind: str, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    work = import_string(settings.WORK[kind])

    def broken(task: object, **arguments: object) -> str:
        raise ZeroDivisionError("so was nobody prepared for")

    monkeypatch.setattr(work, "do", broken)
    client = signed_in(Role.ADMINISTRATOR)
    if kind == "list":
        task = run(work.ask(User.objects.get(), **OF_A_LIST).pk)
        address = reverse("download", args=[task.pk])
    elif kind == "changes":
        briefing()
        task = run(work.ask(None, **OF_CHANGES).pk)
        address = f"{reverse('briefing_changes')}?{urlencode(OF_CHANGES)}&made="
    else:
        name, make, more, page = KINDS[kind]
        of = make()
        task = run(work.ask(None, **{name: of, **({"format": more[0]} if more else {})}).pk)
        address = reverse(page, args=[of, *more])
    assert "ZeroDivisionError: so was nobody prepared for" in caplog.text and f"Task {task.pk} ({kind})" in caplog.text
    page_of = client.get(address)
    assert page_of.status_code == 200 and BROKEN in page_of.content.decode()
