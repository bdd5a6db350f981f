"""Figures that come as they happen, in real Chromium: a line saves itself as one leaves it."""

import pytest
from playwright.sync_api import expect

from seoulwork.domain.periods import Month, Run
from seoulwork.figures.recording import record_actual
from tests.entry.browsing import STAMP, Month2018, Office, cut_off, violations

pytestmark = [pytest.mark.any_engine, pytest.mark.slow(120)]


def test_a_line_saves_itself_as_one_leaves_it_and_keeps_what_is_wrong(month: Month2018, office: Office) -> None:
    made = office.model("Indicator").objects.create(
        short_name="조례", name="조례 제정", unit="건", accumulation="latest", frequency="occasional"
    )
    may = Run(Month(2018, 5), Month(2018, 5))
    record_actual(
        office.division.models,
        {"indicator_id": made.pk, "part_id": None},
        may,
        {"value": 3, "denominator": None},
        STAMP,
    )
    page = month.page
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-ready", "entry")
    page.locator(".occasional summary").first.click()
    row, said = page.locator(f'tr[data-line="a{made.pk}"]'), page.locator("#occasional-state")
    row.get_by_label("새 값").fill("많이")
    row.get_by_label("새 값").press("Tab")
    row.get_by_label("기준일").press("Shift+Tab")  # still in the line: nothing is sent
    expect(said).to_be_empty()
    page.locator("h1").click()
    expect(row.locator(".errorlist")).to_contain_text("숫자가 아닙니다")
    expect(said).to_contain_text("저장하지 않았습니다")
    assert violations(page) == []

    row.get_by_label("새 값").fill("5")
    row.get_by_label("기준일").fill("2018-07-20")
    page.locator("h1").click()
    expect(said).to_have_text("모두 저장됨")
    expect(row.locator(".last")).to_contain_text("5건")
    expect(row.locator(".errorlist")).to_have_count(0)
    expect(page.locator("#occasional-unseen")).to_have_text("이 달에 모두 보았습니다.")
    # What is kept is no unsaved line any more: the next one goes on from there.
    row.get_by_label("새 값").fill("6")
    page.locator("h1").click()
    expect(row.locator(".last")).to_contain_text("6건")
    stored = office.model("Actual").objects.current().get(indicator=made, first_month=201807)
    assert (stored.value, str(stored.as_of)) == (6, "2018-07-20")

    # What was typed and not saved is there again in a tab that is opened later, also what somebody was still typing.
    row.get_by_label("새 값").fill("7")
    month.put_aside(1, of="occasional")
    page.close(run_before_unload=False)
    page = month.page.context.new_page()
    page.goto(month.page.url)
    row, said = page.locator(f'tr[data-line="a{made.pk}"]'), page.locator("#occasional-state")
    expect(page.locator("body")).to_have_attribute("data-ready", "entry")
    expect(row.get_by_label("새 값")).to_have_value("7")
    expect(said).to_contain_text("저장되지 않았던 값 1개를 되살렸습니다")
    page.context.set_offline(True)
    row.get_by_label("새 값").fill("8")
    page.locator("h1").click()
    expect(said).to_contain_text("저장하지 못했습니다")
    cut_off(page)
    page.close(run_before_unload=False)
    month.page.context.set_offline(False)
    page = month.page.context.new_page()
    page.goto(month.page.url)
    row, said = page.locator(f'tr[data-line="a{made.pk}"]'), page.locator("#occasional-state")
    expect(row.locator(".last")).to_contain_text("8건")  # a line that had been left is saved
    expect(said).to_have_text("모두 저장됨")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-ready", "entry")
    expect(said).to_be_empty()
    page.locator(".occasional summary").first.click()

    row.get_by_label("그대로임").click()  # the page takes the mark away once it is saved
    expect(row.locator(".last")).to_contain_text("봄")
    expect(row.get_by_label("그대로임")).not_to_be_checked()
