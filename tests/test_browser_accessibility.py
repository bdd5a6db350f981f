"""Every page that the rights table offers, in real Chromium: axe finds nothing, and at each of the widths no text leaves its box, no
caption is hidden, no chart is cut and no page scrolls sideways."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize

from reports.asking import Question
from reports.desk import tables
from reports.desk.keeping import manuscript_of, save
from reports.desk.parts import part
from reports.editions import correcting, sharing
from reports.editions.publishing import publish
from reports.models import Briefing, Edition
from reports.printed import Measured
from seoulwork.accounts.guides import GUIDES
from seoulwork.accounts.models import Role, User
from seoulwork.accounts.rights import RIGHTS
from seoulwork.audit.models import Event
from seoulwork.catalogue.forms import forms_of
from seoulwork.catalogue.kinds import kinds_of
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.models import Bureau, DivisionState, Unit
from seoulwork.operations.models import ListFile, Task
from seoulwork.workbook import background
from seoulwork.workbook.lists.books import BOOKS
from seoulwork.workbook.models import Bundle, Workbook
from tests.choosing import LONG
from tests.entry.browsing import JULY, PASSWORD, log_in, password_hash
from tests.layout import layout_faults
from tests.relating import relate
from tests.reports.drawings import picture
from tests.workbook.books import blank_row, filled, latest, put, send, template
from tests.workbook.pages import COUNSELLING, MONTHS, SENDER, good, sent, upload, work

pytestmark = [pytest.mark.any_engine, pytest.mark.slow(300)]

NO_PAGES = {
    "home",
    "newest",
    "guides",
    "entry",
    "lists",
    "entry_session",
    "health_live",
    "health_ready",
    "metrics",
    "entry_evidence",
    "briefing_download",
    "edition_download",
    "edition_figure",
    "edition_table_csv",
    "open_description",
    "open_editions",
    "open_package",
    "open_rows",
    "briefing_draft_file",
    "download_begin",
    "download_file",
    "briefing_origins",
    "briefing_picture",
    "shared_file",
    "shared_picture",
    "import_file",
    "import_commented",
    "mfa_download_recovery_codes",
    "openid_connect_login",
    "openid_connect_callback",
}
"""Addresses that lead on, or answer with a file or for a script."""
BY_LOG_IN = {"account_login", "mfa_authenticate", "account_reauthenticate", "mfa_reauthenticate"}
SECOND_FACTOR = {
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_activate_totp",
}

OFFICE: ViewportSize = {"width": 1280, "height": 800}

PATIENCE = 120_000
"""Milliseconds that a page may take: so many in a row meet whatever else the machine does."""
COMPLETE = """() => {
    const desk = document.querySelector("#desk");
    return (!document.querySelector("#grid, #desk") || document.body.dataset.ready) && (!desk || Number(desk.dataset.looks) > 0);
}"""
"""Whether the scripts of the open page have put in what they fetch."""
LOOK = """but => axe.run(but ?? document, { resultTypes: ["violations"] }).then((results) => results.violations)"""


@pytest.fixture
def people(briefing_data_live: None) -> dict[str, User]:
    cache.clear()
    return {
        role: User.objects.create(
            username=role,
            name=Role(role).label,
            role=role,
            password=password_hash(),
            division="labour" if role in (Role.OFFICER, Role.HEAD) else "",
        )
        for role in Role.values
    }


@pytest.fixture
def sees(page: Page, people: dict[str, User], base_url: str) -> Callable[[str], Page]:
    """`sees(role)`: the one tab of all tests, in which such a user has logged in."""

    page.set_default_timeout(PATIENCE)
    page.add_init_script(AXE_SCRIPT)  # sent and compiled once, and not for each page

    def change_user(role: str) -> Page:
        page.context.clear_cookies()
        log_in(page.context, people[role], base_url)
        return page

    return change_user


def faults(page: Page, what: str, but: str = "") -> list[str]:
    """What is wrong with the page that is open, each with `what` it is. Axe looks at all but what a selector names: it takes most of
    the time where much stands, and needs to see that once."""
    narrow = page.viewport_size != OFFICE
    found = layout_faults(page, what) if narrow else []
    page.set_viewport_size(OFFICE)
    looked = page.evaluate(LOOK, {"exclude": [[but]]} if but else None)
    found += [
        f"{what}: {each['id']} {json.dumps([node['html'][:160] for node in each['nodes'][:3]], ensure_ascii=False)}"
        for each in looked
    ]
    return found if narrow else found + layout_faults(page, what)


def visit(page: Page, addresses: list[str]) -> list[str]:
    """Pages of one kind, the same template with other rows: axe looks at the first, in the long run at all; that all fits, at each."""
    found = []
    for number, address in enumerate(addresses):
        page.goto(address)
        page.wait_for_function(COMPLETE)
        assert unquote(page.url).endswith(address), f"{address} leads on to {page.url}"
        if LONG or number < 1:
            found += faults(page, address, but=".briefing" if "/editions/" in address or "/read/" in address else "")
        else:
            found += layout_faults(page, address)
    return found


def lists() -> dict[str, list[str]]:
    """Every kind of list of the labour division, and what only others have. A form to add is the one to change, and to
    remove all kinds have one page, with two texts: of a stored figure and of the others."""
    labour = division("labour")
    target, programme = labour.models.Target.objects.all()[0].pk, labour.models.Programme.objects.all()[0].pk
    pages: dict[str, list[str]] = {
        "list": [reverse("list", args=["labour", "targets"]) + "?q=없는낱말"],
        "list_add": [reverse("list_add", args=["labour", key]) for key in ("programmes", "passages")],
        "list_change": [],
        "list_remove": [
            reverse("list_remove", args=["labour", *each]) for each in (("targets", target), ("programmes", programme))
        ],
    }
    seen: set[str] = set()
    for own in map(division, ("labour", *settings.DIVISIONS)):
        for key, kind in kinds_of(own).items():
            if key in seen:
                continue
            seen.add(key)
            pages["list"].append(reverse("list", args=[own.key, key]))
            if key in forms_of(own):
                row = kind.of(own).objects.first()
                pages["list_change"].append(reverse("list_change", args=[own.key, key, row.pk]))
    return pages


def preview_of_a_list(client: Client) -> Workbook:
    """Indicators with new parts, what is wrong among them, and a cell that was left blank."""

    def fill(book: Any) -> None:
        sheet = book["세부"]
        number = blank_row(sheet)
        for at, name in enumerate(("종로구", "중구", "")):
            put(sheet, number + at, 지표="노동아카데미 및 노동실무 교육", 이름=name, 구분_기준="자치구", 순서=at)
        put(book["지표"], 5, 지표명=None)

    send(client, filled(template(client, "indicators", year=2018), fill))
    return latest()


def imports(administrator: User) -> dict[str, list[str]]:
    """A workbook that asks, one that was imported, and one that is looked at just now."""
    client = Client()
    client.force_login(administrator)
    upload(
        client,
        sent({"명예옴부즈만이 상담한 건수": MONTHS, "노동아카데미 및 노동실무 교육": ("없음", 0, 1, 0, 1, 0)}),
        name="물음.xlsx",
    )
    work()
    asking = Workbook.objects.get()
    upload(client, good())
    work()
    done = Workbook.objects.exclude(pk=asking.pk).get()
    fingerprint = done.report.content["fingerprint"]
    client.post(reverse("import_confirm", args=[done.pk]), {"fingerprint": fingerprint})
    work()
    kept = preview_of_a_list(client)
    together = [SimpleUploadedFile(f"{name}.xlsx", sent({COUNSELLING: MONTHS}, sheet=name)) for name in ("가", "나")]
    client.post(reverse("import_add"), {"division": "labour", "sender": SENDER, "file": together})
    work()
    waiting = Task.objects.create(
        kind=background.preview_task.kind, arguments={"workbook": 0, "name": "실적.xlsx"}, by=administrator
    )
    return {
        "imports": [reverse("imports")],
        "import_add": [reverse("import_add")],
        "import_template": [reverse("import_template", args=["labour"])],
        "import_workbook": [reverse("import_workbook", args=[each.pk]) for each in (asking, done, kept)],
        "import_bundles": [reverse("import_bundles")],
        "import_bundle": [reverse("import_bundle", args=[Bundle.objects.get().pk])],
        "import_list_template": [reverse("import_list_template", args=["labour", key]) for key in BOOKS],
        "import_questions": [reverse("import_questions", args=[asking.pk])],
        "import_undo": [reverse("import_undo", args=[done.pk])],
        "import_progress": [reverse("import_progress", args=[waiting.pk])],
    }


def two_writers(people: dict[str, User]) -> None:
    """A part of the briefing with two versions, a line that both changed, and one that can't be printed."""
    at = part(Briefing.objects.get(), division("labour"), 1)
    text = manuscript_of(at).text
    line = text.split("\n")[1]
    for by, more in ((Role.OFFICER, "하나"), (Role.HEAD, "둘\n○ 13,869명 {없음}")):
        save(at, base=text, text=text.replace(line, f"{line[:-2]} {more}"), by=people[by])


def picture_put_up() -> int:
    """The key of a picture of the part that two have written."""
    manuscript = manuscript_of(part(Briefing.objects.get(month=JULY), division("labour"), 1))
    told = {"name": "추진체계", "alternative": "시장 아래 정책관", "kind": "png", "width": 40, "height": 20}
    content = picture()
    row = manuscript.pictures.create(**told, content=content, size=len(content), sha256=sha256(content).hexdigest())
    return int(row.pk)


def renamed_division() -> int:
    """The key of the row of a division with another name."""
    values = {"name": "노동과", "unit": "과", "position": 2}
    return DivisionState.objects.get_or_create(division="labour", defaults=values)[0].pk


def added_unit() -> int:
    """The key of a unit that a page added."""
    return int(Unit.objects.get_or_create(name="톤", defaults={"base": "톤"})[0].pk)


def table_made(by: User) -> str:
    """What opens a figure table of a programme for changing."""
    description = {
        "kind": "figures",
        "caption": "상담",
        "rows": [{"bind": {"of": "옴부즈만상담건수"}}],
        "columns": [{"each": {"kind": "quarters"}, "children": [{"head": "목표"}, {"head": "실적"}]}],
        "total": {"head": "계"},
        "labels": ["구분"],
    }
    tables.keep(part(Briefing.objects.get(), division("labour"), 6), "상담", description, seen=0, by=by)
    return "?name=상담"


def being_corrected() -> None:
    """July was published, and is in preparation again: so all pages of a briefing are there."""
    july = Briefing.objects.get()
    publish(july, None, reason="시험")
    correcting.begin(july, by=None, reason="집계 오류")


def asked() -> Question:
    """Of July's edition, not answered yet."""
    question, _ = Question.objects.get_or_create(
        edition=Briefing.objects.get(month=JULY).editions.get(),
        section="labour-6",
        title="6 노동권의 보호체계 강화",
        line="무료노무상담 1,694건",
        text="해결된 것은 몇 건입니까?",
        by=User.objects.get(role=Role.COUNCIL),
    )
    return question


def addresses(people: dict[str, User]) -> dict[str, list[str]]:
    """The pages that an administrator opens by their addresses, by URL name."""
    spent = division("labour").models.Budget.objects.get(programme=None, kind="current", year=2018)
    indicator = division("labour").models.Indicator.objects.filter(frequency="monthly", accumulation="sum", parts=None)[
        0
    ]
    person = people[Role.OFFICER]
    plain = (
        "notices",
        "glance",
        "briefings",
        "briefing_changes",
        "search",
        "questions",
        "users",
        "user_add",
        "user_sign_ins",
        "user_failures",
        "user_events",
        "user_accesses",
        "read_keys",
        "deputies",
        "socialaccount_login_cancelled",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_logout",
        "account_change_password",
        "usersessions_list",
        "briefing_add",
        "briefing_outlines",
        "bureau",
        "bureau_add",
        "divisions",
        "division_add",
        "units",
        "system",
        "unit_add",
        "limits",
    )
    return {
        **{name: [reverse(name)] for name in plain},
        **{
            name: [reverse(name, args=[JULY])]
            for name in (
                "briefing",
                "briefing_checks",
                "briefing_returned",
                "briefing_cover",
                "briefing_discard",
                "briefing_publish",
                "briefing_editions",
                "briefing_correct",
                "desk",
                "entry_board",
            )
        },
        **{name: [reverse(name, args=[Bureau.objects.get().pk])] for name in ("bureau_change", "bureau_remove")},
        **{name: [reverse(name, args=[renamed_division()])] for name in ("division_change", "division_remove")},
        "entry_calendar": [reverse("entry_calendar", args=[2018])],
        **{name: [reverse(name, args=[added_unit()])] for name in ("unit_change", "unit_remove")},
        "briefing_section": [reverse("briefing_section", args=[JULY, key]) for key in ("part-1", "labour-5")],
        "figure": [
            reverse("figure", args=[each.division, each.kind, each.number]) for each in Measured.objects.all()[:1]
        ],
        "edition_ask": [reverse("edition_ask", args=[JULY, 1, "labour-6"])],
        "edition_pack": [reverse("edition_pack", args=[JULY, 1])],
        "question": [reverse("question", args=[asked().pk])],
        "briefing_front": [reverse("briefing_front", args=[JULY])],
        "edition_front": [reverse("edition_front", args=[JULY, 1])],
        "edition": [reverse("edition", args=[JULY, 1])],
        "edition_table": [reverse("edition_table", args=[JULY, 1, "budget"])],
        "edition_chart": [reverse("edition_chart", args=[JULY, 1, "spending"])],
        "edition_section": [reverse("edition_section", args=[JULY, 1, "part-1"])],
        "edition_sharing": [reverse("edition_sharing", args=[JULY, 1])],
        "shared": [address_of_a_link(people[Role.ADMINISTRATOR])],
        "edition_withdraw": [reverse("edition_withdraw", args=[JULY, 1])],
        "briefing_outline": [reverse("briefing_outline", args=["audit"])],
        "guide": [reverse("guide", args=[key]) for key in GUIDES],
        "desk_write": [reverse("desk_write", args=[JULY, "labour", 1])],
        "desk_versions": [reverse("desk_versions", args=[JULY, "labour", 1])],
        "desk_free_table": [reverse("desk_free_table", args=[JULY, "labour", 1])],
        "desk_read_in": [reverse("desk_read_in", args=[JULY, "labour", 1])],
        "desk_pictures": [reverse("desk_pictures", args=[JULY, "labour", 1])],
        "desk_picture": [reverse("desk_picture", args=[JULY, "labour", 1, picture_put_up()])],
        "desk_tables": [reverse("desk_tables", args=[JULY, "labour", 6])],
        "desk_table": [reverse("desk_table", args=[JULY, "labour", 6]) + name for name in ("", table_made(person))],
        "briefing_draft": [reverse("briefing_draft", args=[JULY, "pdf"])],
        "download": list_files(people[Role.ADMINISTRATOR]),
        "account_reset_password_from_key": [reverse("account_reset_password_from_key", args=["1", "none"])],
        "user": [reverse("user", args=[person.pk])],
        "user_posts": [reverse("user_posts", args=[person.pk])],
        "user_event": [reverse("user_event", args=[Event.objects.latest("pk").pk])],
        "entry_month": [reverse("entry_month", args=["labour", JULY])],
        "entry_panel": [reverse("entry_panel", args=["labour", JULY, f"a{indicator.pk}"])],
        "list_parts": [reverse("list_parts", args=["labour", indicator.pk])],
        "list_carry_forward": [reverse("list_carry_forward", args=["labour"])],
        "forecasts": [reverse("forecasts", args=["labour"])],
        "forecast": [reverse("forecast", args=["labour", indicator.pk, 2018])],
        "spending_forecast": [reverse("spending_forecast", args=["labour", spent.pk])],
        "list_plan_add": [reverse("list_plan_add", args=["labour"])],
        "list_plan": [reverse("list_plan", args=["labour", f"a{indicator.pk}", 2018])],
        **lists(),
        **imports(people[Role.ADMINISTRATOR]),
    }


def list_files(by: User) -> list[str]:
    """Of a list that waits to be made a workbook, one that could not be, and one that is there."""
    asked = {"name": "활동 기록", "address": "/events/?export=xlsx", "role": by.role, "division": ""}
    waits, failed, done = (
        Task.objects.create(kind="list", by=by, arguments=asked, state=state, message="알림", progress=40)
        for state in (Task.State.RUNNING, Task.State.FAILED, Task.State.DONE)
    )
    ListFile.objects.create(task=done, rows=12_345, content=b"x", made_at=timezone.now())
    return [reverse("download", args=[each.pk]) for each in (waits, failed, done)]


def address_of_a_link(by: User) -> str:
    until = timezone.now() + timedelta(hours=1)
    link = sharing.make(Edition.objects.earliest("pk"), "밖의 사람", until, by=by)
    return reverse("shared", args=[sharing.token_of(link)])


def test_every_page_of_the_rights_table(
    people: dict[str, User], sees: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_month(JULY)
    relate(division("labour"))
    being_corrected()
    two_writers(people)
    examples = addresses(people)
    readable = {name for name, right in RIGHTS.items() if right.read}
    assert readable - NO_PAGES == examples.keys() | BY_LOG_IN | SECOND_FACTOR, "a page without an example"
    page = sees(Role.ADMINISTRATOR)
    assert [
        fault for name in sorted(examples.keys() - {"account_logout"}) for fault in visit(page, examples[name])
    ] == []
    page.goto(examples["user"][0])
    with page.expect_navigation():
        page.get_by_role("button", name="임시 비밀번호 만들기").click()
    assert faults(page, "temporary password") == []
    assert visit(page, examples["account_logout"]) == []


def test_the_month_as_each_sees_it_at_each_step(people: dict[str, User], sees: Callable[[str], Page]) -> None:
    open_month(JULY)
    address = reverse("entry_month", args=["labour", JULY])
    found = []
    for role in (Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR):
        page = sees(role)
        for state in ReportingMonth.State.values:
            ReportingMonth.objects.update(state=state)
            page.goto(address)
            for folded in page.locator("details").all():
                folded.evaluate("each => each.open = true")
            found += faults(page, f"{state} as {role}", but="" if role == Role.OFFICER else "#grid table")
    page = sees(Role.OFFICER)
    page.goto(address)
    for dialog in ("conflict", "login"):
        page.evaluate(f"document.getElementById('{dialog}').showModal()")
        found += faults(page, dialog)
        page.evaluate(f"document.getElementById('{dialog}').close()")
    assert found == []


def test_the_months_of_all_divisions(people: dict[str, User], sees: Callable[[str], Page]) -> None:
    """The widest figures are the bureau's own: six of them, as a run's."""
    open_month(JULY)
    page = sees(Role.ADMINISTRATOR)
    found = []
    for each in divisions():
        page.goto(reverse("entry_month", args=[each.key, JULY]))
        found += layout_faults(page, each.name)
    assert found == []


def enter(page: Page, user: User, password: str = PASSWORD) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("아이디").fill(user.username)
    page.get_by_label("비밀번호").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="로그인").click()


def test_log_in_second_factor_and_refusals(people: dict[str, User], page: Page, sees: Callable[[str], Page]) -> None:
    page.goto(reverse("account_login"))
    found = faults(page, "log in")
    enter(page, people[Role.HEAD], "wrong")
    found += faults(page, "wrong password")
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        enter(page, people[Role.HEAD], "wrong")
    assert "잠겼습니다" in page.content()
    found += faults(page, "locked")

    with override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "1/m/ip"}):
        enter(page, people[Role.COUNCIL], "wrong")
        enter(page, people[Role.COUNCIL], "wrong")
        page.get_by_role("heading", name="잠시 뒤 다시 시도해 주세요").wait_for()
        found += faults(page, "429")

    officer = people[Role.OFFICER]
    enter(page, officer)
    page.wait_for_url(lambda url: "login" not in url)
    found += visit(page, [reverse("mfa_index"), reverse("account_reauthenticate")])
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "reauthenticate" not in url)
    found += visit(page, [reverse("mfa_activate_totp")])

    page.context.clear_cookies()
    secret = generate_totp_secret()
    TOTP.activate(officer, get_adapter().encrypt(secret))
    enter(page, officer)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}")
    found += faults(page, "second factor")
    page.get_by_label("코드").fill(code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "authenticate" not in url)
    found += visit(page, [reverse("mfa_reauthenticate"), reverse("account_reauthenticate")])
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "reauthenticate" not in url)
    found += visit(page, [reverse("mfa_generate_recovery_codes")])
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    for name in ("mfa_view_recovery_codes", "mfa_index", "mfa_deactivate_totp"):
        found += visit(page, [reverse(name)])

    sees(Role.COUNCIL).goto(reverse("users"))
    found += faults(page, "403")
    page.goto("/nothing/here/")
    assert [*found, *faults(page, "404")] == []


def code_of(secret: str) -> str:
    """What the telephone shows now."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))
