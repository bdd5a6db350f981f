"""A council member reads, asks a figure where it comes from, and downloads; in real Chromium."""

import hashlib

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from reports.models import Briefing, PublishedFile
from reports.publishing import publish
from seoulwork.models import Role, User

PASSWORD = "correct-horse-battery"
PAGES = [
    "/briefings/",
    "/briefings/2018-07/",
    "/briefings/2018-07/sections/part-1/",
    "/briefings/2018-07/sections/labour-5/",
]


def log_in(page: Page, role: str) -> None:
    User.objects.create(username=role, name=Role(role).label, role=role, password=make_password(PASSWORD))
    page.goto("/")
    page.get_by_label("아이디").fill(role)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    page.wait_for_url("**/briefings/")


@pytest.fixture
def council(briefing_data_live: None, page: Page) -> Page:
    """A council member who has just logged in, a published briefing before them."""
    publish(Briefing.objects.get(), None)
    log_in(page, Role.COUNCIL)
    return page


def test_a_council_member_reads_asks_and_downloads(council: Page) -> None:
    council.get_by_role("link", name="읽기").click()
    expect(council.get_by_role("heading", name="2018 주요업무보고", level=1)).to_be_visible()
    figure = council.get_by_role("button", name="13,869명")
    figure.focus()
    council.keyboard.press("Enter")
    panel = council.get_by_role("dialog")
    expect(panel).to_contain_text("청년 체감 일자리 종합서비스 확대 운영")
    expect(panel).to_contain_text("2018년 상반기(1월~6월)")
    expect(panel).to_contain_text("2018년 7월 업무보고 자료")
    expect(panel).to_contain_text("달마다의 실적을 더합니다.")
    for internal in ("yaml", "관리 명령", "보관하는 곳"):
        expect(panel).not_to_contain_text(internal)
    council.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(figure).to_be_focused()
    with council.expect_download() as download:
        council.get_by_role("link", name="PDF 내려받기").click()
    stored = PublishedFile.objects.get(format="pdf")
    assert hashlib.sha256(download.value.path().read_bytes()).hexdigest() == stored.sha256
    assert download.value.suggested_filename.endswith(".pdf")


def test_axe_finds_nothing_and_nothing_runs_over_the_edge(council: Page) -> None:
    council.set_viewport_size({"width": 390, "height": 800})
    for address in PAGES:
        council.goto(address)
        found = Axe().run(council)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert council.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_pages_obey_their_content_security_policy(council: Page) -> None:
    problems: list[str] = []
    council.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    for address in PAGES:
        council.goto(address)
    assert problems == []


def test_an_administrator_publishes_and_leaves_the_page_to_itself(briefing_data_live: None, page: Page) -> None:
    log_in(page, Role.ADMINISTRATOR)
    for address in ("/briefings/2018-07/checks/", "/briefings/2018-07/publish/"):
        page.goto(address)
        assert Axe().run(page).violations_count == 0, address
    page.get_by_role("button", name="발행").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.wait_for_url("**/briefings/2018-07/", timeout=120_000)
    expect(page.locator(".badge.done")).to_have_text("발행")
    assert PublishedFile.objects.count() == 3
