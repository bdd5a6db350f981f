"""The monthly grid in Chromium by keyboard, its panel, and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from labour.models import Remark
from seoulwork.domain.cells import Cell
from tests.entry.browsing import JULY, Month2018, Office, log_in, violations
from tests.entry.files import pdf

# What the scripts do, whatever keeps the figures; what the server does with them is tried on both engines without a browser.
pytestmark = pytest.mark.any_engine


# ------------------------------------------------------------------------------------------------------- keyboard


def test_a_month_is_entered_by_keyboard_alone(month: Month2018, office: Office) -> None:
    press = month.page.keyboard.press
    for _ in range(40):
        press("Tab")
        if month.cell("상담").evaluate("cell => cell === document.activeElement"):
            break
    for text, key in (("2,314", "Enter"), ("10774", "Enter"), ("48.5", "Tab"), ("６０", "ArrowDown")):
        month.page.keyboard.type(text)
        press(key)
    month.all_saved()
    month.in_hand("방문")
    assert {name: office.value(name) for name in ("상담", "생활임금", "쉼터", "취업자")} == {
        "상담": 2314,
        "생활임금": 10774,
        "쉼터": 485,
        "취업자": 600,
    }
    press("ArrowUp")
    month.in_hand("취업자")
    press("ArrowRight")
    month.in_hand("훈련생")
    month.page.keyboard.type("100")
    press("Shift+Enter")
    month.all_saved()
    assert office.value("훈련생") == 1000
    press("Control+End")
    month.in_hand("지출")
    press("Control+Home")
    month.in_hand("상담")


def test_all_modules_of_the_page_are_of_one_edition(month: Month2018) -> None:
    """Each carries the hash of what is in it in its name, those that other modules import too: a browser may keep them for ever."""
    loaded: list[str] = []
    month.page.on("request", lambda request: loaded.append(request.url.rpartition("/static/")[2]))
    month.open()
    scripts = [name for name in loaded if name.endswith(".js")]
    assert {name.partition(".")[0] for name in scripts} >= {"entry/month", "entry/keys", "pages/dom", "accounts/idle"}
    assert [name for name in scripts if not re.fullmatch(r"[\w/]+\.[0-9a-f]{12}\.js", name)] == []


def test_escape_gives_up_what_is_typed(month: Month2018, office: Office) -> None:
    month.type("상담", "2314")
    month.all_saved()
    month.type("상담", "99", end="Escape")
    expect(month.cell("상담")).to_have_value("2,314")
    month.page.keyboard.press("Enter")
    month.all_saved()
    assert (office.value("상담"), office.rows()) == (2314, 1)


def test_undo_and_redo_save_too(month: Month2018, office: Office) -> None:
    month.type("상담", "2314")
    month.type("상담", "2500")
    month.all_saved()
    month.cell("생활임금").focus()
    month.page.keyboard.press("Control+Z")
    expect(month.cell("상담")).to_have_value("2,314")
    month.all_saved()
    assert office.value("상담") == 2314
    month.page.keyboard.press("Control+Y")
    expect(month.cell("상담")).to_have_value("2,500")
    month.all_saved()
    assert office.value("상담") == 2500


def test_blank_is_not_zero(month: Month2018, office: Office) -> None:
    month.type("상담", "0")
    month.all_saved()
    assert office.value("상담") == 0
    month.cell("상담").focus()
    month.page.keyboard.press("Delete")
    month.page.keyboard.press("Enter")
    month.all_saved()
    assert office.value("상담") is None
    expect(month.box("상담")).to_have_attribute("data-state", "")


def test_the_panel_is_reached_and_left_by_keyboard(month: Month2018) -> None:
    month.cell("상담").focus()
    month.page.keyboard.press("Alt+ArrowDown")
    panel = month.page.locator("#panel")
    expect(panel.get_by_role("heading", name="상담")).to_be_visible()
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("전화와 방문 상담을 더한 인원")
    expect(panel.locator(".months li")).to_have_count(12)
    expect(panel).to_contain_text("26,000")
    month.page.keyboard.press("Escape")
    month.in_hand("상담")


# ------------------------------------------------------------------------------------------------------- the panel


def refused_beside(problem: Locator, said: str) -> None:
    """Said in its form, in view, in the colour of errors."""
    expect(problem).to_contain_text(said)
    expect(problem).to_be_in_viewport()
    expect(problem).to_have_css("color", "rgb(189, 44, 15)")


def test_a_shortfall_is_explained_in_the_panel(month: Month2018, office: Office) -> None:
    month.type("지원액", "1")
    link = month.row("지원액").get_by_role("link", name="부진 사유 적기")
    for _ in range(2):
        expect(link).to_be_visible()
        month.open()
    link.click()
    panel = month.page.locator("#panel")
    panel.get_by_label("왜 계획보다 늦습니까").fill("심사가 늦어짐")
    panel.get_by_role("button", name="부진 사유 저장").click()
    refused_beside(panel.locator("#shortfall .problem"), "만회 예정일을 함께")
    panel.get_by_label("만회 예정일").fill("2018-09-30")
    panel.get_by_role("button", name="부진 사유 저장").click()
    expect(panel.locator(".panel-status")).to_contain_text("저장했습니다")
    expect(panel.locator(".problem:visible")).to_have_count(0)
    mark = month.box("지원액").get_by_role("img", name="부진 사유 있음")
    expect(link).to_have_count(0)
    for _ in range(2):
        expect(mark).to_be_visible()
        expect(month.cell("지원액")).to_have_accessible_description(re.compile("부진 사유 있음"))
        month.open()
    month.cell("지원액").focus()
    expect(panel.get_by_label("왜 계획보다 늦습니까")).to_have_value("심사가 늦어짐")
    expect(panel.get_by_label("만회 예정일")).to_have_value("2018-09-30")
    panel.get_by_label("왜 계획보다 늦습니까").fill("")
    panel.get_by_role("button", name="부진 사유 저장").click()
    expect(mark).to_have_count(0)
    expect(link).to_be_visible()


def test_a_file_is_added_and_taken_away_in_the_panel(month: Month2018) -> None:
    month.cell("상담").focus()
    panel = month.page.locator("#panel")
    panel.get_by_text("근거 자료").click()
    files = panel.get_by_label("파일 더하기")
    files.set_input_files({"name": "명부.exe", "mimeType": "application/pdf", "buffer": b"MZ not a document"})
    panel.get_by_role("button", name="올리기").click()
    refused_beside(panel.locator("#evidence-problem"), "받지 않는 파일입니다")
    expect(panel.locator(".evidence li")).to_have_count(0)
    files.set_input_files({"name": "명부.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    panel.get_by_role("button", name="올리기").click()
    expect(panel.get_by_role("link", name="명부.pdf")).to_be_visible()
    panel.get_by_label("빼는 사유").fill("잘못 올림")
    panel.get_by_role("button", name="명부.pdf 빼기").click()
    expect(panel.locator(".evidence li")).to_have_count(0)


# ------------------------------------------------------------------------------------- without scripts; for everybody


def test_without_scripts_the_page_is_a_form(browser: Browser, office: Office, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url, locale="ko-KR")
    log_in(context, office.officer, base_url)
    month = Month2018(context.new_page(), office).open(scripts=False)
    month.cell("상담").fill("2,314")
    month.cell("생활임금").fill("열 명")
    month.page.get_by_role("button", name="모두 저장").click()
    expect(month.row("생활임금").locator(".messages")).to_contain_text("숫자가 아닙니다")
    expect(month.cell("상담")).to_have_value("2,314")
    assert office.rows() == 0
    month.cell("생활임금").fill("10774")
    month.page.get_by_role("button", name="모두 저장").click()
    expect(month.page.get_by_text("2개 칸을 저장했습니다.")).to_be_visible()
    assert (office.value("상담"), office.value("생활임금")) == (2314, 10774)
    month.page.get_by_role("link", name="상담").click()
    expect(month.page.get_by_text("전화와 방문 상담을 더한 인원")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [1440, 320])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(month: Month2018, office: Office, width: int) -> None:
    """320 pixels is 1280 at 400 %."""
    month.page.set_viewport_size({"width": width, "height": 720})
    beside = Remark.beside(Cell.parse(month.name("쉼터")))
    Remark.objects.create(month=JULY, **beside, kind="note", text="새로 단장함")
    month.open()
    for name, text in (("상담", "5,2o1"), ("쉼터", "48.5"), ("지원액", "1")):
        month.type(name, text)
    month.clash("생활임금", "11000", 10_774)
    assert violations(month.page) == []
    assert month.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    month.cell("상담").focus()
    month.page.keyboard.press("Alt+ArrowDown")
    expect(month.page.locator("#panel .months")).to_be_visible()
    for part in month.page.locator("#panel details").all():
        part.evaluate("each => each.open = true")
    month.page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished)).then(() => null)")
    assert violations(month.page) == []
    month.page.locator("#panel").press("Escape")
    month.row("생활임금").get_by_role("button", name="비교해서 고르기").click()
    expect(month.page.get_by_role("dialog")).to_be_visible()
    assert violations(month.page) == []


@pytest.mark.parametrize("width", [1440, 320])
def test_axe_finds_nothing_where_handing_in_is_questioned(month: Month2018, width: int) -> None:
    month.page.set_viewport_size({"width": width, "height": 720})
    month.type("지원액", "1")
    month.type("본관", "5")
    month.type("방문", "7")
    month.all_saved()
    month.page.get_by_role("button", name="제출", exact=True).click()
    month.page.wait_for_url("**/?check=yes")
    expect(month.page.locator("#alerts")).to_contain_text("부진 사유가 없는 줄이 1개 있습니다")
    expect(month.page.locator("#alerts li a")).to_have_css("text-decoration-line", "underline")
    assert violations(month.page) == []
    assert month.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_cumulative_amount_that_falls_is_stored_with_a_reason(month: Month2018, office: Office) -> None:
    """The reason is asked for above the grid, and leaves it with the value that it belongs to."""
    month.open()
    why = month.page.locator("#falling")
    expect(why).to_be_hidden()
    month.type("지출", "50")
    expect(month.page.get_by_text("표 위의 '줄어든 까닭'에 적은 뒤")).to_be_visible()
    expect(why).to_be_visible()
    month.page.get_by_label("줄어든 까닭").fill("6월의 누계를 잘못 넣음")
    month.page.locator("#save-now").click()
    month.all_saved()
    stored = office.model("Execution").objects.get(month=JULY)
    assert (stored.spent, stored.reason) == (50_000_000, "6월의 누계를 잘못 넣음")
    expect(why).to_be_hidden()
    expect(month.page.get_by_label("줄어든 까닭", exact=True)).to_have_value("")
