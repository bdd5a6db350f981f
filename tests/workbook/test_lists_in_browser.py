"""The administrator's whole way through a list's workbook, in real Chromium."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from seoulwork.accounts.models import Role, User
from seoulwork.figures.divisions import division
from tests.entry.browsing import log_in, violations
from tests.workbook.books import blank_row, filled, put
from tests.workbook.listing import DISTRICTS
from tests.workbook.test_browser import PROCESS, WORKBOOK

pytestmark = [pytest.mark.any_engine, pytest.mark.slow(60), pytest.mark.usefixtures("tasks_done_here")]
INDICATOR = "노동아카데미 및 노동실무 교육"


@pytest.fixture
def page(page: Page, briefing_data_live: None, base_url: str) -> Page:
    """A tab of the administrator's."""
    user = User.objects.create(username="admin", name="관리자", role=Role.ADMINISTRATOR, password=make_password("x"))
    log_in(page.context, user, base_url)
    return page


def test_twenty_five_districts_are_downloaded_filled_in_sent_asked_about_imported_and_undone(
    page: Page, tmp_path: Path
) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto("/lists/labour/parts/")
    page.get_by_role("link", name="엑셀로 고치기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("지표와 세부를 엑셀로 고치기")
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="서식 내려받기").click()

    def fill(book: Any) -> None:
        sheet = book["세부"]
        first = blank_row(sheet)
        for at, name in enumerate(DISTRICTS):
            put(sheet, first + at, 지표=INDICATOR, 구분_기준="자치구", 이름=name, 순서=at + 1, **{"2018년_목표": 10})

    path = tmp_path / "자치구.xlsx"
    path.write_bytes(filled(download.value.path().read_bytes(), fill))
    page.get_by_role("link", name="채운 서식 올리기").click()
    expect(page.get_by_label("담당관", exact=True)).to_have_value("labour")
    page.get_by_label("엑셀 파일").set_input_files(path)
    page.get_by_role("button", name="올리고 미리보기").click()
    page.wait_for_url(WORKBOOK, timeout=PROCESS)

    # 서대문구 and 동대문구 are alike, but neither stood there before: nothing is asked.
    expect(page.get_by_role("heading", name="새로 생기는 것 25개")).to_be_visible()
    expect(page.get_by_role("region", name="칸마다 바뀌는 값")).to_contain_text("강동구")
    assert violations(page) == []
    page.get_by_label("사유").fill("자치구별 목표 확정")
    page.get_by_role("button", name="반입", exact=True).click()
    page.wait_for_url(WORKBOOK, timeout=PROCESS)
    expect(page.locator(".state")).to_contain_text("에 반입했습니다.")
    models = division("labour").models
    assert models.Part.objects.filter(dimension="자치구", path__in=DISTRICTS).count() == 25

    page.get_by_role("link", name="반입 되돌리기").click()
    page.get_by_label("되돌리는 사유").fill("다른 지표였음")
    page.get_by_role("button", name="되돌리기").click()
    expect(page.get_by_text("반입을 되돌렸습니다. 반입하기 전의 값이 다시 쓰입니다.")).to_be_visible()
    assert not models.Part.objects.filter(path="강동구").exists()
    assert problems == []
