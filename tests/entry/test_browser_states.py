"""What a cell of the monthly grid says in Chromium: states, warnings, previews, and what somebody else has changed."""

from typing import Any

import pytest
from playwright.sync_api import expect

from seoulwork.domain.periods import Month, Run
from seoulwork.figures.recording import record, record_actual
from tests.entry.browsing import STAMP, Month2018, Office, until

# What the scripts do, whatever keeps the figures; what the server does with them is tried on both engines without a browser.
pytestmark = pytest.mark.any_engine


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


def test_the_preview_is_what_the_server_says(month: Month2018) -> None:
    """While one types nothing is sent; what is shown then must not change when the answer comes."""
    month.type("원인행위", "19000")
    month.all_saved()
    for name, text in (
        ("상담", "2314"),
        ("상담", "△20"),
        ("생활임금", "12345"),
        ("쉼터", "48.5"),
        ("쉼터", "60"),
        ("취업자", "70"),
        ("본관", "1234"),
        ("지원액", "1.5"),
        ("지출", "9,876.543"),
    ):
        shown = [name, "방문"] if name == "본관" else [name]
        before = month.texts(*shown)
        month.type(name, text, end="")
        typing = month.other_texts(before, *shown)
        month.page.keyboard.press("Enter")
        month.all_saved()
        assert month.texts(*shown) == typing, (name, text)
        month.open()
        assert month.texts(*shown) == typing, (name, text)


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
    for name, texts in zip(("가", "나"), typed, strict=True):
        before_typing = month.texts("전체")
        month.cell(name).focus()
        for text in texts.split("\t"):
            month.page.keyboard.type(text)
            month.page.keyboard.press("ArrowRight" if "\t" in texts and text == texts.split("\t")[0] else "F2")
        typing = month.other_texts(before_typing, "전체")
        month.page.keyboard.press("Enter")
        month.all_saved()
        assert month.texts("전체") == typing, name


# ---------------------------------------------------------------------------------------------------- other people


def test_two_people_in_one_cell(month: Month2018, office: Office) -> None:
    month.clash("상담", "2314", 2320)
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
    month.clash("상담", "2314", 2320)
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
    # From the start: one that is on its way would show what the colleague writes.
    month.page.route("**/?fragment=1", lambda route: route.abort())
    month.type("원인행위", "11000")
    month.type("지출", "6000")
    month.all_saved()
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
