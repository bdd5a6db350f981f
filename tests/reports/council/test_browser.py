"""A council member reads, asks a figure where it comes from, and downloads; in real Chromium."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from reports.editions.publishing import publish
from reports.models import Briefing, Format, PublishedFile
from seoulwork.accounts.models import Role, User
from seoulwork.operations import tasks
from seoulwork.operations.models import Task

# What the scripts do, whatever keeps the figures; what the server does with them is tried on both engines without a browser.
pytestmark = [pytest.mark.any_engine, pytest.mark.slow(50)]

PASSWORD = "correct-horse-battery"
PAGES = [
    "/briefings/",
    "/briefings/2018-07/front/",
    "/briefings/search/?q=13869",
    "/briefings/2018-07/",
    "/briefings/2018-07/sections/part-1/",
    "/briefings/2018-07/sections/labour-5/",
    "/briefings/2018-07/sections/labour-6/",
]

CARDS_FIT = (
    "[...document.querySelectorAll('.as-cards')].every(table => table.scrollWidth <= table.parentElement.clientWidth)"
)


def log_in(page: Page, role: str) -> None:
    User.objects.create(username=role, name=Role(role).label, role=role, password=make_password(PASSWORD))
    page.goto("/")
    page.get_by_label("아이디").fill(role)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    page.wait_for_url("**/front/" if role == Role.COUNCIL else lambda url: "login" not in url)


@pytest.fixture
def council(briefing_data_live: None, page: Page) -> Page:
    """A council member who has just logged in, a published briefing before them."""
    publish(Briefing.objects.get(), None, reason="시험")
    log_in(page, Role.COUNCIL)
    return page


def test_a_council_member_reads_asks_and_downloads(council: Page) -> None:
    council.get_by_role("link", name="읽기").click()
    expect(council.get_by_role("heading", name="2018 주요업무보고", level=1)).to_be_visible()
    council.wait_for_load_state()  # the script that opens figures is there
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
        assert council.evaluate(CARDS_FIT), address


def printed(page: Page, folder: Path) -> list[str]:
    """The text of each page when the browser prints what is open."""
    page.pdf(path=folder / "printed.pdf", prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", folder / "printed.pdf", "-"], capture_output=True, check=True, text=True).stdout
    return text.split("\f")[:-1]


def test_printing_gives_the_document_and_nothing_of_the_screen(council: Page, tmp_path: Path) -> None:
    council.goto("/briefings/2018-07/")
    pages = printed(council, tmp_path)
    assert 34 <= len(pages) <= 42
    assert [number for number, text in enumerate(pages, 1) if len("".join(text.split())) < 30] == []
    whole = " ".join(pages)
    assert whole.count("목차") == 1
    assert [word for word in ("로그아웃", "내려받기", "나누어 보기", "비밀번호", "바로가기") if word in whole] == []
    council.goto("/briefings/2018-07/sections/labour-5/")
    pages = printed(council, tmp_path)
    assert "사각지대 노동자 보호 강화" in pages[0]
    assert len(pages) <= 2
    assert [word for word in ("목차", "전체 보기", "로그아웃") if word in "".join(pages)] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_one_contents_list_leads_through_the_whole_and_through_its_sections(council: Page, width: int) -> None:
    council.set_viewport_size({"width": width, "height": 800})
    council.goto("/briefings/2018-07/")
    contents = council.get_by_role("navigation", name="목차")
    entry = contents.get_by_role("link", name="5 사각지대 노동자 보호 강화")
    assert entry.get_attribute("href") == "#section-labour-5"
    names = contents.get_by_role("link").all_inner_texts()
    council.get_by_role("link", name="나누어 보기").click()
    council.wait_for_url("**/sections/part-1/")
    if width == 390:
        expect(contents).to_be_hidden()
        council.locator("summary", has_text="목차").click()
    expect(contents).to_be_visible()
    assert contents.get_by_role("link").all_inner_texts() == names
    entry.click()
    council.wait_for_url("**/sections/labour-5/")
    expect(council.get_by_role("heading", name="사각지대 노동자 보호 강화", level=1)).to_be_visible()
    expect(council.locator(".contents [aria-current=page]")).to_contain_text("사각지대 노동자 보호 강화")


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
    # The page of the progress asks how far the work is, and goes on when it is done: not while it is looked at.
    page.route(
        "**/briefings/**", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    page.get_by_label("그대로 발행하는 사유").fill("시험")
    page.get_by_role("button", name="발행", exact=True).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.unroute("**/briefings/**")
    tasks.run(Task.objects.get().pk)
    page.wait_for_url("**/briefings/2018-07/")
    expect(page.locator(".badge.done")).to_have_text("발행")
    assert PublishedFile.objects.count() == len(Format)
