"""Blocks of the monthly grid in Chromium: pasted, selected, copied, cleared; and the help beside them."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from labour.models import Reopening
from seoulwork.entry.models import ReportingMonth
from tests.entry.browsing import Month2018, Office, violations

# What the scripts do, whatever keeps the figures; what the server does with them is tried on both engines without a browser.
pytestmark = pytest.mark.any_engine


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
    expect(month.cell("상담")).to_have_value("11" if stored[0] else "")
    month.all_saved()
    month.in_hand("상담")
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
    expect(month.cell("상담")).to_have_value("11")
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
    expect(month.row("상담").locator(".cumulative")).to_have_text("15,074")
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


def selected(month: Month2018, number: int) -> None:
    expect(month.page.locator(".cell.selected")).to_have_count(number)


def test_a_range_is_selected_copied_and_cleared(month: Month2018, office: Office) -> None:
    press = month.page.keyboard.press
    month.paste("생활임금", "10774\n48.5\n60\t120")
    month.all_saved()
    month.cell("상담").focus()
    for _ in range(3):
        press("Shift+ArrowDown")
    press("Shift+ArrowRight")
    expect(month.page.locator("#selected")).to_have_text("5칸 선택: 상담 (명)부터 취업률 분모까지")
    selected(month, 5)
    month.in_hand("상담")
    assert violations(month.page) == []
    press("Control+C")
    month.page.wait_for_function(
        "async text => (await navigator.clipboard.readText()).replaceAll('\\r', '') === text",
        arg="\t\n10774\t\n48.5\t\n60\t120",
    )
    press("Delete")
    month.all_saved()
    assert {office.value(name) for name in ("생활임금", "쉼터", "취업자", "훈련생")} == {None}
    alerts = month.page.locator("#alerts")
    expect(alerts).to_contain_text("4개 칸을 비웠습니다. 되돌리려면 Ctrl+Z")
    press("Control+Z")
    month.all_saved()
    assert [office.value(name) for name in ("생활임금", "쉼터", "취업자", "훈련생")] == [10774, 485, 600, 1200]
    expect(alerts).to_be_empty()
    selected(month, 0)


def test_a_range_is_stretched_with_a_click_and_left_with_escape(month: Month2018, office: Office) -> None:
    month.cell("본관").click()
    month.cell("상담").click(modifiers=["Shift"])
    selected(month, 6)
    month.in_hand("본관")
    month.page.keyboard.press("Escape")
    selected(month, 0)
    expect(month.page.locator("#selected")).to_be_empty()
    month.page.keyboard.press("Shift+ArrowDown")
    selected(month, 2)
    month.page.keyboard.type("7")
    selected(month, 0)
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
            "Math.min(...[...document.querySelectorAll('#grid input:not([type=hidden])')].filter((each) => each.offsetParent).map((each) => each.getBoundingClientRect().top))"
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
