"""What stands around every page: header, account menu, footer; and the lists' search."""

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.test import Client, override_settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.entry.steps import open_month
from tests.entry.browsing import log_in, password_hash

pytestmark = pytest.mark.any_engine

LIST = reverse("list", args=["labour", "targets"])
PAPER = 1031
"""A4 on its side without its margins, in CSS pixels."""
ONE_LINE = """selector => new Set([...document.querySelectorAll(selector)].map(each => each.getBoundingClientRect().top)).size"""


@pytest.fixture
def administrator(briefing_data_live: None) -> User:
    return User.objects.create(username="keeper", name="김관리", role=Role.ADMINISTRATOR, password=password_hash())


@pytest.fixture
def desk(page: Page, administrator: User, base_url: str) -> Page:
    log_in(page.context, administrator, base_url)
    return page


@pytest.fixture
def desk_without_scripts(browser: Browser, administrator: User, base_url: str) -> Page:
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    log_in(context, administrator, base_url)
    return context.new_page()


def test_whose_site_it_is(client: Client, db: None) -> None:
    agency = {
        "name": "가상시 일자리국",
        "address": "가상로 1",
        "telephone": "02-000-0000",
        "email": "jobs@city.example",
    }
    with override_settings(AGENCY=agency):
        page = client.get(reverse("account_login")).content.decode()
    header, footer = (re.search(f"<{tag}.*?</{tag}>", page, re.DOTALL) for tag in ("header", "footer"))
    assert header and footer
    assert agency["name"] in header[0] and "주요업무보고" in header[0]
    assert all(each in footer[0] for each in agency.values())


def test_the_masthead_is_shown_where_the_site_is_the_official_one(client: Client, db: None) -> None:
    said = "대한민국 공식 전자정부 누리집"
    assert said not in client.get(reverse("account_login")).content.decode()
    with override_settings(OFFICIAL_SITE_BANNER=True):
        assert said in client.get(reverse("account_login")).content.decode()


def test_only_a_briefing_says_that_its_figures_open(signed_in: Callable[..., Client], briefing_data: None) -> None:
    reader = signed_in(Role.ADMINISTRATOR)
    promise = "누르면 출처를 볼 수 있습니다"
    for address in ("/briefings/2018-07/", "/briefings/2018-07/sections/part-1/"):
        assert promise in reader.get(address).content.decode()
    for address in (LIST, reverse("briefings"), reverse("users"), reverse("account_change_password")):
        assert promise not in reader.get(address).content.decode()


def test_the_account_menu_by_keyboard(desk: Page) -> None:
    desk.goto(reverse("users"))
    menu, opener = desk.locator(".account-menu"), desk.locator(".account-menu summary")
    leave = menu.get_by_role("button", name="로그아웃")
    expect(opener).to_contain_text("김관리")
    expect(leave).to_be_hidden()
    opener.focus()
    desk.keyboard.press("Enter")
    expect(menu.get_by_role("link")).to_have_text(["대결 맡기기", "비밀번호 바꾸기", "2단계 인증", "접속 중인 기기"])
    expect(leave).to_be_visible()
    desk.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    desk.keyboard.press("Escape")
    expect(leave).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    desk.get_by_role("heading", level=1).click()
    expect(leave).to_be_hidden()


def test_the_account_menu_without_scripts(desk_without_scripts: Page) -> None:
    desk = desk_without_scripts
    desk.goto(reverse("users"))
    desk.locator(".account-menu summary").click()
    desk.locator(".account-menu").get_by_role("button", name="로그아웃").click()
    expect(desk.get_by_label("아이디")).to_be_visible()
    desk.context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_the_menus_of_a_telephone_stay_in_their_lines(desk: Page, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 844})
    desk.goto(LIST)
    for menu in (".site-menu a", ".tabs a", ".chips a"):
        assert desk.evaluate(ONE_LINE, menu) == 1, menu
    agency, name = (desk.locator(each).bounding_box() for each in (".site-agency", ".site-name"))
    assert agency and name and agency["height"] < name["height"], "the agency's name has run over its line"
    lines = {round(desk.locator(each).bounding_box()["y"]) for each in (".site-help >> nth=0", ".account-menu")}  # type: ignore[index]
    brand, menu_line = desk.locator(".site-brand").bounding_box(), desk.locator(".site-menu").bounding_box()
    assert brand and menu_line
    assert all(brand["y"] <= each < brand["y"] + brand["height"] for each in lines)
    assert menu_line["y"] >= brand["y"] + brand["height"]
    current = desk.locator(".chips [aria-current]").bounding_box()
    assert current and current["x"] >= 0 and current["x"] + current["width"] <= width


def test_a_telephone_shows_the_rows_first_and_the_search_behind_a_button(desk_without_scripts: Page) -> None:
    desk = desk_without_scripts
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(LIST)
    search = desk.get_by_role("search")
    expect(search).to_be_hidden()
    expect(desk.locator(".list tbody tr").first).to_be_in_viewport()
    desk.get_by_text("찾기·거르기").click()
    expect(search).to_be_visible()
    search.get_by_label("찾기").fill("상담")
    search.get_by_role("button", name="찾기").click()
    expect(search.get_by_label("찾기")).to_have_value("상담")
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(LIST)
    expect(search).to_be_visible()
    expect(desk.get_by_text("찾기·거르기")).to_be_hidden()
    desk.context.close()


@pytest.mark.parametrize("kind", ["targets", "actuals", "passages"])
def test_a_list_is_printed_on_its_side_and_whole(desk: Page, kind: str, tmp_path: Path) -> None:
    desk.goto(reverse("list", args=["labour", kind]))
    desk.pdf(path=tmp_path / "list.pdf", prefer_css_page_size=True)
    with pikepdf.open(tmp_path / "list.pdf") as paper:
        assert {page.mediabox[2] > page.mediabox[3] for page in paper.pages} == {True}
    desk.emulate_media(media="print")
    desk.set_viewport_size({"width": PAPER, "height": 700})
    table = desk.locator(".list").bounding_box()
    assert table and table["x"] + table["width"] <= PAPER
    for screen in (desk.get_by_role("search"), desk.locator(".site-header"), desk.locator(".chips")):
        expect(screen).to_be_hidden()


def test_a_telephone_shows_how_much_is_left_of_each_programme(desk: Page) -> None:
    open_month(Month(2018, 7))
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(reverse("entry_board", args=["2018-07"]))
    for heading in desk.get_by_role("columnheader", name="남은 칸").all():
        place = heading.bounding_box()
        assert place and place["x"] + place["width"] <= 390
