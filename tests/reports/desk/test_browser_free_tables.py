"""A free table in real Chromium: pasted as Excel puts it on the clipboard, merged, bound, saved, placed, seen; and a picture beside it."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from seoulwork.accounts.models import Role
from seoulwork.domain.periods import Month
from tests.entry.browsing import log_in
from tests.layout import layout_faults
from tests.reports.desk.editing import Writers, person
from tests.reports.drawings import SVG
from tests.reports.tables.copied import EXCEL

pytestmark = [pytest.mark.slow(60), pytest.mark.any_engine]
PLACE = [Month(2018, 7), "labour", 1]
SHOTS = os.environ.get("SHOTS")
"""A folder for pictures of the pages."""


@pytest.fixture
def writers(briefing_data_live: None, no_printed_page: None) -> Writers:
    cache.clear()
    return Writers(person(Role.OFFICER, "입력 담당"), person(Role.HEAD, "담당관"))


def looked_at(page: Page, name: str) -> None:
    """Nothing for axe to say, and no text that leaves its box."""
    assert Axe().run(page).response["violations"] == [], name
    if SHOTS:
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert layout_faults(page, name) == []


def paste(page: Page, html: str) -> None:
    page.locator("#pasted").evaluate(
        """(field, html) => {
            const data = new DataTransfer();
            data.setData('text/html', html);
            field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )


def test_a_table_and_a_picture_are_made_and_seen(page: Page, writers: Writers, base_url: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    log_in(page.context, writers.officer, base_url)
    page.goto(reverse("desk_free_table", args=PLACE))
    paste(page, EXCEL)
    cell = page.get_by_label("3행 2열", exact=True)
    expect(cell).to_have_value("1,285")
    expect(page.get_by_label("1행 1열, 2행 1열을 합친 칸")).to_have_value("구분")

    # Arrows go from cell to cell, a merged one is one.
    cell.click()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("2행 2열", exact=True)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("1행 1열, 2행 1열을 합친 칸")).to_be_focused()

    # What is typed is drawn beside it.
    page.get_by_label("3행 4열", exact=True).fill("새 비고")
    expect(page.locator("#free-shown .briefing")).to_contain_text("새 비고")

    page.get_by_label("3행 3열", exact=True).click()
    page.get_by_label("3행 4열", exact=True).click(modifiers=["Shift"])
    page.get_by_role("button", name="합치기").click()
    expect(page.get_by_label("3행 3열, 1행 2열을 합친 칸")).to_have_value("529\n새 비고")
    page.get_by_role("button", name="되돌리기").click()
    expect(page.get_by_label("3행 4열", exact=True)).to_have_value("새 비고")
    page.get_by_label("머리 행").select_option("2")
    page.get_by_role("button", name="묶기 3행 2열 1,285").click()
    expect(page.get_by_label("3행 2열", exact=True)).to_have_value("{교통공사전환:값}")
    expect(page.locator("#free-shown .briefing")).to_contain_text("1,285")
    looked_at(page, "free")
    page.get_by_label("표의 이름").fill("전환 현황")
    page.get_by_role("button", name="저장하고 글에 넣기").click()
    expect(page.get_by_text("표를 저장하고 글에 넣었습니다.")).to_be_visible()

    page.goto(reverse("desk_pictures", args=PLACE))
    page.get_by_label("그림 파일").set_input_files({"name": "추진체계.svg", "mimeType": "image/svg+xml", "buffer": SVG})
    page.get_by_label("이름").fill("추진체계")
    page.get_by_label("대체 글").fill("시장 아래 정책관이 있다")
    page.get_by_role("button", name="올리기").click()
    expect(page.get_by_text("그림을 올리고 글에 넣었습니다.")).to_be_visible()
    assert writers.kept.endswith("\n[표: 전환 현황]\n[그림: 추진체계]")
    page.goto(reverse("desk_pictures", args=PLACE))
    page.wait_for_function("() => document.querySelector('.desk-pictures img').naturalWidth === 1000")
    looked_at(page, "pictures")

    page.goto(reverse("desk_write", args=PLACE))
    look = page.locator("#desk-look")
    expect(look.get_by_text("새 비고")).to_be_attached()
    expect(look.get_by_alt_text("시장 아래 정책관이 있다")).to_be_attached()
    page.goto(reverse("briefing_section", args=[Month(2018, 7), "labour-1"]))
    picture = page.get_by_alt_text("시장 아래 정책관이 있다")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("() => [...document.images].every(image => image.complete && image.naturalWidth)")
    looked_at(page, "section")
    assert errors == []
