"""The monthly grid in Chromium: keys, paste, previews, states, somebody else's changes, the plain form."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from labour.models import Remark, Reopening
from seoulwork.domain.cells import Cell
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.models import ReportingMonth
from seoulwork.figures.recording import record, record_actual
from tests.entry.browsing import JULY, STAMP, Month2018, Office, log_in, make_office, until
from tests.entry.files import pdf

# What the scripts do, whatever keeps the figures; what the server does with them is tried on both engines without a browser.
pytestmark = pytest.mark.any_engine


@pytest.fixture
def office(live_server: Any) -> Office:
    return make_office()


@pytest.fixture
def month(page: Page, context: BrowserContext, office: Office, base_url: str) -> Iterator[Month2018]:
    """July's page, opened by the officer; no script error may have happened."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(context, office.officer, base_url)
    yield Month2018(page, office).open()
    assert errors == []


# ------------------------------------------------------------------------------------------------------- keyboard


def test_a_month_is_entered_by_keyboard_alone(month: Month2018, office: Office) -> None:
    press = month.page.keyboard.press
    for _ in range(40):
        press("Tab")
        if month.focused() == month.name("상담"):
            break
    for text, key in (("2,314", "Enter"), ("10774", "Enter"), ("48.5", "Tab"), ("６０", "ArrowDown")):
        month.page.keyboard.type(text)
        press(key)
    month.all_saved()
    assert month.focused() == month.name("방문")
    assert {name: office.value(name) for name in ("상담", "생활임금", "쉼터", "취업자")} == {
        "상담": 2314,
        "생활임금": 10774,
        "쉼터": 485,
        "취업자": 600,
    }
    press("ArrowUp")
    assert month.focused() == month.name("취업자")
    press("ArrowRight")
    assert month.focused() == month.name("훈련생")
    month.page.keyboard.type("100")
    press("Shift+Enter")
    month.all_saved()
    assert office.value("훈련생") == 1000
    press("Control+End")
    assert month.focused() == month.name("지출")
    press("Control+Home")
    assert month.focused() == month.name("상담")


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
    expect(month.cell("상담")).to_have_value("2500")
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
    assert month.focused() == month.name("상담")


# ---------------------------------------------------------------------------------------------------------- paste


def test_a_block_is_pasted_as_excel_writes_numbers(month: Month2018, office: Office) -> None:
    month.paste("상담", '"2,314"\r\n１０，７７４명\r\n 48.5 \r\n60\t120\r\n\r\n1,200\r\n△34\r\n349억원\r\n')
    month.all_saved()
    stored = {
        name: office.value(name)
        for name in ("상담", "생활임금", "쉼터", "취업자", "훈련생", "방문", "본관", "별관", "지원액")
    }
    assert stored == {
        "상담": 2314,
        "생활임금": 10774,
        "쉼터": 485,
        "취업자": 600,
        "훈련생": 1200,
        "방문": None,
        "본관": 1200,
        "별관": -34,
        "지원액": 34_900_000_000,
    }
    month.page.keyboard.press("Control+Z")
    month.all_saved()
    assert office.value("상담") is None
    assert office.value("지원액") is None


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("2314\n5,2o1\n48", "2행 1열 → 생활임금 적용인원"),
        ("2314\t7\n10774", "1행 2열의 '7'에 맞는 칸이 없습니다"),
        ("1\n" * 30, "붙여 넣을 것은 30행인데"),
        ("2314\n10774\n48.55", "소수 1자리까지"),
    ],
)
def test_a_block_with_a_bad_cell_changes_nothing_and_says_which(
    month: Month2018, office: Office, block: str, said: str
) -> None:
    month.paste("상담", block)
    expect(month.page.locator("#alerts")).to_contain_text(said)
    expect(month.cell("상담")).to_have_value("")
    assert office.rows() == 0


def test_what_the_server_refuses_of_a_block_takes_all_of_it_back(month: Month2018, office: Office) -> None:
    """Spent more than committed: only the server knows."""
    month.type("지원액", "5")
    month.all_saved()
    month.paste("지원액", "7\n11,000\n12,000")
    expect(month.page.locator("#alerts")).to_contain_text("지출액")
    expect(month.cell("지원액")).to_have_value("5")
    expect(month.cell("원인행위")).to_have_value("")
    assert (office.value("지원액"), office.value("원인행위")) == (5_000_000, None)


COMMA_STYLE = "11\r\n -   \r\n \r\n1,234\r\n"
"""As Excel copies 11, 0 and 1,234 in 쉼표 스타일, and a blank cell."""


def pasted_over_stored(month: Month2018) -> Locator:
    """The comma-style block over a stored 12 and 48.5: the dialog that names them."""
    month.paste("생활임금", "12\n48.5")
    month.all_saved()
    month.paste("상담", COMMA_STYLE)
    dialog = month.page.get_by_role("dialog")
    expect(dialog).to_contain_text("다음 2개 칸의 값이 지워집니다")
    expect(dialog).to_contain_text("2행 1열 → 생활임금 적용인원 (명): 12 → 빈칸")
    expect(dialog).to_contain_text("3행 1열 → 쉼터 일평균 (명): 48.5 → 빈칸")
    expect(dialog).to_contain_text("쉼표 스타일")
    return dialog


@pytest.mark.parametrize(
    ("choice", "stored"),
    [
        ("그만두기", (None, 12, 485, None)),
        ("Escape", (None, 12, 485, None)),
        ("그 칸은 두고 붙여넣기", (11, 12, 485, 12340)),
        ("비우고 붙여넣기", (11, None, None, 12340)),
    ],
)
def test_what_a_block_would_clear_is_named_before_it_is_taken(
    month: Month2018, office: Office, choice: str, stored: tuple[int | None, ...]
) -> None:
    dialog = pasted_over_stored(month)
    assert violations(month.page) == []
    if choice == "Escape":
        month.page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name=choice).click()
    expect(dialog).to_be_hidden()
    month.all_saved()
    assert month.focused() == month.name("상담")
    assert tuple(office.value(name) for name in ("상담", "생활임금", "쉼터", "취업자")) == stored
    if stored[0]:
        month.page.keyboard.press("Control+Z")
        expect(month.cell("상담")).to_have_value("")
        month.all_saved()
        assert (office.value("상담"), office.value("생활임금"), office.value("쉼터")) == (None, 12, 485)


def test_the_dashes_of_a_block_can_be_zeros(month: Month2018, office: Office) -> None:
    dialog = pasted_over_stored(month)
    dialog.get_by_label("'-'를 0으로 붙여넣기").check()
    expect(dialog).to_contain_text("다음 1개 칸의 값이 지워집니다")
    dialog.get_by_role("button", name="그 칸은 두고 붙여넣기").click()
    month.all_saved()
    assert (office.value("상담"), office.value("생활임금"), office.value("쉼터")) == (11, 0, 485)


def test_a_dash_in_one_cell_says_that_it_is_blank(month: Month2018, office: Office) -> None:
    month.type("상담", "12")
    month.all_saved()
    month.type("상담", " - ")
    expect(month.row("상담").locator(".messages")).to_contain_text(
        "'-'는 0이 아니라 빈칸입니다. 저장된 값 12를 지웠습니다."
    )
    month.all_saved()
    assert office.value("상담") is None


def test_a_formula_is_worked_out_when_the_cell_is_left(month: Month2018, office: Office) -> None:
    month.type("상담", "=1,200+5", end="")
    assert month.text("상담", ".cumulative") == "15,074"
    month.page.keyboard.press("Enter")
    expect(month.cell("상담")).to_have_value("1,205")
    month.type("쉼터", "=(40.5+8)*2/2", end="Tab")
    month.type("지원액", "=10/3")
    month.state("지원액", "refused")
    expect(month.row("지원액").locator(".messages")).to_contain_text("나누어떨어지지 않는 식입니다: '=10/3'")
    expect(month.cell("지원액")).to_have_value("=10/3")
    month.type("지원액", "=10+5")
    month.all_saved()
    assert [office.value(name) for name in ("상담", "쉼터", "지원액")] == [1205, 485, 15_000_000]
    expect(month.cell("지원액")).to_have_value("15")


# --------------------------------------------------------------------------------------------------- range; help


def selected(month: Month2018) -> int:
    return int(month.page.locator(".cell.selected").count())


def test_a_range_is_selected_copied_and_cleared(month: Month2018, office: Office) -> None:
    press = month.page.keyboard.press
    month.paste("생활임금", "10774\n48.5\n60\t120")
    month.all_saved()
    month.cell("상담").focus()
    for _ in range(3):
        press("Shift+ArrowDown")
    press("Shift+ArrowRight")
    expect(month.page.locator("#selected")).to_have_text("5칸 선택: 상담 (명)부터 취업률 분모까지")
    assert (selected(month), month.focused()) == (5, month.name("상담"))
    assert violations(month.page) == []
    press("Control+C")
    copied = month.page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r", "") == "\t\n10774\t\n48.5\t\n60\t120"
    press("Delete")
    month.all_saved()
    assert {office.value(name) for name in ("생활임금", "쉼터", "취업자", "훈련생")} == {None}
    alerts = month.page.locator("#alerts")
    expect(alerts).to_contain_text("4개 칸을 비웠습니다. 되돌리려면 Ctrl+Z")
    press("Control+Z")
    month.all_saved()
    assert [office.value(name) for name in ("생활임금", "쉼터", "취업자", "훈련생")] == [10774, 485, 600, 1200]
    expect(alerts).to_be_empty()
    assert selected(month) == 0


def test_a_range_is_stretched_with_a_click_and_left_with_escape(month: Month2018, office: Office) -> None:
    month.cell("본관").click()
    month.cell("상담").click(modifiers=["Shift"])
    assert (selected(month), month.focused()) == (6, month.name("본관"))
    month.page.keyboard.press("Escape")
    assert selected(month) == 0
    expect(month.page.locator("#selected")).to_be_empty()
    month.page.keyboard.press("Shift+ArrowDown")
    assert selected(month) == 2
    month.page.keyboard.type("7")
    assert selected(month) == 0
    month.page.keyboard.press("Enter")
    month.all_saved()
    assert (office.value("본관"), office.value("별관")) == (7, None)
    month.cell("별관").focus()
    month.page.keyboard.press("Shift+ArrowUp")
    month.paste_here("1\n2")
    month.all_saved()
    assert (office.value("본관"), office.value("별관")) == (1, 2)


def test_a_range_with_a_locked_cell_is_not_cleared(month: Month2018, office: Office) -> None:
    programme = office.model("Programme").objects.create(number=9, title="다른 사업", first_year=2015)
    office.model("Budget").objects.update(programme=programme)
    month.type("지원액", "5")
    month.type("원인행위", "11000")
    month.all_saved()
    row = ReportingMonth.objects.get()
    ReportingMonth.objects.update(state="closed")
    Reopening.objects.create(reporting_month=row, programme=programme, until=timezone.localdate(), reason="정정")
    month.open()
    month.cell("원인행위").focus()
    month.page.keyboard.press("Shift+ArrowUp")
    month.page.keyboard.press("Delete")
    expect(month.page.locator("#alerts")).to_contain_text("지원액 (백만원):")
    assert (office.value("지원액"), office.value("원인행위")) == (5_000_000, 11_000_000_000)


@pytest.mark.parametrize("width", [1440, 390])
def test_help_covers_no_input_and_closes_with_escape(month: Month2018, width: int) -> None:
    month.page.set_viewport_size({"width": width, "height": 900})
    summary, body = month.page.locator(".keys summary"), month.page.locator(".keys-body")
    summary.click()
    expect(body).to_be_visible()
    bottom = body.evaluate("each => each.getBoundingClientRect().bottom")
    assert (
        month.page.evaluate(
            "Math.min(...[...document.querySelectorAll('#grid input:not([type=hidden])')].map((each) => each.getBoundingClientRect().top))"
        )
        >= bottom
    )
    month.page.keyboard.press("Escape")
    expect(body).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    month.type("상담", "23", end="Escape")
    expect(body).to_be_visible()
    expect(month.cell("상담")).to_have_value("")
    month.page.keyboard.press("Escape")
    expect(body).to_be_hidden()


# ------------------------------------------------------------------------------------------------ states, previews


def test_a_bad_number_is_refused_beside_its_cell_and_kept(month: Month2018, office: Office) -> None:
    month.type("상담", "5,2o1")
    month.state("상담", "refused")
    expect(month.row("상담").locator(".messages")).to_contain_text("숫자가 아닙니다: '5,2o1'")
    expect(month.cell("상담")).to_have_attribute("aria-invalid", "true")
    expect(month.page.locator("#save-state")).to_have_text("고칠 칸 1개")
    assert office.rows() == 0
    month.type("상담", "5201")
    month.all_saved()
    assert office.value("상담") == 5201


def test_spending_more_than_committed_is_refused(month: Month2018, office: Office) -> None:
    month.type("원인행위", "11000")
    month.type("지출", "12000")
    month.state("지출", "refused")
    expect(month.cell("지출")).to_have_value("12000")
    assert (office.value("원인행위"), office.value("지출")) == (11_000_000_000, None)


def test_a_cell_refused_because_of_its_partner_is_saved_once_that_is_mended(month: Month2018, office: Office) -> None:
    month.type("지출", "12000")
    month.all_saved()
    month.type("원인행위", "11000")
    month.state("원인행위", "refused")
    month.type("지출", "9000")
    month.all_saved()
    assert (office.value("원인행위"), office.value("지출")) == (11_000_000_000, 9_000_000_000)
    month.type("훈련생", "120")
    month.state("훈련생", "refused")
    month.type("취업자", "60")
    month.all_saved()
    assert (office.value("취업자"), office.value("훈련생")) == (600, 1200)


@pytest.mark.parametrize("way", ["Enter", "지금 저장"])
def test_a_refused_cell_can_be_sent_again(month: Month2018, office: Office, way: str) -> None:
    """What was wrong is mended elsewhere: a colleague has entered the committed amount."""
    office.write_money(10_000_000_000, None, office.colleague)
    month.type("지출", "12000")
    month.state("지출", "refused")
    office.write_money(13_000_000_000, None, office.colleague)
    if way == "Enter":
        month.cell("지출").press("Enter")
    else:
        month.page.get_by_role("button", name=way).click()
    month.all_saved()
    assert (office.value("원인행위"), office.value("지출")) == (13_000_000_000, 12_000_000_000)


def test_an_unusual_figure_is_saved_with_a_warning(month: Month2018, office: Office) -> None:
    month.type("상담", "23140")
    month.state("상담", "warning")
    expect(month.row("상담").locator(".messages .warning").first).to_be_visible()
    assert office.value("상담") == 23140
    month.open()
    month.state("상담", "warning")
    month.type("상담", "5,2o1")
    month.state("상담", "refused")
    month.cell("상담").press("Escape")
    month.state("상담", "warning")


def test_both_halves_of_a_row_carry_its_warning(month: Month2018) -> None:
    """More people in work than were trained: possible, and worth a look."""
    month.paste("취업자", "130\t120")
    for _ in range(2):
        month.state("취업자", "warning")
        month.state("훈련생", "warning")
        expect(month.row("취업자").locator(".messages")).to_contain_text("분자 130.0이 분모 120.0보다 많아")
        month.open()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("상담", "2314"),
        ("상담", "△20"),
        ("생활임금", "12345"),
        ("쉼터", "48.5"),
        ("쉼터", "60"),
        ("취업자", "70"),
        ("본관", "1234"),
        ("지원액", "1.5"),
        ("지출", "9,876.543"),
    ],
)
def test_the_preview_is_what_the_server_says(month: Month2018, name: str, text: str) -> None:
    """While one types nothing is sent; what is shown then must not change when the answer comes."""
    if name == "지출":
        month.type("원인행위", "19000")
        month.all_saved()
    shown = [name, "방문"] if name == "본관" else [name]
    columns = (".cumulative", ".rate-text")
    before = [month.text(each, column) for each in shown for column in columns]
    month.type(name, text, end="")
    typing = [month.text(each, column) for each in shown for column in columns]
    assert typing != before
    month.page.keyboard.press("Enter")
    month.all_saved()
    assert [month.text(each, column) for each in shown for column in columns] == typing
    month.open()
    assert [month.text(each, column) for each in shown for column in columns] == typing


@pytest.mark.parametrize(
    ("accumulation", "unit", "before", "typed"),
    [
        ("mean", "명", (481, 120), ("50", "20")),
        ("ratio", "%", ((541, 1_000), (120, 400)), ("60\t120", "30\t40")),
        ("sum", "명", (481, 120), ("50", "20")),
        ("latest", "명", (481, 120), ("50", "20")),
    ],
)
def test_the_preview_of_a_whole_out_of_its_parts_is_what_the_server_says(
    month: Month2018, office: Office, accumulation: str, unit: str, before: tuple[Any, Any], typed: tuple[str, str]
) -> None:
    whole = office.model("Indicator").objects.create(
        short_name="전체", name="전체", unit=unit, accumulation=accumulation, decimals=1, position=0
    )
    key = {"indicator_id": whole.pk, "part_id": None}
    year = {"first_month": Month(2018, 1), "last_month": Month(2018, 12)}
    record(office.model("Target"), key | year, {"value": 900}, STAMP)
    office.names["전체"] = f"a{whole.pk}"
    for name, figures in zip(("가", "나"), before, strict=True):
        part = office.model("Part").objects.create(indicator=whole, path=name, position=len(office.names))
        value, denominator = figures if isinstance(figures, tuple) else (figures, None)
        record_actual(
            office.division.models,
            {"indicator_id": whole.pk, "part_id": part.pk},
            Run(Month(2018, 1), Month(2018, 6)),
            {"value": value, "denominator": denominator},
            STAMP,
        )
        office.names[name] = f"a{whole.pk}p{part.pk}"
    month.open()
    columns = (".cumulative", ".rate-text")
    for name, texts in zip(("가", "나"), typed, strict=True):
        before_typing = [month.text("전체", column) for column in columns]
        month.cell(name).focus()
        for text in texts.split("\t"):
            month.page.keyboard.type(text)
            month.page.keyboard.press("ArrowRight" if "\t" in texts and text == texts.split("\t")[0] else "F2")
        typing = [month.text("전체", column) for column in columns]
        assert typing != before_typing
        month.page.keyboard.press("Enter")
        month.all_saved()
        assert [month.text("전체", column) for column in columns] == typing, name


# ---------------------------------------------------------------------------------------------------- other people


def test_two_people_in_one_cell(month: Month2018, office: Office) -> None:
    office.write("상담", 2320, office.colleague)
    month.type("상담", "2314")
    month.state("상담", "conflict")
    expect(month.row("상담").locator(".messages")).to_contain_text("입력 담당 나")
    assert office.value("상담") == 2320
    month.row("상담").get_by_role("button", name="비교해서 고르기").click()
    dialog = month.page.get_by_role("dialog")
    for text in ("2,320", "입력 담당 나", "2,314"):
        expect(dialog).to_contain_text(text)
    dialog.get_by_role("button", name="내 값으로 바꾸기").click()
    month.all_saved()
    assert (office.value("상담"), office.rows()) == (2314, 2)


def test_the_other_value_may_stay(month: Month2018, office: Office) -> None:
    office.write("상담", 2320, office.colleague)
    month.type("상담", "2314")
    month.state("상담", "conflict")
    month.row("상담").get_by_role("button", name="비교해서 고르기").click()
    month.page.get_by_role("button", name="저장된 값을 그대로 두기").click()
    expect(month.cell("상담")).to_have_value("2,320")
    month.all_saved()
    month.open()
    expect(month.cell("상담")).to_have_value("2,320")
    assert (office.value("상담"), office.rows()) == (2320, 1)


def test_entering_a_cell_shows_what_somebody_else_has_saved(month: Month2018, office: Office) -> None:
    office.write("상담", 2320, office.colleague)
    month.cell("상담").focus()
    month.state("상담", "changed")
    expect(month.cell("상담")).to_have_value("2,320")
    expect(month.row("상담").locator(".messages")).to_contain_text("입력 담당 나")
    month.type("상담", "2330")
    month.all_saved()
    assert office.value("상담") == 2330


def test_a_panel_that_comes_late_takes_nothing_back(month: Month2018, office: Office) -> None:
    """It was asked for while the cell was still blank, and arrives after the save."""
    held: list[Any] = []
    month.page.route("**/cells/*/?fragment=1", lambda route: held.append((route, route.fetch())))
    month.cell("상담").focus()
    until(month.page, lambda: bool(held))
    month.page.keyboard.type("2314")
    month.page.locator("h1").click()
    month.all_saved()
    for route, response in held:
        route.fulfill(response=response)
    expect(month.page.locator("#panel .panel-head")).to_be_visible()
    expect(month.cell("상담")).to_have_value("2,314")


def test_the_other_half_of_a_row_is_not_overwritten_unseen(month: Month2018, office: Office) -> None:
    """The page shows 6,000 spent; a colleague has made it 7,000; then the committed amount, in the same row, is saved here."""
    month.type("원인행위", "11000")
    month.type("지출", "6000")
    month.all_saved()
    month.page.route("**/?fragment=1", lambda route: route.abort())
    office.write_money(11_000_000_000, 7_000_000_000, office.colleague)
    month.type("원인행위", "12000")
    month.all_saved()
    month.type("지출", "6500")
    month.state("지출", "conflict")
    assert (office.value("원인행위"), office.value("지출")) == (12_000_000_000, 7_000_000_000)


def test_a_conflict_in_a_block_keeps_the_block_until_it_is_resolved(month: Month2018, office: Office) -> None:
    month.page.route("**/?fragment=1", lambda route: route.abort())
    office.write("생활임금", 10_700, office.colleague)
    month.paste("상담", "2314\n10774\n48.5")
    month.state("생활임금", "conflict")
    for name, text in (("상담", "2314"), ("생활임금", "10774"), ("쉼터", "48.5")):
        expect(month.cell(name)).to_have_value(text)
    month.state("상담", "held")
    expect(month.page.locator("#save-state")).to_have_text("저장 안 된 칸 2개 · 고칠 칸 1개")
    expect(month.page.locator("#alerts")).to_contain_text("2행 1열 → 생활임금 적용인원")
    assert (office.value("상담"), office.value("생활임금")) == (None, 10_700)
    month.row("생활임금").get_by_role("button", name="비교해서 고르기").click()
    month.page.get_by_role("button", name="저장된 값을 그대로 두기").click()
    month.all_saved()
    expect(month.page.locator("#alerts")).to_be_empty()
    assert (office.value("상담"), office.value("생활임금"), office.value("쉼터")) == (2314, 10_700, 485)


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


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {json.dumps([node['html'][:160] for node in each['nodes'][:3]], ensure_ascii=False)}"
        for each in found
    ]


@pytest.mark.parametrize("width", [1440, 320])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(month: Month2018, office: Office, width: int) -> None:
    """320 pixels is 1280 at 400 %."""
    month.page.set_viewport_size({"width": width, "height": 720})
    beside = Remark.beside(Cell.parse(month.name("쉼터")))
    Remark.objects.create(month=JULY, **beside, kind="note", text="새로 단장함")
    month.open()
    office.write("생활임금", 10_774, office.colleague)
    for name, text in (("상담", "5,2o1"), ("쉼터", "48.5"), ("생활임금", "11000"), ("지원액", "1")):
        month.type(name, text)
    month.state("생활임금", "conflict")
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
