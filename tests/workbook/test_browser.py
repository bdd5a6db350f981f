"""The administrator's whole way through an import, in real Chromium; once with the real processes that do the work."""

import io
import re
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from seoulwork.accounts.models import Role, User
from seoulwork.workbook.models import Batch, Mapping
from tests.entry.browsing import log_in, violations
from tests.workbook.pages import COUNSELLING, EDUCATION, MONTHS, SENDER, SPLIT, WHOLE, good, sent, stored, work
from tests.workbook.writing import by_openpyxl

# What the scripts do, whatever keeps the figures; what the server does with them is tried on both engines without a browser.
pytestmark = [pytest.mark.any_engine, pytest.mark.slow(100)]

WORKBOOK = re.compile(r"/imports/\d+/$")
PROCESS = 120_000
"""Milliseconds that the process of a task may take to start and to be done."""
NAMED_OTHERWISE = "명예옴부즈만이 상담한 건수"


@pytest.fixture
def administrator(briefing_data_live: None) -> User:
    return User.objects.create(username="admin", name="관리자", role=Role.ADMINISTRATOR, password=make_password("x"))


@pytest.fixture
def page(page: Page, administrator: User, base_url: str) -> Page:
    """A tab of the administrator's."""
    log_in(page.context, administrator, base_url)
    return page


def upload(page: Page, path: Path, content: bytes) -> None:
    """Send a workbook in, and wait for its preview."""
    path.write_bytes(content)
    page.goto("/imports/add/")
    page.get_by_label("담당관", exact=True).select_option("labour")
    page.get_by_label("보낸 곳").fill(SENDER)
    page.get_by_label("엑셀 파일").set_input_files(path)
    page.get_by_role("button", name="올리고 미리보기").click()
    page.wait_for_url(WORKBOOK, timeout=PROCESS)


@pytest.mark.usefixtures("tasks_done_here")
def test_upload_mapping_preview_refuse_mend_confirm_undo(page: Page, tmp_path: Path) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    rows = {NAMED_OTHERWISE: ("2○0", *MONTHS[1:]), EDUCATION: (1, 0, 1, 0, 1, 0)}
    upload(page, tmp_path / SPLIT, sent(rows))
    expect(page.locator(".state")).to_contain_text("물음 1개에 답해야 반입할 수 있습니다.")

    page.get_by_role("link", name="물음에 답하기").click()
    choice = page.get_by_label(f"어느 지표입니까: '{NAMED_OTHERWISE}'")
    expect(choice).to_have_value("")
    choice.select_option(label=f"6. 노동권의 보호체계 강화 · {COUNSELLING}")
    page.get_by_role("button", name="답하고 다시 미리보기").click()
    page.wait_for_url(WORKBOOK, timeout=PROCESS)
    assert Mapping.objects.count() == 1

    expect(page.locator(".state")).to_contain_text("반입할 수 없습니다. 아무것도 바꾸지 않았습니다.")
    expect(page.get_by_role("region", name="고쳐야 할 칸")).to_contain_text("숫자가 아닙니다: '2○0'")
    expect(page.get_by_role("button", name="반입", exact=True)).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="틀린 칸에 메모를 단 파일 내려받기").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert "2○0" in book["상반기"]["B3"].comment.text

    book["상반기"]["B3"] = MONTHS[0]
    mended = io.BytesIO()
    book.save(mended)
    page.get_by_role("link", name="고친 파일 올리기").click()
    expect(page.get_by_label("보낸 곳")).to_have_value(SENDER)
    upload(page, tmp_path / SPLIT, mended.getvalue())
    expect(page.locator(".state")).to_contain_text("반입할 수 있습니다. 아직 아무것도 바꾸지 않았습니다.")
    sums = page.get_by_role("region", name="달마다의 값으로 나뉘는 값")
    expect(sums.get_by_role("row").filter(has_text=COUNSELLING)).to_contain_text("같음")
    assert stored() == [("2018-01", WHOLE)]

    page.get_by_role("link", name="반입하기").click()
    page.get_by_role("button", name="반입", exact=True).click()
    expect(page.locator(".state")).to_contain_text("에 반입했습니다.", timeout=PROCESS)
    assert [value for _, value in stored()] == list(MONTHS)
    assert Batch.objects.get().workbook.name == SPLIT

    page.goto("/briefings/2018-07/")
    page.get_by_role("button", name="1,694건").first.click()
    expect(page.get_by_role("dialog")).to_contain_text(f"엑셀 반입 {SPLIT} '상반기' B3")

    page.goto("/imports/")
    page.get_by_role("row").filter(has_text="반입함").get_by_role("link", name=SPLIT).click()
    page.get_by_role("link", name="반입 되돌리기").click()
    page.get_by_label("되돌리는 사유").fill("다른 해의 파일이었음")
    page.get_by_role("button", name="되돌리기").click()
    expect(page.get_by_text("반입하기 전의 값이 다시 쓰입니다.")).to_be_visible()
    assert stored() == [("2018-01", WHOLE)]
    assert problems == [], "an error of a script, or something that the content security policy stopped"


@pytest.mark.usefixtures("tasks_done_here")
def test_a_table_that_says_more_than_its_cells(page: Page, tmp_path: Path) -> None:
    """A unit in a row's label, another division's block, cumulative columns: asked about twice, previewed, imported, undone."""
    content = by_openpyxl(
        [
            ["2018년 하반기 실적(누계)"],
            ["지표", "7월", "8월"],
            ["한국노총보조금 지출액(천원)", 1_300_000, 1_500_000],
            [COUNSELLING, 1_900, 2_150],
            ["일자리정책담당관"],
            ["청년일자리센터 취업상담", 14_000, 15_000],
        ],
        title="하반기",
    )
    upload(page, tmp_path / "하반기.xlsx", content)
    expect(page.locator(".state")).to_contain_text("물음 2개에 답해야 반입할 수 있습니다.")
    expect(page.get_by_text("하반기 6행 · 청년일자리센터 취업상담: 7월 14000, 8월 15000")).to_be_visible()

    for asked, answer in (
        ("다른 담당관(일자리정책담당관)", "노동정책담당관의 행만 반입"),
        ("표의 값은 누계입니까", "1월부터 그 달 말까지의 누계"),
    ):
        page.get_by_role("link", name="물음에 답하기").click()
        page.get_by_label(asked).select_option(label=answer)
        page.get_by_role("button", name="답하고 다시 미리보기").click()
        page.wait_for_url(WORKBOOK, timeout=PROCESS)
    expect(page.locator(".state")).to_contain_text("반입할 수 있습니다. 아직 아무것도 바꾸지 않았습니다.")
    expect(page.get_by_role("region", name="읽지 않은 것과 숨긴 것")).to_contain_text("일자리정책담당관의 것이어서")
    expect(page.get_by_role("row").filter(has_text="1300000천원")).to_contain_text("1,300")
    expect(page.get_by_role("row").filter(has_text="2150건")).to_contain_text("250")

    page.get_by_role("button", name="반입", exact=True).click()
    expect(page.locator(".state")).to_contain_text("에 반입했습니다.", timeout=PROCESS)
    assert stored() == [("2018-01", WHOLE), ("2018-07", 206), ("2018-08", 250)]

    page.get_by_role("link", name="반입 되돌리기").click()
    page.get_by_label("되돌리는 사유").fill("다른 해의 파일이었음")
    page.get_by_role("button", name="되돌리기").click()
    expect(page.get_by_text("반입하기 전의 값이 다시 쓰입니다.")).to_be_visible()
    assert stored() == [("2018-01", WHOLE)]


def test_the_way_can_be_gone_without_scripts(
    browser: Browser, administrator: User, base_url: str, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ko-KR", base_url=base_url)
    log_in(context, administrator, base_url)
    page = context.new_page()
    (tmp_path / SPLIT).write_bytes(good())
    page.goto("/imports/add/")
    page.get_by_label("담당관", exact=True).select_option("labour")
    page.get_by_label("엑셀 파일").set_input_files(tmp_path / SPLIT)
    for button in ("올리고 미리보기", "반입"):
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()
        work()
        if not WORKBOOK.search(page.url):
            page.get_by_role("link", name="지금 상태 보기").click()
    expect(page.locator(".state")).to_contain_text("에 반입했습니다.")
    assert [value for _, value in stored()] == list(MONTHS)
    context.close()


@pytest.mark.usefixtures("tasks_done_here")
def test_axe_finds_nothing_on_the_way_of_an_import(page: Page, tmp_path: Path) -> None:
    """At 320 pixels, which is 1280 at 400 %."""
    page.set_viewport_size({"width": 320, "height": 800})
    upload(page, tmp_path / SPLIT, good())
    ready = page.url
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="반입", exact=True).click()
    expect(page.locator(".state")).to_contain_text("에 반입했습니다.", timeout=PROCESS)
    assert violations(page) == []
    page.goto(f"{ready}undo/")
    assert violations(page) == []


@pytest.mark.usefixtures("tasks_done_here")
def test_several_files_at_once_are_listed_and_taken_with_one_click(
    page: Page, browser: Browser, administrator: User, base_url: str, tmp_path: Path
) -> None:
    """At 320 pixels; afterwards the list is read without scripts."""
    page.set_viewport_size({"width": 320, "height": 800})
    files = {
        "가.xlsx": good(),
        "나.xlsx": sent({EDUCATION: (1, 0, 1, 0, 1, 0)}),
        "다.xlsx": sent({COUNSELLING: (281, *MONTHS[1:])}),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    page.goto("/imports/add/")
    page.get_by_label("담당관", exact=True).select_option("labour")
    page.get_by_label("보낸 곳").fill(SENDER)
    page.get_by_label("연도").fill("2018")
    page.get_by_label("엑셀 파일").set_input_files([tmp_path / name for name in files])
    page.get_by_role("button", name="올리고 미리보기").click()
    expect(page.get_by_role("heading", name="파일마다 값이 다른 곳 1개")).to_be_visible(timeout=PROCESS)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not Batch.objects.exists()

    page.get_by_role("button", name="파일 1개 반입").click()
    expect(page.get_by_text("파일 1개를 반입했습니다.")).to_be_visible(timeout=PROCESS)
    assert Batch.objects.get().workbook.name == "나.xlsx"
    assert violations(page) == []

    context = browser.new_context(java_script_enabled=False, locale="ko-KR", base_url=base_url)
    log_in(context, administrator, base_url)
    plain = context.new_page()
    plain.goto("/imports/bundles/")
    plain.locator("tbody").get_by_role("link").click()
    expect(plain.get_by_role("row").filter(has_text="나.xlsx")).to_contain_text("반입함")
    context.close()


@pytest.mark.usefixtures("tasks_done_here")
def test_axe_finds_nothing_about_a_list_of_executions(page: Page, tmp_path: Path) -> None:
    """Its questions and what is told of its sums, at 320 pixels."""
    page.set_viewport_size({"width": 320, "height": 800})
    heads = ["회계", "정책사업", "단위사업", "세부사업", "예산현액", "원인행위액", "지출액", "잔액", "집행률"]
    line = ["일반회계", "노동존중", "노동권익", "쉼터 운영", 19_490, 9_500, 6_000, 13_490, 30.8]
    upload(page, tmp_path / "집행.xlsx", by_openpyxl([["2018년 6월 말 (단위: 백만원)"], heads, line]))
    page.get_by_role("link", name="물음에 답하기").click()
    page.get_by_label("어느 예산의 집행입니까").select_option(label="예산현액")
    assert violations(page) == []
    page.get_by_role("button", name="답하고 다시 미리보기").click()
    expect(page.get_by_role("heading", name="2018년 6월 말까지의 집행 합계")).to_be_visible(timeout=PROCESS)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
