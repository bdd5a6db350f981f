"""An administrator on the way to publication: stopped, led to the places, mending, accepting; in real Chromium."""

import re
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Locator, Page, expect

from reports.models import Answer, Edition, PublishedFile
from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.figures.divisions import divisions
from seoulwork.operations import tasks
from seoulwork.operations.models import Task
from tests.choosing import LONG
from tests.reports.desk.editing import Desk, Writers

# What the scripts do, whatever keeps the figures; what the server does with them is tried on both engines without a browser.
pytestmark = pytest.mark.any_engine

# At each commit nothing is set in print: what a PDF says of a document is held where documents are set.
SET = pytest.mark.printed if LONG else pytest.mark.any_engine

PASSWORD = "correct-horse-battery"
CHECKS, PUBLISH = "/briefings/2018-07/checks/", "/briefings/2018-07/publish/"


def log_in(page: Page, role: str) -> None:
    User.objects.create(username=role, name=Role(role).label, role=role, password=make_password(PASSWORD))
    page.goto("/")
    page.get_by_label("아이디").fill(role)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    page.wait_for_url("**/front/" if role == Role.COUNCIL else lambda url: "login" not in url)


@pytest.fixture
def administrator(briefing_data_live: None, no_printed_page: None, page: Page) -> Page:
    """All months are approved; what stands in the way are the three slips of the paper."""
    for each in divisions():
        ReportingMonth.objects.create(
            division=each.key, month=Month(2018, 6), deadline="2018-07-10", state=ReportingMonth.State.CLOSED
        )
    log_in(page, Role.ADMINISTRATOR)
    return page


def finding(page: Page, title: str) -> Locator:
    return page.locator(".findings li").filter(has=page.get_by_text(title, exact=True))


def go_to(page: Page, title: str) -> None:
    """From 수치 점검 to the place of a finding, by its link."""
    page.goto(CHECKS)
    finding(page, title).get_by_role("link", name="고치러 가기").click()


def text_of_pdf(folder: Path) -> str:
    path = folder / "published.pdf"
    path.write_bytes(PublishedFile.objects.get(format="pdf").content)
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout


@SET
def test_an_administrator_is_stopped_mends_two_findings_accepts_one_and_publishes(
    administrator: Page, page: Page, tmp_path: Path
) -> None:
    page.goto(PUBLISH)
    expect(page.get_by_text("답하지 않은 오류 3건.")).to_be_visible()
    page.get_by_role("button", name="발행", exact=True).click()
    expect(page.get_by_label("그대로 발행하는 사유")).to_be_focused()  # what stops is the missing reason
    assert not Edition.objects.exists()

    go_to(page, "셈과 다른 인쇄 수치")
    page.wait_for_selector("body[data-ready=desk]")
    desk = Desk(page, Writers(User.objects.get(), User.objects.get()))
    desk.behind(".집행률=51%")
    desk.press(*["Backspace"] * len("=51%"))
    desk.saved()
    assert ".집행률}" in desk.text

    go_to(page, "누계 목표가 해마다의 합과 다름")
    page.get_by_role("row", name="2022년").get_by_role("link", name="고치기").click()
    page.get_by_label("목표", exact=True).fill("997")
    page.get_by_label("사유").fill("해마다의 계획을 더한 수로 고침")
    page.get_by_role("button", name="저장").click()
    page.wait_for_url("**/lists/programmes/targets/**")

    go_to(page, "반올림한 값이 다름")
    expect(page.get_by_role("row", name="203천개")).to_be_visible()
    page.go_back()
    expect(finding(page, "셈과 다른 인쇄 수치")).to_have_count(0)
    expect(finding(page, "누계 목표가 해마다의 합과 다름")).to_have_count(0)
    last = finding(page, "반올림한 값이 다름")
    last.get_by_text("그대로 두기").click()
    last.get_by_label("사유").fill("원문 그대로")
    last.get_by_role("button", name="받아들임").click()
    expect(last).to_contain_text("그대로 둠: 원문 그대로 (관리자")
    assert Answer.objects.count() == 1

    page.goto(PUBLISH)
    expect(page.get_by_label("그대로 발행하는 사유")).to_have_count(0)
    page.get_by_role("button", name="발행", exact=True).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    tasks.run(Task.objects.get().pk)
    page.wait_for_url("**/briefings/2018-07/")
    assert Edition.objects.get().reason == ""
    page.goto(CHECKS)
    expect(finding(page, "반올림한 값이 다름")).to_contain_text("그대로 둠: 원문 그대로")
    expect(page.locator("section", has_text="발행한 뒤 바뀐 것")).to_contain_text("없습니다.")

    page.context.clear_cookies()
    log_in(page, Role.COUNCIL)
    page.goto("/briefings/2018-07/")
    copies = [page.locator("main").inner_text(), *([text_of_pdf(tmp_path)] if LONG else [])]
    for copy in copies:
        assert "1,157백만원(46.4%) 교부" in copy
        assert "(51%)" not in copy
        assert "선정목표 : 997개 기업" in copy
        assert "203" in copy, "as the paper prints it"
    assert page.goto(CHECKS).status == 403  # type: ignore[union-attr]


def test_many_findings_are_told_shortly_open_by_keyboard_and_are_accepted_together(
    administrator: Page, page: Page
) -> None:
    page.goto("/briefings/add/")
    page.get_by_role("textbox", name="보고 달").fill("2018-09")
    page.get_by_role("textbox", name="실적 기준 달").fill("2018-08")
    page.get_by_role("textbox", name="회기").fill("제283회 시의회 임시회")
    page.get_by_role("textbox", name="제목").fill("2018 주요업무보고")
    page.get_by_role("button", name="시작").click()
    page.wait_for_url("**/briefings/2018-09/desk/")
    page.goto("/briefings/2018-09/checks/")
    section = page.locator("section", has=page.get_by_role("heading", name="체계적인 종합지원으로"))
    entry = section.locator("> ul > li").filter(has=page.get_by_text("기준월 전에 끝나는 실적", exact=True))
    opened = entry.locator("summary", has_text="모두 보기")
    expect(entry.get_by_role("link")).to_have_count(0)
    opened.focus()
    page.keyboard.press("Enter")
    places = entry.get_by_role("link", name="고치러 가기")
    expect(places.first).to_be_visible()
    expect(places.first).to_have_attribute("href", re.compile(r"/entry/socialeconomy/2018-08/#a\d+"))
    for width in (390, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    number = places.count()
    entry.get_by_text(f"{number}건 그대로 두기").click()
    entry.get_by_role("button", name=f"{number}건 받아들임").locator("..").get_by_label("사유").fill("8월은 마감 전")
    entry.get_by_role("button", name=f"{number}건 받아들임").click()
    expect(entry).to_contain_text("모두 그대로 둠")
    assert Answer.objects.count() == number
